"""Lesson 04 beside curl, aria2c, wget, axel and the naive downloader."""

import shlex
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from bench import LeftOut
from bench import prepare as machine
from bench.files import RAM_DISK, Work
from bench.load import await_page
from bench.nginx import nginx, slowed
from bench.processes import Server, free_port, running
from bench.rounds import Metric, Run, Target, Workload
from bench.transfers import Transfer, run_client, transfer

TITLE = "a threaded downloader"
PACKAGES = {"nginx": "nginx-light", "mvn": "maven", "curl": "curl", "aria2c": "aria2", "wget": "wget", "axel": "axel"}

JAR = machine.REPOSITORY / "04-threaded-downloader/target/04-threaded-downloader.jar"
# Without it the JVM's peak memory says more of the machine's memory than of the program.
JAVA_OPTIONS = ["-Xmx512m"]
ARCHIVES_SINCE = (19,)
SMALL_SIZE = 10 << 10
SEGMENTS = 4
HELD_RATE = 20 << 20  # bytes a second that the slow origin gives to one connection
AT_ONCE = 16  # small files, for those that have to be told; more than that gains none of them anything

# Of the targets that are missed: by workload, and the name of the row in the table.
REASONS = {
    "small": {"lesson / curl": "All is over in less time than a JVM takes to start, and to load the classes of a client."}
}

# What makes a command: the addresses, each of which ends in the file's name, and the folder where they go.
Fetch = Callable[[list[str], Path], list[str]]


def prepare(run: Run, jdk: Path) -> dict[str, str]:
    """Builds the lesson; returns the versions of the peers."""
    machine.maven(jdk, "-pl", "04-threaded-downloader", "package", "-DskipTests")
    if run.java_version >= ARCHIVES_SINCE:
        archive(run).unlink(missing_ok=True)
        # Without arguments it is a demonstration, which needs most of the classes that a download needs.
        demonstration = [str(run.java), *with_archive(run), *JAVA_OPTIONS, "-jar", str(JAR)]
        run_client(demonstration, run.directory / "archive.log")
    versions = {name: machine.version(name, "--version") for name in ("curl", "wget", "axel")}
    return {"nginx": machine.version("nginx", "-v"), "aria2": machine.version("aria2c", "--version")} | versions


def workloads(run: Run) -> list[Workload]:
    """What the table "Speed" of the design asks of lesson 04, and one file on a disk."""
    bench = Bench(run)
    return [bench.one_segment(), bench.segments(), bench.small(), bench.held(), bench.disk()]


def archive(run: Run) -> Path:
    return run.directory.resolve() / "classes.jsa"


def with_archive(run: Run) -> list[str]:
    """Options for a JVM that keeps the classes that it has loaded; the first run makes the archive."""
    return ["-XX:+AutoCreateSharedArchive", f"-XX:SharedArchiveFile={archive(run)}"]


def then_forced(fetch: Fetch) -> Fetch:
    """The same, and then what it has fetched is forced to the disk."""

    def both(urls: list[str], target: Path) -> list[str]:
        return ["sh", "-c", f"{shlex.join(fetch(urls, target))} && exec sync {shlex.quote(str(target))}/*"]

    return both


class Bench:
    """The measurements, and the contestants: each a way to fetch."""

    def __init__(self, run: Run):
        self.run = run
        self.directory = run.directory.resolve()
        self.big_size = (64 << 20) if run.quick else (1 << 30)
        self.held_size = (80 << 20) if run.quick else (400 << 20)
        self.small_count = 100 if run.quick else 1_000

    def one_segment(self) -> Workload:
        peers = self.single_stream()
        return self.big(
            "1-segment",
            f"{self.big_size >> 20:,} MiB over one connection",
            f"One file, one request. It comes from `{RAM_DISK}` and goes there.",
            lesson=self.with_and_without_archive(self.lesson(1)),
            peers=peers | {"naive": self.naive},
            targets=[Target("lesson", "rate", tuple(peers), at_least=1.2)],
        )

    def segments(self) -> Workload:
        peers = {"aria2c": partial(aria2c, segments=SEGMENTS), "axel": partial(axel, segments=SEGMENTS)}
        return self.big(
            f"{SEGMENTS}-segments",
            f"{self.big_size >> 20:,} MiB over {SEGMENTS} connections",
            f"The same file, fetched in {SEGMENTS} parts at a time by those that can. curl, which cannot, stands beside"
            " them to show what the parts gain, or cost: nothing slows down a connection here, so what there is to gain"
            " is little.",
            lesson=self.with_and_without_archive(self.lesson(SEGMENTS)),
            peers=peers | {"curl": curl},
            targets=[Target("lesson", "rate", tuple(peers), at_least=1.2)],
        )

    def small(self) -> Workload:
        peers = {"curl": self.curl_list, "aria2c": self.aria2c_list, "wget": self.wget_list}
        return self.workload(
            Work(self.run.files, self.small_count, SMALL_SIZE),
            key="small",
            title=f"{self.small_count:,} files of {SMALL_SIZE >> 10} KiB",
            about=(
                "One process fetches them all; it gets the addresses in a file. Each in the way in which it is fastest:"
                f" the lesson and aria2c with `-j {AT_ONCE}`, curl with `--parallel-max {AT_ONCE}`, wget one after the"
                " other on one connection, as it always does; axel fetches but one file. All this is over in the time"
                " in which a JVM starts, and loads the classes of an HTTP client: see the last column."
            ),
            lesson=self.with_and_without_archive(self.lesson_list),
            peers=peers | {"naive": self.naive},
            targets=[Target("lesson", "rate", tuple(peers), at_least=1.2)],
            unit="files/s",
            work_in_units=self.small_count,
            per="1,000 files",
            work_in_portions=self.small_count / 1_000,
        )

    def held(self) -> Workload:
        ours = {"1 segment": self.lesson(1), f"{SEGMENTS} segments": self.lesson(SEGMENTS)}
        peers = {"curl": curl, "aria2c": partial(aria2c, segments=SEGMENTS), "axel": partial(axel, segments=SEGMENTS)}
        return self.big(
            "held",
            f"{self.held_size >> 20:,} MiB from an origin that holds each connection to {HELD_RATE >> 20} MiB/s",
            f"The kernel holds them, whatever is asked for on them. The lesson with one connection and with {SEGMENTS},"
            f" curl with one, aria2c and axel with {SEGMENTS}.",
            lesson=ours,
            peers=peers,
            targets=[Target(f"{SEGMENTS} segments", "rate", "1 segment", at_least=0.9 * SEGMENTS)],
            size=self.held_size,
            rate=HELD_RATE,
        )

    def disk(self) -> Workload:
        peers = self.single_stream()
        forced = {f"{name} + sync": then_forced(peers[name]) for name in ("curl", "aria2c")}
        return self.big(
            "disk",
            f"{self.big_size >> 20:,} MiB over one connection, to a disk",
            f"The file comes from `{RAM_DISK}` and goes to the file system of the run's folder. The lesson forces it to"
            " the disk, and its folder, before it says that it has it. The others do not: what they have fetched is in"
            f" memory when their time ends, or some of it. {' and '.join(f'`{name}`' for name in forced)} are the fair"
            " comparison: the command, and then `sync FILE`.",
            lesson={"lesson": self.lesson(1)},
            peers=forced | peers | {"naive": self.naive},
            targets=[Target("lesson", "rate", tuple(forced), at_least=1.2)],
            ram=False,
        )

    def big(
        self, key: str, title: str, about: str, *, size: int | None = None, ram: bool = True, **who
    ) -> Workload:
        size = size or self.big_size
        return self.workload(
            Work(self.run.files, 1, size, ram=ram, sources_in_ram=True),
            key=key,
            title=title,
            about=about,
            unit="MiB/s",
            work_in_units=size / 2**20,
            per="GiB",
            work_in_portions=size / 2**30,
            **who,
        )

    def workload(
        self,
        work: Work,
        *,
        unit: str,
        work_in_units: float,
        per: str,
        work_in_portions: float,
        lesson: dict[str, Fetch],
        peers: dict[str, Fetch],
        rate: int | None = None,
        **what,
    ) -> Workload:
        def contest(name: str, fetch: Fetch) -> Callable[[], dict[str, float]]:
            def once() -> dict[str, float]:
                empty, result = self.transfers(work, name, fetch, rate)
                return {
                    "rate": work_in_units / result.seconds,
                    "seconds": result.seconds,
                    "cpu": result.client_cpu / work_in_portions,
                    "peak": result.client_peak / 1024,
                    "origin_cpu": result.server_cpu / work_in_portions,
                    "start": empty.seconds,
                }

            return once

        return Workload(
            metrics=[
                Metric("rate", unit),
                Metric("seconds", "s", ".2f"),
                Metric("cpu", f"CPU s per {per}", ".2f"),
                Metric("peak", "peak memory, MiB"),
                Metric("origin_cpu", f"nginx: CPU s per {per}", ".2f"),
                Metric("start", "an empty file, s", ".2f"),
            ],
            lesson={name: contest(name, fetch) for name, fetch in lesson.items()},
            peers={name: contest(name, fetch) for name, fetch in peers.items()},
            prepare=work.make,
            clean=work.remove,
            **what,
        )

    def transfers(self, work: Work, name: str, fetch: Fetch, rate: int | None) -> tuple[Transfer, Transfer]:
        """What it takes to fetch an empty file, and then the work, from an origin that is started for this."""
        port = free_port()
        command = nginx(port, self.directory, f"        root {work.root};\n")
        log = self.directory / "nginx.log"

        def fetches(sources: list[Path]) -> Transfer:
            urls = [server.url(f"/{source.name}") for source in sources]
            return transfer(server, [fetch(urls, work.target)], self.directory / f"{name}.log")

        def ready(server: Server) -> None:
            await_page(server, f"/{work.empty.name}", b"")

        with (
            slowed(port, rate) if rate else nullcontext({}) as how,
            running("nginx", command, port, log, ready, **how) as server,
        ):
            return work.move(fetches, [work.empty]), work.move(fetches, work.sources)

    def single_stream(self) -> dict[str, Fetch]:
        return {"curl": curl, "aria2c": partial(aria2c, segments=1), "wget": wget, "axel": partial(axel, segments=1)}

    def lesson(self, segments: int) -> Fetch:
        def fetch(urls: list[str], target: Path) -> list[str]:
            return [*self.java("-jar"), "-s", str(segments), "-d", str(target), "--progress", "none", *urls]

        return fetch

    def with_and_without_archive(self, fetch: Fetch) -> dict[str, Fetch]:
        def archived(urls: list[str], target: Path) -> list[str]:
            if self.run.java_version < ARCHIVES_SINCE:
                raise LeftOut("this JDK makes no archive by itself, 19 and newer do")
            java, *arguments = fetch(urls, target)
            return [java, *with_archive(self.run), *arguments]

        return {"lesson": fetch, "lesson + archive": archived}

    def lesson_list(self, urls: list[str], target: Path) -> list[str]:
        options = ["-j", str(AT_ONCE), "--per-host", str(AT_ONCE), "-d", str(target), "--progress", "none"]
        return [*self.java("-jar"), *options, "-i", self.listed(urls)]

    def naive(self, urls: list[str], target: Path) -> list[str]:
        return [*self.java("-cp"), "netlessons.downloader.naive.Naive", *urls, str(target)]

    def java(self, how: str) -> list[str]:
        return [str(self.run.java), *JAVA_OPTIONS, how, str(JAR)]

    def curl_list(self, urls: list[str], target: Path) -> list[str]:
        list_ = self.listed(f'url = "{url}"\noutput = "{target / Path(url).name}"' for url in urls)
        return ["curl", "-q", "-sSf", "-Z", "--parallel-max", str(AT_ONCE), "-K", list_]

    def aria2c_list(self, urls: list[str], target: Path) -> list[str]:
        return [*ARIA2C, f"-j{AT_ONCE}", "-d", str(target), "-i", self.listed(urls)]

    def wget_list(self, urls: list[str], target: Path) -> list[str]:
        return [*WGET, "-P", str(target), "-i", self.listed(urls)]

    def listed(self, lines) -> str:
        file = self.directory / "list.txt"
        file.write_text("".join(f"{line}\n" for line in lines))
        return str(file)


# None of them reads what this machine's user has configured.
ARIA2C = ["aria2c", "--no-conf", "-q", "--file-allocation=none"]  # to reserve space costs it time on a RAM disk
WGET = ["wget", "--no-config", "--no-hsts", "-q"]


def curl(urls: list[str], target: Path) -> list[str]:
    return ["curl", "-q", "-sSf", "--remote-name-all", "--output-dir", str(target), *urls]


def aria2c(urls: list[str], target: Path, segments: int) -> list[str]:
    return [*ARIA2C, f"-x{segments}", f"-s{segments}", "-k1M", "-d", str(target), *urls]


def wget(urls: list[str], target: Path) -> list[str]:
    return [*WGET, "-P", str(target), *urls]


def axel(urls: list[str], target: Path, segments: int) -> list[str]:
    [url] = urls
    return ["axel", "-q", "-n", str(segments), "-o", str(target / Path(url).name), url]
