"""Clients that send files to a server or fetch them from it, and what it takes both."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench import BenchError
from bench.processes import START_SECONDS, Family, Server, free_port, listens, start_server, tail, tcp_tables

TRANSFER_SECONDS = 300
SETTLE_SECONDS = 10
FIRST_SAMPLE, SAMPLES = 0.005, 0.1  # seconds: often enough for short lives, seldom enough to cost nothing


@dataclass(frozen=True)
class Transfer:
    """What it took to move some files: seconds in all, CPU seconds, and the most memory at one time, in KiB."""

    seconds: float
    client_cpu: float
    server_cpu: float
    client_peak: int
    server_peak: int


class Meter:
    """The most memory of a family at one time, from samples: what has ended takes its numbers with it."""

    def __init__(self, family: Family):
        self._family = family
        self.peak = 0

    def sample(self) -> None:
        self.peak = max(self.peak, self._family.memory_kib("VmHWM"))


def await_end(process: subprocess.Popen, seconds: float, meters: Iterable[Meter] = ()) -> float:
    """Waits for the end of a child, to the millisecond (Popen.wait looks 20 times a second); returns its CPU seconds.

    Those of its own children are in them.
    """
    deadline = time.monotonic() + seconds
    pause = FIRST_SAMPLE
    end = os.pidfd_open(process.pid)
    try:
        poll = select.poll()
        poll.register(end, select.POLLIN)
        while not poll.poll(1000 * pause):
            if time.monotonic() > deadline:
                raise BenchError(f"{process.args[0]} did not end within {seconds} s")
            for meter in meters:
                meter.sample()
            pause = min(2 * pause, SAMPLES)
    finally:
        os.close(end)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def run_client(
    command: list[str], log: Path, meters: Iterable[Meter] = (), stdin: Path | None = None
) -> tuple[float, int]:
    """Runs a client to its end, on the clients' cores; returns its CPU seconds and its peak memory in KiB.

    Fails if its exit status is not 0. It is ended if we are.
    """
    with log.open("wb") as output, (stdin or Path(os.devnull)).open("rb") as source:
        process = subprocess.Popen(
            command, stdin=source, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    meter = Meter(Family(process.pid))
    try:
        cpu = await_end(process, TRANSFER_SECONDS, [meter, *meters])
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode != 0:
        raise BenchError(f"{' '.join(command)}\nended with status {process.returncode}:\n{tail(log)}")
    return cpu, meter.peak


def transfer(
    server: Server, commands: list[list[str]], log: Path, arrived: Callable[[], bool] = lambda: True
) -> Transfer:
    """Runs clients in turn. The time ends with the last of them, and not before all has `arrived`."""
    before = server.family.members().keys()
    cpu_before = server.cpu_seconds()
    server_meter = Meter(server.family)
    cpu, peak = 0.0, 0
    start = time.monotonic()
    for command in commands:
        more, most = run_client(command, log, [server_meter])
        cpu, peak = cpu + more, max(peak, most)
    await_that(arrived, TRANSFER_SECONDS, lambda: server.fail("has not got all of it"))
    seconds = time.monotonic() - start
    server_meter.sample()
    # What it has started for this client ends a moment later, and only then is its CPU time counted.
    await_that(
        lambda: server.family.members().keys() <= before,
        SETTLE_SECONDS,
        lambda: server.fail(f"is still busy {SETTLE_SECONDS} s after the end"),
    )
    return Transfer(seconds, cpu, server.cpu_seconds() - cpu_before, peak, server_meter.peak)


def transfer_one_by_one(
    receiver: Callable[[int], list[str]],
    sender: Callable[[int], list[str]],
    sources: list[Path],
    target: Path,
    log: Path,
) -> Transfer:
    """For programs that move one file from standard input to standard output, given a port, and end.

    All receivers listen before the time begins.
    """

    def fail(what: str) -> None:
        raise BenchError(f"{receiver(port)[0]} {what}:\n{tail(log)}")

    receivers: list[tuple[int, subprocess.Popen]] = []
    cpu, received_cpu, peak, received_peak = 0.0, 0.0, 0, 0
    try:
        for source in sources:
            port = free_port()
            with (target / source.name).open("wb") as file, log.open("wb") as output:
                receivers.append((port, start_server(receiver(port), file, output)))
            await_that(
                lambda: listens(port, tcp_tables()), START_SECONDS, lambda: fail("does not listen")
            )
        start = time.monotonic()
        for source, (port, process) in zip(sources, receivers):
            received = Meter(Family(process.pid))
            more, most = run_client(sender(port), log, [received], source)
            cpu, peak = cpu + more, max(peak, most)
            received_cpu += await_end(process, TRANSFER_SECONDS, [received])
            received_peak = max(received_peak, received.peak)
            if process.returncode != 0:
                fail(f"ended with status {process.returncode}")
        return Transfer(time.monotonic() - start, cpu, received_cpu, peak, received_peak)
    finally:
        for _, process in receivers:
            if process.poll() is None:
                process.kill()
                process.wait()


def size_of(path: Path) -> int:
    """Of a file that may not be there yet."""
    return path.stat().st_size if path.exists() else -1


def await_that(condition: Callable[[], bool], seconds: float, otherwise: Callable[[], None]) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            otherwise()
        time.sleep(0.001)
