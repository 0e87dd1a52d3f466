"""A file or an endpoint and a contract to what its owner sees."""

from __future__ import annotations

from datetime import UTC, datetime

from govern import pointer
from govern.cli.validating import Held, configured
from govern.contracts import Contract, View
from govern.documents import Document
from govern.errors import Problem, UsageError
from govern.invariants import bindings
from govern.manifest import registries
from govern.model import Finding
from govern.validation import Error
from govern.validation.documents import Given, paths, whole
from govern.validation.fetch import BadAnswer, FetchError, fetch
from govern.validation.outcome import judged
from govern.view import Shown, shown, unhealthy

LISTED = 10
"""So many places are named where a document breaks its contract; the rest are counted."""


def seen(
    name: str | None, url: str | None, contract: str | None, *, seconds: float, ca_file: str | None
) -> tuple[str, Shown]:
    """The title of what is shown, and what is seen. Raises UsageError or ConfigurationError where there is no
    such file, contract or view; an endpoint that gives no document is shown as unhealthy."""
    held = configured(contract, lambda each: each.view is not None)
    view = _view(held.contract)
    manifest = registries(held.manifest, held.contract.manifest_rules) if held.manifest is not None else None
    where = url or name or ""
    now = datetime.now(UTC)
    given = _given(name, url, seconds, ca_file)
    if isinstance(given, str):
        return held.contract.name, unhealthy(where, (given,), view, manifest, now)
    document = given.read()
    errors = _errors(held, given, document)
    if not isinstance(document, Document):
        return held.contract.name, unhealthy(where, errors, view, manifest, now)
    codes = (*bindings(held.manifest), *held.contract.codes)
    return held.contract.name, shown(where, document.value, errors, view, manifest, codes, now)


def _view(contract: Contract) -> View:
    if contract.view is None:
        remedy = f'add [contracts.{contract.name}.view] with headline = "/…" to govern.toml'
        raise UsageError(Problem("usage", f"{contract.name} has no view", remedy, "--contract"))
    return contract.view


def _given(name: str | None, url: str | None, seconds: float, ca_file: str | None) -> Given | str:
    """The bytes of the document, or why an endpoint gave none."""
    if url is None:
        found = paths([name or ""])
        if len(found) > 1:
            message = f"{len(found)} files fit it, and one is shown"
            raise UsageError(Problem("usage", message, "name one of them", name or ""))
        (path,) = found
        return whole(path)
    try:
        data = fetch(url, seconds=seconds, ca_file=ca_file)
    except FetchError as error:
        return f"there is no answer ({error.problems[0].rule})"
    return (
        f"[URL] what it answers is no document ({data.rule})"
        if isinstance(data, BadAnswer)
        else Given(url, None, data, "answer.json")
    )


def _errors(held: Held, given: Given, document: Document | tuple[Finding, ...]) -> tuple[str, ...]:
    """Where a document breaks its contract: the tag, the place and the name of what it breaks. What stands
    there is not told, and of the place only what the contract itself names."""
    if not isinstance(document, Document):
        return tuple(f"[SCHEMA] the document cannot be read ({each.rule})" for each in document)
    faults = judged(held.validator, given, document).faults
    said = tuple(dict.fromkeys(_place(each.error, held.names) for each in faults))
    more = (f"and {len(said) - LISTED} more",) if len(said) > LISTED else ()
    return (*said[:LISTED], *more)


def _place(error: Error, names: frozenset[str]) -> str:
    """The tag, the place and the name of an error, in names that the contract knows."""
    tokens = pointer.split(error.pointer)
    known = [token if token in names or token.isdigit() else "…" for token in tokens]
    return f"[{error.tag}] {pointer.join(known) or 'the root'} ({error.name})"
