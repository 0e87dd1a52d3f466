"""A document, what is wrong with it and a declared view to what its owner sees: nothing is inferred.

Fail-closed: a document that has errors, or that says a code which no registry holds, is shown as the
one code that says so, and none of its own words are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from govern import pointer
from govern.contracts import CodeBinding, View
from govern.documents import dumps
from govern.manifest import Code, Manifest, code_of
from govern.model import JsonValue

UNHEALTHY = "The document breaks its contract: treat the system as unsafe."
"""What the unhealthy code means where the manifest does not say it."""
_MILLISECONDS_FROM = 100_000_000_000
"""Seconds reach this in the year 5138; times in milliseconds were beyond it by 1973."""


class Tone(StrEnum):
    """What a headline means for whoever looks at it."""

    GOOD = "good"
    CAUTION = "caution"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Word:
    """A code with what the manifest says of it for people; nothing where it says nothing."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Unblock:
    """Something that must come true. `type` says who brings it about."""

    type: str
    condition: str
    current: str
    target: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is seen. `healthy`: the document is believed; if not, `headline` is the unhealthy code and
    `errors` say where it broke its contract, and nothing else is known. `facts` are labels and values.
    `generated` is when the document was made, `seen` when it was looked at."""

    name: str
    headline: Word
    tone: Tone
    seen: datetime
    healthy: bool = True
    reason: Word | None = None
    message: str = ""
    unblock: tuple[Unblock, ...] = ()
    facts: tuple[tuple[str, tuple[Word, ...]], ...] = ()
    generated: datetime | None = None
    errors: tuple[str, ...] = ()

    @property
    def age(self) -> timedelta | None:
        """How old the document was when it was looked at; below zero for one from the future."""
        return None if self.generated is None else self.seen - self.generated


class _UnknownError(Exception):
    """A place whose code no registry holds, or that has no code where one is due."""


def shown(
    name: str,
    document: JsonValue,
    errors: Sequence[str],
    view: View,
    manifest: Manifest | None,
    codes: Iterable[CodeBinding],
    seen: datetime,
) -> Shown:
    """What the owner sees of a document. `errors` say where it breaks its contract, in our own words; `codes`
    are the places that are bound to registries."""
    if errors:
        return unhealthy(name, errors, view, manifest, seen)
    reader = _Reader(document, manifest, {each.field: each.registry for each in codes})
    try:
        headline, reason = reader.code(view.headline), reader.first(view.reason)
        if view.unhealthy in (headline.code, reason.code if reason is not None else ""):
            said = "the document itself says that it is not to be believed"
            return unhealthy(name, (said,), view, manifest, seen)
        made = reader.time(view.generated)
        return Shown(
            name,
            headline,
            _tone(headline.code, view),
            seen,
            reason=reason,
            message=reader.text(view.message),
            unblock=reader.unblock(view.unblock),
            facts=tuple((each.label, reader.values(each.at)) for each in view.facts),
            generated=made,
        )
    except _UnknownError as fault:
        return unhealthy(name, (str(fault),), view, manifest, seen)


def unhealthy(
    name: str, errors: Sequence[str], view: View, manifest: Manifest | None, seen: datetime
) -> Shown:
    """What is shown of a document that is not to be believed, or of none."""
    found = _registered(manifest, view.unhealthy)
    words = _words(found) if found is not None else ""
    return Shown(
        name,
        Word(view.unhealthy, words or UNHEALTHY),
        Tone.DANGER,
        seen,
        healthy=False,
        errors=tuple(errors),
    )


class _Reader:
    """Reads the places of one document."""

    def __init__(self, document: JsonValue, manifest: Manifest | None, bound: dict[str, str]) -> None:
        self.document = document
        self.manifest = manifest
        self.bound = bound

    def code(self, at: str) -> Word:
        """The code at a place."""
        found = self._get(at)
        if not isinstance(found, str):
            raise _UnknownError(f"{at}: there is no code")
        return self._word(at, found, due=True)

    def first(self, places: Sequence[str]) -> Word | None:
        """The code at the first place where anything stands."""
        at = next((each for each in places if self._get(each) is not None), None)
        return None if at is None else self.code(at)

    def text(self, at: str | None) -> str:
        """The text at a place, nothing where there is none."""
        found = None if at is None else self._get(at)
        if found is not None and not isinstance(found, str):
            raise _UnknownError(f"{at}: there is no text")
        return found or ""

    def time(self, at: str | None) -> datetime | None:
        """The time at a place. What cannot be read as one is unknown: an age that is left out would lie."""
        if at is None:
            return None
        found = self._get(at)
        try:
            if isinstance(found, str):
                made = datetime.fromisoformat(found)
                return made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)
            if isinstance(found, bool) or found is None or isinstance(found, (list, dict)):
                raise _UnknownError(f"{at}: there is no time")
            seconds = float(found)
            return datetime.fromtimestamp(seconds / 1000 if seconds >= _MILLISECONDS_FROM else seconds, UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise _UnknownError(f"{at}: there is no time") from error

    def unblock(self, at: str | None) -> tuple[Unblock, ...]:
        """The conditions at a place."""
        found = None if at is None else self._get(at)
        items = [] if found is None else found
        if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
            raise _UnknownError(f"{at}: there is no list of conditions")
        return tuple(
            Unblock(*(_plain(each.get(name)) for name in ("type", "condition", "current", "target")))
            for each in items
            if isinstance(each, dict)
        )

    def values(self, at: str) -> tuple[Word, ...]:
        """What stands at a place, each item of a list on its own."""
        found = self._get(at)
        items = found if isinstance(found, list) else [] if found is None else [found]
        bound = self.manifest is not None and self._registry(at) is not None
        if bound and not all(isinstance(each, str) for each in items):
            raise _UnknownError(f"{at}: there is something else than codes")
        return tuple(
            self._word(at, each, due=False) if isinstance(each, str) else Word(_plain(each)) for each in items
        )

    def _registry(self, at: str) -> str | None:
        """The registry that a place, or the list that it is in, is bound to."""
        return self.bound.get(at, self.bound.get(at.rpartition("/")[0]))

    def _get(self, at: str) -> JsonValue:
        found = pointer.get(self.document, at)
        return None if found is pointer.MISSING else found  # type: ignore[return-value]  # no sentinel left

    def _word(self, at: str, text: str, *, due: bool) -> Word:
        """A text at a place, with what is registered of it where a registry is bound. `due`: it is a code."""
        name = self._registry(at)
        if self.manifest is None or (name is None and not due):
            return Word(text)
        own = _registered(self.manifest, text) if name is None else code_of(self.manifest, name, text)
        if own is None:
            raise _UnknownError(f"{at}: no registry holds the code that stands there")
        return Word(text, _words(own))


def _registered(manifest: Manifest | None, code: str) -> Code | None:
    """The entry of a code in whichever registry has it."""
    found = (code_of(manifest, each.name, code) for each in manifest.registries) if manifest else iter(())
    return next((each for each in found if each is not None), None)


def _words(code: Code) -> str:
    said = code.attributes.get("display", code.attributes.get("description"))
    return said if isinstance(said, str) else ""


def _plain(value: JsonValue) -> str:
    return value if isinstance(value, str) else "" if value is None else dumps(value)


def _tone(code: str, view: View) -> Tone:
    if code in view.good:
        return Tone.GOOD
    return Tone.CAUTION if code in view.caution else Tone.DANGER
