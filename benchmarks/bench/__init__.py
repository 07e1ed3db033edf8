"""Measures a lesson beside its peers. Read in this order:

rounds.py     what a workload is; runs the contestants in turn
processes.py  servers as child processes: start, watch, end
nginx.py      nginx with a configuration of our own
load.py       clients of web servers: wrk, curl, a crowd of idle connections
ftp.py        FTP servers with a configuration of our own, and a crowd of FTP clients
transfers.py  clients that send or fetch files, and what it takes them and the server
files.py      the files they move: made, compared with what arrived, removed
prepare.py    what has to be there first: packages, a JDK, what Maven builds; facts of the machine
results.py    from numbers to ratios and verdicts
report.py     the sections of docs/benchmarks.md, and its table of targets
plots.py      the bars
__main__.py   the command line, and one run from start to end

Each lesson has one file beside this package, such as 01.py: a TITLE, PACKAGES (command to Debian package; those of
OPTIONAL may be missing), REASONS for targets that are missed, `prepare(run, jdk)`, which builds and returns versions, and
`workloads(run)`.
"""


class BenchError(Exception):
    """Something is broken, so there is no result. The text is for people."""


class LeftOut(Exception):
    """This cannot be measured on this machine, which is no reason to measure nothing. The text is for people."""
