"""The words of docs/02-protocol.md, for both sides: frames, digests, names, codes. Nothing here opens a file."""

import hashlib
import re
import struct
import time
import unicodedata
import zlib

PREAMBLE = b"NLUP\x01\x00"
EAGER, FOLDER = 1, 2
BIGGEST_FILE = 2**63 - 1
SHA_256, CRC = 1, 2
DIGEST_BYTES = {SHA_256: 32, CRC: 8}

# section 8: name: (number, 1 if it makes sense to try again later)
CODES = {
    "NOT_THIS_PROTOCOL": (1, 0), "VERSION": (2, 0), "BAD_FRAME": (3, 0), "BAD_LENGTH": (4, 0), "CHECKSUM": (5, 1),
    "STATE": (6, 0), "BAD_OFFSET": (7, 0), "TIMEOUT": (8, 1), "TOO_SLOW": (9, 1), "BUSY": (10, 1),
    "STOPPING": (11, 1), "INTERNAL": (12, 1), "BAD_NAME": (33, 0), "EXISTS": (34, 0), "TOO_LARGE": (35, 0),
    "NO_SPACE": (36, 1), "QUOTA": (37, 0), "DIGEST": (38, 1), "INCOMPLETE": (39, 1), "IN_USE": (40, 1),
    "CANCELLED": (41, 0), "UNSUPPORTED": (42, 0), "IO": (43, 1),
}
NAME_OF_CODE = {number: name for name, (number, _) in CODES.items()}


class ProtocolError(Exception):
    """The other side has said something that makes no sense; a receiver answers it with ERROR, and that is the end."""

    def __init__(self, code, text):
        super().__init__(f"{code}: {text}")
        self.code, self.text = code, text


class Interrupted(Exception):
    """The stream has ended within a frame."""


# CRC-32C, a byte at a time: table[b] is the remainder of the byte b.

def _entry(value):
    for _ in range(8):
        value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)  # 0x1EDC6F41 with its bits reflected
    return value


_TABLE = tuple(_entry(b) for b in range(256))


def crc32c(data, crc=0):
    """The CRC-32C of data, or of all the bytes that gave crc and then data."""
    crc ^= 0xFFFFFFFF
    table = _TABLE
    for byte in data:
        crc = table[(crc ^ byte) & 255] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


class Digest:
    """A running digest of a file (section 5)."""

    def __init__(self, kind):
        self._sha = hashlib.sha256() if kind == SHA_256 else None
        self._crc32 = self._crc32c = 0

    def update(self, data):
        if self._sha:
            self._sha.update(data)
        else:
            self._crc32 = zlib.crc32(data, self._crc32)
            self._crc32c = crc32c(data, self._crc32c)

    def value(self):
        return self._sha.digest() if self._sha else struct.pack(">II", self._crc32, self._crc32c)


def frame(kind, payload=b"", flags=0):
    """The bytes of one frame; kind is its letter."""
    start = struct.pack(">cBI", kind.encode(), flags, len(payload)) + payload
    return start + struct.pack(">I", crc32c(start))


def refusal(kind, code, text):
    """A REJECT (N) or ERROR (!) frame. What people read has no control characters and at most 512 bytes."""
    clean = "".join(c if c.isprintable() else "?" for c in text).encode("utf-8", "replace")[:512]
    return frame(kind, struct.pack(">HB", *CODES[code]) + clean.decode("utf-8", "ignore").encode())


def read_refusal(payload):
    """What a REJECT or ERROR says: number, again, text for people."""
    number, again = struct.unpack(">HB", payload[:3])
    text = "".join(c if c.isprintable() else "?" for c in payload[3:].decode("utf-8", "replace"))
    return number, again, f"{NAME_OF_CODE.get(number, number)}: {text}"


def from_sender(name_limit, data_limit):
    """The frames that a sender says; letter: smallest length, biggest length, flags it may have."""
    return {"B": (36, 35 + name_limit, EAGER | FOLDER), "D": (9, 8 + data_limit, 0), "E": (8, 32, 0),
            "X": (0, 0, 0), "P": (0, 0, 0)}


FROM_RECEIVER = {"L": (18, 18, 0), "R": (16, 40, 0), "C": (17, 40 + 65535, 0), "H": (17, 40 + 65535, 0),
                 "N": (3, 515, 0), "Q": (0, 0, 0), "!": (3, 515, 0)}


class FrameReader:
    """Cuts a stream into frames. more(begun) gives at least one further byte, or b"" at the end of the stream; begun is
    the number of bytes of the unfinished frame that are there already, and since is when the frame began."""

    def __init__(self, bounds, more):
        self._bounds, self._more, self._buffer = bounds, more, bytearray()
        self.since = 0.0

    def take(self, count):
        """Exactly count bytes; they stay in the buffer if the stream ends first."""
        self._fill(count)
        data = bytes(self._buffer[:count])
        del self._buffer[:count]
        return data

    def next(self):
        """The letter, the flags and the payload of the next frame; None if the stream has ended before it."""
        if not self._buffer:
            data = self._more(0)
            if not data:
                return None
            self._buffer += data
        self.since = time.monotonic()
        self._fill(6)
        letter, flags, length = struct.unpack(">cBI", self._buffer[:6])
        kind = letter.decode("latin-1")
        if kind not in self._bounds:
            raise ProtocolError("BAD_FRAME", f"there is no frame {kind!r} from your side")
        smallest, biggest, known = self._bounds[kind]
        if flags & ~known:
            raise ProtocolError("BAD_FRAME", f"{kind} has an unknown flag: {flags}")
        if not smallest <= length <= biggest or kind == "E" and length not in (8, 32):
            raise ProtocolError("BAD_LENGTH", f"{kind} with {length} bytes")
        whole = self.take(6 + length + 4)
        if crc32c(whole[:-4]) != int.from_bytes(whole[-4:], "big"):
            raise ProtocolError("CHECKSUM", f"a frame {kind} was damaged on its way")
        return kind, flags, whole[6:-4]

    def _fill(self, count):
        while len(self._buffer) < count:
            data = self._more(len(self._buffer))
            if not data:
                raise Interrupted()
            self._buffer += data


_DEVICES = {"CON", "PRN", "AUX", "NUL"} | {device + digit for device in ("COM", "LPT") for digit in "0123456789¹²³"}
_UNSEEN = re.compile("[\x00-\x1F\x7F-\x9F\xAD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]")


def check_name(raw):
    """The name that stands in a BEGIN frame (section 6), as text; ValueError if a receiver must not take it."""
    name = raw.decode("utf-8")  # strict: a UnicodeDecodeError is a ValueError
    if not unicodedata.is_normalized("NFC", name):
        raise ValueError("the name is not in NFC")
    parts = name.split("/")
    if len(parts) > 32:
        raise ValueError("the name has more than 32 parts")
    for part in parts:
        if part in ("", ".", ".."):
            raise ValueError("a part of the name is empty, . or ..")
        if len(part.encode()) > 255:
            raise ValueError("a part of the name is longer than 255 bytes")
        if "\\" in part or ":" in part or _UNSEEN.search(part):
            raise ValueError("a part of the name has a character that is not allowed")
        if part[-1] in " .":
            raise ValueError("a part of the name ends with a space or a dot")
        if part[0] == ".":
            raise ValueError("a part of the name begins with a dot")
        if part.split(".")[0].rstrip(" ").upper() in _DEVICES:
            raise ValueError("a part of the name is a device of Windows")
    return name
