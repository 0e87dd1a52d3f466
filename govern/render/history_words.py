"""A history to the words in which every format tells of it: counts, labels, and the worst of a revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govern.model import History, Judged, ReleaseStep, Revision, RevisionChange, tally
from govern.render.facts import counted


def summary(history: History) -> str:
    """One sentence: how many of what, by class, and how many were mislabelled."""
    judged = [each.judged for each in history.revisions]
    gone = f" ({len(history.gone)} of them gone)" if history.gone else ""
    number = counted(len(judged), "revision") if judged else "no revisions"
    line = f"{number} of {counted(len(history.contracts), 'contract')}{gone}"
    line += ": " + ", ".join(f"{count:,} {name}" for name, count in by_class(judged)) if judged else ""
    line += f"; {sum(each.mislabelled for each in judged):,} mislabelled"
    if history.releases:
        wrong = sum(each.judged.mislabelled for each in history.releases)
        line += f". {counted(len(history.releases), 'step')} between releases, {wrong:,} mislabelled"
    return line


def by_class(judged: Iterable[Judged]) -> list[tuple[str, int]]:
    """The classes that occur, worst first, each with its count."""
    return [(class_.value, count) for class_, count in tally(each.class_ for each in judged)]


def label(judged: Judged) -> str:
    """The versions before and after with what is to be said of them, or that there is no version field."""
    if not judged.versions:
        return "no version field"
    shown = []
    for each in judged.versions:
        moved = (
            f"{each.base or 'none'} → {each.head or 'none'}"
            if each.base != each.head
            else each.base or "none"
        )
        shown.append(f"{moved} {each.verdict.value}")
    return "; ".join(shown)


def ordered(changes: Sequence[RevisionChange]) -> list[RevisionChange]:
    """The changes that count, worst first."""
    counts = [each for each in changes if each.claimed_by is None]
    return sorted(counts, key=lambda each: each.class_.rank)


def by_contract(history: History) -> list[tuple[str, list[Revision], list[ReleaseStep]]]:
    """Each contract that has anything to show, with its revisions and its releases, oldest first."""
    revisions: dict[str, list[Revision]] = {}
    releases: dict[str, list[ReleaseStep]] = {}
    for revision in history.revisions:
        revisions.setdefault(revision.contract, []).append(revision)
    for release in history.releases:
        releases.setdefault(release.contract, []).append(release)
    names = sorted({*revisions, *releases})
    return [(name, revisions.get(name, []), releases.get(name, [])) for name in names]
