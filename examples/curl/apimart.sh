#!/usr/bin/env bash
# APIMart's tasks with curl: submit, poll, download. Writes apimart.png.
set -euo pipefail
URL=${ATELIER_URL:-http://127.0.0.1:8080}
FIRST=${FIRST_POLL_SECONDS:-10}
NEXT=${NEXT_POLL_SECONDS:-4}
AUTH="Authorization: Bearer $ATELIER_KEY"

field() { sed -n "s/.*\"$1\":\[\{0,1\}\"\([^\"]*\)\".*/\1/p"; }

# A server that is away for a moment is asked again, and the Idempotency-Key makes that safe; a refusal ends the script.
call() { curl -sS --fail-with-body --max-time 60 --retry 5 --retry-connrefused -H "$AUTH" "$@"; }

# The ratio belongs into "size", not into the prompt.
task=$(call "$URL/apimart/v1/images/generations" \
  -H "Content-Type: application/json" -H "Idempotency-Key: apimart-$RANDOM-$$" \
  -d '{"model": "gpt-image-2", "prompt": "a ginger cat asleep on a piano, gouache", "size": "16:9", "resolution": "1k"}' \
  | field task_id)

sleep "$FIRST"
for ((polls = 1; ; polls++)); do
  answer=$(call "$URL/apimart/v1/tasks/$task")
  case "$(field status <<< "$answer")" in
    completed) break ;;
    failed) echo "$answer" >&2; exit 1 ;;
  esac
  ((polls < 200)) || { echo "not finished in time; $task can be asked for later" >&2; exit 1; }
  sleep "$NEXT"
done
field url <<< "$answer" | xargs curl -sS --fail --max-time 60 -o apimart.png
