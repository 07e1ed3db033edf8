"""Lesson 05, an FTP server, before it says anything: it listens, takes connections, and closes them. Stage 0
passes.

To start it: python3 ftpserver.py 2121 . (the chapter: docs/05-ftp-server.md)
"""
import pathlib
import socket
import sys


def main():
    port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    options = sys.argv[3:]  # such as --user user:12345:elradfmwMT
    with socket.create_server(("127.0.0.1", port)) as server:
        print(f"Listening on 127.0.0.1:{port} (Ctrl-C stops)", flush=True)
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
        # Stage 1: speak first: 220. Then read lines and answer each: USER and PASS (of the users in the
        # options), PWD, QUIT; 500 for what is no command.
        # Stage 2: CWD and lists; what a client sees as / is the folder, and nothing outside of it.
        # Stage 3: data connections: PASV and EPSV, PORT and EPRT; RETR and STOR.
        # Then: rights, resume, limits, TLS, hostile clients: chapter 05 has a section for each.
        stream.flush()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C is no error
