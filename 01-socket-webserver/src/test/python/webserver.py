"""Lesson 01 in Python: an HTTP/1.1 server on bare sockets.   python3 -u webserver.py PORT FOLDER   (Python 3.10 or newer)

Read from the bottom up: main accepts until it is told to stop, serve keeps a connection, exchange is one request and its response.
Request reads what came, answer and the functions before it say what goes out.
"""

import calendar
import mimetypes
import os
import re
import select
import signal
import socket
import sys
import threading
import time
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import unquote

# Limits: nobody may take more of our memory or our time than this.
MAX_LINE, MAX_SECTION, MAX_BODY, MAX_DRAIN = 8192, 32768, 1 << 20, 1 << 18  # bytes
IDLE, HEAD, TRANSFER, LINGER, GRACE = 30, 10, 30, 2, 5  # seconds
MIN_RATE = 1024  # this many bytes of a body earn another second
MAX_CLIENTS = 1000

METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"}
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2
HOST = re.compile(r"(?:(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
TARGET = re.compile(r"(?:https?://[^/?#]+)?(/[^?#]*)?(?:\?[^#]*)?", re.I)  # a path, or a whole URI
CHUNKED = -1  # in place of a length
UNREAD, BROKEN, DONE = "unread", "broken", "done"  # what became of a body

STOPPING = threading.Event()
RESTING = set()  # the clients whose next request has not begun


class HttpError(Exception):
    """Something is wrong with the request; the status says what."""

    def __init__(self, status, why, **fields):
        super().__init__(why)
        self.status, self.why, self.fields = status, why, fields


class Gone(Exception):
    """The client has left; there is nobody to answer."""


# ---- Reading --------------------------------------------------------------------------------------------------


class Reader:
    """What a client sends, in the pieces that we want: TCP cuts where it likes."""

    def __init__(self, client):
        self.client, self.buffer, self.deadline = client, b"", 0

    def within(self, seconds):
        """The client has this long from now on, in however many pieces it sends."""
        self.deadline = time.monotonic() + seconds

    def fill(self):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise HttpError(408, "That took too long.")
        self.client.settimeout(left)
        try:
            piece = self.client.recv(65536)
        except TimeoutError:
            raise HttpError(408, "That took too long.")
        if not piece:
            raise Gone
        self.buffer += piece

    def await_request(self):
        self.within(IDLE)
        RESTING.add(self.client)  # first this, then the question: main does it the other way round
        try:
            while not self.buffer and not STOPPING.is_set():
                self.fill()
        except HttpError:
            raise Gone  # to say nothing is no fault
        finally:
            RESTING.discard(self.client)
        if not self.buffer:
            raise Gone  # we are leaving ourselves
        self.within(HEAD)

    def line(self, limit, status):
        """The next line without its CRLF; `status` is for the client whose line is longer than `limit`."""
        while (end := self.buffer.find(b"\n", 0, limit + 2)) < 0:
            if len(self.buffer) >= limit + 2:
                raise HttpError(status, "A line is too long.")
            self.fill()
        line, self.buffer = self.buffer[:end], self.buffer[end + 1 :]
        if not line.endswith(b"\r"):
            raise HttpError(400, "A line ends in LF alone.")
        return line[:-1].decode("iso-8859-1")

    def exactly(self, count):
        while len(self.buffer) < count:
            self.fill()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data


class Request:
    """A request line, fields, an empty line; and a body that is read when somebody wants it."""

    def __init__(self, reader):
        self.reader = reader
        reader.await_request()
        line = reader.line(MAX_LINE, 414) or reader.line(MAX_LINE, 414)  # one empty line before it is overlooked
        parts = line.split(" ")
        if len(parts) != 3 or not TOKEN.fullmatch(parts[0]):
            raise HttpError(400, "A request line is: METHOD target HTTP/1.1")
        self.method, target, version = parts
        if not re.fullmatch("HTTP/[0-9][.][0-9]", version):
            raise HttpError(400, "That is no HTTP version.")
        if not version.startswith("HTTP/1."):
            raise HttpError(505, "This server speaks HTTP/1.1.")
        self.old = version == "HTTP/1.0"
        self.fields = self.parse_fields()
        hosts = self.all("Host")
        if len(hosts) > 1 or not hosts and not self.old or hosts and not HOST.fullmatch(hosts[0]):
            raise HttpError(400, "A request has one Host field: a name or an address, and perhaps a port.")
        self.raw_path, self.path = self.parse_target(target)
        self.length = self.parse_length()
        self.body_is = UNREAD if self.length else DONE
        self.waits = not self.old and [e.lower() for e in self.all("Expect")] == ["100-continue"]

    def parse_fields(self):
        fields, left = [], MAX_SECTION
        while line := self.reader.line(left, 431):
            left = max(left - len(line), 0)
            name, colon, value = line.partition(":")
            if not colon or not TOKEN.fullmatch(name) or re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
                raise HttpError(400, "A field is: Name: value")
            fields.append((name, value.strip(" \t")))
        return fields

    def parse_target(self, target):
        """The path, as it came and in segments. It is cut first and decoded then, so %2F is no slash."""
        if target == "*" and self.method == "OPTIONS":
            return target, None
        match = TARGET.fullmatch(target)
        if not target or not match or re.search("[^!-~]|%(?![0-9A-Fa-f]{2})", target):
            raise HttpError(400, "That is no request target.")
        raw = match[1] or "/"
        try:
            return raw, [unquote(segment, errors="strict") for segment in raw[1:].split("/")]
        except UnicodeDecodeError:
            raise HttpError(400, "The path is no UTF-8.")

    def parse_length(self):
        """The length of the body, or CHUNKED. What can be read in two ways is refused: RFC 9112 section 6.3."""
        codings, lengths = self.all("Transfer-Encoding"), self.all("Content-Length")
        if not codings:
            if len(set(lengths)) > 1 or not all(re.fullmatch("[0-9]{1,18}", length) for length in lengths):
                raise HttpError(400, "That is no Content-Length.")
            return int(lengths[0]) if lengths else 0
        if lengths or self.old:
            raise HttpError(400, "Nobody can say where this request ends.")
        if [coding.lower() for coding in codings] != ["chunked"]:
            raise HttpError(400, "The only coding here is chunked.")
        return CHUNKED

    def all(self, name):
        return [value for key, value in self.fields if key.lower() == name.lower()]

    def first(self, name, default=None):
        return next(iter(self.all(name)), default)

    def body(self):
        """Reads the body, and not before: a client that waits for permission gets it from whoever calls this."""
        if self.body_is == DONE:
            return b""
        if self.length > MAX_BODY:
            raise HttpError(413, "The body is too long.")
        self.body_is = BROKEN  # until we have seen its end
        self.reader.within(TRANSFER + (MAX_BODY if self.length == CHUNKED else self.length) / MIN_RATE)
        if self.waits:
            self.reader.client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = b"".join(self.chunks()) if self.length == CHUNKED else self.reader.exactly(self.length)
        self.body_is = DONE
        return body

    def chunks(self):
        left = MAX_BODY
        while size := self.chunk_size():
            left -= size
            if left < 0:
                raise HttpError(413, "The body is too long.")
            yield self.reader.exactly(size)
            if self.reader.exactly(2) != b"\r\n":
                raise HttpError(400, "A chunk is longer than it said.")
        self.parse_fields()  # trailer fields, which nobody here needs

    def chunk_size(self):
        size = re.fullmatch("([0-9A-Fa-f]{1,16})([ \t]*;[\t -~\x80-\xff]*)?", self.reader.line(MAX_LINE, 400))
        if not size:
            raise HttpError(400, "That is no chunk size.")
        return int(size[1], 16)

    def stays(self):
        """Whether the connection can have another request after this one."""
        options = {option.strip().lower() for value in self.all("Connection") for option in value.split(",")}
        wanted = "close" not in options and (not self.old or "keep-alive" in options)
        small = not self.waits and self.length <= MAX_DRAIN
        return wanted and (self.body_is == DONE or self.body_is == UNREAD and small)


# ---- Answering ------------------------------------------------------------------------------------------------


class Response:
    def __init__(self, status, body=b"", start=0, length=None, **fields):
        """The body is bytes, or an open file of which `length` bytes from `start` on are sent."""
        self.status, self.body, self.start = status, body, start
        self.length = len(body) if length is None else length
        self.fields = {name.replace("_", "-"): value for name, value in fields.items()}


def page(status, text, **fields):
    html = f"<!doctype html>\n<title>{status}</title>\n<p>{text}</p>\n"
    return Response(status, html.encode(), Content_Type="text/html; charset=utf-8", **fields)


def text(data):
    return Response(200, data, Content_Type="text/plain; charset=utf-8")


# ---- The pages: each of these functions makes a Response from a Request, or raises an HttpError.


def home(request):
    return page(200, "Welcome. Try /hello/Ada, /headers, /files/ and POST /echo.")


def hello(request):
    return text(f"Hello, {request.path[1]}!\n".encode())


def headers(request):
    return text("".join(f"{name}: {value}\n" for name, value in request.fields).encode("iso-8859-1"))


def echo(request):
    content_type = request.first("Content-Type") or "application/octet-stream"
    return Response(200, request.body(), Content_Type=content_type, X_Content_Type_Options="nosniff")


def files(request):
    file = find(request)
    try:
        return evaluate(request, file, os.fstat(file.fileno()))
    except HttpError:
        file.close()
        raise


def find(request):
    """The file that the path means, open. All links followed, it has to be in the folder, and not hidden."""
    names = request.path[1:]
    if names and not names[-1]:
        names[-1] = "index.html"
    if not any(not name or name[0] == "." or "/" in name or "\0" in name for name in names):
        real = os.path.realpath(os.path.join(FOLDER, *names))
        inside = os.path.relpath(real, FOLDER)
        if inside == "." or not any(name.startswith(".") for name in inside.split(os.sep)):  # that holds for ".." too
            if os.path.isdir(real):
                raise HttpError(301, "This is a folder.", Location=request.raw_path + "/")
            if os.path.isfile(real) and os.access(real, os.R_OK):  # not a pipe: to open one would wait for a writer
                return open(real, "rb")
    raise HttpError(404, "There is no such file.")


def evaluate(request, file, status):
    """The file, a part of it, or 304, 412, 416: conditions in the order of RFC 9110 section 13.2.2, then the range."""
    size, date = status.st_size, int(status.st_mtime)
    # Both times: ctime cannot be set back, but clocks of file systems tick a hundred times a second, or less.
    etag = f'"{status.st_ino:x}-{status.st_ctime_ns:x}-{status.st_mtime_ns:x}-{size:x}"'
    fields = {"ETag": etag, "Last_Modified": formatdate(date, usegmt=True)}

    def tags(name):
        return set(re.findall(r'(?:W/)?"[^"]*"|[*]', ",".join(request.all(name))))

    if request.all("If-Match"):
        if not tags("If-Match") & {etag, "*"}:
            raise HttpError(412, "The file has changed.")
    elif date > seconds(request.first("If-Unmodified-Since"), date):
        raise HttpError(412, "The file has changed.")
    if request.all("If-None-Match"):
        if tags("If-None-Match") & {etag, "W/" + etag, "*"}:
            raise HttpError(304, "", **fields)
    elif date <= seconds(request.first("If-Modified-Since"), -1):
        raise HttpError(304, "", **fields)

    kind, coding = mimetypes.guess_type(file.name)
    kind = "application/octet-stream" if coding or not kind else kind
    fields["Content_Type"] = kind + "; charset=utf-8" if kind.startswith("text/") else kind
    fields |= {"Accept_Ranges": "bytes", "X_Content_Type_Options": "nosniff"}
    same = request.first("If-Range") in (None, etag) or seconds(request.first("If-Range"), None) == date
    part = byte_range(request.first("Range") or "", size) if request.method == "GET" and same else None
    if not part:
        return Response(200, file, 0, size, **fields)
    start, end = part
    return Response(206, file, start, end - start, Content_Range=f"bytes {start}-{end - 1}/{size}", **fields)


def seconds(date, default):
    """A date in one of the three forms of RFC 9110 section 5.6.7, as seconds since 1970."""
    for form in "%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y":
        try:
            return calendar.timegm(time.strptime(date or "", form))
        except ValueError:
            pass
    return default


def byte_range(value, size):
    """What "bytes=first-last" means, as (start, end), or None for the whole file: RFC 9110 section 14.1.2."""
    match = re.fullmatch("bytes=([0-9]{0,99})-([0-9]{0,99})", value, re.I)
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:  # the last so many bytes
        start, end = max(size - int(match[2]), 0), size
    else:
        start, end = int(match[1]), int(match[2]) + 1 if match[2] else sys.maxsize
        if end <= start:
            return None
    if start >= size:
        raise HttpError(416, "The file ends before that.", Content_Range=f"bytes */{size}")
    return start, min(end, size)


def routes(path):
    """The methods of a path, and who answers them."""
    match path:
        case None:  # OPTIONS *
            return {}
        case [""]:
            return {"GET": home}
        case ["hello", name] if name:
            return {"GET": hello}
        case ["headers"]:
            return {"GET": headers}
        case ["echo"]:
            return {"POST": echo}
        case ["files", *_]:
            return {"GET": files}
    raise HttpError(404, "There is no such page.")


def answer(request):
    if request.method not in METHODS:
        raise HttpError(501, "Nobody knows this method.")
    handlers = routes(request.path)
    if "GET" in handlers:
        handlers["HEAD"] = handlers["GET"]
    allow = ", ".join([*handlers, "OPTIONS"])
    if request.method == "OPTIONS":
        return Response(204, Allow=allow)
    if request.method not in handlers:
        raise HttpError(405, "Not with this method.", Allow=allow)
    return handlers[request.method](request)


# ---- Connections ----------------------------------------------------------------------------------------------


def send(client, response, method, connection):
    fields = {"Date": formatdate(usegmt=True), **response.fields}
    if response.status not in (204, 304):
        fields["Content-Length"] = response.length
    if connection:
        fields["Connection"] = connection
    head = f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
    client.settimeout(TRANSFER)
    if isinstance(response.body, bytes):
        client.sendall(head.encode("iso-8859-1") + (response.body if method != "HEAD" else b""))  # in one write
        return
    with response.body as file:  # its bytes never come into this program: the system moves them to the socket
        client.sendall(head.encode("iso-8859-1"))
        if method != "HEAD" and response.length:
            if client.sendfile(file, response.start, response.length) < response.length:
                raise Gone  # the file has shrunk meanwhile: all we can do is break off


def exchange(reader):
    """One request and its response. Says whether the connection can have another."""
    request = None
    try:
        request = Request(reader)
        response = answer(request)
    except HttpError as e:
        response = Response(304, **e.fields) if e.status == 304 else page(e.status, e.why, **e.fields)
    stays = request is not None and request.stays() and not STOPPING.is_set()
    connection = "close" if not stays else "keep-alive" if request.old else ""
    send(reader.client, response, request and request.method, connection)
    if stays:
        request.body()  # a body that no handler has read lies before the next request
    return stays


def serve(client):
    """Serves a client until one of the two has had enough."""
    with client:
        try:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader = Reader(client)
            while exchange(reader):
                pass
            # Close in two steps: with unread bytes, closing makes the system send a reset, and our answer is lost.
            client.shutdown(socket.SHUT_WR)
            reader.within(LINGER)
            while True:
                reader.buffer = b""
                reader.fill()
        except (Gone, HttpError, OSError):
            pass  # the client has left, or is too slow: there is nobody to answer


def accept(listener):
    try:
        client, _ = listener.accept()
        if threading.active_count() > MAX_CLIENTS:
            client.close()  # no thread for you, and none to tell you
        else:
            threading.Thread(target=serve, args=[client], daemon=True).start()
    except (OSError, RuntimeError):  # no file descriptor, or no thread, to be had: it passes
        time.sleep(0.1)


def finish():
    """Lets requests that have begun finish. The threads are daemons: they do not keep the program when it returns."""
    STOPPING.set()
    for client in list(RESTING):
        try:
            client.shutdown(socket.SHUT_RD)  # its thread gets the end to read
        except OSError:
            pass  # it has left by itself
    deadline = time.monotonic() + GRACE
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(max(deadline - time.monotonic(), 0))


def main():
    signals, pen = socket.socketpair()
    pen.setblocking(False)
    signal.set_wakeup_fd(pen.fileno())  # a signal writes a byte there: an exception could come at any place
    for number in signal.SIGTERM, signal.SIGINT:
        signal.signal(number, lambda *_: None)
    with socket.create_server(("127.0.0.1", PORT), backlog=1024) as listener:
        print(f"Listening on http://127.0.0.1:{PORT}/")
        while signals not in select.select([listener, signals], [], [])[0]:
            accept(listener)
    finish()


PORT, FOLDER = int(sys.argv[1]), os.path.realpath(sys.argv[2])
main()
