"""The command line, and one run from start to end."""

import argparse
import datetime
import importlib.util
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from bench import BenchError, LeftOut, plots, prepare, report
from bench.processes import part_cores
from bench.rounds import Run, measure

BENCHMARKS = prepare.REPOSITORY / "benchmarks"
DOCUMENT = prepare.REPOSITORY / "docs" / "benchmarks.md"
ALL = "all"


def main(arguments: list[str]) -> int:
    """0 when all was measured, whether targets are met or not; 1 when something failed; 2 wrong usage."""
    options = parse(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: ends what was started
    try:
        if options.lesson == ALL:
            return max(one_of_all(lesson, arguments) for lesson in lessons())
        if options.replot:
            results = json.loads(saved(options.lesson).read_text())
        else:
            results = run(options, shlex.join(["benchmarks/run", *arguments]))
        if options.write:
            write(results)
        failed = [f"{workload['key']}: {who}" for workload in results["workloads"] for who in workload.get("failed", {})]
        if failed and not options.replot:
            print(f"\nFailed: {', '.join(failed)}", file=sys.stderr)
            return 1
        return 0
    except (BenchError, OSError) as broken:
        print(f"\nNo result. {broken}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; everything that was started has ended.", file=sys.stderr)
        return 130


def lessons() -> list[str]:
    return sorted(file.stem for file in BENCHMARKS.glob("[0-9][0-9].py"))


def one_of_all(lesson: str, arguments: list[str]) -> int:
    """In a process of its own: a run parts the cores for itself and for what it starts. What is broken keeps no other back."""
    mine = [lesson if argument == ALL else argument for argument in arguments]
    status = subprocess.run([sys.executable, "-m", "bench", *mine]).returncode
    if status == 130:
        raise KeyboardInterrupt
    return status


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks/run",
        description="Measures a lesson beside its peers, in turn, and writes docs/benchmarks.md and its plots.",
        epilog="A run with --quick, --only or --servers is no whole run, so it writes nothing unless --write is there."
        " Exit status: 0 all was measured, and targets are met or not; 1 something failed; 2 wrong usage; 130 interrupted."
        f" Of {ALL} it is the highest of any lesson.",
    )
    parser.add_argument("lesson", choices=[*lessons(), ALL], help=f"which one; {ALL}: one after the other")
    parser.add_argument("--rounds", type=positive, help="how often each contestant runs (default: 5; quick: 2)")
    parser.add_argument("--seconds", type=positive, help="how long a measurement takes (default: 5; quick: 1), if it is no number of files")
    parser.add_argument("--warmup", type=positive, help="seconds of the same load before that (default: 10; quick: 1)")
    parser.add_argument("--only", type=names, metavar="KEY,…", help="only these kinds of work; a wrong one lists all")
    parser.add_argument("--servers", type=names, metavar="NAME,…", help="only these contestants; a wrong one lists all")
    parser.add_argument("--quick", action="store_true", help="does it run at all? smaller work, useless numbers")
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, help="write the document, or do not")
    parser.add_argument("--replot", action="store_true", help="measure nothing: write again what was saved last")
    options = parser.parse_args(arguments)
    if options.write is None:
        options.write = not (options.quick or options.only or options.servers)
    if options.lesson == ALL:
        if options.only or options.servers:
            parser.error(f"--only and --servers are of one lesson, not of {ALL}")
    elif options.replot and not saved(options.lesson).exists():
        parser.error(f"nothing is saved of lesson {options.lesson} yet")
    return options


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def names(text: str) -> set[str]:
    """A comma with a space behind it is in a name: `vsftpd, 1 process`."""
    return {name for name in re.split(",(?! )", text) if name}


def run(options: argparse.Namespace, command: str) -> dict:
    """Measures; prints progress and tables; returns what is saved."""
    jdk, java_version = prepare.find_jdk()
    directory = BENCHMARKS / "target" / options.lesson
    files = directory / "files"
    files.mkdir(parents=True, exist_ok=True)
    lesson = load_lesson(options.lesson)
    settings = Run(
        rounds=options.rounds or (2 if options.quick else 5),
        seconds=options.seconds or (1 if options.quick else 5),
        warmup=options.warmup or (1 if options.quick else 10),
        quick=options.quick,
        directory=directory,
        files=files,
        java=jdk / "bin" / "java",
        java_version=java_version,
    )
    prepare.install(lesson.PACKAGES)
    try:
        prepare.install(getattr(lesson, "OPTIONAL", {}))
    except BenchError as failed:
        say(f"{failed}\nIt goes on without.")
    facts = prepare.machine(jdk)
    for fact, value in facts.items():
        say(f"{fact}: {value}")
    if os.getloadavg()[0] > 0.5:
        say("This machine is busy with something else: the numbers will not be worth much.")
    versions = lesson.prepare(settings, jdk)
    part_cores()
    known = {workload.key: workload for workload in lesson.workloads(settings)}
    if unknown := (options.only or set()) - set(known):
        raise BenchError(f"No such workload: {', '.join(sorted(unknown))}. There are: {', '.join(known)}")
    contestants = dict.fromkeys(name for workload in known.values() for name in [*workload.lesson, *workload.peers])
    if unknown := (options.servers or set()) - set(contestants):
        raise BenchError(f"No such contestant: {', '.join(sorted(unknown))}. There are: {'; '.join(contestants)}")
    measured, left_out = [], {}
    try:
        for key, workload in known.items():
            if not options.only or key in options.only:
                try:
                    measured.append(measure(workload, settings.rounds, options.servers, say))
                except LeftOut as reason:
                    say(f"{key} is left out: {reason}")
                    left_out[key] = str(reason)
    finally:
        shutil.rmtree(files)  # a gigabyte, perhaps
    if not measured:
        raise BenchError("All was left out.")
    results = {
        "lesson": options.lesson,
        "title": lesson.TITLE,
        "command": command,
        "date": datetime.date.today().isoformat(),
        "machine": facts,
        "versions": versions,
        "workloads": measured,
        "left_out": left_out,
    }
    for workload in results["workloads"]:
        tables = (workload["title"], report.contestants(workload), report.ratios(workload), report.notes(workload))
        say("\n" + "\n\n".join(table for table in tables if table))
    (directory / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    return results


def load_lesson(number: str):
    """The file of a lesson; by its path, since no module of Python may be called 01."""
    spec = importlib.util.spec_from_file_location(f"lesson_{number}", BENCHMARKS / f"{number}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def saved(lesson: str) -> Path:
    return BENCHMARKS / "results" / f"{lesson}.json"


def write(results: dict) -> None:
    """Saves the numbers, draws the plots, and puts the section and the table of all targets into the document."""
    lesson = results["lesson"]
    saved(lesson).parent.mkdir(exist_ok=True)
    saved(lesson).write_text(json.dumps(results, indent=1) + "\n")
    for workload in results["workloads"]:
        plots.draw(workload, DOCUMENT.parent / plot_of(lesson, workload))
    text = report.section(results, lambda workload: plot_of(lesson, workload))
    document = report.replace_section(DOCUMENT.read_text(), lesson, text)
    DOCUMENT.write_text(report.replace_section(document, "targets", all_targets()))
    say(f"Written: {DOCUMENT.relative_to(prepare.REPOSITORY)}")


def all_targets() -> str:
    """From what is saved of all lessons, and from what their files say of the missed ones."""
    measured = [lesson for lesson in lessons() if saved(lesson).exists()]
    reasons = {lesson: getattr(load_lesson(lesson), "REASONS", {}) for lesson in measured}
    return report.targets([json.loads(saved(lesson).read_text()) for lesson in measured], reasons)


def plot_of(lesson: str, workload: dict) -> str:
    return f"benchmarks/{lesson}-{workload['key']}.svg"


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
