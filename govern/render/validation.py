"""Documents and what is wrong with them, to text, JSON, JUnit XML or annotations of GitHub.

Text and annotations come as documents are judged; JSON and JUnit are one document each, at the end.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from govern.model import JsonValue
    from govern.validation.error import Error
    from govern.validation.outcome import Fault, Outcome

LISTED = 6
"""So many allowed values are named in a line; the rest are counted."""


class Totals(NamedTuple):
    """How many documents were judged, and what came of those that failed."""

    documents: int
    failed: Sequence[Outcome]


def text(outcome: Outcome) -> Iterator[str]:
    """A document for people: a line for each fault, or nothing for a good one."""
    for fault in outcome.faults:
        error = fault.error
        yield terminal(f"{_where(outcome, fault)}: [{error.tag}] {_said(error)}")
        if error.why:
            yield terminal(f"    {error.why} ({error.name})")


def text_total(totals: Totals) -> Iterator[str]:
    """The last line for people."""
    faults = sum(len(each.faults) for each in totals.failed)
    if not totals.failed:
        yield f"{_count(totals.documents, 'document')} good"
    else:
        good = totals.documents - len(totals.failed)
        failed = f"{_count(len(totals.failed), 'document')} with {_count(faults, 'error')}"
        yield f"{failed}, {good} good"


def github(outcome: Outcome) -> Iterator[str]:
    """A document as workflow commands: one annotation a fault."""
    for fault in outcome.faults:
        place = f",line={fault.line}" if fault.line is not None else ""
        place += f",col={fault.column}" if fault.column is not None else ""
        title = _property(f"[{fault.error.tag}] {fault.error.name}")
        yield f"::error file={_property(outcome.name)}{place},title={title}::{_data(_said(fault.error))}"


def as_json(totals: Totals) -> Iterator[str]:
    """Everything for programs: see `specs/INVARIANTS.md`."""
    said: dict[str, JsonValue] = {
        "documents": totals.documents,
        "failed": len(totals.failed),
        "errors": [_json(each, fault) for each in totals.failed for fault in each.faults],
    }
    yield json.dumps(said, indent=2, default=float)


def junit(totals: Totals) -> Iterator[str]:
    """A test suite in which each failed document is a test case, and the good ones are counted."""
    from xml.sax.saxutils import escape, quoteattr

    failed = len(totals.failed)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuite name="govern validate" tests="{totals.documents}" failures="{failed}" errors="0">'
    for each in totals.failed:
        name = each.name if each.line is None else f"{each.name}:{each.line}"
        yield f'  <testcase classname="govern.validate" name={quoteattr(terminal(name))}>'
        for fault in each.faults:
            said = terminal(f"[{fault.error.tag}] {_said(fault.error)}")
            where = escape(terminal(_where(each, fault)))
            kind = quoteattr(fault.error.tag)
            yield f"    <failure type={kind} message={quoteattr(said)}>{where}</failure>"
        yield "  </testcase>"
    yield "</testsuite>"


class Format(NamedTuple):
    """One format: `each` for a document at once, `end` for all of them."""

    each: Callable[[Outcome], Iterator[str]] | None
    end: Callable[[Totals], Iterator[str]] | None


FORMATS: Mapping[str, Format] = {
    "text": Format(text, text_total),
    "json": Format(None, as_json),
    "junit": Format(None, junit),
    "github": Format(github, text_total),
}
"""Every format by name, the default first."""


def terminal(said: str) -> str:
    """Text for a terminal. What escapes it is loaded where something is to be said."""
    from govern.escape import terminal as harmless

    return harmless(said)


def _where(outcome: Outcome, fault: Fault) -> str:
    place = "".join(f":{each}" for each in (fault.line, fault.column) if each is not None)
    return f"{outcome.name}{place}"


def _said(error: Error) -> str:
    """The pointer, what is wrong, what was found and what is allowed, in one line."""
    parts = [f"{error.pointer or 'the document'}: {error.message}"]
    if error.nearest:
        parts.append(f"did you mean {' or '.join(error.nearest)}?")
    if error.found is not None and _brief(error.found) not in error.message:
        parts.append(f"found {_brief(error.found)}")
    if error.allowed:
        named = ", ".join(_brief(each) for each in error.allowed[:LISTED])
        more = f" and {len(error.allowed) - LISTED} more" if len(error.allowed) > LISTED else ""
        parts.append(f"allowed: {named}{more}")
    return "; ".join(parts)


def _brief(value: JsonValue, most: int = 200) -> str:
    from govern.documents import dumps

    said = dumps(value)
    return said if len(said) <= most else said[:most] + "…"


def _json(outcome: Outcome, fault: Fault) -> dict[str, JsonValue]:
    error = fault.error
    return {
        "document": outcome.name,
        "line": fault.line,
        "column": fault.column,
        "tag": error.tag,
        "pointer": error.pointer,
        "name": error.name,
        "message": error.message,
        "found": error.found,
        "allowed": list(error.allowed),
        "nearest": list(error.nearest),
        "why": error.why or None,
        "schema_pointer": error.schema or None,
    }


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _data(said: str) -> str:
    return terminal(said).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(said: str) -> str:
    return _data(said).replace(":", "%3A").replace(",", "%2C")
