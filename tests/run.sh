#!/bin/sh
# Runs every test: installs what is missing, builds with gcc, clang and sanitizers, and checks.
#
#     sh tests/run.sh              everything, about ten minutes on two cores
#     sh tests/run.sh --long       and each fuzzer for FUZZ_SECONDS (1200), and more histories
#     sh tests/run.sh --coverage   only the branch coverage
#
# Builds outside the repository, in a temporary folder, which is removed in the end; set
# FENRUN_WORK to a folder to build there and keep it.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
long=no
only=all
for argument in "$@"; do
    case $argument in
        --long) long=yes ;;
        --coverage) only=coverage ;;
        *)
            echo "usage: sh tests/run.sh [--long] [--coverage]" >&2
            exit 3
            ;;
    esac
done

packages="gcc g++ libc6-dev clang libclang-rt-14-dev cmake make pkg-config binutils libyaml-dev
          libxxhash-dev uthash-dev libcmocka-dev valgrind abigail-tools gcovr python3
          python3-jsonschema python3-yaml"

install_packages() {
    command -v dpkg-query >/dev/null || return 0
    missing=
    for package in $packages; do
        status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)
        [ "$status" = "install ok installed" ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        echo "packages are missing, and only root may install them:$missing" >&2
        return 1
    fi
    echo "installing$missing"
    # shellcheck disable=SC2086
    apt-get -qq update &&
        DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing \
            >/dev/null
}

install_packages || exit 1

if [ -n "${FENRUN_WORK:-}" ]; then
    mkdir -p "$FENRUN_WORK"
    work=$(cd "$FENRUN_WORK" && pwd)
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM
fi
# Nothing is written into the repository.
export PYTHONDONTWRITEBYTECODE=1

passed=0
failed=0
failures=

note_failure() {
    failures="$failures
    $1"
    echo "FAILED  $1"
    tail -n 80 "$2" | sed 's/^/        /'
}

# check NAME COMMAND...: one thing that passes or fails
check() {
    name=$1
    shift
    log=$work/$(echo "$name" | tr -c 'a-z0-9\n' '-').log
    start=$(date +%s)
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $name ($(($(date +%s) - start)) s)"
    else
        failed=$((failed + 1))
        note_failure "$name" "$log"
    fi
}

# build FOLDER CMAKE-ARGUMENTS...: nothing is left to be tested if it fails
build() {
    folder=$work/$1
    shift
    cmake -S "$root" -B "$folder" -DFENRUN_TESTS=ON -DFENRUN_WERROR=ON "$@" &&
        cmake --build "$folder" -j2 || {
        rm -rf "$folder"
        return 1
    }
}

# suite NAME FOLDER CTEST-ARGUMENTS...: the tests of a build, each counted
suite() {
    name=$1
    folder=$work/$2
    log=$folder-ctest.log
    shift 2
    start=$(date +%s)
    (cd "$folder" && ctest -j2 --output-on-failure --no-tests=error "$@") 2>&1 |
        grep -v -e '^ *Start ' -e ' Passed ' >"$log"
    summary=$(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' \
        "$log")
    if [ -z "$summary" ]; then
        failed=$((failed + 1))
        note_failure "$name" "$log"
        return
    fi
    bad=${summary% *}
    all=${summary#* }
    passed=$((passed + all - bad))
    failed=$((failed + bad))
    if [ "$bad" = 0 ]; then
        echo "ok      $name: $all tests ($(($(date +%s) - start)) s)"
    else
        note_failure "$name: $bad of $all tests" "$log"
    fi
}

# What runs on threads, and no more.
build_threads() {
    cmake -S "$root" -B "$work/threads" -DFENRUN_TESTS=ON -DFENRUN_WERROR=ON \
        -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Debug \
        "-DCMAKE_C_FLAGS=-O1 -fsanitize=thread" &&
        cmake --build "$work/threads" -j2 --target threads || {
        rm -rf "$work/threads"
        return 1
    }
}

core_check() {
    mkdir -p "$work/core" && sh "$root/tests/checks/core.sh" "$work/core"
}

# The example as a user runs it, under valgrind.
valgrind_example() {
    cd "$root/examples" || return 1
    for command in "settle" "explain --event o-3" "explain --event o-3 --format json"; do
        # shellcheck disable=SC2086
        valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=all \
            "$work/gcc/fenrun" $command wanwu-xinxuan.yaml wanwu/*.csv || return 1
    done
}

# Each fuzzer for its time, on its corpus; what it finds anew stays in the temporary folder.
fuzz_long() {
    for fuzzer in "$work"/fuzz/tests/fuzzer.*; do
        [ -x "$fuzzer" ] || continue
        target=${fuzzer##*.}
        mkdir -p "$work/fuzz-$target"
        set -- -max_total_time="${FUZZ_SECONDS:-1200}" -print_final_stats=1 \
            -artifact_prefix="$work/fuzz-$target-"
        words=$root/tests/fuzz/$target.dict
        [ ! -f "$words" ] || set -- "$@" -dict="$words"
        check "fuzzer $target" "$fuzzer" "$@" "$work/fuzz-$target" \
            "$root/tests/fuzz/corpus/$target"
        grep '^stat::number_of_executed_units' "$work/fuzzer-$target.log" | sed 's/^/        /'
    done
}

if [ $only = all ]; then
    checks=$root/tests/checks
    check "layers" python3 "$checks/layers.py" "$root"
    check "layers finds what is planted" python3 "$checks/layers_test.py"
    check "header alone" sh "$checks/header.sh"

    # Undefined symbols are refused here, not when a consumer's linker finds them.
    check "build with gcc" build gcc -DCMAKE_C_COMPILER=gcc \
        -DCMAKE_SHARED_LINKER_FLAGS=-Wl,-z,defs
    suite "tests" gcc
    check "build with sanitizers" build sanitized -DCMAKE_C_COMPILER=clang \
        -DCMAKE_BUILD_TYPE=Debug \
        "-DCMAKE_C_FLAGS=-O1 -fsanitize=address,undefined -fno-sanitize-recover=all"
    suite "tests with sanitizers" sanitized -L '^(unit|api|command|fuzz|threads)$'
    # Memory grows to what is asked for and no further: whoever reserves too little writes beyond it.
    check "build without spare room" build tight -DCMAKE_C_COMPILER=clang \
        -DCMAKE_BUILD_TYPE=Debug \
        "-DCMAKE_C_FLAGS=-O1 -DFENRUN_TIGHT -fsanitize=address,undefined -fno-sanitize-recover=all"
    check "1,000 histories without spare room" "$work/tight/tests/model.history" --count 1000
    check "the command in blocks of a few bytes" \
        python3 -B "$root/tests/command/run.py" "$work/tight/fenrun" --threads 3
    check "batches without spare room" "$work/tight/tests/model.batch" --count 100
    check "snapshots without spare room" "$work/tight/tests/model.snapshot" --count 100
    check "build for threads" build_threads
    suite "tests with ThreadSanitizer" threads -L '^threads$'
    check "build with clang" build clang -DCMAKE_C_COMPILER=clang
    check "no floating point, no recursion, one unit" core_check
    check "example under valgrind" valgrind_example
    check "examples/run.sh" sh "$root/examples/run.sh"

    check "instruction counts find growth" python3 "$root/tests/bench/instructions.py" --self-test
    check "instruction counts" python3 "$root/tests/bench/instructions.py" "$work/gcc"
    check "killed, interrupted and refused at every write" \
        python3 "$checks/crash.py" "$work/gcc/fenrun"
    check "symbols and interface find what is planted" sh "$checks/symbols_test.sh"
    check "symbols" sh "$checks/symbols.sh" "$work/gcc"
    check "binary interface" sh "$checks/abi.sh" "$work/gcc"
    check "installation" sh "$checks/install.sh" "$work/gcc"
    check "library without the rules reader" sh "$checks/bare.sh" "$work/gcc"
    check "example of README.md" sh "$checks/readme.sh" "$work/gcc"
    check "examples/settle.c" sh "$checks/settle.sh" "$work/gcc"
    check "schemas" python3 "$checks/schema.py" "$work/gcc/fenrun"
    check "transcripts" python3 "$checks/transcript.py" "$work/gcc/fenrun" \
        "$root/examples/README.md" "$root/README.md"
fi
check "branch coverage" sh "$root/tests/coverage.sh" "$work/coverage"
sed -n 's/^TOTAL /        &/p' "$work/branch-coverage.log"

if [ $long = yes ]; then
    check "build of the fuzzers" build fuzz -DCMAKE_C_COMPILER=clang -DFENRUN_FUZZ=ON \
        "-DCMAKE_C_FLAGS=-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
    fuzz_long
    seed=$(date +%s)
    check "100,000 histories of seed $seed" \
        "$work/gcc/tests/model.history" --seed "$seed" --count 100000
    check "20,000 histories with batches of seed $seed" \
        "$work/gcc/tests/model.batch" --seed "$seed" --count 20000
    check "20,000 histories with snapshots of seed $seed" \
        "$work/gcc/tests/model.snapshot" --seed "$seed" --count 20000
fi

echo
[ -z "$failures" ] || echo "failed:$failures"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
