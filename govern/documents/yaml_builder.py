"""The events of a YAML text to a JSON value with positions, and to findings: nothing is expanded.

Aliases, tags and merge keys are refused as they pass, so nothing ever follows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from govern import pointer as pointers
from govern.documents import number
from govern.documents.document import Source, Spot, has_surrogate, printable, shown
from govern.documents.fault import MOST, depth_fault, interoperable_note
from govern.documents.yaml_scalars import ScalarKind, resolve
from govern.model import Finding, JsonValue

_NUMBER_REMEDY = "Write a number that a double-precision reader can hold, or quote it to make it a string."
_ALIAS_REMEDY = "Write out what it stands for wherever it is used."


class Kind(StrEnum):
    """What an event of a YAML text is. ARRAY and OBJECT begin one; CLOSE ends either."""

    ALIAS = "alias"
    ARRAY = "array"
    CLOSE = "close"
    OBJECT = "object"
    SCALAR = "scalar"


@dataclass(frozen=True, slots=True)
class Event:
    """One step through a text, at an offset in code points. `text` is that of a scalar, `plain`
    whether it stands without quotes or block marks; `anchor` is also the name that an alias uses."""

    kind: Kind
    offset: int
    text: str = ""
    plain: bool = True
    anchor: str | None = None
    tag: str | None = None


@dataclass(slots=True)
class _Frame:
    """An array or object being filled. `token` names the child at hand. In an object, `key_at` is
    the offset of the key whose value comes next, None where a key comes next; the value is dropped
    unless `keep`, since its key was refused."""

    value: list[JsonValue] | dict[str, JsonValue]
    spot: Spot
    token: str | int = ""
    key_at: int | None = None
    keep: bool = True

    def step(self) -> None:
        if isinstance(self.value, list):
            self.token = len(self.value)

    def put(self, value: JsonValue, spot: Spot) -> None:
        children = self.spot.children
        if isinstance(self.value, list) and isinstance(children, list):
            self.value.append(value)
            children.append(spot)
        elif isinstance(self.value, dict) and isinstance(children, dict) and self.key_at is not None:
            spot.offset, self.key_at = self.key_at, None
            if self.keep:
                self.value[str(self.token)] = value
                children[str(self.token)] = spot


@dataclass(slots=True)
class Builder:
    """Takes the events of one document; afterwards `value` and `root`, or else `faults`.

    `stopped`: the rest of the text need not be read (too deep, or enough faults).
    """

    source: Source
    depth: int
    faults: list[Finding] = field(default_factory=list)
    value: JsonValue = None
    root: Spot = field(default_factory=lambda: Spot(0))
    stopped: bool = False
    _frames: list[_Frame] = field(default_factory=list)
    _noted: list[tuple[str, int, str]] = field(default_factory=list)
    _noted_count: int = 0

    def take(self, event: Event) -> None:
        """One more event."""
        if event.kind is Kind.CLOSE:
            self._frames.pop()
            return
        frame = self._frames[-1] if self._frames else None
        if frame is not None and isinstance(frame.value, dict) and frame.key_at is None:
            self._key(frame, event)
            return
        if frame is not None:
            frame.step()
        self._properties(event)
        if event.kind is Kind.SCALAR:
            self._put(self._scalar(event), Spot(event.offset))
        elif event.kind is Kind.ALIAS:
            self._put(None, Spot(event.offset))
        else:
            self._open(event, attached=True)

    def fault(self, rule: str, offset: int, message: str, remedy: str) -> None:
        """Keep a finding about the child at hand."""
        pointer = pointers.join(frame.token for frame in self._frames)
        self.faults.append(self.source.fault(rule, pointer, offset, message, remedy))
        self.stopped = self.stopped or len(self.faults) >= MOST

    def notes(self) -> tuple[Finding, ...]:
        """The note about numbers that not every reader sees exactly, if there are any."""
        if not self._noted:
            return ()
        pointer, offset, literal = self._noted[0]
        return (interoperable_note(self.source, pointer, offset, literal, self._noted_count),)

    def _key(self, frame: _Frame, event: Event) -> None:
        frame.token, frame.key_at = event.text, event.offset
        before = len(self.faults)
        self._properties(event)
        if event.kind is Kind.SCALAR:
            self._name(frame, event)
        elif event.kind is not Kind.ALIAS:
            message = "a key is an array or an object, and keys are strings"
            self.fault("yaml-key", event.offset, message, "Use a string as the key.")
            self._open(event, attached=False)
        frame.keep = len(self.faults) == before

    def _name(self, frame: _Frame, event: Event) -> None:
        kind = resolve(event.text).kind if event.plain else ScalarKind.STRING
        frame.token = self._string(event)
        name = shown(event.text)
        if kind is not ScalarKind.STRING:
            message = f"the key `{name}` is {kind.value}, and keys are strings"
            self.fault("yaml-key", event.offset, message, "Quote the key.")
        elif event.plain and event.text == "<<":
            self.fault("yaml-alias", event.offset, "the merge key `<<` is used", _ALIAS_REMEDY)
        elif isinstance(frame.value, dict) and frame.token in frame.value:
            message = f'the key "{name}" stands twice in one object'
            self.fault("yaml-duplicate-key", event.offset, message, "Keep one of the two members.")

    def _properties(self, event: Event) -> None:
        """Aliases, anchors and tags, wherever they stand."""
        if event.anchor is not None:
            sort = "alias `*" if event.kind is Kind.ALIAS else "anchor `&"
            message = f"the {sort}{shown(event.anchor)}` is used"
            self.fault("yaml-alias", event.offset, message, _ALIAS_REMEDY)
        if event.tag is not None:
            remedy = "Delete the tag; quote a scalar to make it a string."
            self.fault("yaml-tag", event.offset, f"the tag `{shown(event.tag)}` is used", remedy)

    def _open(self, event: Event, *, attached: bool) -> None:
        if len(self._frames) >= self.depth:
            self.faults.append(depth_fault(self.source, event.offset, self.depth))
            self.stopped = True
            return
        array = event.kind is Kind.ARRAY
        frame = _Frame([] if array else {}, Spot(event.offset, [] if array else {}))
        if attached:
            self._put(frame.value, frame.spot)
        self._frames.append(frame)

    def _put(self, value: JsonValue, spot: Spot) -> None:
        if self._frames:
            self._frames[-1].put(value, spot)
        else:
            self.value, self.root = value, spot

    def _scalar(self, event: Event) -> JsonValue:
        scalar = resolve(event.text) if event.plain else None
        if scalar is None or scalar.kind is ScalarKind.STRING:
            return self._string(event)
        if scalar.kind is ScalarKind.CONSTANT:
            return scalar.constant
        if scalar.problem is not None:
            message = f"the number `{shown(event.text)}` {scalar.problem}"
            self.fault("yaml-number", event.offset, message, _NUMBER_REMEDY)
            return None
        if not number.interoperable(scalar.literal):
            self._noted_count += 1
            if not self._noted:
                pointer = pointers.join(frame.token for frame in self._frames)
                self._noted.append((pointer, event.offset, event.text))
        return number.value(scalar.literal)

    def _string(self, event: Event) -> str:
        """The text of a scalar; two escapes that are halves of one character are that character."""
        if not has_surrogate(event.text):
            return event.text
        try:
            return event.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            message = f"half a surrogate pair stands alone in `{shown(event.text)}`"
            remedy = "Write both halves of the pair, or the character."
            self.fault("yaml-surrogate", event.offset, message, remedy)
            return printable(event.text)
