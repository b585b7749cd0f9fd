"""
Checks the JSON Schemas that `fenrun schema` prints with a validator that is not ours.

    python3 tests/checks/schema.py BINARY

1. Both are schemas of draft-07.
2. Every rule set and every test file below examples/ and tests/rules/ is accepted, with all scalars
   as text, as fenrun reads them, and with numbers as numbers, as editors do.
3. The bad rule sets and test files in tests/command/*.case are refused, but for those of which a schema
   cannot know: what a name means, what goes together, sums, how YAML was written. These are told apart by
   the command's message: READER lists such messages, so that a new one must be caught or listed here.
"""
import json
import os
import re
import subprocess
import sys

import jsonschema
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "command"))
import run  # noqa: E402  (the reader of .case files)

NAME = "'[a-z_][a-z0-9_]*'"
# The command's messages about what only the reader knows.
READER = [
    # How the text is written: a validator sees no such text, or not any more.
    r"stands twice|not UTF-8|UTF-16|the text is empty|not YAML|one document|are not read",
    # Names that are well formed, but not there, there twice, or taken.
    r"unknown (tier|tier or label|role|amount|amount or count|count|event|label|period|review|measure"
    r"|subject|receiver|member|unit|award) " + NAME,
    r"different names|has a meaning of its own",
    # Lists of everything: ISO 4217, the days of a month.
    r"currency: '[A-Z]{3}' is not a currency",
    r"'[0-9]{4}-[0-9]{2}-[0-9]{2}' is not an instant",
    r"unit: '[A-Z]{3}' is not the name of a unit",
    # How large a number is, and how many decimals the currency has.
    r"is above|above the high end|more than 100 %|has more decimals|pays nothing|leaves nothing|is not above 0"
    r"|is not between|'(0|1\.5)' is not a whole number",
    # What goes together.
    r"must lead teams as well|is the lowest tier|no tier is promoted to|nothing says who gets",
    r"does not go with|the key 'unqualified' is missing|needs the key 'split' or 'pool'",
    r"is (about|by) (levels?|all members)|goes up the tree|which are many|compares tiers|cannot be compared",
    r"is compared with itself|a share of the amount itself|is money, not a count|is a measure of one member",
    r"is not whom|takes from what|splits what|is no share of one event|called sales|is in (no|two) range",
    r"nothing happens|a second thing|tier: an empty map|the key 'seller' is missing|steps\[1\]: unknown key " + NAME,
    r"steps\[1\]\.(order|join|refund|visit): unknown key " + NAME,
    # What test files name, and numbers among names.
    r"is missing; write 0 for none|refund: the key 'price' is missing|unknown code|labels\[2\]: 'core' is listed twice",
    r"cannot be read|is not a member;|day 30 is outside|'1.001' is not an amount",
    r"(order|visit)\.[a-z]+: '.*' is not an? (amount|count)",
]


class Numbers(yaml.SafeLoader):
    """YAML 1.2 as editors read it: numbers and booleans, but no dates."""


Numbers.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers
            if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schema(binary, kind):
    text = subprocess.run([binary, "schema", kind], check=True, capture_output=True).stdout
    parsed = json.loads(text)
    jsonschema.Draft7Validator.check_schema(parsed)
    return jsonschema.Draft7Validator(parsed)


def examples():
    for folder in ("examples", os.path.join("tests", "rules")):
        for place, _, names in sorted(os.walk(os.path.join(ROOT, folder))):
            for name in sorted(names):
                if name.endswith(".yaml"):
                    yield os.path.join(place, name)


def complaint(validator, document):
    error = jsonschema.exceptions.best_match(validator.iter_errors(document))
    return error and "/".join(map(str, error.absolute_path)) + ": " + error.message[:200]


def check_examples(rules, tests):
    failures = 0
    count = 0
    for path in examples():
        validator = tests if path.endswith(".test.yaml") else rules
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for loader in (yaml.BaseLoader, Numbers):
            count += 1
            wrong = complaint(validator, yaml.load(text, loader))
            if wrong:
                failures += 1
                print(f"{os.path.relpath(path, ROOT)} ({loader.__name__}): {wrong}")
    print(f"{count} readings of examples")
    return failures if count else 1


def bad_texts():
    """The texts that are refused in cases, what they are, and what the command says of them."""
    folder = os.path.join(ROOT, "tests", "command")
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".case"):
            continue
        for case in run.read_cases(os.path.join(folder, name)):
            words = case.run.split()
            if case.exit != 2 or words[0] not in ("check", "test") or len(words) != 2:
                continue
            messages = [line.partition(": ")[2] for line in case.stdout.decode().splitlines()
                        if line.startswith(words[1] + ":")]
            yield words[0], case.files[words[1]], messages


def check_bad(rules, tests):
    failures = 0
    caught = left = 0
    for kind, text, messages in bad_texts():
        if all(any(re.search(pattern, message) for pattern in READER) for message in messages):
            left += 1
            continue
        caught += 1
        for loader in (yaml.BaseLoader, Numbers):
            try:
                document = yaml.load(text, loader)
            except yaml.YAMLError:
                continue
            # As a number, every number is one.
            if loader is Numbers and re.search(r": '-?[0-9]*\.?[0-9]+' is not ", messages[0]):
                continue
            if complaint(rules if kind == "check" else tests, document) is None:
                failures += 1
                print(f"accepted ({loader.__name__}): {messages}")
    print(f"{caught} bad texts refused, {left} for the reader alone")
    return failures if caught else 1


def main():
    binary = os.path.abspath(sys.argv[1])
    rules, tests = schema(binary, "rules"), schema(binary, "tests")
    failures = check_examples(rules, tests) + check_bad(rules, tests)
    if failures:
        print(f"{failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
