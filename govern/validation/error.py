"""One thing wrong with a document, ready to be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from govern.model import JsonValue

SCHEMA, STRICT = "SCHEMA", "STRICT"
"""Tags of what a schema refuses and nothing claims, and of what only the strict schema refuses."""
NEAREST, ALIKE = 3, 0.75


class Error(NamedTuple):
    """`tag` names the rule's subject, `pointer` where in the document the fault is (a member that is missing
    has the pointer that it would have), `name` the invariant or the keyword, `found` what stands there,
    `allowed` what might (nothing where that cannot be listed), `nearest` those most like what was found,
    `why` what the manifest says the rule is for. `schema`: the place of the schema that refuses it."""

    tag: str
    pointer: str
    name: str
    message: str
    found: JsonValue = None
    allowed: tuple[JsonValue, ...] = ()
    nearest: tuple[str, ...] = ()
    why: str = ""
    schema: str = ""


def nearest(found: JsonValue, allowed: tuple[JsonValue, ...]) -> tuple[str, ...]:
    """Those of some texts that are most like a text, best first."""
    if not isinstance(found, str):
        return ()
    from difflib import get_close_matches

    texts = [each for each in allowed if isinstance(each, str) and each != found]
    by_fold = {each.casefold(): each for each in reversed(texts)}
    close = get_close_matches(found.casefold(), list(by_fold), NEAREST, ALIKE)
    return tuple(by_fold[each] for each in close)
