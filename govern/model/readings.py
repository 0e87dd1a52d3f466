"""How a comparison is read: the closed choices of a mode, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Compatibility(StrEnum):
    """Whose documents and readers must survive a change (mode)."""

    BACKWARD = "backward"
    FORWARD = "forward"
    FULL = "full"
    NONE = "none"
    BACKWARD_TRANSITIVE = "backward_transitive"
    FORWARD_TRANSITIVE = "forward_transitive"
    FULL_TRANSITIVE = "full_transitive"

    @property
    def transitive(self) -> bool:
        """Whether head is compared with every release of the line."""
        return self.value.endswith("_transitive")

    @property
    def plain(self) -> Compatibility:
        """The mode without `_transitive`."""
        return Compatibility(self.value.removesuffix("_transitive"))


class Content(StrEnum):
    """Which documents count: those that people write, or every one."""

    DECLARED = "declared"
    LITERAL = "literal"


class Growth(StrEnum):
    """What extending a closed vocabulary is."""

    ADDITIVE = "additive"
    BREAKING = "breaking"


class Withdrawn(StrEnum):
    """What it is that a name people read is no longer declared."""

    BREAKING = "breaking"
    NOTE = "note"


class Format(StrEnum):
    """Whether `format` and `content*` are content: `opaque` verdicts hold either way."""

    OPAQUE = "opaque"
    ASSERTED = "asserted"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that decides what counts as breaking, for one contract."""

    compatibility: Compatibility = Compatibility.FULL
    content: Content = Content.DECLARED
    growth: Growth = Growth.ADDITIVE
    withdrawn: Withdrawn = Withdrawn.BREAKING
    default_changed: Growth = Growth.ADDITIVE
    format: Format = Format.OPAQUE
    draft: str | None = None
    """The dialect of schemas that state none: `"4"`, `"6"`, `"7"`, `"2019-09"`, `"2020-12"`."""


# --- answers --------------------------------------------------------------------------------


TEXT_ATTRIBUTES = ("display", "description", "title", "brief", "note", "comment")
"""Attributes of a registered code that only people read (semantics: manifests)."""


@dataclass(frozen=True, slots=True)
class ManifestRules:
    """How a manifest is read: which attributes are text, which registries mean precedence by their
    order (None: those with tiers), which sections are text, and which hold entries that are contracts of
    their own (`listing`, pointers): one more of these is growth."""

    text: tuple[str, ...] = TEXT_ATTRIBUTES
    ordered: tuple[str, ...] | None = None
    text_sections: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()
