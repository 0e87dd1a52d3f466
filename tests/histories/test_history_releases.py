"""Tags to the releases of a contract: which one came from which, and which are named wrongly."""

from __future__ import annotations

import pytest
from telling import SCHEMA, Scratch, schema, tiny, told

BARE = '[contracts.a]\nschemas = ["a.json"]\n'
NUMBER, TEXT = {"type": "number"}, {"type": "string"}


def steps(scratch: Scratch, **asked: str) -> list[tuple[str, str, str, bool]]:
    """The tags, the class, and whether the label is wrong."""
    return [
        (each.base_tag, each.head_tag, each.judged.class_.value, each.judged.mislabelled)
        for each in told(scratch, **asked).releases
    ]


def test_a_contract_with_a_version_field_is_judged_by_it_from_release_to_release(scratch: Scratch) -> None:
    scratch.git("tag", "v1.0")
    scratch.commit({SCHEMA: schema(more=TEXT)})
    scratch.commit(tiny("1.1", more=TEXT))
    scratch.git("tag", "v1.1")
    scratch.commit(tiny("1.2", more=NUMBER))
    scratch.git("tag", "v1.2")
    found = told(scratch)
    assert steps(scratch) == [("v1.0", "v1.1", "additive", False), ("v1.1", "v1.2", "breaking", True)]
    assert [each.judged.mislabelled for each in found.revisions] == [False, True, False, True]


@pytest.mark.parametrize(
    ("head", "tag", "wrong"),
    [(NUMBER, "v1.1.0", True), (NUMBER, "v2.0.0", False), (True, "v1.1.0", False), (True, "v0.9.0", True)],
)
def test_a_contract_without_one_is_judged_by_its_tags(
    empty: Scratch, head: object, tag: str, wrong: bool
) -> None:
    empty.commit({"govern.toml": BARE, "a.json": {"properties": {"x": TEXT}}})
    empty.git("tag", "v1.0.0")
    empty.commit(
        {"a.json": {"properties": {"x": TEXT, "y": head}} if head is True else {"properties": {"x": head}}}
    )
    empty.git("tag", tag)
    ((_, _, _, mislabelled),) = steps(empty)
    assert mislabelled is wrong


def test_tags_that_name_no_release_of_the_contract_make_no_step(empty: Scratch) -> None:
    empty.commit({"govern.toml": BARE, "a.json": TEXT})
    for name in ("a-1.0", "nightly", "b-1.1"):
        empty.git("tag", name)
    empty.commit({"a.json": NUMBER})
    empty.git("tag", "b-2.0")
    assert steps(empty) == []


def test_a_release_of_a_branch_comes_from_the_one_that_it_was_branched_from(empty: Scratch) -> None:
    empty.commit({"govern.toml": BARE, "a.json": {"type": ["string", "null"]}})
    empty.git("tag", "v1.0.0")
    empty.commit({"a.json": TEXT})
    empty.git("tag", "v2.0.0")
    empty.branch("maintained", "v1.0.0")
    empty.commit({"a.json": {"type": ["null", "string"], "title": "t"}})
    empty.git("tag", "v1.0.1")
    empty.git("checkout", "-q", "main")
    assert sorted(steps(empty)) == [
        ("v1.0.0", "v1.0.1", "editorial", False),
        ("v1.0.0", "v2.0.0", "breaking", False),
    ]


def test_only_releases_that_came_later_are_told_of_a_part_of_the_history(empty: Scratch) -> None:
    for number in (1, 2, 3):
        empty.commit({"govern.toml": BARE, "a.json": {"maxLength": number}})
        empty.git("tag", f"v{number}.0.0")
    assert [each[1] for each in steps(empty)] == ["v2.0.0", "v3.0.0"]
    assert [each[1] for each in steps(empty, base="v2.0.0")] == ["v3.0.0"]


def test_a_field_that_is_released_by_tags_is_measured_from_the_last_release_before(scratch: Scratch) -> None:
    config = (scratch.root / "govern.toml").read_text()
    config = config.replace('scheme = "major-minor"', 'scheme = "major-minor"\nreleased_by = "v*"')
    scratch.commit({"govern.toml": config})
    scratch.git("tag", "v1.0")
    scratch.commit(tiny("1.1", more=TEXT) | {"govern.toml": config})
    scratch.commit({SCHEMA: schema("1.1", more=TEXT, again=TEXT)})
    scratch.git("tag", "v1.1")
    scratch.commit({SCHEMA: schema("1.1", more=TEXT, again=TEXT, third=TEXT)})
    assert [each.judged.mislabelled for each in told(scratch).revisions] == [False, False, False, True]
