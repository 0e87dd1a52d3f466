"""Two schemas to the renames between them: walked side by side, container by container."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from govern.model import JsonObject, JsonValue, Rename, RenameKind, Standing
from govern.pointer import escape, unescape
from govern.renames import things
from govern.renames.alignment import align
from govern.renames.crowd import Surroundings
from govern.renames.declared import Declared, of_container
from govern.renames.judging import Match, told
from govern.renames.learning import Findings, Known, References
from govern.renames.matching import match
from govern.renames.names import Name
from govern.renames.order import in_place
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
ROUNDS = 16
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
    Below a parent that is itself only proposed, what would be asserted is proposed, and nothing else: a
    guess is not built on a guess. Malformed parts are passed by.
    `relation`: what stands at a pointer into the new schema, against what stands at one into the old one;
    without it, only what stayed the same can be asserted. `declared`: what the configuration says.
    """
    references = References(old, new)
    known = [Known()]
    for _ in range(ROUNDS):
        walk = _Walk(path, known[-1], references, relation, declared)
        walk.schema(old, new, "", "", certain=True)
        learnt = walk.findings.teaches()
        if any(references.says_the_same(learnt, each) for each in known):
            break  # nothing new, or round in circles
        known.append(learnt)
    return tuple(
        sorted(walk.findings.renames, key=lambda each: (each.container, each.kind, each.from_, each.to))
    )


def _definition_keywords(old: JsonValue, new: JsonValue) -> tuple[tuple[str, str], ...]:
    """Which container of definitions became which: `definitions` may be `$defs` at head."""
    mine = [key for key in ("$defs", "definitions") if things.members(old, key) is not None]
    theirs = [key for key in ("$defs", "definitions") if things.members(new, key) is not None]
    if len(mine) == len(theirs) == 1:
        return ((mine[0], theirs[0]),)
    return tuple((key, key) for key in mine if key in theirs)


@dataclass(slots=True)
class _Walk:
    """One walk over two schemas. `findings` grow; nothing else changes."""

    path: str
    known: Known
    references: References
    relation: Callable[[str, str], Relation] | None
    declared: Sequence[Declared] = ()
    findings: Findings = field(default_factory=Findings)

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
            self.findings.meet(here, gone, added)
            lost = [named_thing(name, mine[name], here) for name in gone]
            gained = [named_thing(name, theirs[name], there, self.known.within) for name in added]
            found = self._declared(lost, gained, theirs, here)
            used = {each.removed.name for each in found} | {each.added.name for each in found}
            found += match(
                [each for each in lost if each.name not in used],
                [each for each in gained if each.name not in used],
                Surroundings(
                    kept=[
                        (named_thing(name, mine[name], here), named_thing(name, theirs[name], there))
                        for name in stayed
                    ],
                    refs=self.known.refs,
                    likely=self.known.likely,
                    pointed=self._followed(here, there) if kind is RenameKind.DEFINITION else {},
                    placed=in_place(list(mine), list(theirs)),
                    together=self.known.together,
                    spelled=kind is not RenameKind.PATTERN_PROPERTY,
                    relation=self.relation,
                ),
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
                for old, new in self.references.followed(self.known).items()
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
        same = things.key(old.thing, self.known.refs) == things.key(new.thing)
        behind = Relation.SAME if same else Relation.OTHER
        if not same and self.relation is not None and old.pointer and new.pointer:
            behind = self.relation(old.pointer, new.pointer)
        standing = Standing.PROPOSED if behind is Relation.OTHER else Standing.DECLARED
        kept = same and not new.restored
        if kept:
            said = ""
        elif same or behind is not Relation.SAME:
            said = f", but {told(behind, new)}"
        else:
            said = ", in other words"
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
                    self.findings.aligned[f"{here}/{one}"] = f"{there}/{two}"
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
        self.findings.meet(here, [each.name for each in lost], [each.name for each in gained])
        found = self._declared(lost, gained, {}, here)
        used = {each.removed.name for each in found} | {each.added.name for each in found}
        found += match(
            [each for each in lost if each.name not in used],
            [each for each in gained if each.name not in used],
            Surroundings(
                kept=[(name, theirs[value]) for value, name in mine.items() if value in theirs],
                refs=self.known.refs,
                placed=in_place(list(mine), list(theirs)),
                together=self.known.together,
            ),
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
        if rename.standing is not Standing.PROPOSED and not still:
            self.findings.sure.setdefault(there, {})[found.added.name] = found.removed.name
        if not certain:
            if rename.standing is Standing.PROPOSED:
                return
            said = (*rename.evidence, "its parent is only proposed to be renamed")
            rename = replace(rename, standing=Standing.PROPOSED, evidence=said)
        self.findings.renames.append(rename)
