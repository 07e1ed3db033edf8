"""Lesson 01, a web server, before it says anything: it listens, takes connections, and closes them. Stage 0
passes.

To start it: python3 webserver.py 8080 . (the chapter: docs/01-socket-webserver.md)
"""
import pathlib
import socket
import sys


def main():
    port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    with socket.create_server(("127.0.0.1", port)) as server:
        print(f"Listening on http://127.0.0.1:{port}/ (Ctrl-C stops)", flush=True)
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
        # Stage 1: read the request up to its empty line; answer with a status line, Content-Type, Content-
        # Length, an empty line, and a page.
        # Stage 2: look at the request: its method, its path, its Host; answer GET /hello/{name}, GET /headers,
        # and all else with 404.
        # Stage 3: read the body of a request, by Content-Length or in chunks, and give it back: POST /echo.
        # Then: keep-alive, many clients, the files of the folder, hostile clients, the end: chapter 01 has a
        # section for each.
        stream.flush()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C is no error
