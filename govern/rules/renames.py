"""What can be renamed."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_MIRROR = "none: a rename back is a rename"


def _renamed(id_: str, what: str) -> Rule:
    return Rule(
        id_,
        RuleKind.CHANGE,
        f"{what} has another name and what stands behind it stayed.",
        "Those who use the old name find nothing there.",
        "Bump the breaking part of the version and tell the migration, or keep the old name as deprecated.",
        "semantics section 4, rename",
        _MIRROR,
    )


RULES: tuple[Rule, ...] = (
    _renamed("property-renamed", "A property"),
    _renamed("pattern-property-renamed", "A pattern of property names"),
    _renamed("enum-value-renamed", "A value of an enum"),
    _renamed("definition-renamed", "A definition"),
    _renamed("code-renamed", "A registered code"),
    _renamed("file-renamed", "A schema file"),
)
"""Changes that are renames."""
