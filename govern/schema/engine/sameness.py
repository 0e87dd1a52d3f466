"""Two schemas of two forms to whether they are the same text, leading to the same text, all the way.

What is the same means the same, whatever it says, so the greater part of a revision is settled
without being read. Annotations and the order of keys are set aside; what else is said in other words
is not the same here, and the rules decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from govern.schema.dialect import LEFT_BEHIND
from govern.schema.engine.form import Form, Reference, Schema
from govern.schema.standing import keys

_CONTESTED = frozenset({"$dynamicRef", "$recursiveRef", LEFT_BEHIND})
_Pair: TypeAlias = "tuple[Schema, Schema]"


class Sameness:
    """Which schemas of a left and a right form are the same. Ask either way round.

    A pair is the same iff its texts are and every pair that its references lead to is: the greatest such
    relation (what refers back to itself is the same until something differs).
    """

    def __init__(self) -> None:
        self._told: dict[_Pair, bool] = {}
        self._led: dict[_Pair, bool] = {}
        """Pairs that hang on the way to them, and are only told of as led to from one that does not."""
        self._lost: dict[_Pair, set[str]] = {}
        self._looked: dict[Schema, tuple[set[Schema], set[Schema]]] = {}
        self.compared = 0
        """How many pairs were looked at, which is work."""
        self.assumed: set[str] = set()
        """References that lead nowhere on both sides of what is the same, and are taken to mean it."""

    def same(self, a: Schema, b: Schema) -> bool:
        """Whether two schemas are the same."""
        told = self._told.get((a, b))
        if told is None:
            told = self._told[a, b] = self._tell(a, b)
        return told

    def _tell(self, a: Schema, b: Schema) -> bool:
        if a.led_through or b.led_through:
            return False  # from a document that refers to it the way is one, and `_follow` goes it
        if a is b and not a.form.contested:
            return True
        if isinstance(a.raw, bool) or isinstance(b.raw, bool):
            return a.raw is b.raw
        alike = _alike(a, b)  # most that are not the same say so themselves
        if alike and _one_digest(a, b):
            return True
        self.compared += 1
        if not alike:
            return False
        self._follow(a, b)
        return self._told[a, b]

    def is_one_of(self, schema: Schema, others: Sequence[Schema]) -> bool:
        """Whether a schema is the same as one of others, of which it may be one."""
        own = schema in others and not schema.form.contested and not schema.led_through
        return own or any(self.same(each, schema) for each in others)

    def is_among(self, schema: Schema, others: Mapping[Schema, object]) -> bool:
        """Whether a schema is the same as one of others; each pair is compared once only, in their order:
        what is told of one pair may be told of the next on its way."""
        looked, found = self._looked.setdefault(schema, (set(), set()))
        new = others.keys() - looked
        for each in [each for each in others if each in new] if new else ():
            looked.add(each)
            if self.same(schema, each):
                found.add(each)
        return not found.isdisjoint(others)

    def same_documents(self, a: Form, b: Form) -> bool:
        """Whether two sides are the same documents altogether, but for annotations: then whatever is
        reached in them, and on which way, is the same."""
        one, other = a.library.documents(), b.library.documents()
        return (
            a.library.root.document == b.library.root.document
            and [each.document for each in one] == [each.document for each in other]
            and all(
                x.draft is y.draft
                and a.wordings.of(x.schema, x.draft, strictly=True)
                == b.wordings.of(y.schema, y.draft, strictly=True)
                for x, y in zip(one, other, strict=True)
            )
        )

    def _follow(self, a: Schema, b: Schema) -> None:
        """Tell of a pair, and of every pair its references lead to, whether it is the same: all are, but
        those that differ themselves and those that lead to one that does."""
        makers: dict[_Pair, list[_Pair]] = {}
        differ: list[_Pair] = []
        met: set[_Pair] = set()
        stack = [(a, b)]
        while stack:
            pair = stack.pop()
            if pair in met:
                continue
            met.add(pair)
            below = self._below(pair)
            if below is None:
                differ.append(pair)
                continue
            for inner in below:
                told = self._kept(inner).get(inner)
                if told is None:
                    makers.setdefault(inner, []).append(pair)
                    stack.append(inner)
                elif not told:
                    differ.append(pair)
        self._settle(met, makers, differ)

    def _settle(self, met: set[_Pair], makers: Mapping[_Pair, list[_Pair]], differ: list[_Pair]) -> None:
        different: set[_Pair] = set()
        while differ:
            pair = differ.pop()
            if pair not in different:
                different.add(pair)
                differ += makers.get(pair, ())
        for pair in met:
            told = pair not in different
            known = self._kept(pair)
            known[pair] = known[pair[1], pair[0]] = told
            if told:
                self.assumed |= self._lost.get(pair, set())

    def _kept(self, pair: _Pair) -> dict[_Pair, bool]:
        return self._led if pair[0].led_through or pair[1].led_through else self._told

    def _below(self, pair: _Pair) -> list[_Pair] | None:
        """The pairs that must be the same for this one to be, but for those that one digest tells to be;
        None where it cannot be."""
        left, right = pair
        if not _alike(left, right):
            return None
        if _hangs_on_the_way(left) or _hangs_on_the_way(right):
            return None
        pairs = _references(left, right)
        if pairs is None:
            return None
        below: list[_Pair] = []
        for one, other in pairs:
            if one.target is not None and other.target is not None:
                if not _one_digest(one.target, other.target):
                    below.append((one.target, other.target))
            elif one.target is other.target and _lost_alike(left.form, one, right.form, other):
                self._lost.setdefault(pair, set()).add(left.form.asked(one))
            else:
                return None
        return below


def _alike(left: Schema, right: Schema) -> bool:
    """Whether two schemas say the same, wherever their references lead."""
    if left.node.draft is not right.node.draft:
        return False
    if left.moved or right.moved:
        return left.text == right.text
    return left.raw is right.raw or left.wording == right.wording


def _one_digest(left: Schema, right: Schema) -> bool:
    """Whether a digest already tells that two schemas are the same; none is made of what is not."""
    found = left.fingerprint
    return found is not None and found == right.fingerprint


def _references(left: Schema, right: Schema) -> list[tuple[Reference, Reference]] | None:
    """The references of two schemas that say the same, in pairs; None where they are not the same ones."""
    if left.moved is right.moved:
        mine, theirs = left.references, right.references
    else:  # of equal text: in equal order
        mine, theirs = (tuple(each.form.references_in_order(each.node)) for each in (left, right))
    if [each.text for each in mine] != [each.text for each in theirs]:
        return None
    return [*zip(mine, theirs, strict=True)]


def _hangs_on_the_way(schema: Schema) -> bool:
    """Whether a reference stands in a schema that hangs on the way to it, or that only some follow."""
    return schema.form.contested and not keys(schema.raw).all.isdisjoint(_CONTESTED)


def _lost_alike(left: Form, one: Reference, right: Form, other: Reference) -> bool:
    """Whether two references that lead nowhere ask for the same thing outside of what is at hand."""
    for form, reference in ((left, one), (right, other)):
        if form.library.read_otherwise(reference.node, reference.text):
            return left.whole == right.whole
    return left.asked(one) == right.asked(other)
