"""One request and its answer, over a connection of its own: what of it can be believed (RFC 9110, 9112)."""

import email.utils
import re
import socket
import ssl
import string
import time
from urllib.parse import quote, urlsplit

HEAD, FIELDS, INTERIM, CHUNK_LINE = 65536, 200, 10, 4096  # limits: bytes, fields and 1xx of a head; bytes of a line


class Fault(Exception):
    """Why a file is not there. This one is for good."""


class Passing(Fault):
    """Another attempt might help."""


class Busy(Passing):
    """The host wants to be left alone, for so many seconds if it said so."""

    def __init__(self, text, seconds=None):
        super().__init__(text)
        self.seconds = seconds


class Unfit(Passing):
    """What is there and what comes do not belong together: start over; in one stream if ranges are to blame."""

    def __init__(self, text, ranges=True):
        super().__init__(text)
        self.ranges = ranges


class Disk(Fault):
    pass


class Checksum(Fault):
    pass


class Answer:
    """One request and its answer, on a connection of its own. Made when the head is there; body() gives the rest."""

    def __init__(self, run, url, fields, users):
        self._o, self._users, self._bytes, self._left, self._sock = run.options, users, b"", HEAD, None
        self._waited = self._came = 0  # of the minimum speed: seconds spent waiting for bytes, and how many came
        self.url = url
        try:
            self._connect(run, urlsplit(url))
            self._users.add(self)
            if run.stopping:
                raise Fault("told to stop")
            self._ask(urlsplit(url), fields)
            self._read_head()
        except BaseException as fault:
            self.close()
            if isinstance(fault, (socket.gaierror, ssl.SSLError, UnicodeError)):
                raise Fault(f"{urlsplit(url).hostname}: {fault}") from fault
            if isinstance(fault, OSError):
                raise Passing(f"{fault}") from fault
            raise

    def _connect(self, run, parts):
        port = parts.port if parts.port is not None else {"http": 80, "https": 443}[parts.scheme]
        self._sock = socket.create_connection((parts.hostname, port), self._o.connect_timeout)
        if parts.scheme == "https":
            self._sock = run.tls().wrap_socket(self._sock, server_hostname=parts.hostname, suppress_ragged_eofs=False)

    def _ask(self, parts, fields):
        host = parts.netloc.rpartition("@")[2]
        target = quote(parts.path or "/", safe=string.punctuation)
        target += "?" + quote(parts.query, safe=string.punctuation) if parts.query else ""
        lines = [f"GET {target} HTTP/1.1", f"Host: {host.encode('idna').decode() if not host.isascii() else host}",
                 "User-Agent: netlessons-download.py", "Accept: */*", "Accept-Encoding: identity", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in fields]
        self._sock.settimeout(self._o.read_timeout)
        self._sock.sendall("".join(line + "\r\n" for line in lines + [""]).encode("utf-8"))

    def _read_head(self):
        deadline = time.monotonic() + self._o.read_timeout  # of the whole head: a drop now and then does not help
        for _ in range(INTERIM):
            line = self._line(self._left, deadline)
            match = re.fullmatch(r"HTTP/1\.[0-9] ([1-5][0-9][0-9])( .*)?", line)
            if not match:
                raise Fault(f"the answer does not begin like HTTP: {line[:40]!r}")
            self.status, self._fields = int(match[1]), []
            while line := self._line(self._left, deadline):
                if line[0] in " \t" and self._fields:  # RFC 9112 section 5.2: the value goes on
                    line = self._fields.pop() + " " + line.strip()
                if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\0\r]*", line):
                    raise Fault(f"this is no header field: {line[:40]!r}")
                self._fields.append(line)
                if len(self._fields) > FIELDS:
                    raise Fault("the answer has too many header fields")
            if self.status >= 200:
                return self._frame()
        raise Fault("there is no end of interim answers")

    def _frame(self):
        """RFC 9112 section 6.3: how the end of the body is found. Two ways to find it are one too many."""
        lengths = {value.strip() for value in (self.get("content-length") or "").split(",") if value.strip()}
        coding = (self.get("transfer-encoding") or "").lower()
        if coding and lengths or len(lengths) > 1 or coding not in ("", "chunked"):
            raise Fault("the answer does not say clearly where its body ends")
        if not all(re.fullmatch("[0-9]{1,18}", length) for length in lengths):
            raise Fault("the answer has a Content-Length that is no number")
        self.length = int(lengths.pop()) if lengths else None
        self.chunked = bool(coding)

    def get(self, name):
        """A field's value, several of the name joined by commas; None if there is none."""
        values = [line.partition(":")[2].strip() for line in self._fields if line.lower().startswith(name + ":")]
        return ", ".join(values) if values else None

    def content_range(self):
        """From, behind the last, and the total or None; None if it makes no sense."""
        match = re.fullmatch(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)", self.get("content-range") or "")
        if not match or "multipart/byteranges" in (self.get("content-type") or "").lower():
            return None
        start, end, total = int(match[1]), int(match[2]) + 1, None if match[3] == "*" else int(match[3])
        sound = start < end and (total is None or end <= total) and self.length in (None, end - start)
        return (start, end, total) if sound else None

    def body(self):
        """The body as it comes; ends only where it truly ends."""
        if self.chunked:
            while size := self._chunk_size():
                yield from self._exactly(size)
                if self._line(2):
                    raise Fault("a chunk does not end where it should")
            self._left = HEAD
            while self._line(self._left):
                pass  # trailers
        elif self.length is not None:
            yield from self._exactly(self.length)
        else:
            while data := self._some():
                self._came += len(data)
                yield data

    def _chunk_size(self):
        line = self._line(CHUNK_LINE)
        if not re.fullmatch(r"[0-9A-Fa-f]{1,15}[ \t]*(;.*)?", line):
            raise Fault(f"this is no chunk size: {line[:40]!r}")
        return int(line.partition(";")[0], 16)

    def _exactly(self, count):
        while count:
            data = self._some()
            if not data:
                raise Passing("the connection was closed before the end of the file")
            data, self._bytes = data[:count], data[count:]
            count -= len(data)
            self._came += len(data)
            yield data

    def _line(self, limit, deadline=None):
        while (end := self._bytes.find(b"\n", 0, limit)) < 0:
            if len(self._bytes) >= limit:
                raise Fault("a line of the answer, or its head, is too long")
            kept, self._bytes = self._bytes, b""
            more = self._some(deadline)
            if not more:
                raise Passing("the connection was closed in the middle of the answer" if kept or self._left < HEAD
                              else "the connection was closed without an answer")
            self._bytes = kept + more
        line, self._bytes = self._bytes[:end], self._bytes[end + 1:]
        self._left -= end + 1
        return line.removesuffix(b"\r").decode("latin-1")

    def _some(self, deadline=None):
        """At least one byte, but at the end of the stream."""
        if self._bytes:
            data, self._bytes = self._bytes, b""
            return data
        if deadline is None:
            self._check_speed()
        begin = time.monotonic()
        wait = self._o.read_timeout if deadline is None else deadline - begin
        try:
            if wait <= 0:
                raise TimeoutError
            self._sock.settimeout(wait)
            data = self._sock.recv(1 << 18)
        except TimeoutError:
            raise Passing(f"nothing came within {self._o.read_timeout:g} s" if deadline is None else
                          f"the head did not come within {self._o.read_timeout:g} s") from None
        except OSError as fault:
            raise Passing(str(fault)) from fault
        self._waited += time.monotonic() - begin
        return data

    def _check_speed(self):
        if self._waited >= self._o.min_speed_time:
            if self._came < self._o.min_speed * self._waited:
                raise Passing(f"it came slower than {self._o.min_speed} bytes a second")
            self._waited = self._came = 0

    def cut(self):
        """From any thread: whoever reads gets a fault."""
        try:
            self._sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def close(self):
        self._users.discard(self)
        if self._sock:
            self._sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def origin(url):
    """Scheme, host and port of a URL that can be fetched."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}[parts.scheme]
    except ValueError:
        pass
    raise Fault("this is no http or https address")


def email_time(text):
    """Seconds since 1970, or None."""
    try:
        return email.utils.mktime_tz(email.utils.parsedate_tz(text))
    except (TypeError, ValueError, OverflowError):
        return None
