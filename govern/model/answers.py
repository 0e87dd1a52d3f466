"""What is known of one direction of a comparison: proved, refuted with a witness, or undecided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from govern.model.readings import Content
from govern.model.values import JsonValue


class Verdict(StrEnum):
    """The three answers; what must stand behind each is in the definitions, section 1."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Witness:
    """One document that one side accepts and the other refuses. Holds any JSON value, null too.
    `refused`: why, in the words of each validator that confirmed it."""

    document: JsonValue
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one direction: is everything the one side accepts accepted by the other?

    `witness` stands iff the verdict is refuted, and `certified_by` names the validators that
    confirmed it. `reason` stands iff the verdict is undecided. `other_reading` is the verdict that
    the content model not chosen would give, or None where it was not asked.
    `proof` names the derivation of a proved verdict.
    """

    verdict: Verdict
    reading: Content = Content.DECLARED
    other_reading: Verdict | None = None
    witness: Witness | None = None
    certified_by: tuple[str, ...] = ()
    reason: str | None = None
    assumptions: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    other_witness: Witness | None = None
    """The document that refutes under the other content model only."""
