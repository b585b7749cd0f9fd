"""
Kills, interrupts and refuses the command at each call by which it touches files, and looks at what is
left: each result is the old or the new file, whole.

    python3 tests/checks/crash.py BINARY [CC]

How: crash.c is preloaded and counts the calls; a run is undisturbed, the next ends at call 1, the next
at call 2 ... BINARY must not be built with sanitizers. Prints what is wrong, then a line for each
command; ends with 1 if anything was.

Killed, the command may leave temporary files behind, `.fenrun-` and six characters; the next run does
not mind. By SIGINT, SIGTERM or an error nothing is left. After an error it ends with 5 and a line that
says what is wrong, and files that have not been replaced are the old ones.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SIGNALS = {"kill": signal.SIGKILL, "half": signal.SIGKILL, "int": signal.SIGINT,
           "term": signal.SIGTERM}
ALL = ("kill", "half", "int", "term", "enospc", "eio", "short")
TEMPORARY = re.compile(r"\.fenrun-[0-9A-Za-z]{6}$")


class Job:
    """A command line, what it starts from and what it writes."""

    def __init__(self, name, line, results, old, ways=ALL, unread=()):
        self.name = name
        self.words = line.split()
        self.results = results  # names of files
        self.old = old          # their bytes before, if they are there
        self.ways = ways
        self.unread = unread    # other exit codes than 5 if an input cannot be read


def write(folder, name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


def read(folder, name):
    """The bytes of a file; None if there is none."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def write_inputs(folder):
    """The reference plan and enough orders that payouts need more than one write."""
    shutil.copy(os.path.join(ROOT, "examples", "wanwu-xinxuan.yaml"),
                os.path.join(folder, "wanwu.yaml"))
    write(folder, "members.csv", b"member,inviter,tier,at\nx,,gold,\nC,x,,\n7,C,,\n")
    rows = ["o-%d,2024-03-01,%s,100.00,10.00\n" % (i, "C7"[i % 2]) for i in range(10000)]
    write(folder, "orders.csv", ("order,at,seller,price,profit\n" + "".join(rows)).encode())
    write(folder, "few.csv", ("order,at,seller,price,profit\n" + "".join(rows[:20])).encode())
    write(folder, "c.test.yaml", b"rules: wanwu.yaml\nmembers: { C: normal }\ntests:\n"
          b"  - name: t\n    steps:\n"
          b"      - order: { seller: C, price: 100.00, profit: 10.00 }\n"
          b"        pays: { C: 9.00 }\n")


def run(binary, library, job, folder, at=0, how=""):
    """How the command ended, and the calls that it made."""
    log = folder + ".log"
    settings = dict(os.environ, LD_PRELOAD=library, CRASH_AT=str(at), CRASH_HOW=how, TMPDIR=folder,
                    CRASH_LOG=log)
    done = subprocess.run([binary] + job.words, cwd=folder, env=settings, timeout=300,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    with open(log) as file:
        calls = file.read().splitlines()
    os.remove(log)
    return done, calls


def prepare(job, folder):
    for name in job.results:
        if name in job.old:
            write(folder, name, job.old[name])
        elif os.path.exists(os.path.join(folder, name)):
            os.remove(os.path.join(folder, name))


def check_files(job, folder, inputs, new, killed):
    """What is wrong with the files that are there; removes what is left behind."""
    problems = []
    for name in job.results:
        if read(folder, name) not in (job.old.get(name), new[name]):
            problems.append("%s is neither the old nor the new one" % name)
    for name in sorted(set(os.listdir(folder)) - set(inputs) - set(job.results)):
        if not killed or not TEMPORARY.match(name):
            problems.append("%s is left behind" % name)
        if not TEMPORARY.match(name):
            os.remove(os.path.join(folder, name))
    return problems + ["%s has changed" % name for name, data in inputs.items()
                       if name not in job.results and read(folder, name) != data]


def check_end(job, how, call, done, results_are_new):
    """What is wrong with how the command ended."""
    if how in SIGNALS and call:
        return [] if done.returncode == -SIGNALS[how] else ["it ended with %d" % done.returncode]
    # Nobody needs to know that a close, or a line on stderr, was refused.
    if how == "short" or call.startswith(("close", "unlink")) or call in ("write 2", ""):
        fine = done.returncode == 0 and results_are_new
        return [] if fine else ["it ended with %d: %s" % (done.returncode, done.stderr.decode())]
    if done.returncode in job.unread and call.startswith(("open", "read")):
        return []
    if done.returncode != 5:
        return ["it ended with %d" % done.returncode]
    error = {"enospc": b"No space left on device", "eio": b"Input/output error"}[how]
    return [] if error in done.stderr else ["it said %r" % done.stderr]


def check_order(calls, result_count):
    """All is synced before a file is renamed, and as many folders as files afterwards."""
    renames = [i for i, call in enumerate(calls) if call.startswith("rename")]
    if len(renames) != result_count:
        return ["%d files are renamed, not %d" % (len(renames), result_count)]
    if not renames:
        return []
    unsynced = set()
    for call in calls[:renames[0]]:
        if call.startswith("write") and int(call.split()[1]) > 2:
            unsynced.add(call.split()[1])
        if call.startswith("fsync"):
            unsynced.discard(call.split()[1])
    after = sum(call.startswith("fsync") for call in calls[renames[-1]:])
    return (["a file is renamed before it is synced"] if unsynced else []) + \
        (["%d folders are synced, not %d" % (after, result_count)] if after < result_count else [])


def try_call(binary, library, job, folder, inputs, new, number, how):
    """The call to which it happened, and what is wrong."""
    prepare(job, folder)
    done, calls = run(binary, library, job, folder, number, how)
    # Threads may make their calls in another order, or one less.
    call = "".join(call[2:] for call in calls if call.startswith("! "))
    whole = all(read(folder, name) == new[name] for name in job.results)
    problems = check_end(job, how, call, done, whole)
    # Where removing a temporary file is what was refused, it stays.
    killed = SIGNALS.get(how) == signal.SIGKILL or call.startswith("unlink")
    problems += check_files(job, folder, inputs, new, killed)
    if killed:
        again, _ = run(binary, library, job, folder)
        if again.returncode != 0 or any(read(folder, name) != new[name] for name in job.results):
            problems.append("the next run ended with %d: %s"
                            % (again.returncode, again.stderr.decode()))
        for name in os.listdir(folder):
            if TEMPORARY.match(name):
                os.remove(os.path.join(folder, name))
    return call, problems


def try_job(binary, library, job, folder):
    """Every call, in every way; how many problems there are."""
    inputs = {name: read(folder, name) for name in os.listdir(folder)}
    prepare(job, folder)
    done, calls = run(binary, library, job, folder)
    new = {name: read(folder, name) for name in job.results}
    if done.returncode != 0 or None in new.values():
        print("%s: undisturbed, it ends with %d: %s"
              % (job.name, done.returncode, done.stderr.decode()))
        return 1
    problems = check_order(calls, len(job.results))
    for problem in problems:
        print("%s: %s" % (job.name, problem))
    runs, count = 0, len(problems)
    for how in job.ways:
        for number, call in enumerate(calls, 1):
            if how in ("half", "short") and not call.startswith("write"):
                continue
            runs += 1
            call, problems = try_call(binary, library, job, folder, inputs, new, number, how)
            count += len(problems)
            for problem in problems:
                print("%s: %s at call %d, %s: %s" % (job.name, how, number, call, problem))
    print("%s: %d calls, %d runs, %d problems" % (job.name, len(calls), runs, count))
    prepare(job, folder)
    return count


def main():
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit("usage: crash.py BINARY [CC]")
    binary = os.path.abspath(sys.argv[1])
    compiler = sys.argv[2] if len(sys.argv) > 2 else "cc"
    with tempfile.TemporaryDirectory() as place:
        library = os.path.join(place, "crash.so")
        subprocess.run([compiler, "-std=c11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared",
                        "-fPIC", os.path.join(HERE, "crash.c"), "-o", library, "-ldl"], check=True)
        folder = os.path.join(place, "files")
        os.mkdir(folder)
        write_inputs(folder)
        old = {"payouts.csv": b"old payouts\n", "totals.csv": b"old totals\n"}
        settle = "settle wanwu.yaml members.csv orders.csv"
        build = "snapshot build wanwu.yaml members.csv few.csv -o few.snapshot"
        if run(binary, library, Job("", build, [], {}), folder)[0].returncode != 0:
            sys.exit("%s: it does not end with 0" % build)
        snapshot = {"all.snapshot": read(folder, "few.snapshot")}
        jobs = [
            Job("settle, over old files", settle + " -o payouts.csv --totals totals.csv",
                ["payouts.csv", "totals.csv"], old),
            Job("settle, into an empty folder", settle + " -o payouts.csv --totals totals.csv",
                ["payouts.csv", "totals.csv"], {}, ("kill", "int")),
            Job("settle, to stdout", settle, [], {}, ("kill", "int", "term", "enospc")),
            Job("settle, from a snapshot", "settle few.snapshot orders.csv -o payouts.csv",
                ["payouts.csv"], old, ("kill", "int", "eio")),
            Job("snapshot build, over an old one",
                "snapshot build wanwu.yaml members.csv orders.csv -o all.snapshot",
                ["all.snapshot"], snapshot),
            Job("snapshot build, from an old one",
                "snapshot build few.snapshot orders.csv -o all.snapshot", ["all.snapshot"], {},
                ("kill", "half", "int", "enospc")),
            Job("test --update", "test --update c.test.yaml", ["c.test.yaml"],
                {"c.test.yaml": read(folder, "c.test.yaml")}, unread=(0, 2)),
        ]
        count = sum(try_job(binary, library, job, folder) for job in jobs)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
