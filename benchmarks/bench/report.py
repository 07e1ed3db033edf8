"""The section of a lesson in docs/benchmarks.md, and the table of all targets."""

import re

from bench.results import Row, good, has_failed, idle_rounds, rows, spread, values


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
            notes(workload),
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def contestants(workload: dict) -> str:
    """A line for each contestant: the first metric with its spread, the others' medians; or that it has failed."""
    first, *others = workload["metrics"]
    lines = [
        ["", first["heading"], "min to max"] + [metric["heading"] for metric in others],
        ["---"] + ["--:"] * (2 + len(others)),
    ]
    for who in workload["lesson"] + workload["peers"]:
        name = f"**{who}**" if who in workload["lesson"] else who
        if has_failed(workload, who):
            lines.append([name, "failed"] + [""] * (1 + len(others)))
            continue
        if idle_rounds(workload, who):
            name += f", {len(good(workload, who))} of {len(workload['rounds'])} rounds"
        main = spread(values(workload, who, first["key"]))
        lines.append(
            [
                name,
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


def notes(workload: dict) -> str:
    """Who is not in the tables, or not with all rounds, and why."""
    lines = [f"Without {who}: {reason}." for who, reason in workload.get("left_out", {}).items()]
    lines += [f"{who} has failed: {reason}." for who, reason in workload.get("failed", {}).items()]
    lines += [f"Measured again: {what}." for what in workload.get("again", [])]
    for who in workload["lesson"] + workload["peers"]:
        if idle := idle_rounds(workload, who):
            lines.append(
                f"{who} did nothing in round {' and '.join(map(str, idle))}: that is no result, and here are the other"
                " rounds alone, in the ratios, too."
            )
    return "\n\n".join(lines)


def targets(all_results: list[dict], reasons: dict[str, dict[str, dict[str, str]]]) -> str:
    """Every target of every lesson with what was measured; `reasons` by lesson, workload and name of the row."""
    lines = [["lesson", "work", "", "target", "measured", "", "reason"], ["---", "---", "---", "--:", "--:", "---", "---"]]
    verdicts = []
    for results in all_results:
        lesson = results["lesson"]
        for workload in results["workloads"]:
            for row in rows(workload):
                if row.target:
                    verdicts.append(row.met)
                    why = "" if row.met else reasons.get(lesson, {}).get(workload["key"], {}).get(row.name, "")
                    lines.append([lesson, workload["title"], row.name, row.target, _judged(row), _verdict(row), why])
    counts = f"Of {len(verdicts)} targets {verdicts.count(True)} are met, {verdicts.count(False)} are missed"
    if missing := verdicts.count(None):
        counts += f", and {missing} could not be measured"
    return f"{counts}.\n\n{_table(lines)}\n"


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


def _versions(versions: dict) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def _cells(row: Row) -> list[str]:
    spread = row.spread
    numbers = [f"{n:{row.format}}" for n in (spread.median, spread.low, spread.high)] if spread else ["failed", "", ""]
    met = "" if row.met is None else "yes" if row.met else "**no**"
    return [row.name, *numbers, row.target, met]


def _judged(row: Row) -> str:
    """What the verdict is about: of a ratio the median, of a number of its own the worst round."""
    if not row.spread:
        return ""
    ratio = " / " in row.name
    number = row.spread.median if ratio else row.spread.low if "≥" in row.target else row.spread.high
    return f"{number:{row.format}}"


def _verdict(row: Row) -> str:
    return "not measured" if row.met is None else "met" if row.met else "**missed**"


def _alt(workload: dict) -> str:
    first = workload["metrics"][0]
    bars = (
        f"{who} failed" if has_failed(workload, who)
        else f"{who} {spread(values(workload, who, first['key'])).median:{first['format']}}"
        for who in workload["lesson"] + workload["peers"]
    )
    return f"{first['heading']}: {', '.join(bars)}"


def _table(lines: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
