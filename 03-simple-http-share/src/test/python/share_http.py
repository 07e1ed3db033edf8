"""What HTTP says about files: conditions, ranges, dates, forms, and bodies as they come. No files in here."""

import re
import urllib.parse
from email.utils import formatdate, parsedate_to_datetime


class Refused(Exception):
    """An answer other than the one that was asked for."""

    def __init__(self, status, words, **fields):
        super().__init__(words)
        self.status = status
        self.fields = {name.replace("_", "-"): value for name, value in fields.items()}


def http_date(seconds):
    return formatdate(int(seconds), usegmt=True)


def date(text):
    """Seconds, or None for what is no date: RFC 9110 section 5.6.7."""
    text = text or ""
    if not re.fullmatch(r"\w{3,9},? .*\d\d:\d\d:\d\d.*", text):
        return None
    try:
        return int(parsedate_to_datetime(text).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None


def tags(field):
    return re.findall(r'(?:W/)?"[!#-~\x80-\xff]*"', field)


def check(headers, reads, there, etag, modified):
    """RFC 9110 section 13.2.2, in its order. True: 304 will do. There is nothing to read where nothing is there."""
    match, unless = headers.get("If-Match"), headers.get("If-None-Match")
    if match is not None:
        if not there or (match.strip() != "*" and etag not in tags(match)):
            raise Refused(412, "The file is not, or no longer, the one you mean.")
    elif there and (since := date(headers.get("If-Unmodified-Since"))) is not None and int(modified) > since:
        raise Refused(412, "The file has changed.")
    if unless is not None:
        if there and (unless.strip() == "*" or etag in [tag.removeprefix("W/") for tag in tags(unless)]):
            if reads:
                return True
            raise Refused(412, "The file is there already.")
    elif reads and there and (since := date(headers.get("If-Modified-Since"))) is not None:
        return int(modified) <= since
    return False


def ranges(headers, length, etag, modified):
    """None: all of it. A list of (first, last): these. Raises 416."""
    field, condition = headers.get("Range"), headers.get("If-Range")
    if not field or not field.lower().startswith("bytes="):
        return None
    if condition is not None and condition != etag and date(condition) != int(modified):
        return None
    found = []
    for part in field[6:].split(","):
        spec = re.fullmatch(r"\s*(\d*)-(\d*)\s*", part)
        if not part.strip():
            continue
        if not spec or not (spec[1] or spec[2]):
            return None
        if not spec[1]:
            first, last = max(0, length - int(spec[2])), length - 1
        else:
            first, last = int(spec[1]), min(int(spec[2] or length), length - 1)
            if spec[2] and int(spec[2]) < first:
                return None
        if first <= last:
            found.append((first, last))
    if not found:
        raise Refused(416, "There is no such part.", Content_Range=f"bytes */{length}")
    # Who asks for more than there is, or for crumbs, gets all of it.
    if len(found) > 20 or sum(last - first + 1 for first, last in found) > length:
        return None
    return found


def disposition(kind, name):
    """RFC 6266: for those who know ASCII only, and for all others."""
    plain = re.sub(r'[^ -~]|["\\%]', "_", name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{urllib.parse.quote(name, safe='')}"


def prefers_json(accept):
    if not accept:
        return False
    weights = {}
    for member in accept.split(","):
        name, *parameters = (piece.strip() for piece in member.split(";"))
        weight = 1.0
        for parameter in parameters:
            if re.fullmatch(r"q=[01](\.\d{0,3})?", parameter):
                weight = float(parameter[2:])
        weights[name.lower()] = weight

    def weight(kind):
        anything = weights.get("*/*", 0)
        return weights.get(kind, weights.get(kind.split("/")[0] + "/*", anything))

    return weight("application/json") > weight("text/html")


class Body:
    """The content of a request, its framing undone. A body that breaks off is an error, never a short one."""

    def __init__(self, headers, stream, go_on):
        lengths, coding = headers.get_all("Content-Length", []), headers.get_all("Transfer-Encoding", [])
        if coding and (lengths or [c.strip().lower() for c in coding] != ["chunked"]):
            raise Refused(400, "It is not clear where this request ends.")
        if len(lengths) > 1 or (lengths and not re.fullmatch(r"\d{1,18}", lengths[0])):
            raise Refused(400, "Content-Length makes no sense.")
        self.stream, self.go_on, self.chunked = stream, go_on, bool(coding)
        self.length = None if coding else int(lengths[0]) if lengths else 0
        self.left = 0 if coding else self.length
        self.over = not coding and not self.left
        self.first = True

    def read(self, most=1 << 16):
        """b"" is the end."""
        if self.over:
            return b""
        if self.go_on:
            self.go_on()
            self.go_on = None
        if self.chunked and not self.left:
            self.chunk()
            if self.over:
                return b""
        data = self.stream.read1(min(most, self.left))
        if not data:
            raise Refused(400, "The body breaks off.")
        self.left -= len(data)
        self.over = not self.chunked and not self.left
        return data

    def chunk(self):
        if not self.first and self.line() != b"":
            raise Refused(400, "A chunk is longer than it says.")
        self.first = False
        size = self.line().split(b";")[0]
        if not re.fullmatch(rb"[0-9a-fA-F]{1,15}", size):
            raise Refused(400, "A chunk has no size.")
        self.left = int(size, 16)
        if not self.left:
            for _ in range(100):
                if self.line() == b"":
                    self.over = True
                    return
            raise Refused(400, "The trailer section does not end.")

    def line(self):
        line = self.stream.readline(4096)
        if not line.endswith(b"\r\n"):
            raise Refused(400, "A line in the body does not end.")
        return line[:-2]


class Form:
    """multipart/form-data, read as it comes: RFC 7578, RFC 2046 section 5.1.1."""

    def __init__(self, content_type, body):
        kind = re.match(r"\s*multipart/form-data\s*;", content_type or "", re.I)
        if not kind:
            raise Refused(415, "A form with files is expected here.")
        name = re.search(r";\s*boundary=(?:\"([^\"\r\n]{1,70})\"|([\w'()+,./:=?-]{1,70}))\s*(?:;|$)", content_type, re.I)
        if not name:
            raise Refused(400, "The form has no boundary.")
        self.delimiter = b"\r\n--" + (name[1] or name[2]).encode()
        self.body, self.buffer = body, b"\r\n"

    def more(self):
        data = self.body.read()
        if not data:
            raise Refused(400, "The form breaks off.")
        self.buffer += data

    def content(self, most=None):
        """The pieces up to the next boundary."""
        keep = len(self.delimiter)
        while True:
            end = self.buffer.find(self.delimiter)
            if end >= 0:
                piece, self.buffer = self.buffer[:end], self.buffer[end + keep:]
                if piece:
                    yield piece
                return
            if len(self.buffer) > keep:
                piece, self.buffer = self.buffer[:-keep], self.buffer[-keep:]
                yield piece
            self.more()

    def line(self):
        while b"\r\n" not in self.buffer:
            if len(self.buffer) > 8192:
                raise Refused(400, "The form has a line that does not end.")
            self.more()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def parts(self):
        """Pairs of the disposition's parameters and the content; what is not read of that is skipped."""
        for _ in self.content():
            pass
        for _ in range(1000):
            while len(self.buffer) < 2:
                self.more()
            if self.buffer.startswith(b"--"):
                while self.body.read():
                    pass
                return
            if self.line().strip():
                raise Refused(400, "There is something behind a boundary.")
            parameters, size = {}, 0
            while line := self.line():
                size += len(line)
                if size > 8192 or b":" not in line:
                    raise Refused(400, "A part of the form has a bad head.")
                if line.lower().startswith(b"content-disposition:"):
                    text = line.decode("utf-8", "surrogateescape")
                    for key, quoted, plain in re.findall(r';\s*([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))', text):
                        parameters.setdefault(key.lower(), quoted or plain)
            content = self.content()
            yield parameters, content
            for _ in content:
                pass
        raise Refused(413, "The form has too many parts.")
