#!/bin/sh
# The benchmark: builds the library with -O2 in a temporary folder, runs, prints tables in Markdown.
#
#     sh tests/bench/run.sh              1,000,000 members, about five minutes
#     sh tests/bench/run.sh --large      and 10,000,000, which takes 4 GB
#     sh tests/bench/run.sh --only orders|changes|shapes|sizes
#
# Set FENRUN_WORK to a folder to build there and keep it.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ -n "${FENRUN_WORK:-}" ]; then
    mkdir -p "$FENRUN_WORK"
    work=$(cd "$FENRUN_WORK" && pwd)
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM
fi

cmake -S "$root" -B "$work/bench" -DFENRUN_TESTS=ON -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_C_FLAGS_RELEASE="-O2 -DNDEBUG" >"$work/bench.log" 2>&1 &&
    cmake --build "$work/bench" -j2 --target bench >>"$work/bench.log" 2>&1 || {
    tail -n 40 "$work/bench.log" >&2
    exit 1
}
cd "$root"
"$work/bench/tests/bench" "$@"
