#!/bin/sh
# Runs the benchmark with 1,000 members, which checks all that is paid, and looks at what it prints:
# every table is there, and whoever paid the same orders has the same checksums as the export.
#
#     sh tests/bench/smoke.sh BENCH
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" --smoke --folder "$work" >"$work/lines"
"$1" --members 1000 --orders 70000 --export "$work"
python3 -B - "$work" <<'END'
import csv
import json
import sys

work = sys.argv[1]
lines = [json.loads(line) for line in open(work + "/lines")]
tables = {line["table"] for line in lines}
expected = {"batch", "chain", "changes", "orders", "scale", "shapes", "sizes", "snapshot"}
assert tables == expected, (tables, expected)
batch = [line for line in lines if line["table"] == "batch"]
with open(work + "/totals.csv", newline="") as file:
    totals = [{key: int(text) for key, text in row.items()} for row in csv.DictReader(file)]
checksum = sum((row["payee"] % 1000003 * 31 + row["award"]) * row["amount"] % 1000000007
               for row in totals)
assert {line["totals_checksum"] for line in batch if "totals_checksum" in line} == {checksum}
rows = {(line["rows"], line["rows_checksum"]) for line in batch if "rows" in line}
assert len(rows) == 1, rows
jobs = {(line["subject"], line["job"], line["ids"], line["threads"]) for line in batch}
ways = {(job, ids, threads) for job in ("totals", "rows", "rows_and_totals")
        for ids in ("64-bit", "dense") for threads in (1, 2)}
ways |= {("rows_kept_and_totals", "64-bit", threads) for threads in (1, 2)}
for subject in ("fenrun", "hand-specialised"):
    assert {job[1:] for job in jobs if job[0] == subject} == ways, jobs
for name, count in ("members", 1000), ("leaders", 1000), ("orders", 70000):
    with open(work + f"/{name}.csv", newline="") as file:
        assert sum(1 for row in csv.DictReader(file)) == count, name
END
