"""A derivation to lines of text: a tree of rules and of what each is about, two spaces a level.

Siblings that are closed in the same way are folded, and a long tree is cut off, with what was left
out counted, so that what is shown can be read. A step says which schemas it is about by side, file
and pointer: `right /properties/a`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from govern import pointer
from govern.schema.engine.form import Form, Schema
from govern.schema.engine.goals import Derivation, Rule, State
from govern.schema.uris import TREE

MOST_LINES = 60
"""Lines of one derivation, the last of which may say how much is left out."""

_MOST_COUNTED = 5000
_MOST_ALIKE = 40
"""Trees of more steps than this are not compared with their siblings."""
_FOLDED_FROM = 5
_SHOWN_OF_FOLDED = 3
_LONGEST = 120
_ARTICLES = {"array": "an array", "object": "an object", "null": "null"}
_OF_MEMBERS = frozenset({Rule.MEMBER, Rule.NAMES, Rule.ABSENT, Rule.ASIDE, Rule.NAME})

_Group: TypeAlias = "tuple[Derivation, ...]"


def lines(derivation: Derivation, left: Form, right: Form) -> tuple[str, ...]:
    """The lines of a derivation that no value is accepted by one schema, of `left`, and refused by another,
    of `right`. What both have in common is called so."""
    page = _Page(left, right)
    page.entry(derivation, 0)
    if len(page.lines) > MOST_LINES:
        shown = page.lines[: MOST_LINES - 1]
        counted, all_of_them = _count(derivation)
        more = max(1, counted - len(page.seen))
        steps = "1 more step" if more == 1 and all_of_them else f"{more} more steps"
        return (*shown, f"… and {'' if all_of_them else 'more than '}{steps}")
    return tuple(page.lines)


@dataclass(slots=True)
class _Page:
    """The lines so far, and the identities of the steps that they show or fold."""

    left: Form
    right: Form
    lines: list[str] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def entry(self, node: Derivation, depth: int, label: str = "", kind: str | None = None) -> None:
        """A step and what it rests on. Ways, and types where there is but one, take no line of their own.
        `kind`: what to call the value, if not by its type."""
        if len(self.lines) > MOST_LINES:
            return
        again = id(node) in self.seen and bool(node.premises)
        self.seen.add(id(node))
        if again:
            self._line(depth, f"{label}{node.rule.value} (as shown above)")
        elif node.rule is Rule.WAY and len(node.premises) == 1:
            self.entry(node.premises[0], depth, f"{label}{node.rule.value} {self._way(node)}: ")
        elif node.rule is Rule.KINDS:
            self._kinds(node, depth, label)
        else:
            self._line(depth, label + self._text(node, kind))
            for group in _folded(node.premises):
                self._group(group, depth + 1)

    def _kinds(self, node: Derivation, depth: int, label: str) -> None:
        groups = [*self._alike(node.premises)]
        if len(groups) > 1:
            self._line(depth, label + node.rule.value)
            depth, label = depth + 1, ""
        for group in groups:
            self.seen.update(id(step) for each in group for step in _steps(each, _MOST_ALIKE))
            self.seen.difference_update(id(step) for step in _steps(group[0], _MOST_ALIKE))
            kinds = _either(map(_kind, group))
            refusing = group[0].rule is Rule.WAYS and group[0].about[-1] == ""
            self.entry(group[0], depth, label if refusing else f"{label}{kinds}: ", kinds)

    def _alike(self, premises: Sequence[Derivation]) -> Iterator[_Group]:
        """Premises about types whose trees read the same."""
        groups: dict[object, list[Derivation]] = {}
        for each in premises:
            small = len(_steps(each, _MOST_ALIKE)) < _MOST_ALIKE
            groups.setdefault(self._shape(each) if small else id(each), []).append(each)
        yield from map(tuple, groups.values())

    def _shape(self, node: Derivation) -> tuple[object, ...]:
        return (self._text(node, kind="it"), *(self._shape(each) for each in node.premises))

    def _group(self, group: _Group, depth: int) -> None:
        """Steps that are closed in the same way: the first of them, and how many more there are."""
        if len(group) < _FOLDED_FROM:
            for each in group:
                self.entry(each, depth)
            return
        for each in group[:_SHOWN_OF_FOLDED]:
            self.entry(each, depth)
        rest = group[_SHOWN_OF_FOLDED:]
        self.seen.update(id(step) for each in rest for step in _steps(each, _MOST_ALIKE))
        inner = group[0].premises[0] if group[0].rule is Rule.WAY else group[0]
        noun = "members" if inner.rule in _OF_MEMBERS else "items" if inner.rule is Rule.ITEM else "ways"
        ends = {step.rule for step in _steps(inner, _MOST_ALIKE) if not step.premises}
        how = "that are the same on both sides" if ends == {Rule.SAME} else "that end likewise"
        self._line(depth, f"… and {len(rest)} more {noun} {how}")

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text)

    # --- words ---

    def _way(self, node: Derivation) -> str:
        """Which way it is; of two branches that accept, which two."""
        word = _short(node.way.word if node.way is not None else str(node.about[-1]))
        both = node.way.accept if node.way is not None and len(node.way.accept) > 1 else ()
        return f"{word} ({' and '.join(map(_place, both))})" if both else word

    def _text(self, node: Derivation, kind: str | None = None) -> str:
        if node.rule is Rule.WAYS and len(node.about) == 2:
            return node.rule.value + self._choice(node, kind or _kind(node))
        if node.rule is Rule.KEPT:
            return self._kept(node)
        told = node.about if node.rule is not Rule.APART or node.about[-1] != "" else node.about[:-1]
        about = ", ".join(dict.fromkeys(self._named(node.rule, each) for each in told))
        return f"{node.rule.value}: {about}" if about else node.rule.value

    def _kept(self, node: Derivation) -> str:
        shown = [self._named(node.rule, each) for each in node.about[:_SHOWN_OF_FOLDED]]
        more = len(node.about) - len(shown)
        noun = "member" if len(node.about) == 1 else "members"
        names = ", ".join(shown) + (f" and {more} more" if more else "")
        return f"{node.rule.value} of {len(node.about)} {noun}: {names}"

    def _choice(self, node: Derivation, kind: str) -> str:
        schema, keyword = node.about
        name = self._schema(schema) if isinstance(schema, Schema) else schema
        if keyword == "":
            return f" for {name} to refuse {kind}"
        return f" through {_short(str(keyword))} of {name}"

    def _named(self, rule: Rule, about: Schema | str) -> str:
        if isinstance(about, Schema):
            return self._schema(about)
        quoted = rule not in (Rule.ITEM, Rule.WAY)
        return _short(json.dumps(about, ensure_ascii=False) if quoted else about)

    def _schema(self, schema: Schema) -> str:
        """The side, the file where it is not the side's own, and the pointer."""
        side = "right" if not self.left.has(schema) else "both" if self.right.has(schema) else "left"
        node = schema.node
        if node.pointer[:1] == ("",) and len(node.pointer) == 2:
            return "a list made for this step"  # no document has a place for it
        at = pointer.join(node.pointer)
        if node.document != schema.form.library.root.document:
            at = f"{node.document.removeprefix(TREE)}#{at}"
        return _short(f"{side} {at}") if at else side


def _folded(premises: Sequence[Derivation]) -> Iterator[_Group]:
    """Steps in their order; those closed by the same rules all the way stand together at the first."""
    groups: dict[object, list[Derivation]] = {}
    most = max(_MOST_ALIKE, _MOST_COUNTED // max(1, len(premises)))
    for each in premises if len(premises) >= _FOLDED_FROM else ():
        small = len(_steps(each, most)) < most
        groups.setdefault(_rules(each) if small else id(each), []).append(each)
    yield from map(tuple, groups.values())
    yield from ((each,) for each in premises if not groups)


def _rules(node: Derivation) -> tuple[object, ...]:
    return (node.rule, *(_rules(each) for each in node.premises))


def _steps(node: Derivation, most: int) -> list[Derivation]:
    """The steps of a tree, those that stand in it twice once; no more than so many."""
    found = [node]
    seen = {id(node)}
    for each in found:
        for premise in each.premises:
            if len(found) >= most:
                return found
            if id(premise) not in seen:
                seen.add(id(premise))
                found.append(premise)
    return found


def _count(node: Derivation) -> tuple[int, bool]:
    """How many steps there are, and whether that is all of them."""
    number = len(_steps(node, _MOST_COUNTED))
    return number, number < _MOST_COUNTED


def _kind(node: Derivation) -> str:
    kind = node.goal.kind if isinstance(node.goal, State) else "value"
    return _ARTICLES.get(kind, f"a {kind}")


def _either(words: Iterable[str]) -> str:
    """`a, b or c`."""
    every = [*words]
    return " or ".join((", ".join(every[:-1]), every[-1])) if len(every) > 1 else every[0]


def _place(schema: Schema) -> str:
    """A branch by the end of its pointer: the schema that holds it is named beside it."""
    return pointer.join(schema.pointer[-2:])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
