"""The rows of a history to figures in Markdown."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evaluation.rules import Row, Violation

TOP = 20


def markdown(rows: Mapping[str, Sequence[Row]], broken: Sequence[Violation]) -> str:
    """The whole report: the promises first, then a section for each history."""
    lines = ["# Evaluation", "", *_promises(broken)]
    for corpus, each in rows.items():
        lines += ["", f"## {corpus}: {len(each)} commits", "", *_section(list(each))]
    return "\n".join(lines) + "\n"


def _promises(broken: Sequence[Violation]) -> list[str]:
    if not broken:
        return ["Every promise holds."]
    lines = [f"**{len(broken)} promises broken.**", ""]
    for promise, count in sorted(Counter(each.promise for each in broken).items()):
        lines += [f"- {promise}: {count}"]
        lines += [
            f"  - `{each.corpus}` `{each.commit}` {line(each.detail)}"
            for each in broken
            if each.promise == promise
        ]
    return lines


def _section(rows: Sequence[Row]) -> list[str]:
    said = [row["said"] for row in rows if not row.get("lost")]
    contracts = [each for one in said for each in one["contracts"]]
    findings = [f for one in said for f in one["findings"]]
    findings += [f for each in contracts for f in each["findings"]]
    changes = [change for each in contracts for change in each["changes"]]
    lines = table("exit status", "commits", Counter(str(one["status"]) for one in said))
    twos = [(row, problem) for row in rows if not row.get("lost") for problem in row["said"]["problems"]]
    lines += [f"- `{row['commit'][:8]}` exits 2: {rule}: {line(text)}" for row, (rule, _, text) in twos]
    lines += table("class", "contracts", Counter(each["class"] for each in contracts))
    lines += table("finding (level)", "times", Counter(f"{f[0]} ({f[1]})" for f in findings))
    blocking = Counter(
        rule
        for one in said
        for rule in {
            f[0]
            for f in [*one["findings"], *(f for each in one["contracts"] for f in each["findings"])]
            if f[1] == "blocks"
        }
    )
    lines += table("closes the gate", "commits", blocking)
    lines += table("change (class)", "times", Counter(f"{c[0]} ({c[1]})" for c in changes))
    renames = Counter(f"{r[0]} ({r[3]})" for each in contracts for r in each["renames"])
    lines += table("rename (standing)", "times", renames)
    for direction in ("backward", "forward"):
        answers = [each[direction] for each in contracts]
        lines += table(f"{direction}", "contracts", Counter(answer[0] for answer in answers))
        reasons = Counter(shape(a[2]) for a in answers if a[0] == "undecided")
        lines += table(f"{direction} undecided because", "contracts", reasons, TOP)
    lines += _documents(rows)
    lines += _times(rows)
    return lines


def _documents(rows: Sequence[Row]) -> list[str]:
    known = [row["known"] for row in rows if row.get("known")]
    abstained = Counter[str]()
    for each in known:
        abstained.update(each["abstained"])
    lines = [
        "",
        f"Documents checked without govern: {sum(each['checked'] for each in known)} pairs of a changed "
        f"schema and a document; {sum(len(each['broken']) for each in known)} stop validating in "
        f"{sum(1 for each in known if each['broken'])} commits, one validator alone says so of "
        f"{sum(len(each['doubtful']) for each in known)}; {sum(len(each['widened']) for each in known)} "
        f"of head are refused by base. Only annotations change in "
        f"{sum(len(each['annotation_only']) for each in known)} contracts.",
    ]
    return [*lines, *table("a validator abstains", "times", abstained)]


def _times(rows: Sequence[Row]) -> list[str]:
    times = sorted((row["said"]["seconds"], str(row["commit"])[:8]) for row in rows if not row.get("lost"))
    if not times:
        return []
    seconds = [each for each, _ in times]
    p95 = seconds[min(len(seconds) - 1, int(len(seconds) * 0.95))]
    slow = ", ".join(f"`{commit}` {each:.2f} s" for each, commit in reversed(times[-10:]))
    return [
        "",
        f"Time per commit: median {statistics.median(seconds):.2f} s, 95% {p95:.2f} s, "
        f"max {seconds[-1]:.2f} s.",
        f"Slowest: {slow}.",
    ]


def table(name: str, unit: str, counts: Counter[str], top: int | None = None) -> list[str]:
    """A table of counts, greatest first, at most `top` rows; nothing where nothing was counted."""
    if not counts:
        return []
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:top]
    return ["", f"| {name} | {unit} |", "|---|---:|", *(f"| {line(key)} | {n} |" for key, n in rows)]


def shape(reason: str) -> str:
    """A reason without the particulars, so that like reasons are counted together."""
    return re.sub(r"\d+(?:\.\d+)?", "N", re.sub(r"`[^`]*`|https?://\S+|/[\w$/~.-]+", "…", reason))[:160]


def line(text: str) -> str:
    """A text as one line that fits into a table."""
    return " ".join(text.split()).replace("|", "\\|")[:400]


def totals(rows: Iterable[Row]) -> str:
    """`0: 12, 1: 3, 2: 0`"""
    counts = Counter(row["said"]["status"] for row in rows if not row.get("lost"))
    return ", ".join(f"{status}: {counts[status]}" for status in (0, 1, 2))
