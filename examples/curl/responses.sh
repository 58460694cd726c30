#!/usr/bin/env bash
# OpenAI Responses with curl: a text model's tool draws one picture, inline as base64.
# Gives up after 300 s: large sizes take minutes at the vendor. Writes responses.png.
set -euo pipefail
URL=${ATELIER_URL:-http://127.0.0.1:8080}

curl -sS --fail-with-body --max-time 300 "$URL/v1/responses" \
  -H "Authorization: Bearer $ATELIER_KEY" -H "Content-Type: application/json" \
  -d '{"model": "gpt-5.5", "input": "a red fox asleep in snow",
       "tools": [{"type": "image_generation", "size": "1536x1024", "quality": "medium"}]}' \
  | sed 's/.*"result":"\([^"]*\)".*/\1/' | base64 -d > responses.png
