#!/bin/sh
# Builds the library without the rules reader, where no libyaml can be found, installs it, and opens
# with it a snapshot that the whole library made.
#
#     sh tests/checks/bare.sh BUILD            BUILD: a folder with the whole library
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Whoever includes yaml.h finds this one first, and pkg-config finds nothing that is installed.
mkdir "$work/include" "$work/empty"
echo '#error "yaml.h is included"' >"$work/include/yaml.h"
PKG_CONFIG_LIBDIR=$work/empty
export PKG_CONFIG_LIBDIR
cmake -S "$root" -B "$work/bare" -DFENRUN_RULES_READER=OFF -DFENRUN_WERROR=ON \
    "-DCMAKE_C_FLAGS=-I$work/include" "-DCMAKE_SHARED_LINKER_FLAGS=-Wl,-z,defs" >"$work/log"
cmake --build "$work/bare" -j2 >>"$work/log"
cmake --install "$work/bare" --prefix "$work/prefix" >>"$work/log"

if nm "$work/bare/libfenrun.a" "$work/bare/libfenrun.so" 2>/dev/null | grep -i yaml ||
    objdump -p "$work/bare/libfenrun.so" | grep 'NEEDED.*yaml'; then
    echo "the library without the rules reader knows of libyaml"
    exit 1
fi
if [ -e "$work/prefix/bin/fenrun" ]; then
    echo "the command is installed, though it reads rule sets"
    exit 1
fi

# What is not in it says so in the header: "Reader only".
python3 "$root/tests/checks/interface.py" functions | LC_ALL=C sort >"$work/all"
nm -D --defined-only "$work/bare/libfenrun.so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
    LC_ALL=C sort >"$work/there"
LC_ALL=C comm -23 "$work/all" "$work/there" >"$work/missing"
cat >"$work/expected" <<'NAMES'
fenrun_rules_book
fenrun_rules_check
fenrun_rules_read
fenrun_schema_write
fenrun_test_run
NAMES
diff "$work/expected" "$work/missing" || {
    echo "the library without the rules reader lacks other functions (<: expected, >: found)"
    exit 1
}
[ "$(grep -c 'Reader only\.' "$root/include/fenrun.h")" = 5 ] || {
    echo "fenrun.h says \"Reader only\" of other functions than these five"
    exit 1
}

cc -std=c11 -I"$root/include" "$root/tests/consumer/writer.c" -L"$build" -lfenrun -o "$work/writer"
LD_LIBRARY_PATH=$build "$work/writer" >"$work/snapshot"

# expect WHAT PROGRAM: it opens the snapshot and pays the order
expect() {
    found=$(LD_LIBRARY_PATH=$library "$2" "$work/snapshot" | tail -n 1)
    if [ "$found" != "$version 1 10.00" ]; then
        echo "$1: printed '$found', expected '$version 1 10.00'"
        exit 1
    fi
    if objdump -p "$2" | grep 'NEEDED.*yaml'; then
        echo "$1: needs libyaml"
        exit 1
    fi
}

PKG_CONFIG_LIBDIR=$(dirname "$(find "$work/prefix" -name fenrun.pc)")
library=$(pkg-config --variable=libdir fenrun)
version=$(pkg-config --modversion fenrun)
opener=$root/tests/consumer/opener.c
# shellcheck disable=SC2046
{
    cc -std=c11 "$opener" -o "$work/shared" $(pkg-config --cflags --libs fenrun)
    cc -std=c11 "$opener" -o "$work/static" $(pkg-config --cflags fenrun) \
        -static $(pkg-config --static --libs fenrun)
}
expect "pkg-config, shared" "$work/shared"
expect "pkg-config, static" "$work/static"

cmake -S "$root/tests/consumer" -B "$work/consumer" -DCONSUMER_SOURCE=opener.c \
    -DCMAKE_PREFIX_PATH="$work/prefix" >>"$work/log"
cmake --build "$work/consumer" >>"$work/log"
expect "find_package, shared" "$work/consumer/consumer_shared"
expect "find_package, static" "$work/consumer/consumer_static"
