"""
Instructions: fails when a fixed workload takes more instructions than are recorded.

    python3 tests/bench/instructions.py BUILD             compare with instructions.txt
    python3 tests/bench/instructions.py --update BUILD    write instructions.txt anew
    python3 tests/bench/instructions.py --self-test

BUILD is a folder in which gcc built everything in the default way. Callgrind counts, so neither
the clock nor what else the machine does matters: the same program gives the same counts. Another
compiler, C library or machine gives others; then nothing is compared, and the check says so.

A row may grow by 5 %; one that shrinks by more than that is noted, since the record then hides what
could be lost again. Run --update, and commit what it writes, for what is meant.
"""
import os
import platform
import re
import subprocess
import sys
import tempfile

GROWTH_MAX = 0.05
RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions.txt")
COMMAND_ROW = "order settled by the command"
FLAGS = "-O2 -g -DNDEBUG"


class Refused(Exception):
    pass


def run(command, folder=None):
    # Nothing of the caller's environment, and no symbol looked up while it is counted.
    done = subprocess.run(command, cwd=folder, env={"PATH": os.environ["PATH"], "LD_BIND_NOW": "1"},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Refused(f"{' '.join(command)}: ended with {done.returncode}\n{done.stderr}")
    return done.stdout


def made_with(build):
    """What the counts depend on, besides the sources, as one line."""
    cache = {}
    with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as file:
        for line in file:
            match = re.match(r"(\w+):\w+=(.*)", line)
            if match:
                cache[match.group(1)] = match.group(2)
    kind = cache.get("CMAKE_BUILD_TYPE", "")
    flags = " ".join((cache.get("CMAKE_C_FLAGS", "") + " " +
                      cache.get("CMAKE_C_FLAGS_" + kind.upper(), "")).split())
    if flags != FLAGS:
        raise Refused(f"{build}: compiled with {flags}: {FLAGS} is counted")
    compiler = run([cache["CMAKE_C_COMPILER"], "--version"]).split("\n", maxsplit=1)[0]
    # gcc says under which name it was called.
    compiler = re.sub(r"^(cc|x86_64-linux-gnu-gcc(-\d+)?|gcc-\d+) ", "gcc ", compiler)
    library = " ".join(part for part in platform.libc_ver() if part)
    return f"{compiler}, {FLAGS}, {library}, {platform.machine()}"


def total_of(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("totals:"):
                return int(line.split()[1])
    raise Refused(f"{path}: no totals, so callgrind was cut short")


def callgrind(out, command, options=(), folder=None):
    return run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *options, *command],
               folder)


def measure(build, work):
    """{name: instructions for each event}."""
    program = os.path.join(build, "tests", "instructions")
    out = os.path.join(work, "callgrind")
    printed = callgrind(out, [program], ["--toggle-collect=instructions_counted",
                                         "--dump-after=instructions_counted"])
    counts = {}
    rows = [line.split("\t") for line in printed.splitlines()]
    for number, (name, events) in enumerate(rows, 1):
        counts[name] = total_of(f"{out}.{number}") / int(events)

    run([program, work])
    callgrind(out, [os.path.join(build, "fenrun"), "settle", "--threads", "1", "rules.yaml",
                    "members.csv", "orders.csv", "-o", "payouts.csv"], folder=work)
    with open(os.path.join(work, "orders.csv"), encoding="utf-8") as file:
        orders = sum(1 for _ in file) - 1
    counts[COMMAND_ROW] = total_of(out) / orders
    return counts


def read_record(path):
    """The line that says how it was made, and {name: count}."""
    made, counts = "", {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, mark, value = line.rstrip("\n").rpartition("  ")
            if line.startswith("# Made with "):
                made = line[len("# Made with "):].rstrip("\n")
            elif mark and not line.startswith("#"):
                counts[name.rstrip()] = float(value)
    return made, counts


def write_record(path, made, counts):
    with open(path, "w", encoding="utf-8") as file:
        file.write("# Instructions for each event, of the workloads of instructions.c; written by\n"
                   "#     python3 tests/bench/instructions.py --update BUILD\n"
                   f"# Made with {made}\n\n")
        for name, count in counts.items():
            file.write(f"{name:<40}{count:12.1f}\n")


def compare(recorded, counts):
    """(the table's rows, whether all is well)."""
    rows = []
    fine = True
    for name in list(recorded) + [name for name in counts if name not in recorded]:
        before, now = recorded.get(name), counts.get(name)
        if before is None or now is None:
            fine = False
            rows.append((name, before, now, None, "not recorded" if before is None else "not run"))
            continue
        change = now / before - 1
        note = ""
        if change > GROWTH_MAX:
            fine = False
            note = "too many"
        elif change < -GROWTH_MAX:
            note = "fewer: record it"
        rows.append((name, before, now, change, note))
    return rows, fine


def print_rows(rows):
    print(f"{'instructions for each':<40}{'recorded':>12}{'now':>12}{'change':>10}")
    for name, before, now, change, note in rows:
        cells = ["" if value is None else f"{value:.1f}" for value in (before, now)]
        percent = "" if change is None else f"{round(change * 100, 1) + 0:+.1f} %"
        print(f"{name:<40}{cells[0]:>12}{cells[1]:>12}{percent:>10}  {note}".rstrip())


def self_test():
    recorded = {"same": 100.0, "more": 100.0, "fewer": 100.0}
    rows, fine = compare(recorded, {"same": 100.0, "more": 104.9, "fewer": 95.1})
    assert fine and all(row[4] == "" for row in rows)
    rows, fine = compare(recorded, {"same": 100.0, "more": 105.1, "fewer": 94.9})
    assert not fine and [row[4] for row in rows] == ["", "too many", "fewer: record it"]
    assert compare(recorded, {"same": 100.0, "more": 100.0, "fewer": 94.9})[1]
    assert not compare(recorded, {"same": 100.0, "more": 100.0})[1]
    assert not compare(recorded, {**recorded, "new": 1.0})[1]
    with tempfile.TemporaryDirectory() as work:
        path = os.path.join(work, "record")
        write_record(path, "a compiler, its flags", {"one thing, counted": 12.25, "b": 3.0})
        assert read_record(path) == ("a compiler, its flags", {"one thing, counted": 12.2, "b": 3})


def check(build, update):
    made = made_with(build)
    recorded_with, recorded = read_record(RECORD) if os.path.exists(RECORD) else (made, {})
    if not update and made != recorded_with:
        print(f"skipped: the counts are of {recorded_with};\n"
              f"         this build is of   {made}")
        return 0
    with tempfile.TemporaryDirectory() as work:
        counts = measure(build, work)
    rows, fine = compare(recorded, counts)
    print_rows(rows)
    if update:
        write_record(RECORD, made, counts)
        return 0
    if not fine:
        print("\nif that is meant, run\n"
              "    python3 tests/bench/instructions.py --update BUILD\n"
              "and commit what it writes")
    return 0 if fine else 1


def main(arguments):
    update = arguments[:1] == ["--update"]
    if arguments == ["--self-test"]:
        self_test()
        return 0
    if len(arguments) != 1 + update:
        print(__doc__.strip(), file=sys.stderr)
        return 3
    try:
        return check(os.path.abspath(arguments[-1]), update)
    except (OSError, Refused) as refused:
        print(f"instructions: {refused}")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
