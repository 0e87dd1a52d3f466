"""A line of revisions, each compared with what is known of the one before, against the same ones alone."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from random_schemas import Schemas, mutated, pair

from govern.comparing import compare_schemas
from govern.documents import exact
from govern.model import Reading
from govern.review.lineage import GENERATIONS, Lineage
from govern.schema.comparison import Question
from govern.schema.revision import SchemaRevision

TEXT = {"type": "string"}
LOST = {"$ref": "https://example.test/lost.json"}
DEFINED = {"thing": {"properties": {"name": TEXT}}, "other": {"enum": ["a", "b"]}}


def revision(schema, draft="2020-12", resources=()):
    """A revision that shares nothing with any other."""
    return SchemaRevision(exact(schema), draft=draft, resources=dict(resources))


def compared(base, head):
    """What a comparison says that a history or a check may keep."""
    found = compare_schemas(Question(base, head, Reading()))
    answers = [
        (each.verdict, each.other_reading, each.reason, each.witness, each.assumptions)
        for each in (found.backward, found.forward)
    ]
    return found.class_, answers, found.changes, found.renames


def walked(line, draft="2020-12"):
    """Each step of a line, compared in one lineage and alone; and how often what is known was used."""
    lineage, used, last = Lineage(), 0, None
    for old, new in pairwise(line):
        base, head = lineage.pair("c", "s.json", revision(old, draft), revision(new, draft))
        used += base is last
        last = head
        assert compared(base, head) == compared(revision(old, draft), revision(new, draft)), (old, new)
    return used


def schema(**more):
    """A schema with two definitions, one of which it refers to."""
    return {"$defs": DEFINED, "properties": {"a": {"$ref": "#/$defs/thing"}}, **more}


LINES = {
    "properties come and go": [schema(required=list("abc"[:count])) for count in (0, 1, 2, 1, 0)],
    "a definition changes and changes back": [
        schema(),
        schema(**{"$defs": {**DEFINED, "thing": {"properties": {"name": {"type": "number"}}}}}),
        schema(),
        schema(additionalProperties=False),
    ],
    "what cannot be read comes and goes": [
        schema(),
        schema(items=LOST),
        schema(items=LOST, minItems=1),
        schema(minItems=1),
        schema(minItems=2),
    ],
    "what is no schema is told by the whole document": [
        schema(items=5),
        schema(items=5, minItems=1),
        schema(items=5),
        schema(items=5, minItems=2),
    ],
    "an anchor leads nowhere": [
        schema(items={"$ref": "#gone"}),
        schema(items={"$ref": "#gone"}, minItems=1),
        schema(items={"$ref": "#gone"}),
    ],
}


@pytest.mark.parametrize("name", LINES)
def test_what_is_known_of_the_last_revision_changes_no_answer(name):
    walked(LINES[name])


@pytest.mark.parametrize("start", range(0, 100, 25))
def test_nor_does_it_where_schemas_are_random(start):
    used = 0
    for seed in range(start, start + 25):
        draft, first, second = pair(seed)
        rng = random.Random(seed)
        schemas = Schemas(rng, draft)
        line = [first, second, mutated(rng, second, schemas), first]
        used += walked(line, draft)
    assert used > 20


def test_what_is_known_is_used():
    assert walked(LINES["properties come and go"]) == 3


def test_it_is_not_where_something_was_met_that_another_would_meet_anew():
    base, head = revision(schema(items=LOST)), revision(schema(items=LOST, minItems=1))
    lineage = Lineage()
    first = lineage.pair("c", "s.json", base, head)
    compared(*first)
    again, _ = lineage.pair("c", "s.json", revision(head.schema), revision(schema()))
    assert again is not first[1]


def test_nor_of_another_contract_another_text_or_other_files():
    resources = {"https://example.test/other.json": TEXT}
    changed = {"https://example.test/other.json": {"type": "number"}}
    for contract, text, held in (
        ("d", schema(minItems=1), resources),
        ("c", schema(minItems=2), resources),
        ("c", schema(minItems=1), changed),
        ("c", schema(minItems=1), {}),
    ):
        lineage = Lineage()
        old, new = (revision(each, resources=resources) for each in (schema(), schema(minItems=1)))
        first = lineage.pair("c", "s.json", old, new)
        compared(*first)
        again, _ = lineage.pair(contract, "s.json", revision(text, resources=held), revision(schema()))
        assert again is not first[1], (contract, text, held)


def test_elders_do_not_pile_up():
    lineage = Lineage()
    line = [revision(schema(minItems=count)) for count in range(3 * GENERATIONS)]
    for old, new in pairwise(line):
        base, head = lineage.pair("c", "s.json", old, new)
        compared(base, head)
        assert head.generation <= GENERATIONS + 1
