#!/usr/bin/env bash
# curl in its many forms: -F with types, names and files, JSON from a pipe, packed bodies, strange paths, HTTP/2.
set -euo pipefail
URL=$ATELIER_URL

call() { curl -sS --fail-with-body --max-time 60 -H "Authorization: Bearer $ATELIER_KEY" "$@"; }
picture() { grep -q '"b64_json":"iVBOR' || { echo "no picture: $*" >&2; exit 1; }; }
order='{"prompt": "a red fox", "size": "1024x640", "quality": "low"}'

call "$URL/v1/images/generations" --json "$order" | sed 's/.*"b64_json":"\([^"]*\)".*/\1/' | base64 -d > fox.png
printf 'the same in snow' > prompt.txt

call "$URL/v1/images/edits" -F prompt='in snow' -F image=@fox.png | picture -F
call "$URL/v1/images/edits" -F 'prompt=<prompt.txt' -F 'image[]=@fox.png;type=image/png' | picture 'image[]'
call "$URL/v1/images/edits" --form-string 'prompt=@in snow; "really"' -F 'image=@fox.png;filename="a \"fox\".png"' | picture 'file name'
call "$URL/v1/images/edits/" -F prompt=x -F 'image=@-;type=application/octet-stream' < fox.png | picture 'from a pipe'
call "$URL//v1//images/edits" -F prompt=x -F image=@fox.png -H 'Transfer-Encoding: chunked' | picture chunked
call "$URL/v1/images/edits" -F prompt=x -F image=@fox.png -H 'Expect: 100-continue' | picture 'asked first'
call "$URL/openai/deployments/gpt-image-2/images/edits?api-version=2025-04-01-preview" -H "api-key: $ATELIER_KEY" \
  -F prompt=x -F image=@fox.png | picture Azure
call "$URL/apimart/v1/uploads/images" -F file=@fox.png | grep -q '"url":'
call "$URL/api/v1/storage/files/" -F file=@fox.png | grep -q '"url":'
call "$URL/api/v1/artifacts" -F file=@fox.png | grep -q '"id":'

printf '%s' "$order" | call "$URL/v1/images/generations" -H 'Content-Type: application/json' --data-binary @- | picture 'a pipe'
printf '%s' "$order" | gzip | call "$URL/v1/images/generations" -H 'Content-Type: application/json' \
  -H 'Content-Encoding: gzip' --data-binary @- | picture packed
call --compressed "$URL/images/generations" --json "$order" | picture 'accepts packed answers'
call --http2-prior-knowledge "$URL/v1/images/generations" --json "$order" | picture HTTP/2
call --http1.0 "$URL/v1/images/generations" --json "$order" | picture HTTP/1.0
call --path-as-is "$URL/v1/./images/../images/generations" --json "$order" | picture dots
call --request-target "$URL/v1/images/generations" "$URL" --json "$order" | picture 'a whole URL as the target'

curl -sS -X OPTIONS -o /dev/null -w '%{http_code}' "$URL/v1/images/edits" -H 'Origin: https://app.example.org' | grep -qx 204
curl -sS "$URL/v1/%zz" | grep -q '"error"'
