"""Lesson 04, a downloader, before it fetches anything: it connects, and closes the connection. Stage 0 passes.

To start it: python3 downloader.py http://127.0.0.1:8080/ . (the chapter: docs/04-threaded-downloader.md)
"""
import pathlib
import socket
import sys
import urllib.parse


def main():
    urls, folder = sys.argv[1:-1], pathlib.Path(sys.argv[-1])
    fetched = 0
    for url in urls:  # one after the other; the chapter takes several at a time
        try:
            fetched += fetch(urllib.parse.urlsplit(url), folder)
        except (OSError, ValueError) as error:
            print(f"{url}: {error}", file=sys.stderr)  # and the next one is fetched
    print(f"{fetched} of {len(urls)} fetched into {folder}")
    return 0 if fetched == len(urls) else 1 if fetched else 3  # stage 2 tells which exit status means what


def fetch(url, folder):
    """Whether the file is in the folder, all of it, under its own name."""
    with socket.create_connection((url.hostname, url.port or 80), timeout=2) as connection:
        with connection.makefile("rwb") as stream:  # the servers of stage 2 are silent on purpose: hence the time-out
            # Stage 1: ask with GET, or let urllib.request do it; write the body into a file in the folder.
            # Stage 2: no half file under the file's own name, whatever happens: the status, the length, time-outs.
            # Stage 3: try again what may go well the next time, and wait before it.
            # Then: segments and resume, checksums, hostile servers: chapter 04 has a section for each.
            stream.flush()
    return False


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C is no error
