"""Measures a lesson beside its peers. Read in this order:

rounds.py     what a workload is; runs the contestants in turn
processes.py  servers as child processes: start, watch, end
load.py       clients: wrk, curl, a crowd of idle connections
prepare.py    what has to be there first: packages, a JDK, what Maven builds; facts of the machine
results.py    from numbers to ratios and verdicts
report.py     the section of docs/benchmarks.md
plots.py      the bars
__main__.py   the command line, and one run from start to end

Each lesson has one file beside this package, 01.py, with a TITLE and a function `workloads(run)`. Another lesson adds
its own such file and nothing else.
"""


class BenchError(Exception):
    """Something is broken, so there is no result. The text is for people."""
