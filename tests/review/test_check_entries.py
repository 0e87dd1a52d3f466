"""A manifest that lists schemas: a contract of its own for each entry, by configuration alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scratch import CLOSED, OPEN, Scratch, blocking, finding, status

CONFIG = """\
[contracts."{name}"]
manifest = "topics/{name}.yaml"

[contracts."{name}".entries]
at = "/schemas"
schema = "schemas/{resource}"
fixtures = ["examples/{examples}*.json"]
version = "version"
compatibility = "compatibility_mode"
"""
ENTRY = {
    "version": 1,
    "compatibility_mode": "backward",
    "resource": "orders.v1.json",
    "examples": ["orders/1/"],
}
SECOND = {**ENTRY, "version": 2, "resource": "orders.v2.json", "examples": ["orders/2/"]}


def topic(*entries: dict[str, Any]) -> str:
    lines = ["pipeline: orders", "schemas:"]
    for entry in entries:
        first, *rest = (f"{key}: {value}" for key, value in entry.items())
        lines += [f"  - {first}", *(f"    {each}" for each in rest)]
    return "\n".join(lines) + "\n"


def schema(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties]}


A, AB = schema(a={"type": "string"}), schema(a={"type": "string"}, b={"type": "string"})
FILES: dict[str, Any] = {
    "govern.toml": CONFIG,
    "topics/orders.yaml": topic(ENTRY),
    "schemas/orders.v1.json": A,
    "examples/orders/1/one.json": {"a": "x"},
}


@pytest.fixture
def topics(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path, FILES)


def test_an_entry_is_judged_in_its_own_mode_with_its_own_examples(topics: Scratch) -> None:
    wider = schema(a={"type": ["string", "null"]})
    topics.propose({"schemas/orders.v1.json": wider, "examples/orders/1/two.json": {"a": None}})
    review = topics.check()
    assert status(review) == OPEN, blocking(review)
    (contract,) = (each for each in review.contracts if each.name == "orders@1")
    assert contract.compatibility == "backward"
    assert [each.path for each in contract.fixtures] == [
        "examples/orders/1/one.json",
        "examples/orders/1/two.json",
    ]


def test_what_breaks_in_its_mode_closes_the_gate(topics: Scratch) -> None:
    topics.propose({"schemas/orders.v1.json": AB})
    review = topics.check()
    assert status(review) == CLOSED
    assert "breaking-change-unannounced" in blocking(review)
    assert "one more entry" in finding(review, "breaking-change-unannounced").remedy


def test_one_more_entry_is_growth(topics: Scratch) -> None:
    topics.propose(
        {
            "topics/orders.yaml": topic(ENTRY, SECOND),
            "schemas/orders.v2.json": AB,
            "examples/orders/2/one.json": {"a": "x", "b": "y"},
        }
    )
    review = topics.check()
    assert status(review) == OPEN, blocking(review)
    assert {"orders", "orders@1", "orders@2"} == {each.name for each in review.contracts}


def test_whoever_changes_an_entry_does_not_choose_its_mode(topics: Scratch) -> None:
    lax = {**ENTRY, "compatibility_mode": "none"}
    topics.propose({"topics/orders.yaml": topic(lax), "schemas/orders.v1.json": AB})
    review = topics.check()
    assert status(review) == CLOSED
    (contract,) = (each for each in review.contracts if each.name == "orders@1")
    assert contract.compatibility == "backward"
    assert "manifest-section-changed" in {
        change.rule for each in review.contracts for change in each.changes if each.name == "orders"
    }


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({**SECOND, "resource": "lost.json"}, "`schemas/lost.json` is not there"),
        ({"version": 2}, "says nothing that fills schemas/{resource}"),
        ({**SECOND, "compatibility_mode": "sometimes"}, "'sometimes' is no compatibility mode"),
    ],
)
def test_an_entry_that_nobody_can_read_is_a_finding(topics: Scratch, entry: Any, said: str) -> None:
    topics.propose({"topics/orders.yaml": topic(ENTRY, entry), "schemas/orders.v2.json": AB})
    review = topics.check()
    assert status(review) == CLOSED
    assert said in finding(review, "manifest-entry-unread").message


def test_entries_that_are_not_where_they_should_be_are_a_finding(topics: Scratch) -> None:
    topics.propose({"topics/orders.yaml": "pipeline: orders\n"})
    review = topics.check()
    assert "nothing stands there" in finding(review, "manifest-entry-unread").message


def test_an_entry_that_is_gone_leaves_its_contract_at_base(topics: Scratch) -> None:
    topics.propose({"topics/orders.yaml": topic(SECOND), "schemas/orders.v2.json": AB})
    review = topics.check()
    assert status(review) == CLOSED
    assert "orders@1" in {each.name for each in review.contracts}
