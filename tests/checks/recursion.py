"""
Recursion: finds cycles in the call graph that gcc writes with -fcallgraph-info.

    python3 tests/checks/recursion.py FOLDER        reads every *.ci in FOLDER
    python3 tests/checks/recursion.py --self-test

Prints every group of functions that can call each other in a circle and ends with 1 if there is
one. Calls through function pointers are not followed.
"""
import os
import re
import sys

EDGE = re.compile(r'^edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"')


def calls_of(texts):
    """{caller: callees}. Statics are named "file.c:name" by gcc, so they cannot collide."""
    calls = {}
    for text in texts:
        for line in text.split("\n"):
            match = EDGE.match(line)
            if match and match.group(2) != "__indirect_call":
                calls.setdefault(match.group(1), set()).add(match.group(2))
    return calls


def circles(calls):
    """
    The functions that stand on a circle or between two: whoever calls only functions that are no
    part of one is removed, then whoever is called only by such, until nothing changes.
    """
    left = {caller: set(callees) for caller, callees in calls.items()}
    changed = True
    while changed:
        called = set().union(*left.values()) if left else set()
        kept = {caller: {callee for callee in callees if callee in left}
                for caller, callees in left.items() if caller in called}
        kept = {caller: callees for caller, callees in kept.items() if callees}
        changed = kept != left
        left = kept
    return sorted(left)


def self_test():
    graph = ('edge: { sourcename: "a.c:one" targetname: "two" label: "a.c:3:4" }\n'
             'edge: { sourcename: "two" targetname: "three" }\n'
             'edge: { sourcename: "three" targetname: "__indirect_call" }\n')
    assert circles(calls_of([graph])) == []
    assert circles(calls_of([graph, 'edge: { sourcename: "three" targetname: "a.c:one" }'])) == [
        "a.c:one", "three", "two"]
    assert circles(calls_of([graph, 'edge: { sourcename: "two" targetname: "two" }'])) == ["two"]


def main():
    if sys.argv[1] == "--self-test":
        self_test()
        return 0
    names = sorted(name for name in os.listdir(sys.argv[1]) if name.endswith(".ci"))
    if not names:
        print(f"{sys.argv[1]}: no call graph")
        return 1
    texts = []
    for name in names:
        with open(os.path.join(sys.argv[1], name), encoding="utf-8") as file:
            texts.append(file.read())
    found = circles(calls_of(texts))
    for name in found:
        print(f"{name}: part of a recursion")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
