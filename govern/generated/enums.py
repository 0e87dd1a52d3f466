"""A schema's value to the enums in it that are lists of registered codes.

Such an enum has a mark beside it, in `$comment` (JSON Schema 2020-12 core, section 8.3: for those who keep
the schema, and without effect): `"$comment": "govern:enum registry=ModeReasonCode tier=Kill"`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govern import pointer
from govern.generated.marks import mark_of
from govern.generated.sources import MarkError, Sources, codes, listed, meant
from govern.model import JsonValue

COMMENT = "$comment"
_PREFIX = "govern:"
_WORD = "enum"
_OPTIONS = ("registry", "tier")


@dataclass(frozen=True, slots=True)
class Bound:
    """An enum of a schema: the pointer to it, what it holds, and the codes that it should hold."""

    pointer: str
    found: tuple[JsonValue, ...]
    wanted: tuple[str, ...]

    @property
    def stale(self) -> bool:
        """Whether it holds something else, or in another order."""
        return self.found != self.wanted


def bound(sources: Sources, schema: JsonValue) -> Iterator[Bound | tuple[str, MarkError]]:
    """Every enum of a schema that has a mark, or the place of a mark and why nothing can be written there."""
    for tokens, holder in _marked(schema, ()):
        try:
            wanted = _wanted(sources, str(holder[COMMENT]))
            found = holder.get(_WORD)
            if not isinstance(found, list):
                raise MarkError("there is no `enum` beside the mark", 'write `"enum": []` beside it')
        except MarkError as fault:
            yield pointer.join((*tokens, COMMENT)), fault
        else:
            yield Bound(pointer.join((*tokens, _WORD)), tuple(found), wanted)


def difference(enum: Bound) -> str:
    """What an enum lacks, and what it holds too much."""
    found = [each for each in enum.found if isinstance(each, str)]
    lacking = [each for each in enum.wanted if each not in found]
    beyond = [str(each) for each in enum.found if each not in enum.wanted]
    said = [f"lacks {_quoted(lacking)}"] if lacking else []
    said += [f"holds {_quoted(beyond)} and should not"] if beyond else []
    return "; ".join(said) or "has the codes in another order than the manifest"


def _quoted(values: Sequence[str]) -> str:
    return ", ".join(f"`{each}`" for each in values)


def written_from(schema: JsonValue, registry: str) -> bool:
    """Whether the enum of a schema has a mark that names a registry."""
    comment = schema.get(COMMENT) if isinstance(schema, dict) else None
    if not isinstance(comment, str) or not comment.startswith(_PREFIX):
        return False
    try:
        return mark_of(comment.removeprefix(_PREFIX)).options.get("registry") == registry
    except ValueError:
        return False


def _wanted(sources: Sources, comment: str) -> tuple[str, ...]:
    try:
        mark = mark_of(comment.removeprefix(_PREFIX))
    except ValueError as error:
        raise MarkError(f"the mark cannot be read: {error}", "write `govern:enum registry=NAME`") from error
    if mark.word != _WORD:
        raise MarkError(
            f"`{mark.word}` is no word of a mark in a schema", "write `govern:enum registry=NAME`"
        )
    for name in mark.options:
        if name not in _OPTIONS:
            remedy = f"{meant(name, _OPTIONS)}{listed(_OPTIONS)}"
            raise MarkError(f"`govern:enum` has no option `{name}`", remedy)
    if "registry" not in mark.options:
        raise MarkError("nothing says which codes are meant", "add registry=NAME to the mark")
    name, tier = mark.options["registry"], mark.options.get("tier")
    wanted = tuple(each.value for each in codes(sources, name, tier))
    if not wanted:
        raise MarkError(f"`{name}` has no codes", "register one, or take the mark out")
    return wanted


def _marked(
    value: JsonValue, at: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, JsonValue]]]:
    if isinstance(value, dict):
        comment = value.get(COMMENT)
        if isinstance(comment, str) and comment.startswith(_PREFIX):
            yield at, value
        for name, below in value.items():
            yield from _marked(below, (*at, name))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _marked(below, (*at, str(index)))
