"""What a dynamic reference means hangs on the way to it: equal text of one document may mean two things."""

from __future__ import annotations

import pytest

from govern.documents import exact
from govern.model import Content, Reading, Verdict
from govern.schema.dialect import URI_OF_DRAFT, Draft
from govern.schema.engine.decision import Pair, decide
from govern.schema.engine.sameness import Sameness
from govern.schema.revision import SchemaRevision

AT = "https://example.com/"


def part(name, kind, anchor="$dynamicAnchor"):
    """A schema whose member `p` is of the kind that its own anchor says."""
    own = {"t": {anchor: "t", "type": kind}}
    return {"$id": AT + name, "properties": {"p": {"$dynamicRef": "#t"}}, "$defs": own}


def kept(name, kind):
    """A list of a kind: the list is one schema, shared by all, and leaves its items to an anchor."""
    return {"$id": AT + name, "$ref": AT + "list", "$defs": {"t": {"$dynamicAnchor": "t", "type": kind}}}


def nested(name, kind):
    return {"$id": AT + name, "$recursiveAnchor": True, "$ref": AT + "list", "type": ["array", kind]}


LIST = {
    "$id": AT + "list",
    "type": "array",
    "items": {"$dynamicRef": "#t"},
    "$defs": {"t": {"$dynamicAnchor": "t"}},
}
NESTED = {"$id": AT + "list", "$recursiveAnchor": True, "items": {"$recursiveRef": "#"}}


def but_not(x, y, draft=Draft.D2020, **more):
    """Accepts what `x` accepts and `y` does not."""
    schema = {"$schema": URI_OF_DRAFT[draft], "allOf": [{"$ref": AT + "x"}], "not": {"$ref": AT + "y"}}
    return {**schema, "$defs": {"x": x, "y": y, **more}}


APART = [
    ("two dynamic anchors", but_not(part("x", "string"), part("y", "integer")), {"p": "s"}),
    ("a dynamic anchor and a plain one", but_not(part("x", "string"), part("y", "integer", "$anchor")),
     {"p": "s"}),
    ("one list of two kinds", but_not(kept("x", "string"), kept("y", "integer"), list=LIST), ["s"]),
    ("one tree of two kinds",
     but_not(nested("x", "string"), nested("y", "integer"), Draft.D2019, list=NESTED), ["s"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "document"), [each[1:] for each in APART], ids=[each[0] for each in APART]
)
def test_a_schema_that_accepts_something_is_never_proved_to_accept_nothing(schema, document):
    revision = SchemaRevision(exact(schema))
    assert revision.judge(document, formats=False).accepts is True
    for nothing in (False, {"not": {}}, {"enum": [1]}):
        refuses = SchemaRevision(nothing)
        assert refuses.judge(document, formats=False).accepts is False
        found = decide(Pair(revision, refuses, Reading(content=Content.LITERAL)))
        assert found.verdict is not Verdict.PROVED


ALIKE = [
    ("no anchor at all", {"type": "string"}),
    ("a reference that is not dynamic", {"$ref": AT + "text"}),
]


@pytest.mark.parametrize("held", [each[1] for each in ALIKE], ids=[each[0] for each in ALIKE])
def test_a_schema_that_accepts_nothing_is_proved_to_where_nothing_hangs_on_the_way(held):
    x, y = ({"$id": AT + name, "properties": {"p": held}} for name in "xy")
    schema = but_not(x, y, text={"$id": AT + "text", "type": "string"})
    found = decide(
        Pair(SchemaRevision(exact(schema)), SchemaRevision(False), Reading(content=Content.LITERAL))
    )
    assert found.verdict is Verdict.PROVED


def test_an_anchor_that_changes_elsewhere_is_never_taken_for_no_change():
    def one(kind):
        return SchemaRevision(
            exact({"properties": {"a": {"$ref": AT + "x"}}, "$defs": {"x": part("x", kind)}})
        )

    found = decide(Pair(one("string"), one("integer"), Reading(content=Content.LITERAL)))
    assert (found.verdict, found.witness.document) == (Verdict.REFUTED, {"a": {"p": "x"}})


EXTENDED = {Draft.D2019: {"$recursiveAnchor": True}, Draft.D2020: {"$dynamicAnchor": "meta"}}


@pytest.mark.parametrize("draft", EXTENDED)
def test_a_metaschema_that_is_extended_leads_back_into_the_document(draft):
    # What the metaschema refuses, and so what `not` takes, hangs on the whole schema around it.
    uri = URI_OF_DRAFT[draft]

    def schema(kind):
        members = {"a": {"not": {"$ref": uri}}, "k": kind}
        return exact({"$schema": uri, "$id": AT + "root", **EXTENDED[draft], "properties": members})

    old, new = (SchemaRevision(schema(kind)) for kind in ({"type": "string"}, {}))
    answer = decide(Pair(old, new, Reading(content=Content.LITERAL)))
    document = {"a": {"properties": {"x": {"k": 1}}}}
    sides = [SchemaRevision(schema(kind)) for kind in ({"type": "string"}, {})]
    assert [each.judge(document, formats=False).accepts for each in sides] == [True, False]
    assert answer.verdict is not Verdict.PROVED


@pytest.mark.parametrize("draft", EXTENDED)
def test_a_metaschema_that_is_only_referred_to_is_the_same_on_both_sides(draft):
    uri = URI_OF_DRAFT[draft]

    def schema(kind):
        return exact({"$schema": uri, "properties": {"a": {"not": {"$ref": uri}}, "k": kind}})

    sides = [SchemaRevision(schema(kind)) for kind in ({"type": "string"}, {})]
    assert decide(Pair(*sides, Reading(content=Content.LITERAL))).verdict is Verdict.PROVED


def test_a_vocabulary_of_a_metaschema_is_not_the_same_entered_alone_whatever_was_asked_before():
    uri = URI_OF_DRAFT[Draft.D2020]
    whole, part = {"$ref": uri}, {"$ref": uri.removesuffix("schema") + "meta/applicator"}
    one, other = (
        SchemaRevision(exact({"$schema": uri, "properties": {"a": whole, "b": part}})) for _ in range(2)
    )
    sameness = Sameness()
    for _ in range(2):
        left, right = (each.compiled.root.keywords.members.properties for each in (one, other))
        assert sameness.same(left["a"], right["a"])
        assert sameness.same(left["b"], right["b"])
        entered = [each["b"].references[0].target for each in (left, right)]
        assert not sameness.same(*entered)
        assert not sameness.same(entered[0], entered[0])
        assert sameness.same(one.compiled.root, other.compiled.root)
