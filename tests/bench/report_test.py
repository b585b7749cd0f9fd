"""
Tests report.py: tables, goals and chart of measurements that are made up here.

    python3 tests/bench/report_test.py
"""
import contextlib
import io
import json
import os
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import report

SIZE = {"members": 1000, "orders": 10000}


def line(subject, job, threads, ns, **more):
    return dict(SIZE, table="batch", subject=subject, job=job, threads=threads, ids="64-bit",
                ns_per_order=ns, ns_min=ns - 1, ns_max=ns + 1, rounds=[ns - 1, ns, ns + 1],
                **{"totals_checksum": 7, **more})


LINES = [
    {"table": "machine", "cores": 2, "processor": "Abacus", "virtual": True, "memory_gb": 4,
     "system": "Test OS 1", "compiler": "cc 1", "fenrun": "0.1.0", "load_before": 0.0},
    line("fenrun", "totals", 1, 10.0), line("fenrun", "totals", 2, 5.0),
    line("fenrun", "rows_and_totals", 1, 20.0), line("fenrun", "rows_and_totals", 2, 15.0),
    line("hand-specialised", "totals", 1, 8.0),
    line("hand-specialised", "rows_and_totals", 1, 10.0),
    line("fenrun", "rows_kept_and_totals", 1, 24.0),
    line("fenrun", "rows_kept_and_totals", 2, 16.0),
    line("hand-specialised", "rows_kept_and_totals", 1, 12.0),
    line("DuckDB", "totals", 2, 50.0, variant="expert", version="9.9"),
    dict(SIZE, table="batch", subject="PostgreSQL", ids="64-bit", missing="no such thing"),
    dict(SIZE, table="files", subject="fenrun settle", variant="in the order of the orders",
         threads=2, seconds=2.0, seconds_min=1.5, seconds_max=2.5, rounds=[1.5, 2.0, 2.5]),
    dict(SIZE, table="files", subject="DuckDB", variant="in any order", threads=2, seconds=1.0,
         seconds_min=1.0, seconds_max=1.0, rounds=[1.0]),
    {"table": "orders", "what": "order paid", "members": 1000, "ns": 30.0, "straight_ns": 60.0,
     "ratio": 0.5},
    {"table": "shapes", "variant": "chain", "what": "mixed", "members": 1000, "ns": 5.0,
     "to_friendly": 2.0, "bytes_per_member": 66.0},
    {"table": "shapes", "variant": "chain", "what": "everyone promoted", "members": 1000,
     "ns": 7.0, "to_friendly": 3.0, "bytes_per_member": 67.0},
    {"table": "shapes", "what": "order on a chain", "members": 1000, "ns": 8.0,
     "straight_ns": 9.0},
    dict(line("fenrun", "totals", 1, 44.0), table="scale", members=1000000),
    dict(line("fenrun", "totals", 1, 88.0), table="scale", members=50000000),
    dict(line("fenrun", "totals", 1, 12.0, totals_checksum=9), table="chain"),
]
PAGE = "# Page\n\nkept\n\n" + "\n".join(
    f"<!-- begin {name} -->\n\nold {name}\n\n<!-- end {name} -->\n"
    for name in ("machine", "goals", "batch", "files", "scale", "chain", "orders", "shapes",
                 "sizes")) + "\nkept too\n"


class ReportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.page = self.folder + "/README.md"
        with open(self.page, "w", encoding="utf-8") as file:
            file.write(PAGE)

    def report(self, lines, *arguments):
        """Runs report.py on lines: how it ends and what it prints to both outputs."""
        path = self.folder + "/lines.jsonl"
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(found) + "\n" for found in lines)
        out, said, before = io.StringIO(), io.StringIO(), sys.argv
        sys.argv = ["report.py", *arguments, path]
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
                ended = report.main()
        finally:
            sys.argv = before
        return ended, out.getvalue(), said.getvalue()

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def test_tables(self):
        ended, out, said = self.report(LINES)
        self.assertEqual((ended, said), (0, ""))
        for row in ("| fenrun | 1,000 | 2 | 5.00 (4.00–6.00) | 1.00 | 15.0 (14.0–16.0) | 1.00 "
                    "| 16.0 (15.0–17.0) | 1.00 |",
                    "| hand-specialised C | 1,000 | 1 | 8.00 (7.00–9.00) | 0.80 | 10.0 (9.00–11.0) "
                    "| 0.50 | 12.0 (11.0–13.0) | 0.50 |",
                    "| DuckDB, expert | 1,000 | 2 | 50.0 (49.0–51.0) | 10.0 |  |  |  |  |",
                    "| PostgreSQL | 1,000 |  | not measured: no such thing |  |  |  |  |  |",
                    "| DuckDB, in any order | 1.00 | 100,000 | 0.50 |  |",
                    "| order paid | 1,000 | 30.0 | 60.0 | 0.50 |",
                    "| chain | 1,000 | 5.00 | 2.00 | 66.0 | 7.00 | 3.00 | 67.0 |",
                    "An order on a chain: fenrun 8.00 ns, straight 9.00 ns.",
                    "| fenrun | 50,000,000 | 1 | 88.0 (87.0–89.0) | 2.00 |"):
            self.assertIn(row + "\n", out)
        self.assertIn("virtual machine, 2 cores of Abacus, 4 GB, Test OS 1; fenrun 0.1.0, cc 1, "
                      "-O2; DuckDB 9.9.", out)

    def test_goals(self):
        _ended, out, _said = self.report(LINES)
        rows = dict(line.strip("| ").split(" | ", 1) for line in out.splitlines()
                    if line.startswith("| ") and ("reached" in line or "not measured |" in line))
        self.assertEqual(rows["totals, 1 thread: at most 1.5 times the hand-specialised program"],
                         "1.25 times | reached")
        self.assertEqual(rows["rows and totals, 1 thread: at most 1.5 times the hand-specialised "
                              "program"], "2.00 times | **not reached**")
        self.assertEqual(rows["totals: 1.7 times better with 2 threads than with 1"],
                         "2.00 times | reached")
        self.assertEqual(rows["rows and totals: 1.7 times better with 2 threads than with 1"],
                         "1.33 times | **not reached**")
        self.assertEqual(rows["totals, 2 threads: at least 8 times faster than DuckDB"],
                         "10.0 times | reached")
        self.assertEqual(rows["CSV to CSV: no slower than DuckDB, in whichever order it writes"],
                         "2.00 of its time | **not reached**")
        self.assertEqual(rows["ns per order with 50,000,000 members at most 2.5 times that with "
                              "1,000,000, 1 thread"], "2.00 times | reached")
        self.assertEqual(rows["ns per order with 50,000,000 members at most 2.5 times that with "
                              "1,000,000, 2 threads"], "not measured")
        self.assertEqual(rows["at most 80 bytes per member, all in"], "not measured")

    def test_write_replaces_what_was_measured(self):
        self.assertEqual(self.report(LINES, "--write", self.folder)[0], 0)
        page = self.read("README.md")
        self.assertTrue(page.startswith("# Page\n\nkept\n"))
        self.assertTrue(page.endswith("\nkept too\n"))
        for name in ("machine", "goals", "batch", "files", "scale", "chain", "orders", "shapes"):
            self.assertNotIn("old " + name, page)
        self.assertIn("old sizes", page)
        self.assertEqual(self.report(LINES, "--compare", self.page)[0], 0)
        self.report(LINES, "--write", self.folder)
        self.assertEqual(self.read("README.md"), page)

    def test_chart(self):
        self.report(LINES, "--write", self.folder)
        root = xml.etree.ElementTree.fromstring(self.read("chart.svg"))
        space = "{http://www.w3.org/2000/svg}"
        words = [found.text for found in root.iter(space + "text")]
        bars = list(root.iter(space + "rect"))
        self.assertEqual(len(bars), 7)
        self.assertIn("DuckDB, 2 threads", words)
        self.assertIn("50.0", words)
        # A tenfold is as long everywhere: from 5 to 50 as from 1 to 10.
        widths = sorted(float(bar.get("width")) for bar in bars)
        tick = [float(found.get("x1")) for found in root.iter(space + "line")]
        self.assertAlmostEqual(widths[-1] - widths[0], tick[1] - tick[0], delta=0.2)

    def test_compare_finds_other_rows(self):
        self.report(LINES, "--write", self.folder)
        other = [dict(found, what="order refused") if found["table"] == "orders" else found
                 for found in LINES]
        ended, out, _said = self.report(other, "--compare", self.page)
        self.assertEqual(ended, 1)
        self.assertIn('orders: the row "order paid" is not printed', out)
        self.assertIn('orders: the row "order refused" is missing', out)

    def test_other_sums_write_nothing(self):
        other = LINES + [line("SQLite", "totals", 1, 900.0, variant="expert", totals_checksum=8)]
        ended, _out, said = self.report(other, "--write", self.folder)
        self.assertEqual(ended, 1)
        self.assertIn("8 for SQLite, expert totals 1", said)
        self.assertEqual(self.read("README.md"), PAGE)


if __name__ == "__main__":
    unittest.main()
