#!/usr/bin/env python3
"""Sends a file with tus 1.0, and goes on where it broke off: tus_send.py http://HOST:PORT/FOLDER/ FILE"""
import base64, http.client, os, sys, time, urllib.parse

server = urllib.parse.urlsplit(sys.argv[1])
path = sys.argv[2]


def ask(method, target, body=None, **fields):
    connection = http.client.HTTPConnection(server.netloc, timeout=10)
    try:
        headers = {name.replace("_", "-"): str(value) for name, value in fields.items()}
        connection.request(method, target, body, {"Tus-Resumable": "1.0.0", **headers})
        answer = connection.getresponse()
        answer.text = answer.read().decode(errors="replace").strip()
        if answer.status not in (200, 201, 204, 409, 423):
            sys.exit(f"{method}: {answer.status} {answer.text}")
        return answer
    finally:
        connection.close()


def coded(text):
    return base64.b64encode(text.encode()).decode()


size = os.path.getsize(path)
metadata = f"filename {coded(os.path.basename(path))},folder {coded(urllib.parse.unquote(server.path))}"
made = ask("POST", "/.share/tus/", Upload_Length=size, Upload_Metadata=metadata)
if made.status != 201:
    sys.exit(made.text)
upload = made.headers["Location"]
offset, tries = 0, 0
while offset < size:
    try:
        with open(path, "rb") as file:
            file.seek(offset)
            ask("PATCH", upload, file, Upload_Offset=offset, Content_Length=size - offset,
                Content_Type="application/offset+octet-stream")
    except OSError as trouble:
        print(f"broke off: {trouble}", file=sys.stderr)
    try:
        before, offset = offset, int(ask("HEAD", upload).headers["Upload-Offset"])
        tries = 0 if offset > before else tries + 1
        print(f"{offset} of {size} bytes")
    except (OSError, http.client.HTTPException):
        tries += 1
    if tries > 5:
        sys.exit("It does not get on.")
    time.sleep(0.1 * tries)
