#!/bin/sh
# Compiles and runs the first ```c block of README.md, in the root of the repository; it prints the
# first ```text block after it. The first ```yaml block is the reference plan as it stands in examples/.
#
#     sh tests/checks/readme.sh BUILD
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk '/^```/ && inside { exit } inside { print } /^```yaml$/ { inside = 1 }' "$root/README.md" >"$work/rules.yaml"
diff "$root/examples/wanwu-xinxuan.yaml" "$work/rules.yaml" || {
    echo "README.md: its rule set is not that of examples/wanwu-xinxuan.yaml"
    exit 1
}

awk -v c="$work/example.c" -v text="$work/expected" '
    /^```/ && inside { if (inside == text) exit; if (inside == c) seen_c = 1; inside = ""; next }
    /^```c$/ && !seen_c { inside = c; next }
    /^```text$/ && seen_c { inside = text; next }
    /^```/ { inside = "/dev/null"; next }
    inside { print > inside }
' "$root/README.md"
for block in example.c expected; do
    if [ ! -s "$work/$block" ]; then
        echo "README.md: no \`\`\`c block with a \`\`\`text block after it"
        exit 1
    fi
done

cc -std=c11 -Wall -Wextra -Wpedantic -Werror -I "$root/include" "$work/example.c" \
    -o "$work/example" -L "$build" -lfenrun
cd "$root"
LD_LIBRARY_PATH=$build "$work/example" >"$work/found" || {
    echo "README.md: the C example ended with $?"
    exit 1
}
diff "$work/expected" "$work/found" || {
    echo "README.md: the C example prints something else than the block after it (<: the block)"
    exit 1
}
