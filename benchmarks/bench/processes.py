"""Servers as child processes: started, asked whether they answer, watched through /proc, and always ended."""

import http.client
import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import BenchError

CORES = sorted(os.sched_getaffinity(0))
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 30
STOP_SECONDS = 15


def raise_file_limit(needed: int) -> None:
    """Lets this process and the servers it starts, which inherit the limit, open that many files each."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= needed:
        return
    try:
        # Root may raise the hard limit, too; anybody may raise the soft one up to it.
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, max(needed, hard)))
    except (ValueError, OSError):
        raise BenchError(f"{needed} open files a process are needed, the hard limit (ulimit -Hn) is {hard}") from None


def part_cores() -> None:
    """Gives the first core to the servers (see `running`) and leaves the others to the clients.

    With both on all cores a result depends on which of them the scheduler favours; and a server that is one process on
    one core, as nginx with one worker is, could not be compared with one that may take them all.
    """
    if len(CORES) > 1:
        os.sched_setaffinity(0, CORES[1:])


def free_port() -> int:
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def cpu_ticks(stat: str) -> int:
    """utime + stime, all threads, of the text of /proc/PID/stat; its second field may have spaces and brackets."""
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def session(stat: str) -> int:
    """The session of the process, from the text of /proc/PID/stat."""
    return int(stat.rpartition(")")[2].split()[3])


def kib(status: str, field: str) -> int:
    """A size from the text of /proc/PID/status, such as VmRSS; 0 if it has none (the process is just ending)."""
    for line in status.splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0


class Server:
    """A server that runs, with all processes of its session (nginx has a master and a worker)."""

    def __init__(self, name: str, process: subprocess.Popen, port: int, log: Path):
        self.name = name
        self.port = port
        self._process = process
        self._log = log

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu_seconds(self) -> float:
        return sum(cpu_ticks(stat) for _, stat in self._processes()) / TICKS

    def memory_kib(self, field: str) -> int:
        """VmRSS (now) or VmHWM (the most so far) of all its processes; memory that two share counts twice."""
        return sum(kib(Path(f"/proc/{pid}/status").read_text(), field) for pid, _ in self._processes())

    def open_files(self) -> int:
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid, _ in self._processes())

    def check_alive(self) -> None:
        if self._process.poll() is not None:
            raise BenchError(f"{self.name} ended with status {self._process.returncode}:\n{self._tail()}")

    def await_answer(self, path: str, body: bytes) -> None:
        """Waits until the page comes, and checks that it is the page that the others serve, on the same terms."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            self.check_alive()
            try:
                return self._check_page(path, body)
            except OSError as refused:
                if time.monotonic() > deadline:
                    raise BenchError(
                        f"{self.name} did not answer within {START_SECONDS} s ({refused}):\n{self._tail()}"
                    ) from None
                time.sleep(0.05)

    def _check_page(self, path: str, body: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.connect()
            kept = connection.sock
            for _ in range(2):
                connection.request("GET", path)
                reply = connection.getresponse()
                content = reply.read()
                if reply.status != 200 or content != body:
                    raise BenchError(f"{self.name} answers {path} with {reply.status} and {content[:80]!r}")
                if reply.getheader("Content-Length") != str(len(body)):
                    raise BenchError(f"{self.name} answers {path} without a right Content-Length")
                if connection.sock is not kept:
                    raise BenchError(f"{self.name} does not keep the connection open")
        except http.client.HTTPException as broken:
            raise BenchError(f"{self.name} does not speak HTTP: {broken!r}\n{self._tail()}") from None
        finally:
            connection.close()

    def stop(self) -> None:
        """Asks it to end, and ends it if it does not; whatever happens meanwhile, it is gone afterwards."""
        try:
            self._process.send_signal(signal.SIGTERM)  # does nothing if it has ended
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise BenchError(f"{self.name} did not stop within {STOP_SECONDS} s of SIGTERM:\n{self._tail()}") from None
        finally:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _processes(self) -> Iterator[tuple[int, str]]:
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    stat = Path(f"/proc/{entry}/stat").read_text()
                except (FileNotFoundError, ProcessLookupError):
                    continue  # it has ended since we listed it
                if session(stat) == self._process.pid:
                    yield int(entry), stat

    def _tail(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-15:]
        return "\n".join("  " + line for line in lines) or "  (it said nothing)"


@contextmanager
def running(name: str, command: list[str], port: int, log: Path, path: str, body: bytes) -> Iterator[Server]:
    """Starts a server, waits until it answers `path` with `body`, and ends it when the block ends, however it ends.

    It gets a session of its own: Ctrl-C then reaches us alone, and we end the server in order; and its processes can
    be told from all others.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: os.sched_setaffinity(0, CORES[:1]),
        )
    server = Server(name, process, port, log)
    try:
        server.await_answer(path, body)
        yield server
        server.check_alive()
    except BenchError:
        server.check_alive()  # that it has died explains what its client saw
        raise
    finally:
        server.stop()
