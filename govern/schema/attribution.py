"""The edits of a revision to its changes: each judged alone, so that the sum agrees with the whole.

Source: the definitions, section 4 (classes) and section 3 (modes, growth, withdrawn names).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from govern import pointer
from govern.model import Answer, Change, Class, Effect, EffectKind, Growth, Place, Reading, Verdict
from govern.schema.editing import Edit
from govern.schema.growth import grows
from govern.schema.interaction import declares_otherwise, merged, undone, unexplained
from govern.schema.whole import Judged, Setting, relevant, same
from govern.schema.withdrawals import withdrawals, withdraws

_SPECIAL = {
    "default-changed": Class.ADDITIVE,
    "deprecated-added": Class.ADDITIVE,
    "deprecated-removed": Class.ADDITIVE,
}


def attribute(edits: Sequence[Edit], setting: Setting) -> tuple[Change, ...]:
    """One change an edit, and the changes that only the whole can explain."""
    telling = [edit for edit in edits if not edit.plain]
    operations = [each for edit in edits for each in edit.operations]
    alone = len(telling) == 1 and setting.judge.explains(operations)
    whole, reading = setting.whole, setting.reading
    changes: list[Change] = []
    cancelled: list[Change] = []
    judged: list[Judged] = []
    for edit in edits:
        if edit.plain:
            changes.append(_change(edit, setting, _plain_class(edit, reading)))
            continue
        backward, forward = (whole.backward, whole.forward) if alone else setting.judge(edit.operations)
        gone = withdraws(edit, whole, reading)
        change = _classified(edit, setting, backward, forward, gone)
        judged.append(Judged(edit, change, backward, forward))
        if change.rule == "ref-changed" and change.class_ is Class.EDITORIAL:
            continue  # references are compared by what they resolve to, never as text
        undoing = not gone and undone(judged[-1], setting)
        (cancelled if undoing else changes).append(change)
    return (
        *changes,
        *merged(cancelled, setting),
        *unexplained(judged, setting),
        *withdrawals(judged, setting),
    )


def _plain_class(edit: Edit, reading: Reading) -> Class:
    if edit.rule == "default-changed" and reading.default_changed is Growth.BREAKING:
        return Class.BREAKING
    return _SPECIAL.get(edit.rule, Class.EDITORIAL)


def _classified(edit: Edit, setting: Setting, backward: Answer, forward: Answer, gone: bool) -> Change:
    """The change an edit is, by what is said of it alone; `gone`: it withdraws a name."""
    whole, reading = setting.whole, setting.reading
    asks_backward, asks_forward = relevant(reading)
    growth = grows(edit, backward, forward, setting.judge)
    lenient = growth and reading.growth is Growth.ADDITIVE
    asks_backward = asks_backward and whole.backward.verdict is not Verdict.PROVED
    counts_forward = asks_forward and whole.forward.verdict is not Verdict.PROVED and not lenient
    asked = [answer for answer, wanted in ((backward, asks_backward), (forward, counts_forward)) if wanted]
    breaks = [answer for answer in asked if answer.verdict is Verdict.REFUTED]
    open_questions = [answer for answer in asked if answer.verdict is Verdict.UNDECIDED]
    change = _change(edit, setting, Class.EDITORIAL, backward, forward)
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
    if same(backward, forward) and not declares_otherwise(edit, whole):
        return change
    if not asks_forward or forward.witness is None:
        return replace(change, class_=Class.ADDITIVE)
    return replace(change, class_=Class.ADDITIVE, witness=forward.witness, certified_by=forward.certified_by)


def _change(
    edit: Edit,
    setting: Setting,
    class_: Class,
    backward: Answer | None = None,
    forward: Answer | None = None,
) -> Change:
    whole = setting.whole
    places = whole.base_places.get(edit.owner) or whole.head_places.get(edit.owner) or ()
    texts = tuple(pointer.join(each) for each in places)
    shown = texts
    if edit.effect in (EffectKind.NAME_ADDED, EffectKind.NAME_REMOVED):
        shown = tuple(f"{each}/{pointer.escape(str(edit.name))}" for each in texts)
    return Change(
        "",
        edit.rule,
        class_,
        setting.path,
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
