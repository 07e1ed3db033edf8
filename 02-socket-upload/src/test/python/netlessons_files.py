"""The files of receive.py: what came of an upload, and how it gets its name. Nothing here knows a socket or a frame."""

import os
import shutil
import stat
import time

from netlessons_protocol import Digest

KEEP_PARTIAL = 24 * 3600  # seconds


class Refused(Exception):
    """The upload fails, the connection goes on: REJECT."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code, self.text = code, text


def open_folder(root, parts):
    """A handle of a folder in root, and whether it is new; what is missing is made, a link is never followed."""
    fd, new = os.open(root, os.O_RDONLY | os.O_DIRECTORY), False
    for part in parts:
        outer = fd
        try:
            try:
                os.mkdir(part, dir_fd=outer)
                os.fsync(outer)
                new = True
            except FileExistsError:
                new = False
            fd = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=outer)
        finally:
            os.close(outer)
    return fd, new


def sweep(root):
    """Deletes partial files that nobody has asked for in a day."""
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if name.startswith(".netlessons-") and time.time() - os.lstat(path).st_mtime > KEEP_PARTIAL:
                os.unlink(path)


class Incoming:
    """A file on its way: a partial file beside its final name, or a file of that name that may be the very same."""

    def __init__(self, root, parts, upload_id, size, kind, still_here):
        self._size, self._kind = size, kind
        self._still_here = still_here  # called now and then while a digest is made
        self._last, self._part = parts[-1], f".netlessons-{upload_id.hex()}.part"
        self._file, self._there = None, False  # there: the file has its final name already
        self.have, self.digest = 0, Digest(kind)
        self._folder, _ = open_folder(root, parts[:-1])

    def open(self, root, eager):
        """Finds what is here already. Raises Refused."""
        old = self._existing()
        if old and not self._might_be(old):
            raise Refused("EXISTS", "there is something else of this name")
        if old and not eager:
            self._there = True
            self._file = os.open(self._last, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self._folder)
        else:
            self._open_part(from_zero=eager)
        self.have = self._digest_all(self._file)
        if self._size - self.have > shutil.disk_usage(root).free:
            raise Refused("NO_SPACE", "the disk would be full")

    def write(self, offset, data):
        """Puts data at offset, which is where the last has ended."""
        try:
            done = 0
            while done < len(data):
                done += os.pwrite(self._file, data[done:], offset + done)
        except OSError:
            os.ftruncate(self._file, offset)  # only what came in whole frames stays
            raise
        self.have += len(data)
        self.digest.update(data)

    def forget(self):
        """Begins at 0."""
        self.have, self.digest = 0, Digest(self._kind)
        if self._there:
            os.close(self._file)
            self._file, self._there = None, False
            self._open_part(from_zero=True)
        os.ftruncate(self._file, 0)

    def publish(self, mtime):
        """Makes the file durable and gives it its name: True; or False if the same was there. Raises Refused."""
        if self._there:
            self._delete_part()  # one may be left if the receiver was killed between link and unlink
            os.fsync(self._file)
            os.fsync(self._folder)
            return False
        try:
            os.utime(self._file, ns=(mtime * 1_000_000,) * 2)
        except (OverflowError, OSError):
            pass  # a time that this system does not know
        os.fsync(self._file)
        try:
            # Unlike a rename, a link never replaces a file that another connection has made a moment ago.
            os.link(self._part, self._last, src_dir_fd=self._folder, dst_dir_fd=self._folder, follow_symlinks=False)
            published = True
        except FileExistsError:
            published = False
        self._delete_part()
        if not published and not self._same_is_there():
            raise Refused("EXISTS", "there is something else of this name")
        os.fsync(self._folder)
        return published

    def drop(self):
        """Deletes what came; never a file that has its final name."""
        if self._file is not None and not self._there:
            self._delete_part()

    def close(self):
        for fd in (self._file, self._folder):
            if fd is not None:
                os.close(fd)
        self._file = self._folder = None

    def _existing(self):
        try:
            return os.stat(self._last, dir_fd=self._folder, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def _might_be(self, old):
        return stat.S_ISREG(old.st_mode) and old.st_size == self._size

    def _same_is_there(self):
        old = self._existing()
        if not old or not self._might_be(old):
            return False
        mine, self.digest = self.digest.value(), Digest(self._kind)
        file = os.open(self._last, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self._folder)
        try:
            self._digest_all(file)
            os.fsync(file)
        finally:
            os.close(file)
        return self.digest.value() == mine

    def _open_part(self, from_zero):
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | (os.O_TRUNC if from_zero else 0)
        self._file = os.open(self._part, flags, 0o644, dir_fd=self._folder)
        if os.fstat(self._file).st_size > self._size:
            os.ftruncate(self._file, 0)  # of another file that had this id

    def _delete_part(self):
        try:
            os.unlink(self._part, dir_fd=self._folder)
        except FileNotFoundError:
            pass

    def _digest_all(self, file):
        """Takes a whole file into the digest; its size."""
        at = 0
        while data := os.pread(file, 65536, at):
            self.digest.update(data)
            at += len(data)
            self._still_here()
        return at
