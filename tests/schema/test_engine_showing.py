"""Documents that one schema of the refusing side makes it refuse, at a place, carrying a name."""

from __future__ import annotations

import pytest

from govern.documents import exact
from govern.schema.engine.showing import example
from govern.schema.revision import SchemaRevision


def obj(**properties):
    return {"type": "object", "properties": properties}


def side(schema):
    return SchemaRevision(exact(schema))


NARROWED = [
    ("at the root", obj(a={}), {"maxProperties": 0}, "", ""),
    ("in a member", obj(a=obj(x={})), obj(a={"maxProperties": 0}), "/properties/a", "/a"),
    ("in a member of a member of the same name", obj(a=obj(a={})), obj(a=obj(a={"maxProperties": 0})),
     "/properties/a/properties/a", "/a/a"),
    ("in an item", {"items": obj(x={})}, {"items": {"maxProperties": 0}}, "/items", "/0"),
    ("under any other name", {"additionalProperties": obj(x={})},
     {"additionalProperties": {"maxProperties": 0}}, "/additionalProperties", "/*"),
]  # fmt: skip


@pytest.mark.parametrize("carrying", [None, "x"])
@pytest.mark.parametrize(
    ("taking", "refusing", "at", "place"), [each[1:] for each in NARROWED], ids=[each[0] for each in NARROWED]
)
def test_an_example_is_refused_at_its_place_and_carries_the_name_asked_for(
    taking, refusing, at, place, carrying
):
    old, new = side(taking), side(refusing)
    document = example(old, new, at, place, carrying)
    assert old.judge(document, formats=False).accepts is True
    assert new.judge(document, formats=False).accepts is False
    if carrying is not None and place not in ("", "/*", "/0"):
        here = document
        for token in place.split("/")[1:]:
            here = here[token]
        assert carrying in here


def test_there_is_no_example_where_nothing_is_refused():
    one = side(obj(a={"maxProperties": 1}))
    assert example(one, one, "/properties/a", "/a") is None


def test_there_is_no_example_for_a_place_that_the_schema_does_not_have():
    one = side(obj(a={}))
    assert example(one, side({"maxProperties": 0}), "/properties/gone", "/gone") is None
