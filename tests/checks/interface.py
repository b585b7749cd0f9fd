"""
Interface: describes include/fenrun.h as a compiler on this machine sees it, in sorted, readable
lines: what abidiff does not look at (constants) and what a reviewer wants to see in a diff.

    python3 tests/checks/interface.py describe WORK      the description; WORK is an empty folder
    python3 tests/checks/interface.py functions          the names of the functions, sorted

Relies on the header's own style: one FENRUN_API before every function, `typedef struct name {`
before every record, one constant per line.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
HEADER = os.path.join(ROOT, "include", "fenrun.h")


def header_text():
    with open(HEADER, encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", " ", file.read(), flags=re.DOTALL)
    assert "//" not in text, "fenrun.h: comments are written /* */"
    return text


def functions(text):
    """[(name, prototype)] in the order of the names."""
    found = []
    for prototype in re.findall(r"^FENRUN_API\s([^;]*);", text, re.MULTILINE):
        line = re.sub(r"\s+", " ", prototype).strip()
        found.append((re.search(r"(fenrun_\w+)\s*\(", line).group(1), line))
    marked = len(re.findall(r"\bFENRUN_API\b", text)) - len(re.findall(r"#define FENRUN_API", text))
    assert len(found) == marked, "fenrun.h: FENRUN_API stands first in its line"
    return sorted(found)


def constants(text):
    """Names of macros with a value and of enumerators."""
    names = re.findall(r"^#define (FENRUN_(?!API\b)\w+) +\S", text, re.MULTILINE)
    for body in re.findall(r"\benum \w+ \{(.*?)\}", text, re.DOTALL):
        names += re.findall(r"\b(FENRUN_\w+)\b", body)
    return sorted(names)


def records(text):
    """[(name, [field])] of the structs whose insides the header shows."""
    found = []
    for body, name in re.findall(r"typedef struct \w+ \{(.*?)^\} (\w+);", text,
                                 re.DOTALL | re.MULTILINE):
        fields = []
        for declaration in body.split(";"):
            if declaration.strip():
                pointer = re.search(r"\(\*(\w+)\)", declaration)
                plain = re.search(r"(\w+)(?:\[\w+\])?\s*$", declaration)
                fields.append((pointer or plain).group(1))
        found.append((name, fields))
    return sorted(found)


def describe(work):
    text = header_text()
    lines = ['#include "fenrun.h"', "#include <stdio.h>", "int main(void) {"]
    for name in constants(text):
        if re.search(rf'^#define {name} +"', text, re.MULTILINE):
            lines.append(f'printf("constant {name} of %zu bytes:", sizeof {name} - 1);'
                         f'for (size_t i = 0; i + 1 < sizeof {name}; i++)'
                         f' printf(" %02x", (unsigned char){name}[i]);'
                         'printf("\\n");')
            continue
        lines.append(f'printf("constant %s %lld\\n", "{name}", (long long){name});')
    for record, fields in records(text):
        lines.append(f'printf("record {record} size %zu\\n", sizeof({record}));')
        for field in fields:
            lines.append(f'printf("record {record} offset %zu size %zu {field}\\n",'
                         f'offsetof({record}, {field}), sizeof((({record} *)0)->{field}));')
    lines += ["return 0;", "}"]
    source = os.path.join(work, "interface.c")
    program = os.path.join(work, "interface")
    with open(source, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    subprocess.run(["cc", "-std=c11", "-I", os.path.dirname(HEADER), source, "-o", program],
                   check=True)
    described = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    for _name, prototype in functions(text):
        described += f"function {prototype}\n"
    return described


def main():
    if sys.argv[1] == "functions":
        for name, _prototype in functions(header_text()):
            print(name)
    else:
        print(describe(sys.argv[2]), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
