"""Python's urllib, without any SDK: one connection a call, headers in its own case, bodies as bytes."""
import base64
import gzip
import json
import os
import urllib.error
import urllib.request

SERVER = os.environ["ATELIER_URL"]
KEY = os.environ["ATELIER_KEY"]
ORDER = {"prompt": "a red fox, féroce, 狐", "size": "1024x1024", "quality": "low"}


def call(path, body=None, method=None, **headers):
    request = urllib.request.Request(SERVER + path, data=body, method=method)
    request.add_header("Authorization", "Bearer " + KEY)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers, answer.read()


def order(path, body, **headers):
    return json.loads(call(path, body, Content_Type="application/json", **headers)[1])


plain = json.dumps(ORDER).encode()
unicode = json.dumps(ORDER, ensure_ascii=False).encode("utf-8")
for body in (plain, unicode):
    made = order("/v1/images/generations", body)
    picture = base64.b64decode(made["data"][0]["b64_json"])
    assert picture.startswith(b"\x89PNG"), made

assert order("//v1/images/generations/", gzip.compress(plain), Content_Encoding="gzip")["data"]
assert order("/model/v1/queue/gpt_image_2", plain)["request_id"]
assert order("/apimart/v1/images/generations/", plain)["data"]
assert order("/api/v1/jobs", gzip.compress(plain), Content_encoding="gzip")["id"]
# Without a type, urllib calls every body a form.
assert json.loads(call("/v1/images/generations", plain)[1])["data"]

# A form, written by hand as the standard library has none.
form = (
    b'--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nin snow\r\n'
    b'--x\r\nContent-Disposition: form-data; name="image"; filename="fox.png"\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n" + picture + b"\r\n--x--\r\n"
)
edited = json.loads(call("/v1/images/edits", form, Content_Type="multipart/form-data; boundary=x")[1])
assert edited["data"][0]["b64_json"]

link = order("/v1/images/generations", json.dumps({**ORDER, "response_format": "url"}).encode())["data"][0]["url"]
with urllib.request.urlopen(link, timeout=60) as answer:  # signed: it needs no key
    assert answer.headers["Content-Type"] == "image/png"

for path, body, status in (
    ("/v1/images/generation", plain, 404),
    ("/v1/images/generations%zz", plain, 400),
    ("/v1/images/generations", b"{", 400),
):
    try:
        order(path, body)
        raise AssertionError(path)
    except urllib.error.HTTPError as refused:
        assert refused.code == status, (path, refused.code)
        assert json.load(refused)["error"]["message"], path

headers, _ = call("/v1/images/generations", method="OPTIONS")
assert headers["Access-Control-Allow-Origin"] == "*"
