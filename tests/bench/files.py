"""
Files: CSV files in, CSV files out, by `fenrun settle` and by DuckDB, one JSON object each.

    python3 tests/bench/files.py DATA WORK FENRUN [--quick]

Both read the members and orders in DATA and write payouts.csv and totals.csv into a folder of their
own in WORK; files.sql is what DuckDB does. They take turns; a wall clock runs, for fenrun around
the whole process, for DuckDB from its first statement on. DuckDB writes the payouts in the order
of the orders, as fenrun does, and once more in any order, which it may do faster.

The payouts must be the same, row for row, and the totals too; if not, rows that differ are printed,
the files stay and the program ends with 1.
"""
import argparse
import filecmp
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

from databases import HERE, count_rows, read_parts

RULES = os.path.join(HERE, "..", "..", "examples", "wanwu-xinxuan.yaml")
THREADS = 2


class Fenrun:
    """The command; it takes as many threads as the machine has cores."""

    subject, variant = "fenrun settle", "in the order of the orders"

    def __init__(self, arguments):
        self.out = os.path.join(arguments.work, "fenrun")
        self.command = [arguments.fenrun, "settle", RULES, arguments.data + "/members.csv",
                        arguments.data + "/orders.csv", "-o", self.out + "/payouts.csv",
                        "--totals", self.out + "/totals.csv"]

    def settle(self):
        subprocess.run(self.command, check=True, stdin=subprocess.DEVNULL)


class Duckdb:
    """The same job in SQL; a database of its own each time."""

    subject = "DuckDB"

    def __init__(self, module, arguments, ordered):
        self.module, self.ordered = module, ordered
        self.variant = "in the order of the orders" if ordered else "in any order"
        self.out = os.path.join(arguments.work, "ordered" if ordered else "unordered")
        self.parts = {name: text.replace("{out}", self.out) for name, text in
                      read_parts("files.sql", arguments.data).items()}

    def settle(self):
        with self.module.connect() as connection:
            connection.execute("set enable_progress_bar = false")
            connection.execute(f"set threads = {THREADS}")
            connection.execute(f"set preserve_insertion_order = {str(self.ordered).lower()}")
            for part in ("read", "payouts " + self.variant, "totals"):
                connection.execute(self.parts[part])


def checksums(module, out, data):
    """Counts and checksums of the payouts and totals in a folder."""
    parts = read_parts("files.sql", data)
    with module.connect() as connection:
        return [connection.execute(parts[name].replace("{out}", out)).fetchall()[0]
                for name in ("rows checksum", "totals checksum")]


def measure(subjects, rounds):
    """Seconds of each subject, round by round in turns."""
    seconds = [[] for _ in subjects]
    for _ in range(rounds):
        for subject, took in zip(subjects, seconds):
            shutil.rmtree(subject.out, ignore_errors=True)
            os.makedirs(subject.out)
            start = time.perf_counter()
            subject.settle()
            took.append(time.perf_counter() - start)
    return seconds


def same_bytes(subjects, subject):
    return filecmp.cmp(subjects[0].out + "/payouts.csv", subject.out + "/payouts.csv",
                       shallow=False)


def check(module, subjects, arguments):
    """What each wrote, and whether all wrote the same."""
    written = [checksums(module, subject.out, arguments.data) for subject in subjects]
    right = True
    for subject, found in zip(subjects[1:], written[1:]):
        name = f"{subject.subject}, {subject.variant}"
        if found != written[0]:
            right = False
            print(f"{name}: other payouts or totals than fenrun's: {found}, not {written[0]}",
                  file=sys.stderr)
            with module.connect() as connection:
                for row in connection.execute(subject.parts["differing rows"]).fetchall():
                    print("  %s: %s" % (row[0], ",".join(map(str, row[1:]))), file=sys.stderr)
        elif subject.ordered and not same_bytes(subjects, subject):
            right = False
            print(f"{name}: fenrun's payouts in another order", file=sys.stderr)
    return written, right


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("work")
    parser.add_argument("fenrun")
    parser.add_argument("--quick", action="store_true", help="one round of each")
    arguments = parser.parse_args()
    arguments.data = os.path.abspath(arguments.data)
    arguments.work = os.path.abspath(arguments.work)
    arguments.fenrun = os.path.abspath(arguments.fenrun)
    order_count = count_rows(arguments.data + "/orders.csv")
    base = {"table": "files", "orders": order_count, "threads": THREADS,
            "members": count_rows(arguments.data + "/members.csv")}

    subjects = [Fenrun(arguments)]
    try:
        import duckdb
        subjects += [Duckdb(duckdb, arguments, True), Duckdb(duckdb, arguments, False)]
    except ImportError:
        duckdb = None
        print(json.dumps(dict(base, subject="DuckDB",
                              missing="the Python package duckdb is not installed")), flush=True)
    seconds = measure(subjects, 1 if arguments.quick else 3)
    written, right = check(duckdb, subjects, arguments) if duckdb else ([None], True)
    for subject, took, found in zip(subjects, seconds, written):
        line = dict(base, subject=subject.subject, variant=subject.variant,
                    rounds=[round(each, 3) for each in took],
                    seconds=round(statistics.median(took), 3), seconds_min=round(min(took), 3),
                    seconds_max=round(max(took), 3))
        if found:
            line["rows"], line["rows_checksum"] = found[0]
            line["same_bytes"] = same_bytes(subjects, subject)
        if subject.subject == "DuckDB":
            line["version"] = duckdb.__version__
        print(json.dumps(line), flush=True)
    if right:
        for subject in subjects:
            shutil.rmtree(subject.out)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
