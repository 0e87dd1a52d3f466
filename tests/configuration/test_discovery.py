"""Trees without a configuration to the contracts that are found in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from govern.configuration import discover, expand, load, render_toml
from govern.contracts import Contract, SchemaFile
from govern.model import Entry, EntryKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA = json.dumps({"$schema": DIALECT, "type": "object", "required": ["a"]})
MANIFEST = json.dumps({"contract_version": "1.0", "registries": {"Mode": ["A", "B"]}})


class MemoryTree:
    """A tree from a dictionary. Remembers what was read."""

    def __init__(self, files: Mapping[str, str | bytes], **kinds: EntryKind) -> None:
        self._files = {
            path: text.encode() if isinstance(text, str) else text for path, text in sorted(files.items())
        }
        self._kinds = kinds
        self.was_read: list[str] = []

    @property
    def entries(self) -> Mapping[str, Entry]:
        return {
            path: Entry(path, self._kinds.get(path, EntryKind.FILE), path, len(data))
            for path, data in self._files.items()
        }

    def read(self, path: str) -> bytes:
        self.was_read.append(path)
        return self._files[path]


def found(files: Mapping[str, str | bytes]) -> dict[str, Contract]:
    return {each.name: each for each in discover(MemoryTree(files)).contracts}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x/order.json", SCHEMA),
        ("order.yaml", f'$schema: "{DIALECT}"\ntype: object\n'),
        ("order.json", '{"$schema": "http://json-schema.org/draft-07/schema#"}'),
        ("order.schema.json", "{}"),
        ("order.schema.yml", "type: object\n"),
        ("order.schema.json", "{ this is broken"),
        ("order.json", f'{{"$schema": "{DIALECT}", broken'),
        ("order.schema.json", "true"),
        ("order.schema.json", b"\xff\xfe"),
    ],
)
def test_a_schema_is_known_by_its_dialect_or_its_name_even_where_it_is_broken(
    path: str, text: str | bytes
) -> None:
    contract = found({path: text})["order"]
    assert contract.schemas == (SchemaFile(path),)
    assert (contract.discovered, contract.compatibility_given, contract.versions) == (True, False, None)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("order.json", "{}"),
        ("order.json", '{"$schema": "https://json.schemastore.org/package.json"}'),
        ("order.json", '{"properties": {"$schema": {"const": "https://json-schema.org/x"}}}'),
        ("order.txt", SCHEMA),
        ("node_modules/x/order.schema.json", SCHEMA),
        ("a/vendor/order.schema.json", SCHEMA),
        ("package.json", '{"name": "x", "version": "1.0.0", "keywords": ["a", "b"]}'),
        ("lock.json", '{"schema_version": 1, "packages": {"a": {"v": 1}, "b": {"v": 2}}}'),
        ("osv.json", '{"schema_version": "1.6.0", "aliases": ["A-1", "A-2"]}'),
        ("fixtures/status/ok.json", MANIFEST),
        ("codes.json", '{"contract_version": true, "registries": {"Mode": ["A", "B"]}}'),
        ("codes.json", '{"contract_version": "1.0", "words": "no registry"}'),
    ],
)
def test_what_only_looks_like_one_is_no_contract(path: str, text: str) -> None:
    config = discover(MemoryTree({path: text}))
    assert config.contracts == ()
    assert config.origin.startswith("discovered: no govern.toml")


@pytest.mark.parametrize(
    "text",
    [
        MANIFEST,
        '{"contract_version": 3, "Mode": {"Kill": ["A"], "Hold": ["B"]}}',
        '{"schema_version": 1, "Mode": [{"code": "A", "display": "a"}]}',
        '{"schema_version": 1, "Mode": {"values": ["A"]}}',
        '{"schema_version": 1, "registries": {"Mode": ["A", "B"]}}',
    ],
)
def test_a_manifest_is_known_by_its_version_and_a_registry(text: str) -> None:
    (contract,) = found({"specs/codes.json": text}).values()
    assert (contract.name, contract.manifest, contract.schemas) == ("codes", "specs/codes.json", ())


def test_files_that_cannot_matter_are_not_read() -> None:
    tree = MemoryTree(
        {
            "a.py": "x",
            "node_modules/a.json": SCHEMA,
            "huge.json": b" " * 5_000_001,
            "huge.schema.json": b" " * 5_000_001,
            "b.json": SCHEMA,
        }
    )
    config = discover(tree)
    assert tree.was_read == ["b.json"]
    assert [each.name for each in config.contracts] == ["b", "huge"]


def test_links_and_submodules_are_no_schemas() -> None:
    tree = MemoryTree({"a.json": SCHEMA, "b.json": SCHEMA}, **{"a.json": EntryKind.SYMLINK})
    assert [each.name for each in discover(tree).contracts] == ["b"]


@pytest.mark.parametrize("strict", ["order_exact", "order.strict", "order-exact"])
@pytest.mark.parametrize("plain", ["order", "order_min"])
def test_a_strict_twin_is_recognised_by_its_name_and_its_required_keys(plain: str, strict: str) -> None:
    files = {f"s/{plain}.schema.json": SCHEMA, f"s/{strict}.schema.json": SCHEMA}
    (contract,) = found(files).values()
    assert contract.name == "order"
    assert contract.schemas == (SchemaFile(f"s/{plain}.schema.json", f"s/{strict}.schema.json"),)


@pytest.mark.parametrize(
    "files",
    [
        {"s/order.schema.json": SCHEMA, "t/order_exact.schema.json": SCHEMA},
        {"s/order.schema.json": SCHEMA, "s/order_exact.schema.json": SCHEMA.replace('"a"', '"b"')},
        {"s/order.schema.json": SCHEMA, "s/order_exactly.schema.json": SCHEMA},
        {"s/order.schema.json": "{ broken", "s/order_exact.schema.json": "{ broken"},
    ],
)
def test_in_doubt_both_are_contracts(files: Mapping[str, str]) -> None:
    assert len(found(files)) == 2


def test_a_manifest_takes_the_schemas_that_share_its_first_word() -> None:
    contracts = found(
        {
            "specs/status/status_codes.json": MANIFEST,
            "schemas/status_min.schema.json": SCHEMA,
            "schemas/status_exact.schema.json": SCHEMA,
            "schemas/order.schema.json": SCHEMA,
        }
    )
    assert sorted(contracts) == ["order", "status"]
    assert contracts["status"].manifest == "specs/status/status_codes.json"
    assert contracts["status"].schemas == (
        SchemaFile("schemas/status_min.schema.json", "schemas/status_exact.schema.json"),
    )


def test_a_manifest_without_such_schemas_takes_those_beside_it() -> None:
    contracts = found({"a/codes.json": MANIFEST, "a/x.json": SCHEMA, "b/y.json": SCHEMA})
    assert {name: [each.path for each in found.schemas] for name, found in contracts.items()} == {
        "codes": ["a/x.json"],
        "y": ["b/y.json"],
    }


def test_names_that_collide_get_the_folders_that_tell_them_apart() -> None:
    files = {
        "a/v1/order.json": SCHEMA,
        "b/v1/order.json": SCHEMA,
        "order_min.json": SCHEMA,
        "x y.json": SCHEMA,
    }
    assert sorted(found(files)) == ["a/v1/order", "b/v1/order", "order", "x-y"]


def test_names_that_no_folder_tells_apart_are_counted() -> None:
    assert sorted(found({"a b.json": SCHEMA, "a-b.json": SCHEMA})) == ["a-b", "a-b-2"]


@pytest.mark.parametrize(
    "home",
    [
        "fixtures/order",
        "tests/fixtures/order",
        "test/order",
        "tests/order",
        "examples/order",
        "src/test/order",
    ],
)
def test_documents_are_found_where_people_keep_them(home: str) -> None:
    contract = found(
        {
            "src/schemas/order.json": SCHEMA,
            f"{home}/deep/ok.json": "{}",
            f"{home}/README.md": "",
            f"{home}/rejected/bad.yaml": "",
        }
    )["order"]
    assert contract.rejects == (f"{home}/rejected/**/*.yaml",)
    assert contract.fixtures == (
        f"{home}/**/*.json",
        f"{home}/**/*.yaml",
        f"!{home}/rejected/**/*.yaml",
    )


def test_documents_of_another_contract_are_left_alone() -> None:
    assert found({"order.json": SCHEMA, "fixtures/orders/1.json": "{}"})["order"].fixtures == ()


def test_what_was_discovered_can_be_written_and_read_back() -> None:
    files = {
        "status.json": MANIFEST,
        "status_min.schema.json": SCHEMA,
        "fixtures/status/1.json": "{}",
        "odd[1].schema.json": SCHEMA,
    }
    config = discover(MemoryTree(files))
    again = load(render_toml(config).encode(), path="govern.toml", origin=config.origin)
    assert again.contracts == tuple(replace(each, discovered=False) for each in config.contracts)
    assert [each.schemas for each in expand(again, files)] == [
        (SchemaFile("odd[1].schema.json"),),
        (SchemaFile("status_min.schema.json"),),
    ]


def test_the_origin_says_that_nothing_was_configured_and_what_was_found() -> None:
    assert "1 contract found" in discover(MemoryTree({"a.schema.json": "{}"})).origin
    assert "2 contracts found" in discover(MemoryTree({"a.schema.json": "{}", "b.schema.json": "{}"})).origin
    assert "no file that looks like" in discover(MemoryTree({})).origin
