"""
Tests of layers.py: a small clean tree is found clean, and each violation that is planted in it is
found, on its line, and nothing else is.
"""
import os
import shutil
import tempfile
import unittest

import layers

MAP = """# Map

| folder | job |
| --- | --- |
| `base` | bytes |
| `tree` | members |
| `rules` | reads |
| `api` | public |
| `cli` | command |

| file | job |
| --- | --- |
| `base/memory` | memory |
| `tree/team` | teams |
| `rules/document` | YAML |
| `api/version` | the version |
| `cli/main` | the command |
"""

OPENING = "/* Something: a sentence that says what this file is. */\n"

CLEAN = {
    "src/README.md": MAP,
    "src/base/memory.c": OPENING + "#include <stdlib.h>\n#include \"base/memory.h\"\n"
                         "void fenrun__memory_free(void *block) {\n    free(block);\n}\n",
    "src/base/memory.h": OPENING + "void fenrun__memory_free(void *block);\n",
    "src/tree/team.c": OPENING + "#include \"base/memory.h\"\n"
                       "static int team_size(int a) {\n    return a; /* not a double */\n}\n",
    "src/rules/document.c": OPENING + "#include <yaml.h>\n",
    "src/api/version.c": OPENING + "#include \"fenrun.h\"\n#include \"tree/team.h\"\n"
                         "const char *fenrun_version(void) {\n    return \"malloc(\";\n}\n",
    "src/cli/main.c": OPENING + "#include <stdio.h>\n#include <stdlib.h>\n"
                      "int main(void) {\n    puts(\"\");\n    free(0);\n    return 0;\n}\n",
    "CMakeLists.txt": "src/base/memory.c src/tree/team.c src/rules/document.c src/api/version.c "
                      "src/cli/main.c\n",
    "tests/CMakeLists.txt": "fenrun_test(unit/team_test.c)\n",
    "tests/unit/team_test.c": OPENING,
    "include/fenrun.h": OPENING,
}

# (what, file, text added at its end, line of the violation counted from there, part of the message)
ADDED = [
    ("an upward include", "src/tree/team.c", '#include "rules/plan.h"\n', 1, "rules is above tree"),
    ("an include without layer", "src/tree/team.c", '#include "team.h"\n', 1, "layer/noun.h"),
    ("an internal include of the command", "src/cli/main.c", '#include "tree/team.h"\n', 1,
     "cli includes"),
    ("a system header", "src/tree/team.c", "#include <stdio.h>\n", 1, "include <stdio.h>"),
    ("yaml.h elsewhere", "src/tree/team.c", "#include <yaml.h>\n", 1, "only rules/document.c"),
    ("stdlib.h elsewhere", "src/tree/team.c", "#include <stdlib.h>\n", 1, "only base/memory.c"),
    ("a banned call", "src/tree/team.c", "\nint x = getenv (0);\n", 2, "call of getenv"),
    ("an allocation", "src/tree/team.c", "int x = malloc(0);\n", 1, "call of malloc"),
    ("exit in memory.c", "src/base/memory.c", "int x = exit(0);\n", 1, "call of exit"),
    ("a banned call in the command", "src/cli/main.c", "int x = atoi(0);\n", 1, "call of atoi"),
    ("floating point", "src/cli/main.c", "double x;\n", 1, "no floating point"),
    ("a long line", "src/tree/team.c", "/*" + "界" * 99 + "\n*/\n", 1, "101 columns"),
    ("a long line of a test", "tests/unit/team_test.c", "/*" + "x" * 99 + "\n*/\n", 1,
     "101 columns"),
    ("a tab", "src/tree/team.c", "\tint x;\n", 1, "tab"),
    ("a space at the end", "src/tree/team.c", "int x; \n", 1, "space at the end"),
    ("a long function", "src/tree/team.c",
     "static int\nteam_long(int a) {\n" + "    a++;\n" * 78 + "}\n", 1, "team_long has 81 lines"),
    ("a static of another noun", "src/tree/team.c", "static int size(int a) {\n}\n", 1, "team_"),
    ("a static of a header", "src/base/memory.h", "static inline int memory_a(int a) {\n}\n", 1,
     "fenrun__"),
    ("a public function below api", "src/tree/team.c", "int fenrun_size(int a) {\n}\n", 1,
     "fenrun__"),
    ("a listed file that is not there", "src/README.md", "| `tree/gone` | no file |\n", 1,
     "no such file"),
]


class LayersTest(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp()
        for path, text in CLEAN.items():
            self.write(path, text)

    def tearDown(self):
        shutil.rmtree(self.root)

    def write(self, path, text):
        whole = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "w", encoding="utf-8") as file:
            file.write(text)

    def expect_one(self, place, part):
        found = layers.violations(self.root)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(place), found)
        self.assertIn(part, found[0])

    def test_clean_tree(self):
        self.assertEqual(layers.violations(self.root), [])

    def test_planted_text(self):
        for what, path, text, line, part in ADDED:
            with self.subTest(what):
                self.write(path, CLEAN[path] + text)
                self.expect_one(f"{path}:{CLEAN[path].count(chr(10)) + line}:", part)
                self.write(path, CLEAN[path])

    def test_function_of_80_lines_is_allowed(self):
        self.write("src/tree/team.c", CLEAN["src/tree/team.c"] +
                   "static int\nteam_long(int a) {\n" + "    a++;\n" * 77 + "}\n")
        self.assertEqual(layers.violations(self.root), [])

    def test_missing_opening_comment(self):
        self.write("src/base/memory.h", "void fenrun__memory_free(void *block);\n")
        self.expect_one("src/base/memory.h:1:", "no opening comment")

    def test_empty_opening_comment(self):
        self.write("src/base/memory.h", "/* memory */\n")
        self.expect_one("src/base/memory.h:1:", "no opening comment")

    def test_file_in_no_table(self):
        self.write("src/tree/extra.h", OPENING)
        self.expect_one("src/tree/extra.h:1:", "in no table")

    def test_source_that_is_not_built(self):
        self.write("CMakeLists.txt", CLEAN["CMakeLists.txt"].replace("src/tree/team.c ", ""))
        self.expect_one("src/tree/team.c:1:", "in no list of CMakeLists.txt")

    def test_test_that_is_not_run(self):
        self.write("tests/api/order_test.c", OPENING)
        self.expect_one("tests/api/order_test.c:1:", "not in tests/CMakeLists.txt")

    def test_layer_without_folder(self):
        self.write("src/README.md", MAP.replace("| `api`", "| `settle` | batches |\n| `api`"))
        self.expect_one("src/README.md:1:", "settle: there is no such folder")

    def test_folder_that_is_no_layer(self):
        self.write("src/README.md", MAP + "| `util/all` | all |\n")
        self.write("src/util/all.h", OPENING)
        self.expect_one("src/util/all.h:1:", "no layer util")


if __name__ == "__main__":
    unittest.main()
