"""What a workload is, and how its contestants are run in turn."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import BenchError, LeftOut


@dataclass(frozen=True)
class Metric:
    """One number that a measurement gives: its key, the heading of its column, and how Python formats it."""

    key: str
    heading: str
    format: str = ",.0f"


@dataclass(frozen=True)
class Target:
    """What DESIGN asks of a contestant: of its ratio to a peer, or, without a peer, of its own number.

    Of several peers the best is meant: the one with the highest median, or with the lowest for `at_most`.

    A ratio is judged by its median over the rounds, since two programs on one machine disturb each other by chance. A
    number of its own is judged by its worst round: "all are answered" means every time.
    """

    who: str
    metric: str
    peer: str | tuple[str, ...] | None = None
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class Workload:
    """One kind of work, done by each contestant.

    A contestant is a function that does the whole work once, from a fresh start to a clean end, and returns its
    numbers by the keys of `metrics`. The first metric is the one that is compared with every peer, and plotted.

    A contestant that this machine cannot run raises LeftOut, and the others go on without it; `prepare` may, too, and
    then the whole workload is left out.
    """

    key: str
    title: str
    about: str
    metrics: list[Metric]
    lesson: dict[str, Callable[[], dict[str, float]]]
    peers: dict[str, Callable[[], dict[str, float]]]
    targets: list[Target]
    prepare: Callable[[], None] = lambda: None  # what all of them need, done once before the first
    clean: Callable[[], None] = lambda: None  # removes it after the last, however that ended


@dataclass(frozen=True)
class Run:
    """What the command line asked for, as a lesson's file sees it."""

    rounds: int
    seconds: int
    warmup: int
    quick: bool
    directory: Path  # for logs and configurations
    files: Path  # for files to serve; removed at the end
    java: Path
    java_version: tuple[int, ...]


def measure(workload: Workload, rounds: int, servers: set[str] | None, say: Callable[[str], None]) -> dict:
    """Runs A B C A B C … and returns everything the report needs, ready for JSON.

    In turn, not one after the other: what the machine's neighbours do in a bad minute then hits all of them alike, and
    a ratio is taken between neighbours in time.
    """
    contestants = {
        name: contest for name, contest in (workload.lesson | workload.peers).items() if not servers or name in servers
    }
    if not contestants:
        raise BenchError(f"None of the servers asked for takes part in '{workload.key}'")
    try:
        workload.prepare()
        results, left_out = _take_turns(workload, contestants, rounds, say)
    finally:
        workload.clean()
    return {
        "key": workload.key,
        "title": workload.title,
        "about": workload.about,
        "metrics": [asdict(metric) for metric in workload.metrics],
        "lesson": [name for name in workload.lesson if name in contestants],
        "peers": [name for name in workload.peers if name in contestants],
        "targets": _targets(workload, contestants),
        "left_out": left_out,
        "rounds": results,
    }


def _targets(workload: Workload, contestants: dict) -> list[dict]:
    """Those of contestants that took part; of several peers those that did."""
    found = []
    for target in workload.targets:
        several = isinstance(target.peer, tuple)
        peers = [peer for peer in (target.peer if several else [target.peer]) if peer is None or peer in contestants]
        if target.who in contestants and peers:
            found.append(asdict(target) | {"peer": peers if several else peers[0]})
    return found


def _take_turns(workload: Workload, contestants: dict, rounds: int, say: Callable) -> tuple[list[dict], dict[str, str]]:
    """The numbers of each round, and why who is not among them. Takes those out of `contestants`."""
    main = workload.metrics[0]
    results, left_out = [], {}
    for number in range(1, rounds + 1):
        results.append({})
        for name, contest in list(contestants.items()):
            try:
                numbers = contest()
            except LeftOut as reason:
                say(f"{workload.key} goes on without {name}: {reason}")
                left_out[name] = str(reason)
                del contestants[name]
                continue
            if set(numbers) != {metric.key for metric in workload.metrics}:
                raise BenchError(f"'{workload.key}' of {name} returned {sorted(numbers)}")
            results[-1][name] = numbers
            say(f"{workload.key} {number}/{rounds}  {name:13} {numbers[main.key]:{main.format}} {main.heading}")
    if not contestants:
        raise LeftOut("; ".join(f"{name}: {reason}" for name, reason in left_out.items()))
    return results, left_out
