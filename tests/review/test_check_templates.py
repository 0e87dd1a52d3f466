"""One entry of the configuration that stands for many contracts: each is judged by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scratch import CLOSED, OPEN, Scratch, blocking, findings, notes, only, status

from govern.model import Class

CONFIG = """\
[contracts."{name}"]
schemas = "schemas/{name}.json"
fixtures = "test/{name}/*.json"
compatibility = "backward"
"""
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def typed(kind: str, **more: Any) -> dict[str, Any]:
    return {"$schema": DRAFT, "type": "object", "properties": {"a": {"type": kind}}, **more}


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    files = {
        "govern.toml": CONFIG,
        "schemas/one.json": typed("string"),
        "schemas/two.json": typed("integer"),
        "test/one/a.json": {"a": "x"},
        "test/one/b.json": {"a": "y"},
        "test/two/a.json": {"a": 1},
    }
    return Scratch(tmp_path, files)


def test_only_the_contract_that_changed_is_looked_into(scratch: Scratch) -> None:
    scratch.propose({"schemas/one.json": typed("integer")})
    review = scratch.check()
    assert {each.name: each.status for each in review.contracts} == {"one": "changed", "two": "unchanged"}
    assert only(review, "one").class_ is Class.BREAKING
    assert {each.contract for each in findings(review)} == {"one"}


def test_a_contract_that_breaks_without_any_version_is_unannounced(scratch: Scratch) -> None:
    scratch.propose({"schemas/one.json": typed("string", required=["b"])})
    assert "breaking-change-unannounced" in blocking(scratch.check())


def test_a_contract_that_comes_along_is_additive_and_one_that_goes_is_a_finding(scratch: Scratch) -> None:
    scratch.propose({"schemas/three.json": typed("string")})
    review = scratch.check()
    assert (status(review), only(review, "three").class_) == (OPEN, Class.ADDITIVE)
    scratch.commit({"schemas/two.json": None})
    review = scratch.check()
    assert {"breaking-change-unannounced", "contract-removed"} <= set(blocking(review))
    assert only(review, "two").status == "removed"


def test_a_contract_that_comes_along_broken_is_a_finding(scratch: Scratch) -> None:
    scratch.propose({"schemas/three.json": typed("objekt")})
    assert blocking(scratch.check()) == ["schema-invalid"]


def test_a_file_that_moves_within_the_template_is_a_rename(scratch: Scratch) -> None:
    content = (scratch.root / "schemas/one.json").read_bytes()
    scratch.propose({"schemas/one.json": None, "schemas/uno.json": content})
    review = scratch.check()
    (rename,) = only(review, "one").renames
    assert (rename.kind, rename.from_, rename.to) == ("file", "schemas/one.json", "schemas/uno.json")
    assert status(review) == CLOSED
    assert "contract-moved-out" not in blocking(review)


def test_a_golden_document_that_is_taken_away_is_named(scratch: Scratch) -> None:
    scratch.propose({"test/one/b.json": None})
    review = scratch.check()
    assert (status(review), notes(review)) == (OPEN, ["fixture-removed"])


def test_the_documents_of_one_contract_are_judged_by_its_schema_alone(scratch: Scratch) -> None:
    scratch.propose({"test/one/a.json": {"a": 1}, "test/two/b.json": {"a": 2}})
    review = scratch.check()
    assert blocking(review) == ["fixture-invalid"]
    assert {each.path for each in findings(review) if each.rule == "fixture-invalid"} == {"test/one/a.json"}


def test_one_edit_in_shared_definitions_reaches_every_contract_that_refers_to_them(scratch: Scratch) -> None:
    shared = {"$defs": {"a": {"type": ["string", "integer"]}}}
    refers = {
        "$schema": DRAFT,
        "type": "object",
        "properties": {"a": {"$ref": "../shared/defs.json#/$defs/a"}},
    }
    scratch.commit({"shared/defs.json": shared, "schemas/one.json": refers, "schemas/two.json": refers})
    scratch.commit({"schemas/free.json": typed("string")})
    scratch.propose({"shared/defs.json": {"$defs": {"a": {"type": "boolean"}}}})
    review = scratch.check()
    reached = {each.name: each.class_ for each in review.contracts if each.status == "changed"}
    assert reached == {"one": Class.BREAKING, "two": Class.BREAKING}
    changes = [change for each in review.contracts for change in each.changes]
    assert {change.path for change in changes} == {"shared/defs.json"}
    assert len({change.id for change in changes}) == 1
