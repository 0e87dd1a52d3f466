"""YAML text to a Document, or to findings: the only place that imports the YAML library.

Only its parser is used. What its events mean, and what is refused, `yaml_builder` decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.events import Event as LibraryEvent
from ruamel.yaml.reader import ReaderError

from govern.documents.document import Document, Positions, Source
from govern.documents.fault import MOST
from govern.documents.yaml_builder import Builder, Event, Kind
from govern.model import Finding

_VERSION = (1, 2)
_KINDS = {
    AliasEvent: Kind.ALIAS,
    CollectionEndEvent: Kind.CLOSE,
    MappingStartEvent: Kind.OBJECT,
    ScalarEvent: Kind.SCALAR,
    SequenceStartEvent: Kind.ARRAY,
}
_STRAY = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What the library's parser may raise on broken text besides its own errors."""


def read_yaml(source: Source, depth: int) -> Document | tuple[Finding, ...]:
    """The document of a YAML 1.2 text of at most `depth` levels, or what is wrong with it."""
    builder = Builder(source, depth)
    documents = 0
    try:
        for event in _parsed(source.text):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                _check_start(event, documents)
            elif (step := _step(event)) is not None:
                builder.take(step)
            if builder.stopped:
                break
        if not documents:
            raise _SyntaxError(0, "the file holds no document")
    except _SyntaxError as error:
        builder.fault("yaml-syntax", error.offset, f"this is not one YAML document: {error}", _REMEDY)
    if builder.faults:
        return tuple(builder.faults[:MOST])
    root = builder.root
    return Document(source.path, builder.value, builder.notes(), Positions(source, lambda _: root))


_REMEDY = "Correct the text (YAML 1.2, one document, UTF-8), or write the file as JSON."


class _SyntaxError(Exception):
    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


def _parsed(text: str) -> Iterator[LibraryEvent]:
    """The parser's events, its many ways to fail made one."""
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except ReaderError as error:
        raise _SyntaxError(error.position, "a character stands here that YAML does not allow") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = ", ".join(each for each in (error.context, error.problem) if each)
        offset = min(mark.index, len(text)) if mark else 0
        raise _SyntaxError(offset, words.strip().partition("\n")[0] or "the text is broken") from error
    except (YAMLError, *_STRAY) as error:
        raise _SyntaxError(0, "the parser cannot make sense of the text") from error


def _check_start(event: DocumentStartEvent, documents: int) -> None:
    if documents > 1:
        raise _SyntaxError(event.start_mark.index, "a second document begins here")
    if event.version is not None and tuple(event.version) != _VERSION:
        raise _SyntaxError(event.start_mark.index, "a directive asks for another version than 1.2")


def _step(event: LibraryEvent) -> Event | None:
    """An event in our own words; None for the events that only frame the stream."""
    kind = next((kind for of, kind in _KINDS.items() if isinstance(event, of)), None)
    if kind is None:
        return None
    tag = getattr(event, "ctag", None)
    return Event(
        kind,
        event.start_mark.index,
        text=getattr(event, "value", ""),
        plain=not getattr(event, "style", None),
        anchor=getattr(event, "anchor", None),
        # Never str(tag): the library decodes the tag there, and fails on broken ones.
        tag=None if tag is None else f"{tag.handle or ''}{tag.suffix or ''}",
    )
