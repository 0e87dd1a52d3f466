import dataclasses
import re

import pytest
from render_samples import (
    ECHO,
    OPTIONS,
    PROVED,
    REFUTED,
    REMOVED,
    closed,
    comparison,
    opened,
    quiet,
    undecided,
)

from govern.model import (
    Answer,
    Change,
    Class,
    ContractReview,
    Finding,
    FindingLevel,
    Place,
    Review,
    Verdict,
    Witness,
)
from govern.render import RenderOptions, render, render_comparison

CLOSED = """\
target   origin/main at 111111111111, the default branch of origin
base     merge base at 111111111111
head     HEAD at 222222222222
policy   govern.toml
digest   dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd

status: breaking (full compatibility)
  backward proved (declared reading)
  forward  refuted (declared reading)
           witness  {"trading_mode": "Kill", "load": 0.10}
                    head accepts it, base refuses it; certified by jsonschema, jsonschema-rs
           under 1 assumption (shown with --explain)

  breaking: required-removed
    schemas/status.schema.json:14:7
    The key "mm_util" is no longer required: head accepts documents without it, which base refused.
    witness  {"trading_mode": "Kill", "load": 0.10}
             certified by jsonschema, jsonschema-rs
    why      Readers that rely on the key meet documents without it.
    do       Keep the key required, or announce it with a new major version.
    explains 1 further change: 1 additive (shown with --all)

  versions
    specs/status/manifest.json#/contract_version  5.2 → 5.3
      too-small (asked for: major, found: minor; 6.0 would do)

  fixtures
    2 documents: 2 as expected, 0 not, 0 unknown
    1 of base accepted by head, 1 changed; 1 of 1 changes exercised

  approvals
    2 by release manager: a breaking change (nobody verified it)

2 contracts unchanged

findings that block
  status: version-too-small
    specs/status/manifest.json:3:21
    contract_version went from 5.2 to 5.3, which announces less than a breaking change.
    do       Set it to 6.0.
    id       ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff

gate: closed (1 finding blocks: version-too-small)
"""

OPENED = """\
target   origin/main at 111111111111, the default branch of origin
base     merge base at 111111111111
head     HEAD at 222222222222
digest   dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd

status: rename (full compatibility)
  backward refuted (declared reading); proved under the literal one
           witness  {"state": "IDLE"}
                    base accepts it, head refuses it; certified by jsonschema, jsonschema-rs
  forward  refuted (declared reading); proved under the literal one
           witness  {"state": "RESTING"}
                    head accepts it, base refuses it; certified by jsonschema, jsonschema-rs

  rename: enum-value-renamed
    schemas/status.schema.json:17:12
    "IDLE" became "RESTING".

  additive: enum-value-added
    schemas/status.schema.json:21:30
    The enum at /owner takes null as well.
    witness  null

  renames
    enum value  IDLE → RESTING  (declared, score 1.00)
                in schemas/status.schema.json#/properties/state/enum

  versions
    schemas/status.schema.json#/properties/v/const  1.4.0 → 2.0.0
      right (asked for: major, found: major)

  approvals
    1 by owner: a rename (1 verified)

accepted change-not-exercised  schemas/status.schema.json, by exception of ada, until 2027-01-31

gate: open (no finding blocks)
"""

UNDECIDED = """\
target   origin/main at 111111111111, the default branch of origin
base     merge base at 111111111111
head     WORKTREE
digest   none

orders: undecided (full compatibility)
  backward undecided (declared reading)
           because the reference other.json#/a cannot be read at base
  forward  proved (declared reading)

  fixtures
    1 document: 0 as expected, 0 not, 1 unknown
    0 of base accepted by head, 0 changed; no change to exercise
      fixtures/a.json: unknown whether it is accepted

findings that block
  head-behind-base
    origin/main moved on.
    do       Merge it into head.

standing: 1 finding from before this change (shown with --all)

gate: closed (1 finding blocks: head-behind-base)
"""

COMPARED = """\
old.json → new.json: breaking
  backward proved (declared reading)
  forward  refuted (declared reading)
           witness  {"trading_mode": "Kill", "load": 0.10}
                    head accepts it, base refuses it; certified by jsonschema, jsonschema-rs
           under 1 assumption (shown with --explain)

  breaking: required-removed
    schemas/status.schema.json:14:7
    The key "mm_util" is no longer required: head accepts documents without it, which base refused.
    witness  {"trading_mode": "Kill", "load": 0.10}
             certified by jsonschema, jsonschema-rs
    why      Readers that rely on the key meet documents without it.
    do       Keep the key required, or announce it with a new major version.
    explains 1 further change: 1 additive (shown with --all)

breaking: 1 breaking; backward proved, forward refuted
"""


SCREENS = [(closed, CLOSED), (opened, OPENED), (undecided, UNDECIDED)]


def with_contract(**fields: object) -> Review:
    """The closed review with one contract only, changed as told."""
    contract = dataclasses.replace(closed().contracts[1], **fields)  # type: ignore[arg-type]
    return dataclasses.replace(closed(), contracts=(contract,))


def many(number: int, class_: Class) -> tuple[Change, ...]:
    return tuple(Change(f"id{n}", "a-rule", class_, "s.json", f"change number {n}") for n in range(number))


@pytest.mark.parametrize(("review", "screen"), SCREENS)
def test_a_review_looks_like_this(review: object, screen: str) -> None:
    assert callable(review)
    assert render(review(), OPTIONS) == screen


def test_a_comparison_looks_like_this() -> None:
    shown = render_comparison(comparison(), old_name="old.json", new_name="new.json", options=OPTIONS)
    assert shown == COMPARED


@pytest.mark.parametrize("width", [60, 80, 100])
def test_prose_is_wrapped_at_the_width(width: int) -> None:
    options = dataclasses.replace(OPTIONS, width=width)
    digest = "digest   " + "d" * 64
    rows = [row for row in render(closed(), options).splitlines() if row != digest and "    id  " not in row]
    assert max(map(len, rows)) <= max(width, 80)


def test_colour_adds_codes_and_changes_no_word() -> None:
    coloured = render(closed(), dataclasses.replace(OPTIONS, colour=True))
    assert "\x1b[1;31mgate: closed" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == CLOSED
    assert "\x1b" not in CLOSED


def test_a_null_witness_is_shown_and_no_witness_is_not() -> None:
    null = render(
        with_contract(changes=(dataclasses.replace(REMOVED, witness=Witness(None)),), forward=PROVED)
    )
    none = render(with_contract(changes=(dataclasses.replace(REMOVED, witness=None),), forward=PROVED))
    assert "    witness  null\n" in null
    assert "witness" not in none


def test_a_change_names_its_certifiers_only_where_the_document_is_the_same() -> None:
    other = dataclasses.replace(REMOVED, witness=Witness({"trading_mode": "Kill", "load": "0.10"}))
    assert render(with_contract(changes=(REMOVED,))).count("certified by") == 2
    assert render(with_contract(changes=(other,))).count("certified by") == 1


def test_a_long_witness_is_cut_with_its_size_and_whole_when_explained() -> None:
    long = dataclasses.replace(REFUTED, witness=Witness({"key": "x" * 500}))
    review = with_contract(forward=long, changes=())
    assert "… (511 characters)\n" in render(review)
    assert '"' + "x" * 500 + '"}\n' in render(review, RenderOptions(explain=True))


def test_claimed_changes_are_counted_and_listed_on_request() -> None:
    assert "mm_util may be above 1." not in render(closed(), OPTIONS)
    shown = render(closed(), dataclasses.replace(OPTIONS, everything=True))
    assert "      additive: range-widened  schemas/status.schema.json:40:9 (base)\n" in shown
    assert "        mm_util may be above 1.\n" in shown


@pytest.mark.parametrize(
    "changes",
    [
        (dataclasses.replace(ECHO, claimed_by="nobody"),),
        (dataclasses.replace(ECHO, claimed_by=ECHO.id),),
        (dataclasses.replace(REMOVED, claimed_by=ECHO.id), ECHO),
    ],
)
def test_a_claim_that_leads_nowhere_hides_nothing(changes: tuple[Change, ...]) -> None:
    shown = render(with_contract(changes=changes))
    assert all(change.message.split()[0] in shown for change in changes)
    assert "explains" not in shown


def test_a_long_list_is_cut_with_the_number_left_out() -> None:
    review = with_contract(changes=(*many(23, Class.ADDITIVE), *many(20, Class.BREAKING)))
    shown = render(review)
    assert "  not shown: 3 additive more (shown with --all)\n" in shown
    assert shown.count("change number") == 40
    everything = render(review, RenderOptions(everything=True))
    assert everything.count("change number") == 43
    assert "not shown" not in everything


def test_the_worst_changes_come_first() -> None:
    shown = render(with_contract(changes=(*many(1, Class.EDITORIAL), *many(1, Class.UNDECIDED), REMOVED)))
    assert shown.index("breaking: req") < shown.index("undecided: a-rule") < shown.index("editorial: a-rule")


def test_a_rule_that_the_catalogue_lacks_is_shown_without_words() -> None:
    known, unknown = render(closed(), OPTIONS), render(closed(), RenderOptions(rules={}))
    assert "    why      Readers" in known
    assert "    why" not in unknown
    assert "breaking: required-removed" in unknown


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (Change("i", "r", Class.ADDITIVE, "a.json", "m", head=Place("/x", 3, 5)), "    a.json:3:5\n"),
        (Change("i", "r", Class.ADDITIVE, "a.json", "m", base=Place("/x", 3, 5)), "    a.json:3:5 (base)\n"),
        (Change("i", "r", Class.ADDITIVE, "a.json", "m", head=Place("/x", 3)), "    a.json:3\n"),
        (Change("i", "r", Class.ADDITIVE, "a.json", "m", head=Place("/x")), "    a.json#/x\n"),
        (Change("i", "r", Class.ADDITIVE, "a.json", "m"), "    a.json\n"),
    ],
)
def test_a_place_is_said_as_exactly_as_it_is_known(change: Change, shown: str) -> None:
    assert shown in render(with_contract(changes=(change,)))


def test_a_contract_is_quiet_only_if_it_has_nothing_to_say() -> None:
    standing = Finding("old", FindingLevel.STANDING, "m", "r")
    note = Finding("new", FindingLevel.NOTE, "m", "r")
    contracts: list[tuple[ContractReview, bool]] = [
        (quiet("c"), True),
        (dataclasses.replace(quiet("c"), findings=(standing,)), True),
        (dataclasses.replace(quiet("c"), findings=(note,)), False),
        (dataclasses.replace(quiet("c"), status="changed"), False),
        (dataclasses.replace(quiet("c"), backward=Answer(Verdict.UNDECIDED, reason="why")), False),
        (dataclasses.replace(quiet("c"), changes=(ECHO,)), False),
    ]
    for contract, is_quiet in contracts:
        shown = render(dataclasses.replace(closed(), contracts=(contract,)))
        assert ("1 contract unchanged" in shown) is is_quiet


def test_a_finding_of_a_contract_and_of_the_review_is_one() -> None:
    review = dataclasses.replace(closed(), findings=closed().contracts[1].findings)
    assert render(review, OPTIONS) == CLOSED


def test_the_reading_not_chosen_is_named_where_it_differs() -> None:
    same = dataclasses.replace(REFUTED, other_reading=Verdict.REFUTED)
    other = dataclasses.replace(REFUTED, other_reading=Verdict.PROVED)
    assert "under the literal one" not in render(with_contract(forward=same))
    assert "refuted (declared reading); proved under the literal one" in render(with_contract(forward=other))
