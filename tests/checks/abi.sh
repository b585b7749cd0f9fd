#!/bin/sh
# Fails when the binary interface differs from the committed description.
#
#     sh tests/checks/abi.sh BUILD             BUILD: a folder with libfenrun.so, built with -g
#     sh tests/checks/abi.sh --update BUILD    announce a change: write the description anew
#
# The description is two files beside this one: fenrun.abi, which abidiff compares (functions and
# the types that they reach), and fenrun.interface, readable, with the constants too. The first is
# of x86-64, the second of any 64-bit machine. Additions count: every change shows in a commit.
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$folder/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

update=no
if [ "$1" = --update ]; then
    update=yes
    shift
fi
library=$1/libfenrun.so
readelf -S "$library" | grep -q '\.debug_info' || {
    echo "$library was built without -g: there are no types in it to compare"
    exit 1
}

# The types of fenrun.h that the exported functions reach, without places in files.
describe_binary() {
    abidw --exported-interfaces-only --headers-dir "$root/include" --drop-private-types \
        --no-corpus-path --no-comp-dir-path --no-show-locs --type-id-style hash \
        --out-file "$1" "$library"
    sed -i "s,path='$root/,path=',g" "$1"
}

if [ $update = yes ]; then
    python3 "$folder/interface.py" describe "$work" >"$folder/fenrun.interface"
    describe_binary "$folder/fenrun.abi"
    exit 0
fi

failed=0
python3 "$folder/interface.py" describe "$work" >"$work/fenrun.interface"
diff "$folder/fenrun.interface" "$work/fenrun.interface" || failed=1
if [ "$(uname -m)" = x86_64 ]; then
    describe_binary "$work/fenrun.abi"
    abidiff "$folder/fenrun.abi" "$work/fenrun.abi" || failed=1
else
    echo "fenrun.abi is of x86-64: not compared on $(uname -m)"
fi
if [ $failed = 1 ]; then
    echo "the binary interface differs; if that is meant, run"
    echo "    sh tests/checks/abi.sh --update BUILD"
    echo "and commit what it writes"
fi
exit $failed
