"""Drills: read from a document, watched by a clock of the test, kept, and signed off."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from govern.documents import Document, dumps, read
from govern.drills import (
    Answer,
    Expected,
    Run,
    Signing,
    State,
    Watching,
    drills,
    exercising,
    files,
    folder,
    of_document,
    rows,
    watch,
)
from govern.drills.difference import differences, further
from govern.drills.evidence import SUMS, evidence, latest

TEXT = """# Drills

## How

Words about `**Expected fixture:**`.

```md
## 9. No drill
- **Expected fixture:** `x.json`
```

## 1. Feed late

- **Inject:** delay.
- **Expected fixture:** `f/late.json`
- **Seen:** `LATE`, `mode`.
- **Time to safe:** 2 s to Safe, 30 s to flat.

## Power cut ##

**Expected fixture:** `f/cut.json`
**Time to safe:** from the first status on.
"""
LATE, CUT = drills("drills.md", TEXT)
FIXTURE = {"mode": "Safe", "why": ["LATE"], "lag": 9, "view": {"rows": [{"now": 1, "want": 2}]}}
EXPECTED = Expected(LATE, FIXTURE, ("/lag", "/view/rows/*/now"), "/mode")
GOOD: Any = {"mode": "Safe", "why": ["LATE"], "lag": 3, "view": {"rows": [{"now": 7, "want": 2}]}}
ACTIVE: Any = GOOD | {"mode": "Active", "why": []}
HALF: Any = GOOD | {"why": []}


# --- what a document lists ---


def test_sections_with_an_expected_fixture_are_drills() -> None:
    assert (LATE.name, LATE.title, LATE.fixture, LATE.line) == ("feed-late", "Feed late", "f/late.json", 12)
    assert (CUT.name, CUT.title, CUT.fixture) == ("power-cut", "Power cut", "f/cut.json")
    assert LATE.codes == {"f/late.json", "LATE", "mode"}


def test_a_time_that_begins_with_seconds_is_a_limit() -> None:
    assert (LATE.limit, LATE.time) == (2.0, "2 s to Safe, 30 s to flat")
    assert (CUT.limit, CUT.time) == (None, "from the first status on")


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        *(("1 second", 1.0), ("2 secs", 2.0), ("0.5 seconds.", 0.5), ("1,5 s", 1.5), ("500 ms", 0.5)),
        *(("≤ 2 s", 2.0), ("at most 2 s", 2.0), ("**2 s** to Safe", 2.0), ("1 min", 60.0), ("2 S", 2.0)),
    ],
)
def test_a_limit_is_read_however_it_is_written(said: str, limit: float) -> None:
    (drill,) = drills("d.md", f"## A\n\n- **Expected fixture:** `f`\n- **Time to safe**: {said}\n")
    assert (drill.limit, drill.fault) == (limit, "")


@pytest.mark.parametrize("said", ["soon, in 2 steps", "2", "2 h", "about 2 s"])
def test_a_number_that_is_no_limit_is_a_fault(said: str) -> None:
    (drill,) = drills("d.md", f"## A\n\n- **Expected fixture:** `f`\n- **Time to safe:** {said}\n")
    assert drill.limit is None
    assert "no limit that can be read" in drill.fault
    assert signed({}, fixtures={"f": 1}).state is State.STALE
    assert rows((drill,), signing({})._replace(fixtures={"f": 1}))[0].state is State.STALE


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("## A\n\n- **Expected fixture**: `f`\n", ""),
        ("## A\n\n1. __Expected fixture:__ `f`\n", ""),
        ("## A\n\n- **Expected fixture:** [f](f)\n", "no path in a code span"),
        ("## ---\n\n**Expected fixture:** `f`\n", "no letters"),
        ("## A\n\n**Expected fixture:** `f`\n\n**Time to safe:**\n\n- 7 s\n", ""),
    ],
)
def test_what_keeps_a_drill_from_being_run_is_told(text: str, fault: str) -> None:
    (drill,) = drills("d.md", text)
    assert fault in drill.fault
    assert bool(drill.fault) == bool(fault)
    assert drill.limit is None


@pytest.mark.parametrize(
    "before",
    [
        "- ```sh\n  inject\n  ```\n",
        "```x``` is code.\n",
        "<!--\n```\n-->\n",
        "1. a\n\n   ~~~\n   x\n   ~~~\n",
    ],
)
def test_no_code_hides_the_drills_behind_it(before: str) -> None:
    text = f"## A\n\n**Expected fixture:** `f`\n\n{before}\n## B\n\n**Expected fixture:** `g`\n"
    assert [each.name for each in drills("d.md", text)] == ["a", "b"]


def test_two_drills_of_one_name_are_a_fault_of_both() -> None:
    text = "## A\n\n**Expected fixture:** `f`\n\n## 2. a!\n\n**Expected fixture:** `g`\n"
    assert ["same name" in each.fault for each in drills("d.md", text)] == [True, True]


def test_a_document_without_headings_lists_no_drill() -> None:
    assert drills("d.md", "") == drills("d.md", "words\n") == drills("d.md", "# readme\n") == ()


def test_a_drill_that_reads_otherwise_has_another_digest() -> None:
    other, same = drills("drills.md", TEXT.replace("delay.", "stop."))
    assert (other.digest != LATE.digest, same.digest == CUT.digest) == (True, True)


@pytest.mark.parametrize(
    ("codes", "changed", "carried", "found"),
    [
        (["LATE"], [], {}, ["feed-late"]),
        ([], ["f/cut.json"], {}, ["power-cut"]),
        (["X"], [], {"f/cut.json": frozenset({"X"})}, ["power-cut"]),
        (["X"], ["f/other.json"], {"f/other.json": frozenset({"X"})}, []),
    ],
)
def test_drills_exercise_codes_and_fixtures(codes: Any, changed: Any, carried: Any, found: Any) -> None:
    assert [each.name for each in exercising((LATE, CUT), codes, changed, carried)] == found


# --- what differs ---


@pytest.mark.parametrize(
    ("observed", "found"),
    [
        (GOOD, []),
        (GOOD | {"more": 1}, []),
        (GOOD | {"mode": "Kill"}, [("/mode", "Safe", "Kill", "")]),
        (GOOD | {"why": []}, [("/why/0", "LATE", None, "observed")]),
        (GOOD | {"why": ["LATE", "X"]}, [("/why/1", None, "X", "expected")]),
        (GOOD | {"why": ["X", "LATE"]}, [("/why/0", "LATE", "X", ""), ("/why/1", None, "LATE", "expected")]),
        ({key: GOOD[key] for key in ("mode", "why", "view")}, []),
        (
            {"why": ["LATE"]},
            [("/mode", "Safe", None, "observed"), ("/view", FIXTURE["view"], None, "observed")],
        ),
        (GOOD | {"view": {"rows": [{"now": 7, "want": 3}]}}, [("/view/rows/0/want", 2, 3, "")]),
        (GOOD | {"view": {"rows": [{"now": 7, "want": True}]}}, [("/view/rows/0/want", 2, True, "")]),
        (None, [("", FIXTURE, None, "")]),
    ],
)
def test_only_what_is_not_volatile_is_a_difference(observed: Any, found: Any) -> None:
    assert [tuple(each) for each in differences(FIXTURE, observed, EXPECTED.volatile)] == found


def test_a_number_written_otherwise_is_the_same() -> None:
    assert differences({"a": 1}, {"a": Decimal("1.0")}, ()) == ()


def test_members_beyond_the_fixture_are_told_apart() -> None:
    assert further(FIXTURE, GOOD | {"b": 1, "a": 2}) == ("a", "b")


# --- watching ---


class World:
    """A clock that goes on only when somebody sleeps, and a system that says one thing after the other."""

    def __init__(self, *said: Any) -> None:
        self.now = 100.0
        self.said = list(said)
        self.asked = 0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def ask(self) -> Answer:
        said = self.said[min(self.asked, len(self.said) - 1)]
        self.asked += 1
        return said if isinstance(said, Answer) else Answer(said)

    def watched(self, expected: Expected = EXPECTED, **more: Any) -> Any:
        watching = Watching(lambda: self.now, self.sleep, **{"every": 1.0, "patience": 10.0, **more})
        return watch(expected, self.ask, lambda document: () if document else ("none",), watching)


def test_time_to_safe_counts_from_the_first_question() -> None:
    found = World(ACTIVE, ACTIVE, GOOD).watched()
    assert (found.safe, found.why, found.differences, found.red(2.0)) == (2.0, "", (), ())
    assert [each.seconds for each in found.sequence] == [0.0, 2.0]


def test_a_system_that_is_safe_late_is_red() -> None:
    assert World(ACTIVE, ACTIVE, ACTIVE, GOOD).watched().red(2.0) == (
        "it took 3.00 s to be safe, and 2 s are allowed",
    )


def test_the_expected_mode_ends_the_time_and_the_whole_document_ends_the_watch() -> None:
    world = World(ACTIVE, HALF, HALF, GOOD, ACTIVE)
    found = world.watched()
    assert (found.safe, found.differences, world.asked) == (1.0, (), 4)
    assert found.document == GOOD


def test_a_system_that_was_safe_from_the_start_is_not_measured() -> None:
    found = World(GOOD).watched()
    assert (found.safe, found.why) == (None, "it was safe when watching began")
    assert found.red(None) == ()
    assert found.red(2.0) == ("it was safe when watching began, so nothing went wrong and no time was taken",)


def test_a_system_that_is_unsafe_again_goes_on_being_timed() -> None:
    found = World(ACTIVE, HALF, ACTIVE, ACTIVE, GOOD).watched()
    assert (found.safe, found.red(2.0)) == (4.0, ("it took 4.00 s to be safe, and 2 s are allowed",))


@pytest.mark.parametrize("after", [ACTIVE, Answer(None, "refused")])
def test_a_system_that_does_not_stay_safe_is_red(after: Any) -> None:
    found = World(ACTIVE, GOOD, GOOD, after).watched(after=3.0)
    assert (found.safe, found.lost) == (1.0, 3.0)
    assert found.red(2.0) == ("it was safe, and no longer so after 3.00 s",)


def test_a_system_that_never_becomes_safe_is_red_when_patience_ends() -> None:
    world = World(ACTIVE)
    found = world.watched()
    assert (found.safe, found.why, world.asked) == (None, "it never said what was expected", 11)
    assert found.red(None) == ("the document differs from the fixture in 2 places",)


def test_a_system_that_restarts_is_silent_for_a_while() -> None:
    found = World(Answer(None, "refused"), Answer(None, "refused"), GOOD).watched()
    assert (found.safe, found.red(None)) == (2.0, ())
    assert [each.answer.said for each in found.sequence] == ["refused", ""]


def test_a_system_that_says_nothing_at_all_is_red() -> None:
    found = World(Answer(None, "refused")).watched()
    assert found.safe is None
    assert found.errors == ("it gave no document: refused",)
    assert found.red(None)


def test_watching_goes_on_for_a_while_where_that_is_asked_for() -> None:
    world = World(ACTIVE, GOOD, HALF)
    found = world.watched(after=3.0)
    assert world.asked == 5
    assert (found.document, found.lost) == (GOOD, None)
    assert [each.answer.document["why"] for each in found.sequence] == [[], ["LATE"], []]


def test_without_a_view_a_system_is_safe_when_it_says_all_that_is_expected() -> None:
    assert World(ACTIVE, HALF, GOOD).watched(replace(EXPECTED, headline=None)).safe == 2.0


# --- evidence ---

FOLDER = "e/feed-late/20260101T120000Z"
STARTED = datetime(2026, 1, 1, 12, tzinfo=UTC)
RUN = Run("status", "6.0", "http://127.0.0.1/", STARTED, "ann", "venue double 3.2")


def kept(observed: Any = None) -> dict[str, bytes]:
    found = observed or World(ACTIVE, GOOD).watched()
    return {f"{FOLDER}/{name}": data for name, data in files(RUN, EXPECTED, found).items()}


def signing(tree: dict[str, bytes]) -> Signing:
    fixtures: Any = {"f/late.json": FIXTURE, "f/cut.json": {}}
    return Signing("status", "6.0", fixtures, EXPECTED.volatile, "e", tree.keys(), tree.get, lambda _: ())


def signed(tree: dict[str, bytes], **more: Any) -> Any:
    return rows((LATE,), signing(tree)._replace(**more))[0]


def test_evidence_holds_all_that_was_seen() -> None:
    tree = kept()
    values = {
        path.rsplit("/", 1)[1]: read(path, data) for path, data in tree.items() if path.endswith(".json")
    }
    said = {name: each.value for name, each in values.items() if isinstance(each, Document)}
    assert said["expected.json"] == FIXTURE
    assert said["observed.json"] == GOOD
    result: Any = said["result.json"]
    assert (result["verdict"], result["time_to_safe"], result["by"]) == ("green", "1.00 s", "ann")
    assert tree[f"{FOLDER}/sequence.jsonl"].count(b"\n") == 2


def test_the_digests_are_as_sha256sum_reads_them() -> None:
    tree = kept()
    sums = tree[f"{FOLDER}/SHA256SUMS"].decode().splitlines()
    assert len(sums) == 4
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256(tree[f"{FOLDER}/{name}"]).hexdigest() == digest


def test_good_evidence_is_green() -> None:
    row = signed(kept())
    assert (row.state, row.why, row.evidence.time) == (State.GREEN, (), "1.00 s")


def test_what_was_red_is_red() -> None:
    row = signed(kept(World(ACTIVE).watched()))
    assert (row.state, row.why) == (State.RED, ("the document differs from the fixture in 2 places",))


def test_no_evidence_is_missing() -> None:
    assert signed({}).state is State.MISSING
    assert (
        signed({"e/feed-late/notes.txt": b"", "e/feed-latex/20260101T120000Z/SHA256SUMS": b""}).state
        is State.MISSING
    )


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"version": "6.1"}, "it was run against version 6.0, and the contract is 6.1"),
        ({"volatile": ("/lag",)}, "other places were set aside than today"),
        ({"fixtures": {"f/late.json": FIXTURE | {"mode": "Kill"}}}, "its fixture changed since"),
        ({"fixtures": {}}, "f/late.json is no golden document of the contract"),
    ],
)
def test_old_evidence_is_stale(more: Any, why: str) -> None:
    row = signed(kept(), **more)
    assert (row.state, row.why) == (State.STALE, (why,))


def test_evidence_from_before_the_drill_changed_is_stale() -> None:
    tree = kept()
    (row,) = rows((replace(LATE, digest="0" * 64),), signing(tree))
    assert (row.state, row.why) == (State.STALE, ("what the drill asks for changed since",))


@pytest.mark.parametrize("name", ["expected.json", "observed.json", "sequence.jsonl", "result.json", SUMS])
@pytest.mark.parametrize("how", ["gone", "changed"])
def test_damaged_evidence_proves_nothing(name: str, how: str) -> None:
    tree = kept()
    path = f"{FOLDER}/{name}"
    if how == "gone":
        del tree[path]
    else:
        tree[path] = tree[path].replace(b"1", b"2").replace(b"a", b"b")
    row = signed(tree)
    assert row.state is State.DAMAGED
    assert row.why


def remade(tree: dict[str, bytes], **said: Any) -> dict[str, bytes]:
    """Evidence whose result says something else, with digests that fit."""
    document = read("result.json", tree[f"{FOLDER}/result.json"])
    assert isinstance(document, Document)
    value: Any = document.value
    result = dumps({name: each for name, each in (value | said).items() if each is not None}).encode()
    old, new = (hashlib.sha256(each).hexdigest() for each in (tree[f"{FOLDER}/result.json"], result))
    sums = tree[f"{FOLDER}/{SUMS}"].replace(old.encode(), new.encode())
    return tree | {f"{FOLDER}/result.json": result, f"{FOLDER}/{SUMS}": sums}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"red": 5}, "is not as a run writes it"),
        ({"red": None}, "is not as a run writes it"),
        ({"verdict": "red"}, "contradicts itself"),
        ({"drill": "power-cut"}, "of another drill"),
        ({"contract": "other"}, "of another drill or contract"),
        ({"started": "2026-01-02T12:00:00Z"}, "the folder says 20260101T120000Z"),
        ({"set_aside": "/lag"}, "is not as a run writes it"),
    ],
)
def test_evidence_that_contradicts_itself_proves_nothing(said: Any, why: str) -> None:
    row = signed(remade(kept(), **said))
    assert row.state is State.DAMAGED
    assert why in row.why[0]


def test_a_folder_of_another_name_proves_nothing() -> None:
    moved = {path.replace("20260101", "20990101"): data for path, data in kept().items()}
    assert signed(moved).state is State.DAMAGED


def test_what_was_observed_is_judged_by_the_contract_as_it_is_now() -> None:
    row = signed(kept(), judge=lambda _: ("wrong",))
    assert (row.state, row.why) == (State.RED, ("what was observed breaks the contract as it is now",))


def test_the_last_run_counts_also_of_two_in_one_second() -> None:
    names = [
        "20251231T235959Z",
        "20260101T120000Z",
        "20260101T120000Z-2",
        "20260101T120000Z-10",
        "99-x",
        "notes",
    ]
    paths = [f"e/feed-late/{name}/{SUMS}" for name in names]
    assert latest("e", "feed-late", paths) == "e/feed-late/20260101T120000Z-10"
    taken = {"e/feed-late/20260101T120000Z", "e/feed-late/20260101T120000Z-2"}
    assert folder("e", "feed-late", STARTED, taken.__contains__) == "e/feed-late/20260101T120000Z-3"


def test_evidence_of_another_form_is_not_guessed_at() -> None:
    found = files(RUN, EXPECTED, of_document(EXPECTED, GOOD, lambda _: ()))
    result = found["result.json"].replace(b'"form": 1', b'"form": 9')
    digest = hashlib.sha256(result).hexdigest()
    old = hashlib.sha256(found["result.json"]).hexdigest()
    tree = found | {"result.json": result, SUMS: found[SUMS].replace(old.encode(), digest.encode())}
    assert "another form" in evidence("e", "status", "feed-late", tree.get).fault


def test_a_document_captured_as_a_file_is_not_measured() -> None:
    found = of_document(EXPECTED, GOOD, lambda _: ("[X] /a: wrong",))
    assert (found.safe, found.why) == (None, "it was captured as a file")
    assert found.red(2.0) == ("the document breaks its contract in 1 place",)
