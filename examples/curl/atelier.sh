#!/usr/bin/env bash
# Atelier's own API with curl: order, follow the events to the end, download. Writes atelier.webp.
set -euo pipefail
URL=${ATELIER_URL:-http://127.0.0.1:8080}/api/v1
AUTH="Authorization: Bearer $ATELIER_KEY"

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

# Any pixels within the model's bounds are delivered exactly.
job=$(curl -sS --fail-with-body --max-time 60 -o /dev/null -D - "$URL/jobs" \
  -H "$AUTH" -H "Content-Type: application/json" -H "Idempotency-Key: atelier-$RANDOM-$$" \
  -d '{"prompt": "a lighthouse in fog, ink", "size": "1200x800", "format": "webp"}' \
  | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')

# The stream ends by itself; a cut one goes on with the header Last-Event-ID: <last id>.
end=$(curl -sSN --fail-with-body --max-time 900 -H "$AUTH" "$job/events" | grep -A 2 '^event: job\.' | tail -1)
[[ "$end" == *'"type":"job.succeeded"'* ]] || { echo "$end" >&2; exit 1; }
field url <<< "$end" | xargs curl -sS --fail --max-time 60 -o atelier.webp
