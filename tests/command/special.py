"""The cases that no text can hold: full disks, closed pipes, large inputs, signals, permissions."""
import json
import os
import re
import signal
import stat
import subprocess
import time
import xml.etree.ElementTree

HEADER = "event,award,payee,amount,unit,at\n"


def prepare(folder, root, orders=None):
    """The reference plan, one leader x, a seller C below, and orders `o-0` ... of 100.00."""
    with open(os.path.join(root, "examples/wanwu-xinxuan.yaml"), "rb") as file:
        rules = file.read()
    with open(os.path.join(folder, "wanwu.yaml"), "wb") as file:
        file.write(rules)
    with open(os.path.join(folder, "members.csv"), "w") as file:
        file.write("member,inviter,tier,at\nx,,gold,\nC,x,,\n")
    with open(os.path.join(folder, "orders.csv"), "w") as file:
        file.write("order,at,seller,price,profit\n")
        for i in range(orders or 0):
            file.write("o-%d,2024-03-01,C,100.00,10.00\n" % i)


def payouts(count):
    return HEADER + "".join(
        "o-%d,sales_commission,C,10.00,CNY,2024-03-01T00:00:00Z\n"
        "o-%d,team_profit,x,2.50,CNY,2024-03-01T00:00:00Z\n" % (i, i) for i in range(count))


def settle(binary, folder, *more, **options):
    return subprocess.run(
        [binary, "settle", "wanwu.yaml", "members.csv", "orders.csv"] + list(more), cwd=folder,
        **dict({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 300}, **options))


def expect(done, code, stderr, stdout=b""):
    problems = []
    if done.returncode != code:
        problems.append("exit code %d, not %d" % (done.returncode, code))
    if done.stderr is not None and done.stderr != stderr:
        problems.append("stderr is %r, not %r" % (done.stderr, stderr))
    if done.stdout is not None and done.stdout != stdout:
        problems.append("stdout is %r ..., not %r ..." % (done.stdout[:200], stdout[:200]))
    return problems


def expect_files(folder, *names):
    left = set(os.listdir(folder)) - {"wanwu.yaml", "members.csv", "orders.csv"} - set(names)
    return ["%s was left behind" % name for name in sorted(left)]


def stdout_on_a_full_disk(binary, folder, root):
    prepare(folder, root, 1)
    with open("/dev/full", "wb") as full:
        done = settle(binary, folder, "--totals", "totals.csv", stdout=full)
    return expect(done, 5, b"stdout: No space left on device\n") + expect_files(folder)


def a_full_device_named_as_a_file(binary, folder, root):
    prepare(folder, root, 1)
    done = settle(binary, folder, "-o", "/dev/full")
    problems = expect(done, 5, b"/dev/full: No space left on device\n") + expect_files(folder)
    if not stat.S_ISCHR(os.stat("/dev/full").st_mode):
        problems.append("/dev/full was replaced")
    return problems


def a_file_that_may_not_grow(binary, folder, root):
    """As on a disk that fills up while rows are written: the old result stays."""
    prepare(folder, root, 30000)
    with open(os.path.join(folder, "payouts.csv"), "w") as file:
        file.write("old")

    def limit():
        import resource
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))
    done = settle(binary, folder, "-o", "payouts.csv", preexec_fn=limit)
    problems = expect(done, 5, b"payouts.csv: File too large\n")
    problems += expect_files(folder, "payouts.csv")
    with open(os.path.join(folder, "payouts.csv")) as file:
        if file.read() != "old":
            problems.append("the old payouts.csv is gone")
    return problems


def a_spool_that_may_not_grow(binary, folder, root):
    prepare(folder, root, 30000)

    def limit():
        import resource
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))
    done = settle(binary, folder, preexec_fn=limit)
    return expect(done, 5, b"stdout: File too large\n") + expect_files(folder)


def a_reader_that_leaves(binary, folder, root):
    prepare(folder, root, 30000)
    reading, writing = os.pipe()
    os.close(reading)
    done = settle(binary, folder, "--totals", "totals.csv", stdout=writing)
    os.close(writing)
    return expect(done, 5, b"stdout: Broken pipe\n") + expect_files(folder)


def stdout_is_closed(binary, folder, root):
    prepare(folder, root, 1)
    done = subprocess.run(["sh", "-c", '"$0" settle wanwu.yaml members.csv orders.csv >&-', binary],
                          cwd=folder, stderr=subprocess.PIPE, timeout=60)
    return expect(done, 5, b"stdout: Bad file descriptor\n") + expect_files(folder)


def stderr_is_closed(binary, folder, root):
    """The message has nowhere to go; above all not into a result that took its place."""
    prepare(folder, root, 1)
    with open(os.path.join(folder, "orders.csv"), "a") as file:
        file.write("o-9,2024-03-01,C,100.00,99.00\n")
    done = subprocess.run(
        ["sh", "-c", '"$0" settle wanwu.yaml members.csv orders.csv -o p.csv 2>&-', binary],
        cwd=folder, timeout=60)
    return expect(done, 4, b"") + expect_files(folder)


def a_large_result_is_spooled(binary, folder, root):
    prepare(folder, root, 30000)
    done = settle(binary, folder, env={"TMPDIR": folder})
    return expect(done, 0, b"", payouts(30000).encode()) + expect_files(folder)


def a_large_result_in_a_file(binary, folder, root):
    prepare(folder, root, 30000)
    problems = expect(settle(binary, folder, "-o", "payouts.csv"), 0, b"")
    with open(os.path.join(folder, "payouts.csv")) as file:
        if file.read() != payouts(30000):
            problems.append("payouts.csv differs")
    return problems + expect_files(folder, "payouts.csv")


def no_folder_for_the_spool(binary, folder, root):
    prepare(folder, root, 30000)
    done = settle(binary, folder, env={"TMPDIR": "/nowhere"})
    return expect(done, 5, b"stdout: No such file or directory\n")


def a_small_result_needs_no_spool(binary, folder, root):
    prepare(folder, root, 1)
    done = settle(binary, folder, env={"TMPDIR": "/nowhere"})
    return expect(done, 0, b"", payouts(1).encode())


def orders_that_come_through_a_named_pipe(binary, folder, root):
    """What is looked at to tell a snapshot from other files is not gone afterwards."""
    prepare(folder, root, 1)
    os.rename(os.path.join(folder, "orders.csv"), os.path.join(folder, "real.csv"))
    os.mkfifo(os.path.join(folder, "orders.csv"))
    with subprocess.Popen(["sh", "-c", "cat real.csv >orders.csv"], cwd=folder):
        done = settle(binary, folder)
    return expect(done, 0, b"", payouts(1).encode()) + expect_files(folder, "real.csv")


def results_have_the_mode_of_any_new_file(binary, folder, root):
    prepare(folder, root, 1)
    path = os.path.join(folder, "payouts.csv")
    problems = expect(settle(binary, folder, "-o", "payouts.csv",
                             preexec_fn=lambda: os.umask(0o027)), 0, b"")
    if stat.S_IMODE(os.stat(path).st_mode) != 0o640:
        problems.append("a new file has mode %o" % stat.S_IMODE(os.stat(path).st_mode))
    os.chmod(path, 0o604)
    problems += expect(settle(binary, folder, "-o", "payouts.csv"), 0, b"")
    if stat.S_IMODE(os.stat(path).st_mode) != 0o604:
        problems.append("a replaced file has mode %o" % stat.S_IMODE(os.stat(path).st_mode))
    return problems


def a_link_to_a_result_stays_a_link(binary, folder, root):
    prepare(folder, root, 1)
    with open(os.path.join(folder, "real.csv"), "w") as file:
        file.write("old")
    os.symlink("real.csv", os.path.join(folder, "link.csv"))
    problems = expect(settle(binary, folder, "-o", "link.csv"), 0, b"")
    with open(os.path.join(folder, "real.csv")) as file:
        if file.read() != payouts(1):
            problems.append("real.csv differs")
    if not os.path.islink(os.path.join(folder, "link.csv")):
        problems.append("link.csv is no link any more")
    return problems + expect_files(folder, "real.csv", "link.csv")


def a_result_where_there_is_no_folder(binary, folder, root):
    prepare(folder, root, 1)
    done = settle(binary, folder, "-o", "nowhere/payouts.csv")
    return expect(done, 5, b"nowhere/payouts.csv: No such file or directory\n")


def a_result_that_is_a_folder(binary, folder, root):
    prepare(folder, root, 1)
    os.mkdir(os.path.join(folder, "results"))
    done = settle(binary, folder, "-o", "results")
    return expect(done, 5, b"results: Is a directory\n") + expect_files(folder, "results")


def an_input_that_is_a_folder(binary, folder, root):
    prepare(folder, root, 1)
    os.remove(os.path.join(folder, "orders.csv"))
    os.mkdir(os.path.join(folder, "orders.csv"))
    return expect(settle(binary, folder), 5, b"orders.csv: Is a directory\n")


def an_interrupted_run_leaves_nothing(binary, folder, root):
    prepare(folder, root, 1)
    problems = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # It waits for a row on stdin, its temporary file already there.
        run = subprocess.Popen(
            [binary, "settle", "wanwu.yaml", "members.csv", "-", "-o", "payouts.csv"], cwd=folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=lambda: [signal.signal(n, signal.SIG_DFL)
                                for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)])
        deadline = time.monotonic() + 60
        while not expect_files(folder) and time.monotonic() < deadline:
            time.sleep(0.01)
        if not expect_files(folder):
            problems.append("no temporary file was seen")
        run.send_signal(number)
        run.communicate(timeout=60)
        if run.returncode != -number:
            problems.append("exit code %d, not %d" % (run.returncode, -number))
        problems += expect_files(folder)
    return problems


def an_interrupt_at_any_moment_leaves_nothing(binary, folder, root):
    """While files are read, rows are written, and results appear: all of them or none."""
    prepare(folder, root, 60000)
    problems = []
    whole = {"payouts.csv": len(payouts(60000)), "totals.csv": None}
    for step in range(12):
        run = subprocess.Popen(
            [binary, "settle", "wanwu.yaml", "members.csv", "orders.csv", "-o", "payouts.csv",
             "--totals", "totals.csv"], cwd=folder, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGTERM,
                                                                     signal.SIG_DFL))
        time.sleep(0.01 * step)
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=60)
        if run.returncode not in (0, -signal.SIGTERM):
            problems.append("exit code %d" % run.returncode)
        problems += expect_files(folder, *whole)
        for name, size in whole.items():
            path = os.path.join(folder, name)
            if os.path.exists(path) and size and os.path.getsize(path) != size:
                problems.append("%s has %d bytes" % (name, os.path.getsize(path)))
            if os.path.exists(path):
                os.remove(path)
    return problems


def a_pipe_is_not_waited_for_once_a_row_was_refused(binary, folder, root):
    prepare(folder, root, 1)
    with open(os.path.join(folder, "orders.csv"), "a") as file:
        for i in range(100000):
            file.write("p-%d,2024-03-01,C,100.00,10.00\n" % i)
        file.write("o-9,2024-03-01,C,100.00,99.00\n")
    run = subprocess.Popen([binary, "settle", "--threads=3", "wanwu.yaml", "members.csv",
                            "orders.csv", "-", "-o", "p.csv"], cwd=folder, stdin=subprocess.PIPE,
                           stderr=subprocess.PIPE)
    run.stdin.write(b"order,at,seller,price,profit\nq-1,2024-04-01,C,100.00,10.00\n")
    run.stdin.flush()
    code = run.wait(timeout=60)
    message = run.stderr.read()
    if code != 4 or not message.startswith(b"orders.csv:100003: profit"):
        return ["exit code %d, %r" % (code, message)]
    return expect_files(folder)


def no_result_depends_on_the_threads(binary, folder, root):
    """Files whose rows take turns, of several blocks each: the same bytes on any number of threads."""
    prepare(folder, root)
    with open(os.path.join(folder, "members.csv"), "w") as file:
        file.write("member,inviter,tier,at\n")
        for i in range(500):
            file.write("m%d,%s,%s,\n" % (i, "m%d" % (i // 3) if i else "", "gold" * (i % 7 == 0)))
    with open(os.path.join(folder, "orders.csv"), "w") as file:
        file.write("order,at,seller,price,profit\n")
        for i in range(20000):
            seller = '"m%d"' if i % 9999 == 0 else "m%d"
            file.write("o%d,2024-03-%02dT%02d:%02d:00Z,%s,%d.00,%d.33\n"
                       % (i, i // 800 + 1, i // 33 % 24, i % 60, seller % (i * 7 % 500),
                          i % 500 + 10, (i % 500 + 10) // 5))
    with open(os.path.join(folder, "log.csv"), "w") as file:
        file.write("at,event,order,member,inviter,tier,seller,price,profit\n")
        for i in range(5000):
            at = "2024-03-%02d" % (i // 200 + 1)
            if i % 50 == 0:
                file.write("%s,tier,,m%d,,gold,,,\n" % (at, i % 500))
            elif i % 3 == 0:
                file.write(",join,,n%d,m%d,,,,\n" % (i, i % 500))
            else:
                file.write("%s,order,l%d,,,,m%d,%d.00,%d.00\n"
                           % (at, i, i % 500, i + 5, (i + 5) // 5))
    seen = set()
    for threads in ("1", "2", "3", "16"):
        done = subprocess.run([binary, "settle", "--threads=" + threads, "wanwu.yaml",
                               "members.csv", "orders.csv", "log.csv", "--totals", "totals.csv"],
                              cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=120)
        with open(os.path.join(folder, "totals.csv"), "rb") as file:
            seen.add((done.returncode, done.stderr, done.stdout, file.read()))
    first = next(iter(seen))
    if len(seen) != 1 or first[0] != 0 or first[2].count(b"\n") < 30000:
        return ["runs differ, or failed: %r" % [(one[0], one[1], len(one[2])) for one in seen]]
    return []


def progress_is_for_terminals(binary, folder, root):
    """A run of over a second shows rows, rate, part and rest on a terminal, and wipes the line."""
    prepare(folder, root)
    controller, terminal = os.openpty()
    run = subprocess.Popen([binary, "settle", "wanwu.yaml", "members.csv", "-", "-o", "p.csv"],
                           cwd=folder, stdin=subprocess.PIPE, stderr=terminal)
    os.close(terminal)
    run.stdin.write(b"order,at,seller,price,profit\n")
    for i in range(3):
        run.stdin.write(b"".join(b"o-%d,2024-03-01,C,100.00,10.00\n" % (i * 9000 + k)
                                 for k in range(9000)))
        run.stdin.flush()
        time.sleep(0.6)
    run.stdin.close()
    shown = b""
    while True:
        try:
            some = os.read(controller, 65536)
        except OSError:
            break
        if not some:
            break
        shown += some
    os.close(controller)
    if run.wait(timeout=60) != 0:
        return ["exit code %d, %r" % (run.returncode, shown)]
    if not re.match(rb"[0-9,]+ rows, [0-9.]+( [kM])?/s(\r\x1b\[K[0-9,]+ rows, [0-9.]+( [kM])?/s)*"
                    rb"\r\x1b\[K$", shown):
        return ["the terminal shows %r" % shown]
    return expect_files(folder, "p.csv")


def deep_nesting_is_refused_at_once(binary, folder, root):
    """libyaml takes quadratic time in the depth; 100 KB of [ must not."""
    with open(os.path.join(folder, "deep.yaml"), "w") as file:
        file.write("[" * 100000)
    done = subprocess.run([binary, "check", "deep.yaml"], cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)
    return expect(done, 2, b"", b"deep.yaml:1:65: rule set: maps and lists nest deeper than 64 "
                  b"levels\n")


def an_alias_bomb_is_refused_unread(binary, folder, root):
    """Ten levels of ten aliases each would be ten thousand million nodes."""
    with open(os.path.join(folder, "bomb.yaml"), "w") as file:
        file.write("a0: &a0 [x]\n")
        for i in range(1, 11):
            file.write("a%d: &a%d [%s]\n" % (i, i, ", ".join(["*a%d" % (i - 1)] * 10)))
    done = subprocess.run([binary, "check", "bomb.yaml"], cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)
    problems = expect(done, 2, b"", done.stdout)
    if done.stdout.count(b"aliases ('a0') are not read; write the value out\n") != 10:
        problems.append("stdout is %r" % done.stdout)
    return problems


def json_is_json(binary, folder, root):
    """Names that need escaping, in every place where a name can stand."""
    prepare(folder, root)
    with open(os.path.join(folder, "members.csv"), "w") as file:
        file.write('member,inviter,tier,at\n"a""\\\t",,gold,\n小微,"a""\\\t",,\n')
    with open(os.path.join(folder, "orders.csv"), "w") as file:
        file.write('order,at,seller,price,profit\n"o""\n1",2024-03-01,小微,100.00,10.00\n')
    done = subprocess.run(
        [binary, "explain", "wanwu.yaml", "members.csv", "orders.csv", "--event", 'o"\n1',
         "--format", "json"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    problems = expect(done, 0, b"", done.stdout)
    events = json.loads(done.stdout.decode())
    awards = {award["award"]: award for award in events[0]["awards"]}
    if len(events) != 1 or events[0]["id"] != 'o"\n1':
        problems.append("the event is %r" % events[0]["id"])
    if awards["team_profit"]["payee"] != 'a"\\\t' or awards["team_profit"]["amount"] != "2.50":
        problems.append("team_profit is %r" % awards["team_profit"])
    return problems


def no_result_depends_on_the_key_of_a_run(binary, folder, root):
    """Hash tables have a new key in every run: the bytes must be the same."""
    prepare(folder, root)
    with open(os.path.join(folder, "members.csv"), "w") as file:
        file.write("member,inviter,tier,at\n")
        for i in range(500):
            file.write("m%d,%s,%s,\n" % (i, "m%d" % (i // 3) if i else "", "gold" * (i % 7 == 0)))
    with open(os.path.join(folder, "orders.csv"), "w") as file:
        file.write("order,at,seller,price,profit\n")
        for i in range(3000):
            file.write("o%d,2024-03-%02d,m%d,%d.00,%d.33\n" % (i, i % 28 + 1, i * 7 % 500, i + 10,
                                                               (i + 10) // 5))
    seen = set()
    for _ in range(3):
        done = settle(binary, folder, "--totals", "totals.csv")
        with open(os.path.join(folder, "totals.csv"), "rb") as file:
            seen.add((done.returncode, done.stderr, done.stdout, file.read()))
    return [] if len(seen) == 1 and next(iter(seen))[0] == 0 else ["three runs differ, or failed"]


def write_tests(folder, amount):
    with open(os.path.join(folder, "c.test.yaml"), "w") as file:
        file.write("rules: wanwu.yaml\nmembers: { C: normal }\ntests:\n  - name: t\n    steps:\n"
                   "      - order: { seller: C, price: 100.00, profit: 10.00 }\n"
                   "        pays: { C: %s }\n" % amount)


def colour_is_for_terminals(binary, folder, root):
    """A report is coloured on a terminal, but not with NO_COLOR, and never elsewhere."""
    prepare(folder, root)
    write_tests(folder, "9.00")
    problems = []
    for no_color in ("", "1"):
        controller, terminal = os.openpty()
        done = subprocess.run([binary, "test", "c.test.yaml"], cwd=folder, stdout=terminal,
                              env=dict(os.environ, NO_COLOR=no_color), timeout=60)
        os.close(terminal)
        shown = os.read(controller, 65536)
        os.close(controller)
        if done.returncode != 1 or shown.startswith(b"\x1b[1;31mFAILED") != (no_color == ""):
            problems.append("NO_COLOR=%s: exit code %d, %r" % (no_color, done.returncode, shown))
    return problems + expect(subprocess.run([binary, "test", "."], cwd=folder, timeout=60,
                                            stdout=subprocess.PIPE, stderr=subprocess.PIPE),
                             1, b"", subprocess.run([binary, "test", "./c.test.yaml"], cwd=folder,
                                                    stdout=subprocess.PIPE).stdout)


def watching_runs_again_when_a_file_changes(binary, folder, root):
    """First it passes; a changed rule makes it fail, and Ctrl-C ends with that run's exit code."""
    prepare(folder, root)
    write_tests(folder, "10.00")
    process = subprocess.Popen([binary, "test", "--watch", "c.test.yaml"], cwd=folder,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    watching = b"fenrun: watching 2 files; Ctrl-C ends\n"
    first = process.stderr.readline()
    path = os.path.join(folder, "wanwu.yaml")
    with open(path) as file:
        rules = file.read()
    with open(path, "w") as file:
        file.write(rules.replace("pay: 100% of profit", "pay: 50% of profit"))
    second = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, rest = process.communicate(timeout=60)
    problems = []
    if (first, second, rest) != (watching, watching, b""):
        problems.append("stderr is %r" % (first + second + rest))
    if process.returncode != 1:
        problems.append("exit code %d, not 1" % process.returncode)
    if not out.startswith(b"1 test of 1 file passed\nFAILED c.test.yaml:4: t\n"):
        problems.append("stdout is %r" % out)
    return problems


def an_update_on_a_full_disk_leaves_the_test_file(binary, folder, root):
    prepare(folder, root)
    write_tests(folder, "9.00")
    path = os.path.join(folder, "c.test.yaml")
    with open(path) as file:
        before = file.read()

    def limit():
        import resource
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
    done = subprocess.run([binary, "test", "--update", "c.test.yaml"], cwd=folder, timeout=60,
                          preexec_fn=limit, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    problems = expect(done, 5, b"c.test.yaml: File too large\n", done.stdout)
    problems += expect_files(folder, "c.test.yaml")
    with open(path) as file:
        if file.read() != before:
            problems.append("c.test.yaml has changed")
    return problems


def test_files_that_cannot_be_read(binary, folder, root):
    """A link to nothing is a test file that is not there; a link that leads back up is passed over."""
    prepare(folder, root)
    write_tests(folder, "10.00")
    os.symlink("nothing", os.path.join(folder, "b.test.yaml"))
    os.symlink(".", os.path.join(folder, "loop"))
    done = subprocess.run([binary, "test", "b.test.yaml"], cwd=folder, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    problems = expect(done, 5, b"b.test.yaml: No such file or directory\n")
    done = subprocess.run([binary, "test", "."], cwd=folder, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return problems + expect(done, 2, b"", b"./b.test.yaml: the file cannot be read\n"
                             b"1 test of 2 files passed, 1 file could not be run\n")


def reports_of_tests_are_well_formed(binary, folder, root):
    """Junit is XML and json is JSON, whatever a test is called."""
    prepare(folder, root)
    write_tests(folder, "9.00")
    path = os.path.join(folder, "c.test.yaml")
    name = "<C> & \"D\" \\ 小微 ]]>"
    with open(path) as file:
        text = file.read()
    with open(path, "w") as file:
        file.write(text.replace("name: t", "name: " + json.dumps(name, ensure_ascii=False)))

    def report(form):
        return subprocess.run([binary, "test", "c.test.yaml", "--format", form], cwd=folder,
                              stdout=subprocess.PIPE, timeout=60).stdout
    cases = xml.etree.ElementTree.fromstring(report("junit")).findall("testsuite/testcase")
    tests = json.loads(report("json").decode())["files"][0]["tests"]
    found = [cases[0].get("name"), tests[0]["name"]]
    return [] if found == [name, name] else ["names are %r" % found]


def a_book_of_too_many_versions(binary, folder, root):
    done = subprocess.run([binary, "check"] + ["%d.yaml" % i for i in range(65)], cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return expect(done, 3, b"fenrun: 65 rule sets are given; a rule book has at most 64 versions\n")


def a_list_that_is_too_long_for_a_line(binary, folder, root):
    """Names of 64 bytes, 64 of them: a message lists as many as fit, and ends with …."""
    names = ["t%02d_%s" % (i, "x" * 60) for i in range(64)]
    with open(os.path.join(folder, "wanwu.yaml"), "w") as file:
        file.write("fenrun: 1\nname: n\ncurrency: CNY\nrounding: down\ntiers: [%s]\n"
                   "awards: { a: { event: join, to: newcomer, pay: 1.00 } }\n" % ", ".join(names))
    with open(os.path.join(folder, "members.csv"), "w") as file:
        file.write("member,inviter,tier,at\nx,,gold,\n")
    done = subprocess.run([binary, "settle", "wanwu.yaml", "members.csv"], cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return expect(done, 4, ("members.csv:2: tier gold is unknown; tiers are %s, …\n"
                            % ", ".join(names[:7])).encode())


CASES = [value for name, value in list(globals().items())
         if callable(value) and getattr(value, "__code__", None) is not None
         and value.__code__.co_varnames[:3] == ("binary", "folder", "root")]
