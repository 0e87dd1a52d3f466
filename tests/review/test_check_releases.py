"""What is measured from releases: versions that tags release, transitive modes, the base `last-release`."""

from __future__ import annotations

from typing import Any

import pytest
from scratch import (
    CONFIG,
    FIXTURE,
    MANIFEST,
    OPEN,
    SCHEMA,
    Scratch,
    blocking,
    finding,
    manifest,
    notes,
    only,
    schema,
    standing,
    status,
    tiny,
)

BY_TAG = CONFIG.replace('scheme = "major-minor"', 'scheme = "major-minor"\nreleased_by = "v*"')
TRANSITIVE = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ncompatibility = "full_transitive"', 1)
MODES = ("on", "off", "idle")


def grown(version: str, config: str = BY_TAG) -> dict[str, Any]:
    """One more mode than at first."""
    return {
        **tiny(version, mode={"enum": [*MODES]}),
        "govern.toml": config,
        MANIFEST: manifest(version, MODES),
        "fixtures/idle.json": {"contract_version": version, "mode": "idle"},
    }


def more(version: str) -> dict[str, Any]:
    """One more key besides."""
    return {
        **grown(version),
        SCHEMA: schema(version, mode={"enum": [*MODES]}, more={"type": "string"}),
        FIXTURE: {"contract_version": version, "mode": "on", "more": "x"},
    }


# --- released_by ---


def test_an_unreleased_version_is_enough_for_all_that_changed_since_the_release(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": BY_TAG})
    scratch.git("tag", "v1.0")
    scratch.commit(grown("1.1"))
    scratch.propose(more("1.1"))
    review = scratch.check()
    assert (status(review), only(review).versions[0].base) == (OPEN, "1.0")
    assert "version-release-unknown" not in notes(review)


def test_a_step_is_measured_from_the_release_and_not_from_base(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": BY_TAG})
    scratch.git("tag", "v1.0")
    scratch.commit(grown("1.1"))
    broken = more("1.1") | {SCHEMA: schema("1.1", mode={"enum": [*MODES]}, note={"type": "integer"})}
    scratch.propose(broken | {FIXTURE: {"contract_version": "1.1", "mode": "on", "note": 1}})
    review = scratch.check()
    assert "version-too-small" in blocking(review)
    assert only(review).versions[0].suggestion == "2.0"


def test_what_was_taken_back_since_the_release_asks_for_nothing(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": BY_TAG})
    scratch.git("tag", "v1.0")
    scratch.commit(grown("1.1"))
    back = tiny("1.1") | {"govern.toml": BY_TAG, "fixtures/idle.json": None}
    scratch.propose(back)
    review = scratch.check()
    assert blocking(review) == []


def test_of_several_releases_the_highest_counts_and_not_the_last_name(scratch: Scratch) -> None:
    scratch.commit({**tiny("1.9"), "govern.toml": BY_TAG})
    scratch.git("tag", "v1.9")
    scratch.commit({**tiny("1.10"), "govern.toml": BY_TAG})
    scratch.git("tag", "v1.10")
    scratch.propose(grown("1.11"))
    review = scratch.check()
    assert (status(review), only(review).versions[0].base) == (OPEN, "1.10")


def test_without_a_release_base_is_measured_and_a_note_says_so(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": BY_TAG})
    scratch.git("tag", "w1.0")
    scratch.propose(grown("1.1"))
    review = scratch.check()
    assert status(review) == OPEN
    assert "version-release-unknown" in notes(review)


# --- transitive modes ---


def taken_out(version: str, config: str = TRANSITIVE) -> dict[str, Any]:
    """The key that `more` has is gone again."""
    return {**grown(version, config), FIXTURE: {"contract_version": version, "mode": "on"}}


@pytest.fixture
def line(scratch: Scratch) -> Scratch:
    """Releases 1.0 and 1.1, of which the latter has one more mode and one more key."""
    scratch.commit({"govern.toml": TRANSITIVE})
    scratch.git("tag", "tiny-1.0")
    scratch.commit({**more("1.1"), "govern.toml": TRANSITIVE})
    scratch.git("tag", "tiny-1.1")
    return scratch


OTHER_WORDS = {"type": "string", "description": "Other words."}


def test_a_release_of_the_line_that_head_breaks_is_named(line: Scratch) -> None:
    line.propose(taken_out("1.2"))
    review = line.check()
    said = finding(review, "release-broken")
    assert blocking(review) == ["release-broken", "version-too-small"]
    assert said.message.startswith("tiny-1.1 is of the same line, and head breaks it: property `more`")


def test_an_older_release_is_broken_though_base_is_not(line: Scratch) -> None:
    line.commit({**taken_out("2.0"), "fixtures/idle.json": {"contract_version": "2.0", "mode": "idle"}})
    typed: Any = schema("1.2", mode={"enum": [*MODES]}, more={"type": "integer"})
    line.propose(
        {**taken_out("1.2"), SCHEMA: typed, FIXTURE: {"contract_version": "1.2", "mode": "on", "more": 1}}
    )
    review = line.check()
    assert {"release-broken", "version-decreased"} <= set(blocking(review))
    assert finding(review, "release-broken").message.startswith("tiny-1.1 ")


def test_a_release_that_base_broke_already_is_standing(line: Scratch) -> None:
    base = line.commit(taken_out("1.2"))
    line.branch(at=base)
    line.commit({SCHEMA: schema("1.2", mode={"enum": [*MODES]}, note=OTHER_WORDS)})
    review = line.check(base=base)
    assert (blocking(review), standing(review)) == ([], ["release-broken"])


def test_a_release_of_another_line_may_be_broken(line: Scratch) -> None:
    line.propose(taken_out("2.0"))
    assert "release-broken" not in blocking(line.check())


def test_without_releases_a_note_says_that_base_alone_was_compared(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": TRANSITIVE})
    scratch.git("tag", "other-1.0")
    scratch.propose(grown("1.1", TRANSITIVE))
    review = scratch.check()
    assert status(review) == OPEN
    assert "releases-none" in notes(review)


def test_a_mode_that_is_not_transitive_asks_no_release(line: Scratch) -> None:
    line.commit({"govern.toml": CONFIG})
    base = line.commit(taken_out("1.2", CONFIG))
    line.branch(at=base)
    line.commit(
        {SCHEMA: schema("1.2", mode={"enum": [*MODES]}, note={"type": "string", "description": "N."})}
    )
    assert blocking(line.check(base=base)) == []


# --- last-release ---


def test_the_base_may_be_the_last_release(scratch: Scratch) -> None:
    scratch.git("tag", "v1.0")
    scratch.commit({**grown("1.1"), "govern.toml": CONFIG})
    scratch.git("tag", "v1.1")
    scratch.git("tag", "nightly")
    scratch.commit({**more("1.2"), "govern.toml": CONFIG})
    review = scratch.check(base="last-release")
    assert (status(review), review.base.commit) == (OPEN, scratch.git("rev-parse", "v1.1"))


def test_a_release_on_another_branch_is_not_the_last_one(scratch: Scratch) -> None:
    scratch.git("tag", "v1.0")
    scratch.branch("side")
    scratch.commit({**grown("1.1"), "govern.toml": CONFIG})
    scratch.git("tag", "v1.1")
    scratch.git("checkout", "-q", "main")
    scratch.commit({SCHEMA: schema(note={"type": "string", "description": "Other words."})})
    assert scratch.check(base="last-release").base.commit == scratch.git("rev-parse", "v1.0")


def test_without_a_release_there_is_no_last_one(scratch: Scratch) -> None:
    scratch.git("tag", "nightly")
    with scratch.refused() as problems:
        scratch.check(base="last-release")
    assert problems[0].rule == "ref-unknown"
