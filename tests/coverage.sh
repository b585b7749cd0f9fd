#!/bin/sh
# Branch coverage of src without cli, by the unit and api tests and 1,000 histories. Fails below
# 90 %.
#
#     sh tests/coverage.sh [BUILD]             BUILD: where to build; default a temporary folder
#
# Built by gcc without optimisation and without asserts: a check that cannot fail is no branch.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
if [ $# -gt 0 ]; then
    mkdir -p "$1"
    build=$(cd "$1" && pwd)
else
    build=$(mktemp -d)
    trap 'rm -rf "$build"' EXIT
fi

cmake -S "$root" -B "$build" -DFENRUN_TESTS=ON -DCMAKE_BUILD_TYPE=None -DCMAKE_C_COMPILER=gcc \
    -DCMAKE_C_FLAGS="-O0 -g --coverage -DNDEBUG" >"$build/configure.log"
cmake --build "$build" -j2 >"$build/build.log"
find "$build" -name '*.gcda' -exec rm {} +
{
    (cd "$build" && ctest -j2 --output-on-failure --no-tests=error -L '^(unit|api)$') &&
        (cd "$root" && "$build/tests/model.history" --count 1000)
} >"$build/tests.log" 2>&1 || {
    tail -n 60 "$build/tests.log"
    exit 1
}
gcovr --root "$root" --object-directory "$build" --filter "$root/src/" \
    --exclude "$root/src/cli/" --branches --exclude-unreachable-branches --fail-under-branch 90 \
    "$build"
