"""One name that became another: of what kind, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from govern.model.values import JsonValue
from govern.pointer import escape


class RenameKind(StrEnum):
    """What kind of name became another."""

    PROPERTY = "property"
    PATTERN_PROPERTY = "pattern_property"
    ENUM_VALUE = "enum_value"
    DEFINITION = "definition"
    REGISTRY_VALUE = "registry_value"
    FILE = "file"

    @property
    def is_keyed(self) -> bool:
        """Whether such a name is the key of an object, behind which stands what it names."""
        return self in (RenameKind.PROPERTY, RenameKind.PATTERN_PROPERTY, RenameKind.DEFINITION)


class Standing(StrEnum):
    """How sure govern is of a rename (definitions, section 4)."""

    DECLARED = "declared"
    ASSERTED = "asserted"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Rename:
    """One name became another. `container` is a pointer into the base document (`...#const` for
    the virtual enum of const branches); `score` lies in [0, 1]; `alternatives` are runners-up."""

    kind: RenameKind
    path: str
    container: str
    from_: str
    to: str
    standing: Standing
    score: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    evidence: tuple[str, ...] = ()
    old_still_declared: bool = False
    head_container: str = ""
    """The container at head: its parents may be renamed or stand elsewhere."""
    kept: bool = True
    """Whether what stands behind the name stayed what it was."""
    shown: tuple[JsonValue, JsonValue] | None = None
    """An object that base accepts where the container stands, and one that head accepts there, with the same
    value under the old name and the new one."""

    @property
    def place(self) -> str:
        """Where what a key named stands in base."""
        return f"{self.container}/{escape(self.from_)}"

    @property
    def head_place(self) -> str:
        """Where what a key names stands at head."""
        return f"{self.head_container}/{escape(self.to)}"
