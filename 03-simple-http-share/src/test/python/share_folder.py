"""The shared folder: no path leads out of it, and files appear in it whole or not at all. No HTTP in here."""

import os
import re
import secrets
import shutil
import stat
import threading
import unicodedata

from share_http import Refused

PART = re.compile(r"\.netlessons-[0-9a-f]+\.part")


class Folder:
    def __init__(self, root, hidden=False, rule="reject", most=None, quota=None, least_free=0):
        self.root = os.path.realpath(root)
        self.hidden, self.rule, self.most, self.quota, self.least_free = hidden, rule, most, quota, least_free
        self.lock = threading.Lock()
        self.used = 0

    def shown(self, name):
        odd = name in ("", ".", "..") or any(c in name for c in "/\\\0") or PART.fullmatch(name)
        return not odd and (self.hidden or not name.startswith(".")) and name != ".share"

    def find(self, names):
        """The real path of a file or folder, or None."""
        if not all(self.shown(name) for name in names):
            return None
        try:
            path = os.path.realpath(os.path.join(self.root, *names), strict=True)
            mode = os.stat(path).st_mode
        except (OSError, ValueError):
            return None
        below = path == self.root or path.startswith(self.root.rstrip("/") + "/")
        inside = below and all(self.shown(name) for name in os.path.relpath(path, self.root).split("/") if name != ".")
        return path if inside and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) else None

    def open(self, path, flags=os.O_RDONLY):
        """The number of an open file or folder that was found: step by step, through no link that is new there."""
        names = [] if path == self.root else os.path.relpath(path, self.root).split("/")
        at = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        for place, name in enumerate(names):
            how = flags if place == len(names) - 1 else os.O_RDONLY | os.O_DIRECTORY
            try:
                after = os.open(name, how | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)
            finally:
                os.close(at)
            at = after
        return at

    def entries(self, names, prefix=()):
        """Name, path as names, and stat of all that is in a folder and shown."""
        path = self.find(names)
        try:
            at = self.open(path, os.O_RDONLY | os.O_DIRECTORY) if path else None
        except OSError:
            at = None
        if at is None:
            return []
        try:
            with os.scandir(at) as there:
                return self.shown_of(there, names, prefix)
        finally:
            os.close(at)

    def shown_of(self, there, names, prefix):
        found = []
        for entry in there:
            name = entry.name
            if not self.shown(name) or re.search(r"[\udc80-\udcff]", name):
                continue
            if entry.is_symlink() and self.find([*names, name]) is None:
                continue
            try:
                status = entry.stat()
            except OSError:
                continue
            if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode):
                found.append(((*prefix, name), status))
        return found

    def walk(self, names, prefix=(), most=10_000):
        """All below; folders before what is in them. Behind a link to a folder nobody looks."""
        for path, status in self.entries(names, prefix):
            yield path, status
            below = [*names, path[-1]]
            if stat.S_ISDIR(status.st_mode) and len(below) < 64:
                if not os.path.islink(os.path.join(self.root, *below)):
                    yield from self.walk(below, path, most)

    def parent(self, names, make):
        """The folder for a new file; no link is followed on the way."""
        path = self.root
        for name in names[:-1]:
            path = os.path.join(path, name)
            try:
                mode = os.lstat(path).st_mode
                if not stat.S_ISDIR(mode):
                    raise Refused(409, "A part of the path is there already, and is no folder.")
            except FileNotFoundError:
                if not make:
                    return os.path.dirname(path)
                try:
                    os.mkdir(path)
                except FileExistsError:
                    pass
        return path

    def begin(self, names, size, rule):
        return Upload(self, names, size, rule)

    def make(self, names):
        self.check(names)
        path = os.path.join(self.parent(names, True), names[-1])
        try:
            os.mkdir(path)
        except FileExistsError:
            raise Refused(409, "There is something of this name already.") from None

    def check(self, names):
        if not names or not all(self.shown(name) for name in names):
            raise Refused(400, "There can be no file of this name.")
        for name in names:
            long = len(name.encode("utf-8", "surrogateescape")) > 255
            if long or any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
                raise Refused(400, "There can be no file of this name.")

    def reserve(self, count):
        """Room for so many bytes, for all that come at one time together."""
        with self.lock:
            free = shutil.disk_usage(self.root).free - self.least_free
            if count > free or (self.quota is not None and self.used + count > self.quota):
                raise Refused(507, "There is no room for it.")
            self.used += count

    def release(self, count):
        with self.lock:
            self.used -= count


class Upload:
    """A file that comes; a context. Nobody sees it before it is published."""

    def __init__(self, folder, names, size, rule):
        folder.check(names)
        self.folder, self.names, self.rule = folder, names, rule
        self.size = self.room = 0
        if size is not None and folder.most is not None and size > folder.most:
            raise Refused(413, "The file is too large.")
        place = os.path.join(folder.parent(names, False), names[-1])
        target = os.path.join(folder.root, *names)
        if os.path.lexists(target) and not (rule == "rename" or rule == "replace" and self.regular(target)):
            raise Refused(409, "There is something of this name already.")
        folder.reserve(size or 0)
        self.room = size or 0
        self.path = os.path.join(os.path.dirname(place), f".netlessons-{secrets.token_hex(8)}.part")
        self.file = None

    @staticmethod
    def regular(path):
        return stat.S_ISREG(os.lstat(path).st_mode)

    def write(self, data):
        if self.folder.most is not None and self.size + len(data) > self.folder.most:
            raise Refused(413, "The file is too large.")
        more = self.size + len(data) - self.room
        if more > 0:
            self.folder.reserve(more)
            self.room += more
        try:
            self.open()
            while data:
                count = self.file.write(data)
                self.size += count
                data = data[count:]
        except OSError as e:
            raise Refused(507, "The disk is full.") from e

    def open(self):
        """No file is made before its first byte has come."""
        if self.file is None:
            self.file = open(self.path, "xb", buffering=0)

    def publish(self, condition=lambda path: None):
        """Gives it its name; returns the names it has got, and whether it took another file's place."""
        self.open()
        os.fsync(self.file.fileno())
        with self.folder.lock:
            target = os.path.join(self.folder.parent(self.names, True), self.names[-1])
            condition(target)
            names, replaced = list(self.names), False
            if self.rule == "replace":
                if os.path.lexists(target) and not self.regular(target):
                    raise Refused(409, "There is something of this name that is no file.")
                replaced = os.path.lexists(target)
                os.rename(self.path, target)
            else:
                base, ending = os.path.splitext(self.names[-1])
                for twin in range(1000 if self.rule == "rename" else 1):
                    names[-1] = f"{base} ({twin}){ending}" if twin else self.names[-1]
                    try:
                        os.link(self.path, os.path.join(os.path.dirname(target), names[-1]))
                        break
                    except FileExistsError:
                        continue
                else:
                    raise Refused(409, "There is another file of this name.")
            self.room = 0
        return names, replaced

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.release(self.room)
        if self.file is None:
            return
        self.file.close()
        try:
            os.unlink(self.path)
        except OSError:
            pass
