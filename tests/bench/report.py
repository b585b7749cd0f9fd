"""
Report: the measurements of one run, JSON lines in, as Markdown tables and a chart.

    python3 tests/bench/report.py LINES...                        prints Markdown
    python3 tests/bench/report.py --write FOLDER LINES...         and replaces FOLDER/README.md's
                                                                  figures and FOLDER/chart.svg
    python3 tests/bench/report.py --compare README LINES...       only compares the names of rows

A part of README.md that a run writes stands between <!-- begin NAME --> and <!-- end NAME -->; a
part of which nothing was measured stays as it is. Ends with 1 if programs that did the same job
came to different sums.
"""
import argparse
import json
import os
import re
import sys

import chart
from goals import goals

JOBS = [("totals", "totals per payee"), ("rows_and_totals", "payout rows and totals"),
        ("rows_kept_and_totals", "all rows kept, and totals"),
        ("rows", "payout rows alone")]
BEGIN = "<!-- begin %s -->\n"
END = "<!-- end %s -->\n"


def count(value):
    return f"{value:,}"


def number(value):
    """A figure of any size with three or four digits that say something."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return count(value)
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(headings, rows, left=1):
    """Markdown; the first `left` columns are text, the rest figures."""
    out = ["| " + " | ".join(headings) + " |",
           "| " + " | ".join(["---"] * left + ["---:"] * (len(headings) - left)) + " |"]
    return "\n".join(out + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


class Lines:
    """All measurements of a run."""

    def __init__(self, paths):
        self.all = []
        for path in paths:
            with open(path, encoding="utf-8") as file:
                self.all += [json.loads(line) for line in file if line.strip()]

    def of(self, name, **wanted):
        return [line for line in self.all if line["table"] == name and
                all(line.get(key) == value for key, value in wanted.items())]

    def one(self, name, **wanted):
        found = self.of(name, **wanted)
        return found[0] if found else None


def subject_name(line):
    """How a subject stands in tables: what it is, and in which of its forms."""
    parts = [line["subject"]]
    if line["subject"] == "straightforward":
        parts = ["straightforward C"]
    elif line["subject"] == "hand-specialised":
        parts = ["hand-specialised C"]
    if line.get("variant"):
        parts.append(line["variant"])
    if line.get("ids") == "dense":
        parts.append("ids are indexes")
    return ", ".join(parts)


def to_fenrun(lines, line):
    """What fenrun took for a line's job in as many threads, with ids of 64 bits."""
    for threads in (line["threads"], 1):
        found = lines.one(line["table"], subject="fenrun", ids="64-bit", job=line["job"],
                          threads=threads, members=line["members"])
        if found:
            return found["ns_per_order"]
    return None


def to_smallest(lines, line):
    """What the same subject took for the same job with the fewest members."""
    found = lines.of(line["table"], subject=line["subject"], ids=line["ids"], job=line["job"],
                     threads=line["threads"])
    return min(found, key=lambda other: other["members"])["ns_per_order"]


def contest(lines, name, base, base_name):
    """A row for each subject, form, number of members and of threads."""
    found = lines.of(name)
    jobs = [job for job in JOBS if any(line.get("job") == job[0] for line in found)]
    headings = ["ns per order", "members", "threads"]
    places = {}
    for key, title in jobs:
        places[key] = len(headings)
        headings += [title, base_name] if key != "rows" else [title]
    rows = {}
    for line in found:
        key = subject_name(line), count(line["members"]), str(line.get("threads", ""))
        row = rows.setdefault(key, [*key] + [""] * (len(headings) - len(key)))
        if "missing" in line:
            row[3] = f"not measured: {line['missing']}"
            continue
        place = places[line["job"]]
        row[place] = number(line["ns_per_order"]) + spread(line, "ns")
        below = base(lines, line)
        if below and line["job"] != "rows":
            row[place + 1] = number(line["ns_per_order"] / below)
    names = list(dict.fromkeys(name for name, _members, _threads in rows))
    return table(headings, [rows[key] for key in
                            sorted(rows, key=lambda key: names.index(key[0]))])


def spread(line, unit):
    """The least and the most; nothing of a single round."""
    if len(line["rounds"]) == 1:
        return ""
    return f" ({number(line[unit + '_min'])}–{number(line[unit + '_max'])})"


def files(lines):
    base = lines.one("files", subject="fenrun settle")
    rows = []
    for line in lines.of("files"):
        if "missing" in line:
            rows.append([line["subject"], f"not measured: {line['missing']}", "", "", ""])
            continue
        ratio = line["seconds"] / base["seconds"]
        rows.append([subject_name(line),
                     number(line["seconds"]) + spread(line, "seconds"),
                     number(1e9 * line["seconds"] / line["orders"]), number(ratio),
                     {True: "yes", False: "another order"}.get(line.get("same_bytes"), "")])
    return table(["CSV to CSV", "seconds", "ns per order", "to fenrun",
                  "same bytes of payouts"], rows)


# What the programs print, by table: heading of the first column, then key and heading of each other
# column. A column of which no line has a figure is left out.
FIGURES = {
    "sizes": ("bytes per member", [("members", "members"), ("bytes_counted", "counted"),
                                   ("bytes_resident", "resident"), ("bytes_peak", "peak"),
                                   ("ns", "ns per member"), ("goal", "goal")]),
    "orders": ("one order", [("members", "members"), ("ns", "fenrun ns"),
                             ("straight_ns", "straight ns"), ("ratio", "ratio"),
                             ("bytes_per_order", "bytes"), ("goal", "goal")]),
    "changes": ("one change", [("members", "members"), ("ns", "fenrun ns"),
                               ("straight_ns", "straight ns"), ("ratio", "ratio"),
                               ("goal", "goal")]),
    "snapshot": ("snapshot", [("members", "members"), ("bytes", "bytes"), ("ms", "ms"),
                              ("goal", "goal")]),
}


def figures(lines, name):
    """A table of what the benchmark's own programs print."""
    heading, columns = FIGURES[name]
    found = lines.of(name)
    columns = [column for column in columns if any(column[0] in line for line in found)]
    rows = []
    for line in found:
        cells = [number(line[key]) if key in line else "" for key, _heading in columns]
        rows.append([line["what"], *cells])
    return table([heading] + [title for _key, title in columns], rows)


def shapes(lines):
    """Both kinds of events of a shape in one row; what has no shape as a sentence."""
    kinds = ["mixed", "everyone promoted"]
    headings = ["shape, promoted", "members"]
    for kind in kinds:
        headings += [f"{kind}, ns", "to friendly", "bytes per member"]
    rows, sentences = {}, []
    for line in lines.of("shapes"):
        if "variant" not in line:
            sentences.append(f"An {line['what']}: fenrun {number(line['ns'])} ns, straight "
                             f"{number(line['straight_ns'])} ns.\n")
            continue
        row = rows.setdefault(line["variant"], [line["variant"], count(line["members"])] +
                              [""] * 3 * len(kinds))
        place = 2 + 3 * kinds.index(line["what"])
        row[place:place + 3] = [number(line["ns"]), number(line["to_friendly"]),
                                number(line["bytes_per_member"])]
    return "\n".join([table(headings, list(rows.values()))] + sentences)


def reached(lines):
    return table(["goal", "measured", ""],
                 [[text, measured, {True: "reached", False: "**not reached**", None: ""}[answer]]
                  for text, measured, answer in goals(lines)], left=3)


def machine(lines):
    line = lines.one("machine")
    peers = {found["subject"]: found["version"] for found in lines.all if "version" in found}
    kind = "virtual machine, " if line["virtual"] else ""
    return (f"Measured on a {kind}{line['cores']} cores of {line['processor']}, "
            f"{line['memory_gb']} GB, {line['system']}; fenrun {line['fenrun']}, "
            f"{line['compiler']}, -O2"
            + "".join(f"; {name} {version}" for name, version in sorted(peers.items()))
            + f". Load of the machine before the run: {line['load_before']}.\n")


def parts(lines):
    """Every part of the page of which there are measurements, by name."""
    out = {}
    if lines.of("machine"):
        out["machine"] = machine(lines)
    if lines.of("batch"):
        out["goals"] = reached(lines)
        out["batch"] = contest(lines, "batch", to_fenrun, "to fenrun")
    if lines.of("files"):
        out["files"] = files(lines)
    if lines.of("scale"):
        out["scale"] = contest(lines, "scale", to_smallest, "to the fewest")
    if lines.of("chain"):
        out["chain"] = contest(lines, "chain", to_fenrun, "to fenrun")
    for name in FIGURES:
        if lines.of(name):
            out[name] = figures(lines, name)
    if lines.of("shapes"):
        out["shapes"] = shapes(lines)
    return out


def bars(lines, job):
    """What the chart shows of a job: each subject in its fastest form, fastest first."""
    out = []
    for line in lines.of("batch", job=job):
        if line["ids"] == "dense" or line.get("variant") == "straight":
            continue
        kind = {"fenrun": "ours", "hand-specialised": "limit",
                "straightforward": "limit"}.get(line["subject"], "peer")
        threads = "1 thread" if line["threads"] == 1 else f"{line['threads']} threads"
        out.append((f"{subject_name(dict(line, variant=''))}, {threads}",
                    line["ns_per_order"], kind))
    return sorted(out, key=lambda bar: bar[1])


def draw(lines):
    panels = [(name[0].upper() + name[1:], bars(lines, job)) for job, name in JOBS
              if job in ("totals", "rows_kept_and_totals")]
    size = lines.of("batch")[0]
    return chart.draw(f"ns per order, {count(size['members'])} members, "
                      f"{count(size['orders'])} orders (logarithmic; shorter is better)",
                      [panel for panel in panels if panel[1]], "ns")


def write(folder, lines, made):
    path = os.path.join(folder, "README.md")
    with open(path, encoding="utf-8") as file:
        page = file.read()
    for name, text in made.items():
        begin, end = BEGIN % name, END % name
        if begin not in page or end not in page:
            sys.exit(f"{path}: there is no {begin.strip()} with its end")
        head, rest = page.split(begin)
        page = head + begin + "\n" + text + "\n" + end + rest.split(end)[1]
    with open(path, "w", encoding="utf-8") as file:
        file.write(page)
    if "batch" in made:
        with open(os.path.join(folder, "chart.svg"), "w", encoding="utf-8") as file:
            file.write(draw(lines))


def differing_sums(lines):
    """What programs that did the same job did not agree on, a line each."""
    sums = {}
    for line in lines.all:
        for key in ("totals_checksum", "rows_checksum"):
            if key in line:
                work = (key, line["members"], line["orders"],
                        "chain" if line["table"] == "chain" else "friendly")
                sums.setdefault(work, {}).setdefault(line[key], []).append(
                    f"{subject_name(line)} {line.get('job', 'files')} {line['threads']}")
    for work, found in sums.items():
        if len(found) > 1:
            for value, who in found.items():
                yield f"{work[0]} of {work[1]} members, {work[3]}: {value} for {'; '.join(who)}"


def row_names(text):
    """What stands first in the rows of the tables, without the numbers of members."""
    names = re.findall(r"^\| *([^|]*[^| ]) *\|", text, re.M)
    return {re.sub(r"[0-9][0-9,]* *", "", name) for name in names if not name.startswith("---")}


def compare(path, made):
    """Whether the page has the same rows in each part as were made of the lines."""
    with open(path, encoding="utf-8") as file:
        page = file.read()
    right = True
    for name, text in made.items():
        if name in ("machine", "goals", "batch", "files"):
            continue
        documented = page.partition(BEGIN % name)[2].partition(END % name)[0]
        for row in sorted(row_names(documented) ^ row_names(text)):
            print(f"{path}: {name}: the row \"{row}\" is " +
                  ("not printed" if row in row_names(documented) else "missing"))
            right = False
    return right


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", metavar="FOLDER")
    parser.add_argument("--compare", metavar="README")
    parser.add_argument("lines", nargs="+")
    arguments = parser.parse_args()
    lines = Lines(arguments.lines)
    made = parts(lines)
    differing = list(differing_sums(lines))
    if arguments.compare:
        same = compare(arguments.compare, made)
    else:
        print("\n".join(made.values()))
        same = True
    for line in differing:
        print("not the same: " + line, file=sys.stderr)
    if arguments.write and not differing:
        write(arguments.write, lines, made)
    return 0 if same and not differing else 1


if __name__ == "__main__":
    sys.exit(main())
