#!/bin/sh
# Compares what the libraries export and need with what they may.
#
#     sh tests/checks/symbols.sh BUILD         BUILD: a folder with libfenrun.so and libfenrun.a
#
# 1. libfenrun.so exports exactly the functions of fenrun.h, as src/fenrun.map lists them.
# 2. libfenrun.a needs nothing but itself, libyaml and the functions listed here.
# 3. No object has data that can change: no global, static or thread-local state.
set -eu
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect_same WHAT EXPECTED FOUND: both sorted, one name a line
expect_same() {
    if ! diff "$2" "$3" >"$work/difference"; then
        echo "$1 (<: expected, >: found)"
        cat "$work/difference"
        failed=1
    fi
}

python3 "$root/tests/checks/interface.py" functions | sort >"$work/header"
sed -n 's/^ *\(fenrun_[a-z0-9_]*\);$/\1/p' "$root/src/fenrun.map" | sort >"$work/map"
nm -D --defined-only "$build/libfenrun.so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
    sort >"$work/exported"
expect_same "src/fenrun.map differs from fenrun.h" "$work/header" "$work/map"
expect_same "libfenrun.so exports other symbols than fenrun.h" "$work/header" "$work/exported"

# The C library: memory and strings only; of the compiler's own, 128-bit division. The allocator is
# memory.c's alone.
cat >"$work/allowed" <<'NAMES'
_GLOBAL_OFFSET_TABLE_
__divti3
__modti3
__stack_chk_fail
__udivti3
__umodti3
memchr
memcmp
memcpy
memmove
memset
strchr
strcmp
strcspn
strlen
strrchr
strncmp
strspn
NAMES
# Lines "object symbol" of everything undefined; then without what another object defines.
nm -A --defined-only "$build/libfenrun.a" | awk '{ print $NF }' | sort -u >"$work/defined"
nm -A -u "$build/libfenrun.a" | sed 's/.*:\([^:]*\.o\): *[UwvV] /\1 /' >"$work/undefined"
while read -r object name; do
    case $object:$name in
        memory.c.o:free | memory.c.o:malloc | memory.c.o:realloc | document.c.o:yaml_*) continue ;;
    esac
    if ! grep -qx "$name" "$work/allowed" && ! grep -qx "$name" "$work/defined"; then
        echo "$object needs $name: the library may not"
        failed=1
    fi
done <"$work/undefined"
if ! grep -q '^memory.c.o realloc$' "$work/undefined"; then
    echo "memory.c.o needs no realloc: the list of needed symbols was not read"
    failed=1
fi

# .data.rel.ro is constant once loaded; .data, .bss and thread-local sections are not.
objdump -t "$build/libfenrun.a" | grep -E ' \.(data|bss|tdata|tbss)(\.[^r][^ ]*)?	' |
    awk '$NF !~ /^\./' >"$work/state" || true
if [ -s "$work/state" ]; then
    echo "data that can change:"
    cat "$work/state"
    failed=1
fi
exit $failed
