#!/bin/sh
# Compiles include/fenrun.h alone, and twice in one file, as C11 and as C++17 under the strictest
# warnings of gcc and clang.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf '#include "fenrun.h"\n#include "fenrun.h"\n' >"$work/header.c"
cp "$work/header.c" "$work/header.cpp"
strict="-Wall -Wextra -Wpedantic -pedantic-errors -Werror -Wshadow -Wconversion -Wsign-conversion
        -Wundef -Wpadded -Wcast-qual -Wredundant-decls -I$root/include -fsyntax-only"
strict_c="-std=c11 -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wc++-compat"
# Without: warnings that a header which is C++98 too could alone avoid.
everything="-Weverything -Wno-c++98-compat -Wno-c++98-compat-pedantic"

# shellcheck disable=SC2086
compile() {
    gcc $strict $strict_c "$1.c" &&
        g++ $strict -std=c++17 "$1.cpp" &&
        clang $strict $everything -std=c11 "$1.c" &&
        clang++ $strict $everything -std=c++17 "$1.cpp"
}
compile "$work/header"

# The warnings are on: a record with padding is refused.
for language in c cpp; do
    printf '#include "fenrun.h"\nstruct padded { int64_t a; int32_t b; };\n' \
        >"$work/padded.$language"
done
if compile "$work/padded" 2>/dev/null; then
    echo "padding in a record: not found"
    exit 1
fi
