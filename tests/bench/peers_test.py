"""
Tests peers.py and files.py on a small workload: who is installed pays right, others are noticed.

    python3 tests/bench/peers_test.py BENCH FENRUN

SQLite is always there; DuckDB and PostgreSQL may be missing, and then are said to be.
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH, FENRUN = map(os.path.abspath, sys.argv[1:3])


def run(program, *arguments):
    """The objects that a program prints, what it says, and how it ends."""
    ran = subprocess.run([sys.executable, "-B", os.path.join(HERE, program), *arguments],
                         capture_output=True, text=True)
    return [json.loads(line) for line in ran.stdout.splitlines()], ran.stderr, ran.returncode


class PeersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.work = cls.folder.name
        cls.data = cls.work + "/data"
        os.mkdir(cls.data)
        subprocess.run([BENCH, "--export", cls.data, "--members", "500", "--orders", "4000"],
                       check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_peers_agree(self):
        lines, said, ended = run("peers.py", self.data, self.work, "--quick")
        self.assertEqual((said, ended), ("", 0))
        measured = [line for line in lines if "missing" not in line]
        self.assertEqual({line["subject"] for line in lines}, {"SQLite", "DuckDB", "PostgreSQL"})
        self.assertIn("SQLite", {line["subject"] for line in measured})
        self.assertEqual(len({line["totals_checksum"] for line in measured}), 1)
        rows = [line for line in measured if line["job"] == "rows_kept_and_totals"]
        self.assertEqual(len({(line["rows"], line["rows_checksum"]) for line in rows}), 1)
        for line in measured:
            self.assertEqual((line["members"], line["orders"]), (500, 4000))
            self.assertGreater(line["ns_min"], 0)

    def test_a_wrong_total_is_found(self):
        other = self.work + "/other"
        os.mkdir(other)
        for name in ("members.csv", "leaders.csv", "orders.csv"):
            os.symlink(f"{self.data}/{name}", f"{other}/{name}")
        with open(self.data + "/totals.csv", encoding="ascii") as file:
            head, first, *rest = file.read().splitlines()
        payee, award, amount = map(int, first.split(","))
        with open(other + "/totals.csv", "w", encoding="ascii") as file:
            file.write("\n".join([head, f"{payee},{award},{amount + 1}", *rest]) + "\n")
        _lines, said, ended = run("peers.py", other, self.work, "--quick", "--only", "sqlite")
        self.assertEqual(ended, 1)
        self.assertIn("SQLite, expert totals: 2 totals differ", said)
        self.assertIn(f"  paid: {payee}, {award}, {amount}\n", said)
        self.assertIn(f"  expected: {payee}, {award}, {amount + 1}\n", said)

    def test_files(self):
        lines, said, ended = run("files.py", self.data, self.work, FENRUN, "--quick")
        self.assertEqual((said, ended), ("", 0))
        own = [line for line in lines if line["subject"] == "fenrun settle"]
        self.assertGreater(own[0]["seconds"], 0)
        for line in lines:
            if line["subject"] == "DuckDB" and "missing" not in line:
                self.assertEqual(line["rows_checksum"], own[0]["rows_checksum"])

    def test_the_page_has_the_rows_that_are_printed(self):
        with open(self.work + "/lines", "w", encoding="utf-8") as file:
            subprocess.run([BENCH, "--smoke", "--folder", self.work], stdout=file, check=True,
                           cwd=os.path.join(HERE, "..", ".."))
        ran = subprocess.run([sys.executable, "-B", os.path.join(HERE, "report.py"), "--compare",
                              os.path.join(HERE, "README.md"), self.work + "/lines"],
                             capture_output=True, text=True)
        self.assertEqual((ran.stdout, ran.stderr, ran.returncode), ("", "", 0))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
