"""Lesson 02, the sender of files, before it sends anything: it connects, and closes the connection. Stage 0 passes.

To start it: python3 send.py 6542 photo.jpg (the chapter: docs/02-socket-upload.md)
"""
import pathlib
import socket
import sys


def main():
    port, path = int(sys.argv[1]), pathlib.Path(sys.argv[2])  # a file or, from stage 3 on, a folder
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            if send(connection, path):
                return 0
            print(f"{path} has not been received.", file=sys.stderr)
    except OSError as error:
        print(f"{path} could not be sent: {error}", file=sys.stderr)
    return 1


def send(connection, path):
    """Whether the receiver has said that all of it has arrived."""
    with connection.makefile("rwb") as stream:
        # Stage 1: agree with your receiver on how a name, a length and the bytes of a file are told apart; send them.
        # Stage 2: from here on the bytes are those of docs/02-protocol.md: the frames, and that a read is not a frame.
        # Then: many files and clients, checksums, resume, hostile receivers: chapter 02 has a section for each.
        stream.flush()
    return False


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C is no error
