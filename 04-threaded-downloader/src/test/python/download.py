#!/usr/bin/env python3
"""download.py [options] URL... DIR: fetches files over HTTP, several at once, in segments where that is safe.

What exit status 0 promises is there, byte for byte; what is not whole has no name that one could take for the file's. A
file on its way is DIR/.HASH.part, where HASH stands for its URL, and .HASH.part.json says what of it is there and which
version of the file it is of. 0: all are there, 1: some failed, 2: usage, 3: all failed, 4: checksum, 5: disk, 130: told
to stop; the same command goes on then. It uses no proxy.

Read it from the bottom: main, Run (what files share), File (how one is fetched); then download_http.py (one answer) and
download_files.py (what is on the disk).
"""

import argparse
import base64
import concurrent.futures
import os
import random
import re
import signal
import ssl
import string
import sys
import threading
import time
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

sys.dont_write_bytecode = True  # these stand in a folder of sources
from download_files import Part, named, safe
from download_http import Answer, Busy, Checksum, Disk, Fault, Passing, Unfit, email_time, origin


class File:
    """How one URL becomes a file: a leading answer, which may give the whole, and helpers that take pieces from it."""

    def __init__(self, run, url):
        self._run, self._url, self._o = run, url, run.options
        self._part, self._users, self._lock = Part(run.options.dir, url), set(), threading.Lock()
        self._ranges, self._segments = True, run.options.segments
        self._pieces = []  # that nobody has begun: [from, behind the last]
        self._at = self._end = 0  # how far the leading answer has come, and where it stops
        self._whole = False  # it leads, and is of status 200: it could go on to the end of the file
        self._fault = None  # of a helper

    def fetch(self):
        """The path of the file, when it has its name."""
        failures = farthest = 0
        while True:
            try:
                while self._part.gaps():
                    self._attempt()
                return self._publish()
            except OSError as fault:
                raise Disk(str(fault)) from fault
            except Passing as fault:
                if isinstance(fault, Unfit):
                    farthest = max(farthest, self._part.size())
                    self._part.begin({})
                    self._ranges &= fault.ranges and not failures
                failures = failures + 1 if self._part.size() <= farthest else 1
                farthest = max(farthest, self._part.size())
                if failures > self._o.retries or self._run.stopping:
                    raise
                self._run.say(f"{self._url}: {fault}; trying again")
                self._run.sleep(self._run.back_off(failures))

    def cut(self, but=None):
        for answer in self._users - {but}:
            answer.cut()

    def close(self):
        self._part.close()

    def _publish(self):
        algorithm, _, value = (self._o.checksum or "").partition("=")
        if value and self._part.digest(algorithm.replace("-", "")) != value.lower():
            self._part.discard()
            raise Checksum("the checksum is another")
        return self._part.publish(self._part.about["name"], self._run.published)

    def _attempt(self):
        """Asks for what is missing first; the answer may also be the whole."""
        part = self._part
        resume = self._ranges and part.done and part.about.get("validator") and part.about["total"]
        at, end = part.gaps()[0] if resume else (0, None)
        with self._run.ask(self._url, self._range(at, end) if resume else [], self._users) as answer:
            if answer.status == 200:
                about, at, end = self._about(answer), 0, None
                if resume and (about["etag"], about["total"]) == (part.about["etag"], part.about["total"]):
                    self._ranges = False  # the same file: it is the range that was not liked, or If-Range
                part.begin(about)
                self._lead(answer, at, about["total"], (answer.get("accept-ranges") or "").lower() == "bytes")
            elif resume:
                self._lead(answer, at, self._check(answer, at, end), True)
            else:
                raise Fault(f"status {answer.status}, but the whole file was asked for")

    def _lead(self, answer, at, last, pieces_too):
        """Takes the answer's body, which goes up to last, as far as no helper has taken a piece of it."""
        part = self._part
        self._fault, self._at, self._whole, self._pieces = None, at, answer.status == 200, part.gaps()
        if not self._pieces:
            return  # an empty file
        if pieces_too and self._ranges and part.about["validator"] and part.about["total"]:
            size = max(self._o.min_segment, -(-part.about["total"] // self._segments))
            self._pieces = [(start, min(start + size, end)) for first, end in self._pieces
                            for start in range(first, end, size)]
        self._end = self._pieces.pop(0)[1]
        helpers = [threading.Thread(target=self._help, args=(answer.url,))
                   for _ in range(min(self._segments - 1, len(self._pieces)))]
        try:
            for helper in helpers:
                helper.start()
            self._take(answer, last)
        except BaseException:
            self._pieces.clear()
            self.cut(but=answer)
            if isinstance(self._fault, (Unfit, Disk)):
                raise self._fault from None  # why our answer was cut
            raise
        finally:
            for helper in helpers:
                helper.join()
        if self._fault and part.gaps():
            raise self._fault

    def _take(self, answer, last):
        for data in answer.body():
            while data:
                with self._lock:
                    taken = data if self._end is None else data[:self._end - self._at]
                    self._part.write(taken, self._at)
                    self._at, data = self._at + len(taken), data[len(taken):]
                    if self._at == self._end:
                        if not self._pieces or self._pieces[0][0] != self._at:
                            self._whole = False  # it leads no more
                            return
                        self._end = self._pieces.pop(0)[1]
        if last is None:
            if not answer.chunked:
                self._run.say(f"{self._url}: nothing shows that this is all of it")
            self._part.about["total"] = self._at
        elif self._at < last:
            raise Passing("the part that came is shorter than it says")

    def _help(self, url):
        while True:
            with self._lock:
                if self._fault or not self._pieces or not self._run.extra.acquire(blocking=False):
                    return
                at, end = self._pieces.pop()
            try:
                with self._run.ask(url, self._range(at, end), self._users) as answer:
                    last = self._check(answer, at, end)
                    for data in answer.body():
                        with self._lock:
                            if self._fault or not self._ranges:
                                return
                            self._part.write(data[:last - at], at)
                            at += len(data[:last - at])
                if at < last:
                    raise Passing("the part that came is shorter than it says")
            except OSError as fault:
                self._trouble(Disk(str(fault)))
            except Fault as fault:
                self._trouble(fault if isinstance(fault, Passing) else Unfit(str(fault), ranges=False))
            finally:
                self._run.extra.release()
                with self._lock:
                    if at < end and self._ranges:
                        self._pieces = sorted(self._pieces + [(at, end)])

    def _trouble(self, fault):
        """A helper cannot go on."""
        with self._lock:
            if isinstance(fault, Busy):
                self._segments = 1
            if isinstance(fault, Unfit) and not fault.ranges and self._whole:
                self._ranges, self._end = False, self._part.about["total"]  # the leading answer goes on to the end
                self._pieces.clear()
                self._part.keep_only(self._at)
            else:
                self._fault = self._fault or fault
                if isinstance(fault, (Unfit, Disk)):
                    self.cut()

    def _range(self, at, end):
        return [("Range", f"bytes={at}-{end - 1}"), ("If-Range", self._part.about["validator"])]

    def _check(self, answer, at, end):
        """Whether this is a part of the file that is being put together; where it ends, perhaps before what was asked."""
        about, span = self._part.about, answer.content_range()
        etag, modified = answer.get("etag"), answer.get("last-modified")
        if etag and etag != about["etag"] or not etag and modified and modified != about["modified"]:
            raise Unfit("the file has changed meanwhile")
        if answer.status != 206 or not span or span[0] != at or span[1] > end or span[2] is None or encoded(answer) \
                or about["etag"] and not etag:
            raise Unfit("the answer is not the part that was asked for", ranges=False)
        if span[2] != about["total"]:
            raise Unfit("the file has another length now")
        return span[1]

    def _about(self, answer):
        if encoded(answer):
            raise Fault(f"it comes in a coding that nobody asked for: {answer.get('content-encoding')}")
        etag, modified, date = (answer.get(name) for name in ("etag", "last-modified", "date"))
        strong = etag and re.fullmatch('"[^"]*"', etag)
        old_enough = modified and date and (email_time(date) or 0) - (email_time(modified) or 1e99) >= 60
        validator = etag if strong else modified if old_enough else None  # RFC 9110 sections 8.8.2.2 and 13.1.5
        path = urlsplit(self._url).path
        name = safe(named(answer.get("content-disposition") or "") or unquote(path.rpartition("/")[2]))
        return {"etag": etag, "modified": modified, "total": answer.length, "name": name,
                "validator": None if (answer.get("accept-ranges") or "").lower() == "none" else validator}


def encoded(answer):
    return (answer.get("content-encoding") or "identity").lower() != "identity"


class Run:
    """What the files share: the options, the pauses that hosts asked for, the order to stop."""

    def __init__(self, options):
        self.options, self.extra = options, threading.Semaphore(options.extra)
        self._stop, self._files, self._tls, self._full = threading.Event(), set(), None, None
        self.published = set()  # paths of files that are done
        self._pauses = {}  # host: until when, and how many times in a row

    @property
    def stopping(self):
        return self._stop.is_set()

    def stop(self):
        if self.stopping:
            os._exit(130)  # the second Ctrl-C; a journal is never ahead of its data
        self._stop.set()
        for file in list(self._files):
            file.cut()

    def fetch(self, url):
        """None, or the fault that kept the file away."""
        file = None
        try:
            if self.stopping or self._full:
                raise self._full or Fault("told to stop")
            origin(url)
            try:
                file = File(self, url)
            except OSError as fault:
                raise Disk(str(fault)) from fault
            self._files.add(file)
            self.say(f"{url}: {file.fetch()}")
        except Fault as fault:
            self.say(f"{url}: {'stopped; the same command goes on' if self.stopping else fault}")
            self._full = fault if isinstance(fault, Disk) else self._full
            return fault
        finally:
            if file:
                self._files.discard(file)
                file.close()

    def ask(self, url, fields, users):
        """The answer of a URL, 200, 206 or 416; redirects are followed, and anything else is a fault."""
        first, parts = origin(url), urlsplit(url)
        own = [tuple(part.strip() for part in field.split(":", 1)) for field in self.options.header]
        if parts.username is not None:
            user = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            own.append(("Authorization", "Basic " + base64.b64encode(user).decode()))
        for _ in range(self.options.max_redirects + 1):
            here = origin(url)
            self._wait_for(here)
            answer = Answer(self, url, fields + (own if here == first else []), users)
            try:
                next_url = self._judge(answer, here)
                if not next_url:
                    return answer
                url = next_url
            except Fault:
                answer.close()
                raise
            answer.close()
        raise Fault("too many redirects")

    def _judge(self, answer, here):
        """None for an answer that can be used, or where it sends us."""
        status, said = answer.status, f"status {answer.status}"
        if status in (301, 302, 303, 307, 308) and answer.get("location"):
            target = quote(answer.get("location").encode("latin-1"), safe=string.punctuation)
            parts = urlsplit(urldefrag(urljoin(answer.url, target))[0])
            if here[0] == "https" and parts.scheme == "http":
                raise Fault("it redirects from https to http")
            return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        if status in (429, 503):
            raise Busy(said, self._pause(here, answer.get("retry-after") or ""))
        if status in (408, 425, 500, 502, 504) or 520 <= status < 530:
            raise Passing(said)
        if status not in (200, 206, 416):
            raise Fault(said)
        if self._pauses.get(here, (0, 0))[0] <= time.monotonic():  # else the answer is to what was asked before it
            self._pauses.pop(here, None)

    def _pause(self, here, retry_after):
        """Nobody asks this host for a while."""
        _, times = self._pauses.get(here, (0, 0))
        seconds = int(retry_after) if re.fullmatch("[0-9]{1,18}", retry_after) else None
        if seconds is None and (date := email_time(retry_after)) is not None:
            seconds = max(0, date - time.time())
        if seconds is None:
            seconds = self.back_off(times + 1)
        if seconds > self.options.max_retry_wait:
            raise Fault(f"the host asks to be left alone for {seconds:.0f} seconds")
        self._pauses[here] = time.monotonic() + seconds, times + 1
        return seconds

    def _wait_for(self, here):
        while (left := self._pauses.get(here, (0, 0))[0] - time.monotonic()) > 0:
            self.sleep(left + random.uniform(0, self.options.retry_wait / 4))  # not all in the same moment

    def back_off(self, times):
        """Twice as long each time, and a random part of it less, so that not all come again together."""
        longest = min(self.options.max_retry_wait, self.options.retry_wait * 2 ** min(times - 1, 30))
        return longest * random.uniform(0.5, 1)

    def sleep(self, seconds):
        if self._stop.wait(seconds):
            raise Fault("told to stop")

    def tls(self):
        self._tls = self._tls or ssl.create_default_context(cafile=self.options.cacert)
        return self._tls

    def say(self, line):
        sys.stderr.write("".join(c if c.isprintable() else "?" for c in line) + "\n")


def size(text):
    match = re.fullmatch("([0-9]+)([kMGT]?)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is no size")
    return int(match[1]) << 10 * " kMGT".index(match[2] or " ")


def parse_options():
    parser = argparse.ArgumentParser(usage="download.py [options] URL... DIR")
    parser.add_argument("urls", nargs="*", metavar="URL")
    parser.add_argument("dir", metavar="DIR")
    parser.add_argument("-i", "--input", help="a file with a URL a line")
    parser.add_argument("--header", action="append", default=[], help="sent to the host of the URL, and no other")
    parser.add_argument("--checksum", help="sha-256=HEX, of the one URL")
    parser.add_argument("--cacert", help="PEM file")
    for name, kind, default, what in [
            ("jobs", int, 4, "files at once"), ("segments", int, 4, "connections for one file"),
            ("extra", int, 8, "connections beside the first of each file, in all"),
            ("min-segment", size, "1M", "bytes"), ("connect-timeout", float, 10, "s"), ("read-timeout", float, 20, "s"),
            ("retries", int, 5, "in a row that bring nothing"), ("retry-wait", float, 1, "s"),
            ("max-retry-wait", float, 60, "s"), ("min-speed", size, "100", "bytes a second"),
            ("min-speed-time", float, 30, "s"), ("max-redirects", int, 20, "")]:
        parser.add_argument("--" + name, type=kind, default=default, help=f"{what} (%(default)s)", metavar="N")
    options = parser.parse_args()
    try:
        if options.input:
            with open(options.input, encoding="utf-8") as file:
                options.urls += [line.strip() for line in file if line.strip() and not line.startswith("#")]
        os.makedirs(options.dir, exist_ok=True)
    except (OSError, UnicodeError) as fault:
        parser.error(str(fault))
    if not options.urls or options.checksum and len(options.urls) > 1:
        parser.error("nothing to fetch" if not options.urls else "--checksum is for one URL")
    return options


def main():
    options = parse_options()
    run = Run(options)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: run.stop())
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        faults = list(pool.map(run.fetch, options.urls))
    failed = [fault for fault in faults if fault]
    if run.stopping and failed:
        return 130
    for kind, status in ((Disk, 5), (Checksum, 4)):
        if any(isinstance(fault, kind) for fault in failed):
            return status
    return 0 if not failed else 3 if len(failed) == len(faults) else 1


if __name__ == "__main__":
    sys.exit(main())
