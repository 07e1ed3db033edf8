"""What a workload is, and how its contestants are run in turn."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import BenchError, LeftOut
from bench.results import did_nothing

TRIES = 3  # for one measurement: once by chance, twice by bad luck, but three times?


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
    then the whole workload is left out. One that raises BenchError, or has done nothing, has another try.
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
    turns = Turns(workload, contestants, rounds, say)
    try:
        workload.prepare()
        turns.take()
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
        "left_out": turns.left_out,
        "again": turns.again,
        "failed": turns.failed,
        "rounds": turns.results,
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


class Turns:
    """The numbers of each round, and why who is not among them. Takes those who are left out of `contestants`."""

    def __init__(self, workload: Workload, contestants: dict, rounds: int, say: Callable[[str], None]):
        self.results: list[dict] = []
        self.left_out: dict[str, str] = {}
        self.again: list[str] = []  # what was measured again, and why
        self.failed: dict[str, str] = {}
        self._workload = workload
        self._contestants = contestants
        self._rounds = rounds
        self._say = say

    def take(self) -> None:
        for _ in range(self._rounds):
            self.results.append({})
            for name in [name for name in self._contestants if name not in self.failed]:
                try:
                    self._take(name)
                except LeftOut as reason:
                    self._say(f"{self._workload.key} goes on without {name}: {reason}")
                    self.left_out[name] = str(reason)
                    del self._contestants[name]
        if not self._contestants:
            raise LeftOut("; ".join(f"{name}: {reason}" for name, reason in self.left_out.items()))
        if self.failed.keys() == self._contestants.keys():
            raise BenchError("\n".join(f"{name}: {reason}" for name, reason in self.failed.items()))

    def _take(self, name: str) -> None:
        """One turn. Who fails in every try of it has failed, whatever the rounds before gave."""
        main = self._workload.metrics[0]
        turn = f"{self._workload.key} {len(self.results)}/{self._rounds}  {name:13}"
        for attempt in range(1, TRIES + 1):
            try:
                numbers = self._numbers(name)
                self.results[-1][name] = numbers
                self._say(f"{turn} {numbers[main.key]:{main.format}} {main.heading}")
                return
            except BenchError as failed:
                reason = str(failed)
                self._say(f"{turn} failed, {'once more' if attempt < TRIES else 'and that is it'}: {reason}")
                self.again.append(f"{name} in round {len(self.results)}: {first_line(reason)}")
        self.again = [entry for entry in self.again if not entry.startswith(f"{name} in ")]
        self.failed[name] = first_line(reason)
        for numbers in self.results:
            numbers.pop(name, None)

    def _numbers(self, name: str) -> dict[str, float]:
        numbers = self._contestants[name]()
        if set(numbers) != {metric.key for metric in self._workload.metrics}:
            raise ValueError(f"'{self._workload.key}' of {name} returned {sorted(numbers)}")
        if did_nothing(numbers):
            raise BenchError("it did nothing")
        return numbers


def first_line(text: str) -> str:
    """For a page: what follows in the text is for who sits before the machine."""
    return text.partition("\n")[0].rstrip(":")
