"""Lesson 02, the receiver of files, before it says anything: it listens, takes connections, and closes them.
Stage 0 passes.

To start it: python3 receive.py 6542 . (the chapter: docs/02-socket-upload.md)
"""
import pathlib
import socket
import sys


def main():
    port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    with socket.create_server(("127.0.0.1", port)) as server:
        print(f"Listening on 127.0.0.1:{port} (Ctrl-C stops)", flush=True)
        while True:
            connection, _ = server.accept()  # one client after the other, at first
            with connection:
                try:
                    serve(connection, folder)
                except (OSError, ValueError) as error:
                    print(f"A connection ended: {error}", file=sys.stderr, flush=True)  # and the next one is served


def serve(connection, folder):
    """All that is said on one connection, which is closed behind it."""
    connection.settimeout(10)  # nobody may keep the others waiting for ever
    with connection.makefile("rwb") as stream:
        # Stage 1: agree with your sender on how a name, a length and the bytes of a file are told apart; write
        # the file into the folder.
        # Stage 2: from here on the bytes are those of docs/02-protocol.md: the frames, and that a read is not a
        # frame.
        # Then: many files and clients, checksums, resume, hostile senders, a full disk: chapter 02 has a
        # section for each.
        stream.flush()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C is no error
