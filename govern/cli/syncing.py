"""A work tree to its generated parts made anew, and to all in which it contradicts its manifests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from govern import model
from govern.cli.output import progress
from govern.cli.place import Place
from govern.cli.telling import differences as _differences
from govern.cli.telling import said
from govern.escape import terminal
from govern.generated import Said, renewed
from govern.model import FindingLevel, Side
from govern.render import facts
from govern.repo import WORKTREE, write_file
from govern.review import Setting, review
from govern.review.halves import half, sources
from govern.review.references import Resources
from govern.review.work import owned

Answer = tuple[str, bool]
"""What is to be said, and whether all is well."""
IN_STEP = "everything says what the manifests say"


def written(place: Place) -> Answer:
    """Write what is out of date; every mark that cannot be read is told."""
    texts, stale, flaws = _renewed(place)
    lines = []
    for path, text in sorted(texts.items()):
        write_file(place.top, path, text.encode())
        count = facts.counted(sum(each.path == path for each in stale), "part")
        lines.append(f"written: {path} ({count})")
    lines += _told(flaws)
    return _lines(lines or ["every generated part is up to date"]), not flaws


def differences(place: Place) -> Answer:
    """The same as a unified diff, with nothing written."""
    texts, _, flaws = _renewed(place)
    lines = [*_differences(texts, lambda path: place.tree.read(path).decode()), *_told(flaws)]
    return _lines(lines or ["every generated part is up to date"]), not texts and not flaws


def guard(place: Place) -> Answer:
    """The drift guard: the work tree reviewed against itself, where all that stands there is looked into."""
    side = Side(WORKTREE, WORKTREE, "")
    today = datetime.now(UTC).date().isoformat()
    setting = Setting(side, side, side, today, only=place.only, everything=True, progress=progress)
    found = review(place.tree, place.tree, replace(place.config, exceptions=()), setting)
    findings = [*found.findings, *(each for contract in found.contracts for each in contract.findings)]
    standing = [each for each in findings if each.level is not FindingLevel.NOTE]
    lines = [
        line
        for each in standing
        for line in said(facts.place(each.path, each.place), each.message, each.rule, each.remedy)
    ]
    return _lines(lines or [IN_STEP]), not standing


def _renewed(place: Place) -> tuple[dict[str, str], list[Said], list[Said]]:
    """The texts that change; a file that several contracts write into gets the parts of each."""
    reader = place.reader
    resources = Resources(reader, place.config)
    texts: dict[str, str] = {}
    stale: list[Said] = []
    flaws: dict[Said, None] = {}
    for contract in place.contracts:
        held = half(contract, reader, resources)
        given = sources(contract, held)
        found = renewed(
            replace(given, texts={**given.texts, **{p: t for p, t in texts.items() if p in given.texts}})
        )
        texts.update(found.texts)
        stale += found.stale
        lost = [path for path in owned(contract) if path not in held.files.documents]
        lost += held.illegible
        message = "it is not there, or cannot be read: nothing is written in it or from it"
        unread = (Said(path, message, "mend it: `govern check` says what is wrong") for path in lost)
        flaws.update(dict.fromkeys((*found.flaws, *unread)))
    return texts, stale, list(flaws)


def _told(flaws: Sequence[Said]) -> Iterator[str]:
    for each in flaws:
        where = facts.place(each.path, model.Place(each.pointer, each.line))
        yield from said(where, each.message, "generated-unwritable", each.remedy)


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(terminal(line) for line in lines)
