"""Lesson 05 beside vsftpd and pyftpdlib."""

import os
import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from itertools import cycle
from pathlib import Path

from bench import BenchError
from bench import prepare as machine
from bench.files import RAM_DISK, Work, write_file
from bench.ftp import PYFTPDLIB, Crowd, crowd, pyftpdlib, vsftpd
from bench.processes import Server, adopt_orphans, free_port, own_network, running
from bench.rounds import Metric, Run, Target, Workload
from bench.transfers import Transfer, run_client, transfer

TITLE = "an FTP server"
PACKAGES = {"vsftpd": "vsftpd", str(PYFTPDLIB): "python3-pyftpdlib", "curl": "curl", "mvn": "maven"}

JAR = machine.REPOSITORY / "05-ftp-server/target/05-ftp-server.jar"
# Without it the JVM's peak memory says more of the machine's memory than of the server.
JAVA_OPTIONS = ["-Xmx512m"]
# Who takes files from guests has to say so; curl's guests say this.
WRITERS = ["--no-anonymous", "--user", "anonymous:ftp@example.com:elradfmw"]

SMALL_FILE, SMALL_SIZE = "10k.bin", 10 << 10
LARGE_FILE = "large.bin"
TRANSFERS = 3  # measured, after as many to warm up
# Java's compiler is at work until a server has sent some 20,000 files, and counts as much as all else at first.
WARMUPS = 3  # times as long as other lessons have
HOST = "127.0.0.1"
PASSIVE_PORTS = "20000-29999"  # beside those that the system gives to clients
LOGINS_AT_ONCE = 16
SESSIONS = 200

RETR = "Nearly all is the kernel's time, in `sendfile` for both; [larger calls gain nothing](#ftp-lesson-05)."
STOR = "Nearly all is the kernel's time, [in the same calls for both](#ftp-lesson-05): they read and write 64 KiB at a time."
STOR_DISK = "What is missing is less than one and the same server differs by from round to round."
# Of the targets that are missed: by workload, and the name of the row in the table.
REASONS = {
    "retr": {"lesson / vsftpd": RETR, "lesson / vsftpd: CPU s per GiB": RETR},
    "stor": {"lesson / vsftpd": STOR, "lesson / vsftpd: CPU s per GiB": STOR},
    "stor-disk": {"lesson / vsftpd + sync": STOR_DISK},
}


def prepare(run: Run, jdk: Path) -> dict[str, str]:
    """Builds the lesson and the clients; returns the versions of the peers."""
    adopt_orphans()
    machine.maven(jdk, "-pl", "05-ftp-server", "package", "-DskipTests")
    machine.maven(jdk, "-f", "benchmarks/peers/pom.xml", "package")
    try:
        own_network()  # Maven has needed the other one
    except BenchError as refused:
        print(f"{refused}. If the kernel's list of connections is full, they wait: see docs/benchmarks.md.", flush=True)
    return {
        "vsftpd": machine.version("dpkg-query", "-W", "vsftpd"),  # it says its version to its standard input
        "pyftpdlib": machine.version("/usr/bin/python3", "-m", "pyftpdlib", "--version"),
        "Python": machine.version("/usr/bin/python3", "--version"),
        "curl": machine.version("curl", "--version"),
    }


def workloads(run: Run) -> list[Workload]:
    """What the table "Speed" of the design asks of lesson 05, and files onto a disk."""
    bench = Bench(run)
    return [bench.retr(), bench.stor(), bench.stor_disk(), bench.logins(), bench.sessions()]


class Bench:
    """The measurements, each from a fresh start of a server to its end."""

    def __init__(self, run: Run):
        self.run = run
        self.directory = run.directory.resolve()
        self.files = run.files.resolve()
        self.large_size = (64 << 20) if run.quick else (1 << 30)
        self.small_body = os.urandom(SMALL_SIZE)
        # A port rests for a minute after a data connection. On an address of his own nobody finds those of others.
        self.addresses = cycle(f"127.0.0.{last}" for last in range(2, 255))

    def retr(self) -> Workload:
        return self.transfers(
            "retr",
            f"RETR of {self.large_size >> 20:,} MiB, one client",
            f"`curl` fetches a file that is in the page cache, {TRANSFERS} times in turn after as many to warm up. The lesson"
            " and vsftpd have the kernel send it (`sendfile`).",
            self.fetches,
            ["vsftpd", "pyftpdlib"],
            prepare=self.write_files,
        )

    def stor(self) -> Workload:
        work = Work(self.run.files, 1, self.large_size, sources_in_ram=True)
        return self.transfers(
            "stor",
            f"STOR of {self.large_size >> 20:,} MiB into memory, one client",
            f"`curl -T` sends a file from `{RAM_DISK}`, and it arrives there; with the lesson under its name when it is"
            f" whole. {TRANSFERS} times in turn after as many to warm up.",
            partial(self.sends, work, send),
            ["vsftpd", "pyftpdlib"],
            prepare=work.make,
            clean=work.remove,
        )

    def stor_disk(self) -> Workload:
        work = Work(self.run.files, 1, self.large_size, ram=False, sources_in_ram=True)

        def sends(name: str) -> list[Transfer]:
            return self.sends(work, send_and_sync if "sync" in name else send, name.removesuffix(" + sync"))

        return self.transfers(
            "stor-disk",
            f"STOR of {self.large_size >> 20:,} MiB onto a disk, one client",
            "The same onto the file system of the run's folder. The lesson forces the file to the disk before it answers"
            " 226. The others do not: `vsftpd + sync` is the fair comparison, where the client's clock stops after"
            " `sync FILE`; what that takes is in the column of curl, and with the lesson in the server's.",
            sends,
            ["vsftpd + sync", "vsftpd", "pyftpdlib + sync"],
            prepare=work.make,
            clean=work.remove,
        )

    def transfers(
        self, key: str, title: str, about: str, move: Callable[[str], list[Transfer]], peers: list[str], **how
    ) -> Workload:
        def contest(name: str) -> Callable[[], dict[str, float]]:
            def once() -> dict[str, float]:
                results = move(name)
                gib = len(results) * self.large_size / 2**30
                return {
                    "rate": gib / sum(result.seconds for result in results),
                    "cpu": sum(result.server_cpu for result in results) / gib,
                    "client": sum(result.client_cpu for result in results) / gib,
                    "peak": max(result.server_peak for result in results) / 1024,
                }

            return once

        first = peers[0]
        targets = [Target("lesson", "rate", first, at_least=1.0)]
        if "sync" not in first:
            targets.append(Target("lesson", "cpu", first, at_most=1.2))
        return Workload(
            key=key,
            title=title,
            about=about,
            metrics=[
                Metric("rate", "GiB/s", ".2f"),
                Metric("cpu", "CPU s per GiB", ".3f"),
                Metric("client", "curl: CPU s per GiB", ".3f"),
                Metric("peak", "peak memory, MiB"),
            ],
            lesson={"lesson": contest("lesson")},
            peers={name: contest(name) for name in peers},
            targets=targets,
            **how,
        )

    def logins(self) -> Workload:
        return self.crowds(
            "logins",
            f"Logins, {LOGINS_AT_ONCE} clients at a time",
            "Each client connects, sends USER and PASS as a guest, waits for 230, sends QUIT, and waits until the server"
            " closes; then it comes again. vsftpd starts two processes for each of them, so that what reads the network has"
            " no rights, or one if `one_process_model` is set.",
            "logins/s",
            "login",
            ["vsftpd", "vsftpd, 1 process", "pyftpdlib"],
            LOGINS_AT_ONCE,
        )

    def sessions(self) -> Workload:
        return self.crowds(
            "sessions",
            f"{SESSIONS} sessions at once, files of {SMALL_SIZE >> 10} KiB",
            f"{SESSIONS} clients are logged in, and each fetches a file of {SMALL_SIZE >> 10} KiB again and again: EPSV, a"
            f" data connection, RETR. `pyftpdlib, ports` has a range of ports for that (`-r {PASSIVE_PORTS}`).",
            "files/s",
            "file",
            ["vsftpd", "pyftpdlib", "pyftpdlib, ports"],
            SESSIONS,
            SMALL_FILE,
            SMALL_SIZE,
        )

    def crowds(
        self, key: str, title: str, about: str, unit: str, of_one: str, peers: list[str], clients: int, *file
    ) -> Workload:
        def contest(name: str) -> Callable[[], dict[str, float]]:
            def once() -> dict[str, float]:
                host = next(self.addresses)
                with self.start(name, host) as server:
                    seconds = (WARMUPS * self.run.warmup, self.run.seconds)
                    command = crowd(self.run.java, host, server.port, clients, *seconds, *file)
                    with Crowd(command, self.directory / "crowd.log") as all_of_them:
                        load = all_of_them.measure(server, *seconds)
                return {
                    "rate": load.count / load.seconds,
                    "cpu": 1e6 * load.server_cpu / max(load.count, 1),
                    "peak": load.server_peak / 1024,
                    "client": 100 * load.client_cpu / load.seconds,
                }

            return once

        return Workload(
            key=key,
            title=title,
            about=(
                f"{about} The clients are one program of ours. Memory is what the server's processes have while it is"
                " measured, and what they share counts once (PSS)."
            ),
            metrics=[
                Metric("rate", unit),
                Metric("cpu", f"CPU µs per {of_one}"),
                Metric("peak", "memory, MiB"),
                Metric("client", "clients, % of a core"),
            ],
            lesson={"lesson": contest("lesson")},
            peers={name: contest(name) for name in peers},
            targets=[
                Target("lesson", "rate", "vsftpd", at_least=1.0),
                Target("lesson", "cpu", "vsftpd", at_most=1.2),
            ],
            prepare=self.write_small_file,
        )

    def write_small_file(self) -> None:
        (self.files / SMALL_FILE).write_bytes(self.small_body)

    def write_files(self) -> None:
        """The large file down to the disk: else the kernel would write it while we measure."""
        self.write_small_file()
        write_file(self.files / LARGE_FILE, self.large_size)

    def fetches(self, name: str) -> list[Transfer]:
        with self.start(name) as server:
            # curl fails if less comes than the server has told.
            command = [*CURL, "-o", "/dev/null", url(HOST, server.port, LARGE_FILE)]
            return [self.transferred(server, command) for _ in range(2 * TRANSFERS)][TRANSFERS:]

    def sends(self, work: Work, how: Callable[[str, Path, Path], list[str]], name: str) -> list[Transfer]:
        # vsftpd lets guests write in no folder that is their "/", so it is the one above; and as a user of its own.
        work.target.parent.chmod(0o755)
        work.target.chmod(0o777)
        with self.start(name, takes=work.target.parent) as server:

            def stor(sources: list[Path]) -> Transfer:
                [source] = sources
                address = url(HOST, server.port, f"{work.target.name}/{source.name}")
                return self.transferred(server, how(address, source, work.target))

            return [work.move(stor, work.sources) for _ in range(2 * TRANSFERS)][TRANSFERS:]

    def transferred(self, server: Server, command: list[str]) -> Transfer:
        return transfer(server, [command], self.directory / "client.log")

    def start(self, name: str, host: str = HOST, takes: Path | None = None) -> AbstractContextManager[Server]:
        """A contestant on a free port: it shares the run's files, or a folder in which there are folders to write to."""
        port = free_port()
        log = self.directory / f"{name.split(',')[0]}.log"

        def ready(server: Server) -> None:
            server.await_listening()
            if not takes:
                self.check(url(host, port, SMALL_FILE))

        return running(name, self.command(name, host, port, takes), port, log, ready)

    def check(self, address: str) -> None:
        file = self.directory / "fetched"
        run_client([*CURL, "-o", str(file), address], self.directory / "curl.log")
        if file.read_bytes() != self.small_body:
            raise BenchError(f"{address} is another file than there is")

    def command(self, name: str, host: str, port: int, takes: Path | None) -> list[str]:
        root = takes or self.files
        if name.startswith("vsftpd"):
            return vsftpd(host, port, self.directory, root, one_process=name.endswith("1 process"))
        if name.startswith("pyftpdlib"):
            return pyftpdlib(host, port, root, PASSIVE_PORTS if name.endswith("ports") else "")
        options = ["--host", host, "--port", str(port), "--root", str(root)]
        return [str(self.run.java), *JAVA_OPTIONS, "-jar", str(JAR), *options, *(WRITERS if takes else [])]


CURL = ["curl", "-q", "-sSf", "--max-time", "120"]


def url(host: str, port: int, path: str) -> str:
    return f"ftp://{host}:{port}/{path}"


def send(address: str, source: Path, target: Path) -> list[str]:
    return [*CURL, "-T", str(source), address]


def send_and_sync(address: str, source: Path, target: Path) -> list[str]:
    """The same, and then what has arrived is forced to the disk."""
    return ["sh", "-c", f"{shlex.join(send(address, source, target))} && exec sync {shlex.quote(str(target))}/*"]
