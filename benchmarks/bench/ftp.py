"""vsftpd and pyftpdlib with a configuration of our own, and a crowd of FTP clients."""

import os
import select
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from bench import BenchError, LeftOut
from bench.prepare import REPOSITORY
from bench.processes import STOP_SECONDS, Family, Server, tail

# Whatever is not here is as in Debian's package: a process without rights for each session, in a namespace of its own,
# beside one with rights, and one line in a log for each login and each file.
VSFTPD = """\
listen=YES
listen_address={host}
listen_port={port}
background=NO
anonymous_enable=YES
local_enable=NO
write_enable=YES
anon_upload_enable=YES
anon_umask=077
anon_root={root}
one_process_model={one_process}
secure_chroot_dir={directory}/nothing
xferlog_enable=YES
vsftpd_log_file={directory}/vsftpd-transfers.log
max_per_ip=0
"""
PYFTPDLIB = Path("/usr/lib/python3/dist-packages/pyftpdlib")  # where Debian has it; for Debian's Python alone
PEERS = REPOSITORY / "benchmarks/peers/target/peers.jar"
LOGIN_SECONDS = 60  # for a whole crowd
SAMPLES = 0.5  # seconds; a family of hundreds takes some milliseconds to look at


def vsftpd(host: str, port: int, directory: Path, root: Path, one_process: bool = False) -> list[str]:
    """The command that starts it, for `processes.running`: guests may read `root`, and write into open folders there."""
    if os.geteuid() != 0:
        raise LeftOut("vsftpd has to be started as root")
    (directory / "nothing").mkdir(exist_ok=True)
    configuration = directory / "vsftpd.conf"
    text = VSFTPD.format(
        host=host, port=port, directory=directory, root=root, one_process="YES" if one_process else "NO"
    )
    configuration.write_text(text)
    return ["vsftpd", str(configuration)]


def pyftpdlib(host: str, port: int, root: Path, ports: str = "") -> list[str]:
    """`ports`: FIRST-LAST, for data connections; without it the system is asked for a free one each time."""
    options = ["-r", ports] if ports else []
    return ["/usr/bin/python3", "-m", "pyftpdlib", "-i", host, "-p", str(port), *options, "-w", "-d", str(root)]


@dataclass(frozen=True)
class Load:
    """What a crowd has done while it was measured: how often, in how many seconds, and what it took."""

    count: int
    seconds: float
    server_cpu: float
    client_cpu: float
    server_peak: int  # KiB


class Crowd:
    """Some FTP clients in one process, which does the same again and again: peers/…/FtpCrowd.java.

    It says `start` when it has done that for long enough to be measured, and at last `end COUNT`.
    """

    def __init__(self, command: list[str], log: Path):
        self._log = log
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, start_new_session=True
            )
        self._family = Family(self._process.pid)
        self._said = b""

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_) -> None:
        self._process.kill()
        self._process.wait(STOP_SECONDS)
        self._process.stdout.close()

    def measure(self, server: Server, warmup: float, seconds: float) -> Load:
        self._await("start", LOGIN_SECONDS + warmup)
        start, server_cpu, client_cpu = time.monotonic(), server.cpu_seconds(), self._family.cpu_seconds()
        peak = server.memory_kib("Pss")
        while not self._says(SAMPLES):
            peak = max(peak, server.memory_kib("Pss"))
            if time.monotonic() - start > seconds + LOGIN_SECONDS:
                self._fail("does not end")
        took = time.monotonic() - start
        server_cpu, client_cpu = server.cpu_seconds() - server_cpu, self._family.cpu_seconds() - client_cpu
        word, count = self._await("end", STOP_SECONDS).split()
        return Load(int(count), took, server_cpu, client_cpu, peak)

    def _await(self, word: str, seconds: float) -> str:
        deadline = time.monotonic() + seconds
        while not self._says(max(0.0, deadline - time.monotonic())):
            if time.monotonic() > deadline:
                self._fail(f"did not say '{word}' within {seconds} s")
        line, _, self._said = self._said.partition(b"\n")
        text = line.decode(errors="replace")
        if not text.startswith(word):
            self._fail(f"said '{text}'")
        return text

    def _says(self, seconds: float) -> bool:
        """Whether it has said something, or does within that time."""
        poll = select.poll()
        poll.register(self._process.stdout, select.POLLIN)
        if b"\n" not in self._said and poll.poll(1000 * seconds):
            part = os.read(self._process.stdout.fileno(), 4096)
            if not part:
                self._fail("ended too early")
            self._said += part
        return b"\n" in self._said

    def _fail(self, what: str) -> None:
        raise BenchError(f"The crowd of FTP clients {what}:\n{tail(self._log)}")


def crowd(java: Path, host: str, port: int, clients: int, warmup: int, seconds: int, *file) -> list[str]:
    """The command for clients that log in, again and again; or, if a file and its size are named, that fetch it."""
    arguments = (host, port, clients, warmup, seconds, *file)
    return [str(java), "-Xmx256m", "-cp", str(PEERS), "netlessons.bench.FtpCrowd", *map(str, arguments)]
