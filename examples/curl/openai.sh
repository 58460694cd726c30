#!/usr/bin/env bash
# OpenAI Images with curl: one picture, inline as base64.
# Gives up after 300 s: large sizes take minutes at the vendor. Writes openai.png.
set -euo pipefail
URL=${ATELIER_URL:-http://127.0.0.1:8080}

curl -sS --fail-with-body --max-time 300 "$URL/v1/images/generations" \
  -H "Authorization: Bearer $ATELIER_KEY" -H "Content-Type: application/json" \
  -d '{"model": "gpt-image-2", "prompt": "a red fox asleep in snow", "size": "1536x1024", "quality": "medium"}' \
  | sed 's/.*"b64_json":"\([^"]*\)".*/\1/' | base64 -d > openai.png
