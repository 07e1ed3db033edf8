"""Shares a folder over HTTP: share.py PORT DIR [options]. A second implementation of lesson 03's contract.

It has no images (Python's standard library cannot read any) and no TLS.
"""

import argparse
import base64
import errno
import hashlib
import hmac
import html
import http.server
import json
import os
import re
import signal
import socket
import stat
import sys
import threading
import time
import unicodedata
import urllib.parse
import zipfile

import share_http
from share_folder import Folder
from share_http import Refused
from share_tus import PATH as TUS
from share_tus import Tus

TYPES = {
    "txt": "text/plain; charset=utf-8", "md": "text/plain; charset=utf-8", "html": "text/html", "css": "text/css",
    "js": "text/javascript", "json": "application/json", "xml": "application/xml", "svg": "image/svg+xml",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "pdf": "application/pdf",
    "mp4": "video/mp4", "mp3": "audio/mpeg", "zip": "application/zip",
}  # fmt: skip
PAGE = "default-src 'none'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
FILE = "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; frame-ancestors 'none'"
SEARCHED = 100_000


def fold(text):
    return unicodedata.normalize("NFKC", text).casefold()


def natural(name):
    """Numbers in names as numbers."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", fold(name)) if part]


def is_folder(status):
    return stat.S_ISDIR(status.st_mode)


def quote(names):
    return "/".join(urllib.parse.quote(name, safe="") for name in names)


def digest(*words):
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogateescape")).digest()


class Account:
    def __init__(self, text):
        name, colon, rest = text.partition(":")
        password, _, rights = rest.rpartition(":")
        if not set(rights.split(",")) <= {"read", "upload"} or not password:
            password, rights = rest, "read,upload"
        if not colon or not password:
            raise argparse.ArgumentTypeError("name:password or name:password:rights is expected")
        self.name, self.digest, self.rights = name, digest(name, password), set(rights.split(","))


def amount(units):
    def parse(text):
        number = re.fullmatch(r"(\d{1,15})([A-Za-z]?)", text)
        if not number or number[2].lower() not in units:
            raise argparse.ArgumentTypeError(f"a number is expected, with one of {', '.join(filter(None, units))}")
        return int(number[1]) * units[number[2].lower()]

    return parse


SIZE = amount({"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40})
TIME = amount({"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400})


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server_version = "share.py"
    sys_version = ""
    content = None

    def log_message(self, *_):
        pass

    def handle_expect_100(self):
        return True  # when somebody reads the body, and not before

    def send_error(self, code, message=None, explain=None):
        self.close_connection = True
        self.answer(code, f"{message or 'This is no request.'}\n".encode())

    def body(self):
        if self.content is None:
            expects = self.headers.get("Expect", "").lower() == "100-continue" and self.request_version != "HTTP/1.0"
            self.content = share_http.Body(self.headers, self.rfile, self.go_on if expects else None)
        return self.content

    def go_on(self):
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self.wfile.flush()

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.handle_request
        raise AttributeError(name)

    def handle_request(self):
        self.content = None
        self.server.busy(1)
        try:
            self.body()  # whose framing has to make sense, whatever is asked for
            self.guarded()
        except Refused as e:
            words = b"" if e.status in (204, 304) else f"{e}\n".encode("utf-8", "replace")
            self.answer(e.status, words, e.fields)
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except OSError as e:
            long = e.errno == errno.ENAMETOOLONG
            self.answer(400 if long else 500, b"The path is too long.\n" if long else b"The disk has a fault.\n")
        finally:
            self.server.busy(-1)
        if self.content is None or not self.content.over:
            self.close_connection = True

    def finish(self):
        """An answer to what was not read to its end would be lost if the connection just closed."""
        try:
            self.wfile.flush()
            if self.content is None or not self.content.over:
                self.connection.shutdown(socket.SHUT_WR)
                self.connection.settimeout(1)
                end = time.monotonic() + 2
                while time.monotonic() < end and self.connection.recv(1 << 16):
                    pass
        except (OSError, ValueError):
            pass
        super().finish()

    def answer(self, status, data=b"", fields=None, kind="text/plain; charset=utf-8", length=None):
        """Sends the head, and the data if it may."""
        self.send_response(status)
        all_fields = {"Content-Type": kind} if data or length is not None else {}
        all_fields |= {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
        all_fields |= {"Content-Security-Policy": PAGE} | (fields or {})
        if status not in (204, 304) and length != -1:
            all_fields["Content-Length"] = str(len(data) if length is None else length)
        if self.close_connection or self.content is None or not self.content.over:
            self.close_connection = True
            all_fields["Connection"] = "close"
        for name, value in all_fields.items():
            self.send_header(name, value)
        self.end_headers()
        if data and self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(data)

    # Who may do what

    def guarded(self):
        share, reads = self.server.share, self.command in ("GET", "HEAD")
        target = self.path
        hosts = self.headers.get_all("Host", [])
        if absolute := re.match(r"https?://([^/?#]*)(.*)", target, re.I):
            hosts, target = [absolute[1]], absolute[2] or "/"
        if len(hosts) != 1 and self.request_version != "HTTP/1.0" or not target.startswith("/"):
            raise Refused(400, "It is not clear what is asked for.")
        host = hosts[0].lower() if hosts else "localhost"
        name = re.sub(r":\d*$", "", host)
        address = re.fullmatch(r"\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\]", name)
        if not address and name != "localhost" and name not in share.names:
            raise Refused(421, "This server is not known under this name.")
        site, origin = self.headers.get("Sec-Fetch-Site", "none"), self.headers.get("Origin")
        if not reads and (site not in ("none", "same-origin") or origin not in (None, f"http://{host}")):
            raise Refused(403, "A page of another site may not do this.")
        self.raw, _, self.query_text = target.partition("?")
        ours = self.raw.startswith(TUS)
        self.allow("read" if (reads or self.command == "OPTIONS") and not ours else "upload")
        try:
            pairs = urllib.parse.parse_qsl(self.query_text, keep_blank_values=True, max_num_fields=100, errors="strict")
        except ValueError:
            raise Refused(400, "The query makes no sense.") from None
        self.query = dict(reversed(pairs))
        self.route(ours)

    def allow(self, right):
        accounts = self.server.share.accounts
        if not any(right in account.rights for account in accounts):
            return
        scheme, _, credentials = self.headers.get("Authorization", "").partition(" ")
        rights = None
        try:
            name, colon, password = base64.b64decode(credentials.strip(), validate=True).decode().partition(":")
            for account in accounts if colon and scheme.lower() == "basic" else []:
                if hmac.compare_digest(digest(name if account.name else "", password), account.digest):
                    rights = (rights or set()) | account.rights
        except ValueError:
            pass
        if rights is None:
            challenge = 'Basic realm="shared folder", charset="UTF-8"'
            raise Refused(401, "Say who you are.", WWW_Authenticate=challenge)
        if right not in rights:
            raise Refused(403, "You may not do this.")

    # What is asked for

    @staticmethod
    def names_of(path):
        """Each decoded by itself: what is in a name stays in it."""
        names = []
        for part in path.split("/")[1:]:
            if re.search(r"%(?![0-9a-fA-F]{2})", part):
                raise Refused(400, "The address makes no sense.")
            names.append(urllib.parse.unquote(part, errors="surrogateescape"))
            if re.search(r"[\0\udc80-\udcff]", names[-1]):
                raise Refused(400, "The address makes no sense.")
        return names[:-1] if names and not names[-1] else names

    def rule(self):
        share, wanted = self.server.share, self.query.get("conflict")
        return wanted if wanted in ("rename", "reject") else share.folder.rule

    def route(self, ours):
        share, method = self.server.share, self.command
        if ours and share.upload:
            plain = lambda path: [name for name in path.strip("/").split("/") if name]  # noqa: E731
            status, fields = share.tus.handle(self, self.raw, plain, self.rule())
            return self.answer(status, b"", fields)
        methods = "GET, HEAD, OPTIONS" + (", POST, PUT" if share.upload else "")
        if method == "OPTIONS":
            return self.answer(204, b"", {"Allow": methods})
        if method not in methods.split(", "):
            raise Refused(405, "This cannot be done here.", Allow=methods)
        names = self.names_of(self.raw)
        if method == "PUT":
            return self.put(names)
        path = share.folder.find(names)
        if path is None or (self.raw.endswith("/") and not os.path.isdir(path)):
            raise Refused(404, "There is no such file.")
        if method == "POST":
            return self.post(names, path)
        if not os.path.isdir(path):
            if "width" in self.query or "height" in self.query:
                raise Refused(415, "This server cannot read pictures.")
            return self.file(names[-1], path)
        if not self.raw.endswith("/"):
            query = "?" + self.query_text if self.query_text else ""
            return self.answer(301, b"", {"Location": "/" + quote(names) + "/" + query})
        return self.zip(names) if "zip" in self.query else self.list(names)

    @staticmethod
    def version(status):
        return f'"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"'

    def file(self, name, path):
        try:
            source = os.fdopen(self.server.share.folder.open(path), "rb")
        except OSError:
            raise Refused(404, "The file has just gone.") from None
        with source:
            status = os.fstat(source.fileno())
            etag, length = self.version(status), status.st_size
            modified = min(status.st_mtime, time.time())
            fields = {"ETag": etag, "Last-Modified": share_http.http_date(modified), "Accept-Ranges": "bytes"}
            if share_http.check(self.headers, True, True, etag, modified):
                return self.answer(304, b"", fields)
            parts = None
            if self.command == "GET":
                parts = share_http.ranges(self.headers, length, etag, modified)
            saved = "attachment" if "download" in self.query else "inline"
            fields |= {"Content-Disposition": share_http.disposition(saved, name), "Content-Security-Policy": FILE}
            fields["Cache-Control"] = "no-cache"
            kind = TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
            if parts and len(parts) > 1:
                return self.pieces(source, parts, length, fields, kind)
            first, last = parts[0] if parts else (0, length - 1)
            if parts:
                fields["Content-Range"] = f"bytes {first}-{last}/{length}"
            whole = self.command == "GET" and last - first + 1 == length
            with self.server.share.download(whole):
                self.answer(206 if parts else 200, b"", fields, kind, last - first + 1)
                if self.command == "GET":
                    self.copy(source, first, last - first + 1)

    def copy(self, source, first, count):
        source.seek(first)
        while count:
            data = source.read(min(count, 1 << 18))
            if not data:
                raise ConnectionError("the file has become shorter")
            self.wfile.write(data)
            count -= len(data)

    def pieces(self, source, parts, length, fields, kind):
        heads = []
        for first, last in parts:
            head = f"--{'piece-' * 5}\r\nContent-Type: {kind}\r\nContent-Range: bytes {first}-{last}/{length}\r\n\r\n"
            heads.append(("\r\n" if heads else "") + head)
        end = f"\r\n--{'piece-' * 5}--\r\n"
        size = sum(map(len, heads)) + len(end) + sum(last - first + 1 for first, last in parts)
        self.answer(206, b"", fields, "multipart/byteranges; boundary=" + "piece-" * 5, size)
        for (first, last), head in zip(parts, heads):
            self.wfile.write(head.encode())
            self.copy(source, first, last - first + 1)
        self.wfile.write(end.encode())

    # Folders

    def list(self, names):
        words, folder = fold(self.query.get("q", "").strip()), self.server.share.folder
        truncated = False
        if words:
            found = []
            for seen, (path, status) in enumerate(folder.walk(names)):
                if words in fold(path[-1]):
                    found.append((path, status))
                if truncated := seen > SEARCHED or len(found) >= 1000:
                    break
        else:
            found = folder.entries(names)
        key = {"size": lambda e: e[1].st_size, "modified": lambda e: e[1].st_mtime_ns}.get(self.query.get("sort"))
        down = self.query.get("order") == "desc"
        found.sort(key=lambda e: natural("/".join(e[0])), reverse=down and key is None)
        if key:
            found.sort(key=key, reverse=down)
        found.sort(key=lambda e: not is_folder(e[1]))
        rows = []
        for path, status in found:
            rows.append({
                "name": "/".join(path),
                "type": "folder" if is_folder(status) else "file",
                "size": 0 if is_folder(status) else status.st_size,
                "modified": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(status.st_mtime)),
                "href": quote(path) + ("/" if is_folder(status) else ""),
            })  # fmt: skip
        fields = {"Vary": "Accept", "Cache-Control": "no-cache"}
        if share_http.prefers_json(self.headers.get("Accept")):
            value = {"path": "".join(f"/{name}" for name in names) + "/", "truncated": truncated, "entries": rows}
            return self.answer(200, json.dumps(value).encode(), fields, "application/json")
        self.answer(200, self.page(names, rows).encode("utf-8", "replace"), fields, "text/html; charset=utf-8")

    def page(self, names, rows):
        title = html.escape(names[-1] if names else "Shared folder")
        cells = "".join(
            f'<tr><td><a href="{html.escape(row["href"])}"><bdi>{html.escape(row["name"])}</bdi></a><td>{row["size"]}'
            f'<td><time datetime="{row["modified"]}">{row["modified"]}</time>\n'
            for row in rows
        )
        form = (
            '<form method="post" enctype="multipart/form-data"><label>Files <input type="file" name="file" multiple>'
            "</label><button>Upload</button></form>"
        )
        sorts = "".join(f'<th scope="col"><a href="?sort={key}">{key}</a>' for key in ("name", "size", "modified"))
        return (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>'
            f'<form role="search"><label>Search <input name="q"></label></form>{form if self.server.share.upload else ""}'
            f'<p><a href="?zip">All as one archive</a><table><tr>{sorts}\n{cells}</table></html>\n'
        )

    def zip(self, names):
        name = (names[-1] if names else "shared") + ".zip"
        fields = {"Content-Disposition": share_http.disposition("attachment", name), "Cache-Control": "no-store"}
        chunked = self.request_version != "HTTP/1.0"
        if chunked:
            fields["Transfer-Encoding"] = "chunked"
        else:
            self.close_connection = True
        with self.server.share.download(self.command == "GET"):
            self.answer(200, b"", fields, "application/zip", -1)
            if self.command == "HEAD":
                return
            out = Chunks(self.wfile) if chunked else self.wfile
            folder = self.server.share.folder
            with zipfile.ZipFile(out, "w", compresslevel=1) as archive:
                for path, status in folder.walk(names):
                    real = folder.find([*names, *path])
                    stamp = max(time.gmtime(status.st_mtime)[:6], (1980, 1, 1, 0, 0, 0))
                    entry = zipfile.ZipInfo("/".join(path) + ("/" if is_folder(status) else ""), stamp)
                    if is_folder(status):
                        archive.mkdir(entry.filename.rstrip("/"))
                    elif real:
                        large = status.st_size > 1 << 31  # older readers know no other sizes
                        entry.compress_type = zipfile.ZIP_DEFLATED  # only then may sizes stand behind the data
                        with os.fdopen(folder.open(real), "rb") as source:
                            with archive.open(entry, "w", force_zip64=large) as sink:
                                while data := source.read(1 << 16):
                                    sink.write(data)
            if chunked:
                self.wfile.write(b"0\r\n\r\n")

    # Uploads

    def there(self, reads=False):
        """Checks the conditions of the request for a path that is going to be written."""

        def check(path):
            try:
                status = os.lstat(path)
            except OSError:
                status = None
            there = status is not None and stat.S_ISREG(status.st_mode)
            share_http.check(
                self.headers, reads, there, there and self.version(status), status.st_mtime if there else 0
            )

        return check

    def receive(self, upload, pieces):
        for piece in pieces:
            upload.write(piece)

    def put(self, names):
        share = self.server.share
        if self.raw.endswith("/"):
            raise Refused(409, "This is the address of a folder.")
        if "Content-Range" in self.headers:
            raise Refused(400, "A part of a file cannot be put.")
        share.folder.check(names)
        condition = self.there()
        condition(os.path.join(share.folder.root, *names))
        rule = "replace" if "If-Match" in self.headers else self.rule()
        body = self.body()
        with share.folder.begin(names, body.length, rule) as upload:
            self.receive(upload, iter(body.read, b""))
            made, replaced = upload.publish(condition)
        if replaced:
            return self.answer(204)
        self.answer(201, b"", {"Location": "/" + quote(made)})

    def post(self, names, path):
        share = self.server.share
        if not os.path.isdir(path) or not self.raw.endswith("/"):
            raise Refused(404, "There is no such folder.")
        if "resize" in self.query or "preview" in self.query:
            raise Refused(415, "This server cannot read pictures.")
        form = share_http.Form(self.headers.get("Content-Type"), self.body())
        uploads, folders, files = [], [], []
        try:
            for parameters, content in form.parts():
                if "filename" not in parameters:
                    value = b"".join(content)
                    if len(value) > 4096:
                        raise Refused(413, "A field of the form is too long.")
                    if parameters.get("name") == "folder":
                        folders.append(names + value.decode("utf-8", "surrogateescape").split("/"))
                elif file := parameters["filename"]:
                    for escaped, plain in (("%22", '"'), ("%0D", "\r"), ("%0A", "\n")):
                        file = file.replace(escaped, plain)
                    uploads.append(share.folder.begin(names + file.split("/"), None, self.rule()))
                    self.receive(uploads[-1], content)
            for folder in folders:
                share.folder.make(folder)
            for upload in uploads:
                made, _ = upload.publish()
                files.append({"name": made[-1], "href": "/" + quote(made), "size": upload.size})
        finally:
            for upload in uploads:
                upload.__exit__()
        if "text/html" in self.headers.get("Accept", ""):
            return self.answer(303, b"", {"Location": "/" + quote(names) + ("/" if names else "")})
        self.answer(201, json.dumps({"files": files}).encode(), None, "application/json")


class Chunks:
    """A file that writes chunks, RFC 9112 section 7.1."""

    def __init__(self, out):
        self.out = out

    def write(self, data):
        if data:
            self.out.write(b"%x\r\n%b\r\n" % (len(data), bytes(data)))
        return len(data)

    def flush(self):
        self.out.flush()


class Download:
    """One of those that are counted: it counts if it comes to its end."""

    def __init__(self, share):
        self.share = share

    def __enter__(self):
        with self.share.lock:
            if self.share.under_way >= self.share.downloads:
                raise Refused(410, "It has been fetched as often as it may be.")
            self.share.under_way += 1

    def __exit__(self, kind, *_):
        with self.share.lock:
            self.share.under_way -= 1
            if kind is None:
                self.share.downloads -= 1
            over = self.share.downloads == 0
        if over:
            threading.Thread(target=self.share.server.shutdown, daemon=True).start()


class Nothing:
    def __enter__(self):
        pass

    def __exit__(self, *_):
        pass


class Share:
    def __init__(self, options):
        self.folder = Folder(
            options.dir, options.hidden, options.on_conflict, options.max_upload, options.quota, options.min_free
        )
        self.upload, self.accounts, self.downloads = options.upload, options.user, options.downloads
        self.names = {name.lower() for name in [*options.name, socket.gethostname()]}
        self.tus = Tus(self.folder)
        self.lock, self.under_way = threading.Lock(), 0
        self.server = Server((options.host, options.port), Handler)
        self.server.share = self

    def download(self, counts):
        return Download(self) if counts and self.downloads is not None else Nothing()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = True
    requests, changed = 0, threading.Condition()

    def busy(self, more):
        with self.changed:
            self.requests += more
            self.changed.notify_all()

    def let_finish(self, seconds):
        """Lets what is under way come to its end."""
        with self.changed:
            self.changed.wait_for(lambda: self.requests == 0, seconds)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("dir")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--upload", action="store_true")
    parser.add_argument("--hidden", action="store_true")
    parser.add_argument("--on-conflict", choices=("reject", "rename", "replace"), default="reject")
    parser.add_argument("--user", type=Account, action="append", default=[])
    parser.add_argument("--name", action="append", default=[])
    parser.add_argument("--stop-after", type=TIME)
    parser.add_argument("--grace", type=TIME, default=5)
    parser.add_argument("--downloads", type=int)
    parser.add_argument("--max-upload", type=SIZE)
    parser.add_argument("--quota", type=SIZE)
    parser.add_argument("--min-free", type=SIZE, default=64 << 20)
    options = parser.parse_args()
    share = Share(options)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: threading.Thread(target=share.server.shutdown, daemon=True).start())
    if options.stop_after is not None:
        timer = threading.Timer(options.stop_after, share.server.shutdown)
        timer.daemon = True
        timer.start()
    share.server.serve_forever(poll_interval=0.1)
    share.server.server_close()
    share.server.let_finish(options.grace)


if __name__ == "__main__":
    main()
