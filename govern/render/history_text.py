"""A history to a table for a terminal: a line a revision, oldest first, by contract, and one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from govern.escape import shortened, terminal
from govern.model import History, Judged, ReleaseStep, Revision
from govern.render.facts import counted
from govern.render.history_words import by_contract, label, ordered, summary

LONGEST = 96
"""Characters of a change that stand in a line; the other formats have it whole."""


def render(history: History) -> str:
    """The table and the sentence, ending in a newline."""
    lines: list[str] = []
    for name, revisions, releases in by_contract(history):
        gone = " (gone)" if name in history.gone else ""
        lines += [f"{terminal(name)}{gone}: {counted(len(revisions), 'revision')}"]
        lines += _table([_revision(each) for each in revisions])
        lines += _table([_release(each) for each in releases])
        lines.append("")
    lines += [f"note: {terminal(each)}" for each in history.notes]
    lines.append(summary(history))
    return "\n".join(lines) + "\n"


def _revision(revision: Revision) -> tuple[str, ...]:
    moment = revision.moment
    return (moment.date[:10], moment.commit[:12], *_judged(revision.judged))


def _release(release: ReleaseStep) -> tuple[str, ...]:
    tags = f"{terminal(release.base_tag)} → {terminal(release.head_tag)}"
    return (release.moment.date[:10], tags, *_judged(release.judged))


def _judged(judged: Judged) -> tuple[str, ...]:
    flag = "MISLABELLED" if judged.mislabelled else ""
    class_ = judged.class_.value if judged.status == "changed" else f"{judged.class_.value} ({judged.status})"
    had = judged.had.value if judged.had is not None else "-"
    return (
        class_,
        f"needs {judged.needed.value}",
        f"had {had}",
        terminal(label(judged)),
        flag,
        _said(judged),
    )


def _said(judged: Judged) -> str:
    """The worst change, and how many more there are; what is wrong with the label before that."""
    if judged.faults:
        return shortened(terminal(judged.faults[0]), LONGEST)
    changes = ordered(judged.changes)
    if not changes:
        return ""
    more = f" (and {len(changes) - 1:,} more)" if len(changes) > 1 else ""
    return shortened(terminal(changes[0].message), LONGEST) + more


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Columns as wide as their widest cell; one that is empty in every row is left out."""
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    widths = [max(map(len, column)) for column in columns]
    for row in zip(*columns, strict=True):
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
