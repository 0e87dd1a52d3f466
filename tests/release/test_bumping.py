"""A new version in every place that carries it, and no other byte changed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govern.contracts import Contract, SchemaFile, Scheme, VersionField
from govern.documents import Document, read
from govern.model import Level
from govern.release import bumped, edited, fields, next_version, users

FORMS = [
    (Scheme.SEMVER, "1.2.3", "2.0.0-rc.1"),
    (Scheme.MAJOR_MINOR, "5.9", "5.10"),
    (Scheme.INTEGER, 3, "4"),
    (Scheme.INTEGER, "3", "4"),
    (Scheme.SCHEMAVER, "1-0-2", "1-1-0"),
    (Scheme.CALVER, "2026.11", "2026.12"),
]


def values(texts: dict[str, str]) -> dict[str, Any]:
    found = {path: read(path, text.encode()) for path, text in texts.items()}
    return {path: each.value for path, each in found.items() if isinstance(each, Document)}


def written(contract: Contract, texts: dict[str, str], to: str) -> dict[str, str]:
    documents = values(texts)
    (field,) = fields(contract, documents)
    return edited(bumped(field, to, documents), texts)


def _quoted(version: Any) -> str:
    return f"'{version}'" if isinstance(version, str) else str(version)


@pytest.mark.parametrize(("scheme", "old", "new"), FORMS)
def test_every_place_gets_the_version_in_its_own_spelling(scheme: Scheme, old: Any, new: str) -> None:
    said = json.dumps(old)
    texts = {
        "m.yaml": f"# head\nv:   '{old}' # here\nother: [1, {old}]\n"
        if isinstance(old, str)
        else f"v:  {old} #\n",
        "s.json": f'{{"properties" : {{"v": {{ "const" :{said} }}, "w": {{"const": {said}}}}}}}',
        "f/a.json": f'{{\n\t"v":{said},\n\t"n": 1.50, "w": {said}}}\n',
        "f/rejected/old.json": f'{{"v": {said}}}',
        "f/rejected/other.json": '{"v": "nothing"}',
    }
    field = VersionField(("m.yaml#/v", "s.json#/properties/v/const", "f/**#/v"), scheme)
    contract = Contract(
        "c", (SchemaFile("s.json"),), "m.yaml", ("f/*.json",), ("f/rejected/*.json",), versions=(field,)
    )
    found = written(contract, texts, new)
    want = json.dumps(int(new) if isinstance(old, int) else new)
    assert found == {
        "m.yaml": texts["m.yaml"].replace(f"'{old}'", f"'{new}'")
        if isinstance(old, str)
        else f"v:  {new} #\n",
        "s.json": texts["s.json"].replace(f":{said}", f":{want}"),
        "f/a.json": texts["f/a.json"].replace(f'"v":{said}', f'"v":{want}'),
        "f/rejected/old.json": f'{{"v": {want}}}',
    }


ID = "https://example.com/spec/1-0-2/Order.json"
SCHEMA = {
    "$id": ID,
    "properties": {
        "self": {"$ref": f"{ID}#/$defs/a"},
        "root": {"$ref": ID + "#"},
        "other": {"$ref": "https://example.com/spec/1-0-2/Other.json"},
        "said": {"const": ID},
    },
    "$defs": {"a": {"description": f"as in {ID}"}},
}


def test_references_follow_the_name_that_they_use_and_nothing_else_does() -> None:
    field = VersionField(("s.json#/$id",), Scheme.SCHEMAVER)
    contract = Contract("c", (SchemaFile("s.json"),), fixtures=("f.json",), versions=(field,))
    texts = {"s.json": json.dumps(SCHEMA, indent=1), "f.json": json.dumps({"schema": ID})}
    found = written(contract, texts, "1-1-0")
    new = ID.replace("1-0-2", "1-1-0")
    wanted = texts["s.json"]
    for old in (f'"$id": "{ID}"', f'"$ref": "{ID}#/$defs/a"', f'"$ref": "{ID}#"'):
        assert wanted.count(old) == 1
        wanted = wanted.replace(old, old.replace(ID, new))
    assert found == {"s.json": wanted}


def test_who_else_uses_the_name_is_told() -> None:
    field = VersionField(("s.json#/$id",), Scheme.SCHEMAVER)
    documents = {"s.json": SCHEMA}
    (found,) = fields(Contract("c", (SchemaFile("s.json"),), versions=(field,)), documents)
    others: Any = {"x.json": {"$ref": f"{ID}#/$defs/a"}, "y.json": {"$ref": ID.replace("2", "3")}}
    assert users(bumped(found, "1-1-0", documents), others) == ("x.json",)


def test_a_file_whose_path_carries_the_version_becomes_a_new_file() -> None:
    field = VersionField(("specs/*/s.json#", "specs/*/s.json#/version"), Scheme.SEMVER)
    contract = Contract("c", (SchemaFile("specs/1.0.0/s.json"),), versions=(field,))
    texts = {"specs/1.0.0/s.json": '{"version": "1.0.0"}'}
    assert written(contract, texts, "1.1.0") == {"specs/1.1.0/s.json": '{"version": "1.1.0"}'}


def test_places_that_disagreed_agree_afterwards() -> None:
    field = VersionField(("m.json#/v", "f.json#/v"), Scheme.SEMVER)
    contract = Contract("c", manifest="m.json", fixtures=("f.json",), versions=(field,))
    texts = {"m.json": '{"v": "1.1.0"}', "f.json": '{"v": "1.0.0"}'}
    assert written(contract, texts, "1.1.0") == {"f.json": '{"v": "1.1.0"}'}


@pytest.mark.parametrize("text", ["x", "", "5", "05.1", "5.1\n", "٥.١", "-1.0", "5.1.0"])
def test_what_is_no_version_of_the_scheme_is_refused(text: str) -> None:
    field = VersionField(("m.json#/v",), Scheme.MAJOR_MINOR)
    documents = {"m.json": {"v": "5.1"}}
    (found,) = fields(Contract("c", manifest="m.json", versions=(field,)), documents)
    with pytest.raises(ValueError, match="is no major-minor version"):
        bumped(found, text, documents)


@pytest.mark.parametrize(
    ("scheme", "old", "level", "new"),
    [
        (Scheme.SEMVER, "1.2.3", Level.MAJOR, "2.0.0"),
        (Scheme.SEMVER, "1.2.3", Level.MINOR, "1.3.0"),
        (Scheme.MAJOR_MINOR, "5.9", Level.MINOR, "5.10"),
        (Scheme.INTEGER, 3, Level.MINOR, "4"),
        (Scheme.SCHEMAVER, "1-0-2", Level.MAJOR, "2-0-0"),
        (Scheme.CALVER, "2026.12", Level.MAJOR, "2027.1"),
    ],
)
def test_the_next_version_is_a_step_above(scheme: Scheme, old: Any, level: Level, new: str) -> None:
    field = VersionField(("m.json#/v",), scheme)
    (found,) = fields(Contract("c", manifest="m.json", versions=(field,)), {"m.json": {"v": old}})
    assert next_version(found, str(old), level) == new


@pytest.mark.parametrize(
    ("name", "text", "at", "value", "new"),
    [
        ("a.json", '{"a": 1 , "b":"x"}', "/a", 2, '{"a": 2 , "b":"x"}'),
        ("a.json", '{"a\\u0062": "x"}', "/ab", "y", '{"a\\u0062": "y"}'),
        ("a.json", '["x", ["y"]]', "/1/0", "z", '["x", ["z"]]'),
        ("a.json", '"x"', "", "y", '"y"'),
        ("a.yaml", "a: 1.2.3 # v\n", "/a", "1.3.0", "a: 1.3.0 # v\n"),
        ("a.yaml", "a: x\n", "/a", "1.10", 'a: "1.10"\n'),
        ("a.yaml", "a: 3\n", "/a", 4, "a: 4\n"),
        ("a.yaml", 'a: "5.9"\n', "/a", "5.10", 'a: "5.10"\n'),
        ("a.yaml", "a: {b: '1-0-0', c: 1}\n", "/a/b", "1-0-1", "a: {b: '1-0-1', c: 1}\n"),
    ],
)
def test_one_value_of_a_text_is_changed(name: str, text: str, at: str, value: Any, new: str) -> None:
    from govern.documents.editing import with_value

    assert with_value(name, text, at, value) == new
    document = read(name, new.encode())
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    ("name", "text", "at"),
    [("a.json", '{"a": [1]}', "/a"), ("a.json", '{"a": null}', "/a"), ("a.json", "{}", "/a"),
     ("a.yaml", "a: [1]\n", "/a"), ("a.yaml", "a: |\n  x\n", "/a"), ("a.yaml", "b: 1\n", "/a")],
)  # fmt: skip
def test_what_is_no_string_or_number_is_refused(name: str, text: str, at: str) -> None:
    from govern.documents.editing import with_value

    with pytest.raises(ValueError, match="there is no"):
        with_value(name, text, at, "x")
