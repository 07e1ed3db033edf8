"""Checks the harness itself, without any peer, in a second: python3 -m unittest discover -s benchmarks"""

import importlib.util
import subprocess
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer

from bench import BenchError, load, plots, prepare, processes, report, results
from bench.__main__ import BENCHMARKS, load_lesson, parse
from bench.rounds import Metric, Run, Target, Workload, measure

PAGE = b"Hello, Ada!\n"
WRK = """\
Running 2s test @ http://127.0.0.1:18081/hello/Ada
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     0.90ms    1.54ms  25.38ms   95.56%
    Req/Sec   102.12k    11.30k  120.01k    70.00%
  Latency Distribution
     50%  542.00us
     75%  780.00us
     90%    1.43ms
     99%    8.20ms
  203512 requests in 2.00s, 24.84MB read
Requests/sec: 101715.20
Transfer/sec:     12.42MB
"""


class Handler(BaseHTTPRequestHandler):
    """A page on a connection that stays open; /close does not keep it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(PAGE)))
        if self.path == "/close":
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        pass


class SampleServer(ThreadingTCPServer):
    """Not HTTPServer, which asks the domain name system for its own name: seconds where that does not answer."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 100


class Sample(unittest.TestCase):
    """A workload of a lesson with one engine and one peer, measured with numbers made up."""

    def setUp(self):
        ours, theirs = iter([90.0, 120.0, 100.0]), iter([100.0, 100.0, 50.0])
        self.workload = measure(
            Workload(
                key="page",
                title="Small page",
                about="One page.",
                metrics=[Metric("rate", "requests/s"), Metric("kib", "KiB", ".1f")],
                lesson={"loop": lambda: {"rate": next(ours), "kib": 19.5}},
                peers={"nginx": lambda: {"rate": next(theirs), "kib": 0}},
                targets=[Target("loop", "rate", "nginx", at_least=1.0), Target("loop", "kib", at_most=19)],
            ),
            rounds=3,
            servers=None,
            say=lambda text: None,
        )


class ResultsTest(Sample):
    def test_a_ratio_is_taken_in_each_round_and_judged_by_its_median(self):
        row, _ = results.rows(self.workload)
        self.assertEqual(results.Spread(1.2, 0.9, 2.0), row.spread)
        self.assertEqual(("loop / nginx", "≥ 1.00", True), (row.name, row.target, row.met))

    def test_a_number_of_its_own_is_judged_by_its_worst_round(self):
        _, row = results.rows(self.workload)
        self.assertEqual(("loop: KiB", "≤ 19.0", False), (row.name, row.target, row.met))
        self.workload["rounds"][0]["loop"]["kib"] = 1
        self.workload["rounds"][1]["loop"]["kib"] = 2
        self.assertFalse(list(results.rows(self.workload))[1].met)

    def test_nothing_over_zero_is_no_crash(self):
        self.assertEqual([float("inf")] * 3, results.ratios(self.workload, "loop", "nginx", "kib"))

    def test_only_those_asked_for_run(self):
        workload = Workload("k", "t", "a", [Metric("n", "N")], {"loop": lambda: {"n": 1}}, {"nginx": None}, [])
        self.assertEqual([], measure(workload, 1, {"loop"}, lambda text: None)["peers"])
        with self.assertRaisesRegex(BenchError, "takes part"):
            measure(workload, 1, {"nobody"}, lambda text: None)


class ReportTest(Sample):
    def section(self):
        saved = {"lesson": "01", "title": "T", "command": "c", "date": "d", "machine": {"cores": "2"}}
        return report.section(saved | {"versions": {"nginx": "1"}, "workloads": [self.workload]}, lambda w: "x.svg")

    def test_a_section_has_both_tables_and_the_plot(self):
        text = self.section()
        self.assertIn("| **loop** | 100 | 90 to 120 | 19.5 |", text)
        self.assertIn("| loop / nginx | 1.20 | 0.90 | 2.00 | ≥ 1.00 | yes |", text)
        self.assertIn("| loop: KiB | 19.5 | 19.5 | 19.5 | ≤ 19.0 | **no** |", text)
        self.assertIn("![requests/s: loop 100, nginx 100](x.svg)", text)

    def test_a_run_replaces_only_its_own_section(self):
        document = "# B\n\nhand-written\n"
        for lesson, text in [("03", "three\n"), ("01", "one\n"), ("02", "two\n"), ("01", "new\n")]:
            document = report.replace_section(document, lesson, text)
        self.assertEqual(["new", "two", "three"], [line for line in document.split() if line in ("new", "two", "three")])
        self.assertNotIn("one\n", document)
        self.assertTrue(document.startswith("# B\n\nhand-written\n"))
        self.assertEqual(document, report.replace_section(document, "02", "two\n"))

    @unittest.skipUnless(importlib.util.find_spec("matplotlib"), "python3-matplotlib is not installed")
    def test_the_same_numbers_give_the_same_picture(self):
        with tempfile.TemporaryDirectory() as folder:
            pictures = [Path(folder) / "a.svg", Path(folder) / "b.svg"]
            for picture in pictures:
                plots.draw(self.workload, picture)
            first, second = (picture.read_text() for picture in pictures)
        self.assertEqual(first, second)
        self.assertIn(">nginx</text>", first)
        self.assertLess(len(first), 30_000)


class ParsersTest(unittest.TestCase):
    def test_wrk(self):
        self.assertEqual({"requests": 203512, "rate": 101715.2, "p99": 8.2}, load.parse_wrk(WRK))
        self.assertAlmostEqual(0.82, load.parse_wrk(WRK.replace("8.20ms", "820.00us"))["p99"])

    def test_wrk_that_saw_failures(self):
        for line in ("  Socket errors: connect 0, read 3, write 0, timeout 0", "  Non-2xx or 3xx responses: 1"):
            with self.assertRaisesRegex(BenchError, "failures"):
                load.parse_wrk(WRK + line + "\n")
        for broken in ("", WRK.replace("203512", "0")):
            with self.assertRaisesRegex(BenchError, "no requests"):
                load.parse_wrk(broken)

    def test_proc(self):
        stat = "71 (a (b) c) S 1 70 69 0 -1 4194560 0 0 0 0 250 50 7 7 20 0 1 0 100 0 0"
        self.assertEqual(300, processes.cpu_ticks(stat))
        self.assertEqual(69, processes.session(stat))
        self.assertEqual(1234, processes.kib("Name:\tx\nVmRSS:\t    1234 kB\n", "VmRSS"))
        self.assertEqual(0, processes.kib("Name:\tx\n", "VmRSS"))

    def test_versions_of_java(self):
        self.assertEqual((17, 0, 2), prepare.java_version('openjdk version "17.0.2" 2022-01-18'))
        self.assertGreater(prepare.java_version('openjdk version "25" 2025-09-16'), (17, 0, 2))
        with self.assertRaises(BenchError):
            prepare.java_version("no such thing")


class ProcessesTest(unittest.TestCase):
    def server(self, path, code="from test_bench import serve; serve()"):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        port = processes.free_port()
        command = ["env", f"PYTHONPATH={BENCHMARKS}", sys.executable, "-B", "-c", code, str(port)]
        return processes.running("sample", command, port, Path(folder.name) / "log", path, PAGE)

    def test_a_server_is_watched_and_ended_even_when_its_block_fails(self):
        with self.assertRaises(ZeroDivisionError):
            with self.server("/") as server:
                self.assertGreater(server.memory_kib("VmHWM"), 1000)
                self.assertGreater(server.open_files(), 3)
                self.assertGreaterEqual(server.cpu_seconds(), 0)
                self.assertLess(load.curl(server.url("/"), len(PAGE)), 60)
                raise ZeroDivisionError
        self.assertEqual(0, server.open_files())

    def test_a_server_that_ends_at_once_says_why(self):
        with self.assertRaisesRegex(BenchError, "ended with status 1:\n  no such option"):
            with self.server("/", "import sys; sys.exit('no such option')"):
                self.fail("it did not start")

    def test_a_server_that_is_not_comparable(self):
        with self.assertRaisesRegex(BenchError, "keep the connection"):
            with self.server("/close"):
                self.fail("it does not do what the others do")

    def test_a_crowd_counts_whole_answers(self):
        with SampleServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            with load.Crowd(server.server_address[1], 20) as crowd:
                self.assertEqual(20, crowd.ask("/", PAGE, 30))
                self.assertEqual(0, crowd.ask("/", b"another page", 0.01))
            server.shutdown()


class LessonsTest(unittest.TestCase):
    def test_targets_name_what_there_is(self):
        for file in BENCHMARKS.glob("[0-9][0-9].py"):
            run = Run(1, 1, 1, True, Path("x"), Path("x/files"), Path("java"), (25,))
            for workload in load_lesson(file.stem).workloads(run):
                for target in workload.targets:
                    with self.subTest(lesson=file.stem, workload=workload.key, target=target):
                        self.assertIn(target.who, workload.lesson)
                        self.assertIn(target.metric, [metric.key for metric in workload.metrics])
                        self.assertIn(target.peer, [None, *workload.peers])

    def test_a_part_of_a_run_writes_nothing_unless_asked(self):
        self.assertTrue(parse(["01"]).write)
        for part in (["--quick"], ["--only", "a"], ["--servers", "a"], ["--no-write"]):
            self.assertFalse(parse(["01", *part]).write)
        self.assertTrue(parse(["01", "--quick", "--write"]).write)

    def test_the_command_shows_its_options(self):
        shown = subprocess.run([BENCHMARKS / "run", "--help"], capture_output=True, text=True, timeout=60)
        self.assertIn("--rounds", shown.stdout, shown.stderr)


def serve() -> None:
    SampleServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
