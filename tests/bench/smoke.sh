#!/bin/sh
# Runs the benchmark with 1,000 members, which checks all that it pays, and sees that the tables of
# README.md have the rows that it prints.
#
#     sh tests/bench/smoke.sh BENCH
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" --smoke >"$work/printed"

# What stands in the first column, without the numbers of members.
names() {
    sed -n 's/^| *\([^|]*[^| ]\) *|.*/\1/p' "$1" | sed 's/[0-9][0-9,]* *//g' | grep -v '^---' |
        sort -u
}
names tests/bench/README.md >"$work/documented"
names "$work/printed" >"$work/expected"
diff "$work/documented" "$work/expected"
