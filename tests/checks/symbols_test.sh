#!/bin/sh
# Tests symbols.sh and abi.sh on a library with everything in it that they are to find.
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/planted.c" <<'C'
#include <stdlib.h>
int planted_global = 1;
_Thread_local int planted_thread;
const char *planted_environment(void) {
    static int planted_static;
    planted_static++;
    return getenv("PLANTED");
}
C
cc -g -fPIC -c "$work/planted.c" -o "$work/planted.c.o"
cc -shared -Wl,-soname,libfenrun.so.0 "$work/planted.c.o" -o "$work/libfenrun.so"
ar rc "$work/libfenrun.a" "$work/planted.c.o"

# expect SCRIPT PART: the script fails, and prints it
expect() {
    if sh "$folder/$1" "$work" >"$work/found" 2>&1; then
        echo "$1: accepts the planted library"
        exit 1
    fi
    grep -qe "$2" "$work/found" || {
        echo "$1: does not print '$2', but"
        cat "$work/found"
        exit 1
    }
}
expect symbols.sh 'libfenrun.so exports other symbols'
expect symbols.sh '< fenrun_version$'
expect symbols.sh '> planted_environment$'
expect symbols.sh 'planted.c.o needs getenv'
expect symbols.sh '\.data.*planted_global$'
expect symbols.sh '\.bss.*planted_static'
expect symbols.sh '\.tbss.*planted_thread$'
expect abi.sh 'Removed functions'
expect abi.sh 'fenrun_version'
expect abi.sh 'the binary interface differs'
