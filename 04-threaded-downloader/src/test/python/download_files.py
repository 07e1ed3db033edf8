"""What is on the disk: a file on its way, the journal that says what of it is there, and names."""

import fcntl
import hashlib
import itertools
import json
import os
import re
import shutil
import stat
import threading
import time
import unicodedata
from urllib.parse import unquote_to_bytes

from download_http import Disk, email_time

SAVE_EVERY = 0.5  # seconds


class Part:
    """A file that is not whole yet, and what is known of it. Locked against other processes. Safe for threads."""

    def __init__(self, folder, url):
        self._folder, self._lock, self._saved = folder, threading.Lock(), time.monotonic()
        stem = "." + hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:24]
        for number in itertools.count():
            self._path = os.path.join(folder, f"{stem}{number or ''}.part")
            if self._open():
                break
        self._journal = self._path + ".json"
        self.about, self.done = {}, []
        self._load()

    def _open(self):
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            there = os.stat(self._path, follow_symlinks=False)
            if os.path.samestat(there, os.fstat(self._file)) and stat.S_ISREG(there.st_mode):
                if there.st_nlink == 1:
                    return True
                os.unlink(self._path)  # published, and then we were killed: this one must never be written to again
                os.close(self._file)
                return self._open()
        except (BlockingIOError, FileNotFoundError):
            pass  # somebody else is at it, or has just finished
        os.close(self._file)
        return False

    def _load(self):
        try:
            with open(self._journal, encoding="utf-8", opener=lambda p, f: os.open(p, f | os.O_NOFOLLOW)) as file:
                about, done = json.load(file)
            done = merged([int(start), int(end)] for start, end in done)
            sound = set(about) == {"etag", "modified", "validator", "total", "name"} and 0 <= done[0][0] \
                and done[-1][1] <= min(about["total"], os.fstat(self._file).st_size) and all(a < b for a, b in done)
            if sound and isinstance(about["validator"], str) and about["name"] == safe(about["name"]):
                self.about, self.done = about, done
        except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            pass  # it makes no sense, or there is none

    def begin(self, about):
        """Forgets all that was there."""
        if about.get("total") and about["total"] > shutil.disk_usage(self._folder).free:
            raise Disk(f"it has {about['total']} bytes, and the disk has only {shutil.disk_usage(self._folder).free}")
        with self._lock:
            self._drop(self._journal)
            os.ftruncate(self._file, 0)
            self.about, self.done = about, []

    def write(self, data, at):
        view, start = memoryview(data), at
        while view:
            count = os.pwrite(self._file, view, at)
            view, at = view[count:], at + count
        with self._lock:
            self.done = merged(self.done + [[start, at]])
            if time.monotonic() - self._saved > SAVE_EVERY:
                self._save()

    def keep_only(self, end):
        """The first bytes, up to end."""
        with self._lock:
            self.done = [[0, end]] if end else []
            self._save()

    def _save(self):
        """What the journal says is there is on the disk before."""
        self._saved = time.monotonic()
        if self.about.get("validator") and self.about["total"] and self.done:
            os.fsync(self._file)
            with open(self._journal + ".new", "w", encoding="utf-8") as file:
                json.dump([self.about, self.done], file)
            os.replace(self._journal + ".new", self._journal)
        else:
            self._drop(self._journal)

    def gaps(self):
        """What is missing; behind the last stands None if nobody knows how much there is."""
        with self._lock:
            edges = [0, *itertools.chain(*self.done), self.about.get("total")]
        return [pair for pair in zip(edges[::2], edges[1::2]) if pair[0] != pair[1]]

    def size(self):
        with self._lock:
            return sum(end - start for start, end in self.done)

    def digest(self, algorithm):
        with open(self._path, "rb") as file:
            return hashlib.file_digest(file, algorithm).hexdigest()

    def publish(self, name, published):
        """Makes it durable and gives it its name, or one like it: a link, unlike a rename, never replaces a file. If an
        earlier run has got the very same file, that will do; published are the paths of this run's."""
        if modified := email_time(self.about.get("modified")):
            os.utime(self._file, (time.time(), modified))
        os.fsync(self._file)
        stem, dot, ending = name.rpartition(".") if "." in name[1:] else (name, "", "")
        for number in itertools.count():
            path = os.path.join(self._folder, f"{stem}.{number}{dot}{ending}" if number else name)
            try:
                os.link(self._path, path)
                break
            except FileExistsError:
                if path not in published and self._same_as(path):
                    break
        published.add(path)
        self.discard()
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        return path

    def _same_as(self, path):
        there = os.lstat(path)
        if not stat.S_ISREG(there.st_mode) or there.st_size != os.fstat(self._file).st_size:
            return False
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.digest("sha256")

    def discard(self):
        self._drop(self._path)
        self._drop(self._journal)

    def close(self):
        """What another run could not go on with does not stay."""
        with self._lock:
            if os.path.exists(self._path) and os.fstat(self._file).st_nlink == 1:
                self._save()
                if not os.path.exists(self._journal):
                    self._drop(self._path)
        os.close(self._file)

    @staticmethod
    def _drop(path):
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass


def merged(ranges):
    result = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1]:
            result[-1][1] = max(result[-1][1], end)
        else:
            result.append([start, end])
    return result


def named(disposition):
    """What Content-Disposition says (RFC 6266): filename* first. None if it says nothing, or nothing readable."""
    fields = {name.lower(): value for name, value in
              re.findall(r';\s*([!#$%&\'*+.^_`|~\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)', disposition)}
    charset, _, rest = fields.get("filename*", "").partition("'")
    text = rest.partition("'")[2]
    if charset.lower() in ("utf-8", "iso-8859-1") and not re.search("%(?![0-9A-Fa-f]{2})", text):
        try:
            return unquote_to_bytes(text).decode(charset)
        except UnicodeDecodeError:
            pass
    plain = re.sub(r'^"|"$', "", fields.get("filename", ""))
    plain = re.sub(r"\\(.)", r"\1", plain) if fields.get("filename", "").startswith('"') else plain
    try:
        return plain.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return plain


def safe(name):
    """A name that any file system takes, and that leads nowhere else."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in name).strip(" ").rstrip(". ")
    name = re.sub(r"^\.+", "_", name)
    if re.fullmatch(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", name, re.IGNORECASE):
        name = "_" + name
    stem, ending = os.path.splitext(name)
    if len(ending.encode()) > 32:
        stem, ending = name, ""
    room = 200 - len(ending.encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore")
    return stem + ending or "download"
