"""A revision and what engines said of it to documents and claims that speak against a proof.

Documents are the corpus' own for the schema, mutations of them, and the witnesses that anybody
showed. One that the left accepts and the right refuses, by the validators that govern certifies
with, contradicts a proof; where only the declared content was proved, it must not be set aside.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.deciding import sides
from evaluation.documents import UnreadableError
from evaluation.peers import reading
from evaluation.revisions import Revision, exact_value, parsed

if TYPE_CHECKING:
    from govern.model import JsonValue
    from govern.schema.revision import SchemaRevision

MOST_MUTATIONS = 200
"""How many mutations of all documents together are tried for one revision."""
_OTHERS: tuple[JsonValue, ...] = (None, True, 0, "x", [], {})
_LONGEST = 2000
Row = Mapping[str, Any]


def contradictions(
    folder: Path, revision: Revision, said: Row, peers: Mapping[str, Row]
) -> dict[str, object]:
    """`tried`: documents held against the proofs; `found`: contradictions, each with its direction,
    where the document is from and the document; `unconfirmed`: refutations whose own witness the
    validators do not confirm; `claims`: peers that deny a literal proof without a document that
    holds; `refuted_peers`: peers whose proof a certified witness denies.

    `said` is the row of the engine, `peers` those of the others by name.
    """
    row: dict[str, object] = {"tried": 0, "found": [], "unconfirmed": [], "claims": [], "refuted_peers": []}
    try:
        base, head = sides(folder, revision)
    except UnreadableError as error:
        return {**row, "unreadable": str(error)}
    ways = {"backward": (base, head), "forward": (head, base)}
    row["unconfirmed"] = [
        direction
        for direction, (left, right) in ways.items()
        if verdict(said, direction) == "refuted" and not _witness_holds(said[direction], left, right)
    ]
    row["claims"], row["refuted_peers"] = list(_claims(said, peers)), list(_overproved(said, peers))
    proved = {each: sides for each, sides in ways.items() if verdict(said, each) == "proved"}
    if not proved:
        return row
    tried = list(_documents(folder, revision, said, peers))
    row["tried"] = len(tried)
    row["found"] = [
        {
            "direction": direction,
            "literal": literal(said, direction),
            "from": origin,
            "document": _shown(document),
        }
        for direction, (left, right) in proved.items()
        for origin, document in _against(revision, left, right, tried, literal(said, direction))
    ]
    return row


def verdict(said: Row, direction: str) -> str:
    """The engine's word on one direction, `error` where it has none."""
    return str(said[direction]["verdict"]) if direction in said else "error"


def literal(said: Row, direction: str) -> bool:
    """Whether a direction is proved with every document counted."""
    return verdict(said, direction) == "proved" and said[direction]["other_reading"] == "proved"


def counting(left: SchemaRevision, right: SchemaRevision) -> Callable[[JsonValue], bool]:
    """Which documents are not set aside in S(left) ⊆ S(right): the one use of the engine's own idea
    of it."""
    from govern.schema.engine.places import root

    place = root(left.compiled.root, right.compiled.root)
    return place.counts


def mutations(documents: Sequence[JsonValue], most: int, seed: str) -> Iterator[JsonValue]:
    """At most that many documents that differ from one of some in one thing: a member is left out, or
    a scalar is replaced by a value of another type. Equal seeds give equal documents."""
    rng = random.Random(seed)
    edits = [(index, path, drop) for index, each in enumerate(documents) for path, drop in _spots(each, ())]
    for index, path, drop in rng.sample(edits, min(most, len(edits))):
        yield _edited(documents[index], path, drop, rng)


def _against(
    revision: Revision,
    left: SchemaRevision,
    right: SchemaRevision,
    tried: Sequence[tuple[str, JsonValue]],
    every: bool,
) -> Iterator[tuple[str, JsonValue]]:
    """What the left accepts, the right refuses, and counts."""
    quick = [_quick(revision, each) for each in (left, right)]
    counts = None
    for origin, document in tried:
        if quick[0](document) is False or quick[1](document) is True:
            continue
        if left.judge(document, formats=False).accepts is not True:
            continue
        if right.judge(document, formats=False).accepts is not False:
            continue
        counts = counts or counting(left, right)
        if every or counts(document):
            yield origin, document


def _quick(revision: Revision, side: SchemaRevision) -> Callable[[JsonValue], bool | None]:
    """The fast validator's word, built without govern; None where it has none. It only spares the
    slow one the documents that cannot be contradictions."""
    import jsonschema_rs

    if not isinstance(side.schema, (dict, bool)):
        return lambda _: None
    try:
        validator = jsonschema_rs.validator_for(side.schema, **reading(revision, side.schema, side.resources))
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, OverflowError):
        return lambda _: None

    def said(document: JsonValue) -> bool | None:
        try:
            return bool(validator.is_valid(document))
        except (ValueError, OverflowError):
            return None

    return said


def _documents(
    folder: Path, revision: Revision, said: Row, peers: Mapping[str, Row]
) -> Iterator[tuple[str, JsonValue]]:
    """(origin, document): the witnesses, the corpus' own documents, mutations of all these."""
    kept: list[JsonValue] = []
    for origin, text in _witnesses(said, peers):
        try:
            kept.append(_value(text))
        except UnreadableError:
            continue
        yield origin, kept[-1]
    for path, blob in revision.documents:
        try:
            kept.append(parsed(folder, path, blob))
        except UnreadableError:
            continue
        yield path, kept[-1]
    for document in mutations(kept, MOST_MUTATIONS, revision.id):
        yield "mutation", document


def _witnesses(said: Row, peers: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    for name, row in (("govern", said), *sorted(peers.items())):
        for direction in ("backward", "forward"):
            each = row.get(direction, {})
            text = each.get("witness") or each.get("counterexample")
            if text:
                yield f"{name}, {direction}", text


def _claims(said: Row, peers: Mapping[str, Row]) -> Iterator[str]:
    """What peers say against literal proofs."""
    for name, row in sorted(peers.items()):
        for direction in ("backward", "forward"):
            told = row.get(direction, {})
            if literal(said, direction) and told.get("said") in ("refuted", "incompatible"):
                shown = str(told.get("counterexample", "no document"))[:200]
                yield f"{name} says {told['said']} {direction}: {shown}"


def _overproved(said: Row, peers: Mapping[str, Row]) -> Iterator[str]:
    """Peers that prove what a certified witness refutes."""
    for name, row in sorted(peers.items()):
        for direction in ("backward", "forward"):
            told = row.get(direction, {}).get("said")
            if verdict(said, direction) == "refuted" and told in ("proved", "compatible"):
                yield f"{name} says {told} {direction}: {said[direction].get('witness', '')[:200]}"


def _witness_holds(told: Row, left: SchemaRevision, right: SchemaRevision) -> bool:
    """Whether a refutation names who certified it, and its witness is confirmed once more. A witness
    too long to be kept in the row is taken at its word."""
    if not told["certified_by"] or "witness_bytes" not in told:
        return False
    if "witness" not in told:
        return True
    document = _value(told["witness"])
    accepts = left.judge(document, formats=False).accepts
    return accepts is True and right.judge(document, formats=False).accepts is False


def _value(text: str) -> JsonValue:
    return exact_value("witness.json", text.encode("utf-8", "surrogatepass"))


def _shown(document: JsonValue) -> str:
    from govern.documents import canonical

    return canonical(document).decode("utf-8", "backslashreplace")[:_LONGEST]


_Path = tuple["str | int", ...]


def _spots(value: JsonValue, path: _Path) -> Iterator[tuple[_Path, bool]]:
    """Where a document can be changed, and whether by leaving out."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield (*path, key), True
            yield from _spots(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _spots(each, (*path, index))
    else:
        yield path, False


def _edited(value: JsonValue, path: _Path, drop: bool, rng: random.Random) -> JsonValue:
    if not path:
        return rng.choice([each for each in _OTHERS if type(each) is not type(value)])
    step, *rest = path
    if isinstance(value, dict):
        if drop and not rest:
            return {key: each for key, each in value.items() if key != step}
        return {k: _edited(v, tuple(rest), drop, rng) if k == step else v for k, v in value.items()}
    if isinstance(value, list):
        return [_edited(v, tuple(rest), drop, rng) if i == step else v for i, v in enumerate(value)]
    return value
