"""A history as text, JSON and a page: every word of it, with hostile ones in it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from govern.model import (
    Class,
    Compatibility,
    History,
    Judged,
    Level,
    Moment,
    ReleaseStep,
    Revision,
    RevisionChange,
    Verdict,
    VersionReview,
    VersionVerdict,
)
from govern.render import history_html, history_json, history_text

EVIL = "<script>alert(1)</script>\x1b[31m\u202e"
MOMENT = Moment("c" * 40, "2026-01-02T03:04:05+00:00", f"subject {EVIL}")
BREAKS = RevisionChange(
    "id",
    "type-changed",
    Class.BREAKING,
    Level.MAJOR,
    "a.json",
    "/properties/x",
    f"x broke {EVIL}",
    '{"x": 1.10}',
)
CLAIMED = replace(BREAKS, message="claimed", witness=None, claimed_by="id")
LATE = VersionReview(
    "a.json#/v", "semver", (), "1.0.0", "1.1.0", Level.MAJOR, Level.MINOR, VersionVerdict.TOO_SMALL, "2.0.0"
)
JUDGED = Judged(
    "changed", Class.BREAKING, Compatibility.FULL, Verdict.REFUTED, Verdict.PROVED, Level.MAJOR, None,
    (CLAIMED, BREAKS), (LATE,), ("1.1.0 is too small",),
)  # fmt: skip
QUIET = replace(
    JUDGED, status="added", class_=Class.ADDITIVE, backward=Verdict.PROVED, needed=Level.MINOR, changes=(),
    versions=(), faults=(),
)  # fmt: skip
HISTORY = History(
    "https://example.com/x.git", "", MOMENT, "govern.toml of the last commit", ("a", "b"), ("b",),
    (Revision("a", MOMENT, "", QUIET), Revision("a", MOMENT, "d" * 40, JUDGED),
     Revision("b", MOMENT, "", QUIET)),
    (ReleaseStep("a", "v1.0.0", "e" * 40, "v1.1.0", MOMENT, JUDGED),),
    ("an older govern.toml cannot be read",),
)  # fmt: skip


def test_text_is_a_table_by_contract_and_one_sentence() -> None:
    escaped = "<script>alert(1)</script>\\x1b[31m\\u202e"
    shown = replace(
        HISTORY, revisions=(*HISTORY.revisions[:2], Revision("a", MOMENT, "", replace(JUDGED, faults=())))
    )
    assert history_text.render(shown) == (
        "a: 3 revisions\n"
        "  2026-01-02  cccccccccccc  additive (added)  needs minor  had -      no version field\n"
        "  2026-01-02  cccccccccccc  breaking          needs major  had minor  1.0.0 → 1.1.0 too-small"
        "  MISLABELLED  1.1.0 is too small\n"
        "  2026-01-02  cccccccccccc  breaking          needs major  had minor  1.0.0 → 1.1.0 too-small"
        f"               x broke {escaped}\n"
        "  2026-01-02  v1.0.0 → v1.1.0  breaking  needs major  had minor  1.0.0 → 1.1.0 too-small"
        "  MISLABELLED  1.1.0 is too small\n"
        "\n"
        "note: an older govern.toml cannot be read\n"
        "3 revisions of 2 contracts (1 of them gone): 2 breaking, 1 additive; 1 mislabelled."
        " 1 step between releases, 1 mislabelled\n"
    )


def test_json_holds_everything_and_documents_as_they_are() -> None:
    text = history_json.render(HISTORY)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert '"x": 1.10' in text, "numbers stay as they are written"
    told = json.loads(text)
    assert told["history_version"] == 1
    assert told["summary"] == {
        "revisions": 3, "classes": {"breaking": 1, "additive": 2}, "mislabelled": 1,
        "mislabelled_releases": 1, "given_up": 0,
    }  # fmt: skip
    assert told["contracts"] == [{"name": "a", "gone": False}, {"name": "b", "gone": True}]
    revision = told["revisions"][1]
    assert (revision["needed"], revision["had"], revision["mislabelled"]) == ("major", "minor", True)
    assert revision["changes"][1]["witness"] == {"x": 1.1}
    assert "witness" not in revision["changes"][0]
    assert revision["changes"][0]["claimed_by"] == "id"
    assert told["revisions"][0]["had"] is None
    assert (told["releases"][0]["from"], told["releases"][0]["to"]) == ("v1.0.0", "v1.1.0")
    assert told["releases"][0]["subject"] == f"subject {EVIL}"


@pytest.mark.parametrize("document", ["null", '"\\ud800"', '{"a": 1.50}', "[" * 200 + "]" * 200])
def test_a_witness_of_any_kind_is_told(document: str) -> None:
    shown = replace(JUDGED, changes=(replace(BREAKS, witness=document),))
    (revision,) = json.loads(
        history_json.render(replace(HISTORY, revisions=(Revision("a", MOMENT, "", shown),)))
    )["revisions"]
    assert "witness" in revision["changes"][0]


def test_a_page_holds_no_markup_and_no_direction_of_a_stranger() -> None:
    page = history_html.page(HISTORY)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\x1b[31m\\u202e" in page
    assert page.count("<script>") == 1
    assert "content=\"default-src 'none'; style-src 'sha256-" in page
    assert history_html.page(HISTORY) == page


def test_a_page_lists_the_first_changes_and_counts_the_rest() -> None:
    changes = tuple(replace(BREAKS, message=f"change number {n}.") for n in range(history_html.MOST + 2))
    crowded = replace(
        HISTORY, revisions=(Revision("a", MOMENT, "", replace(JUDGED, changes=changes)),), releases=()
    )
    page = history_html.page(crowded)
    assert f"change number {history_html.MOST - 1}." in page
    assert f"change number {history_html.MOST}." not in page
    assert "and 2 changes more" in page


def test_only_what_is_mislabelled_can_be_told() -> None:
    assert [each.judged for each in HISTORY.mislabelled.revisions] == [JUDGED]
    assert replace(HISTORY, revisions=(), releases=()).mislabelled.revisions == ()
