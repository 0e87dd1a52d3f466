"""The target's configuration and head's to what a change does to its own gate."""

from __future__ import annotations

from collections.abc import Iterable

from govern.configuration import tightened, weakened
from govern.contracts import Config
from govern.model import Finding, FindingLevel


def self_change(
    before: Config, after: Config, rules: Config, paths: Iterable[str], file: str
) -> tuple[Finding, ...]:
    """What the change from `before` (base's configuration) to `after` (head's) does: weakening is a
    finding, unless the target says it is a note; the rest is a note (definitions, section 8)."""
    level = FindingLevel.NOTE if forgiven(rules) else FindingLevel.BLOCKS
    weaker = weakened(before, after, paths)
    found = [
        Finding(
            "gate-weakened",
            level,
            f"the configuration asks for less: {sentence}",
            "have it approved as the target asks, or accepted by an exception in the target",
            file,
        )
        for sentence in weaker
    ]
    found += [
        Finding(
            "gate-changed",
            FindingLevel.NOTE,
            f"the configuration changes: {sentence}",
            "nothing: it takes effect once it is merged",
            file,
        )
        for sentence in tightened(before, after)
    ]
    return tuple(found)


def forgiven(rules: Config) -> bool:
    """Whether the target takes a weakened gate as a note: where approvals are verified, people clear it."""
    return rules.self_change == "note" and rules.approvals is None
