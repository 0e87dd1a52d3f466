"""A schema and a document to whether it accepts it: yes, no, or cannot tell.

The logic is Kleene's: True and False are certain, None is not known, and what is certain stays so
beside what is not. A schema is read once for each type of value, into the checks that apply to it,
which it keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govern.model import JsonValue
from govern.schema.engine.applicators import IN_PLACE, INTO
from govern.schema.engine.assertions import ASSERTIONS, Check, cannot_tell, listed, refuse
from govern.schema.engine.evaluated import UNEVALUATED
from govern.schema.engine.form import Checks, Schema
from govern.schema.engine.keywords import KINDS, Keywords, kind_of

_DEEPEST = 210
"""Schemas asked within each other at most: documents of 200 levels fit, and Python's stack is not full."""
_FORMATS = frozenset({"format", "content"})
_OF_KIND: Mapping[str, Mapping[str, Check]] = {
    kind: {**ASSERTIONS[kind], **INTO.get(kind, {}), **IN_PLACE, **UNEVALUATED.get(kind, {})}
    for kind in KINDS
}
"""For each kind of value the attributes of `Keywords` that speak of it, the cheapest to ask first."""
_WHOLE = frozenset(name for each in UNEVALUATED.values() for name in each)


class Evaluator:
    """Says whether schemas accept documents. One can be asked about any number of them.

    `formats`: whether `format` and `content*` may be asserted, so that nobody can tell what they say
    of a string; else they say nothing. `steps`: how often, for one document, a schema may be asked
    about a value.
    """

    def __init__(self, *, formats: bool, steps: int = 100_000) -> None:
        self.spent = False
        """Whether the last document took all steps, and more was to be asked."""
        self._formats = formats
        self._steps = steps
        self._left = 0
        self._depth = 0
        self._said: dict[tuple[int, int], bool | None] = {}

    def accepts(self, schema: Schema, value: JsonValue) -> bool | None:
        """Whether a schema accepts a document; None where nobody can tell, or where the steps do not
        suffice."""
        self.spent = False
        self._left = self._steps
        self._depth = 0
        self._said = {}
        try:
            return self.below(schema, value)
        except RecursionError:  # the caller's own stack was nearly full
            return None

    def below(self, schema: Schema, value: JsonValue) -> bool | None:
        """What a schema says of a part of the document that has just been stepped into."""
        known = schema.checks[self._formats].get(type(value))
        cost, checks = self._checks(schema, value) if known is None else known
        self._left -= cost
        if self._left < 0:
            self.spent = True
            return None
        if self._depth >= _DEEPEST:
            return None
        self._depth += 1
        verdict: bool | None = True
        for check, argument in checks:
            said = check(self, argument, value)
            if said is not True:
                verdict = said
                if said is False:
                    break
        self._depth -= 1
        return verdict

    def here(self, schema: Schema, value: JsonValue) -> bool | None:
        """What a schema says of the value being judged. It is asked once; while it is being asked, and
        so where it leads back to itself, nothing is known."""
        key = (id(schema), id(value))
        if key in self._said:
            return self._said[key]
        self._said[key] = None
        said = self._said[key] = self.below(schema, value)
        return said

    def step(self) -> bool:
        """Take a step; False where none is left."""
        self._left -= 1
        self.spent = self.spent or self._left < 0
        return not self.spent

    def _checks(self, schema: Schema, value: JsonValue) -> Checks:
        """What a schema checks values of one type by, and the steps that this takes."""
        kind = kind_of(value)
        layers, circular = _layers(schema)
        ranked = [each for layer in layers for each in self._of(layer, kind)]
        if circular:
            ranked.append((len(_OF_KIND[kind]), cannot_tell, None))
        ranked.sort(key=lambda each: each[0])
        read = len(layers), tuple((check, argument) for _, check, argument in ranked)
        schema.checks[self._formats][type(value)] = read
        return read

    def _of(self, layer: Keywords, kind: str) -> Iterator[tuple[int, Check, object]]:
        """The checks of some keywords for values of a kind, each with its rank."""
        own = vars(layer)
        if layer.kinds is not None and kind not in layer.kinds:
            yield -1, refuse, None
            return
        if layer.enum is not None:
            yield -1, *listed(layer.enum, kind)
        for rank, (name, check) in enumerate(_OF_KIND[kind].items()):
            if name in own and (self._formats or name not in _FORMATS):
                yield rank, check, layer if name in _WHOLE else own[name]


def _layers(schema: Schema) -> tuple[list[Keywords], bool]:
    """The keywords of a schema and of all that must hold besides (`allOf`, `$ref`), each once, and
    whether any of these leads back to itself."""
    found: list[Keywords] = []
    entered: set[Schema] = set()
    left: set[Schema] = set()
    circular = False
    stack = [(schema, False)]
    while stack:
        here, leaving = stack.pop()
        if leaving:
            left.add(here)
        elif here not in entered:
            entered.add(here)
            found.append(here.keywords)
            stack.append((here, True))
            stack.extend((each, False) for each in reversed(here.keywords.all_of))
        elif here not in left:
            circular = True
    return found, circular
