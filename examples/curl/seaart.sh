#!/usr/bin/env bash
# SeaArt's queue with curl: create, poll, fetch. Writes seaart.webp.
set -euo pipefail
URL=${ATELIER_URL:-http://127.0.0.1:8080}
FIRST=${FIRST_POLL_SECONDS:-10} # a picture takes 30 to 60 s at the vendor: asking sooner is in vain
NEXT=${NEXT_POLL_SECONDS:-4}
AUTH="Authorization: Bearer $ATELIER_KEY"

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; } # of a JSON object on one line

# A server that is away for a moment is asked again, and the Idempotency-Key makes that safe; a refusal ends the script.
call() { curl -sS --fail-with-body --max-time 60 --retry 5 --retry-connrefused -H "$AUTH" "$@"; }

task=$(call "$URL/model/v1/queue/gpt_image_2" \
  -H "Content-Type: application/json" -H "Idempotency-Key: seaart-$RANDOM-$$" \
  -d '{"prompt": "isometric paper model of a lighthouse at dusk", "size": "1024x1536", "output_format": "webp"}')

sleep "$FIRST"
for ((polls = 1; ; polls++)); do
  answer=$(call "$(field status_url <<< "$task")")
  [ "$(field status <<< "$answer")" != COMPLETED ] || break
  ((polls < 200)) || { echo "not finished in time; its id can be asked for later" >&2; exit 1; }
  sleep "$NEXT"
done

# There is no word for failure: an "error" in a completed task tells.
if grep -q '"error"' <<< "$answer"; then
  echo "$answer" >&2
  exit 1
fi
call "$(field response_url <<< "$task")" | field url | xargs curl -sS --fail --max-time 60 -o seaart.webp
