"""The section of a lesson in docs/benchmarks.md."""

import re

from bench.results import Row, rows, spread, values


def section(results: dict, plot_of) -> str:
    """Markdown, made from saved results; `plot_of(workload)` is the address of its plot, from docs/."""
    parts = [f"## Lesson {results['lesson']}: {results['title']}", _how(results)]
    for workload in results["workloads"]:
        parts += [
            f"### {workload['title']}",
            workload["about"],
            f"![{_alt(workload)}]({plot_of(workload)})",
            contestants(workload),
            ratios(workload),
            _without(workload),
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def contestants(workload: dict) -> str:
    """A line for each contestant: the first metric with its spread, the others' medians."""
    first, *others = workload["metrics"]
    lines = [
        ["", first["heading"], "min to max"] + [metric["heading"] for metric in others],
        ["---"] + ["--:"] * (2 + len(others)),
    ]
    for who in workload["lesson"] + workload["peers"]:
        main = spread(values(workload, who, first["key"]))
        lines.append(
            [
                f"**{who}**" if who in workload["lesson"] else who,
                f"{main.median:{first['format']}}",
                f"{main.low:{first['format']}} to {main.high:{first['format']}}",
            ]
            + [f"{spread(values(workload, who, m['key'])).median:{m['format']}}" for m in others]
        )
    return _table(lines)


def ratios(workload: dict) -> str:
    """A line for each ratio and each target; empty if there is neither."""
    lines = [["ratio", "median", "min", "max", "target", "met"], ["---", "--:", "--:", "--:", "--:", "---"]]
    lines += [_cells(row) for row in rows(workload)]
    return _table(lines) if len(lines) > 2 else ""


def replace_section(document: str, lesson: str, text: str) -> str:
    """The document with this lesson's section new, and all else as it was.

    A section stands between two comments, which readers do not see. A lesson that has none yet gets it behind the
    sections of the lessons before it.
    """
    begin, end = f"<!-- begin {lesson} -->\n", f"<!-- end {lesson} -->\n"
    block = begin + text + "\n" + end
    if begin in document:
        before, rest = document.split(begin, 1)
        return before + block + rest.split(end, 1)[1]
    for later in re.finditer(r"<!-- begin (\d+) -->\n", document):
        if later[1] > lesson:
            return document[: later.start()] + block + "\n" + document[later.start() :]
    return document.rstrip("\n") + "\n\n" + block


def _how(results: dict) -> str:
    facts = [("command", f"`{results['command']}`"), ("date", results["date"])]
    facts += list(results["machine"].items()) + [("versions", _versions(results["versions"]))]
    facts += [(f"left out, {key}", reason) for key, reason in results.get("left_out", {}).items()]
    return "\n".join(f"- {key}: {value}" for key, value in facts)


def _without(workload: dict) -> str:
    return "\n".join(f"Without {who}: {reason}" for who, reason in workload.get("left_out", {}).items())


def _versions(versions: dict) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def _cells(row: Row) -> list[str]:
    numbers = (row.spread.median, row.spread.low, row.spread.high)
    met = "" if row.met is None else "yes" if row.met else "**no**"
    return [row.name] + [f"{number:{row.format}}" for number in numbers] + [row.target, met]


def _alt(workload: dict) -> str:
    first = workload["metrics"][0]
    bars = (
        f"{who} {spread(values(workload, who, first['key'])).median:{first['format']}}"
        for who in workload["lesson"] + workload["peers"]
    )
    return f"{first['heading']}: {', '.join(bars)}"


def _table(lines: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
