"""Uploads piece by piece: tus 1.0, with creation and termination. What has come is kept until the program ends."""

import base64
import re
import secrets
import socket
import threading

from share_http import Refused

PATH = "/.share/tus/"
MOST = 200  # each has a file open


class Piecewise:
    """One upload: for one connection at a time."""

    def __init__(self, upload, length):
        self.upload, self.length = upload, length
        self.turn = threading.Lock()
        self.connection = None
        self.gone = False

    def take(self, handler, force):
        """The turn, if need be from a connection that looks alive: its client has come back by another one."""
        old = self.connection
        if force and old is not None:
            try:
                old.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        if not self.turn.acquire(timeout=5 if force else 0.1):
            raise Refused(423, "Another connection brings a piece of this file.")
        self.connection = handler.connection

    def give(self):
        self.connection = None
        self.turn.release()


class Tus:
    def __init__(self, folder):
        self.folder = folder
        self.uploads = {}
        self.lock = threading.Lock()

    def handle(self, handler, path, names_of, rule):
        base = {"Tus-Resumable": "1.0.0"}
        method, headers = handler.command, handler.headers
        if method == "OPTIONS":
            extensions = {"Tus-Version": "1.0.0", "Tus-Extension": "creation,termination"}
            if self.folder.most is not None:
                extensions["Tus-Max-Size"] = str(self.folder.most)
            return 204, base | extensions
        if headers.get("Tus-Resumable") != "1.0.0":
            raise Refused(412, "This is no version of tus that is spoken here.", Tus_Version="1.0.0")
        if path == PATH:
            if method != "POST":
                raise Refused(405, "Uploads are begun here, by POST.", Allow="OPTIONS, POST")
            return 201, base | {"Location": self.create(headers, names_of, rule)}
        with self.lock:
            one = self.uploads.get(path.removeprefix(PATH))
        if one is None:
            raise Refused(404, "There is no such upload.")
        if method not in ("HEAD", "PATCH", "DELETE"):
            raise Refused(405, "This cannot be done to an upload.", Allow="OPTIONS, HEAD, PATCH, DELETE")
        one.take(handler, method != "PATCH")
        try:
            if one.gone:
                raise Refused(410, "This upload was given up.")
            if method == "HEAD":
                sizes = {"Upload-Offset": str(one.upload.size), "Upload-Length": str(one.length)}
                return 200, base | sizes | {"Cache-Control": "no-store"}
            if method == "DELETE":
                one.gone = True
                one.upload.__exit__()
                return 204, base
            return 204, base | {"Upload-Offset": str(self.patch(one, handler))}
        finally:
            one.give()

    def create(self, headers, names_of, rule):
        length = headers.get("Upload-Length", "")
        if not re.fullmatch(r"\d{1,18}", length):
            raise Refused(400, "Upload-Length is expected: how many bytes the file will have.")
        metadata = {}
        for pair in filter(None, headers.get("Upload-Metadata", "").split(",")):
            key, _, value = pair.strip().partition(" ")
            try:
                metadata[key] = base64.b64decode(value, validate=True).decode("utf-8")
            except ValueError:
                raise Refused(400, "Upload-Metadata makes no sense.") from None
        names = names_of(metadata.get("folder", "/")) + metadata.get("filename", "").split("/")
        with self.lock:
            for number in [n for n, one in self.uploads.items() if one.gone and len(self.uploads) > 1000]:
                del self.uploads[number]
            if sum(not one.gone for one in self.uploads.values()) >= MOST:
                raise Refused(503, "There are too many unfinished uploads.", Retry_After="60")
        upload = self.folder.begin(names, int(length), rule)
        one = Piecewise(upload, int(length))
        number = secrets.token_hex(16)
        with self.lock:
            self.uploads[number] = one
        if not one.length:
            self.publish(one)
        return PATH + number

    @staticmethod
    def publish(one):
        one.gone = True
        with one.upload:
            one.upload.publish()

    def patch(self, one, handler):
        offset = handler.headers.get("Upload-Offset", "")
        if handler.headers.get("Content-Type") != "application/offset+octet-stream":
            raise Refused(415, "application/offset+octet-stream is expected.")
        if not re.fullmatch(r"\d{1,18}", offset):
            raise Refused(400, "Upload-Offset is expected.")
        if int(offset) != one.upload.size:
            raise Refused(409, f"The next byte is number {one.upload.size}.")
        body = handler.body()
        if body.length is not None and body.length > one.length - one.upload.size:
            raise Refused(413, "That is more than the file was to have.")
        while data := body.read():
            if len(data) > one.length - one.upload.size:
                raise Refused(413, "That is more than the file was to have.")
            one.upload.write(data)
        if one.upload.size == one.length:
            self.publish(one)
        return one.upload.size
