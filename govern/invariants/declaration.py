"""The `invariants` and `schema_tags` of a manifest to rules that can be checked, or to what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govern import pointer
from govern.invariants import demands
from govern.invariants.places import ANY, getter, holds_items, spots, whole
from govern.invariants.terms import term
from govern.manifest.forms import DECLARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from govern.contracts import CodeBinding
    from govern.invariants.demands import Condition, Demand, Words
    from govern.invariants.places import Getter, Spots
    from govern.invariants.terms import Term
    from govern.invariants.vocabulary import Vocabulary
    from govern.model import JsonObject, JsonValue

SECTION, TAGS = DECLARED
"""The two sections of a manifest that declare what is checked, and under which tag."""
DEFAULT_TAG = "INVARIANT"
NO_FREE_TEXT = "no_free_text"
_LISTED = ("all", "any", "one_of", "contains")


class Rule(NamedTuple):
    """One invariant. `broken`: where a document breaks it, with what stands there (`pointer.MISSING` where
    something should); `words` of that. `says`: the words of the language that it uses. `reads`: all the
    places that it looks at."""

    name: str
    tag: str
    at: str
    broken: Callable[[JsonValue], Sequence[tuple[str, JsonValue]]]
    words: Callable[[JsonValue, JsonValue], Words]
    why: str
    says: frozenset[str]
    reads: frozenset[str]


class FreeText(NamedTuple):
    """The invariant that no text is free, but for those at `allowed` (pointers with `*`) and below."""

    name: str
    tag: str
    allowed: tuple[str, ...]
    why: str


class Flaw(NamedTuple):
    """Something wrong with a declaration: where in the manifest, and what."""

    pointer: str
    message: str


def declared(document: JsonValue, vocabulary: Vocabulary) -> tuple[Rule | FreeText, ...]:
    """The invariants of a manifest without flaws (see `form`), in its order."""
    rules = section(document, SECTION).items()
    return tuple(_rule(name, said, vocabulary) for name, said in rules if isinstance(said, dict))


def bindings(document: JsonValue) -> tuple[CodeBinding, ...]:
    """The places that the invariants of a manifest bind to its registries, whatever else they ask: fields,
    those of a list by the list."""
    from govern.contracts import CodeBinding

    found: dict[tuple[str, str], CodeBinding] = {}
    for said in map(_object, section(document, SECTION).values()):
        registry = said.get("registry", said.get("order"))
        if not isinstance(registry, str) or "tier" in said or "when" in said:
            continue
        field = str(said.get("at", "")).removesuffix(f"/{ANY}")
        known = found.get((field, registry), CodeBinding(field, registry))
        tier = str(said["tier_of"]) if "tier_of" in said else known.tier
        found[field, registry] = CodeBinding(field, registry, tier, known.ordered or "order" in said)
    return tuple(found.values())


def tags(document: JsonValue) -> dict[str, str]:
    """Pointers into the schema to the tag of what is refused there and below."""
    return {at: tag for at, tag in section(document, TAGS).items() if isinstance(tag, str)}


def named_wrongly(document: JsonValue, vocabulary: Vocabulary) -> Iterator[Flaw]:
    """What invariants name that the manifest does not have: registries, tiers, values. That they have the
    form of the published schema is checked before."""
    for name, said in section(document, SECTION).items():
        yield from _named(said, f"/{SECTION}/{name}", vocabulary)


def section(document: JsonValue, name: str) -> JsonObject:
    """A section of a manifest; empty where it has none, or none that is an object."""
    return _object(document.get(name)) if isinstance(document, dict) else {}


def _named(said: JsonValue, at: str, vocabulary: Vocabulary) -> Iterator[Flaw]:
    """The names in a declaration, wherever they stand in it, that lead nowhere."""
    if isinstance(said, list):
        for index, each in enumerate(said):
            if isinstance(each, dict):  # a list in a list is a value
                yield from _named(each, f"{at}/{index}", vocabulary)
    if not isinstance(said, dict) or "value" in said:
        return
    yield from _misnamed(said, at, vocabulary)
    for key, part in said.items():
        if isinstance(part, dict) or key in _LISTED:
            yield from _named(part, f"{at}/{key}", vocabulary)


def _misnamed(said: JsonObject, at: str, vocabulary: Vocabulary) -> Iterator[Flaw]:
    """What an object names itself and the manifest does not have."""
    known = ", ".join(vocabulary.names) or "none"
    unknown = [key for key in ("registry", "order") if key in said and not vocabulary.has(str(said[key]))]
    for name in unknown:
        yield Flaw(f"{at}/{name}", f"there is no registry `{said[name]}`; there are {known}")
    tier = said.get("tier")
    if not unknown and isinstance(tier, str) and not vocabulary.has_tier(str(said.get("registry")), tier):
        yield Flaw(f"{at}/tier", f"`{said.get('registry')}` has no tier `{tier}`")
    place = said.get("manifest")
    if isinstance(place, str) and not vocabulary.has_value(place):
        yield Flaw(f"{at}/manifest", f"nothing stands at {place} of the manifest")
    for key in ("at_most", "at_least"):
        limit = _object(said.get(key)).get("manifest")
        if isinstance(limit, str) and not demands.is_number(vocabulary.value(limit)):
            yield Flaw(f"{at}/{key}", f"what stands at {limit} of the manifest is no number")


def _rule(name: str, said: JsonObject, vocabulary: Vocabulary) -> Rule | FreeText:
    tag, why = str(said.get("tag", DEFAULT_TAG)), str(said.get("why", ""))
    free = said.get(NO_FREE_TEXT)
    if isinstance(free, dict):
        allowed = free.get("except")
        return FreeText(name, tag, tuple(map(str, allowed if isinstance(allowed, list) else ())), why)
    at = str(said.get("at", ""))
    when = said.get("when")
    demand = _demand(said, vocabulary)
    guard = _condition(when, vocabulary) if isinstance(when, dict) else None
    broken = _broken(at, demand, guard, even_missing=_asks_for_presence(said))
    words = frozenset(said) - {"tag", "at", "why"}
    return Rule(name, tag, at, broken, demand.words, why, words, frozenset(_read(said)))


def _read(said: JsonValue) -> Iterator[str]:
    """The places of a document that a declaration looks at, up to the first `*`."""
    if isinstance(said, list):
        for each in said:
            yield from _read(each)
    elif isinstance(said, dict):
        for key, part in said.items():
            if key in ("at", "field", "tier_of") and isinstance(part, str):
                yield part.partition(f"/{ANY}")[0]
            elif key not in ("value", "why"):
                yield from _read(part)


def _broken(
    at: str, demand: Demand, guard: Condition | None, *, even_missing: bool
) -> Callable[[JsonValue], Sequence[tuple[str, JsonValue]]]:
    """A document to the places where a demand does not hold, if the guard is met."""
    holds = demand.holds
    if even_missing or (ANY in at.split("/") and not at.endswith(f"/{ANY}")):
        return _broken_anywhere(whole(at) if even_missing else spots(at), holds, guard)
    if ANY in at[:-2].split("/"):
        return _broken_anywhere(spots(at), holds, guard)
    if at.endswith(f"/{ANY}"):
        return _broken_items(at[:-2], holds, guard)
    here = getter(at)

    def always(document: JsonValue) -> Sequence[tuple[str, JsonValue]]:
        value: Any = here(document)
        if value is pointer.MISSING:
            return ()
        return ((at, value),) if holds(value, document) is False else ()

    if guard is None:
        return always
    return lambda document: always(document) if guard(document) else ()


def _broken_anywhere(
    places: Spots, holds: Callable[[JsonValue, JsonValue], bool | None], guard: Condition | None
) -> Callable[[JsonValue], Sequence[tuple[str, JsonValue]]]:
    """The same for all that stands at a place with `*`."""

    def many(document: JsonValue) -> Sequence[tuple[str, JsonValue]]:
        if guard is not None and not guard(document):
            return ()
        return [each for each in places(document) if holds(each[1], document) is False]

    return many


def _asks_for_presence(said: JsonValue) -> bool:
    """Does a demand ask whether something is there?"""
    return isinstance(said, dict) and ("present" in said or _asks_for_presence(said.get("not")))


def _broken_items(
    stem: str, holds: Callable[[JsonValue, JsonValue], bool | None], guard: Condition | None
) -> Callable[[JsonValue], Sequence[tuple[str, JsonValue]]]:
    """The same for the items or members at one place, the commonest of places with `*`."""
    holder = getter(stem)

    def items(document: JsonValue) -> Sequence[tuple[str, JsonValue]]:
        held = holder(document)
        if isinstance(held, list):
            parts: Any = enumerate(held)
        elif isinstance(held, dict):
            parts = held.items()
        else:
            return ()
        wrong = [(key, part) for key, part in parts if holds(part, document) is False]
        if not wrong or (guard is not None and not guard(document)):
            return ()
        return [(f"{stem}/{pointer.escape(str(key))}", part) for key, part in wrong]

    return items


def _condition(said: JsonValue, vocabulary: Vocabulary) -> Condition:
    """A condition over a document. What is not there, or is of another type, does not meet it."""
    said = _object(said)
    for key in ("all", "any"):
        listed = said.get(key)
        if isinstance(listed, list):
            return _several([_condition(each, vocabulary) for each in listed], until=key == "any")
    if "at" not in said:
        inner = _condition(said.get("not"), vocabulary)
        return lambda document: not inner(document)
    at, holds = str(said["at"]), _demand(said, vocabulary).holds
    if ANY in at.split("/"):
        everywhere, there = whole(at), holds_items(at)
        return lambda document: (
            there(document) and all(holds(value, document) is True for _, value in everywhere(document))
        )
    here = getter(at)
    if "equals" in said and (said["equals"] is None or isinstance(said["equals"], (bool, str))):
        return _says(here, said["equals"])
    return lambda document: holds(here(document), document) is True


def _says(here: Getter, wanted: bool | str | None) -> Condition:
    """The commonest condition: a field says a certain word, true, false or null."""
    if isinstance(wanted, str):
        return lambda document: here(document) == wanted
    return lambda document: here(document) is wanted


def _several(parts: Sequence[Condition], *, until: bool) -> Condition:
    """Conditions taken together, asked one by one until one of them says `until`."""

    def met(document: JsonValue) -> bool:
        for part in parts:
            if part(document) is until:
                return until
        return not until

    return met


def _demand(said: JsonObject, vocabulary: Vocabulary) -> Demand:
    word = next(each for each in _DEMANDS if each in said)
    return _DEMANDS[word](said, vocabulary)


def _object(said: JsonValue) -> JsonObject:
    return said if isinstance(said, dict) else {}


def _registered(said: JsonObject, vocabulary: Vocabulary) -> Demand:
    registry = str(said["registry"])
    names = vocabulary.tiers(registry)
    if "tier" not in said and "tier_of" not in said:
        return demands.registered(registry, vocabulary.codes(registry), names)
    field = getter(str(said["tier_of"])) if "tier_of" in said else None
    return demands.of_tier(registry, names, None if field else str(said["tier"]), field)


def _ordered(said: JsonObject, vocabulary: Vocabulary) -> Demand:
    registry = str(said["order"])
    return demands.ordered(registry, vocabulary.ranks(registry))


def _terms(said: JsonValue, vocabulary: Vocabulary) -> list[Term]:
    return [term(each, vocabulary) for each in (said if isinstance(said, list) else [said])]


_DEMANDS: Mapping[str, Callable[[JsonObject, Vocabulary], Demand]] = {
    "registry": _registered,
    "order": _ordered,
    "equals": lambda said, world: demands.equals(term(said["equals"], world)),
    "one_of": lambda said, world: demands.one_of(_terms(said["one_of"], world)),
    "at_most": lambda said, world: demands.bound(term(said["at_most"], world), most=True),
    "at_least": lambda said, world: demands.bound(term(said["at_least"], world), most=False),
    "contains": lambda said, world: demands.contains(_terms(said["contains"], world)),
    "empty": lambda said, _: demands.empty(wanted=said["empty"] is True),
    "present": lambda said, _: demands.present(wanted=said["present"] is True),
    "derived": lambda said, world: demands.derived(_condition(said["derived"], world)),
    "holds": lambda said, world: demands.goes_with(_condition(said["holds"], world)),
    "not": lambda said, world: demands.negated(_demand(_object(said["not"]), world)),
}
"""The words of the language to what they demand: a new word is a row here and in the published schema."""
