"""Digests of schemas: one digest is one meaning, whatever leads where; and a digest is not always had."""

from __future__ import annotations

import pytest
from random_schemas import pair
from replay_sameness import same

from govern.documents import exact
from govern.schema.revision import SchemaRevision

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
AT = "https://example.com/"


def form(schema, draft="2020-12", **options):
    return SchemaRevision(exact(schema), draft=draft, **options).compiled


def digest(schema, draft="2020-12", **options):
    return form(schema, draft, **options).root.fingerprint


def ring(*members, at="root"):
    """Definitions each of which refers to the next, the last to the first; the root refers to the first."""
    names = [f"d{index}" for index in range(len(members))]
    following = [*names[1:], names[0]]
    definitions = {
        name: {**member, "items": {"$ref": f"#/$defs/{after}"}}
        for name, member, after in zip(names, members, following, strict=True)
    }
    return {"title": at, "$ref": "#/$defs/d0", "$defs": definitions}


DIFFERENT = [
    ("another value", {"minLength": 1}, {"minLength": 2}),
    ("true for one", {"enum": [True]}, {"enum": [1]}),
    ("true for a schema of nothing", {"items": True}, {"items": {}}),
    ("another target", {"$ref": "#/$defs/a", "$defs": {"a": TEXT}},
     {"$ref": "#/$defs/a", "$defs": {"a": INTEGER}}),
    ("a ring one member of which differs", ring({}, TEXT, {}), ring({}, INTEGER, {})),
    ("a ring with two members exchanged", ring({}, TEXT, INTEGER), ring({}, INTEGER, TEXT)),
    ("a longer ring", ring({}, {}), ring({}, {}, {})),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"), [each[1:] for each in DIFFERENT], ids=[each[0] for each in DIFFERENT]
)
def test_what_says_something_else_has_another_digest(one, other):
    assert digest(one) == digest(one)
    assert digest(one) != digest(other)
    assert None not in (digest(one), digest(other))


def test_members_of_one_ring_have_digests_of_their_own():
    compiled = form(ring(TEXT, TEXT, INTEGER))
    (first,) = [each.target for each in compiled.root.references]
    ringed = [first]
    while len(ringed) < 3:
        ringed += [each.target for each in ringed[-1].references]
    assert len({each.fingerprint for each in ringed}) == 3
    assert ringed[-1].references[0].target is first


def test_a_digest_does_not_hang_on_where_the_walk_begins():
    schema = {
        "properties": {"a": {"$ref": "#/$defs/d0"}, "b": {"$ref": "#/$defs/d1"}},
        "$defs": ring(TEXT, INTEGER)["$defs"],
    }
    forwards, backwards = form(schema), form(schema)
    names = ("a", "b")
    one = {name: forwards.root.keywords.members.properties[name].fingerprint for name in names}
    other = {name: backwards.root.keywords.members.properties[name].fingerprint for name in names[::-1]}
    assert one == other


def test_equal_text_in_another_draft_has_another_digest():
    assert digest({"if": TEXT}, "7") != digest({"if": TEXT}, "6")


def test_what_leads_to_one_thing_under_two_names_of_the_file_has_one_digest():
    refers = {"properties": {"a": {"$ref": "t"}}}
    found = [digest(refers, uri=AT + f"{v}/root", resources={AT + f"{v}/t": TEXT}) for v in ("v1", "v2")]
    assert found[0] == found[1]


NONE = [
    ("a reference that leads nowhere", {"$ref": AT + "gone"}),
    ("a reference to what leads nowhere", {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": AT + "gone"}}}),
    ("a ring that leads nowhere", ring({}, {"not": {"$ref": AT + "gone"}})),
    ("parts with a base of their own", {"items": {"$id": "inner", "type": "string"}}),
    ("a contested dynamic reference", {"$dynamicRef": "#t", "$defs": {
        "a": {"$dynamicAnchor": "t"}, "b": {"$id": "b", "$dynamicAnchor": "t"}}}),
]  # fmt: skip


@pytest.mark.parametrize("schema", [each[1] for each in NONE], ids=[each[0] for each in NONE])
def test_what_a_text_does_not_tell_has_no_digest(schema):
    assert digest(schema) is None


def test_a_schema_beside_one_that_leads_nowhere_has_a_digest():
    schema = {"properties": {"a": {"$ref": AT + "gone"}, "b": {"$ref": "#/$defs/t"}}, "$defs": {"t": TEXT}}
    properties = form(schema).root.keywords.members.properties
    assert properties["a"].fingerprint is None
    assert properties["b"].fingerprint is not None


def test_a_long_chain_is_digested_without_nesting():
    chain = {f"d{index}": {"items": {"$ref": f"#/$defs/d{index + 1}"}} for index in range(3000)}
    one, other = ({"$ref": "#/$defs/d0", "$defs": {**chain, "d3000": end}} for end in (TEXT, INTEGER))
    assert digest(one) == digest(one)
    assert digest(one) != digest(other)


@pytest.mark.parametrize("first", [1, 101, 201, 301])
def test_random_schemas_with_one_digest_say_the_same(first):
    shared = 0
    for seed in range(first, first + 100):
        _, left, right = pair(seed)
        by_digest = {}
        for side in (left, right):
            for schema in SchemaRevision(side).compiled.reached():
                if schema.fingerprint is not None:
                    by_digest.setdefault(schema.fingerprint, []).append(schema)
        for one, *others in by_digest.values():
            shared += len(others)
            assert all(same(one, other) for other in others), f"seed {seed}: {one}"
    assert shared > 200
