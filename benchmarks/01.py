"""Lesson 01 beside nginx, microhttp, the JDK's server and Jetty."""

import os
import re
import time
from contextlib import AbstractContextManager
from pathlib import Path

from bench import prepare as machine
from bench.load import Crowd, await_page, curl, wrk
from bench.nginx import nginx
from bench.processes import Server, free_port, raise_file_limit, running
from bench.rounds import Metric, Run, Target, Workload

TITLE = "a web server on bare sockets"
PACKAGES = {"nginx": "nginx-light", "wrk": "wrk", "curl": "curl", "mvn": "maven"}

# One worker, one loop: what nginx gets, the loops get.
LOOPS = 1
ENGINES = {"loop": ["--engine", "loop", "--loops", str(LOOPS)], "threads": ["--engine", "threads"]}
JAVA_PEERS = {
    "microhttp": ["netlessons.bench.MicrohttpPeer", LOOPS],
    "JDK": ["netlessons.bench.JdkPeer"],
    "Jetty": ["netlessons.bench.JettyPeer"],
}
# The same for all of them. Without it the JVM's peak memory says more of the machine's memory than of the server.
JAVA_OPTIONS = ["-Xmx512m"]

HELLO, HELLO_BODY = "/hello/Ada", b"Hello, Ada!\n"
SMALL_FILE, SMALL_SIZE = "10k.bin", 10 << 10
LARGE_FILE = "large.bin"
LARGE_TRANSFERS = 4
CROWD_SECONDS = 30

REQUESTS = [
    Metric("rate", "requests/s"),
    Metric("cpu", "CPU µs per request", ".1f"),
    Metric("p99", "99 % within, ms", ".2f"),
    Metric("peak", "peak memory, MiB"),
    Metric("client", "wrk, % of a core"),
]

SERVES = """\
        location = /hello/Ada {{
            default_type "text/plain; charset=utf-8";
            return 200 "Hello, Ada!\\n";
        }}
        location /files/ {{ alias {files}/; }}
"""

# Of the targets that are missed: by workload, and the name of the row in the table.
REASONS = {
    "small-page": {
        "loop / nginx": "A request takes a little more CPU than nginx needs. wrk, too, is near the end of its core.",
        "threads / Jetty": "Jetty answers in the thread that reads, while here each connection has its own. The rounds"
        " differ by more than what is missing.",
    },
}


def prepare(run: Run, jdk: Path) -> dict[str, str]:
    """Builds the lesson and its Java peers; returns the versions of the peers."""
    machine.maven(jdk, "-pl", "01-socket-webserver", "package", "-DskipTests")
    machine.maven(jdk, "-f", "benchmarks/peers/pom.xml", "package")
    jars = " ".join(jar.name for jar in (machine.REPOSITORY / "benchmarks/peers/target/lib").iterdir())
    return {
        "nginx": machine.version("nginx", "-v"),
        "microhttp": re.search(r"microhttp-([\d.]+)\.jar", jars)[1],
        "Jetty": re.search(r"jetty-server-([\d.]+)\.jar", jars)[1],
        "wrk": machine.version("wrk", "-v"),
        "curl": machine.version("curl", "--version"),
    }


def workloads(run: Run) -> list[Workload]:
    """What the table "Speed" of the design asks of lesson 01."""
    bench = Bench(run)
    return [bench.small_page(), bench.small_file(), bench.idle(), bench.large_file()]


class Bench:
    """The measurements, each from a fresh start of a server to its end."""

    def __init__(self, run: Run):
        self.run = run
        self.crowd = 1_000 if run.quick else 10_000
        self.large_size = (64 << 20) if run.quick else (1 << 30)
        self.small_body = os.urandom(SMALL_SIZE)

    def small_page(self) -> Workload:
        def contest(name):
            return lambda: self.requests(name, HELLO, HELLO_BODY)

        return Workload(
            key="small-page",
            title="Small page, 64 keep-alive clients",
            about=(
                "`GET /hello/Ada` on 64 connections that stay open, each with one request at a time. All answer with the"
                " same 12 bytes; microhttp alone sends no `Date`. The engine `loop`, microhttp and nginx have one loop"
                " or worker each. The JDK's server has a virtual thread for each exchange (JDK 21 and newer, else 64"
                " threads) and `nodelay`; Jetty's handler says that it never blocks, which is the fastest way."
            ),
            metrics=REQUESTS,
            lesson={name: contest(name) for name in ENGINES},
            peers={name: contest(name) for name in ["nginx", *JAVA_PEERS]},
            targets=[
                Target("loop", "rate", "nginx", at_least=1.0),
                Target("threads", "rate", "nginx", at_least=0.75),
                Target("threads", "rate", "JDK", at_least=1.0),
                Target("threads", "rate", "Jetty", at_least=1.0),
            ],
        )

    def small_file(self) -> Workload:
        def contest(name):
            return lambda: self.requests(name, "/files/" + SMALL_FILE, self.small_body)

        return Workload(
            key="small-file",
            title="Static file of 10 KiB, 64 keep-alive clients",
            about="The same with a file. nginx has `sendfile` on and, as by default, no cache of open files.",
            metrics=REQUESTS,
            lesson={name: contest(name) for name in ENGINES},
            peers={"nginx": contest("nginx")},
            targets=[
                Target("loop", "rate", "nginx", at_least=0.9),
                Target("threads", "rate", "nginx", at_least=0.9),
            ],
            prepare=self.write_small_file,
        )

    def idle(self) -> Workload:
        return Workload(
            key="idle",
            title=f"{self.crowd:,} idle connections, then a request on each",
            about=(
                "All are opened and say nothing; then each sends a request, all at once. Memory is what the server has"
                " more than before they came, a connection: while they are silent, or when all have been answered,"
                " whichever is more. In Java that includes garbage not collected yet."
            ),
            metrics=[
                Metric("memory", "KiB per connection", ",.1f"),
                Metric("silent", "KiB while silent", ",.1f"),
                Metric("answered", "answered"),
                Metric("seconds", "s until all are", ".2f"),
                Metric("peak", "peak memory, MiB"),
            ],
            lesson={name: lambda name=name: self.crowd_of_idle(name) for name in ENGINES},
            peers={"nginx": lambda: self.crowd_of_idle("nginx")},
            targets=[
                Target("loop", "answered", at_least=self.crowd),
                Target("loop", "memory", at_most=20),
            ],
            prepare=lambda: raise_file_limit(self.crowd + 1_000),
        )

    def large_file(self) -> Workload:
        return Workload(
            key="large-file",
            title=f"File of {self.large_size >> 20:,} MiB, one client",
            about=(
                f"`curl` reads the whole file, {LARGE_TRANSFERS} times in turn after once to warm up; it is in the"
                " page cache. CPU is that of the server alone."
            ),
            metrics=[
                Metric("rate", "GiB/s", ".2f"),
                Metric("cpu", "CPU s per GiB", ".3f"),
                Metric("peak", "peak memory, MiB"),
            ],
            lesson={name: lambda name=name: self.transfers(name) for name in ENGINES},
            peers={"nginx": lambda: self.transfers("nginx")},
            targets=[
                target
                for name in ENGINES
                for target in (
                    Target(name, "rate", "nginx", at_least=1.0),
                    Target(name, "cpu", "nginx", at_most=1.2),
                )
            ],
            prepare=self.write_files,
        )

    def write_small_file(self) -> None:
        (self.run.files / SMALL_FILE).write_bytes(self.small_body)

    def write_files(self) -> None:
        """The large file, too, down to the disk: else the kernel would write it while we measure."""
        self.write_small_file()
        block = os.urandom(1 << 20)
        with (self.run.files / LARGE_FILE).open("wb") as file:
            for _ in range(self.large_size >> 20):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())

    def requests(self, name: str, path: str, body: bytes) -> dict[str, float]:
        """Requests a second under wrk, after the same load for a few seconds: the JIT compilers are done then."""
        with self.start(name, path, body) as server:
            wrk(server.url(path), self.run.warmup)
            before = server.cpu_seconds()
            result = wrk(server.url(path), self.run.seconds)
            cpu = server.cpu_seconds() - before
            return {
                "rate": result["rate"],
                "cpu": 1e6 * cpu / result["requests"],
                "p99": result["p99"],
                "peak": server.memory_kib("VmHWM") / 1024,
                "client": result["client"],
            }

    def crowd_of_idle(self, name: str) -> dict[str, float]:
        """Memory for idle connections. No load before: a heap that is full of its garbage would hide what they take."""
        with self.start(name, HELLO, HELLO_BODY, crowd=self.crowd) as server:
            before = server.memory_kib("VmRSS")
            with Crowd(server.port, self.crowd) as crowd:
                self._await_accepted(server)
                silent = server.memory_kib("VmRSS")
                start = time.monotonic()
                answered = crowd.ask(HELLO, HELLO_BODY, CROWD_SECONDS)
                seconds = time.monotonic() - start
                after = server.memory_kib("VmRSS")
            return {
                "memory": (max(silent, after) - before) / self.crowd,
                "silent": (silent - before) / self.crowd,
                "answered": answered,
                "seconds": seconds,
                "peak": server.memory_kib("VmHWM") / 1024,
            }

    def _await_accepted(self, server: Server) -> None:
        """A client is connected as soon as the kernel says so; the server may take a while to accept them all."""
        deadline = time.monotonic() + CROWD_SECONDS
        last = 0
        while time.monotonic() < deadline:
            files = server.open_files()
            if files >= self.crowd and files == last:
                return
            last = files
            time.sleep(0.2)

    def transfers(self, name: str) -> dict[str, float]:
        """GiB a second of one client that reads a large file."""
        url = "/files/" + LARGE_FILE
        with self.start(name, "/files/" + SMALL_FILE, self.small_body) as server:
            curl(server.url(url), self.large_size)
            before = server.cpu_seconds()
            seconds = sum(curl(server.url(url), self.large_size) for _ in range(LARGE_TRANSFERS))
            gib = LARGE_TRANSFERS * self.large_size / 2**30
            return {
                "rate": gib / seconds,
                "cpu": (server.cpu_seconds() - before) / gib,
                "peak": server.memory_kib("VmHWM") / 1024,
            }

    def start(self, name: str, path: str, body: bytes, crowd: int = 0) -> AbstractContextManager[Server]:
        """A contestant on a free port; for a crowd the lesson's limits, made for fewer, are raised."""
        port = free_port()
        if name == "nginx":
            # When a sixteenth or less of its connections is free, nginx closes idle ones to make room.
            serves = SERVES.format(files=self.run.files)
            command = nginx(port, self.run.directory, serves, connections=max(1024, 2 * crowd))
        elif name in JAVA_PEERS:
            peers = machine.REPOSITORY / "benchmarks/peers/target"
            command = [self.run.java, *JAVA_OPTIONS, "-cp", f"{peers}/peers.jar:{peers}/lib/*"]
            main, *more = JAVA_PEERS[name]
            command += [main, str(port), *map(str, more)]
        else:
            jar = machine.REPOSITORY / "01-socket-webserver/target/01-socket-webserver.jar"
            command = [self.run.java, *JAVA_OPTIONS, "-jar", jar, "--port", str(port), "--no-log"]
            command += ["--root", self.run.files, *ENGINES[name]]
            if crowd:
                command += ["--max-connections", str(crowd + 100), "--idle-timeout", "300", "--header-timeout", "300"]
        log = self.run.directory / f"{name}.log"
        return running(name, list(map(str, command)), port, log, lambda server: await_page(server, path, body))
