"""Servers as child processes: started, waited for, watched through /proc, and always ended."""

import ctypes
import fcntl
import os
import re
import resource
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import BenchError

CORES = sorted(os.sched_getaffinity(0))
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 30
STOP_SECONDS = 15
PR_SET_CHILD_SUBREAPER, CLONE_NEWNET, SIOCSIFFLAGS, IFF_UP = 36, 0x40000000, 0x8914, 1  # of Linux


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


def own_network() -> None:
    """Moves us, and what we start from now on, into a network that has nothing but loopback; only root may.

    Some firewall rules, such as Docker's, have the kernel keep a list of all connections, on loopback, too, and each stays
    there for two minutes after its end. A few thousand a second fill the list (262,144 as a rule), and then new ones wait
    until there is room: whoever is being measured then does nothing. A network of its own has no rules.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        raise BenchError(f"There can be no network of our own: {os.strerror(ctypes.get_errno())}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP))


def free_port() -> int:
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def cpu_ticks(stat: str) -> int:
    """User and system time, all threads, of the text of /proc/PID/stat; its second field may have spaces and brackets.

    With the time of the children that it has waited for: a server may have one for each client.
    """
    fields = stat.rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15])


def adopt_orphans() -> None:
    """Has processes become our children when those that started them end before them.

    The kernel adds the time of a process to that of whoever waits for its end. vsftpd has a process for a session, which
    starts another one, and does not always stay long enough to wait for it: then it is for us to do.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise BenchError(f"Orphans cannot be adopted: {os.strerror(ctypes.get_errno())}")


def has_ended(stat: str) -> bool:
    """Whether nobody has waited for its end yet, from the text of /proc/PID/stat."""
    return stat.rpartition(")")[2].split()[0] == "Z"


def session(stat: str) -> int:
    """The session of the process, from the text of /proc/PID/stat."""
    return int(stat.rpartition(")")[2].split()[3])


def kib(status: str, field: str) -> int:
    """A size from the text of /proc/PID/status, such as VmRSS; 0 if it has none (the process is just ending)."""
    for line in status.splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0


def parent(stat: str) -> int:
    """The parent of the process, from the text of /proc/PID/stat."""
    return int(stat.rpartition(")")[2].split()[1])


def listens(port: int, tables: str) -> bool:
    """Whether a socket listens on the port, from the text of /proc/net/tcp and tcp6. `nc` serves but one, so do not ask."""
    return re.search(rf"^ *\d+: [0-9A-F]+:{port:04X} [0-9A-F]+:0000 0A ", tables, re.M) is not None


class Family:
    """The processes of a session, and all that descend from them.

    nginx has a master and a worker; rsync and sshd make processes for each client, and those of sshd make sessions of
    their own. Who `adopts` takes orphans for members, too: what we have started ourselves leads a session, or is in ours.
    """

    def __init__(self, leader: int, adopts: bool = False):
        self._leader = leader
        self._adopts = adopts
        self._members: set[int] = {leader}
        self._strangers: set[int] = set()
        self._orphans_cpu = 0.0

    def cpu_seconds(self) -> float:
        alive = sum(cpu_ticks(stat) for stat in self.members().values()) / TICKS
        return alive + self._orphans_cpu

    def memory_kib(self, field: str) -> int:
        """VmRSS (now) or VmHWM (the most so far) of all of them; memory that two share counts twice.

        Of Pss (now) it counts half for each; the kernel has to look at every page for that.
        """
        file = "smaps_rollup" if field == "Pss" else "status"
        total = 0
        for pid in self.members():
            try:
                total += kib(Path(f"/proc/{pid}/{file}").read_text(), field)
            except (FileNotFoundError, ProcessLookupError):
                pass  # it has ended since we listed it
        return total

    def open_files(self) -> int:
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in self.members())

    def members(self) -> dict[int, str]:
        """The text of /proc/PID/stat of each. A process is judged once, when it is new: this is called often."""
        alive = sorted(int(entry) for entry in os.listdir("/proc") if entry.isdigit())
        self._strangers.intersection_update(alive)
        unknown, family, missed = {}, {}, False
        for pid in alive:
            if pid not in self._strangers:
                try:
                    unknown[pid] = Path(f"/proc/{pid}/stat").read_text()
                except (FileNotFoundError, ProcessLookupError):
                    missed = True  # it has ended, and may have been the parent of another one
        # A child can have a smaller number than its parent: behind the greatest one the kernel begins anew.
        while found := [pid for pid, stat in unknown.items() if self._is_one(pid, stat, family)]:
            for pid in found:
                stat = unknown.pop(pid)
                if pid != self._leader and has_ended(stat) and parent(stat) == os.getpid():
                    usage = os.wait4(pid, 0)[2]  # an orphan: nobody else will
                    self._orphans_cpu += usage.ru_utime + usage.ru_stime
                else:
                    family[pid] = stat
        if not missed:
            self._strangers.update(unknown)
        self._members = {self._leader, *family}
        return family

    def _is_one(self, pid: int, stat: str, found: dict[int, str]) -> bool:
        if pid in self._members or session(stat) == self._leader or parent(stat) in self._members | found.keys():
            return True
        return self._adopts and parent(stat) == os.getpid() and session(stat) not in (pid, os.getsid(0))


class Server:
    """A server that runs, with all its processes."""

    def __init__(self, name: str, process: subprocess.Popen, port: int, log: Path):
        self.name = name
        self.port = port
        self.family = Family(process.pid, adopts=True)
        self._process = process
        self._log = log

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu_seconds(self) -> float:
        return self.family.cpu_seconds()

    def memory_kib(self, field: str) -> int:
        return self.family.memory_kib(field)

    def open_files(self) -> int:
        return self.family.open_files()

    def check_alive(self) -> None:
        if self._process.poll() is not None:
            self.fail(f"ended with status {self._process.returncode}")

    def fail(self, what: str) -> None:
        """Fails with `what` and with the last that it said itself."""
        raise BenchError(f"{self.name} {what}:\n{tail(self._log)}") from None

    def await_listening(self) -> None:
        """Waits until it listens, without a connection to it."""
        deadline = time.monotonic() + START_SECONDS
        while not listens(self.port, tcp_tables()):
            self.check_alive()
            if time.monotonic() > deadline:
                self.fail(f"did not listen on port {self.port} within {START_SECONDS} s")
            time.sleep(0.02)

    def stop(self) -> None:
        """Asks it to end, and ends it if it does not; whatever happens meanwhile, it is gone afterwards."""
        try:
            self._process.send_signal(signal.SIGTERM)  # does nothing if it has ended
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.fail(f"did not stop within {STOP_SECONDS} s of SIGTERM")
        finally:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()


def tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-15:]
    return "\n".join("  " + line for line in lines) or "  (it said nothing)"


def tcp_tables() -> str:
    """Java's sockets stand in the second table even when they are bound to 127.0.0.1."""
    tables = (Path("/proc/net") / name for name in ("tcp", "tcp6"))
    return "".join(table.read_text() for table in tables if table.exists())


def start_server(
    command: list[str], stdout, stderr, environment: dict[str, str] = {}, inherited: Iterable[int] = ()
) -> subprocess.Popen:
    """A process on the first core, which is the servers'. It gets the open files of the numbers `inherited`, too.

    It gets a session of its own: Ctrl-C then reaches us alone, and we end the server in order; and its processes can
    be told from all others.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
        env=os.environ | environment,
        pass_fds=tuple(inherited),
        preexec_fn=lambda: os.sched_setaffinity(0, CORES[:1]),
    )


@contextmanager
def running(
    name: str,
    command: list[str],
    port: int,
    log: Path,
    ready: Callable[[Server], None] = Server.await_listening,
    **how,
) -> Iterator[Server]:
    """Starts a server, waits until it is `ready`, and ends it when the block ends, however it ends.

    `how` is for `start_server`.
    """
    with log.open("wb") as output:
        process = start_server(command, output, subprocess.STDOUT, **how)
    server = Server(name, process, port, log)
    try:
        ready(server)
        yield server
        server.check_alive()
    except BenchError:
        server.check_alive()  # that it has died explains what its client saw
        raise
    finally:
        server.stop()
