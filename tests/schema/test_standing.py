"""The keys that stand in a document, found with what is known of its parts, against a look at all of it."""

from __future__ import annotations

from random_schemas import pair

from govern.documents import exact
from govern.schema.revision import SchemaRevision
from govern.schema.standing import NAMING, keys, objects_of


def looked_at(document):
    """The keys of every object, and those that name one below the root."""
    every = [*objects_of(document)]
    below = [each for each in every if each is not document]
    named = {key for each in below for key in NAMING & each.keys() if isinstance(each[key], str)}
    return {key for each in every for key in each}, named


def test_what_is_known_of_parts_changes_no_key():
    known = {}
    for seed in range(200):
        draft, old, new = pair(seed)
        base = SchemaRevision(exact(old), draft=draft)
        head = SchemaRevision(exact(new), draft=draft).beside(base)
        for document in (base.schema, head.schema):
            found = keys(document, known)
            assert (found.all, found.below) == looked_at(document), document


def test_names_of_the_root_are_not_below_it_however_deep_the_others_stand():
    deep = {"a": [{"b": {"c": {"d": {"e": [{"$anchor": "x"}]}}}}]}
    assert keys({"$id": "r", **deep}).below == {"$anchor"}
    assert keys({"$id": "r", "x": [[{"id": "s"}]]}).below == {"id"}
    assert keys({"$id": "r", "properties": {"id": {}}}).below == set()
    assert keys([{"$id": "r"}]).all == {"$id"}
    assert keys(True).all == set()
