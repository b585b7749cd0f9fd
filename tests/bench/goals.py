"""
Goals: what the project set itself, each computed from the measurements of one run.

    for text, measured, reached in goals(lines): ...      reached is None where nothing was measured
"""

NS = "ns_per_order"


def figure(lines, subject, job, threads, **more):
    found = lines.one("batch", subject=subject, job=job, threads=threads, ids="64-bit", **more)
    return found[NS] if found and NS in found else None


def ratio(above, below):
    return above / below if above and below else None


def goal(text, value, limit, unit="", least=False):
    """A goal of at most `limit`, or at least."""
    if value is None:
        return text, "not measured", None
    digits = 0 if value >= 20 else 1 if value >= 10 else 2
    return text, f"{value:.{digits}f}{unit}", value >= limit if least else value <= limit


def contest_goals(lines):
    for job, name in (("totals", "totals"), ("rows_and_totals", "rows and totals")):
        own = figure(lines, "fenrun", job, 1)
        yield goal(f"{name}, 1 thread: at most 1.5 times the hand-specialised program",
                   ratio(own, figure(lines, "hand-specialised", job, 1)), 1.5, " times")
        yield goal(f"{name}: 1.7 times better with 2 threads than with 1",
                   ratio(own, figure(lines, "fenrun", job, 2)), 1.7, " times", least=True)
    for job, name, limit in (("totals", "totals", 8),
                             ("rows_kept_and_totals", "all rows kept, and totals", 16)):
        own = figure(lines, "fenrun", job, 2)
        yield goal(f"{name}, 2 threads: at least {limit} times faster than DuckDB",
                   ratio(figure(lines, "DuckDB", job, 2), own), limit, " times", least=True)
    for job, name in (("totals", "totals"), ("rows_kept_and_totals", "all rows kept, and totals")):
        own = figure(lines, "fenrun", job, 2)
        yield goal(f"{name}, 2 threads: at least 80 times faster than PostgreSQL",
                   ratio(figure(lines, "PostgreSQL", job, 2, variant="expert"), own), 80, " times",
                   least=True)


def files_goal(lines):
    own = lines.one("files", subject="fenrun settle")
    peers = [line["seconds"] for line in lines.of("files", subject="DuckDB") if "seconds" in line]
    return goal("CSV to CSV: no slower than DuckDB, in whichever order it writes",
                ratio(own and own["seconds"], min(peers, default=None)), 1.0, " of its time")


def size_goals(lines):
    opened = [line["ms"] for line in lines.of("snapshot")
              if line["what"].startswith("opened, ") and line["members"] >= 10000000]
    yield goal("a snapshot of 10,000,000 members opened in under 10 ms",
               max(opened, default=None), 10, " ms")
    bytes_each = [max(line.get("bytes_counted", 0), line.get("bytes_resident", 0))
                  for line in lines.of("sizes") if not line["what"].startswith("straight")]
    yield goal("at most 80 bytes per member, all in", max(bytes_each, default=None), 80, " bytes")
    for threads, name in ((1, "1 thread"), (2, "2 threads")):
        ratios = []
        for line in lines.of("scale", subject="fenrun", members=50000000, threads=threads):
            small = lines.one("scale", subject="fenrun", members=1000000, job=line["job"],
                              ids=line["ids"], threads=threads)
            ratios.append(ratio(line[NS], small and small[NS]))
        yield goal("ns per order with 50,000,000 members at most 2.5 times that with 1,000,000, "
                   + name, max((found for found in ratios if found), default=None), 2.5, " times")


def goals(lines):
    return [*contest_goals(lines), files_goal(lines), *size_goals(lines)]
