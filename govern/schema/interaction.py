"""What edits are together and none is alone, to changes: those that cancel, and those that interact.

Source: the definitions, section 4: the sum of the changes agrees with the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from govern.model import Answer, Change, Class, EffectKind, Growth, JsonValue, Place, Verdict
from govern.schema.editing import Edit
from govern.schema.whole import Judged, Setting, Whole, relevant, same


def unexplained(judged: Sequence[Judged], setting: Setting) -> list[Change]:
    """What the whole does and no edit alone, in one change."""
    if not judged:
        return []
    found: list[Change] = []
    if not setting.settled:
        found = _interaction(judged, setting) or _beyond_growth(judged, setting)
    if not found and all(each.change.class_ is Class.EDITORIAL for each in judged):
        found = _together(judged, setting)
    return found


def undone(judged: Judged, setting: Setting) -> bool:
    """Whether the others undo a change: alone it would break in a direction that is proved of the whole,
    or it differs alone where nothing differs in sum."""
    change, whole = judged.change, setting.whole
    if change.class_ in (Class.BREAKING, Class.UNDECIDED):
        return False
    if same(whole.backward, whole.forward) and change.class_ is Class.ADDITIVE:
        return not declares_otherwise(judged.edit, whole)
    backward, forward = relevant(setting.reading)
    forgiven = change.growth and setting.reading.growth is Growth.ADDITIVE
    alone = (judged.backward, judged.forward)
    asked = zip((backward, forward and not forgiven), alone, (whole.backward, whole.forward), strict=True)
    return any(
        wanted and one.verdict is not Verdict.PROVED and together.verdict is Verdict.PROVED
        for wanted, one, together in asked
    )


def merged(cancelled: Sequence[Change], setting: Setting) -> tuple[Change, ...]:
    """Changes that cancel, as the one change they are together: editorial where nothing differs in sum."""
    if not cancelled:
        return ()
    parts: list[JsonValue] = [*sorted({change.message for change in cancelled})]
    first = cancelled[0]
    class_ = Class.EDITORIAL if same(setting.whole.backward, setting.whole.forward) else Class.ADDITIVE
    message = "edits that cancel each other: " + "; ".join(str(each) for each in parts[:5])
    return (Change("", "changes-cancel", class_, setting.path, message, first.base, first.head, after=parts),)


def declares_otherwise(edit: Edit, whole: Whole) -> bool:
    """Whether an edit declares a name that base does not mention there, or takes one away that head
    no longer mentions. What no root reaches declares nothing."""
    if edit.effect is EffectKind.NAME_ADDED:
        names, places = whole.introduced, whole.base_places.get(edit.owner, ())
    elif edit.effect is EffectKind.NAME_REMOVED:
        names, places = whole.withdrawn, whole.base_places.get(edit.owner, ())
    else:
        return False
    return any((place, edit.name) in names for place in places)


def _interaction(judged: Sequence[Judged], setting: Setting) -> list[Change]:
    """A direction that the whole breaks, or leaves open, and no edit alone."""
    whole, reading = setting.whole, setting.reading
    for direction, (asked, answer) in enumerate(
        zip(relevant(reading), (whole.backward, whole.forward), strict=True)
    ):
        if not asked or answer.verdict is Verdict.PROVED:
            continue
        alone = {(each.backward, each.forward)[direction].verdict for each in judged}
        if answer.verdict in alone or Verdict.REFUTED in alone:
            continue
        refuted = answer.verdict is Verdict.REFUTED
        if not refuted and any(each.change.class_ is Class.BREAKING for each in judged):
            continue
        way = ("backward", "forward")[direction]
        outcome = "do" if refuted else "could not be decided"
        message = f"no change alone breaks {way} compatibility, and together they {outcome}"
        return [_by_answer("changes-interact", message, answer, judged, setting)]
    return []


def _beyond_growth(judged: Sequence[Judged], setting: Setting) -> list[Change]:
    """Growth is forgiven, and nothing beside it: what head accepts that base with the growth refuses."""
    mild = all(each.change.class_ not in (Class.BREAKING, Class.UNDECIDED) for each in judged)
    if not mild or not relevant(setting.reading)[1] or setting.whole.forward.verdict is Verdict.PROVED:
        return []
    grown = [operation for each in judged if each.change.growth for operation in each.edit.operations]
    answer = setting.judge.beyond(tuple(grown))
    if answer.verdict is Verdict.PROVED:
        return []
    rule = "changes-interact" if len(judged) > 1 else "referenced-file-changed"
    message = (
        "more is accepted than the values and names that were added explain"
        if answer.verdict is Verdict.REFUTED
        else "whether the values and names that were added explain all that is newly accepted "
        "could not be decided"
    )
    return [_by_answer(rule, message, answer, judged, setting)]


def _together(judged: Sequence[Judged], setting: Setting) -> list[Change]:
    """No edit alone changes what is accepted; where they do together, nothing is editorial."""
    if same(setting.whole.backward, setting.whole.forward):
        return []
    message = "no change alone changes what is accepted, and together they do"
    return [_of_all("changes-interact", Class.ADDITIVE, message, judged, setting)]


def _by_answer(rule: str, message: str, answer: Answer, judged: Sequence[Judged], setting: Setting) -> Change:
    """The change that an answer shows which is not proved: breaking where it is refuted."""
    class_ = Class.BREAKING if answer.verdict is Verdict.REFUTED else Class.UNDECIDED
    return replace(
        _of_all(rule, class_, message, judged, setting),
        witness=answer.witness,
        reason=answer.reason,
        certified_by=answer.certified_by,
    )


def _of_all(rule: str, class_: Class, message: str, judged: Sequence[Judged], setting: Setting) -> Change:
    """The change that all edits are together, at the root, with what each of them says."""
    root = Place("")
    parts: list[JsonValue] = [*sorted({each.edit.message for each in judged})[:20]]
    return Change("", rule, class_, setting.path, message, root, root, ("",), None, parts)
