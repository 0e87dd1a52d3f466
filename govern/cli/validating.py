"""A contract, named or given by its files, to the validator that documents are held to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from govern.errors import Problem, UsageError
from govern.schema.uris import uri_of
from govern.validation.compiled import Validator, file_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from govern.contracts import Contract
    from govern.model import JsonValue

CONFIGURATION = "govern.toml"


class Asked(NamedTuple):
    """What the command line says of the contract: its name, or its files."""

    contract: str | None
    schema: str | None
    manifest: str | None
    strict: bool


def validator(asked: Asked) -> Validator:
    """The validator. Raises UsageError or ConfigurationError where there is no such contract, or one of its
    files cannot be read or used."""
    if asked.schema is not None:
        if asked.contract is not None:
            raise _usage("--schema", "a contract was named as well", "give --contract or --schema, not both")
        if asked.strict:
            remedy = "give the exact schema itself as --schema, or name the contract: --contract NAME"
            raise _usage("--strict", "a schema given by file has no strict twin", remedy)
        return _validator(Path(), asked.schema, None, asked.manifest)
    if asked.manifest is not None:
        raise _usage("--manifest", "there is no --schema beside it", "give --schema FILE, or --contract NAME")
    root, contract = _contract(asked.contract)
    return _configured(root, contract, asked.strict)


class Held(NamedTuple):
    """A configured contract, what its manifest says, the validator of its documents, and every name in its
    schema."""

    contract: Contract
    manifest: JsonValue
    validator: Validator
    names: frozenset[str]


def configured(name: str | None, fits: Callable[[Contract], bool]) -> Held:
    """The contract of a name; without one, the only one that fits. Raises as `validator` does."""
    root, contract = _contract(name, fits)
    manifest = None if contract.manifest is None else file_value(root / contract.manifest)
    held = _configured(root, contract, strict=False)
    names = frozenset(_names(file_value(root / contract.schemas[0].path)))
    return Held(contract, manifest, held, names)


def _names(value: JsonValue) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from _names(part)
    elif isinstance(value, list):
        for part in value:
            yield from _names(part)


def _configured(root: Path, contract: Contract, strict: bool) -> Validator:
    if len(contract.schemas) != 1:
        listed = ", ".join(each.path for each in contract.schemas) or "none"
        remedy = f"give one of them: --schema FILE; there are: {listed}"
        raise _usage("--contract", f"{contract.name} has {len(contract.schemas)} schemas", remedy)
    (schema,) = contract.schemas
    if strict and schema.strict is None:
        remedy = f'configure one: schemas = [{{ path = "{schema.path}", strict = "..." }}]'
        raise _usage("--strict", f"{contract.name} has no strict schema", remedy)
    twin = schema.strict if strict else None
    return _validator(root, schema.path, twin, contract.manifest, contract)


def _contract(name: str | None, fits: Callable[[Contract], bool] = bool) -> tuple[Path, Contract]:
    """The folder that paths start at, and the configured contract of that name, or the only one that fits."""
    from govern.configuration import expand, load

    file = _configuration()
    config = load(file.read_bytes(), path=str(file), origin=str(file))
    found = {each.name: each for each in expand(config, [*_files(file.parent)])}
    fitting = [each for each in found.values() if fits(each)]
    if name is None and len(fitting) == 1:
        return file.parent, fitting[0]
    if name is None or name not in found:
        from difflib import get_close_matches

        near = get_close_matches(name or "", list(found), 1)
        meant = f"did you mean {near[0]}? " if near else ""
        said = "no contract was named" if name is None else f"there is no contract {name}"
        raise _usage("--contract", said, f"{meant}{file} has: {', '.join(sorted(found)) or 'none'}")
    return file.parent, found[name]


def _configuration() -> Path:
    """The nearest `govern.toml`, here or above."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CONFIGURATION).is_file():
            return folder / CONFIGURATION
    remedy = "give --schema FILE and --manifest FILE, or run `govern init` first"
    raise _usage("--contract", f"there is no {CONFIGURATION} here or above", remedy)


def _files(root: Path) -> Iterator[str]:
    """The files below a folder, for the templates of a configuration; none of what git keeps for itself."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(each for each in folders if each != ".git")
        for each in files:
            yield str(Path(folder, each).relative_to(root))


def _validator(
    root: Path, schema: str, strict: str | None, manifest: str | None, contract: Contract | None = None
) -> Validator:
    told = None if manifest is None else file_value(root / manifest)
    closed = None if strict is None else file_value(root / strict)
    opened = file_value(root / schema)
    uri = uri_of(str((root / schema).resolve()).lstrip("/"))
    resources = _resources(root / schema, opened)
    if contract is None:
        return Validator(
            opened,
            strict=closed,
            manifest=told,
            resources=resources,
            uri=uri,
        )
    return Validator(
        opened,
        strict=closed,
        manifest=told,
        codes=contract.codes,
        resources=resources,
        uri=uri,
        draft=contract.reading.draft,
        formats=contract.reading.format == "asserted",
    )


def _resources(path: Path, schema: JsonValue) -> Mapping[str, JsonValue]:
    """What a schema refers to outside itself, from the files beside it; looked for only where it does."""
    if not any(_leads_out(each) for each in _references(schema)):
        return {}
    from govern.cli.comparing import Folder
    from govern.contracts import Config
    from govern.documents import Limits
    from govern.review.reading import Reader
    from govern.review.references import Resources

    full = path.resolve()
    resources = Resources(Reader(Folder(full.parent), Limits()), Config())
    return resources.documents(resources.reached(str(full).lstrip("/")))


def _references(schema: JsonValue) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, part in schema.items():
            if key in ("$ref", "$dynamicRef", "$recursiveRef") and isinstance(part, str):
                yield part
            yield from _references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _references(part)


def _leads_out(reference: str) -> bool:
    return not reference.startswith("#")


def _usage(place: str, message: str, remedy: str) -> UsageError:
    return UsageError(Problem("usage", message, remedy, place))
