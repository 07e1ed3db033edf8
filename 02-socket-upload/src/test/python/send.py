"""A complete small sender, written from docs/02-protocol.md alone: python3 -u send.py [HOST:]PORT PATH

PATH is a file or a folder. Exit status: 0 all is safe on the other side, 1 something is not, 2 usage, 130 interrupted.
Environment: NETLESSONS_DIGEST, sha-256 (fast in Python, the default) or crc. Hidden files and links are left out.
"""

import hashlib
import os
import queue
import random
import signal
import socket
import struct
import sys
import threading
import time
import unicodedata
from collections import deque

from netlessons_protocol import (CRC, DIGEST_BYTES, EAGER, FOLDER, FROM_RECEIVER, PREAMBLE, SHA_256, Digest, FrameReader,
                                 Interrupted, ProtocolError, frame, read_refusal)

KIND = CRC if os.environ.get("NETLESSONS_DIGEST") == "crc" else SHA_256
SMALL = 65_536  # bytes; a file up to here is sent EAGER, without waiting for READY
TRIES = 6  # without any progress between them


class Failed(Exception):
    """This file cannot be sent; the next ones may."""


class Again(Exception):
    """This file should be tried again later."""


class Broken(Exception):
    """The connection is of no more use; another one may be."""


class Hopeless(Exception):
    """Nothing can be sent to this receiver."""


class Item:
    """A file or an empty folder that is to be sent."""

    def __init__(self, path, name, is_folder):
        self.path, self.is_folder = path, is_folder
        self.name = unicodedata.normalize("NFC", name)
        self.tries, self.offset = 0, 0  # offset: the highest READY so far


def scan(path):
    """What PATH stands for. A folder photos is sent as photos/..."""
    path = os.path.abspath(path)
    base = os.path.dirname(path)
    if os.path.isfile(path):
        yield Item(path, os.path.basename(path), False)
    elif not os.path.isdir(path):
        raise FileNotFoundError(path)
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(f for f in folders if f[0] != "." and not os.path.islink(os.path.join(folder, f)))
        if not folders and not files:
            yield Item(folder, os.path.relpath(folder, base), True)
        for name in sorted(files):
            file = os.path.join(folder, name)
            if name[0] == "." or os.path.islink(file) or not os.path.isfile(file):
                print(f"left out: {file!r}", file=sys.stderr)
            else:
                yield Item(file, os.path.relpath(file, base), False)


class Connection:
    """One connection. A thread reads all that the receiver says, so that the receiver never has to wait for us."""

    def __init__(self, address):
        self.answers, self.closing, self.idle = queue.SimpleQueue(), False, 3.0
        self.heard = self.said = time.monotonic()
        try:
            self.sock = socket.create_connection(address, timeout=5)
        except OSError as fault:
            raise Broken(f"no connection: {fault}") from fault
        self.sock.settimeout(20)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = FrameReader(FROM_RECEIVER, self.more)
        threading.Thread(target=self.read_all, daemon=True).start()

    def greet(self):
        """Preambles and LIMITS."""
        self.say(PREAMBLE)
        kind, payload = self.wait(0)
        if kind != "L":
            raise Broken(f"{kind} instead of LIMITS")
        self.name_limit, self.data_limit, self.file_limit, idle = struct.unpack(">HIQI", payload)
        self.idle = idle / 1000
        self.sock.settimeout(max(3.0, 2 * self.idle))
        if self.name_limit < 255 or not 1 <= self.data_limit <= 1_048_576 or not idle:
            raise Hopeless("the receiver has senseless limits")

    def more(self, _begun):
        while True:
            try:
                data = self.sock.recv(65536)
                self.heard = time.monotonic()
                return data
            except TimeoutError:
                if self.closing:
                    raise

    def read_all(self):
        try:
            start = self.reader.take(6)
            if start != PREAMBLE:
                raise Hopeless("the other side does not speak version 1 of this protocol")
            while (got := self.reader.next()) is not None:
                if got[0] != "Q":
                    self.answers.put((got[0], got[2]))
            self.answers.put(Broken("the receiver has closed the connection"))
        except Hopeless as fault:
            self.answers.put(fault)
        except (ProtocolError, Interrupted, OSError) as fault:
            self.answers.put(Broken(f"the connection broke: {fault}"))

    def say(self, data):
        try:
            self.sock.sendall(data)
            self.said = time.monotonic()
        except OSError as fault:
            self.poll()  # the receiver may have told why
            raise Broken(f"the connection broke: {fault}") from fault

    def poll(self, timeout=0.0):
        """What the receiver has said, if it has: letter and payload, or None."""
        try:
            answer = self.answers.get(timeout=timeout) if timeout else self.answers.get_nowait()
        except queue.Empty:
            return None
        if isinstance(answer, Exception):
            raise answer
        if answer[0] == "!":
            _, again, text = read_refusal(answer[1])
            raise (Broken if again else Hopeless)(text)
        return answer

    def ping(self):
        if time.monotonic() - self.said > self.idle / 3:
            self.say(frame("P"))

    def wait(self, size):
        """The next thing that the receiver says. It may need a while for a big file, but gives a sign of life."""
        start = time.monotonic()
        end = start + max(20.0, 2 * self.idle) + size / 1_048_576
        while (answer := self.poll(min(0.2, self.idle / 4))) is None:
            now = time.monotonic()
            if now - max(self.heard, start) > 2 * self.idle or now > end:
                raise Broken("the receiver says nothing")
            if hasattr(self, "data_limit"):
                self.ping()
        return answer

    def close(self):
        self.closing = True
        try:
            self.sock.shutdown(socket.SHUT_RDWR)  # wakes the thread
        except OSError:
            pass
        self.sock.close()


def send_item(connection, item):
    """Sends one item, and returns only if it is safe on the other side."""
    name = item.name.encode()  # names that are no text: a UnicodeEncodeError, which is a ValueError
    if len(name) > connection.name_limit:
        raise Failed("the name is too long for the receiver")
    if item.is_folder:
        begin(connection, item, os.stat(item.path), 0, EAGER | FOLDER)
        return finish(connection, 0, Digest(KIND))
    try:
        file = open(item.path, "rb")
    except OSError as fault:
        raise Failed(fault.strerror) from fault
    with file:
        now = os.fstat(file.fileno())
        if now.st_size > connection.file_limit:
            raise Failed("the file is too large for the receiver")
        eager = now.st_size <= SMALL
        begin(connection, item, now, now.st_size, EAGER if eager else 0)
        digest = Digest(KIND) if eager else resume(connection, item, file, now.st_size)
        refused = send_data(connection, file, now.st_size, digest)
        after = os.stat(item.path)
        if refused:
            connection.say(frame("X"))
            verdict(refused, now.st_size, b"")
        if (after.st_size, after.st_mtime_ns) != (now.st_size, now.st_mtime_ns):
            connection.say(frame("X"))
            connection.wait(now.st_size)
            raise Again("it changed while it was sent")
        finish(connection, now.st_size, digest)


def begin(connection, item, now, size, flags):
    key = f"{item.path}\0{item.name}\0{size}\0{now.st_mtime_ns}\0{KIND}".encode("utf-8", "surrogateescape")
    fields = struct.pack(">QqHB", size, now.st_mtime_ns // 1_000_000, now.st_mode & 0o777, KIND)
    connection.say(frame("B", hashlib.sha256(key).digest()[:16] + fields + item.name.encode(), flags))


def resume(connection, item, file, size):
    """Waits for READY and puts the file to where the receiver wants to go on; the digest of what is before."""
    kind, payload = connection.wait(size)
    if kind != "R":
        verdict((kind, payload), size, b"")
    offset, theirs = int.from_bytes(payload[:8], "big"), payload[8:]
    if offset > size or len(theirs) != DIGEST_BYTES[KIND]:
        raise Broken("READY makes no sense")
    digest, left = Digest(KIND), offset
    while left and (data := file.read(min(left, 65536))):
        digest.update(data)
        left -= len(data)
        connection.ping()
    if digest.value() != theirs:
        file.seek(0)
        return Digest(KIND)
    if offset > item.offset:
        item.offset, item.tries = offset, 0  # this is progress
    return digest


def send_data(connection, file, size, digest):
    """All DATA frames. A REJECT that comes meanwhile is returned."""
    while (offset := file.tell()) < size:
        data = file.read(min(65536, connection.data_limit, size - offset))
        if not data:
            return None  # it has shrunk
        connection.say(frame("D", offset.to_bytes(8, "big") + data))
        digest.update(data)
        if answer := connection.poll():
            return answer
    return None


def finish(connection, size, digest):
    connection.say(frame("E", digest.value()))
    verdict(connection.wait(size), size, digest.value())


def verdict(answer, size, digest):
    """Returns only if the answer says that all is safe."""
    kind, payload = answer
    if kind == "N":
        _, again, text = read_refusal(payload)
        raise (Again if again else Failed)(text)
    if kind not in "CH" or not digest:
        raise Broken(f"{kind} cannot come now")
    if payload[:8] != size.to_bytes(8, "big") or payload[8:8 + len(digest)] != digest:
        raise Broken("the receiver has another size or digest than this file")


def send_all(items, address):
    """Sends everything, over as many connections as it takes; the number of items that failed."""
    waiting, failed, connection = deque(items), 0, None
    while waiting:
        item = waiting[0]
        try:
            if connection is None:
                time.sleep(item.tries and random.uniform(0.5, 1) * min(3, 0.2 * 2**item.tries))
                connection = Connection(address)
                connection.greet()
            send_item(connection, item)
            waiting.popleft()
            print(f"sent {item.name!r}")
            continue
        except Hopeless as fault:
            print(f"gave up: {fault}", file=sys.stderr)
            failed += len(waiting)
            waiting.clear()
        except (Failed, ValueError) as fault:
            print(f"failed {item.name!r}: {fault}", file=sys.stderr)
            waiting.popleft()
            failed += 1
            continue
        except (Again, Broken, OSError) as fault:
            item.tries += 1
            print(f"{item.name!r}, try {item.tries} of {TRIES}: {fault}", file=sys.stderr)
            if item.tries == TRIES:
                waiting.popleft()
                failed += 1
            elif isinstance(fault, Again):
                time.sleep(0.2 * item.tries)
                continue
        if connection:
            connection.close()
            connection = None
    if connection:
        connection.close()
    return failed


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGINT, signal.default_int_handler)  # even if started in the background
    try:
        host, _, port = sys.argv[1].rpartition(":")
        return 1 if send_all(list(scan(sys.argv[2])), (host or "127.0.0.1", int(port))) else 0
    except FileNotFoundError as fault:
        print(f"there is no {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; what was sent is kept for the next time", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
