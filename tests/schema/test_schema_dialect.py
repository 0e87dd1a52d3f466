import pytest

from govern.schema.dialect import URI_OF_DRAFT, Draft, draft_of_uri, identifier, keywords, subschemas


@pytest.mark.parametrize(
    ("uri", "draft"),
    [
        *((uri, draft) for draft, uri in URI_OF_DRAFT.items()),
        ("http://json-schema.org/draft-07/schema", Draft.D7),
        ("https://json-schema.org/draft-07/schema#", Draft.D7),
        ("http://json-schema.org/draft/2020-12/schema#", Draft.D2020),
        ("https://spec.openapis.org/oas/3.1/dialect/base", Draft.D2020),
        ("http://json-schema.org/schema#", Draft.D2020),
        ("http://json-schema.org/draft-03/schema#", None),
        ("https://json-schema.org/draft/2019-09/schema/extra", None),
        ("draft-07", None),
        ("", None),
    ],
)
def test_a_dialect_is_known_by_its_uri_whatever_its_scheme_and_empty_fragment(uri, draft):
    assert draft_of_uri(uri) is draft


def test_drafts_are_ordered_by_age():
    assert [draft.age for draft in Draft] == [0, 1, 2, 3, 4]
    assert Draft.D2019.since(Draft.D7)
    assert Draft.D7.since(Draft.D7)
    assert not Draft.D6.since(Draft.D7)


@pytest.mark.parametrize(
    ("keyword", "known_to"),
    [
        ("const", "6 7 2019-09 2020-12"),
        ("if", "7 2019-09 2020-12"),
        ("dependencies", "4 6 7"),
        ("dependentRequired", "2019-09 2020-12"),
        ("additionalItems", "4 6 7 2019-09"),
        ("prefixItems", "2020-12"),
        ("$recursiveRef", "2019-09"),
        ("$dynamicRef", "2020-12"),
        ("$defs", "2019-09 2020-12"),
        ("definitions", "4 6 7 2019-09 2020-12"),
        ("id", "4"),
        ("$id", "6 7 2019-09 2020-12"),
        ("maxLength", "4 6 7 2019-09 2020-12"),
        ("x-owner", ""),
    ],
)
def test_each_draft_knows_its_own_keywords(keyword, known_to):
    assert [draft.value for draft in Draft if keyword in keywords(draft)] == known_to.split()


HELD = {
    "properties": {"a": {}, "b": True},
    "items": {"type": "string"},
    "allOf": [{}, False],
    "not": True,
    "dependencies": {"a": ["b"], "c": {}},
    "required": ["a"],
    "default": {"properties": {"no": {}}},
    "x-unknown": {"type": "string"},
}


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (
            Draft.D7,
            ["properties/a", "properties/b", "items", "allOf/0", "allOf/1", "not", "dependencies/c"],
        ),
        (Draft.D2020, ["properties/a", "properties/b", "items", "allOf/0", "allOf/1", "not"]),
    ],
)
def test_subschemas_are_those_that_keywords_of_the_draft_hold(draft, found):
    assert ["/".join(tokens) for tokens, _ in subschemas(HELD, draft)] == found


def test_a_list_of_items_holds_subschemas_before_2020_and_is_malformed_since():
    schema = {"items": [{}, {}]}
    assert [tokens for tokens, _ in subschemas(schema, Draft.D2019)] == [("items", "0"), ("items", "1")]
    assert list(subschemas(schema, Draft.D2020)) == []


@pytest.mark.parametrize("draft", list(Draft))
@pytest.mark.parametrize(
    "broken",
    [
        None, 5, "x", [], True, {"properties": 5}, {"items": "x"}, {"allOf": {"a": {}}}, {"not": [{}]},
        {"$defs": [{}], "definitions": None}, {"additionalProperties": "no"},
    ],
)  # fmt: skip
def test_what_is_no_schema_holds_none(draft, broken):
    assert list(subschemas(broken, draft)) == []
    assert identifier(broken, draft) is None


@pytest.mark.parametrize(
    ("schema", "draft", "found"),
    [
        ({"id": "http://a.example/s"}, Draft.D4, "http://a.example/s"),
        ({"$id": "http://a.example/s"}, Draft.D4, None),
        ({"id": "http://a.example/s"}, Draft.D7, None),
        ({"$id": "http://a.example/s"}, Draft.D7, "http://a.example/s"),
        ({"$id": "#part"}, Draft.D7, None),
        ({"$id": "s", "$ref": "t"}, Draft.D7, None),
        ({"$id": "s", "$ref": "t"}, Draft.D2019, "s"),
        ({"$id": 5}, Draft.D2020, None),
    ],
)
def test_a_schema_names_itself_as_its_draft_says(schema, draft, found):
    assert identifier(schema, draft) == found
