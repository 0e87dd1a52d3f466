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
    Rule(
        "rename-declared-wrong",
        RuleKind.FINDING,
        "Of a declared rename the old name is gone or deprecated, the new one came, and both mean the same.",
        "Those who follow the declaration arrive at another thing, or at nothing.",
        "Make the rename, or take the declaration out of the configuration.",
        "semantics section 4, rename",
    ),
)
"""Changes that are renames, and what can be wrong with a declared one."""
