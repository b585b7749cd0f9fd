"""
Layers: holds src/ to the map in src/README.md and to the rules of the house.

    python3 tests/checks/layers.py [ROOT]

Prints `file:line: what was found, what is allowed` for every violation and ends with 1 if there
is one. The layers and their order are the rows of the table `| folder | job |` in src/README.md,
lowest first; the files are the rows of its tables `| file | job |`. Each rule below is a generator
of (line, message); tests/checks/layers_test.py plants one violation for each.
"""
import os
import re
import sys

COLUMNS_MAX = 100
FUNCTION_LINES_MAX = 80

# What the library may include besides its own files: nothing that knows the outside world.
LIBRARY_HEADERS = {
    "emmintrin.h", "limits.h", "stdalign.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h",
    "string.h",
}
# ... and what one file alone may include.
HEADERS_OF_ONE_FILE = {"yaml.h": "rules/document.c", "stdlib.h": "base/memory.c",
                       "xxhash.h": "base/digest.c"}
HEADERS_WITH_WRAPPER = {"uthash.h"}

BANNED_EVERYWHERE = set("""
    abort assert alloca atof atoi atol atoll gets longjmp popen rand setjmp setlocale localeconv
    sprintf srand strcat strcpy strtod strtof strtok strtold system vsprintf
""".split())
ALLOCATORS = set("malloc calloc realloc free reallocarray aligned_alloc strdup strndup".split())
BANNED_IN_LIBRARY = BANNED_EVERYWHERE | ALLOCATORS | set("""
    atexit clock clock_gettime ctime exit _Exit _exit quick_exit fclose fflush fgets fopen fprintf
    fputc fputs fread fscanf fwrite getc getchar getenv getline gettimeofday gmtime gmtime_r
    isalnum isalpha isdigit islower isprint ispunct isspace isupper isxdigit kill localtime
    localtime_r mktime open perror printf putc putchar puts qsort raise random read scanf
    secure_getenv signal snprintf sscanf strcasecmp strcoll strerror strftime strncasecmp strtol
    strtoll strtoul strtoull strxfrm time tolower toupper vfprintf vprintf vsnprintf write
""".split())

TOKEN = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
CALL = re.compile(r'(?<![\w.>])([A-Za-z_]\w*)\s*\(')
FUNCTION_NAME = re.compile(r'([A-Za-z_]\w*)\s*\(')


def without_comments(text):
    """The text with comments and the insides of literals blanked, line by line as before."""
    def blank(match):
        found = match.group(0)
        if found[0] == '"' or found[0] == "'":
            return found[0] + " " * (len(found) - 2) + found[0]
        return re.sub(r"[^\n]", " ", found)
    return TOKEN.sub(blank, text)


class Source:
    """One .c or .h file of src/: `path` is "money/amount.c", `noun` "amount"."""

    def __init__(self, root, path):
        self.path = path
        self.layer = path.split("/")[0] if "/" in path else ""
        self.noun = os.path.splitext(os.path.basename(path))[0]
        with open(os.path.join(root, "src", path), encoding="utf-8") as file:
            self.text = file.read()
        self.lines = self.text.split("\n")
        self.code = without_comments(self.text).split("\n")

    def functions(self):
        """(first line, last line, head) of every function: heads start in column 0."""
        head_start = None
        body_head = None
        for number, line in enumerate(self.code, 1):
            if body_head is not None:
                if line.startswith("}"):
                    yield body_head[0], number, body_head[1]
                    body_head = None
            elif re.match(r"[A-Za-z_]", line) or (head_start and line.strip() != ""):
                if head_start is None:
                    head_start = number
                if line.rstrip().endswith("{"):
                    head = " ".join(self.code[head_start - 1:number])
                    if "(" in head and "=" not in head.split("(")[0]:
                        body_head = (head_start, head)
                    head_start = None
                elif line.rstrip().endswith((";", "}")):
                    head_start = None
            else:
                head_start = None


class Map:
    """src/README.md: the layers, lowest first, and the files that it lists with their lines."""

    def __init__(self, root):
        self.layers = []
        self.files = {}
        table = None
        with open(os.path.join(root, "src", "README.md"), encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
                if not line.startswith("|"):
                    table = None
                elif cells[0] in ("folder", "file"):
                    table = cells[0]
                elif table and not cells[0].startswith("---"):
                    name = cells[0].strip("`")
                    if table == "folder":
                        self.layers.append(name)
                    else:
                        self.files[name] = number

    def rank(self, layer):
        return self.layers.index(layer)


def rule_opening_comment(source, _map):
    opening = re.match(r"/\*(.*?)\*/", source.text, re.DOTALL)
    words = re.findall(r"\w+", opening.group(1)) if opening else []
    if len(words) < 4:
        yield 1, "no opening comment: a file begins with /* what it is, in one sentence */"


def rule_include(source, map_):
    for number, line in enumerate(source.lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        name = match.group(2)
        if name == "fenrun.h" or name in HEADERS_WITH_WRAPPER:
            continue
        if match.group(1) == '"':
            layer = name.split("/")[0] if "/" in name else ""
            if layer not in map_.layers:
                yield number, f'include "{name}": own headers are written "layer/noun.h"'
            elif source.layer == "cli" and layer != "cli":
                yield number, f'include "{name}": cli includes only fenrun.h and its own files'
            elif map_.rank(layer) > map_.rank(source.layer):
                yield number, f'include "{name}": {layer} is above {source.layer}'
        elif name in HEADERS_OF_ONE_FILE:
            only = HEADERS_OF_ONE_FILE[name]
            if source.path != only and not (name == "stdlib.h" and source.layer == "cli"):
                yield number, f"include <{name}>: only {only} may"
        elif source.layer != "cli" and name not in LIBRARY_HEADERS:
            allowed = ", ".join(sorted(LIBRARY_HEADERS))
            yield number, f"include <{name}>: the library includes only {allowed}"


def rule_banned_call(source, _map):
    banned = BANNED_EVERYWHERE if source.layer == "cli" else BANNED_IN_LIBRARY
    if source.path == "base/memory.c":
        banned = banned - ALLOCATORS
    for number, line in enumerate(source.code, 1):
        for match in CALL.finditer(line):
            if match.group(1) in banned:
                yield number, f"call of {match.group(1)}: banned in {source.layer}"


def rule_floating_point(source, _map):
    for number, line in enumerate(source.code, 1):
        match = re.search(r"\b(float|double)\b", line)
        if match:
            yield number, f"{match.group(1)}: there is no floating point in src"


def rule_columns(source, _map):
    for number, line in enumerate(source.lines, 1):
        if len(line) > COLUMNS_MAX:
            yield number, f"{len(line)} columns: {COLUMNS_MAX} are allowed"


def rule_whitespace(source, _map):
    for number, line in enumerate(source.lines, 1):
        if "\t" in line or line != line.rstrip():
            yield number, "tab, or space at the end of the line: indent by 4 spaces"


def rule_function_length(source, _map):
    for first, last, head in source.functions():
        if last - first + 1 > FUNCTION_LINES_MAX:
            name = FUNCTION_NAME.search(head).group(1)
            yield first, f"{name} has {last - first + 1} lines: {FUNCTION_LINES_MAX} are allowed"


def rule_function_name(source, _map):
    for first, _last, head in source.functions():
        name = FUNCTION_NAME.search(re.sub(r"__attribute__\s*\(\(.*?\)\)", "", head)).group(1)
        if name == "main" or (source.layer == "api" and re.match(r"fenrun_[a-z]", name)):
            continue
        static = re.match(r"static\b", head) and source.path.endswith(".c")
        prefix = source.noun + "_" if static else "fenrun__"
        if not (name + "_").startswith(prefix):
            kind = "static" if static else "internal"
            yield first, f"function {name}: {kind} names in this file begin with {prefix}"


SOURCE_RULES = [
    rule_opening_comment, rule_include, rule_banned_call, rule_floating_point, rule_columns,
    rule_whitespace, rule_function_length, rule_function_name,
]


def source_paths(root):
    """Every file under src/, as "money/amount.c", sorted."""
    found = []
    top = os.path.join(root, "src")
    for folder, _folders, names in os.walk(top):
        for name in names:
            found.append(os.path.relpath(os.path.join(folder, name), top).replace(os.sep, "/"))
    return sorted(found)


def check_map(root, map_):
    """Files and folders against src/README.md, both ways."""
    paths = [path for path in source_paths(root) if path != "README.md"]
    listed_found = set()
    for path in paths:
        stem = os.path.splitext(path)[0] if "/" in path else path
        if stem in map_.files:
            listed_found.add(stem)
        else:
            yield path, 1, "in no table of src/README.md"
        if "/" in path and path.split("/")[0] not in map_.layers:
            yield path, 1, f"no layer {path.split('/')[0]} in src/README.md"
    for name, number in map_.files.items():
        if name not in listed_found:
            yield "README.md", number, f"{name}: there is no such file"
    for layer in map_.layers:
        if not any(path.startswith(layer + "/") for path in paths):
            yield "README.md", 1, f"{layer}: there is no such folder"


def check_build_lists(root):
    """Every source and every test program stands in the list of its CMakeLists.txt."""
    with open(os.path.join(root, "CMakeLists.txt"), encoding="utf-8") as file:
        built = set(re.findall(r"src/[\w/]+\.c\b", file.read()))
    for path in source_paths(root):
        if path.endswith(".c") and "src/" + path not in built:
            yield "src/" + path, 1, "in no list of CMakeLists.txt"
    tests = os.path.join(root, "tests")
    with open(os.path.join(tests, "CMakeLists.txt"), encoding="utf-8") as file:
        listed = set(re.findall(r"[\w/]+_test\.(?:c|sh|py)\b", file.read()))
    for folder in sorted(os.listdir(tests)):
        if folder in ("checks", "consumer") or not os.path.isdir(os.path.join(tests, folder)):
            continue
        for name in sorted(os.listdir(os.path.join(tests, folder))):
            path = folder + "/" + name
            if re.search(r"_test\.(c|sh|py)$", name) and path not in listed:
                yield "tests/" + path, 1, "not in tests/CMakeLists.txt"


def check_columns_elsewhere(root):
    """Line length in the header and in the tests' C files."""
    for top in ("include", "tests", "examples", "bindings"):
        for folder, _folders, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if not name.endswith((".c", ".h")):
                    continue
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    for number, line in enumerate(file.read().split("\n"), 1):
                        if len(line) > COLUMNS_MAX:
                            yield (os.path.relpath(path, root), number,
                                   f"{len(line)} columns: {COLUMNS_MAX} are allowed")


def violations(root):
    """Every violation under `root` as "file:line: message"."""
    map_ = Map(root)
    found = [("src/" + path, line, message) for path, line, message in check_map(root, map_)]
    found += check_build_lists(root)
    found += check_columns_elsewhere(root)
    for path in source_paths(root):
        if path.endswith((".c", ".h")) and path.split("/")[0] in map_.layers:
            source = Source(root, path)
            for rule in SOURCE_RULES:
                found += [("src/" + path, line, message) for line, message in rule(source, map_)]
    return [f"{path}:{line}: {message}" for path, line, message in found]


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "..")
    found = violations(root)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
