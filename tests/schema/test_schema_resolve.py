import pytest

from govern.schema.dialect import Draft
from govern.schema.resolve import Library, walk
from govern.schema.uris import TREE

ROOT = "https://example.com/root.json"


def library(schema, draft=Draft.D2020, resources=None, uri=TREE):
    return Library(schema, draft, resources, uri)


def meant(schema, at="", draft=Draft.D2020, resources=None, uri=TREE):
    """What the `$ref` at a place of a schema means; the place is given as tokens with slashes."""
    found = library(schema, draft, resources, uri)
    node = walk(found.root, tuple(at.split("/")) if at else ())
    target = found.resolve(node, node.schema["$ref"])
    return target.schema if target is not None else None


def ref(reference, **others):
    return {"properties": {"a": {"$ref": reference}}, **others}


A = "properties/a"
TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        (ref("#/$defs/t", **{"$defs": {"t": TEXT}}), TEXT),
        (ref("#/$defs/a~1b", **{"$defs": {"a/b": TEXT}}), TEXT),
        (ref("#/$defs/a%20b", **{"$defs": {"a b": TEXT}}), TEXT),
        (ref("#/x-parts/t", **{"x-parts": {"t": TEXT}}), TEXT),
        (ref("#/$defs/u", **{"$defs": {"t": TEXT}}), None),
        (ref("#here", **{"$defs": {"t": {"$anchor": "here", **TEXT}}}), {"$anchor": "here", **TEXT}),
        (ref("#here", **{"$defs": {"t": {"$dynamicAnchor": "here"}}}), {"$dynamicAnchor": "here"}),
        (ref("#there", **{"$defs": {"t": {"$anchor": "here"}}}), None),
        (ref("inner", **{"$defs": {"t": {"$id": "inner", **TEXT}}}), {"$id": "inner", **TEXT}),
        (ref("inner#/$defs/t", **{"$defs": {"i": {"$id": "inner", "$defs": {"t": TEXT}}}}), TEXT),
        (ref("#/$defs/t", **{"$id": ROOT, "$defs": {"t": TEXT}}), TEXT),
        (ref(f"{ROOT}#/$defs/t", **{"$id": ROOT, "$defs": {"t": TEXT}}), TEXT),
        (ref("other.json", **{"$id": ROOT}), None),
        (ref("http://[broken"), None),
    ],
)
def test_a_reference_means_what_it_resolves_to(schema, found):
    assert meant(schema, A) == found


def test_an_empty_reference_means_the_whole_document():
    schema = ref("#")
    assert meant(schema, A) == schema


def test_an_embedded_resource_reads_its_references_against_its_own_identifier():
    inner = {"$id": "inner/s.json", "$ref": "#/$defs/t", "$defs": {"t": {"type": "integer"}}}
    schema = {"$id": ROOT, "$defs": {"i": inner, "t": TEXT}}
    assert meant(schema, "$defs/i") == {"type": "integer"}
    assert (
        meant({**schema, "$defs": {"i": {**inner, "$ref": "/root.json#/$defs/t"}, "t": TEXT}}, "$defs/i")
        == TEXT
    )


def test_an_anchor_belongs_to_its_resource_alone():
    schema = {
        "$id": ROOT,
        "$defs": {"i": {"$id": "inner", "$defs": {"t": {"$anchor": "here"}}}},
        **ref("#here"),
    }
    assert meant(schema, A) is None
    assert meant({**schema, **ref("inner#here")}, A) == {"$anchor": "here"}


@pytest.mark.parametrize(
    ("draft", "keyword", "found"),
    [(Draft.D4, "id", True), (Draft.D4, "$id", False), (Draft.D7, "$id", True), (Draft.D7, "id", False)],
)
def test_each_draft_names_with_its_own_keyword(draft, keyword, found):
    named = {keyword: "part.json", **TEXT}
    schema = ref("part.json", definitions={"t": named})
    assert meant(schema, A, draft) == (named if found else None)


def test_up_to_draft_07_a_fragment_identifier_is_an_anchor_and_a_reference_hides_its_siblings():
    old = {"definitions": {"t": {"id": "#here", **TEXT}}, **ref("#here")}
    assert meant(old, A, Draft.D4) == {"id": "#here", **TEXT}
    new = {"$defs": {"t": {"$id": "#here"}}, **ref("#here")}
    assert meant(new, A, Draft.D2020) is None
    hidden = {"properties": {"a": {"$id": "https://other.example/", "$ref": "#/definitions/t"}},
              "definitions": {"t": TEXT}}  # fmt: skip
    assert meant(hidden, A, Draft.D7) == TEXT
    assert meant(hidden, A, Draft.D2020) is None


def test_other_documents_are_found_by_uri_by_path_and_by_their_own_identifier():
    other = {"$id": "https://example.com/names/text.json", **TEXT}
    files = {TREE + "shared/text.json": other}
    at = TREE + "schemas/s.json"
    assert meant(ref("../shared/text.json"), A, resources=files, uri=at) == other
    assert meant(ref("https://example.com/names/text.json"), A, resources=files, uri=at) == other
    assert meant(ref("../shared/text.json#"), A, resources=files, uri=at) == other
    assert meant(ref("text.json"), A, resources=files, uri=at) is None


def test_references_across_documents_come_back():
    other = {"$defs": {"t": {"$ref": ROOT + "#/$defs/n"}}}
    found = library({"$id": ROOT, "$defs": {"n": TEXT}}, resources={"https://example.com/o.json": other})
    there = found.resolve(found.root, "https://example.com/o.json#/$defs/t")
    assert found.resolve(there, there.schema["$ref"]).schema == TEXT


def test_a_document_keeps_its_own_dialect():
    other = {"$schema": "http://json-schema.org/draft-07/schema#"}
    found = library(ref("https://example.com/o.json"), resources={"https://example.com/o.json": other})
    node = walk(found.root, ("properties", "a"))
    assert (node.draft, found.resolve(node, node.schema["$ref"]).draft) == (Draft.D2020, Draft.D7)


@pytest.mark.parametrize(
    "uri",
    [
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2020-12/schema",
        "https://json-schema.org/draft/2020-12/meta/core",
    ],
)
def test_official_metaschemas_are_built_in(uri):
    assert isinstance(meant(ref(uri), A), dict)
    assert meant(ref(uri.replace("json-schema.org", "json-schema.example")), A) is None


@pytest.mark.parametrize(
    "broken", [{"properties": 5}, {"$defs": [1]}, {"$id": 5}, {"$anchor": []}, True, {"$id": ""}]
)
def test_malformed_documents_are_indexed_all_the_same(broken):
    found = library(broken)
    assert found.resolve(found.root, "#").schema == broken
    assert found.resolve(found.root, "#/nowhere") is None


def test_mentions_looks_everywhere():
    found = library({"x-odd": [{"$dynamicAnchor": "a"}]})
    assert found.mentions("$dynamicAnchor", "$recursiveAnchor")
    assert not found.mentions("$anchor")
