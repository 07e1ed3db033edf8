"""A complete small receiver, written from docs/02-protocol.md alone: python3 -u receive.py [HOST:]PORT DIR

Environment: NETLESSONS_IDLE, the seconds to wait for the next byte (3). A file that is there is never replaced.
"""

import contextlib
import errno
import itertools
import os
import signal
import socket
import struct
import sys
import threading
import time

from netlessons_files import Incoming, Refused, open_folder, sweep
from netlessons_protocol import (BIGGEST_FILE, DIGEST_BYTES, EAGER, FOLDER, PREAMBLE, Digest, FrameReader, Interrupted,
                                 ProtocolError, check_name, frame, from_sender, refusal)

NAME_LIMIT, DATA_LIMIT, CONNECTIONS = 1024, 262_144, 256
IDLE = float(os.environ.get("NETLESSONS_IDLE", "3"))
GRACE = 3  # seconds for what is under way when the receiver is stopped
stopping = threading.Event()


def shut(sock):
    """Ends a connection whose thread may be waiting for it."""
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


class Claims:
    """Which id is open on which connection. One that comes again ends the older connection: its sender has lost it. What
    was said on a lost connection may be read late, when there is a newer one already; that one is not ended for it."""

    def __init__(self):
        self._sessions, self._changed = {}, threading.Condition()

    def claim(self, upload_id, session):
        end = time.monotonic() + 5
        with self._changed:
            while other := self._sessions.get(upload_id):
                if other.number < session.number:
                    shut(other.sock)
                if not self._changed.wait(end - time.monotonic()):
                    raise Refused("IN_USE", "another connection sends this upload")
            self._sessions[upload_id] = session

    def release(self, upload_id, session):
        with self._changed:
            if self._sessions.get(upload_id) is session:
                del self._sessions[upload_id]
                self._changed.notify_all()


claims = Claims()


class Upload:
    """What BEGIN has said, and what became of it by now."""

    def __init__(self, payload, flags):
        self.id = payload[:16]
        self.size, self.mtime, _mode, self.kind = struct.unpack(">QqHB", payload[16:35])
        self.raw_name = payload[35:]
        self.eager, self.is_folder = bool(flags & EAGER), bool(flags & FOLDER)
        self.refused = False  # it has its final frame, but is still open: what comes is ignored
        self.incoming = None
        self.begun, self.since, self.came = False, 0.0, 0

    def prepare(self, root, still_here):
        """Checks everything and finds out what is here already. Raises Refused."""
        if self.kind not in DIGEST_BYTES:
            raise Refused("UNSUPPORTED", f"digest {self.kind} is unknown")
        try:
            self.parts = check_name(self.raw_name).split("/")
        except ValueError as fault:
            raise Refused("BAD_NAME", str(fault)) from fault
        if self.size > BIGGEST_FILE:
            raise Refused("TOO_LARGE", "no file is that big")
        if not self.is_folder:
            self.incoming = Incoming(root, self.parts, self.id, self.size, self.kind, still_here)
            self.incoming.open(root, self.eager)

    def data(self, offset, data):
        """One DATA frame."""
        have = self.incoming.have if self.incoming else 0
        if not self.begun and offset == 0 and have:
            self.incoming.forget()  # the sender's file begins otherwise
            have = 0
        if offset != have or offset + len(data) > self.size:
            raise ProtocolError("BAD_OFFSET", f"{len(data)} bytes at {offset}, but {have} of {self.size} are here")
        if not self.begun:
            self.begun, self.since = True, time.monotonic()
        self.incoming.write(offset, data)
        self.came += len(data)
        passed = time.monotonic() - self.since
        if passed > IDLE and self.incoming.have < self.size:
            if self.came < 1024 * passed:
                raise ProtocolError("TOO_SLOW", "less than 1 KiB a second")
            self.since, self.came = time.monotonic(), 0

    def end(self, digest, root):
        """END: the letter of the final frame. Raises Refused."""
        if len(digest) != DIGEST_BYTES[self.kind]:
            raise ProtocolError("BAD_LENGTH", "END has the digest of another kind")
        if self.is_folder:
            if digest != Digest(self.kind).value():
                raise Refused("DIGEST", "a folder has no bytes")
            handle, new = open_folder(root, self.parts)
            os.close(handle)
            return "C" if new else "H"
        if self.incoming.have < self.size:
            raise Refused("INCOMPLETE", f"only {self.incoming.have} of {self.size} bytes came")
        if self.incoming.digest.value() != digest:
            self.incoming.drop()
            raise Refused("DIGEST", "what came is not what was sent")
        return "C" if self.incoming.publish(self.mtime) else "H"

    def drop(self):
        if self.incoming:
            self.incoming.drop()


class Session:
    """One connection, in a thread of its own. They are numbered in the order in which they came."""

    def __init__(self, sock, root, number):
        self.sock, self.root, self.number, self.upload = sock, root, number, None
        self.reader = FrameReader(from_sender(NAME_LIMIT, DATA_LIMIT), self.more)
        self.preamble_until = time.monotonic() + 5
        self.spoken = self.said = time.monotonic()

    def more(self, begun):
        """Further bytes, waited for no longer than section 7 allows."""
        last = time.monotonic()
        while True:
            now = time.monotonic()
            passed = now - self.reader.since
            if self.preamble_until:
                if now > self.preamble_until:
                    raise Interrupted()
            elif begun and passed > IDLE and begun < 1024 * passed:
                raise ProtocolError("TOO_SLOW", "less than 1 KiB a second")
            elif now - last > IDLE:
                raise ProtocolError("TIMEOUT", f"nothing came for {IDLE:g} s")
            elif stopping.is_set() and not self.upload:
                raise ProtocolError("STOPPING", "the receiver is being stopped")
            self.sock.settimeout(0.1)
            try:
                return self.sock.recv(65536)
            except TimeoutError:
                pass

    def say(self, data):
        self.said = time.monotonic()
        self.sock.settimeout(IDLE)
        self.sock.sendall(data)

    def still_here(self):
        """While a digest is made: PONG now and then."""
        if time.monotonic() - self.said > IDLE / 4:
            self.say(frame("Q"))

    def run(self):
        try:
            if self.greet():
                while (got := self.reader.next()) is not None:
                    self.take(*got)
        except (Interrupted, OSError):
            pass
        except ProtocolError as fault:
            self.goodbye(refusal("!", fault.code, fault.text))
        finally:
            if self.upload:  # interrupted; it may be resumed, unless it is EAGER
                if self.upload.eager:
                    self.upload.drop()
                self.end_upload()
            self.sock.close()

    def greet(self):
        """Preambles and LIMITS; False if that is all."""
        try:
            if self.reader.take(4) != PREAMBLE[:4]:
                raise ProtocolError("NOT_THIS_PROTOCOL", "this is a receiver of netlessons, lesson 02")
            if self.reader.take(2) != PREAMBLE[4:]:
                raise ProtocolError("VERSION", "version 1 without flags is known here")
        except ProtocolError as fault:
            self.goodbye(PREAMBLE + refusal("!", fault.code, fault.text))
            return False
        self.preamble_until = None
        self.say(PREAMBLE + frame("L", struct.pack(">HIQI", NAME_LIMIT, DATA_LIMIT, BIGGEST_FILE, int(IDLE * 1000))))
        return True

    def goodbye(self, data):
        """Says it, and then reads on for a moment: to close with bytes unread resets the connection, and the other side
        could lose these last words."""
        try:
            self.say(data)
            self.sock.shutdown(socket.SHUT_WR)
            end = time.monotonic() + 1
            while (left := end - time.monotonic()) > 0:
                self.sock.settimeout(left)
                if not self.sock.recv(65536):
                    break
        except OSError:
            pass

    def busy(self):
        self.goodbye(PREAMBLE + refusal("!", "BUSY", "too many connections"))
        self.sock.close()

    def take(self, kind, flags, payload):
        """One frame."""
        if kind != "P":
            self.spoken = time.monotonic()
        if kind == "P":
            if time.monotonic() - self.spoken > 600:
                raise ProtocolError("TIMEOUT", "nothing but PING for ten minutes")
            self.say(frame("Q"))
        elif kind == "B":
            self.begin(payload, flags)
        elif not self.upload:
            if kind != "X":
                raise ProtocolError("STATE", f"{kind} while no upload is open")
        elif self.upload.refused:
            if kind != "D":
                self.end_upload()
        elif kind == "D":
            self.attempt(lambda: self.upload.data(int.from_bytes(payload[:8], "big"), payload[8:]), open_after=True)
        elif kind == "E":
            self.attempt(lambda: self.finish(payload), open_after=False)
        else:
            self.upload.drop()
            self.end_upload()
            self.say(refusal("N", "CANCELLED", "as you asked"))

    def begin(self, payload, flags):
        if self.upload:
            raise ProtocolError("STATE", "BEGIN while an upload is open")
        upload = Upload(payload, flags)
        if upload.is_folder and (not upload.eager or upload.size):
            raise ProtocolError("BAD_FRAME", "a folder is EAGER and has no bytes")
        self.upload = upload
        self.attempt(self.prepare, open_after=upload.eager)

    def prepare(self):
        if stopping.is_set():
            raise Refused("STOPPING", "the receiver is being stopped")
        claims.claim(self.upload.id, self)
        self.upload.prepare(self.root, self.still_here)
        if not self.upload.eager:
            incoming = self.upload.incoming
            self.say(frame("R", struct.pack(">Q", incoming.have) + incoming.digest.value()))

    def finish(self, digest):
        upload = self.upload
        letter, name = upload.end(digest, self.root), "/".join(upload.parts)
        self.end_upload()
        self.say(frame(letter, struct.pack(">Q", upload.size) + digest + name.encode()))
        print(f"{'committed' if letter == 'C' else 'had'} {name!r}, {upload.size} bytes")

    def attempt(self, action, open_after):
        """Does it. Whatever goes wrong with the file becomes a REJECT, after which the upload may still be open."""
        try:
            return action()
        except (ConnectionError, TimeoutError):
            raise  # nothing of the file's
        except Refused as fault:
            code, text = fault.code, fault.text
        except OSError as fault:
            codes = {errno.ENOSPC: "NO_SPACE", errno.EDQUOT: "NO_SPACE", errno.EFBIG: "NO_SPACE",
                     errno.ELOOP: "EXISTS", errno.ENOTDIR: "EXISTS", errno.ENAMETOOLONG: "BAD_NAME"}
            code, text = codes.get(fault.errno, "IO"), fault.strerror
        self.upload.refused = True
        if self.upload.eager:
            self.upload.drop()
        if not open_after:
            self.end_upload()
        self.say(refusal("N", code, text))

    def end_upload(self):
        upload, self.upload = self.upload, None
        if upload.incoming:
            upload.incoming.close()
        claims.release(upload.id, self)


def main():
    host, _, port = sys.argv[1].rpartition(":")
    address, root = (host or "127.0.0.1", int(port)), os.path.abspath(sys.argv[2])
    os.makedirs(root, exist_ok=True)
    sweep(root)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    running, numbers = [], itertools.count()
    with socket.create_server(address, backlog=256) as listener:
        listener.settimeout(0.1)
        print(f"Receiving on {address[0]}:{port} into {root}")
        while not stopping.is_set():
            try:
                sock, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError as fault:  # no file descriptor is left: somebody will close a connection
                print(f"cannot accept: {fault}", file=sys.stderr)
                time.sleep(0.1)
                continue
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            running = [(s, t) for s, t in running if t.is_alive()]
            session = Session(sock, root, next(numbers))
            thread = threading.Thread(target=session.run if len(running) < CONNECTIONS else session.busy, daemon=True)
            thread.start()
            running.append((session, thread))
    end = time.monotonic() + GRACE
    for _, thread in running:
        thread.join(max(0.0, end - time.monotonic()))
    for session, thread in running:
        if thread.is_alive():
            shut(session.sock)
            thread.join(1)
    print("Stopped.")


if __name__ == "__main__":
    main()
