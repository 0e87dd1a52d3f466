"""Two forms to documents worth trying: small ones that differ exactly where the forms differ.

Nothing here claims anything: what comes out is tried on real validators, in order, so order and
readability are all that matters. Declared names come first, then typed values, then strange ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from govern.documents import canonical
from govern.model import JsonObject, JsonValue
from govern.schema.form import Form, type_of
from govern.schema.nodes import listing, mapping
from govern.schema.places import ANY, Layers, Place, root, walk
from govern.schema.sampling import sample
from govern.schema.strings import strings

_DEEPEST = 12
_MOST_PER_PLACE = 80
_MOST_SPOTS = 60
_MOST_SEEDS = 12
_UNDECLARED = "z"
_ABOUT_ARRAYS = frozenset(
    (
        *("minItems", "maxItems", "uniqueItems", "prefixItems", "items"),
        *("contains", "minContains", "maxContains", "unevaluatedItems"),
    )
)
_PROBES: tuple[JsonValue, ...] = (
    "x",
    1,
    True,
    None,
    {},
    [],
    0,
    -1,
    Decimal("1.5"),
    "",
    [1],
    {_UNDECLARED: 1},
)


def candidates(left: Form, right: Form, seeds: tuple[JsonValue, ...] = ()) -> Iterator[JsonValue]:
    """Documents that put telling values at each place where the forms differ: first real documents
    (`seeds`) with one name less or one value replaced, then documents made up for the place."""
    spots = _spots(left, right)
    for place, _ in spots:
        names = _differing_names(place)
        for seed in seeds[:_MOST_SEEDS]:
            yield from _with_fewer_names(seed, place.path, names)
    for place, trail in spots:
        for value in _telling(place):
            yield from _embedded(trail, value, left.definitions)
            moved = (_put(seed, place.path, value) for seed in seeds[:_MOST_SEEDS])
            yield from (each for each in moved if each is not None)


def samples(form: Form) -> Iterator[JsonValue]:
    """Some small documents that the form may accept."""
    layers = Layers([form.schema], form.definitions)
    yield from _PROBES
    for variant in range(8):
        yield sample(layers, form.definitions, variant, 0)


def shrink(document: JsonValue, still: Callable[[JsonValue], bool]) -> JsonValue:
    """The document with everything taken out that `still` does not need."""
    changed, rounds = True, 0
    while changed and rounds < 8:
        changed, rounds = False, rounds + 1
        for smaller in _smaller(document):
            if still(smaller):
                document, changed = smaller, True
                break
    return document


# --- where the forms differ ---


def _spots(left: Form, right: Form) -> list[tuple[Place, tuple[Place, ...]]]:
    """The places whose own keywords differ, each with the places above it, shallow first."""
    found: list[tuple[Place, tuple[Place, ...]]] = []
    trails: dict[object, tuple[Place, ...]] = {}
    for place, children in walk(root(left, right)):
        trail = trails.get(place.key, ())
        if len(trail) > _DEEPEST:
            continue
        if _own(place.left) != _own(place.right):
            found.append((place, (*trail, place)))
            if len(found) == _MOST_SPOTS:
                break
        for below in children.values():
            trails.setdefault(below.key, (*trail, place))
    return found


def _own(layers: Layers) -> bytes:
    """What the layers of one place say of that place itself, subschemas by their names only."""
    return b"\n".join(sorted(canonical(_shallow(node)) for node in layers.nodes))


def _shallow(node: JsonObject) -> JsonObject:
    out: JsonObject = {}
    for key, value in node.items():
        if key in ("properties", "patternProperties", "dependentSchemas") and isinstance(value, dict):
            out[key] = {name: each if isinstance(each, bool) else None for name, each in value.items()}
        elif key in ("allOf", "anyOf", "oneOf", "prefixItems") and isinstance(value, list):
            out[key] = (
                len(value)
                if key in ("prefixItems", "allOf")
                else [canonical(each).decode() for each in value]
            )
        elif key in (
            "items",
            "additionalProperties",
            "contains",
            "unevaluatedItems",
            "unevaluatedProperties",
        ):
            out[key] = value if isinstance(value, bool) else None
        else:
            out[key] = value
    return out


def _differing_names(place: Place) -> tuple[str, ...]:
    """The names that only one side requires or declares at a place."""
    sides = []
    for layers in (place.left, place.right):
        required = {str(name) for node in layers.nodes for name in listing(node, "required")}
        declared = {name for node in layers.nodes for name in mapping(node, "properties")}
        sides.append((required, declared))
    return tuple(sorted((sides[0][0] ^ sides[1][0]) | (sides[0][1] ^ sides[1][1])))


def _with_fewer_names(seed: JsonValue, path: tuple[str, ...], names: tuple[str, ...]) -> Iterator[JsonValue]:
    here = _at(seed, path)
    if isinstance(here, dict):
        for name in names:
            less = _put(seed, path, {key: value for key, value in here.items() if key != name})
            if name in here and less is not None:
                yield less


def _at(document: JsonValue, path: tuple[str, ...]) -> JsonValue:
    """The first value at a path in which `*` stands for any item or member; null where there is none."""
    for token in path:
        if isinstance(document, dict):
            name = token if token != ANY else next(iter(sorted(document)), token)
            document = document.get(name)
        elif isinstance(document, list) and document and (token == ANY or token.isdigit()):
            document = document[min(int(token) if token.isdigit() else 0, len(document) - 1)]
        else:
            return None
    return document


# --- values that tell the sides apart at one place ---


def _telling(place: Place) -> Iterator[JsonValue]:
    seen: set[bytes] = set()
    for value in _raw_telling(place):
        key = canonical(value)
        if key not in seen:
            seen.add(key)
            yield value
            if len(seen) == _MOST_PER_PLACE:
                return


def _raw_telling(place: Place) -> Iterator[JsonValue]:
    left, right = place.left, place.right
    yield from _listed(left, right)
    yield from _bounds(left, right)
    bases = [
        sample(layers, layers.definitions, variant, 1) for variant in range(4) for layers in (left, right)
    ]
    for base in bases:
        yield base
    for base in bases:
        if isinstance(base, dict):
            yield from _objects(base, left, right)
    yield from _dependent(left, right)
    yield from _full(left, right)
    yield from _PROBES
    yield from strings(*_patterns(left), *_patterns(right))


def _listed(left: Layers, right: Layers) -> Iterator[JsonValue]:
    """Enumerated values, under `not` too: those only one side lists first."""
    sides = [
        {canonical(v): v for node in (*layers.nodes, *layers.negated()) for v in listing(node, "enum")}
        for layers in (left, right)
    ]
    for mine, theirs in ((sides[0], sides[1]), (sides[1], sides[0])):
        for key in sorted(mine.keys() - theirs.keys())[:20]:
            yield mine[key]
    for key in sorted(sides[0].keys() & sides[1].keys())[:6]:
        yield sides[0][key]


def _bounds(left: Layers, right: Layers) -> Iterator[JsonValue]:
    for node in (*left.nodes, *right.nodes):
        yield from _numbers_near(node)
        for size in _sizes(node, ("minLength", "maxLength"), 5000):
            yield "x" * size
        yield from _arrays(node, left)
        for size in _sizes(node, ("minProperties", "maxProperties"), 100):
            yield {f"k{index}": 1 for index in range(size)}


def _numbers_near(node: JsonObject) -> Iterator[JsonValue]:
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
        bound = node.get(keyword)
        if isinstance(bound, (int, Decimal)) and not isinstance(bound, bool):
            yield from (bound, bound - 1, bound + 1)
            yield Decimal(bound) + Decimal("0.5") if -(10**9) < bound < 10**9 else bound


def _arrays(node: JsonObject, left: Layers) -> Iterator[JsonValue]:
    if _ABOUT_ARRAYS.isdisjoint(node):
        return
    items = [sample(left.item(None), left.definitions, variant, 2) for variant in range(2)]
    for size in _sizes(node, ("minItems", "maxItems"), 200):
        for item in (*items, 1):
            yield [item] * size
        yield [*range(size)]
    if node.get("uniqueItems") is True:
        yield [items[0], items[0]]
    length = left.tuple_length()
    if length:
        start = [sample(left.item(index), left.definitions, 0, 2) for index in range(length)]
        yield from ([*start, extra] for extra in (*items, *_PROBES[:4]))
        yield start[:-1]
    yield from _containing(node, left)


def _containing(node: JsonObject, left: Layers) -> Iterator[JsonValue]:
    """Arrays with one match of `contains` more or less than the bounds take."""
    if "contains" not in node:
        return
    matching = sample(Layers([node["contains"]], left.definitions), left.definitions, 0, 2)
    counts = {0, 1, 2, *_sizes(node, ("minContains", "maxContains"), 50)}
    for count in sorted(counts):
        yield [matching] * count
        yield [*([matching] * count), *_PROBES[:1]]


def _sizes(node: JsonObject, keywords: tuple[str, ...], most: int) -> Iterator[int]:
    """Each bound, one less and one more."""
    for keyword in keywords:
        size = node.get(keyword)
        if isinstance(size, int) and 0 <= size < most:
            yield from (each for each in (size, size - 1, size + 1) if each >= 0)


def _objects(base: JsonObject, left: Layers, right: Layers) -> Iterator[JsonValue]:
    """A base object with one member more, one less, one of another type."""
    mine, theirs = left.mention(), right.mention()
    for name in sorted(mine.names | theirs.names):
        below = [layers.named(name) for layers in (left, right)]
        for layers in below:
            for variant in range(2):
                yield {**base, name: sample(layers, layers.definitions, variant, 2)}
        if name in base:
            yield {key: value for key, value in base.items() if key != name}
        for probe in ("x", 1, None, True):
            yield {**base, name: probe}
    for probe in (1, "x"):
        yield {**base, _UNDECLARED: probe}
    for name in strings(*mine.patterns, *theirs.patterns):
        yield {**base, name: 1}
        yield {**base, name: "x"}


def _dependent(left: Layers, right: Layers) -> Iterator[JsonValue]:
    """Objects that carry a name on which others depend: with all of these, and with one less."""
    for node in (*left.nodes, *right.nodes):
        dependencies = node.get("dependentRequired")
        for name, others in sorted(dependencies.items()) if isinstance(dependencies, dict) else ():
            names = [name, *(str(each) for each in others)] if isinstance(others, list) else [name]
            whole = {each: sample(left.named(each), left.definitions, 0, 2) for each in names}
            yield {name: whole[name]}
            yield whole
            yield from ({key: whole[key] for key in whole if key != each} for each in names[1:])
        schemas = node.get("dependentSchemas")
        for name in sorted(schemas) if isinstance(schemas, dict) else ():
            yield {name: 1}


def _full(left: Layers, right: Layers) -> Iterator[JsonValue]:
    """An object that carries every declared name."""
    for layers in (left, right):
        names = sorted({name for node in layers.nodes for name in mapping(node, "properties")})[:30]
        if names:
            for variant in range(2):
                yield {name: sample(layers.named(name), layers.definitions, variant, 2) for name in names}


def _patterns(layers: Layers) -> list[str]:
    return sorted({str(node["pattern"]) for node in layers.nodes if isinstance(node.get("pattern"), str)})


# --- embedding a value from its place up to a whole document ---


def _embedded(
    trail: tuple[Place, ...], value: JsonValue, definitions: Mapping[str, JsonValue]
) -> Iterator[JsonValue]:
    for variant in range(3 if len(trail) > 1 else 1):
        document = value
        for above, place in reversed(list(pairwise(trail))):
            document = _holding(above, place.path[len(above.path)], document, definitions, variant)
        yield document


def _holding(
    above: Place, token: str, value: JsonValue, definitions: Mapping[str, JsonValue], variant: int
) -> JsonValue:
    """A document for the place above whose member or item at `token` is the value."""
    is_item = token not in above.left.mention().names | above.right.mention().names and (
        any(
            k in node
            for node in (*above.left.nodes, *above.right.nodes)
            for k in ("items", "prefixItems", "contains")
        )
        and (token.isdigit() or token == ANY)
    )
    base = sample(above.left, definitions, variant, 1)
    if is_item:
        length = int(token) if token.isdigit() else above.left.tuple_length()
        return [*(sample(above.left.item(i), definitions, variant, 2) for i in range(length)), value]
    held = dict(base) if isinstance(base, dict) else {}
    name = _UNDECLARED if token == ANY else token
    if token == ANY:
        patterns = (*above.left.mention().patterns, *above.right.mention().patterns)
        name = next(iter(strings(*patterns)), _UNDECLARED) if patterns else _UNDECLARED
    held[name] = value
    return held


def _put(document: JsonValue, path: tuple[str, ...], value: JsonValue) -> JsonValue | None:
    """A copy of a real document with a value put at a path it already has, None where it has not."""
    if not path:
        return value
    token, rest = path[0], path[1:]
    if isinstance(document, dict):
        name = token if token != ANY else next(iter(sorted(document)), None)
        if name is None or (rest and name not in document):
            return None
        inner = _put(document.get(name), rest, value)
        return {**document, name: inner} if inner is not None or not rest else None
    if isinstance(document, list):
        index = 0 if token == ANY else int(token) if token.isdigit() else -1
        if not document or not 0 <= index < len(document):
            return [value] if not rest and isinstance(document, list) else None
        inner = _put(document[index], rest, value)
        return [*document[:index], inner, *document[index + 1 :]]
    return None


def _smaller(document: JsonValue) -> Iterator[JsonValue]:
    """Documents with one member, item or inner part less, largest steps first."""
    if isinstance(document, dict):
        for name in sorted(document, key=lambda each: (-len(canonical(document[each])), each)):
            yield {key: value for key, value in document.items() if key != name}
        for name, value in sorted(document.items()):
            for less in _smaller(value):
                yield {**document, name: less}
    elif isinstance(document, list):
        for index in range(len(document)):
            yield [*document[:index], *document[index + 1 :]]
        for index, value in enumerate(document):
            for less in _smaller(value):
                yield [*document[:index], less, *document[index + 1 :]]
    elif isinstance(document, str) and len(document) > 1 and type_of(document) == "string":
        yield document[: len(document) // 2]
