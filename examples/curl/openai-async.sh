#!/usr/bin/env bash
# The same order without waiting on the line, as sub2api serves it: submit, poll. Writes openai-async.jpg.
set -euo pipefail
URL=${ATELIER_URL:-http://127.0.0.1:8080}
FIRST=${FIRST_POLL_SECONDS:-10}
NEXT=${NEXT_POLL_SECONDS:-4}
AUTH="Authorization: Bearer $ATELIER_KEY"

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

task=$(curl -sS --fail-with-body --max-time 60 "$URL/v1/images/generations/async" \
  -H "$AUTH" -H "Content-Type: application/json" \
  -d '{"prompt": "a lighthouse on a cliff", "output_format": "jpeg", "response_format": "url"}' | field id)

sleep "$FIRST"
while true; do
  answer=$(curl -sS --fail-with-body --max-time 60 -H "$AUTH" "$URL/v1/images/tasks/$task")
  case "$(field status <<< "$answer")" in
    completed) break ;;
    failed) echo "$answer" >&2; exit 1 ;;
    *) sleep "$NEXT" ;;
  esac
done
field image_url <<< "$answer" | xargs curl -sS --fail --max-time 60 -o openai-async.jpg
