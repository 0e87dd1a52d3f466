"""What a rule is: a name for one thing that can happen, and the words govern says about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RuleKind(StrEnum):
    """`change`: what a revision did. `finding`: what someone must mend or may want to know.
    `error`: why govern could not do its work (exit status 2)."""

    CHANGE = "change"
    FINDING = "finding"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue.

    `id`: kebab-case, subject then fact. `summary`: one present-tense sentence about the promise.
    `why`: what goes wrong otherwise. `remedy`: what to do. `reference`: the section of the
    specification it rests on. `mirror`: the id of the opposite change, or, in words that start with
    `none: `, why there is none (changes only).
    """

    id: str
    kind: RuleKind
    summary: str
    why: str
    remedy: str
    reference: str
    mirror: str = ""
