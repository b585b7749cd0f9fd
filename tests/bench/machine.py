"""
Machine: what kind of machine this is and what it runs, as one JSON object for report.py.

    python3 tests/bench/machine.py VERSION-OF-FENRUN COMPILER LOAD

LOAD is the machine's load before anything was done. No names of hosts, users or folders.
"""
import json
import os
import platform
import re
import subprocess
import sys


def first_match(path, pattern, default):
    try:
        with open(path, encoding="utf-8") as file:
            found = re.search(pattern, file.read(), re.M)
    except OSError:
        found = None
    return found.group(1) if found else default


def compiler_version(name):
    try:
        return subprocess.run([name, "--version"], capture_output=True, text=True,
                              check=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return name


def main():
    memory_kb = int(first_match("/proc/meminfo", r"^MemTotal:\s*(\d+)", "0"))
    print(json.dumps({
        "table": "machine",
        "cores": os.cpu_count(),
        "processor": first_match("/proc/cpuinfo", r"^model name\s*:\s*(.*)$",
                                 platform.machine()),
        "virtual": first_match("/proc/cpuinfo", r"\b(hypervisor)\b", "") != "",
        "memory_gb": round(memory_kb / 1e6),
        "system": first_match("/etc/os-release", r'^PRETTY_NAME="(.*)"$', platform.system()),
        "compiler": compiler_version(sys.argv[2]),
        "python": platform.python_version(),
        "fenrun": sys.argv[1],
        "load_before": sys.argv[3],
    }))


if __name__ == "__main__":
    main()
