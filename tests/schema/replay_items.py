"""What is known of an array to whether no items can be as they must: rules about indices and counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from replay_given import DoesNotFollow, Given

from govern.schema.engine.form import Schema
from govern.schema.engine.goals import Derivation, Every, Rule, Twice
from govern.schema.engine.keywords import kind_of

if TYPE_CHECKING:
    from replay import Replay


def long(replay: Replay, node: Derivation, given: Given) -> None:
    most = given.bounds()[1]
    if most is None or given.least_items() <= most:
        raise DoesNotFollow(node, "there is room")


def item(replay: Replay, node: Derivation, given: Given) -> None:
    index = _index(node)
    if index >= given.least_items() or len(node.premises) != 1:
        raise DoesNotFollow(node, "nothing asks for an item there")
    replay.below(node.premises[0], given.item(index))


def _index(node: Derivation) -> int:
    if len(node.about) != 1 or not str(node.about[0]).isdecimal():
        raise DoesNotFollow(node, "it is about no index")
    return int(str(node.about[0]))


def equal(replay: Replay, node: Derivation, given: Given) -> None:
    unique = any(each.keywords.unique for each in given.accept.values())
    if not unique or not any(isinstance(fact, Twice) for fact in given.facts):
        raise DoesNotFollow(node, "nothing asks for items to be equal and to differ")


def pigeonhole(replay: Replay, node: Derivation, given: Given) -> None:
    about = node.about[0] if node.about else None
    length = given.least_items()
    shared = isinstance(about, Schema) and all(
        id(about) in Given.of(given.item(index).accept.values(), (), None).accept for index in range(length)
    )
    unique = any(each.keywords.unique for each in given.accept.values())
    if not unique or not shared or not isinstance(about, Schema) or _count(about) >= length:
        raise DoesNotFollow(node, "there are values enough")


def unmatched(replay: Replay, node: Derivation, given: Given) -> None:
    wanted = [each.keywords.contains for each in given.accept.values()]
    schema = node.about[0] if node.about else None
    if not any(each is not None and each.schema is schema and each.least > 0 for each in wanted):
        raise DoesNotFollow(node, "nothing asks for a match of it")
    found = {str(each.about[0]): each for each in node.premises if each.rule is Rule.ITEM}
    at = replace(given, facts=tuple(fact for fact in given.facts if isinstance(fact, Every)))
    for index in range(given.tuples() + 1):
        if str(index) not in found or len(found[str(index)].premises) != 1:
            raise DoesNotFollow(node, f"no premise for the index {index}")
        replay.asks(found[str(index)], given)
        replay.below(found[str(index)].premises[0], at.item(index, (schema,)))  # type: ignore[arg-type]


def _count(schema: Schema) -> int:
    """How many values a schema accepts at most."""
    raw, taken = schema.raw, schema.keywords.kinds
    if isinstance(raw, dict) and isinstance(raw.get("enum"), list):
        return len({repr(each) for each in raw["enum"] if taken is None or kind_of(each) in taken})
    if isinstance(raw, dict) and "const" in raw:
        return 1
    counts = [_count(each) for each in schema.keywords.all_of]
    if schema.keywords.kinds is not None and schema.keywords.kinds <= {"null", "boolean"}:
        counts.append(sum({"null": 1, "boolean": 2}[kind] for kind in schema.keywords.kinds))
    return min(counts, default=1 << 60)
