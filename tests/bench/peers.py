"""
Peers: what SQLite, DuckDB and PostgreSQL need for the workload, one JSON object per measurement.

    python3 tests/bench/peers.py DATA WORK [--only sqlite,duckdb,postgresql] [--quick]

DATA holds the CSV files that `bench --export` writes; WORK is a folder for what is put aside. Each
job is run round by round with a wall clock; what is printed has the median, the least and the most.
Loading is not measured. A peer that is not there is printed with the reason.

Whatever a job computes must come to what fenrun computed, DATA/totals.csv; if not, the first rows
that differ are printed and the program ends with 1.
"""
import argparse
import json
import signal
import statistics
import sys
import time

from databases import Duckdb, Missing, Postgresql, Sqlite, count_rows, read_csv

DIFFERENCES_SHOWN = 10


class Job:
    """Parts of a peer's script that together are one measurement."""

    def __init__(self, variant, job, parts, threads=1, rounds=3):
        self.variant, self.job, self.parts = variant, job, parts
        self.threads, self.rounds = threads, rounds


BOTH = ["expert rows", "expert totals"]
# The straight forms take minutes: one round tells enough.
PEERS = {
    "sqlite": (Sqlite, [
        Job("straight", "totals", ["straight totals"], rounds=1),
        Job("expert", "totals", ["expert totals"], rounds=2),
        Job("expert", "rows_kept_and_totals", BOTH, rounds=2)]),
    "duckdb": (Duckdb, [
        Job("expert", "totals", ["expert totals"], threads=1, rounds=5),
        Job("expert", "totals", ["expert totals"], threads=2, rounds=5),
        Job("expert", "rows_kept_and_totals", BOTH, threads=1, rounds=5),
        Job("expert", "rows_kept_and_totals", BOTH, threads=2, rounds=5)]),
    "postgresql": (Postgresql, [
        Job("straight", "totals", ["straight totals"], threads=2, rounds=1),
        Job("straight", "rows_kept_and_totals", ["straight rows", "straight totals of rows"],
            threads=2, rounds=1),
        Job("expert", "totals", ["expert totals"], threads=2),
        Job("expert", "rows_kept_and_totals", BOTH, threads=2)]),
}


def checksum(totals):
    """Of (payee, award, amount) in any order; the programs and the SQL compute the same."""
    return sum(((payee % 1000003) * 31 + award) * amount % 1000000007
               for payee, award, amount in totals)


def show_differences(name, paid, expected):
    """Prints the first rows that only one of two sets of totals has."""
    differing = sorted([(row, "paid") for row in set(paid) - set(expected)] +
                       [(row, "expected") for row in set(expected) - set(paid)])
    print(f"{name}: {len(differing)} totals differ; payee, award, amount in fen:", file=sys.stderr)
    for row, side in differing[:DIFFERENCES_SHOWN]:
        print("  %s: %d, %d, %d" % (side, *row), file=sys.stderr)


def measure(database, job):
    """One job; the seconds that each round took."""
    database.set_threads(job.threads)
    seconds = []
    for _ in range(job.rounds):
        if "clear" in database.parts:
            database.run("clear")
        start = time.perf_counter()
        for part in job.parts:
            database.run(part)
        seconds.append(time.perf_counter() - start)
    return seconds


def run_peer(kind, jobs, arguments, expected, order_count):
    """All jobs of a peer; whether it paid right."""
    base = {"table": "batch", "subject": kind.subject, "members": arguments.members,
            "orders": order_count, "ids": "64-bit"}
    right = True
    try:
        with kind(arguments.data, arguments.work) as database:
            for job in jobs:
                job.rounds = 1 if arguments.quick else job.rounds
                ns = [1e9 * took / order_count for took in measure(database, job)]
                line = dict(base, version=database.version, variant=job.variant, job=job.job,
                            threads=job.threads, rounds=[round(each, 2) for each in ns],
                            ns_per_order=round(statistics.median(ns), 2),
                            ns_min=round(min(ns), 2), ns_max=round(max(ns), 2))
                line["totals_checksum"] = database.query("totals checksum")[0][1]
                if job.job != "totals":
                    line["rows"], line["rows_checksum"] = database.query("rows checksum")[0]
                print(json.dumps(line), flush=True)
                if line["totals_checksum"] != checksum(expected):
                    show_differences(f"{kind.subject}, {job.variant} {job.job}",
                                     database.query("totals"), expected)
                    right = False
    except Missing as reason:
        print(json.dumps(dict(base, missing=str(reason))), flush=True)
    except Exception as error:  # Each peer has its own kinds; what they said must not be lost.
        print(json.dumps(dict(base, missing=str(error).split("\n", maxsplit=1)[0])), flush=True)
        print(f"{kind.subject}: {error}", file=sys.stderr)
        right = False
    return right


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("work")
    parser.add_argument("--only", default=",".join(PEERS))
    parser.add_argument("--quick", action="store_true", help="one round of each")
    arguments = parser.parse_args()
    # So that a server that was started is stopped.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    expected = [tuple(map(int, row)) for row in read_csv(arguments.data + "/totals.csv")]
    arguments.members = count_rows(arguments.data + "/members.csv")
    order_count = count_rows(arguments.data + "/orders.csv")
    right = True
    for name in arguments.only.split(","):
        kind, jobs = PEERS[name]
        right = run_peer(kind, jobs, arguments, expected, order_count) and right
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
