"""Lesson 02 beside rsync, scp, nc and the naive upload."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench import BenchError, LeftOut
from bench import prepare as machine
from bench.files import IN_FOLDER, RAM_DISK, Work
from bench.processes import free_port, running
from bench.rounds import Metric, Run, Target, Workload
from bench.transfers import Transfer, run_client, size_of, transfer, transfer_one_by_one

TITLE = "framed file upload over TCP"
PACKAGES = {"mvn": "maven", "rsync": "rsync", "nc.openbsd": "netcat-openbsd"}
OPTIONAL = {"scp": "openssh-client", "sshd": "openssh-server"}

JAR = machine.REPOSITORY / "02-socket-upload/target/02-socket-upload.jar"
# The same for all of them. Without it the JVM's peak memory says more of the machine's memory than of the program.
JAVA_OPTIONS = ["-Xmx512m"]
DIGESTS = ["crc", "sha-256"]
SMALL_SIZE = 4 << 10
SEPARATION = Path("/run/sshd")  # what Debian's sshd is built with

Sender = Callable[[list[Path]], Transfer]

NOT_FORCED = "The lesson forces what it has got to the disk; what the other has sent is in memory when its time ends."
# Of the targets that are missed: by workload, and the name of the row in the table.
REASONS = {
    "big-ram": {
        "crc / rsync": "Both need about as much CPU for a GiB, and here a JVM has to start."
    },
    "small-ram": {"crc / rsync": "Most of the time is the start of Java, which compiles what then runs for a moment."},
    "big-disk": {
        "crc / rsync": NOT_FORCED,
        "crc / scp": NOT_FORCED,
        "crc / nc": NOT_FORCED,
    },
    "small-disk": {
        "crc / rsync --fsync": "The lesson forces folders, too, and a JVM has to start.",
        "crc / scp": NOT_FORCED,
    },
}

RSYNCD = """\
use chroot = no
{user}
[inbox]
path = {target}
read only = no
hosts allow = 127.0.0.1
"""

SSHD = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {directory}/host
AuthorizedKeysFile {directory}/authorized
AllowUsers {user}
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM {pam}
PidFile none
Subsystem sftp internal-sftp
ForceCommand internal-sftp
"""


def prepare(run: Run, jdk: Path) -> dict[str, str]:
    """Builds the lesson; returns the versions of the peers."""
    machine.maven(jdk, "-pl", "02-socket-upload", "package", "-DskipTests")
    ssh = {"OpenSSH": machine.version("ssh", "-V")} if shutil.which("ssh") else {}
    return {"rsync": machine.version("rsync", "--version"), "nc": machine.version("nc.openbsd", "-h")} | ssh


def workloads(run: Run) -> list[Workload]:
    """What the table "Speed" of the design asks of lesson 02, in memory and on a disk."""
    bench = Bench(run)
    return [bench.big(ram=True), bench.small(ram=True), bench.big(ram=False), bench.small(ram=False)]


class Bench:
    """The measurements, and the contestants: each a context that receives into a folder, and gives a way to send."""

    def __init__(self, run: Run):
        self.run = run
        self.directory = run.directory.resolve()
        self.small_count = 1_000 if run.quick else 10_000
        self.big_size = (32 << 20) if run.quick else (1 << 30)

    def big(self, ram: bool) -> Workload:
        # A disk takes several times as long, so there a start-up weighs as little with half as many.
        count = 4 if ram else 2
        work = Work(self.run.files, count, self.big_size, ram=ram)
        peers = {
            "rsync": self.rsync,
            **({} if ram else {"rsync --fsync": partial(self.rsync, options=["--fsync"])}),
            "scp": self.scp,
            "nc": self.nc,
            "naive": self.naive,
        }
        return self.workload(
            work,
            key=f"big-{'ram' if ram else 'disk'}",
            title=f"{count} files of {self.big_size >> 20:,} MiB, {'RAM disk' if ram else 'disk'}",
            about=(
                f"One sender sends all {count}, so that the start of a JVM does not hide all else; nc and naive"
                f" are started {count} times in turn, for one each, and a naive sender is a JVM, too. nc checks"
                " nothing and the naive version neither; rsync compares a checksum of each file; scp encrypts, with the"
                " cipher that it chooses itself. " + self.about_medium(ram)
            ),
            peers=peers,
            unit="MiB/s",
            work_in_units=count * self.big_size / 2**20,
            per="GiB",
            work_in_portions=count * self.big_size / 2**30,
            targets=[
                Target("crc", "rate", "rsync", at_least=1.5),
                Target("crc", "rate", "scp", at_least=1.5),
                Target("crc", "rate", "nc", at_least=0.9),
            ],
        )

    def small(self, ram: bool) -> Workload:
        work = Work(self.run.files, self.small_count, SMALL_SIZE, ram=ram, folders=True)
        peers = {
            "rsync": self.rsync,
            **({} if ram else {"rsync --fsync": partial(self.rsync, options=["--fsync"])}),
            "scp": self.scp,
        }
        return self.workload(
            work,
            key=f"small-{'ram' if ram else 'disk'}",
            title=f"{self.small_count:,} files of 4 KiB, {'RAM disk' if ram else 'disk'}",
            about=(
                f"A folder with {self.small_count // IN_FOLDER} folders of {IN_FOLDER} files each, sent by one sender."
                " scp is not asked to keep times (`-p`), the others do. " + self.about_medium(ram)
            ),
            peers=peers,
            unit="files/s",
            work_in_units=self.small_count,
            per="10,000 files",
            work_in_portions=self.small_count / 10_000,
            targets=[
                Target("crc", "rate", "rsync" if ram else "rsync --fsync", at_least=1.5),
                Target("crc", "rate", "scp", at_least=1.5),
            ],
        )

    def about_medium(self, ram: bool) -> str:
        if ram:
            return f"Source and target are in `{RAM_DISK}`; to force a file to the disk costs nothing there."
        return (
            "Source and target are in the run's folder; the source is in the page cache. The lesson forces each file to"
            " the disk, and its folder, before it says that it has it. Of the others only `rsync --fsync` forces (the"
            " files, not the folders): what the rest have sent is in memory when their time ends."
        )

    def workload(
        self, work: Work, *, unit: str, work_in_units: float, per: str, work_in_portions: float, peers: dict, **what
    ) -> Workload:
        def contest(receiving) -> Callable[[], dict[str, float]]:
            def once():
                return self.numbers(work, receiving, work_in_units, work_in_portions)

            return once

        return Workload(
            metrics=[
                Metric("rate", unit),
                Metric("seconds", "s", ".2f"),
                Metric("sender_cpu", f"sender: CPU s per {per}", ".2f"),
                Metric("receiver_cpu", f"receiver: CPU s per {per}", ".2f"),
                Metric("sender_peak", "sender: peak memory, MiB"),
                Metric("receiver_peak", "receiver: peak memory, MiB"),
                Metric("start", "an empty file, s", ".2f"),
            ],
            lesson={digest: contest(partial(self.lesson, digest=digest)) for digest in DIGESTS},
            peers={name: contest(peer) for name, peer in peers.items()},
            prepare=work.make,
            clean=work.remove,
            **what,
        )

    def numbers(self, work: Work, receiving, work_in_units: float, work_in_portions: float) -> dict[str, float]:
        """A receiver from its start to its end, with a transfer that warms it up before the ones that count."""
        with receiving(work.target) as sender:
            work.move(sender, work.sample)
            empty = work.move(sender, [work.empty])
            result = work.move(sender, work.sources)
        return {
            "rate": work_in_units / result.seconds,
            "seconds": result.seconds,
            "sender_cpu": result.client_cpu / work_in_portions,
            "receiver_cpu": result.server_cpu / work_in_portions,
            "sender_peak": result.client_peak / 1024,
            "receiver_peak": result.server_peak / 1024,
            "start": empty.seconds,
        }

    @contextmanager
    def lesson(self, target: Path, digest: str) -> Iterator[Sender]:
        port = free_port()
        java = [str(self.run.java), *JAVA_OPTIONS, "-jar", str(JAR)]
        command = [*java, "receive", "--dir", str(target), "--port", str(port)]
        options = ["--to", f"127.0.0.1:{port}", "--progress", "none", "--digest", digest]
        with running(digest, command, port, self.log("receive")) as server:
            yield lambda sources: transfer(server, [[*java, "send", *map(str, sources), *options]], self.log("send"))

    @contextmanager
    def naive(self, target: Path) -> Iterator[Sender]:
        port = free_port()
        java = [str(self.run.java), *JAVA_OPTIONS, "-cp", str(JAR), "netlessons.upload.naive.Naive"]

        def sends(sources: list[Path]) -> Transfer:
            # Its sender ends as soon as it has written all, wherever that is by then.
            sizes = {target / source.name: source.stat().st_size for source in sources}
            return transfer(
                server,
                [[*java, "send", str(port), str(source)] for source in sources],
                self.log("naive-send"),
                arrived=lambda: all(size_of(file) == size for file, size in sizes.items()),
            )

        with running("naive", [*java, "receive", str(port), str(target)], port, self.log("naive")) as server:
            yield sends

    @contextmanager
    def rsync(self, target: Path, options: list[str] = []) -> Iterator[Sender]:
        port = free_port()
        configuration = self.directory / "rsyncd.conf"
        # As root it would write as nobody, who may not; others need not say.
        user = "uid = root\ngid = root" if os.geteuid() == 0 else ""
        configuration.write_text(RSYNCD.format(user=user, target=target))
        daemon = ["rsync", "--daemon", "--no-detach", "--address=127.0.0.1", f"--port={port}"]
        daemon += [f"--config={configuration}", "--log-file=/dev/stderr"]
        client = ["rsync", "-rt", "--whole-file", *options]
        inbox = f"rsync://127.0.0.1:{port}/inbox/"
        with running("rsync", daemon, port, self.log("rsyncd")) as server:
            yield lambda sources: transfer(server, [[*client, *map(str, sources), inbox]], self.log("rsync"))

    @contextmanager
    def scp(self, target: Path) -> Iterator[Sender]:
        """An sshd of our own. It lets in this user alone, with a key that lives as long as it, to copy files."""
        sshd = shutil.which("sshd")
        for program in ("sshd", "scp", "ssh-keygen"):
            if not shutil.which(program):
                raise LeftOut(f"{program} is not installed")
        port = free_port()
        with tempfile.TemporaryDirectory(prefix="ssh-", dir=self.directory) as keys, separation_folder():
            keys = Path(keys)
            user = pwd.getpwuid(os.geteuid()).pw_name
            for name in ("host", "user"):
                keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)]
                run_client(keygen, self.log("ssh-keygen"))
            host, own = ((keys / f"{name}.pub").read_text() for name in ("host", "user"))
            (keys / "known").write_text(f"[127.0.0.1]:{port} {host}")
            (keys / "authorized").write_text(f'restrict,from="127.0.0.1" {own}')
            # Without PAM an sshd that is not root's takes every account for a locked one.
            pam = "no" if os.geteuid() == 0 else "yes"
            (keys / "config").write_text(SSHD.format(port=port, directory=keys, user=user, pam=pam))
            client = ["scp", "-q", "-r", "-s", "-F", "none", "-P", str(port), "-i", str(keys / "user")]
            for option in (
                f"UserKnownHostsFile={keys / 'known'}",
                "GlobalKnownHostsFile=none",
                "StrictHostKeyChecking=yes",
                "IdentitiesOnly=yes",
                "IdentityAgent=none",
                "BatchMode=yes",
            ):
                client += ["-o", option]

            def sends(sources: list[Path]) -> Transfer:
                there = f"{user}@127.0.0.1:{target}/"
                return transfer(server, [[*client, *map(str, sources), there]], self.log("scp"))

            trial = keys / "trial.bin"
            trial.touch()
            daemon = [sshd, "-D", "-e", "-f", str(keys / "config")]
            let_in = False
            try:
                with running("sshd", daemon, port, self.log("sshd")) as server:
                    sends([trial])
                    let_in = True
                    (target / trial.name).unlink()
                    yield sends
            except BenchError:
                if let_in:
                    raise
                log = self.log("sshd").relative_to(machine.REPOSITORY)
                raise LeftOut(f"an sshd of our own did not start, or did not let us in; {log} says why") from None

    @contextmanager
    def nc(self, target: Path) -> Iterator[Sender]:
        """Receives one file and ends. So a receiver for each stands ready before the time begins."""

        def receiver(port: int) -> list[str]:
            return ["nc.openbsd", "-l", "127.0.0.1", str(port)]

        def sender(port: int) -> list[str]:
            return ["nc.openbsd", "-N", "127.0.0.1", str(port)]

        yield lambda sources: transfer_one_by_one(receiver, sender, sources, target, self.log("nc"))

    def log(self, name: str) -> Path:
        return self.directory / f"{name}.log"


@contextmanager
def separation_folder() -> Iterator[None]:
    """The empty folder that sshd wants if root starts it. Debian's service makes it; where there is none, we do."""
    ours = os.geteuid() == 0 and not SEPARATION.exists()
    if ours:
        SEPARATION.mkdir(mode=0o755)
    try:
        yield
    finally:
        if ours:
            SEPARATION.rmdir()
