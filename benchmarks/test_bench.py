"""Checks the harness itself, without any peer, in a second: python3 -m unittest discover -s benchmarks"""

import importlib.util
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from unittest import mock

from bench import BenchError, LeftOut, files, ftp, load, nginx, plots, prepare, processes, report, results, transfers
from bench.__main__ import BENCHMARKS, lessons, load_lesson, main, parse, saved
from bench.rounds import TRIES, Metric, Run, Target, Workload, measure

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

    def best_of_three(self, *targets, servers=None):
        """Ours against one that was twice as good in one round, one that is better as a rule, and one that is not."""
        numbers = {"ours": [12, 12, 12], "lucky": [24, 8, 8], "good": [10, 10, 10], "poor": [1, 1, 1]}
        contests = {who: (lambda left=iter(of): {"rate": next(left)}) for who, of in numbers.items()}
        ours = {"ours": contests.pop("ours")}
        workload = Workload("k", "t", "a", [Metric("rate", "N/s")], ours, contests, list(targets))
        return list(results.rows(measure(workload, 3, servers, lambda text: None)))

    def test_the_best_of_several_peers_is_the_one_with_the_best_median(self):
        rows = self.best_of_three(Target("ours", "rate", ("lucky", "good", "poor"), at_least=1.2))
        asked = {row.name: (row.target, row.met) for row in rows if row.target}
        self.assertEqual({"ours / good": ("≥ 1.20 × the best", True)}, asked)
        self.assertEqual(3, len(rows))
        rows = self.best_of_three(Target("ours", "rate", ("lucky", "good", "poor"), at_most=1.2))
        self.assertEqual([("ours / poor", False)], [(row.name, row.met) for row in rows if row.target])

    def test_the_best_of_those_that_took_part(self):
        target = Target("ours", "rate", ("lucky", "good", "poor"), at_least=1.2)
        rows = self.best_of_three(target, servers={"ours", "poor"})
        self.assertEqual([("ours / poor", True)], [(row.name, row.met) for row in rows])
        self.assertEqual([], self.best_of_three(target, servers={"ours"}))

    def test_a_target_may_compare_two_of_ours(self):
        workload = Workload(
            "k", "t", "a", [Metric("n", "N")], {"a": lambda: {"n": 1}, "b": lambda: {"n": 4}}, {},
            [Target("b", "n", "a", at_least=3.6)],
        )
        [row] = results.rows(measure(workload, 1, None, lambda text: None))
        self.assertEqual(("b / a", 4, True), (row.name, row.spread.median, row.met))

    def test_nothing_over_zero_is_no_crash(self):
        self.assertEqual([float("inf")] * 3, results.ratios(self.workload, "loop", "nginx", "kib"))

    def test_only_those_asked_for_run(self):
        workload = Workload("k", "t", "a", [Metric("n", "N")], {"loop": lambda: {"n": 1}}, {"nginx": None}, [])
        self.assertEqual([], measure(workload, 1, {"loop"}, lambda text: None)["peers"])
        with self.assertRaisesRegex(BenchError, "takes part"):
            measure(workload, 1, {"nobody"}, lambda text: None)

    def test_the_others_go_on_without_one_that_cannot_run_here(self):
        def absent():
            raise LeftOut("no sshd here")

        cleaned, said = [], []
        workload = Workload(
            key="k",
            title="t",
            about="a",
            metrics=[Metric("n", "N")],
            lesson={"crc": lambda: {"n": 3}},
            peers={"scp": absent, "nc": lambda: {"n": 2}},
            targets=[Target("crc", "n", "scp", at_least=1.5), Target("crc", "n", "nc", at_least=0.9)],
            clean=lambda: cleaned.append(True),
        )
        measured = measure(workload, 2, None, said.append)
        self.assertEqual((["nc"], {"scp": "no sshd here"}), (measured["peers"], measured["left_out"]))
        self.assertEqual([{"crc": {"n": 3}, "nc": {"n": 2}}] * 2, measured["rounds"])
        self.assertEqual(["nc"], [target["peer"] for target in measured["targets"]])
        self.assertEqual("k goes on without scp: no sshd here", said[1])
        self.assertEqual([True], cleaned)
        with self.assertRaisesRegex(LeftOut, "scp: no sshd here"):
            measure(workload, 1, {"scp"}, said.append)
        self.assertEqual([True, True], cleaned)

    def two_rounds(self, *turns, said=None):
        """Ours does 10 each time; theirs what `turns` says, which may be to fail."""

        def theirs(left=iter(turns)):
            turn = next(left)
            if isinstance(turn, Exception):
                raise turn
            return {"rate": turn}

        targets = [Target("ours", "rate", "theirs", at_least=1.0)]
        ours, metrics = {"ours": lambda: {"rate": 10}}, [Metric("rate", "N/s")]
        workload = Workload("k", "t", "a", metrics, ours, {"theirs": theirs}, targets)
        return measure(workload, 2, None, (said if said is not None else []).append)

    def test_a_round_in_which_nothing_was_done_is_measured_again(self):
        said = []
        measured = self.two_rounds(0, BenchError("curl ended with status 56:\n  its log"), 5, 4, said=said)
        self.assertEqual([5, 4], results.values(measured, "theirs", "rate"))
        again = ["theirs in round 1: it did nothing", "theirs in round 1: curl ended with status 56"]
        self.assertEqual((again, {}), (measured["again"], measured["failed"]))
        self.assertEqual(2, len([line for line in said if "failed, once more" in line]))
        self.assertIn("Measured again: theirs in round 1: it did nothing.", report.notes(measured))

    def test_who_fails_each_time_has_failed_and_is_in_no_ratio(self):
        measured = self.two_rounds(5, *[0] * TRIES, AssertionError("no more of it"))
        self.assertEqual(({"theirs": "it did nothing"}, []), (measured["failed"], measured["again"]))
        self.assertEqual([10, 10], results.values(measured, "ours", "rate"))
        [row] = results.rows(measured)
        self.assertEqual(("ours / theirs", None, None), (row.name, row.spread, row.met))
        self.assertIn("| theirs | failed |  |", report.contestants(measured))
        self.assertIn("| ours / theirs | failed |  |  | ≥ 1.00 |  |", report.ratios(measured))
        self.assertIn("theirs has failed: it did nothing.", report.notes(measured))
        self.assertIn("not measured", report.targets([{"lesson": "01", "workloads": [measured]}], {}))
        self.assertEqual("", report.ratios(measured | {"targets": []}))

    def test_the_best_is_not_one_that_failed(self):
        def fails():
            raise BenchError("no")

        target = Target("a", "rate", ("b", "c"), at_least=1.0)
        contests = {"b": fails, "c": lambda: {"rate": 2}}
        workload = Workload("k", "t", "a", [Metric("rate", "N")], {"a": lambda: {"rate": 2}}, contests, [target])
        [row] = results.rows(measure(workload, 1, None, lambda text: None))
        self.assertEqual(("a / c", True), (row.name, row.met))
        contests["c"] = fails
        [row] = results.rows(measure(workload, 1, None, lambda text: None))
        self.assertEqual(("a / b", None), (row.name, row.met))

    def test_when_all_fail_there_is_no_result(self):
        with self.assertRaisesRegex(BenchError, "theirs: it did nothing"):
            workload = Workload("k", "t", "a", [Metric("rate", "N")], {}, {"theirs": lambda: {"rate": 0}}, [])
            measure(workload, 1, None, lambda text: None)

    def test_a_round_without_a_result_that_was_saved_counts_for_nothing(self):
        self.workload["rounds"][1]["nginx"]["rate"] = 0.0
        self.assertEqual([0.9, 2.0], results.ratios(self.workload, "loop", "nginx", "rate"))
        self.assertEqual(results.Spread(75, 50, 100), results.spread(results.values(self.workload, "nginx", "rate")))
        self.assertIn("| nginx, 2 of 3 rounds | 75 | 50 to 100 |", report.contestants(self.workload))
        self.assertIn("nginx did nothing in round 2: that is no result", report.notes(self.workload))
        self.assertNotIn("inf", report.contestants(self.workload) + report.ratios(self.workload).splitlines()[2])

    def test_what_was_made_is_removed_when_it_cannot_be_made_whole(self):
        def full():
            raise LeftOut("no room")

        cleaned = []
        workload = Workload("k", "t", "a", [], {"crc": None}, {}, [], full, lambda: cleaned.append(True))
        with self.assertRaisesRegex(LeftOut, "no room"):
            measure(workload, 1, None, print)
        self.assertEqual([True], cleaned)


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

    def test_what_was_left_out_is_told(self):
        self.workload["left_out"]["scp"] = "no sshd here"
        self.assertTrue(self.section().endswith("\n\nWithout scp: no sshd here.\n"))
        saved = {"lesson": "02", "title": "T", "command": "c", "date": "d", "machine": {}, "versions": {}}
        saved |= {"workloads": [], "left_out": {"big-ram": "no RAM disk"}}
        self.assertIn("- left out, big-ram: no RAM disk\n", report.section(saved, None))

    def test_results_saved_before_anything_could_be_left_out_or_fail(self):
        for word in ("left_out", "again", "failed"):
            del self.workload[word]
        self.assertIn("**loop**", self.section())

    def test_the_table_of_all_targets_has_reasons_for_those_that_are_missed(self):
        reasons = {"01": {"page": {"loop: KiB": "It is Java.", "loop / nginx": "It is met."}}}
        text = report.targets([{"lesson": "01", "workloads": [self.workload]}], reasons)
        self.assertTrue(text.startswith("Of 2 targets 1 are met, 1 are missed.\n"))
        self.assertIn("| 01 | Small page | loop / nginx | ≥ 1.00 | 1.20 | met |  |", text)
        self.assertIn("| 01 | Small page | loop: KiB | ≤ 19.0 | 19.5 | **missed** | It is Java. |", text)

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

    @unittest.skipUnless(importlib.util.find_spec("matplotlib"), "python3-matplotlib is not installed")
    def test_who_has_failed_is_in_the_picture(self):
        for round_ in self.workload["rounds"]:
            del round_["nginx"]
        with tempfile.TemporaryDirectory() as folder:
            plots.draw(self.workload, Path(folder) / "a.svg")
            self.assertIn(">failed</text>", (Path(folder) / "a.svg").read_text())


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
        self.assertEqual(314, processes.cpu_ticks(stat))
        self.assertEqual(69, processes.session(stat))
        self.assertFalse(processes.has_ended(stat))
        self.assertTrue(processes.has_ended(stat.replace(" S ", " Z ")))
        self.assertEqual(1, processes.parent(stat))
        self.assertEqual(1234, processes.kib("Name:\tx\nVmRSS:\t    1234 kB\n", "VmRSS"))
        self.assertEqual(0, processes.kib("Name:\tx\n", "VmRSS"))

    def test_who_listens(self):
        table = """  sl  local_address rem_address   st tx_queue rx_queue
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000
  17: 0000000000000000FFFF00000100007F:198E 00000000000000000000000000000000:0000 0A 00000000
   1: 0100007F:1F91 0100007F:C350 01 00000000:00000000
"""
        self.assertEqual([True, True, False, False], [processes.listens(p, table) for p in (8080, 6542, 8081, 50000)])
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
            self.assertFalse(processes.listens(port, processes.tcp_tables()))
            listener.listen()
            self.assertTrue(processes.listens(port, processes.tcp_tables()))

    def test_file_systems(self):
        mounts = "/dev/vda / ext4 rw 0 0\ntmpfs /dev tmpfs rw 0 0\n"
        mounts += "tmpfs /my\\040disk tmpfs rw 0 0\nx /my\\040disk xfs rw 0 0\n"
        for place, kind in (("/", "ext4"), ("/dev/shm", "tmpfs"), ("/device", "ext4"), ("/my disk/a", "xfs")):
            self.assertEqual(kind, files.filesystem(Path(place), mounts))

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
        log = Path(folder.name) / "log"
        return processes.running("sample", command, port, log, lambda server: load.await_page(server, path, PAGE))

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


    def test_a_child_may_have_a_smaller_number_than_its_parent(self):
        """When the kernel has come to the greatest number, it begins anew."""
        parents = {500: 1, 301: 32767, 302: 1, 32767: 500}
        stats = {f"/proc/{pid}/stat": f"{pid} (x) S {parent} {pid} {pid} 0" for pid, parent in parents.items()}
        listed = mock.patch.object(processes.os, "listdir", return_value=["self", *map(str, sorted(parents))])
        read = mock.patch.object(processes.Path, "read_text", lambda path: stats[str(path)])
        with listed, read:
            self.assertEqual({500, 301, 32767}, processes.Family(500).members().keys())

    def test_a_network_of_our_own(self):
        """In a process of its own, as there is no way back."""
        code = "from bench.processes import free_port, own_network; own_network(); free_port()"
        code += "; print(open('/proc/net/dev').read().count(':'))"
        command = ["env", f"PYTHONPATH={BENCHMARKS}", sys.executable, "-B", "-c", code]
        done = subprocess.run(command, capture_output=True, text=True)
        if "no network of our own" in done.stderr:
            self.skipTest("only root may have a network of his own")
        self.assertEqual("", done.stderr)


class TransfersTest(unittest.TestCase):
    """Children that are small shells and Pythons; a folder of its own for each test."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.log = self.folder / "log"

    def run_client(self, shell, **options):
        return transfers.run_client(["sh", "-c", shell], self.log, **options)

    def python(self, code):
        return [sys.executable, "-B", "-c", code]

    def test_cpu_and_memory_of_a_sender_and_of_its_children(self):
        code = "import time; b = b\"x\" * 50_000_000\nwhile time.process_time() < 0.2: pass\ntime.sleep(1)"
        cpu, peak = self.run_client(f"{sys.executable} -c '{code}'; true")
        self.assertGreater(cpu, 0.15)
        self.assertGreater(peak, 50_000)

    def test_the_end_is_seen_soon(self):
        seconds = []
        for _ in range(5):
            process = subprocess.Popen(["sleep", "0.3"])
            start = time.monotonic()
            transfers.await_end(process, 30)
            seconds.append(time.monotonic() - start)
        self.assertLess(min(seconds), 0.5)  # a busy machine may keep us waiting
        self.assertEqual(0, process.returncode)

    def test_a_sender_that_fails_says_why(self):
        with self.assertRaisesRegex(BenchError, "ended with status 3:\n  no such host"):
            self.run_client("echo no such host >&2; exit 3")

    def test_a_sender_that_hangs_is_ended(self):
        transfers.TRANSFER_SECONDS, usual = 0.1, transfers.TRANSFER_SECONDS
        self.addCleanup(setattr, transfers, "TRANSFER_SECONDS", usual)
        started = []

        def start(*command, popen=subprocess.Popen, **how):
            started.append(popen(*command, **how))
            return started[0]

        with mock.patch.object(transfers.subprocess, "Popen", start):
            with self.assertRaisesRegex(BenchError, "did not end within 0.1 s"):
                self.run_client("exec sleep 60")
        self.assertEqual(-9, started[0].returncode)
        with self.assertRaises(ProcessLookupError):
            os.kill(started[0].pid, 0)

    def test_what_a_server_starts_for_a_client_counts_as_its_own(self):
        """Like sshd: a process for each client, in a session of its own, which ends after the client has gone."""
        port = processes.free_port()
        code = f"""
import os, socket, subprocess, sys, time
with socket.create_server(("127.0.0.1", {port})) as listener:
    while True:
        client, _ = listener.accept()
        busy = "import time\\nwhile time.process_time() < 0.3: pass"
        worker = subprocess.Popen([sys.executable, "-c", busy], start_new_session=True)
        client.close()
        worker.wait()
"""
        client = self.python(f"import socket; socket.create_connection(('127.0.0.1', {port})).recv(1)")
        with processes.running("sample", self.python(code), port, self.log) as server:
            result = transfers.transfer(server, [client], self.folder / "client")
            self.assertEqual(1, len(server.family.members()))
        self.assertGreater(result.server_cpu, 0.25)
        self.assertGreater(result.server_peak, 2_000)
        self.assertGreater(result.seconds, 0)

    def test_what_outlives_who_started_it_counts_too(self):
        """Like vsftpd: a process for each client starts another one, and ends before that does."""
        processes.adopt_orphans()
        port = processes.free_port()
        code = f"""
import os, socket, time
with socket.create_server(("127.0.0.1", {port})) as listener:
    while True:
        client, _ = listener.accept()
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while time.process_time() < 0.3: pass
            os._exit(0)
        client.close()
        os.wait()
"""
        client = self.python(f"import socket; socket.create_connection(('127.0.0.1', {port})).recv(1)")
        with processes.running("sample", self.python(code), port, self.log) as server:
            result = transfers.transfer(server, [client], self.folder / "client")
            self.assertEqual(1, len(server.family.members()))
        self.assertGreater(result.server_cpu, 0.25)

    def crowd(self, shell):
        """A crowd that is but a shell, and measures a server that is none."""
        with processes.running("sample", ["sleep", "60"], 0, self.log, lambda server: None) as server:
            memory = server.memory_kib
            server.memory_kib = lambda field: (self.folder / "go").touch() or memory(field)  # it is being measured
            with ftp.Crowd(["sh", "-c", shell], self.log) as crowd:
                return crowd.measure(server, 0, 0.1)

    def test_a_crowd_of_ftp_clients(self):
        burn = self.python("import time\nwhile time.process_time() < 0.4: pass")
        wait = f"until [ -e {self.folder}/go ]; do sleep 0.01; done"
        load = self.crowd(f"echo start; {wait}; {shlex.join(burn)}; sleep 0.2; echo end 42")
        self.assertEqual(42, load.count)
        self.assertGreater(load.seconds, 0.3)
        self.assertGreater(load.client_cpu, 0.2)
        self.assertLess(load.server_cpu, 0.1)
        self.assertGreater(load.server_peak, 50)

    def test_a_crowd_of_ftp_clients_that_fails_says_why(self):
        with self.assertRaisesRegex(BenchError, "ended too early:\n  530 No"):
            self.crowd("echo start; echo 530 No >&2; exit 1")
        with self.assertRaisesRegex(BenchError, "said 'stop'"):
            self.crowd("echo stop; sleep 9")

    def test_the_time_ends_when_all_has_arrived(self):
        port = processes.free_port()
        code = f"import socket, time; s = socket.create_server(('127.0.0.1', {port})); time.sleep(60)"
        asked = iter([False] * 50 + [True])
        with processes.running("sample", self.python(code), port, self.log) as server:
            result = transfers.transfer(server, [["true"]], self.folder / "client", lambda: next(asked))
        self.assertGreater(result.seconds, 0.05)

    def test_one_by_one(self):
        sources = [self.folder / name for name in "ab"]
        for number, source in enumerate(sources):
            files.write_file(source, number * 3_000_000)
        (self.folder / "target").mkdir()
        receiver = "import socket, sys, shutil; s = socket.create_server(('127.0.0.1', %d)).accept()[0]"
        receiver += "; shutil.copyfileobj(s.makefile('rb'), sys.stdout.buffer)"
        sender = "import socket, sys, time; time.sleep(0.5)"
        sender += "; socket.create_connection(('127.0.0.1', %d)).sendfile(sys.stdin.buffer)"
        arguments = sources, self.folder / "target", self.log
        result = transfers.transfer_one_by_one(
            lambda port: self.python(receiver % port), lambda port: self.python(sender % port), *arguments
        )
        files.check_same(sources, self.folder / "target")
        self.assertGreater(min(result.client_cpu, result.server_cpu, result.client_peak, result.server_peak), 0)
        with self.assertRaisesRegex(BenchError, "does not listen|ended with status 7"):
            transfers.transfer_one_by_one(
                lambda port: self.python(receiver % port + "; sys.exit(7)"),
                lambda port: self.python(sender % port),
                *arguments,
            )

    def test_files_that_did_not_arrive_as_they_were(self):
        def tree(name):
            many = self.folder / name / "many" / "000"
            many.mkdir(parents=True)
            (many / "00.bin").write_bytes(b"x" * 10)
            (self.folder / name / "big.bin").write_bytes(b"y" * 3_000_000)
            return [self.folder / name / entry for entry in ("many", "big.bin")]

        sources = tree("source")
        many, big = tree("target")
        files.check_same(sources, self.folder / "target")
        with big.open("r+b") as file:
            file.seek(2_999_999)
            file.write(b"z")
        with self.assertRaisesRegex(BenchError, "big.bin did not arrive as it was"):
            files.check_same(sources, self.folder / "target")
        big.write_bytes(b"y" * 2_999_999)
        with self.assertRaisesRegex(BenchError, "big.bin did not arrive as it was"):
            files.check_same(sources, self.folder / "target")
        big.unlink()
        with self.assertRaisesRegex(BenchError, "1 files are missing.*: big.bin"):
            files.check_same(sources, self.folder / "target")
        with self.assertRaisesRegex(BenchError, "should not be there: many/000/.x.part"):
            (many / "000" / ".x.part").touch()
            files.check_same([sources[0]], self.folder / "target")

    def test_files_are_made_and_removed_and_no_two_are_alike(self):
        for folders, count, size in ((False, 4, 3 << 20), (True, 400, 4096)):
            with self.subTest(folders=folders):
                place = self.folder / str(folders)
                place.mkdir()
                work = files.Work(place, count, size, ram=False, folders=folders)
                work.remove()  # before it is made there is nothing to remove
                try:
                    self.make_on_any_disk(work)
                    made = [file.read_bytes() for source in work.sources for file in files.files_in(source) or [source]]
                    self.assertEqual((count, {size}), (len(set(made)), {len(content) for content in made}))
                    sample = [file for source in work.sample for file in files.files_in(source) or [source]]
                    self.assertEqual(count // 4 if folders else 1, len(sample))
                    self.move(work)
                finally:
                    work.remove()
                self.assertEqual([], list(place.iterdir()))

    def test_files_may_come_from_memory_and_go_to_a_disk(self):
        memory, disk = self.folder / "memory", self.folder / "disk"
        for place in (memory, disk):
            place.mkdir()
        usual, files.RAM_DISK = files.RAM_DISK, memory
        self.addCleanup(setattr, files, "RAM_DISK", usual)
        work = files.Work(disk, 2, 100, ram=False, sources_in_ram=True)
        self.make_on_any_disk(work, {memory: "tmpfs"})
        self.assertTrue(work.root.is_relative_to(memory))
        self.assertTrue(work.empty.is_relative_to(memory))
        self.assertTrue(work.target.is_relative_to(disk))
        self.move(work)
        work.remove()
        self.assertEqual([[], []], [list(place.iterdir()) for place in (memory, disk)])

    def make_on_any_disk(self, work, kinds={}):
        """/tmp may be in memory, which is no disk."""
        filesystem, files.filesystem = files.filesystem, lambda place, _: kinds.get(place, "ext4")
        room, files.require_room = files.require_room, lambda *_: None
        try:
            work.make()
        finally:
            files.filesystem, files.require_room = filesystem, room

    def move(self, work):
        done = transfers.Transfer(1, 0, 0, 0, 0)

        def copies(sources):
            subprocess.run(["cp", "-r", *sources, work.target], check=True)
            return done

        self.assertIs(done, work.move(copies, work.sources))
        self.assertEqual([], list(work.target.iterdir()))
        with self.assertRaisesRegex(BenchError, "are missing"):
            work.move(lambda sources: done, work.sources)

    def test_a_place_that_will_not_do(self):
        files.require_room(self.folder, 1, in_memory=True)
        with self.assertRaisesRegex(LeftOut, "GiB are needed"):
            files.require_room(self.folder, 1 << 60, in_memory=False)
        work = files.Work(self.folder, 4, 1, ram=False)
        filesystem, files.filesystem = files.filesystem, lambda *_: "tmpfs"
        self.addCleanup(setattr, files, "filesystem", filesystem)
        with self.assertRaisesRegex(LeftOut, "no disk"):
            work.make()


class LessonsTest(unittest.TestCase):
    def test_targets_name_what_there_is(self):
        for file in BENCHMARKS.glob("[0-9][0-9].py"):
            run = Run(1, 1, 1, True, Path("x"), Path("x/files"), Path("java"), (25,))
            for workload in load_lesson(file.stem).workloads(run):
                for target in workload.targets:
                    with self.subTest(lesson=file.stem, workload=workload.key, target=target):
                        self.assertIn(target.who, workload.lesson)
                        self.assertIn(target.metric, [metric.key for metric in workload.metrics])
                        peers = target.peer if isinstance(target.peer, tuple) else [target.peer]
                        self.assertLessEqual({*peers}, {None, *workload.lesson, *workload.peers} - {target.who})

    def test_every_command_names_its_addresses_or_lists_them(self):
        lesson = load_lesson("04")
        with tempfile.TemporaryDirectory() as folder:
            bench = lesson.Bench(Run(1, 1, 1, True, Path(folder), Path("files"), Path("java"), (25,)))
            urls, target = ["http://127.0.0.1:1/1.bin", "http://127.0.0.1:1/2.bin"], Path("/a folder")
            streams = [*bench.single_stream().values(), bench.lesson(4), lesson.then_forced(lesson.curl)]
            for fetch in streams:
                self.assertIn(urls[0], " ".join(fetch(urls[:1], target)))
            for fetch in (bench.lesson_list, bench.curl_list, bench.aria2c_list, bench.wget_list):
                with self.subTest(fetch=fetch.__name__):
                    fetch(urls, target)
                    listed = (Path(folder) / "list.txt").read_text()
                    self.assertEqual([1, 1], [listed.count(url) for url in urls])
            self.assertIn("sync '/a folder'/*", lesson.then_forced(lesson.curl)(urls, target)[-1])

    def test_nginx_serves_what_it_is_told(self):
        if not shutil.which("nginx"):
            self.skipTest("nginx is not installed")
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "page").write_bytes(PAGE)
            port = processes.free_port()
            command = nginx.nginx(port, Path(folder), f"location / {{ root {folder}; }}")
            ready = lambda server: load.await_page(server, "/page", PAGE)
            with processes.running("nginx", command, port, Path(folder) / "log", ready) as server:
                self.assertLess(load.curl(server.url("/page"), len(PAGE)), 60)
            files.write_file(Path(folder) / "file", 4 << 20)
            with nginx.slowed(port, 8 << 20) as how:
                with processes.running("nginx", command, port, Path(folder) / "log", ready, **how) as server:
                    self.assertGreater(load.curl(server.url("/file"), 4 << 20), 0.3)

    def test_vsftpd_serves_what_it_is_told(self):
        if os.geteuid() != 0 or not shutil.which("vsftpd"):
            self.skipTest("vsftpd is not installed, or we are not root")
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "root"
            root.mkdir()
            (root / "page").write_bytes(PAGE)
            for one_process in (False, True):
                port = processes.free_port()
                command = ftp.vsftpd("127.0.0.1", port, Path(folder), root, one_process)
                with processes.running("vsftpd", command, port, Path(folder) / "log"):
                    url = f"ftp://127.0.0.1:{port}/page"
                    self.assertEqual(PAGE, subprocess.run(["curl", "-sS", url], capture_output=True).stdout)

    def test_reasons_are_given_for_targets_that_there_are(self):
        for number in lessons():
            measured = json.loads(saved(number).read_text())["workloads"]
            asked = {w["key"]: {row.name for row in results.rows(w) if row.target} for w in measured}
            for key, reasons in getattr(load_lesson(number), "REASONS", {}).items():
                with self.subTest(lesson=number, workload=key):
                    self.assertLessEqual(set(reasons), asked[key])

    def test_a_part_of_a_run_writes_nothing_unless_asked(self):
        self.assertTrue(parse(["01"]).write)
        for part in (["--quick"], ["--only", "a"], ["--servers", "a"], ["--no-write"]):
            self.assertFalse(parse(["01", *part]).write)
        self.assertTrue(parse(["01", "--quick", "--write"]).write)

    def test_a_name_may_have_a_comma_with_a_space_behind_it(self):
        self.assertEqual({"lesson", "vsftpd, 1 process"}, parse(["05", "--servers", "lesson,vsftpd, 1 process"]).servers)

    def test_a_run_in_which_somebody_failed_is_told_from_others(self):
        for failed, status in ({}, 0), ({"nginx": "why"}, 1):
            measured = {"workloads": [{"key": "page", "failed": failed}]}
            with mock.patch("bench.__main__.run", return_value=measured), mock.patch("sys.stderr"):
                self.assertEqual(status, main(["01", "--no-write"]))

    def test_all_is_each_lesson_in_a_process_of_its_own_and_what_is_broken_keeps_none_back(self):
        def end(command):
            return subprocess.CompletedProcess(command, 1 if "03" in command else 0)

        with mock.patch("bench.__main__.subprocess.run", side_effect=end) as started:
            self.assertEqual(1, main(["all", "--quick"]))
        self.assertEqual([[lesson, "--quick"] for lesson in lessons()], [call.args[0][3:] for call in started.call_args_list])
        with self.assertRaises(SystemExit), mock.patch("sys.stderr"):
            parse(["all", "--only", "a"])

    def test_the_command_shows_its_options(self):
        shown = subprocess.run([BENCHMARKS / "run", "--help"], capture_output=True, text=True, timeout=60)
        self.assertIn("--rounds", shown.stdout, shown.stderr)


def serve() -> None:
    SampleServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
