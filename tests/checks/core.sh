#!/bin/sh
# Compiles the library without floating-point registers and as one unit, where two statics of the
# same name would collide; looks for recursion in the call graph of library and command.
#
#     sh tests/checks/core.sh WORK            WORK: an empty folder to compile in
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$1
flags="-std=c11 -Wall -Wextra -Wpedantic -Werror -DFENRUN_BUILD -I$root/include -I$root/src"
flags="$flags $(pkg-config --cflags yaml-0.1)"

cd "$root"
sources=$(find src -name '*.c' ! -path 'src/cli/*' | LC_ALL=C sort)

# Without optimisation: glibc's stdlib.h then defines no functions of its own, and no call is hidden
# by inlining.
# compile SOURCE FLAGS...
compile() {
    source=$1
    shift
    # shellcheck disable=SC2086
    gcc $flags -O0 -fcallgraph-info "$@" -c "$source" -o "$work/$(echo "$source" | tr / -).o"
}
for source in $sources; do
    compile "$source" -mgeneral-regs-only
done
for source in src/cli/*.c; do
    compile "$source"
done
echo 'long scaled(long x); long scaled(long x) { return (long)((double)x * 0.25); }' |
    if gcc -O0 -mgeneral-regs-only -x c -c - -o /dev/null 2>/dev/null; then
        echo "-mgeneral-regs-only: accepts floating point, so it proves nothing"
        exit 1
    fi

python3 tests/checks/recursion.py --self-test
python3 tests/checks/recursion.py "$work"

for source in $sources; do
    echo "#include \"${source#src/}\""
done >"$work/unity.c"
# shellcheck disable=SC2086
gcc $flags -fsyntax-only "$work/unity.c"
