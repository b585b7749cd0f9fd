#!/bin/sh
# Settles the reference plan, wanwu-xinxuan.yaml, on the files in examples/wanwu: installs what is
# missing, builds, pays, explains one order, and runs the tests of every rule set here. Leaves
# nothing behind but build/.
#
#     sh examples/run.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Run a command; what it prints is shown only if it fails.
quietly() {
    "$@" >"$work/log" 2>&1 && return 0
    cat "$work/log" >&2
    exit 1
}

packages="cmake gcc libc6-dev libxxhash-dev libyaml-dev make pkg-config"
if command -v dpkg-query >/dev/null; then
    missing=
    for package in $packages; do
        status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) || status=
        case $package:$status in
            *:"install ok installed") ;;
            pkg-config:*) command -v pkg-config >/dev/null || missing="$missing $package" ;;
            *) missing="$missing $package" ;;
        esac
    done
    if [ -n "$missing" ]; then
        if [ "$(id -u)" != 0 ]; then
            echo "packages are missing, and only root may install them:$missing" >&2
            exit 1
        fi
        echo "installing$missing"
        # shellcheck disable=SC2086
        quietly sh -c 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
            apt-get -qq install -y --no-install-recommends "$@"' install $missing
    fi
fi

echo "building"
quietly cmake -S . -B build
quietly cmake --build build --target fenrun_command
fenrun=$root/build/fenrun

# A CSV file as columns; none of the examples' fields needs quotes.
table() {
    awk -F, '
        {
            for (i = 1; i <= NF; i++) {
                cell[NR, i] = $i
                if (length($i) > width[i]) width[i] = length($i)
            }
        }
        END {
            for (row = 1; row <= NR; row++) {
                line = ""
                for (i = 1; i <= NF; i++) line = line sprintf("  %-" width[i] "s", cell[row, i])
                sub(/ +$/, "", line)
                print "  " line
            }
        }' "$1"
}

cd examples
echo
echo "The members at the start, wanwu/members.csv: xiaowei invited B, B invited C"
table wanwu/members.csv
echo
echo "What happens, wanwu/log.csv"
table wanwu/log.csv
echo
echo "Orders that are settled late, wanwu/orders.csv: o-6 was placed before B became gold"
table wanwu/orders.csv
echo
echo "\$ fenrun settle wanwu-xinxuan.yaml wanwu/*.csv -o payouts.csv --totals totals.csv"
"$fenrun" settle wanwu-xinxuan.yaml wanwu/*.csv -o "$work/payouts.csv" --totals "$work/totals.csv"
echo
echo "payouts.csv"
table "$work/payouts.csv"
echo
echo "totals.csv"
table "$work/totals.csv"
echo
echo "\$ fenrun explain wanwu-xinxuan.yaml wanwu/*.csv --event o-3"
"$fenrun" explain wanwu-xinxuan.yaml wanwu/*.csv --event o-3
echo
echo "\$ fenrun test --coverage ."
"$fenrun" test --coverage .
