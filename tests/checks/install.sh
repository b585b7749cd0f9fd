#!/bin/sh
# Installs a build, moves the installation, and uses it from outside: by pkg-config and by
# find_package, shared and static, from C and C++.
#
#     sh tests/checks/install.sh BUILD
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/first" >"$work/log"
mv "$work/first" "$work/prefix"
prefix=$work/prefix
pc=$(find "$prefix" -name fenrun.pc)
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
library=$(pkg-config --variable=libdir fenrun)
version=$(pkg-config --modversion fenrun)

# expect WHAT PROGRAM: it pays the order, with the library of this version
expect() {
    found=$(LD_LIBRARY_PATH=$library "$2")
    if [ "$found" != "$version 1 10.00" ]; then
        echo "$1: printed '$found', expected '$version 1 10.00'"
        exit 1
    fi
}

# expect_shared, expect_static WHAT PROGRAM: whether it needs libfenrun.so
expect_shared() {
    expect "$1" "$2"
    objdump -p "$2" | grep -q 'NEEDED.*libfenrun\.so\.0$' || {
        echo "$1: does not need libfenrun.so.0"
        exit 1
    }
}
expect_static() {
    expect "$1" "$2"
    if objdump -p "$2" | grep 'NEEDED.*libfenrun'; then
        echo "$1: needs a shared libfenrun"
        exit 1
    fi
}

main=$root/tests/consumer/main.c
# shellcheck disable=SC2046
{
    cc -std=c11 "$main" -o "$work/shared" $(pkg-config --cflags --libs fenrun)
    cc -std=c11 "$main" -o "$work/static" $(pkg-config --cflags fenrun) \
        -static $(pkg-config --static --libs fenrun)
    c++ -std=c++17 -x c++ "$main" -o "$work/shared-c++" $(pkg-config --cflags --libs fenrun)
}
expect_shared "pkg-config, shared" "$work/shared"
expect_static "pkg-config, static" "$work/static"
expect_shared "pkg-config, C++" "$work/shared-c++"

cmake -S "$root/tests/consumer" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$prefix" >>"$work/log"
cmake --build "$work/consumer" >>"$work/log"
expect_shared "find_package, shared" "$work/consumer/consumer_shared"
expect_static "find_package, static" "$work/consumer/consumer_static"

"$prefix/bin/fenrun" --help >/dev/null || {
    echo "the installed command does not answer --help"
    exit 1
}
