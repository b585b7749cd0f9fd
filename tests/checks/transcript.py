"""
Runs the transcripts of a page, and the rule-set tests on it, and compares what comes out with what
the page says.

    python3 tests/checks/transcript.py BINARY PAGE...

A transcript is a block that begins with ```console: lines that begin with "$ " are commands, what
follows each is its output, stdout and stderr together, where 32 hexadecimal digits, a hash, may be
any. Those of a page are run one after the other, in an empty folder that holds a copy of examples/ and
finds `fenrun`.

A block that begins with ```yaml test is a test file beside the rule sets of examples/; it passes.
"""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def commands(text):
    """The commands of a page, each with the output that it should have."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S):
        for piece in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = piece.partition("\n")
            yield command, output


def check_tests(folder, environment, page, text):
    """Runs the test files of a page; how many there are, and how many do not pass."""
    blocks = re.findall(r"^```yaml test\n(.*?)^```$", text, re.M | re.S)
    failures = 0
    for block in blocks:
        path = os.path.join(folder, "examples", "page.test.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(block)
        ran = subprocess.run(["fenrun", "test", path], cwd=folder, env=environment,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if ran.returncode != 0:
            failures += 1
            print(f"{os.path.relpath(page, ROOT)}: a test file on it does not pass")
            print(ran.stdout.decode())
    return len(blocks), failures


def check(binary, page):
    with open(page, encoding="utf-8") as file:
        text = file.read()
    transcript = list(commands(text))
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, "examples"), os.path.join(folder, "examples"))
        os.mkdir(os.path.join(folder, ".bin"))
        os.symlink(os.path.abspath(binary), os.path.join(folder, ".bin", "fenrun"))
        path = os.path.join(folder, ".bin") + os.pathsep + os.environ["PATH"]
        environment = {"PATH": path, "HOME": folder, "LC_ALL": "C.UTF-8"}
        for command, wanted in transcript:
            got = subprocess.run(["sh", "-c", command], cwd=folder, env=environment,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT).stdout.decode()
            wanted, got = (re.sub(r"\b[0-9a-f]{32}\b", "{hash}", text) for text in (wanted, got))
            if got == wanted:
                continue
            failures += 1
            print(f"{os.path.relpath(page, ROOT)}: $ {command}")
            sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True),
                                                       got.splitlines(True), "page", "run"))
        tests, failed = check_tests(folder, environment, page, text)
    print(f"{os.path.relpath(page, ROOT)}: {len(transcript)} commands, {failures} differ; "
          f"{tests} test files, {failed} fail")
    return failures + failed if transcript or tests else 1


def main():
    return 1 if sum(check(sys.argv[1], page) for page in sys.argv[2:]) else 0


if __name__ == "__main__":
    sys.exit(main())
