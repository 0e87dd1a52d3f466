"""Two Configs to sentences: what the later one no longer asks for, and what else it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from govern.configuration import strength, toml_text
from govern.configuration.approval_differences import approval_differences
from govern.configuration.contract_differences import Difference, changed, differences, globs
from govern.configuration.expansion import expand, is_template
from govern.configuration.forms import NAME
from govern.configuration.globs import is_glob
from govern.contracts import Config, Contract


def weakened(before: Config, after: Config, paths: Iterable[str]) -> tuple[str, ...]:
    """Every way in which `after` asks for less than `before`, as sorted sentences.

    Coverage is compared by the text of globs and by what they select among `paths` (those of base
    and head together). An exception that is added weakens nothing: which ones count is decided
    where they are read. Raises ConfigurationError where `after` cannot be expanded.
    """
    found = _differences(before, after, tuple(sorted(set(paths))))
    return tuple(sorted({each.sentence for each in found if each.weaker}))


def tightened(before: Config, after: Config) -> tuple[str, ...]:
    """Everything else that differs, as sorted sentences. Two configurations that are not equal have
    a sentence here or in `weakened`."""
    found = _differences(before, after, ())
    return tuple(sorted({each.sentence for each in found if not each.weaker}))


def _differences(before: Config, after: Config, known: tuple[str, ...]) -> Iterator[Difference]:
    paths = tuple(sorted({*known, *_named(before)}))
    yield from _switches(before, after)
    yield from globs("", "protected", before.protected, after.protected, paths)
    yield from approval_differences(before.approvals, after.approvals)
    yield from _resources(before, after)
    yield from _exceptions(before, after)
    heirs = {each.name: _heir(each, after.contracts) for each in before.contracts}
    for contract in before.contracts:
        heir = heirs[contract.name]
        if heir is not None:
            yield from differences(contract, heir, paths)
        elif not _literal(contract):
            yield Difference(True, f"{_kind(contract)} is dropped")
    inherited = {heir.name for heir in heirs.values() if heir is not None}
    for contract in after.contracts:
        if contract.name not in inherited:
            yield Difference(False, f"{_kind(contract)} is added")
    yield from _moved(before, after, heirs, paths)


def _switches(before: Config, after: Config) -> Iterator[Difference]:
    b, a = before, after
    yield from changed(
        "",
        "self_change",
        b.self_change,
        a.self_change,
        strength.down_to("note")(b.self_change, a.self_change),
    )
    for key, was, now in (
        ("exceptions_from_head", b.exceptions_from_head, a.exceptions_from_head),
        ("non_ascii_paths", b.non_ascii_paths, a.non_ascii_paths),
    ):
        yield from changed("", key, was, now, strength.switched_on(was, now))
    for key, least, most in (
        ("limits.max_bytes", b.max_bytes, a.max_bytes),
        ("limits.max_depth", b.max_depth, a.max_depth),
    ):
        yield from changed("", key, least, most, strength.raised(least, most))


def _resources(before: Config, after: Config) -> Iterator[Difference]:
    """Another document behind a URI is another schema; a new URI only makes more readable."""
    for uri in sorted(before.resources.keys() | after.resources.keys()):
        was, now = before.resources.get(uri), after.resources.get(uri)
        key = f"resources.{toml_text.key(uri)}"
        yield from changed("", key, was, now, strength.replaced(was, now))


def _exceptions(before: Config, after: Config) -> Iterator[Difference]:
    was, now = ({each.finding: each for each in config.exceptions} for config in (before, after))
    for finding in sorted(was.keys() | now.keys()):
        if finding not in now:
            yield Difference(False, f"the exception for {finding} is removed")
        elif finding not in was:
            yield Difference(False, f"an exception for {finding} is added, until {now[finding].expires}")
        elif was[finding] != now[finding]:
            yield Difference(False, f"the exception for {finding} is changed")


def _heir(contract: Contract, contracts: tuple[Contract, ...]) -> Contract | None:
    """The contract of the same name, or the one that owns all that this one owns by its text."""
    same = next((each for each in contracts if each.name == contract.name), None)
    return same or next((each for each in contracts if _owns(each, contract)), None)


def _owns(owner: Contract, contract: Contract) -> bool:
    held = tuple(each.path for each in owner.schemas)
    wanted = tuple(each.path for each in contract.schemas)
    return not strength.narrower(wanted, held) and contract.manifest in (None, owner.manifest)


def _moved(
    before: Config, after: Config, heirs: dict[str, Contract | None], paths: tuple[str, ...]
) -> Iterator[Difference]:
    """Contracts whose origin changed: those of a template that the configuration now names itself,
    or that another template makes. Their templates were compared; they were not."""
    now = expand(after, paths)
    by_name = {each.name: each for each in now}
    for contract in expand(before, paths):
        heir = heirs[contract.template or contract.name]
        found = by_name.get(contract.name) or next((each for each in now if _governs(each, contract)), None)
        if found is None:
            if contract.schemas or contract.manifest:
                words = "is dropped" if contract.template is None else "is governed no more"
                yield Difference(True, f"{_kind(contract)} {words}")
        elif (found.template or found.name) != (heir.name if heir else None):
            yield from differences(contract, replace(found, name=contract.name), paths)


def _governs(owner: Contract, contract: Contract) -> bool:
    held = {each.path for each in owner.schemas}
    return all(each.path in held for each in contract.schemas) and contract.manifest in (None, owner.manifest)


def _literal(contract: Contract) -> bool:
    """Whether a contract names each of its files, so that its expansion says all there is to say."""
    return not any(
        is_glob(each.path) or each.path.startswith("!") or NAME in each.path for each in contract.schemas
    )


def _named(config: Config) -> Iterator[str]:
    for contract in config.contracts:
        if not is_template(contract):
            yield from (each.path for each in contract.schemas if not is_glob(each.path))
            yield from () if contract.manifest is None else (contract.manifest,)


def _kind(contract: Contract) -> str:
    return f"contract {toml_text.string(contract.name)}"
