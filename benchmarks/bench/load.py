"""Clients: wrk for many small requests, curl for one long answer, and a crowd that mostly keeps silent."""

import http.client
import re
import resource
import socket
import subprocess
import time
from collections.abc import Iterable

from bench import BenchError
from bench.processes import START_SECONDS, Server

UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


def await_page(server: Server, path: str, body: bytes) -> None:
    """Waits until the page comes, and checks that it is the page that the others serve, on the same terms."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        server.check_alive()
        try:
            return _check_page(server, path, body)
        except OSError as refused:
            if time.monotonic() > deadline:
                server.fail(f"did not answer within {START_SECONDS} s ({refused})")
            time.sleep(0.05)


def _check_page(server: Server, path: str, body: bytes) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.connect()
        kept = connection.sock
        for _ in range(2):
            connection.request("GET", path)
            reply = connection.getresponse()
            content = reply.read()
            if reply.status != 200 or content != body:
                raise BenchError(f"{server.name} answers {path} with {reply.status} and {content[:80]!r}")
            if reply.getheader("Content-Length") != str(len(body)):
                raise BenchError(f"{server.name} answers {path} without a right Content-Length")
            if connection.sock is not kept:
                raise BenchError(f"{server.name} does not keep the connection open")
    except http.client.HTTPException as broken:
        server.fail(f"does not speak HTTP ({broken!r})")
    finally:
        connection.close()


def wrk(url: str, seconds: int, connections: int = 64, fields: Iterable[str] = ()) -> dict[str, float]:
    """Runs wrk with one thread.

    Returns `requests`, `rate` (requests/s), `p99` (ms) and `client` (per cent of a core that wrk itself used: near 100
    it was wrk that was measured). Fails if even one request did not get an answer with status 2xx or 3xx.
    """
    options = [word for field in fields for word in ("-H", field)]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s", *options, url]
    before = _children_cpu()
    start = time.monotonic()
    output = _run(command, seconds + 30)
    busy = (_children_cpu() - before) / (time.monotonic() - start)
    return parse_wrk(output) | {"client": 100 * busy}


def parse_wrk(output: str) -> dict[str, float]:
    """The numbers of wrk's report; fails if there are complaints in it."""
    for complaint in ("Socket errors:", "Non-2xx or 3xx responses:"):
        if complaint in output:
            raise BenchError(f"wrk reports failures:\n{output}")
    rate = re.search(r"^Requests/sec:\s+([\d.]+)$", output, re.M)
    count = re.search(r"^\s+(\d+) requests in ", output, re.M)
    p99 = re.search(r"^\s+99%\s+([\d.]+)(us|ms|s|m)\s*$", output, re.M)
    if not (rate and count and p99) or int(count[1]) == 0:
        raise BenchError(f"wrk reports no requests:\n{output}")
    return {"requests": int(count[1]), "rate": float(rate[1]), "p99": float(p99[1]) * UNITS[p99[2]]}


def curl(url: str, size: int) -> float:
    """Seconds in which curl reads all of a file of `size` bytes."""
    output = _run(
        ["curl", "--silent", "--show-error", "--fail", "--max-time", "120", "--output", "/dev/null"]
        + ["--write-out", "%{http_code} %{size_download} %{time_total}", url],
        150,
    )
    status, read, seconds = output.split()
    if (status, int(read)) != ("200", size):
        raise BenchError(f"curl read {read} of {size} bytes, status {status}, from {url}")
    return float(seconds)


class Crowd:
    """Many open connections at once, in one process: to hold them needs no threads, only open files."""

    def __init__(self, port: int, count: int):
        self._sockets: list[socket.socket] = []
        self._address = ("127.0.0.1", port)
        self._count = count

    def __enter__(self) -> "Crowd":
        try:
            while len(self._sockets) < self._count:
                self._sockets.append(socket.create_connection(self._address, timeout=10))
        except OSError as refused:
            opened = len(self._sockets)
            self.__exit__()
            raise BenchError(f"Connection {opened + 1} of {self._count} failed: {refused}") from None
        return self

    def __exit__(self, *_) -> None:
        for connection in self._sockets:
            connection.close()

    def ask(self, path: str, body: bytes, seconds: float) -> int:
        """Sends a request on every connection, then reads all answers; returns how many were whole and right."""
        deadline = time.monotonic() + seconds
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        sent = [connection for connection in self._sockets if _sends(connection, request)]
        return sum(_answers(connection, body, deadline) for connection in sent)


def _sends(connection: socket.socket, request: bytes) -> bool:
    try:
        connection.sendall(request)  # a few bytes into an empty buffer: never waits
        return True
    except OSError:
        return False


def _answers(connection: socket.socket, body: bytes, deadline: float) -> bool:
    received = b""
    try:
        while not received.endswith(b"\r\n\r\n" + body):
            connection.settimeout(max(0.001, deadline - time.monotonic()))
            part = connection.recv(4096)
            if not part:
                return False
            received += part
        return received.startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False


def _children_cpu() -> float:
    """CPU seconds of ended children: of wrk, while the servers still run."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _run(command: list[str], seconds: float) -> str:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise BenchError(f"{command[0]} did not end within {seconds} s") from None
    if done.returncode != 0:
        raise BenchError(f"{' '.join(command)}\nended with status {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout
