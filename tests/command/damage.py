"""Snapshots that are not what was written, and long histories that are split at any row."""
import os
import random
import re
import shutil
import subprocess

from special import expect


def run(binary, folder, *words):
    return subprocess.run([binary] + list(words), cwd=folder, stdin=subprocess.DEVNULL, timeout=300,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def build(binary, folder, root):
    """The snapshot of the reference plan's files, as bytes."""
    shutil.copy(os.path.join(root, "examples", "wanwu-xinxuan.yaml"), folder)
    for name in ("members.csv", "log.csv", "orders.csv"):
        shutil.copy(os.path.join(root, "examples", "wanwu", name), folder)
    done = run(binary, folder, "snapshot", "build", "wanwu-xinxuan.yaml", "members.csv", "log.csv",
               "-o", "good.snapshot")
    if done.returncode != 0 or done.stderr:
        raise AssertionError(done.stderr)
    with open(os.path.join(folder, "good.snapshot"), "rb") as file:
        return file.read()


def write(folder, data):
    with open(os.path.join(folder, "bad.snapshot"), "wb") as file:
        file.write(data)


def expect_refused(binary, folder, what, commands=("verify", "settle")):
    """Each command refuses bad.snapshot with one line that names it; nothing is written."""
    problems = []
    lines = {"verify": ["snapshot", "verify", "bad.snapshot"],
             "info": ["snapshot", "info", "bad.snapshot"],
             "settle": ["settle", "bad.snapshot", "orders.csv", "-o", "payouts.csv"],
             "build": ["snapshot", "build", "bad.snapshot", "orders.csv", "-o", "new.snapshot"]}
    for command in commands:
        done = run(binary, folder, *lines[command])
        fine = done.returncode == 4 and done.stdout == b"" and \
            re.fullmatch(rb"bad\.snapshot: [^\n]+\n", done.stderr)
        if not fine:
            problems.append("%s: %s ends with %d: %r" % (what, command, done.returncode,
                                                         done.stderr))
        for name in ("payouts.csv", "new.snapshot"):
            if os.path.exists(os.path.join(folder, name)):
                problems.append("%s: %s is there" % (what, name))
    return problems


def a_byte_of_a_snapshot_is_changed(binary, folder, root):
    """Every 29th byte, and in the first 64 each: whatever they stand for, none goes unnoticed."""
    data = build(binary, folder, root)
    problems = []
    for place in sorted(set(range(0, len(data), 29)) | set(range(64)) | {len(data) - 1}):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        write(folder, changed)
        # What does not begin as a snapshot is taken for a CSV file.
        commands = ("verify",) if place < 16 or place % 5 else ("verify", "settle", "build")
        problems += expect_refused(binary, folder, "byte %d" % place, commands)
    return problems


def a_snapshot_is_cut_or_longer(binary, folder, root):
    data = build(binary, folder, root)
    problems = []
    for size in [1, 11, 12, 15, 16, 17, 63, 64, 100] + list(range(128, len(data), 331)) + \
            [len(data) - 1]:
        write(folder, data[:size])
        commands = ("verify", "info", "settle", "build") if size >= 12 else ("verify", "info")
        problems += expect_refused(binary, folder, "%d bytes" % size, commands)
    write(folder, data + b"\0")
    return problems + expect_refused(binary, folder, "a byte more")


def a_snapshot_that_was_copied_as_text(binary, folder, root):
    data = build(binary, folder, root)
    problems = []
    for what, changed in (("lf", data.replace(b"\r\n", b"\n")),
                          ("crlf", data.replace(b"\n", b"\r\n"))):
        write(folder, changed)
        problems += expect_refused(binary, folder, what, ("verify", "info", "settle", "build"))
    return problems


def a_snapshot_of_another_layout(binary, folder, root):
    data = build(binary, folder, root)
    write(folder, data[:20] + b"\x63\0\0\0" + data[24:])
    problems = expect_refused(binary, folder, "layout 99", ("verify", "info", "settle", "build"))
    done = run(binary, folder, "snapshot", "info", "bad.snapshot")
    if b"99" not in done.stderr:
        problems.append("stderr is %r" % done.stderr)
    return problems


def a_damaged_snapshot_may_be_used_unverified(binary, folder, root):
    """What is damaged here is the text of a name, so that it is known what comes of it."""
    data = build(binary, folder, root)
    place = data.rindex(b"xiaowei\0")
    write(folder, data[:place] + b"y" + data[place + 1:])
    done = run(binary, folder, "settle", "bad.snapshot", "orders.csv", "--no-verify")
    problems = [] if b",yiaowei," in done.stdout else ["stdout is %r" % done.stdout]
    return problems + expect_refused(binary, folder, "a name")


def a_snapshot_that_may_not_grow(binary, folder, root):
    """As on a disk that fills up: the old snapshot stays."""
    data = build(binary, folder, root)

    def limit():
        import resource
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    before = set(os.listdir(folder))
    done = subprocess.run([binary, "snapshot", "build", "wanwu-xinxuan.yaml", "members.csv", "-o",
                           "good.snapshot"], cwd=folder, timeout=60, preexec_fn=limit,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    problems = expect(done, 5, b"good.snapshot: File too large\n")
    with open(os.path.join(folder, "good.snapshot"), "rb") as file:
        if file.read() != data:
            problems.append("good.snapshot has changed")
    return problems + ["%s was left behind" % name for name in set(os.listdir(folder)) - before]


def draw_history(choose):
    """Rows of a log in time order: joins, orders with ids that are texts or numbers, refunds, tiers."""
    members, orders, rows = ["m 0", "1", "007", "小微"], [], []
    for i in range(400):
        at = "2024-03-%02dT%02d:%02d:00Z" % (1 + i // 20, i % 20, choose.randrange(3))
        kind = choose.choice(["join", "order", "order", "order", "refund", "tier"])
        if kind == "join":
            name = choose.choice(["n-%d" % i, str(1000 + i), '"x, %d"' % i])
            rows.append("%s,join,,%s,%s,,,," % (at, name, choose.choice(members)))
            members.append(name)
        elif kind == "tier":
            rows.append("%s,tier,,%s,,%s,,," % (at, choose.choice(members),
                                                choose.choice(["normal", "gold", "senior_gold"])))
        elif kind == "order" or not orders:
            orders.append(choose.choice(["o-%d", "%d", "订单%d"]) % i)
            rows.append("%s,order,%s,,,,%s,100.00,%d.00" % (at, orders[-1], choose.choice(members),
                                                            choose.randrange(5, 41)))
        else:
            rows.append("%s,refund,%s,,,,,1.00," % (at, choose.choice(orders[-20:])))
    return sorted(rows, key=lambda row: row[:20])


def write_rows(folder, name, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write("".join(row + "\n" for row in rows))


def split(binary, folder, origin, header, rows, cuts):
    """Payouts and promotions of the rows, paid in parts, each from the snapshot of those before."""
    whole = [[], []]
    for i, (begin, end) in enumerate(zip([0] + cuts, cuts + [len(rows)])):
        write_rows(folder, "part.csv", [header] + rows[begin:end])
        done = run(binary, folder, "settle", *origin, "part.csv", "--promotions", "promotions.csv")
        with open(os.path.join(folder, "promotions.csv"), "rb") as file:
            outputs = done.stdout, file.read()
        for lines, output in zip(whole, outputs):
            lines += output.splitlines()[1 if i else 0:]
        run(binary, folder, "snapshot", "build", *origin, "part.csv", "-o", "%d.snapshot" % i)
        origin = ["%d.snapshot" % i]
    return whole


def a_history_is_split_anywhere(binary, folder, root):
    """The payouts of three parts, one behind the other, are those of the whole."""
    seed = int(os.environ.get("FENRUN_SEED", random.randrange(1 << 32)))
    choose = random.Random(seed)
    shutil.copy(os.path.join(root, "examples", "wanwu-xinxuan.yaml"), folder)
    write_rows(folder, "members.csv", ["member,inviter,tier,at", "m 0,,senior_gold,", "1,m 0,,",
                                       "007,1,gold,", "小微,007,,"])
    rows = draw_history(choose)
    header = "at,event,order,member,inviter,tier,seller,price,profit"
    origin = ["wanwu-xinxuan.yaml", "members.csv"]
    whole = split(binary, folder, origin, header, rows, [])
    if len(whole[0]) < 100:
        return ["seed %d: the whole history is not paid" % seed]
    for _ in range(10):
        cuts = sorted(choose.sample(range(len(rows) + 1), 2))
        if split(binary, folder, origin, header, rows, cuts) != whole:
            return ["seed %d: cut at %s, the parts pay something else" % (seed, cuts)]
    return []


def a_month_with_all_of_it_is_split_at_every_row(binary, folder, root):
    """What log.case begins with: labels, periods, own events, joins that bring something."""
    from run import read_cases
    case = next(read_cases(os.path.join(root, "tests", "command", "log.case")))
    for name in ("shop.yaml", "members.csv"):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(case.files[name])
    header, *rows = case.files["log.csv"].decode().splitlines()
    origin = ["shop.yaml", "members.csv"]
    whole = split(binary, folder, origin, header, rows, [])
    problems = [] if all(len(lines) > 2 for lines in whole) else ["the whole month is not paid"]
    for cut in range(len(rows) + 1):
        if split(binary, folder, origin, header, rows, [cut]) != whole:
            problems.append("cut at row %d, the parts pay something else" % cut)
    return problems


CASES = [value for name, value in list(globals().items())
         if callable(value) and getattr(value, "__code__", None) is not None
         and value.__code__.co_varnames[:3] == ("binary", "folder", "root") and name != "build"]
