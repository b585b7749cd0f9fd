#!/bin/sh
# Compiles and runs examples/settle.c on a snapshot of three members, of whom 1 leads 2 and 3.
#
#     sh tests/checks/settle.sh BUILD
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/members.csv" <<'END'
member,inviter,tier,at
1,,senior_gold,
2,1,,
3,2,,
END
# 33,334 orders of member 1 and 33,333 of each other one: 12.34 each, and a quarter of it, 3.085 or
# half to even 3.08, for the leader of 2 and 3.
cat >"$work/expected" <<'END'
sales_commission 1 411341.56
sales_commission 2 411329.22
sales_commission 3 411329.22
team_profit 1 205331.28
END

"$build/fenrun" snapshot build "$root/examples/wanwu-xinxuan.yaml" "$work/members.csv" \
    -o "$work/wanwu.snapshot"
cc -std=c11 -Wall -Wextra -Wpedantic -Werror -I "$root/include" "$root/examples/settle.c" \
    -o "$work/settle" -L "$build" -lfenrun -lpthread
LD_LIBRARY_PATH=$build "$work/settle" "$work/wanwu.snapshot" >"$work/found"
diff "$work/expected" "$work/found"
