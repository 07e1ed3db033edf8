"""From numbers to ratios and verdicts. Works on the dict that rounds.measure returns, which is also what is saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median


DONE = ("rate", "answered")  # metrics that tell how much was done


@dataclass(frozen=True)
class Spread:
    """What is left of one number a round."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One line of the table of ratios and targets; `met` is None where nothing is asked, or nothing was measured."""

    name: str
    spread: Spread | None  # None: one of the two has failed
    format: str
    target: str
    met: bool | None


def spread(numbers: list[float]) -> Spread:
    return Spread(median(numbers), min(numbers), max(numbers))


def did_nothing(numbers: dict[str, float]) -> bool:
    """Such a round says nothing of how fast a contestant is, and still less of how much faster another one is."""
    return any(numbers.get(key) == 0 for key in DONE)


def good(workload: dict, *who: str) -> list[dict]:
    """The rounds in which all of these have done something."""
    return [
        round_ for round_ in workload["rounds"] if all(name in round_ and not did_nothing(round_[name]) for name in who)
    ]


def has_failed(workload: dict, who: str) -> bool:
    return not good(workload, who)


def idle_rounds(workload: dict, who: str) -> list[int]:
    """Those in which it did nothing, from 1. Only in what was saved when nobody looked for that yet."""
    return [n for n, round_ in enumerate(workload["rounds"], 1) if who in round_ and did_nothing(round_[who])]


def values(workload: dict, who: str, metric: str) -> list[float]:
    return [round_[who][metric] for round_ in good(workload, who)]


def ratios(workload: dict, who: str, peer: str, metric: str) -> list[float]:
    """Of the two in the same round: they ran within seconds of each other."""
    pairs = ((round_[who][metric], round_[peer][metric]) for round_ in good(workload, who, peer))
    return [a / b if b else float("inf") for a, b in pairs]


def rows(workload: dict) -> Iterator[Row]:
    """First metric of each of ours against each peer, then whatever else there is a target for."""
    first = workload["metrics"][0]["key"]
    pairs = [(who, first, peer) for who in workload["lesson"] for peer in workload["peers"]]
    targets = {(target["who"], target["metric"], _peer(workload, target)): target for target in workload["targets"]}
    for who, metric, peer in dict.fromkeys(pairs + list(targets)):
        target = targets.get((who, metric, peer))
        if target or good(workload, who, *([peer] if peer else [])):
            yield _row(workload, who, metric, peer, target)


def _peer(workload: dict, target: dict) -> str | None:
    """Whom the target compares with: of several the best."""
    if not isinstance(target["peer"], list):
        return target["peer"]
    best = max if target["at_most"] is None else min
    peers = [peer for peer in target["peer"] if not has_failed(workload, peer)]
    return best(peers or target["peer"][:1], key=lambda peer: median(values(workload, peer, target["metric"]) or [0]))


def _row(workload: dict, who: str, metric: str, peer: str | None, target: dict | None) -> Row:
    info = next(info for info in workload["metrics"] if info["key"] == metric)
    numbers = ratios(workload, who, peer, metric) if peer else values(workload, who, metric)
    number_format = ".2f" if peer else info["format"]
    name = f"{who} / {peer}" if peer else who
    if metric != workload["metrics"][0]["key"] or not peer:
        name += f": {info['heading']}"
    result = spread(numbers) if numbers else None
    asked = _asked(target, number_format) if target else ""
    return Row(name, result, number_format, asked, _met(result, target, peer) if target and result else None)


def _asked(target: dict, number_format: str) -> str:
    signs = {"at_least": "≥", "at_most": "≤"}
    bounds = [f"{sign} {target[key]:{number_format}}" for key, sign in signs.items() if target[key] is not None]
    return ", ".join(bounds) + (" × the best" if isinstance(target["peer"], list) else "")


def _met(result: Spread, target: dict, peer: str | None) -> bool:
    low, high = (result.median, result.median) if peer else (result.low, result.high)
    return (target["at_least"] is None or low >= target["at_least"]) and (
        target["at_most"] is None or high <= target["at_most"]
    )
