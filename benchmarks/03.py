"""Lesson 03 beside nginx, Caddy, Python's http.server, the JDK's jwebserver, and zip."""

import os
import shlex
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from bench import BenchError, LeftOut
from bench import prepare as machine
from bench.files import RAM_DISK, Work, write_file
from bench.load import await_page, curl, wrk
from bench.nginx import nginx
from bench.processes import CORES, Server, free_port, running
from bench.rounds import Metric, Run, Target, Workload
from bench.transfers import Transfer, run_client, transfer

TITLE = "share a folder over HTTP"
PACKAGES = {
    "nginx": "nginx-light",
    "caddy": "caddy",
    "wrk": "wrk",
    "curl": "curl",
    "zip": "zip",
    "unzip": "unzip",
    "mvn": "maven",
}

JAR = machine.REPOSITORY / "03-simple-http-share/target/03-simple-http-share.jar"
# Without it the JVM's peak memory says more of the machine's memory than of the server.
JAVA_OPTIONS = ["-Xmx512m"]
JWEBSERVER_SINCE = (18,)

SMALL_FILE, SMALL_SIZE = "10k.bin", 10 << 10
LARGE_FILE = "large.bin"
LARGE_TRANSFERS = 4
PUTS = 3
LISTERS = 4  # clients that ask for the list at the same time
ZIPPED_FILES = 16

# Files for the small and the large reads; a list, where one is asked for.
NGINX_READS = """\
        root {root};
        location / {{ autoindex on; }}
        location /json/ {{ alias {root}/; autoindex on; autoindex_format json; }}
"""
# The body goes to a file beside the target, so that to publish it is a rename, as it is for the lesson.
NGINX_TAKES = """\
        root {target};
        client_max_body_size 0;
        client_body_temp_path {beside}/nginx-body;
        location / {{ dav_methods PUT; create_full_put_path on; }}
"""


def prepare(run: Run, jdk: Path) -> dict[str, str]:
    """Builds the lesson; returns the versions of the peers."""
    machine.maven(jdk, "-pl", "03-simple-http-share", "package", "-DskipTests")
    versions = {name: machine.version(name, "-v") for name in ("nginx", "wrk", "zip")}
    versions |= {"Caddy": machine.version("caddy", "version"), "curl": machine.version("curl", "--version")}
    return versions | {"Python": machine.version("python3", "--version")}


def workloads(run: Run) -> list[Workload]:
    """What the table "Speed" of the design asks of lesson 03, a long list, and an archive."""
    bench = Bench(run)
    return [bench.small_file(), bench.large_file(), bench.put(), bench.put_disk(), bench.listing(), bench.zipped()]


class Bench:
    """The measurements, each from a fresh start of a server to its end."""

    def __init__(self, run: Run):
        self.run = run
        self.directory = run.directory.resolve()
        self.files = run.files.resolve()
        self.large_size = (64 << 20) if run.quick else (1 << 30)
        self.entries = 1_000 if run.quick else 10_000
        self.small_body = os.urandom(SMALL_SIZE)
        self.readers = ["nginx", "Caddy", "jwebserver", "http.server"]

    def small_file(self) -> Workload:
        return Workload(
            key="small-file",
            title="File of 10 KiB, 64 keep-alive clients",
            about=(
                "`wrk` asks for the same file on 64 connections that stay open. nginx has one worker, `sendfile` on,"
                " and, as by default, no cache of open files; Python's `http.server` is told to speak HTTP/1.1."
            ),
            metrics=[
                Metric("rate", "requests/s"),
                Metric("cpu", "CPU µs per request", ".1f"),
                Metric("p99", "99 % within, ms", ".2f"),
                Metric("peak", "peak memory, MiB"),
                Metric("client", "wrk, % of a core"),
            ],
            lesson={"lesson": partial(self.requests, "lesson")},
            peers={name: partial(self.requests, name) for name in self.readers},
            targets=[
                Target("lesson", "rate", "nginx", at_least=0.5),
                Target("lesson", "rate", "Caddy", at_least=1.0),
            ],
            prepare=self.write_small_file,
        )

    def large_file(self) -> Workload:
        return Workload(
            key="large-file",
            title=f"File of {self.large_size >> 20:,} MiB, one client",
            about=(
                f"`curl` reads the whole file, {LARGE_TRANSFERS} times in turn after once to warm up; it is in the page"
                " cache. CPU is that of the server alone."
            ),
            metrics=[
                Metric("rate", "GiB/s", ".2f"),
                Metric("cpu", "CPU s per GiB", ".3f"),
                Metric("peak", "peak memory, MiB"),
            ],
            lesson={"lesson": partial(self.downloads, "lesson")},
            peers={name: partial(self.downloads, name) for name in self.readers},
            targets=[Target("lesson", "rate", "nginx", at_least=0.95)],
            prepare=self.write_files,
        )

    def put(self) -> Workload:
        return self.uploads(
            "put",
            f"PUT of {self.large_size >> 20:,} MiB into memory, one client",
            f"`curl -T` sends a file from `{RAM_DISK}`, and it arrives there, under its name when it is whole. nginx"
            f" has its DAV module, and its temporary files in the same file system. {PUTS} times in turn, after once to warm"
            " up: in a virtual machine memory that nobody had for a while is slow at first, and who comes first would"
            " pay for it. The others take no files.",
            peers={"nginx": send},
            at_least=1.0,
            ram=True,
        )

    def put_disk(self) -> Workload:
        return self.uploads(
            "put-disk",
            f"PUT of {self.large_size >> 20:,} MiB onto a disk, one client",
            "The same onto the file system of the run's folder. The lesson forces the file to the disk before it"
            " answers 201. nginx does not: `nginx + sync` is the fair comparison, where the client's clock stops after"
            " `sync FILE`.",
            peers={"nginx + sync": send_and_sync, "nginx": send},
            at_least=1.0,
            ram=False,
        )

    def uploads(self, key: str, title: str, about: str, *, peers: dict, at_least: float, ram: bool) -> Workload:
        work = Work(self.run.files, 1, self.large_size, ram=ram, sources_in_ram=True)
        first = next(iter(peers))

        def contest(name: str, command: Callable) -> Callable[[], dict[str, float]]:
            def once() -> dict[str, float]:
                results = self.sends(work, name, command)
                gib = len(results) * self.large_size / 2**30
                return {
                    "rate": gib / sum(result.seconds for result in results),
                    "cpu": sum(result.server_cpu for result in results) / gib,
                    "client": sum(result.client_cpu for result in results) / gib,
                    "peak": max(result.server_peak for result in results) / 1024,
                }

            return once

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
            lesson={"lesson": contest("lesson", send)},
            peers={name: contest(name, how) for name, how in peers.items()},
            targets=[Target("lesson", "rate", first, at_least=at_least)],
            prepare=work.make,
            clean=work.remove,
        )

    def listing(self) -> Workload:
        peers = {
            "nginx": ("nginx", "/many/", []),
            "nginx, JSON": ("nginx", "/json/many/", []),
            "Caddy": ("Caddy", "/many/", ["Accept: text/html"]),
            "Caddy, JSON": ("Caddy", "/many/", ["Accept: application/json"]),
            "jwebserver": ("jwebserver", "/many/", []),
            "http.server": ("http.server", "/many/", []),
        }
        return Workload(
            key="listing",
            title=f"A folder of {self.entries:,} files, as a page",
            about=(
                f"`wrk` with {LISTERS} connections. The pages differ: http.server and jwebserver give names alone,"
                " nginx sizes and times, too; the lesson's and Caddy's have links to sort by, and the lesson's all that"
                " a screen reader needs. The list is made anew each time; nobody keeps it."
            ),
            metrics=[
                Metric("rate", "lists/s", ".1f"),
                Metric("cpu", "CPU ms per list", ".1f"),
                Metric("size", "KiB"),
                Metric("peak", "peak memory, MiB"),
            ],
            lesson={
                "page": partial(self.lists, "lesson", "/many/", ["Accept: text/html"]),
                "JSON": partial(self.lists, "lesson", "/many/", ["Accept: application/json"]),
            },
            peers={name: partial(self.lists, *how) for name, how in peers.items()},
            targets=[Target("page", "rate", "Caddy", at_least=1.0)],
            prepare=self.write_many,
        )

    def zipped(self) -> Workload:
        return Workload(
            key="zip",
            title=f"A folder of {self.large_size >> 20:,} MiB as a zip archive",
            about=(
                f"{ZIPPED_FILES} files of random bytes. `curl` fetches the archive, which is made as it is sent; beside"
                " it `zip -0 -r` (stored, as the lesson does it, or `-1`, its fastest compression) into a pipe. CPU is"
                " that of the lesson, or of `zip` and of `cat`, which reads the pipe."
            ),
            metrics=[
                Metric("rate", "GiB/s", ".2f"),
                Metric("cpu", "CPU s per GiB", ".3f"),
                Metric("peak", "peak memory, MiB"),
            ],
            lesson={"lesson": self.archive},
            peers={"zip -0": partial(self.zip, "-0"), "zip -1": partial(self.zip, "-1")},
            targets=[],
            prepare=self.write_folder,
        )

    def write_small_file(self) -> None:
        (self.files / SMALL_FILE).write_bytes(self.small_body)

    def write_files(self) -> None:
        """The large file down to the disk: else the kernel would write it while we measure."""
        self.write_small_file()
        write_file(self.files / LARGE_FILE, self.large_size)

    def write_many(self) -> None:
        self.write_small_file()
        (self.files / "many").mkdir(exist_ok=True)
        for number in range(self.entries):
            (self.files / "many" / f"file {number}.txt").write_bytes(b"x" * (number % 100))
        os.sync()

    def write_folder(self) -> None:
        self.write_small_file()
        (self.files / "folder").mkdir(exist_ok=True)
        for number in range(ZIPPED_FILES):
            write_file(self.files / "folder" / f"{number}.bin", self.large_size // ZIPPED_FILES)

    def requests(self, name: str) -> dict[str, float]:
        """Requests a second under wrk, after the same load for a few seconds: the JIT compilers are done then."""
        with self.start(name) as server:
            url = server.url("/" + SMALL_FILE)
            wrk(url, self.run.warmup)
            before = server.cpu_seconds()
            result = wrk(url, self.run.seconds)
            cpu = server.cpu_seconds() - before
            return {
                "rate": result["rate"],
                "cpu": 1e6 * cpu / result["requests"],
                "p99": result["p99"],
                "peak": server.memory_kib("VmHWM") / 1024,
                "client": result["client"],
            }

    def downloads(self, name: str) -> dict[str, float]:
        with self.start(name) as server:
            url = server.url("/" + LARGE_FILE)
            curl(url, self.large_size)
            before = server.cpu_seconds()
            seconds = sum(curl(url, self.large_size) for _ in range(LARGE_TRANSFERS))
            gib = LARGE_TRANSFERS * self.large_size / 2**30
            return {
                "rate": gib / seconds,
                "cpu": (server.cpu_seconds() - before) / gib,
                "peak": server.memory_kib("VmHWM") / 1024,
            }

    def lists(self, name: str, path: str, fields: list[str]) -> dict[str, float]:
        with self.start(name) as server:
            size = self.fetch(server.url(path), fields, self.directory / "list")
            self._check_list()
            wrk(server.url(path), self.run.warmup, LISTERS, fields)
            before = server.cpu_seconds()
            result = wrk(server.url(path), self.run.seconds, LISTERS, fields)
            return {
                "rate": result["rate"],
                "cpu": 1e3 * (server.cpu_seconds() - before) / result["requests"],
                "size": size / 1024,
                "peak": server.memory_kib("VmHWM") / 1024,
            }

    def _check_list(self) -> None:
        text = (self.directory / "list").read_text()
        missing = [n for n in range(self.entries) if f"file {n}.txt" not in text and f"file%20{n}.txt" not in text]
        if missing:
            raise BenchError(f"The list has {len(missing)} files too few, such as file {missing[0]}.txt")

    def archive(self) -> dict[str, float]:
        with self.start("lesson") as server:
            url = server.url("/folder/?zip")
            file = self.directory / "folder.zip"
            self.fetch(url, [], file)  # to warm up, and to see that it is an archive
            run_client(["unzip", "-tqq", str(file)], self.directory / "unzip.log")
            file.unlink()
            result = self.transferred(server, ["curl", "-q", "-sSf", "-o", "/dev/null", url])
            gib = self.large_size / 2**30
            return {
                "rate": gib / result.seconds,
                "cpu": result.server_cpu / gib,
                "peak": result.server_peak / 1024,
            }

    def zip(self, level: str) -> dict[str, float]:
        """On the servers' core, into a pipe, which `cat` reads on the clients' as curl reads the socket."""
        make = f"taskset -c {CORES[0]} zip -q {level} -r - folder"
        command = ["sh", "-c", f"cd {shlex.quote(str(self.files))} && {make} | cat >/dev/null"]
        start = time.monotonic()
        cpu, peak = run_client(command, self.directory / "zip.log")
        gib = self.large_size / 2**30
        return {"rate": gib / (time.monotonic() - start), "cpu": cpu / gib, "peak": peak / 1024}

    def sends(self, work: Work, name: str, command: Callable[[str, Path, Path], list[str]]) -> list[Transfer]:
        with self.start(name, takes=work.target) as server:

            def put(sources: list[Path]) -> Transfer:
                [source] = sources
                return self.transferred(server, command(server.url("/" + source.name), source, work.target))

            work.move(put, work.sources)
            return [work.move(put, work.sources) for _ in range(PUTS)]

    def transferred(self, server: Server, command: list[str]) -> Transfer:
        return transfer(server, [command], self.directory / "client.log")

    def fetch(self, url: str, fields: list[str], file: Path) -> int:
        """The size of what curl has fetched into the file."""
        headers = [word for field in fields for word in ("-H", field)]
        command = ["curl", "-q", "-sSf", "--max-time", "120", *headers, "-o", str(file), url]
        run_client(command, self.directory / "curl.log")
        return file.stat().st_size

    def start(self, name: str, takes: Path | None = None) -> AbstractContextManager[Server]:
        """A contestant on a free port: it shares the run's files, or takes files into a folder."""
        port = free_port()
        log = self.directory / f"{name.split()[0]}.log"

        def ready(server: Server) -> None:
            if takes:
                server.await_listening()
            else:
                await_page(server, "/" + SMALL_FILE, self.small_body)

        return running(name, self.command(name.split()[0], port, takes), port, log, ready)

    def command(self, name: str, port: int, takes: Path | None) -> list[str]:
        folder = str(takes or self.files)
        if name == "nginx" and takes:
            return nginx(port, self.directory, NGINX_TAKES.format(target=takes, beside=takes.parent))
        if name == "nginx":
            return nginx(port, self.directory, NGINX_READS.format(root=folder))
        if name == "Caddy":
            return ["caddy", "file-server", "--browse", "--root", folder, "--listen", f"127.0.0.1:{port}"]
        if name == "http.server":
            how = ["--bind", "127.0.0.1", "--directory", folder, "--protocol", "HTTP/1.1"]
            return ["/usr/bin/python3", "-m", "http.server", *how, str(port)]
        if name == "jwebserver":
            if self.run.java_version < JWEBSERVER_SINCE:
                raise LeftOut("this JDK has no jwebserver, 18 and newer have")
            program = str(self.run.java.with_name("jwebserver"))
            how = f"-b 127.0.0.1 -p {port} -o none -d".split()
            return [program, *(f"-J{option}" for option in JAVA_OPTIONS), *how, folder]
        options = ["--host", "127.0.0.1", "--port", str(port), "--no-qr", "--log", "none"]
        return [str(self.run.java), *JAVA_OPTIONS, "-jar", str(JAR), folder, *options, *(["--upload"] if takes else [])]


def send(url: str, source: Path, target: Path) -> list[str]:
    return ["curl", "-q", "-sSf", "-T", str(source), url]


def send_and_sync(url: str, source: Path, target: Path) -> list[str]:
    """The same, and then what has arrived is forced to the disk."""
    return ["sh", "-c", f"{shlex.join(send(url, source, target))} && exec sync {shlex.quote(str(target))}/*"]
