"""Records of versions to what other tools collect: a changeset, a news fragment, a scriv fragment, the body
of a release.

Sources: changesets' own documentation of `.changeset/*.md`; towncrier's of `newsfragments/`; scriv's of
`changelog.d/`; a GitHub release's body is GitHub Flavored Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from govern.documents import dumps
from govern.escape import code, prose
from govern.model import Level, Record, RecordedChange
from govern.release.answers import SHORT
from govern.release.page import derived
from govern.release.record import Section, level_of, section_of

Pages = Mapping[str, str]
"""What people wrote for each contract, without the derived part and the title."""


def changesets(records: Sequence[Record], pages: Pages) -> str:
    """`.changeset/NAME.md`: each contract is a package, its step in semver's words."""
    del pages
    front = [f"{dumps(each.contract)}: {level_of(each).value}" for each in records]
    return "\n".join(["---", *front, "---", "", *_listed(records), ""])


def towncrier(records: Sequence[Record], pages: Pages) -> str:
    """`newsfragments/+NAME.removal.md` where anything breaks or is renamed, `.feature.md` otherwise."""
    del pages
    return "\n".join([*_listed(records), ""])


def scriv(records: Sequence[Record], pages: Pages) -> str:
    """`changelog.d/NAME.md`, in scriv's own categories."""
    del pages
    blocks: list[str] = []
    for category, sections in _CATEGORIES.items():
        lines = [
            f"- {_sentence(each, change)}"
            for each in records
            for change in each.changes
            if section_of(change) in sections
        ]
        blocks += [f"### {category}", "\n".join(lines)] if lines else []
    return "\n\n".join(blocks or ["### Changed", "- Nothing that is accepted or declared."]) + "\n"


def github(records: Sequence[Record], pages: Pages) -> str:
    """The body of a release: what changed, and what people wrote about it."""
    blocks: list[str] = []
    for each in records:
        blocks += [f"# {each.contract} {each.version}", derived(each)]
        written = pages.get(each.contract, "").strip()
        blocks += [written] if written else []
    return "\n\n".join(blocks) + "\n"


FRAGMENTS: Mapping[str, Callable[[Sequence[Record], Pages], str]] = {
    "changesets": changesets,
    "towncrier": towncrier,
    "scriv": scriv,
    "github": github,
}
"""Every form that can be asked for."""

_CATEGORIES: Mapping[str, tuple[Section, ...]] = {
    "Added": (Section.ADDED,),
    "Changed": (Section.BREAKING, Section.RENAMED, Section.EDITORIAL),
    "Deprecated": (Section.DEPRECATED,),
}


def _listed(records: Sequence[Record]) -> list[str]:
    lines: list[str] = []
    for each in records:
        major = " What depends on it must move." if level_of(each) is Level.MAJOR else ""
        lines += ["", f"{code(each.contract)} {code(each.version)}: {each.class_.value}.{major}", ""]
        lines += [f"- {_sentence(each, change)}" for change in each.changes]
    return lines[1:]


def _sentence(record: Record, change: RecordedChange) -> str:
    return (
        f"{code(record.contract)}: {change.class_.value}: {prose(change.message)} ({code(change.id[:SHORT])})"
    )
