#!/bin/sh
# The benchmark: builds the library with -O2 in a temporary folder, installs the databases that it
# is compared with, makes the workload, runs everything, prints tables in Markdown.
#
#     sh tests/bench/run.sh              1,000,000 members, 10,000,000 orders, about twelve minutes;
#                                        takes 8 GB of memory and 6 GB in the temporary folder
#     sh tests/bench/run.sh --large      and 10,000,000 and 50,000,000 members
#     sh tests/bench/run.sh --only PART  PART is one of what `bench` measures (batch, chain, scale,
#                                        snapshot, sizes, orders, changes, shapes), or sqlite,
#                                        duckdb, postgresql, files; may be given several times
#     sh tests/bench/run.sh --write      and writes the tables and the chart into tests/bench
#     sh tests/bench/run.sh --quick      1,000 members, one round: only to see that all of it runs
#
# Set FENRUN_WORK to a folder to build there and keep it. A database that cannot be installed stands
# in the table with the reason.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
bench=$root/tests/bench
duckdb_version=2.0.0
members=1000000
orders=10000000

usage() {
    echo "usage: sh tests/bench/run.sh [--only PART]... [--large] [--write] [--quick]" >&2
    exit 3
}

programs=
peers=
files=
only=
large=
quick=
write=
while [ $# -gt 0 ]; do
    case $1 in
        --large) large=--large ;;
        --write) write=yes ;;
        --quick)
            quick=yes
            members=1000
            orders=70000
            ;;
        --only)
            [ $# -ge 2 ] || usage
            shift
            only=yes
            case $1 in
                sqlite | duckdb | postgresql) peers=${peers:+$peers,}$1 ;;
                files) files=yes ;;
                batch | chain | scale | snapshot | sizes | orders | changes | shapes)
                    programs="$programs --only $1"
                    ;;
                *) usage ;;
            esac
            ;;
        *) usage ;;
    esac
    shift
done
# Half a contest must not replace a whole one.
case "$write:$quick:$peers:$programs " in
    yes:yes:* | yes::?*:* | yes:*" batch "*)
        echo "--write is for the whole contest: neither --quick nor a part of it" >&2
        exit 3
        ;;
esac
if [ -z "$only" ]; then
    peers=sqlite,duckdb,postgresql
    files=yes
fi

if [ -n "${FENRUN_WORK:-}" ]; then
    mkdir -p "$FENRUN_WORK"
    work=$(cd "$FENRUN_WORK" && pwd)
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM
fi
# Nothing is written into the repository but what --write asks for.
export PYTHONDONTWRITEBYTECODE=1

# say TEXT: what happens now, apart from the tables
say() {
    echo "$(date -u +%H:%M:%S) $1" >&2
}

# install PACKAGE...: with apt-get. If that cannot be done, the table says what is missing.
install() {
    say "installing $*"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends "$@"; } >>"$work/install.log" 2>&1 ||
        say "cannot install $*"
}

install_postgresql() {
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
        install postgresql
}

# DuckDB in an environment of its own; `python` is then what can use it.
install_duckdb() {
    python=$work/python/bin/python3
    "$python" -c "import duckdb; assert duckdb.__version__ == '$duckdb_version'" 2>/dev/null &&
        return 0
    python3 -c "import ensurepip" 2>/dev/null || install python3-venv
    say "installing duckdb $duckdb_version"
    { python3 -m venv "$work/python" && "$python" -m pip install -q "duckdb==$duckdb_version"; } \
        >>"$work/install.log" 2>&1 || say "cannot install duckdb"
    [ -x "$python" ] || python=python3
}

load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo unknown)
say "building"
cmake -S "$root" -B "$work/bench" -DFENRUN_TESTS=ON -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_C_FLAGS_RELEASE="-O2 -DNDEBUG" >"$work/bench.log" 2>&1 &&
    cmake --build "$work/bench" -j2 --target bench --target fenrun_command \
        >>"$work/bench.log" 2>&1 || {
    tail -n 40 "$work/bench.log" >&2
    exit 1
}
compiler=$(sed -n 's/^CMAKE_C_COMPILER:[A-Z]*=//p' "$work/bench/CMakeCache.txt")
python=python3
case "$peers" in *postgresql*) install_postgresql ;; esac
case "$peers$files" in *duckdb* | *yes*) install_duckdb ;; esac

cd "$root"
lines=$work/lines
rm -rf "$lines"
mkdir -p "$lines"
python3 "$bench/machine.py" "$("$work/bench/fenrun" --version | sed 's/.* //')" "$compiler" \
    "$load" >"$lines/1-machine.jsonl"
failed=
if [ -z "$only" ] || [ -n "$programs" ]; then
    say "fenrun and the programs in C"
    # shellcheck disable=SC2086
    "$work/bench/tests/bench" --folder "$work" ${quick:+--smoke} $large $programs \
        >"$lines/2-programs.jsonl" || failed=yes
fi
if [ -n "$peers$files" ]; then
    say "making the workload"
    data=$work/data
    rm -rf "$data"
    mkdir -p "$data"
    "$work/bench/tests/bench" --export "$data" --members $members --orders $orders
fi
for peer in $(echo "$peers" | tr , ' '); do
    say "$peer"
    "$python" "$bench/peers.py" "$data" "$work" --only "$peer" ${quick:+--quick} \
        >"$lines/3-$peer.jsonl" || failed=yes
done
if [ -n "$files" ]; then
    say "files"
    "$python" "$bench/files.py" "$data" "$work" "$work/bench/fenrun" ${quick:+--quick} \
        >"$lines/4-files.jsonl" || failed=yes
fi
say "done"
python3 "$bench/report.py" ${write:+--write "$bench"} "$lines"/*.jsonl || failed=yes
[ -z "$failed" ]
