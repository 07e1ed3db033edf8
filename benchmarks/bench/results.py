"""From numbers to ratios and verdicts. Works on the dict that rounds.measure returns, which is also what is saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """What is left of one number a round."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One line of the table of ratios and targets; `met` is None where nothing is asked."""

    name: str
    spread: Spread
    format: str
    target: str
    met: bool | None


def spread(numbers: list[float]) -> Spread:
    return Spread(median(numbers), min(numbers), max(numbers))


def values(workload: dict, who: str, metric: str) -> list[float]:
    return [round_[who][metric] for round_ in workload["rounds"]]


def ratios(workload: dict, who: str, peer: str, metric: str) -> list[float]:
    """Of the two in the same round: they ran within seconds of each other."""
    pairs = zip(values(workload, who, metric), values(workload, peer, metric))
    return [a / b if b else float("inf") for a, b in pairs]


def rows(workload: dict) -> Iterator[Row]:
    """First metric of each of ours against each peer, then whatever else there is a target for."""
    first = workload["metrics"][0]["key"]
    pairs = [(who, first, peer) for who in workload["lesson"] for peer in workload["peers"]]
    targets = {(target["who"], target["metric"], _peer(workload, target)): target for target in workload["targets"]}
    for who, metric, peer in dict.fromkeys(pairs + list(targets)):
        yield _row(workload, who, metric, peer, targets.get((who, metric, peer)))


def _peer(workload: dict, target: dict) -> str | None:
    """Whom the target compares with: of several the best."""
    if not isinstance(target["peer"], list):
        return target["peer"]
    best = max if target["at_most"] is None else min
    return best(target["peer"], key=lambda peer: median(values(workload, peer, target["metric"])))


def _row(workload: dict, who: str, metric: str, peer: str | None, target: dict | None) -> Row:
    info = next(info for info in workload["metrics"] if info["key"] == metric)
    if peer:
        result = spread(ratios(workload, who, peer, metric))
        number_format = ".2f"
        low = high = result.median
    else:
        result = spread(values(workload, who, metric))
        number_format = info["format"]
        low, high = result.low, result.high
    name = f"{who} / {peer}" if peer else who
    if metric != workload["metrics"][0]["key"] or not peer:
        name += f": {info['heading']}"
    if not target:
        return Row(name, result, number_format, "", None)
    asked, met = [], True
    if target["at_least"] is not None:
        asked.append(f"≥ {target['at_least']:{number_format}}")
        met = met and low >= target["at_least"]
    if target["at_most"] is not None:
        asked.append(f"≤ {target['at_most']:{number_format}}")
        met = met and high <= target["at_most"]
    of_the_best = " × the best" if isinstance(target["peer"], list) else ""
    return Row(name, result, number_format, ", ".join(asked) + of_the_best, met)
