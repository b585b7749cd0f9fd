"""
Runs the command on the cases of *.case, and on those that no text can hold (special.py, damage.py).

    python3 tests/command/run.py BINARY [--threads N] [NAME...]

NAME: only cases whose name contains it. BINARY may come from $FENRUN. Prints what differs, then
"N passed, N failed"; ends with 1 if a case failed.

A .case file is a list of blocks. What stands before the first `case` holds for all of the file.
Indented lines, by four spaces, belong to the line above them:

    file members.csv             a file that the case starts with; also `file NAME from PATH`
        member,inviter,...       (PATH from the root of the repository)
    case a name                  a case; the following say what is run and what must come of it
    before snapshot build ...    a command line that is run first; it ends with 0, and what it writes
                                 is a file that the case starts with
    run settle wanwu.yaml ...    the command line, as a shell would split it
    stdin                        text for stdin
    exit 4                       0 if there is no such line
    stdout                       nothing may be printed if there is no such line
    stdout begins                only the first lines of a long output
    stderr
    output totals.csv            a file that must be there afterwards
    absent totals.csv            a file that must not

A table makes one case of each line, `input => message`; exit and stderr are the message's:

    refused commands exit 3      input is a command line, stderr is "fenrun: message"
    refused end of FILE          input is the end of FILE, a rule set for check or a *.test.yaml for
                                 test; stdout is "FILE:message", exit 2
    refused rows of FILE         input is the last row of FILE, behind what `file FILE` gave;
                                 stderr is "FILE:line: message", exit 4; run as the file's `run`

What is expected may say {hash} where 32 hexadecimal digits stand.

`file NAME escaped`, `stdin escaped` and inputs of rows undo \\xNN, \\r and \\n; a backslash at the end of a line
takes the line end away.
"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


class Case:
    """One run of the command, and what must come of it."""

    def __init__(self, name):
        self.name = name
        self.files = {}
        self.before = []
        self.run = ""
        self.stdin = b""
        self.exit = 0
        self.stdout = b""
        self.stdout_is_whole = True
        self.stderr = b""
        self.outputs = {}
        self.absent = []

    def copy(self, name):
        other = Case(name)
        other.__dict__.update({key: value.copy() if hasattr(value, "copy") else value
                               for key, value in self.__dict__.items()})
        other.name = name
        return other


def unescape(data):
    data = re.sub(rb"\\\n", b"", data)
    data = data.replace(rb"\r", b"\r").replace(rb"\n", b"\n")
    return re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match.group(1), 16)]), data)


def blocks(path):
    """(line number, heading, body) of each block."""
    found = []
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if line.startswith(b"    "):
                found[-1][2].append(line[4:])
            elif line.strip() and not line.startswith(b"#"):
                found.append((number, line.decode().strip(), []))
            elif not line.strip() and found and found[-1][2]:
                found[-1][2].append(b"\n")
    for number, heading, body in found:
        while body and body[-1] == b"\n":
            body.pop()
        yield number, heading, b"".join(body)


def table(base, kind, argument, body):
    """The cases of a table."""
    for line in body.decode().splitlines():
        if not line.strip():
            continue
        given, _, message = line.partition(" => ")
        case = base.copy(given.strip())
        if kind == "commands":
            case.run = given.strip()
            case.exit = int(argument)
            case.stderr = b"fenrun: " + message.strip().encode() + b"\n"
        elif kind == "end":
            case.files[argument] += unescape(given.rstrip().encode() + b"\n")
            case.exit = 2
            case.stdout = (argument + ":" + message.strip()).encode() + b"\n"
            case.run = "check " + argument
            if argument.endswith(".test.yaml"):
                case.run = "test " + argument
                case.stdout += b"0 tests of 1 file passed, 1 file could not be run\n"
        else:
            before = case.files[argument]
            case.files[argument] = before + unescape(given.strip().encode() + b"\n")
            case.exit = 4
            place = "%s:%d: " % (argument, before.count(b"\n") + 1)
            case.stderr = (place + message.strip()).encode() + b"\n"
        yield case


def read_cases(path):
    base = Case("")
    case = base
    for number, heading, body in blocks(path):
        words = heading.split(" ")
        escaped = words[-1] == "escaped"
        text = unescape(body) if escaped else body
        if words[0] == "case":
            if case is not base:
                yield case
            case = base.copy(" ".join(words[1:]))
        elif words[0] == "refused":
            if case is not base:
                yield case
            case = base
            yield from table(base, words[1], words[3], body)
        elif words[0] == "file" and words[2:3] == ["from"]:
            with open(os.path.join(ROOT, words[3]), "rb") as file:
                case.files[words[1]] = file.read()
        elif words[0] == "file":
            case.files[words[1]] = text
        elif words[0] == "before":
            case.before.append(" ".join(words[1:]))
        elif words[0] == "run":
            case.run = " ".join(words[1:])
        elif words[0] == "exit":
            case.exit = int(words[1])
        elif words[0] in ("stdin", "stdout", "stderr"):
            setattr(case, words[0], text)
            if words[0] == "stdout":
                case.stdout_is_whole = words[1:2] != ["begins"]
        elif words[0] == "output":
            case.outputs[words[1]] = text
        elif words[0] == "absent":
            case.absent.append(words[1])
        else:
            sys.exit("%s:%d: %s is no block" % (path, number, words[0]))
    if case is not base:
        yield case


def differences(what, wanted, got):
    """Lines that say how `got` differs, none if it does not."""
    if wanted == got:
        return []
    lines = ["%s differs" % what]
    wanted_lines = wanted.decode(errors="backslashreplace").splitlines()
    got_lines = got.decode(errors="backslashreplace").splitlines()
    for i in range(max(len(wanted_lines), len(got_lines))):
        pair = [lines_of[i] if i < len(lines_of) else None for lines_of in (wanted_lines, got_lines)]
        if pair[0] == pair[1]:
            lines.append("      %s" % pair[0])
            continue
        lines += ["    %s %s" % (sign, text) for sign, text in zip("-+", pair) if text is not None]
    return lines + ([] if len(lines) > 1 else ["    line ends differ"])


def all_files(folder):
    return {os.path.relpath(os.path.join(place, name), folder)
            for place, _, names in os.walk(folder) for name in names}


def masked(wanted, got):
    """`got` with {hash} for hashes, if `wanted` has any."""
    return re.sub(rb"\b[0-9a-f]{32}\b", b"{hash}", got) if b"{hash}" in wanted else got


def run_case(binary, case, folder):
    for name, data in case.files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    problems = []
    for line in case.before:
        done = subprocess.run([binary] + shlex.split(line), cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        if done.returncode != 0:
            problems.append("%s ends with %d: %r" % (line, done.returncode, done.stdout))
    given = {}
    for name in all_files(folder):
        with open(os.path.join(folder, name), "rb") as file:
            given[name] = file.read()
    done = subprocess.run([binary] + shlex.split(case.run), cwd=folder, input=case.stdin,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if done.returncode != case.exit:
        problems.append("exit code %d, not %d" % (done.returncode, case.exit))
    stdout = masked(case.stdout, done.stdout)
    size = len(stdout if case.stdout_is_whole else case.stdout)
    problems += differences("stdout", case.stdout, stdout[:size])
    problems += differences("stderr", case.stderr, masked(case.stderr, done.stderr))
    for name, wanted in case.outputs.items():
        try:
            with open(os.path.join(folder, name), "rb") as file:
                problems += differences(name, wanted, file.read())
        except OSError as error:
            problems.append(str(error))
    problems += ["%s is there" % name for name in case.absent
                 if os.path.exists(os.path.join(folder, name))]
    left = all_files(folder)
    problems += ["%s was left behind" % name for name in sorted(left - set(given) - set(case.outputs))]
    for name in sorted(left & set(given) - set(case.outputs)):
        with open(os.path.join(folder, name), "rb") as file:
            if file.read() != given[name]:
                problems.append("%s has changed" % name)
    return problems


def on_threads(binary, count, folder):
    """A script that stands for the command, and settles on so many threads."""
    path = os.path.join(folder, "fenrun")
    with open(path, "w") as file:
        file.write('#!/bin/sh\ncase "$*" in\n'
                   '*--threads*) ;;\n'
                   'settle*) shift; exec %s settle --threads %s "$@" ;;\nesac\nexec %s "$@"\n'
                   % (shlex.quote(binary), count, shlex.quote(binary)))
    os.chmod(path, 0o700)
    return path


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("FENRUN", "")
    if not os.access(binary, os.X_OK):
        sys.exit("usage: run.py BINARY [NAME...]")
    binary = os.path.abspath(binary)
    wanted = sys.argv[2:]
    if wanted[:1] == ["--threads"]:
        scripts = tempfile.TemporaryDirectory()
        binary = on_threads(binary, wanted[1], scripts.name)
        wanted = wanted[2:]
    sys.path.insert(0, HERE)
    sys.dont_write_bytecode = True
    import damage
    import special

    runs = []
    for name in sorted(os.listdir(HERE)):
        if name.endswith(".case"):
            for case in read_cases(os.path.join(HERE, name)):
                runs.append(("%s: %s" % (name[:-5], case.name),
                             lambda folder, case=case: run_case(binary, case, folder)))
    for function in special.CASES + damage.CASES:
        runs.append((function.__module__ + ": " + function.__name__.replace("_", " "),
                     lambda folder, function=function: function(binary, folder, ROOT)))
    passed = failed = 0
    for name, run in runs:
        if wanted and not any(part in name for part in wanted):
            continue
        folder = tempfile.mkdtemp(prefix="fenrun-case-")
        try:
            problems = run(folder)
        finally:
            shutil.rmtree(folder)
        if problems:
            failed += 1
            print("FAILED %s" % name)
            for line in problems:
                print("    " + line)
        else:
            passed += 1
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
