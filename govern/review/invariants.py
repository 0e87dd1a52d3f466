"""The files of a contract at one revision to what its invariants say of its golden documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from govern.contracts import CodeBinding, Contract
from govern.invariants import Breach, Checker, Vocabulary, declared, flaws
from govern.invariants import bindings as bindings_of
from govern.manifest import registries
from govern.model import JsonValue
from govern.schema.dialect import draft_of

_BOUND, _MORE = frozenset(("registry", "order")), frozenset(("when", "tier"))
"""What invariants say of codes, and no more than a binding can say, is checked as bindings are."""


def declared_codes(files: Mapping[str, JsonValue], contract: Contract) -> tuple[CodeBinding, ...]:
    """The places that the manifest's invariants bind to registries. `files`: the values of files, by path."""
    document = files.get(contract.manifest or "")
    return bindings_of(document) if _vocabulary(document, contract) is not None else ()


def breaches(
    files: Mapping[str, JsonValue], contract: Contract, documents: Iterable[str]
) -> dict[str, tuple[Breach, ...]]:
    """The invariants that documents break, by path; of several schemas, by the one that leaves the fewest."""
    document = files.get(contract.manifest or "")
    vocabulary = _vocabulary(document, contract)
    rules = declared(document, vocabulary) if vocabulary is not None else ()
    if not rules:
        return {}
    schemas = [files[each.path] for each in contract.schemas if each.path in files] or [True]
    checkers = [Checker(rules, each, draft_of(each, contract.reading.draft)) for each in schemas]
    found = {
        path: min((_beyond_bindings(checker, files[path]) for checker in checkers), key=len)
        for path in documents
        if path in files
    }
    return {path: broken for path, broken in found.items() if broken}


def _beyond_bindings(checker: Checker, document: JsonValue) -> tuple[Breach, ...]:
    found = checker.breaches(document)
    return tuple(each for each in found if not each.says & _BOUND or each.says & _MORE)


def _vocabulary(document: JsonValue, contract: Contract) -> Vocabulary | None:
    """The manifest as invariants see it; None where they cannot be read, which has a finding of its own."""
    vocabulary = Vocabulary(document, registries(document, contract.manifest_rules))
    return None if flaws(document, vocabulary) else vocabulary
