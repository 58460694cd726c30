#!/usr/bin/env bash
# APIMart's tasks with curl: submit, poll, download. Writes apimart.png.
# The Idempotency-Key makes a repeat after a lost answer find the same task.
set -euo pipefail
URL=${ATELIER_URL:-http://127.0.0.1:8080}
FIRST=${FIRST_POLL_SECONDS:-10}
NEXT=${NEXT_POLL_SECONDS:-4}
AUTH="Authorization: Bearer $ATELIER_KEY"

field() { sed -n "s/.*\"$1\":\[\{0,1\}\"\([^\"]*\)\".*/\1/p"; }

# The ratio belongs into "size", not into the prompt.
task=$(curl -sS --fail-with-body --max-time 60 "$URL/apimart/v1/images/generations" \
  -H "$AUTH" -H "Content-Type: application/json" -H "Idempotency-Key: apimart-$RANDOM-$$" \
  -d '{"model": "gpt-image-2", "prompt": "a ginger cat asleep on a piano, gouache", "size": "16:9", "resolution": "1k"}' \
  | field task_id)

sleep "$FIRST"
while true; do
  answer=$(curl -sS --fail-with-body --max-time 60 -H "$AUTH" "$URL/apimart/v1/tasks/$task")
  case "$(field status <<< "$answer")" in
    completed) break ;;
    failed) echo "$answer" >&2; exit 1 ;;
    *) sleep "$NEXT" ;;
  esac
done
field url <<< "$answer" | xargs curl -sS --fail --max-time 60 -o apimart.png
