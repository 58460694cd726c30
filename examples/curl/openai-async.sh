#!/usr/bin/env bash
# The same order without waiting on the line, as sub2api serves it: submit, poll. Writes openai-async.jpg.
set -euo pipefail
URL=${ATELIER_URL:-http://127.0.0.1:8080}
FIRST=${FIRST_POLL_SECONDS:-10}
NEXT=${NEXT_POLL_SECONDS:-4}
AUTH="Authorization: Bearer $ATELIER_KEY"

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

# A server that is away for a moment is asked again, and the Idempotency-Key makes that safe; a refusal ends the script.
call() { curl -sS --fail-with-body --max-time 60 --retry 5 --retry-connrefused -H "$AUTH" "$@"; }

task=$(call "$URL/v1/images/generations/async" \
  -H "Content-Type: application/json" -H "Idempotency-Key: openai-$RANDOM-$$" \
  -d '{"prompt": "a lighthouse on a cliff", "output_format": "jpeg", "response_format": "url"}' | field id)

sleep "$FIRST"
for ((polls = 1; ; polls++)); do
  answer=$(call "$URL/v1/images/tasks/$task")
  case "$(field status <<< "$answer")" in
    completed) break ;;
    failed) echo "$answer" >&2; exit 1 ;;
  esac
  ((polls < 200)) || { echo "not finished in time; $task can be asked for later" >&2; exit 1; }
  sleep "$NEXT"
done
field image_url <<< "$answer" | xargs curl -sS --fail --max-time 60 -o openai-async.jpg
