"""Lesson 03, a folder shared over HTTP, before it says anything: it listens, takes connections, and closes them.
Stage 0 passes.

To start it: python3 share.py 8000 . (the chapter: docs/03-simple-http-share.md)
"""
import pathlib
import socket
import sys


def main():
    port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    options = sys.argv[3:]  # such as --upload
    with socket.create_server(("127.0.0.1", port)) as server:
        print(f"Listening on http://127.0.0.1:{port}/ (Ctrl-C stops)", flush=True)
        while True:
            connection, _ = server.accept()  # one client after the other, at first
            with connection:
                try:
                    serve(connection, folder, options)
                except (OSError, ValueError) as error:
                    print(f"A connection ended: {error}", file=sys.stderr, flush=True)  # and the next one is served


def serve(connection, folder, options):
    """All that is said on one connection, which is closed behind it."""
    connection.settimeout(10)  # nobody may keep the others waiting for ever
    with connection.makefile("rwb") as stream:
        # Stage 1: read the request up to its empty line; GET and HEAD of a file, and of a folder as a page or
        # as JSON.
        # Stage 2: conditions and ranges: ETag, If-None-Match, Range; the answers 304, 206, 416.
        # Stage 3: PUT and POST, where the options have --upload; a file appears whole or not at all.
        # Then: pictures, passwords, hostile clients, the page in a browser: docs/03-contract.md has all of it.
        stream.flush()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C is no error
