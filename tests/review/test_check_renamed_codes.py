"""A code that is renamed in the manifest, and the same value in a schema: the one never hides the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scratch import CLOSED, MANIFEST, SCHEMA, Scratch, manifest, schema, status, tiny

OLD = {"code": "feed_stale", "description": "The market data feed is stale"}
NEW = {"code": "stale_feed", "description": "The market data feed is stale"}
KEPT = [
    [{**OLD, "deprecated": True, "renamed_to": "stale_feed"}, NEW],
    [{**OLD, "deprecated": True}, NEW],
    [{**NEW, "aliases": ["feed_stale"]}],
]


def registered(version: str, *codes: Any) -> dict[str, Any]:
    return {**manifest(version), "registries": {"Mode": ["on", *codes]}}


def accepting(version: str, *values: str) -> dict[str, Any]:
    return schema(version, mode={"enum": ["on", *values]})


@pytest.fixture
def stale(tmp_path: Path) -> Scratch:
    files = {**tiny(), SCHEMA: accepting("1.0", "feed_stale"), MANIFEST: registered("1.0", OLD)}
    return Scratch(tmp_path, files)


def proposed(scratch: Scratch, version: str, codes: Any, *values: str) -> Any:
    ours = {**tiny(version), SCHEMA: accepting(version, *values), MANIFEST: registered(version, *codes)}
    del ours["govern.toml"]
    scratch.propose(ours)
    review = scratch.check()
    return review, next(each for each in review.contracts if each.name == "tiny")


@pytest.mark.parametrize("codes", KEPT)
def test_a_value_that_is_accepted_no_more_breaks_though_its_code_is_still_declared(
    stale: Scratch, codes: list[Any]
) -> None:
    review, contract = proposed(stale, "1.1", codes, "stale_feed")
    assert contract.class_.value == "breaking"
    assert status(review) == CLOSED
    assert "version-too-small" in {each.rule for each in contract.findings}
    (lost,) = (each for each in contract.changes if each.rule == "enum-value-removed")
    assert lost.claimed_by is None


@pytest.mark.parametrize("codes", KEPT)
def test_a_code_that_is_still_declared_and_accepted_is_an_addition(stale: Scratch, codes: list[Any]) -> None:
    _, contract = proposed(stale, "1.1", codes, "feed_stale", "stale_feed")
    assert contract.class_.value == "additive"


def test_a_code_that_is_gone_explains_its_value(stale: Scratch) -> None:
    gone = [{**NEW, "renamed_from": ["feed_stale"]}]
    _, contract = proposed(stale, "2.0", gone, "stale_feed")
    rules = {each.id: each.rule for each in contract.changes}
    (lost,) = (each for each in contract.changes if each.rule == "enum-value-removed")
    assert rules[lost.claimed_by or ""] == "code-renamed"
    assert contract.class_.value == "rename"
