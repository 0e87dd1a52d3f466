"""The files of a tree without a govern.toml to the Config that would cover its contracts.

A file is a schema by its `$schema` or its name, a manifest by its version field and a registry of
codes. Doubt goes to coverage: a schema that cannot be read is still a contract, and says so later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.configuration.grouping import ENDINGS, FoundSchema, grouped
from govern.contracts import Config, Contract
from govern.documents import Document, Limits, read
from govern.model import JsonObject, JsonValue, ManifestRules, Tree

NOT_OURS = frozenset(
    {".git", ".hg", ".svn", ".tox", ".nox", ".venv", "venv", "site-packages", "node_modules"}
    | {"bower_components", "vendor", "__pycache__"}
)
"""Folders of what other people wrote or a tool keeps."""

DOCUMENT_FOLDERS = frozenset({"fixtures", "tests", "test", "testdata", "examples", "example", "samples"})
"""Folders of documents, which carry versions and codes too and are no manifests."""

VERSION_FIELDS = ("contract_version", "schema_version")

_SCHEMA_NAME = re.compile(r"\.schema\.(?:json|ya?ml)\Z", re.IGNORECASE)
_SCHEMA_BYTES = re.compile(rb'"?\$schema"?\s*:\s*["\']?https?://json-schema\.org/')
_SCHEMA_URI = re.compile(r"https?://json-schema\.org/")


def discover(tree: Tree) -> Config:
    """The configuration that covers the contracts of a tree, each `discovered`, sorted by name.

    Its `origin` says in words that it was discovered. No contracts where nothing looks like one.
    Raises RepositoryError where a blob that may be a contract cannot be read.
    """
    schemas: list[FoundSchema] = []
    manifests: list[str] = []
    for path in _candidates(tree):
        named = _SCHEMA_NAME.search(path) is not None
        if tree.entries[path].size > Config().max_bytes:  # only schemas by name come here
            schemas.append(FoundSchema(path, None))
            continue
        data = tree.read(path)
        if not named and not _may_matter(data):
            continue
        document = read(path, data, limits=Limits(Config().max_bytes, Config().max_depth))
        value = document.value if isinstance(document, Document) else None
        unreadable = not isinstance(document, Document) and _SCHEMA_BYTES.search(data) is not None
        if named or unreadable or _is_schema(value):
            schemas.append(FoundSchema(path, _required(value)))
        elif isinstance(value, dict) and _is_manifest(path, value):
            manifests.append(path)
    contracts = grouped(schemas, manifests, tree.entries)
    return Config(contracts=contracts, origin=_origin(contracts))


def _origin(contracts: tuple[Contract, ...]) -> str:
    if not contracts:
        return "discovered: no govern.toml, and no file that looks like a schema or a manifest"
    count = "1 contract" if len(contracts) == 1 else f"{len(contracts)} contracts"
    return f"discovered: no govern.toml; {count} found by $schema, file name and version field"


def _candidates(tree: Tree) -> Iterator[str]:
    for path, entry in sorted(tree.entries.items()):
        regular = entry.kind.is_file
        if not regular or not path.lower().endswith(ENDINGS) or NOT_OURS & set(path.split("/")[:-1]):
            continue
        if entry.size <= Config().max_bytes or _SCHEMA_NAME.search(path):
            yield path


def _may_matter(data: bytes) -> bool:
    """Whether a file is worth parsing: reading every document of a tree takes its time."""
    if b"$schema" in data and b"json-schema" in data:
        return True
    return any(name.encode() in data for name in VERSION_FIELDS)


def _is_schema(value: JsonValue) -> bool:
    if not isinstance(value, dict):
        return False
    dialect = value.get("$schema")
    return isinstance(dialect, str) and _SCHEMA_URI.match(dialect) is not None


def _required(value: JsonValue) -> frozenset[str] | None:
    if not isinstance(value, dict):
        return None
    names = value.get("required")
    return (
        frozenset(each for each in names if isinstance(each, str)) if isinstance(names, list) else frozenset()
    )


def _is_manifest(path: str, value: JsonObject) -> bool:
    """A version field at the top, and registries that are marked as such or of a form that leaves
    no doubt; documents that carry versions and codes stand in folders of documents."""
    if DOCUMENT_FOLDERS & {each.lower() for each in path.split("/")[:-1]}:
        return False
    versions = [value[name] for name in VERSION_FIELDS if name in value]
    if not versions or any(isinstance(each, bool) or not isinstance(each, (str, int)) for each in versions):
        return False
    if "registries" not in value and "contract_version" not in value:
        return any(_unmistakable(each) for each in value.values())
    from govern.manifest import registries

    return any(each.tiers or len(each.codes) > 1 for each in registries(value, ManifestRules()).registries)


def _unmistakable(value: JsonValue) -> bool:
    if isinstance(value, dict):
        return any(isinstance(value.get(name), list) for name in ("values", "codes", "tiers"))
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, dict) and "code" in each for each in value)
    )
