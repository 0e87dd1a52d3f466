"""Two schemas to the renames between them: walked side by side, container by container."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from govern.model import JsonObject, JsonValue, Rename, RenameKind, Standing
from govern.pointer import escape, unescape
from govern.renames import things
from govern.renames.alignment import align
from govern.renames.declared import Declared, of_container
from govern.renames.matching import Match, match, told
from govern.renames.scoring import Name
from govern.renames.vocabulary import (
    constant_positions,
    constant_values,
    enum_values,
    named_thing,
    newly_deprecated,
)
from govern.schema.relation import Relation

_NAMED = {
    "properties": RenameKind.PROPERTY,
    "patternProperties": RenameKind.PATTERN_PROPERTY,
    "$defs": RenameKind.DEFINITION,
    "definitions": RenameKind.DEFINITION,
}
_MAPS = ("dependentSchemas", "dependencies")
_SINGLE = (
    *("additionalProperties", "additionalItems", "unevaluatedProperties", "unevaluatedItems", "items"),
    *("contains", "propertyNames", "not", "if", "then", "else", "contentSchema"),
)
_BRANCHES = ("oneOf", "anyOf", "allOf")
_TUPLES = ("prefixItems", "items")
ROUNDS = 8
"""What leads to a renamed thing, or stands in one, is matched a round after it; chains longer than this
are left to be proposed."""


def schema_renames(
    old: JsonValue,
    new: JsonValue,
    *,
    path: str,
    relation: Callable[[str, str], Relation] | None = None,
    declared: Sequence[Declared] = (),
) -> tuple[Rename, ...]:
    """Every rename between two schemas, sorted by container and old name.

    A container is aligned where its parents are (by name, by renamed name, by what makes a branch
    of `oneOf` itself). `container` points into the old schema, `head_container` into the new one.
    Renames below a parent that is itself only proposed are proposed. Malformed parts are passed by.
    `relation`: what stands at a pointer into the new schema, against what stands at one into the old one;
    without it, only what stayed the same can be asserted. `declared`: what the configuration says.
    """
    texts = _Texts(old, new)
    known = _Known({}, {}, {})
    for _ in range(ROUNDS):
        walk = _Walk(path, known, texts, relation, declared)
        walk.schema(old, new, "", "", certain=True)
        learnt = _Known(*walk.references(), walk.moved())
        if texts.says_the_same(learnt, known):
            break
        known = learnt
    return tuple(sorted(walk.found, key=lambda each: (each.container, each.kind, each.from_, each.to)))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a walk learns for the next: `refs`, references to definitions whose rename is asserted, old
    text to new text; `likely`, to those that may be renamed as well; `moved`, places of the old schema that
    stand elsewhere in the new one."""

    refs: Mapping[str, str]
    likely: Mapping[str, str]
    moved: Mapping[str, str]


class _Texts:
    """The references of both schemas; collected when first asked for, which few revisions need."""

    def __init__(self, old: JsonValue, new: JsonValue) -> None:
        self._old, self._new = old, new

    @cached_property
    def _both(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return things.references(self._old), things.references(self._new)

    def followed(self, known: _Known) -> Mapping[str, str]:
        """The references that went from one text to another wherever they stand."""
        mine, theirs = self._both
        return things.followed(mine, theirs, known.moved)

    def says_the_same(self, one: _Known, other: _Known) -> bool:
        """Whether a walk finds the same, whichever of two it knows."""
        if one == other:
            return True
        refs = (one.refs, one.likely) == (other.refs, other.likely)
        return refs and self.followed(one) == self.followed(other)


def _definition_keywords(old: JsonValue, new: JsonValue) -> tuple[tuple[str, str], ...]:
    """Which container of definitions became which: `definitions` may be `$defs` at head."""
    mine = [key for key in ("$defs", "definitions") if things.members(old, key) is not None]
    theirs = [key for key in ("$defs", "definitions") if things.members(new, key) is not None]
    if len(mine) == len(theirs) == 1:
        return ((mine[0], theirs[0]),)
    return tuple((key, key) for key in mine if key in theirs)


@dataclass(slots=True)
class _Walk:
    """One walk over two schemas. `found` and `aligned` (branches that stand elsewhere now) grow; nothing
    else changes."""

    path: str
    known: _Known
    texts: _Texts
    relation: Callable[[str, str], Relation] | None
    declared: Sequence[Declared] = ()
    found: list[Rename] = field(default_factory=list)
    aligned: dict[str, str] = field(default_factory=dict)

    def references(self) -> tuple[dict[str, str], dict[str, str]]:
        """References to definitions whose rename can be asserted, old text to new text, and to all those
        that were found."""
        found = [each for each in self._best_last() if each.kind is RenameKind.DEFINITION]
        sure = [each for each in found if each.standing is not Standing.PROPOSED]
        refs, likely = (
            {
                f"#{each.container}/{escape(each.from_)}": f"#{each.head_container}/{escape(each.to)}"
                for each in some
            }
            for some in (sure, found)
        )
        return refs, likely

    def moved(self) -> dict[str, str]:
        """The places of the old schema that stand elsewhere in the new one, as far as was found."""
        keyed = (each for each in self._best_last() if each.kind in _NAMED.values())
        names = {
            f"{each.container}/{escape(each.from_)}": f"{each.head_container}/{escape(each.to)}"
            for each in keyed
        }
        moved = {**self.aligned, **names}
        return moved if any(old != new for old, new in moved.items()) else {}

    def _best_last(self) -> Iterator[Rename]:
        """What was found; of the candidates for one old name the best comes last, and so it holds."""
        return reversed(self.found)

    def schema(self, old: JsonValue, new: JsonValue, at: str, to: str, *, certain: bool) -> None:
        if not isinstance(old, dict) or not isinstance(new, dict) or old == new:
            return
        for keyword in ("properties", "patternProperties"):
            self.named(keyword, keyword, old, new, at, to, certain=certain)
        for keyword, other in _definition_keywords(old, new):
            self.named(keyword, other, old, new, at, to, certain=certain)
        for keyword in _MAPS:
            mine, theirs = things.members(old, keyword) or {}, things.members(new, keyword) or {}
            for name in sorted(mine.keys() & theirs.keys()):
                tail = f"/{keyword}/{escape(name)}"
                self.schema(mine[name], theirs[name], at + tail, to + tail, certain=certain)
        for keyword in _SINGLE:
            tail = f"/{keyword}"
            self.schema(old.get(keyword), new.get(keyword), at + tail, to + tail, certain=certain)
        self._lists(old, new, at, to, certain=certain)
        self._enum(old, new, at, to, certain=certain)

    def named(
        self,
        keyword: str,
        other: str,
        old: JsonValue,
        new: JsonValue,
        at: str,
        to: str,
        *,
        certain: bool,
    ) -> None:
        """Match the names of one container, then go on below those that stayed or were renamed."""
        mine, theirs = things.members(old, keyword), things.members(new, other)
        if mine is None or theirs is None or mine == theirs:
            return
        kind, here, there = _NAMED[keyword], f"{at}/{keyword}", f"{to}/{other}"
        retired = {name for name in mine.keys() & theirs.keys() if newly_deprecated(mine[name], theirs[name])}
        added = [name for name in theirs if name not in mine]
        gone = [name for name in mine if name not in theirs or (name in retired and added)]
        stayed = [name for name in mine if name in theirs and name not in retired]
        found: list[Match] = []
        if gone and added:
            lost = [named_thing(name, mine[name], here) for name in gone]
            gained = [named_thing(name, theirs[name], there) for name in added]
            found = self._declared(lost, gained, theirs, here)
            used = {each.removed.name for each in found} | {each.added.name for each in found}
            found += match(
                [each for each in lost if each.name not in used],
                [each for each in gained if each.name not in used],
                kept=[
                    (named_thing(name, mine[name], here), named_thing(name, theirs[name], there))
                    for name in stayed
                ],
                refs=self.known.refs,
                likely=self.known.likely,
                pointed=self._followed(here, there) if kind is RenameKind.DEFINITION else {},
                spelled=kind is not RenameKind.PATTERN_PROPERTY,
                relation=self.relation,
            )
        for each in found:
            self._add(each, kind, here, there, each.removed.name in retired, certain=certain)
        for name in sorted(mine.keys() & theirs.keys()):
            tail = f"/{escape(name)}"
            self.schema(mine[name], theirs[name], here + tail, there + tail, certain=certain)
        best = {each.removed.name: each for each in reversed(found)}
        for each in reversed(best.values()):
            sure = certain and each.standing is not Standing.PROPOSED
            one, two = each.removed.name, each.added.name
            tails = f"{here}/{escape(one)}", f"{there}/{escape(two)}"
            self.schema(mine[one], theirs[two], *tails, certain=sure)

    def _followed(self, here: str, there: str) -> dict[tuple[str, str], str]:
        """The names of two containers of definitions where references went from one to the other."""
        mine, theirs = f"#{here}/", f"#{there}/"
        return dict.fromkeys(
            (
                (unescape(old.removeprefix(mine)), unescape(new.removeprefix(theirs)))
                for old, new in self.texts.followed(self.known).items()
                if old.startswith(mine) and new.startswith(theirs)
            ),
            "all that referred to the old name refers to the new one",
        )

    def _declared(
        self, lost: Sequence[Name], gained: Sequence[Name], theirs: JsonObject, here: str
    ) -> list[Match]:
        """Renames that the new schema, or the configuration, states. One whose thing is another is only
        proposed."""
        said = {
            former: (new.name, "the schema")
            for new in reversed(gained)
            for former in things.former_names(theirs.get(new.name))
        }
        said |= {old: (new, "the configuration") for old, new in of_container(self.declared, here).items()}
        came = {each.name: each for each in gained}
        found: list[Match] = []
        for old in lost:
            name, who = said.get(old.name, ("", ""))
            new = came.pop(name, None)
            if new is not None:
                found.append(self._verified(old, new, who))
        return found

    def _verified(self, old: Name, new: Name, who: str) -> Match:
        kept = things.key(old.thing, self.known.refs) == things.key(new.thing)
        behind = Relation.SAME if kept else Relation.OTHER
        if not kept and self.relation is not None and old.pointer and new.pointer:
            behind = self.relation(old.pointer, new.pointer)
        standing = Standing.PROPOSED if behind is Relation.OTHER else Standing.DECLARED
        said = "" if kept else f", but {told(behind)}" if behind is not Relation.SAME else ", in other words"
        return Match(old, new, standing, 1.0, evidence=(f"declared by {who}{said}",), kept=kept)

    def _lists(self, old: JsonObject, new: JsonObject, at: str, to: str, *, certain: bool) -> None:
        for keyword in _BRANCHES:
            mine, theirs = old.get(keyword), new.get(keyword)
            if not isinstance(mine, list) or not isinstance(theirs, list) or mine == theirs:
                continue
            here, there = f"{at}/{keyword}", f"{to}/{keyword}"
            constants, others = constant_values(mine), constant_values(theirs)
            if constants and others:
                self._values(constants, others, f"{here}#const", f"{there}#const", certain=certain)
            for one, two in align(mine, theirs, self.known.refs):
                if one not in constant_positions(mine) and two not in constant_positions(theirs):
                    self.aligned[f"{here}/{one}"] = f"{there}/{two}"
                    self.schema(mine[one], theirs[two], f"{here}/{one}", f"{there}/{two}", certain=certain)
        for keyword in _TUPLES:
            mine, theirs = old.get(keyword), new.get(keyword)
            if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
                for index, (one_schema, other) in enumerate(zip(mine, theirs, strict=True)):
                    tail = f"/{keyword}/{index}"
                    self.schema(one_schema, other, at + tail, to + tail, certain=certain)

    def _enum(self, old: JsonObject, new: JsonObject, at: str, to: str, *, certain: bool) -> None:
        mine, theirs = enum_values(old), enum_values(new)
        if mine and theirs:
            self._values(mine, theirs, f"{at}/enum", f"{to}/enum", certain=certain)

    def _values(
        self, mine: Mapping[str, Name], theirs: Mapping[str, Name], here: str, there: str, *, certain: bool
    ) -> None:
        lost = [name for value, name in mine.items() if value not in theirs]
        gained = [name for value, name in theirs.items() if value not in mine]
        found = self._declared(lost, gained, {}, here)
        used = {each.removed.name for each in found} | {each.added.name for each in found}
        found += match(
            [each for each in lost if each.name not in used],
            [each for each in gained if each.name not in used],
            kept=[(name, theirs[value]) for value, name in mine.items() if value in theirs],
            refs=self.known.refs,
        )
        for each in found:
            self._add(each, RenameKind.ENUM_VALUE, here, there, False, certain=certain)

    def _add(
        self, found: Match, kind: RenameKind, here: str, there: str, still: bool, *, certain: bool
    ) -> None:
        rename = Rename(
            kind=kind,
            path=self.path,
            container=here,
            head_container=there,
            from_=found.removed.name,
            to=found.added.name,
            standing=found.standing,
            score=found.score,
            alternatives=found.alternatives,
            evidence=found.evidence,
            old_still_declared=still,
            kept=found.kept,
        )
        if not certain and rename.standing is not Standing.PROPOSED:
            said = (*rename.evidence, "its parent is only proposed to be renamed")
            rename = replace(rename, standing=Standing.PROPOSED, evidence=said)
        self.found.append(rename)
