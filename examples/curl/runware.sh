#!/usr/bin/env bash
# Runware's HTTP API: an asynchronous task and its polls. Writes runware.jpg.
set -euo pipefail
base=${ATELIER_URL:-http://127.0.0.1:8080}
uuid=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen | tr A-Z a-z)

tasks() { # a request is always an array, also for one task
  curl -sS --fail-with-body --max-time 60 "$base/runware/v1" \
    -H "Authorization: Bearer $ATELIER_KEY" -H 'Content-Type: application/json' -d "[$1]"
}

tasks '{"taskType":"imageInference","taskUUID":"'"$uuid"'","model":"openai:gpt-image@2",
  "positivePrompt":"a paper boat on a puddle, morning light","width":1024,"height":1024,
  "outputFormat":"JPG","deliveryMethod":"async"}'; echo

sleep "${FIRST_POLL_SECONDS:-10}"
for _ in $(seq 150); do
  state=$(tasks '{"taskType":"getResponse","taskUUID":"'"$uuid"'"}')
  case $state in
    *'"errors"'*) echo "$state" >&2; exit 1 ;;
    *'"status":"success"'*)
      link=$(sed 's/.*"imageURL":"\([^"]*\)".*/\1/' <<<"$state")
      exec curl -sS --fail-with-body --max-time 60 -o runware.jpg "$link" ;; # signed: it needs no key
  esac
  sleep "${NEXT_POLL_SECONDS:-4}"
done
exit 1
