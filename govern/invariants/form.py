"""What a manifest declares to the flaws in it: against the published schema, then in what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.invariants.declaration import SECTION, TAGS, Flaw, named_wrongly
from govern.publication import published
from govern.schema.dialect import Draft
from govern.schema.fast import Fast

if TYPE_CHECKING:
    from govern.invariants.vocabulary import Vocabulary
    from govern.model import JsonValue

RULE = "invariant-unreadable"
REMEDY = "mend it, as specs/INVARIANTS.md and the published schema invariants.schema.json have it"


def flaws(document: JsonValue, vocabulary: Vocabulary) -> tuple[Flaw, ...]:
    """Everything wrong with the invariants and tags of a manifest; nothing means that they can be checked."""
    if not isinstance(document, dict) or not (SECTION in document or TAGS in document):
        return ()
    said: dict[str, JsonValue] = {name: document[name] for name in (SECTION, TAGS) if name in document}
    refused = Fast(dict(published("invariants")), Draft.D2020).refusals(said)
    found = tuple(dict.fromkeys(Flaw(each.pointer, each.message) for each in refused))
    return found or tuple(named_wrongly(document, vocabulary))
