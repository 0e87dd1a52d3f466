"""The edits of a revision to its changes: each judged alone, so that the sum agrees with the whole.

Source: the definitions, section 4 (classes) and section 3 (modes, growth, withdrawn names).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from govern import pointer
from govern.model import (
    Answer,
    Change,
    Class,
    Compatibility,
    Effect,
    EffectKind,
    Growth,
    JsonValue,
    Place,
    Reading,
    Verdict,
    Withdrawn,
)
from govern.schema.alignment import member_values
from govern.schema.editing import Edit, Operation
from govern.schema.engine.withdrawal import ANY, withdrawn
from govern.schema.reach import Path, reach
from govern.schema.revision import SchemaRevision


class Judge(Protocol):
    """What edits are asked of."""

    def __call__(self, operations: tuple[Operation, ...]) -> tuple[Answer, Answer]:
        """Base with some operations applied, against base: the backward and the forward answer."""
        ...

    def explains(self, operations: Sequence[Operation]) -> bool:
        """Whether base with some operations applied is head, and nothing outside the file differs."""
        ...

    def beyond(self, operations: tuple[Operation, ...]) -> Answer:
        """Head against base with some operations applied, resources too: the forward answer."""
        ...


_REMOVAL = frozenset({"property-removed", "required-property-removed"})

GROWTH = frozenset({"enum-value-added", "property-added", "required-property-added", "branch-added"})
"""Rules whose edits can be growth: they extend a closed vocabulary."""

_SPECIAL = {
    "default-changed": Class.ADDITIVE,
    "deprecated-added": Class.ADDITIVE,
    "deprecated-removed": Class.ADDITIVE,
}


class Whole:
    """What is known of the revision as a whole, before any edit is judged. `named` is base with its
    definitions named as head names them, in whose terms edits are told. What costs is found when asked."""

    def __init__(
        self,
        backward: Answer,
        forward: Answer,
        base: SchemaRevision,
        named: SchemaRevision,
        head: SchemaRevision,
    ) -> None:
        self.backward = backward
        self.forward = forward
        self._base, self._named, self._head = base, named, head

    @cached_property
    def withdrawn(self) -> tuple[tuple[Path, str], ...]:
        """(path of the object, name) that base declares and head mentions no more."""
        return withdrawn(self._base.compiled, self._head.compiled)

    @cached_property
    def introduced(self) -> tuple[tuple[Path, str], ...]:
        """(path of the object, name) that head declares and base does not mention."""
        return withdrawn(self._head.compiled, self._base.compiled)

    @cached_property
    def resources_differ(self) -> bool:
        """Whether anything outside the file differs."""
        return self._base.raw_resources != self._head.raw_resources

    @cached_property
    def base_places(self) -> Mapping[Path, tuple[Path, ...]]:
        """The instance paths of each schema object of base, by tokens."""
        return _places(self._named)

    @cached_property
    def head_places(self) -> Mapping[Path, tuple[Path, ...]]:
        """The instance paths of each schema object of head, by tokens."""
        return _places(self._head)


def _places(side: SchemaRevision) -> Mapping[Path, tuple[Path, ...]]:
    document = side.library.root.document
    return {tokens: paths for (uri, tokens), paths in reach(side.library).items() if uri == document}


def relevant(reading: Reading) -> tuple[bool, bool]:
    """Whether backward, and whether forward, can make a change breaking in this mode."""
    mode = reading.compatibility.plain
    both = mode in (Compatibility.FULL, Compatibility.NONE)
    return both or mode is Compatibility.BACKWARD, both or mode is Compatibility.FORWARD


def attribute(
    edits: Sequence[Edit], whole: Whole, reading: Reading, judge: Judge, *, path: str
) -> tuple[Change, ...]:
    """One change an edit, and the changes that only the whole can explain."""
    telling = [edit for edit in edits if not edit.plain]
    alone = len(telling) == 1 and judge.explains([each for edit in edits for each in edit.operations])
    settled = _cancels(whole, reading)
    changes: list[Change] = []
    cancelled: list[Change] = []
    judged: list[tuple[Edit, Change, Answer, Answer]] = []
    for edit in edits:
        gone = _gone(edit, whole, reading)
        if edit.plain:
            changes.append(_change(edit, whole, path, _plain_class(edit, reading)))
            continue
        if alone:
            backward, forward = whole.backward, whole.forward
        else:
            backward, forward = judge(edit.operations)
        change = _classify(edit, whole, reading, backward, forward, gone, judge, path)
        judged.append((edit, change, backward, forward))
        if change.rule == "ref-changed" and change.class_ is Class.EDITORIAL:
            continue  # references are compared by what they resolve to, never as text
        if not gone and _undone(edit, change, (backward, forward), whole, reading):
            cancelled.append(change)
        else:
            changes.append(change)
    return (
        *changes,
        *_merged(cancelled, whole, path),
        *_unexplained(judged, whole, reading, judge, path, settled),
    )


def _plain_class(edit: Edit, reading: Reading) -> Class:
    if edit.rule == "default-changed" and reading.default_changed is Growth.BREAKING:
        return Class.BREAKING
    return _SPECIAL.get(edit.rule, Class.EDITORIAL)


def _classify(
    edit: Edit,
    whole: Whole,
    reading: Reading,
    backward: Answer,
    forward: Answer,
    gone: bool,
    judge: Judge,
    path: str,
) -> Change:
    asks_backward, asks_forward = relevant(reading)
    growth = edit.rule in GROWTH and _grows(edit, backward, forward, judge)
    lenient = growth and reading.growth is Growth.ADDITIVE
    asks_backward = asks_backward and whole.backward.verdict is not Verdict.PROVED
    counts_forward = asks_forward and whole.forward.verdict is not Verdict.PROVED and not lenient
    asked = [answer for answer, wanted in ((backward, asks_backward), (forward, counts_forward)) if wanted]
    breaks = [answer for answer in asked if answer.verdict is Verdict.REFUTED]
    open_questions = [answer for answer in asked if answer.verdict is Verdict.UNDECIDED]
    change = _change(edit, whole, path, Class.EDITORIAL, backward, forward)
    change = replace(change, growth=growth)
    if breaks or gone:
        proved = whole.backward.verdict is Verdict.PROVED and whole.forward.verdict is Verdict.PROVED
        shown = breaks[0] if breaks and not (gone and proved) else None
        return replace(
            change,
            class_=Class.BREAKING,
            witness=shown.witness if shown else None,
            certified_by=shown.certified_by if shown else (),
        )
    if open_questions:
        return replace(change, class_=Class.UNDECIDED, reason=open_questions[0].reason)
    if _same(backward, forward) and not _declares_otherwise(edit, whole):
        return change
    if not asks_forward or forward.witness is None:
        return replace(change, class_=Class.ADDITIVE)
    return replace(change, class_=Class.ADDITIVE, witness=forward.witness, certified_by=forward.certified_by)


def _grows(edit: Edit, backward: Answer, forward: Answer, judge: Judge) -> bool:
    """Growth keeps backward proved, apart from a new obligation, and adds to what is accepted."""
    if edit.rule == "branch-added" and edit.effect is EffectKind.NONE and not _set_apart(edit):
        return False
    if edit.without_duty:
        backward, forward = judge(edit.without_duty)
    if backward.verdict is not Verdict.PROVED or forward.verdict is not Verdict.REFUTED:
        return False
    return edit.effect is not EffectKind.NAME_ADDED or edit.closed or _same(*judge(_forbidding(edit)))


def _forbidding(edit: Edit) -> tuple[Operation, ...]:
    """Base with the new name forbidden where it was added: the same as base iff no document could
    carry the name there."""
    return (Operation((*edit.owner, "properties", str(edit.name)), {"not": {}}),)


def _declares_otherwise(edit: Edit, whole: Whole) -> bool:
    """Whether an edit declares a name that base does not mention there, or takes one away that head
    no longer mentions. What no root reaches declares nothing."""
    if edit.effect is EffectKind.NAME_ADDED:
        names, places = whole.introduced, whole.base_places.get(edit.owner, ())
    elif edit.effect is EffectKind.NAME_REMOVED:
        names, places = whole.withdrawn, whole.base_places.get(edit.owner, ())
    else:
        return False
    return any((place, edit.name) in names for place in places)


def _same(backward: Answer, forward: Answer) -> bool:
    """Whether the same documents are accepted, those that are set aside included."""
    return all(
        each.verdict is Verdict.PROVED and each.other_reading is Verdict.PROVED
        for each in (backward, forward)
    )


def _set_apart(edit: Edit) -> bool:
    """Whether an added branch has a constant member that each other branch lists values of, too, and
    never that one."""
    listed = edit.operations[0].value
    branches = [member_values(each) for each in listed] if isinstance(listed, list) else []
    mine, others = branches[-1] if branches else {}, branches[:-1]
    return any(
        len(values) == 1 and all(name in other and not values & other[name] for other in others)
        for name, values in mine.items()
    )


def _gone(edit: Edit, whole: Whole, reading: Reading) -> bool:
    """Whether the edit withdraws a name in a mode in which that breaks readers."""
    if edit.rule not in _REMOVAL or reading.withdrawn is Withdrawn.NOTE or not relevant(reading)[1]:
        return False
    places = whole.base_places.get(edit.owner, ())
    return any(name == edit.name and place in places for place, name in whole.withdrawn)


def _cancels(whole: Whole, reading: Reading) -> bool:
    """Whether the revision as a whole is proved wherever the mode asks."""
    asked = zip(relevant(reading), (whole.backward, whole.forward), strict=True)
    return all(answer.verdict is Verdict.PROVED for wanted, answer in asked if wanted)


def _undone(
    edit: Edit, change: Change, answers: tuple[Answer, Answer], whole: Whole, reading: Reading
) -> bool:
    """Whether the others undo a change: alone it would break in a direction that is proved of the whole,
    or it differs alone where nothing differs in sum."""
    if change.class_ in (Class.BREAKING, Class.UNDECIDED):
        return False
    if _same(whole.backward, whole.forward) and change.class_ is Class.ADDITIVE:
        return not _declares_otherwise(edit, whole)
    backward, forward = relevant(reading)
    forgiven = change.growth and reading.growth is Growth.ADDITIVE
    asked = zip((backward, forward and not forgiven), answers, (whole.backward, whole.forward), strict=True)
    return any(
        wanted and alone.verdict is not Verdict.PROVED and together.verdict is Verdict.PROVED
        for wanted, alone, together in asked
    )


def _merged(cancelled: Sequence[Change], whole: Whole, path: str) -> tuple[Change, ...]:
    """Changes that cancel, as the one change they are together: editorial where nothing differs in sum."""
    if not cancelled:
        return ()
    parts: list[JsonValue] = [*sorted({change.message for change in cancelled})]
    first = cancelled[0]
    class_ = Class.EDITORIAL if _same(whole.backward, whole.forward) else Class.ADDITIVE
    message = "edits that cancel each other: " + "; ".join(str(each) for each in parts[:5])
    return (Change("", "changes-cancel", class_, path, message, first.base, first.head, after=parts),)


def _unexplained(
    judged: Sequence[tuple[Edit, Change, Answer, Answer]],
    whole: Whole,
    reading: Reading,
    judge: Judge,
    path: str,
    settled: bool,
) -> tuple[Change, ...]:
    """The whole breaks, or withdraws a name, and no edit alone does: say so in one change."""
    found: list[Change] = []
    if judged and not settled:
        found += _interaction(judged, whole, reading, path) or _beyond_growth(
            judged, whole, reading, judge, path
        )
    if judged and not found and all(change.class_ is Class.EDITORIAL for _, change, *_ in judged):
        found += _together(judged, whole, path)
    moved = bool(judged) or whole.resources_differ
    if moved and reading.withdrawn is Withdrawn.BREAKING and relevant(reading)[1]:
        claimed = {
            (place, edit.name)
            for edit, *_ in judged
            if edit.rule in _REMOVAL
            for place in whole.base_places.get(edit.owner, ())
        }
        unclaimed = [each for each in whole.withdrawn if each not in claimed]
        found += _withdrawals(unclaimed, whole, path)
    return tuple(found)


def _interaction(
    judged: Sequence[tuple[Edit, Change, Answer, Answer]], whole: Whole, reading: Reading, path: str
) -> list[Change]:
    for direction, (asked, answer) in enumerate(
        zip(relevant(reading), (whole.backward, whole.forward), strict=True)
    ):
        if not asked or answer.verdict is Verdict.PROVED:
            continue
        alone = {(j[2], j[3])[direction].verdict for j in judged}
        if answer.verdict in alone or Verdict.REFUTED in alone:
            continue
        class_ = Class.BREAKING if answer.verdict is Verdict.REFUTED else Class.UNDECIDED
        if class_ is Class.UNDECIDED and any(j[1].class_ is Class.BREAKING for j in judged):
            continue
        parts: list[JsonValue] = [*sorted({edit.message for edit, *_ in judged})[:20]]
        way = ("backward", "forward")[direction]
        return [
            Change(
                "",
                "changes-interact",
                class_,
                path,
                f"no change alone breaks {way} compatibility, and together they "
                + ("do" if class_ is Class.BREAKING else "could not be decided"),
                Place(""),
                Place(""),
                ("",),
                None,
                parts,
                answer.witness,
                reason=answer.reason,
                certified_by=answer.certified_by,
            )
        ]
    return []


def _together(judged: Sequence[tuple[Edit, Change, Answer, Answer]], whole: Whole, path: str) -> list[Change]:
    """No edit alone changes what is accepted; where they do together, nothing is editorial."""
    if _same(whole.backward, whole.forward):
        return []
    parts: list[JsonValue] = [*sorted({edit.message for edit, *_ in judged})[:20]]
    message = "no change alone changes what is accepted, and together they do"
    where = Place("")
    return [Change("", "changes-interact", Class.ADDITIVE, path, message, where, where, ("",), None, parts)]


def _beyond_growth(
    judged: Sequence[tuple[Edit, Change, Answer, Answer]],
    whole: Whole,
    reading: Reading,
    judge: Judge,
    path: str,
) -> list[Change]:
    """Growth is forgiven, and nothing beside it: what head accepts that base with the growth refuses."""
    mild = all(change.class_ not in (Class.BREAKING, Class.UNDECIDED) for _, change, *_ in judged)
    if not mild or not relevant(reading)[1] or whole.forward.verdict is Verdict.PROVED:
        return []
    grown = [operation for edit, change, *_ in judged if change.growth for operation in edit.operations]
    answer = judge.beyond(tuple(grown))
    if answer.verdict is Verdict.PROVED:
        return []
    refuted = answer.verdict is Verdict.REFUTED
    parts: list[JsonValue] = [*sorted({edit.message for edit, *_ in judged})[:20]]
    return [
        Change(
            "",
            "changes-interact" if len(judged) > 1 else "referenced-file-changed",
            Class.BREAKING if refuted else Class.UNDECIDED,
            path,
            "more is accepted than the values and names that were added explain"
            if refuted
            else "whether the values and names that were added explain all that is newly accepted "
            "could not be decided",
            Place(""),
            Place(""),
            ("",),
            None,
            parts,
            answer.witness,
            reason=answer.reason,
            certified_by=answer.certified_by,
        )
    ]


def _below(place: Path, gone: frozenset[tuple[Path, str]]) -> bool:
    """Whether an object is found only under a name that is withdrawn itself, which explains the rest."""
    return any((place[:depth], place[depth]) in gone for depth in range(len(place)))


def _withdrawals(names: Sequence[tuple[Path, str]], whole: Whole, path: str) -> list[Change]:
    """One change a declaration that is gone, with all the places where it stood."""
    gone = frozenset(whole.withdrawn)
    grouped: dict[tuple[Path, str], list[Path]] = {}
    for place, name in names:
        if not _below(place, gone):
            grouped.setdefault((_declaration(place, name, whole) or place, name), []).append(place)
    return [_withdrawal(at, name, places, whole, path) for (at, name), places in grouped.items()]


def _declaration(place: Path, name: str, whole: Whole) -> Path | None:
    """Where base declares a name of an object; None where another document does."""
    return min(
        (
            tokens
            for tokens, places in whole.base_places.items()
            if tokens[-2:] == ("properties", name) and any(_covers(each, (*place, name)) for each in places)
        ),
        default=None,
    )


def _covers(pattern: Path, place: Path) -> bool:
    """Whether a place is one of those that a path with `*` for any item or other name stands for."""
    return len(pattern) == len(place) and all(
        one in (ANY, other) for one, other in zip(pattern, place, strict=True)
    )


def _withdrawal(at: Path, name: str, places: Sequence[Path], whole: Whole, path: str) -> Change:
    texts = tuple(pointer.join(each) for each in places)
    left = sorted(tokens for tokens, found in whole.head_places.items() if places[0] in found)
    return Change(
        "",
        "property-withdrawn",
        Class.BREAKING,
        path,
        f"property `{name}` of {texts[0] or 'the document'} is no longer declared",
        Place(pointer.join(at if at in whole.base_places else ())),
        Place(pointer.join(min(left, key=lambda each: len(tuple(each)), default=()))),
        tuple(f"{each}/{pointer.escape(name)}" for each in texts),
        name,
        None,
        effect=Effect(EffectKind.NAME_REMOVED, name, texts),
    )


def _change(
    edit: Edit,
    whole: Whole,
    path: str,
    class_: Class,
    backward: Answer | None = None,
    forward: Answer | None = None,
) -> Change:
    places = whole.base_places.get(edit.owner) or whole.head_places.get(edit.owner) or ()
    texts = tuple(pointer.join(each) for each in places)
    shown = texts
    if edit.effect in (EffectKind.NAME_ADDED, EffectKind.NAME_REMOVED):
        shown = tuple(f"{each}/{pointer.escape(str(edit.name))}" for each in texts)
    return Change(
        "",
        edit.rule,
        class_,
        path,
        edit.message,
        Place(pointer.join(edit.base)) if edit.base is not None else None,
        Place(pointer.join(edit.head)) if edit.head is not None else None,
        shown,
        edit.before,
        edit.after,
        effect=_effect(edit, texts, backward, forward),
        identity=pointer.join(edit.identity),
    )


def _effect(edit: Edit, places: tuple[str, ...], backward: Answer | None, forward: Answer | None) -> Effect:
    """What fixtures are asked about: the name or value itself, else what the verdicts say."""
    if edit.effect is not EffectKind.NONE:
        return Effect(edit.effect, edit.name, places)
    kind = EffectKind.NONE
    if forward is not None and forward.verdict is Verdict.REFUTED:
        kind = EffectKind.WIDENED
    elif backward is not None and backward.verdict is Verdict.REFUTED:
        kind = EffectKind.NARROWED
    return Effect(kind, edit.name, places)
