# ruff: noqa: E501  (rows of the expected screens are as long as they are)
import dataclasses
import re

import pytest
from markdown_it import MarkdownIt
from render_samples import OPTIONS, PROVED, TOO_SMALL, closed, comparison, opened, quiet, undecided

from govern.model import (
    Answer,
    Approval,
    Change,
    Class,
    Finding,
    FindingLevel,
    FixtureReview,
    Level,
    Review,
    Verdict,
    VersionReview,
    VersionVerdict,
    Witness,
)
from govern.render import RenderOptions, render, render_comparison
from govern.render.checklist import Step, step_of

MARKDOWN = MarkdownIt("commonmark").enable("table")

CLOSED = """\
## govern: gate closed

- Gate: **closed**: 1 finding blocks: version-too-small
- Change set: `dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd`
- Rows: 1 contract with something to say, 2 without; 2 changes; findings: 1 block, 0 notes, 0 standing, 0 accepted
- Target `origin/main` at `111111111111`, the default branch of origin
- Base `merge base` at `111111111111`
- Head `HEAD` at `222222222222`
- Policy: `govern.toml`

### `status`: breaking (full compatibility)

- Backward: **proved** (declared reading)
- Forward: **refuted** (declared reading); witness `{"trading_mode": "Kill", "load": 0.10}`, certified by `jsonschema`, `jsonschema-rs`
- Rollout order: Readers first, then writers: head reads what base wrote, base may not read head.

Changes: 1 breaking

| class | rule | where | what | witness |
|---|---|---|---|---|
| breaking | `required-removed` | `schemas/status.schema.json:14:7` | The key `"mm_util"` is no longer required: head accepts documents without it, which base refused. Explains 1 further change. | `{"trading_mode": "Kill", "load": 0.10}` |

- [x] Manifest updated: no registered code came, went or was renamed; nothing about the manifest blocks
- [x] Schemas updated: 1 breaking; nothing about them blocks
- [x] Fixtures updated: 1 document changed, 1 of 1 changes exercised
- [x] Every fixture validated: 2 of 2 as expected at head, 1 of base accepted by head
- [ ] Version bumped: `version-too-small` (`specs/status/manifest.json:3:21`): `contract_version` went from `5.2` to `5.3`, which announces less than a breaking change. To do: Set it to `6.0`.
- [ ] Documentation updated: `specs/status/README.md` says what head does
- [ ] Changelog entry written in `changelogs/status/`: what changed, and what readers and writers must do
- [ ] Drills repeated: run those of `specs/status/DRILLS.md` that exercise the change
- [ ] Explicit approval given: 2 by `release manager`: a breaking change (nobody verified this: approvals are not configured)

2 contracts unchanged.
"""

UNDECIDED = """\
## govern: gate closed

- Gate: **closed**: 1 finding blocks: head-behind-base
- Change set: no digest
- Rows: 1 contract with something to say, 0 without; 0 changes; findings: 1 block, 0 notes, 1 standing, 0 accepted
- Target `origin/main` at `111111111111`, the default branch of origin
- Base `merge base` at `111111111111`
- Head `WORKTREE`

### Before anything else

- [ ] To mend: `head-behind-base`: `origin/main` moved on. To do: Merge it into head.

### `orders`: undecided (full compatibility)

- Backward: **undecided** (declared reading), because the reference `other.json#/a` cannot be read at base
- Forward: **proved** (declared reading)
- Rollout order: Writers first, then readers: base reads what head writes, head may not read base. (backward is undecided, which counts as not proved.)

- [ ] Manifest updated: no registered code came, went or was renamed; nothing about the manifest blocks; but something is undecided, so look yourself
- [ ] Schemas updated: undecided, so someone must judge it: the reference `other.json#/a` cannot be read at base
- [ ] Fixtures updated: 0 documents changed, no change to exercise; but something is undecided, so look yourself
- [ ] Every fixture validated: only 0 of 1 as expected at head, 0 of base accepted by head; 1 could not be judged
- [ ] Version bumped: the contract has no version field, and its changes ask for a bump: announce them another way
- [ ] Documentation updated: this contract names none; see whether any speaks of the change
- [ ] Changelog entry written (this contract names no changelog): what changed, and what readers and writers must do
- [ ] Drills repeated: this contract names none; see whether any exercises the change
- [ ] Explicit approval given: nobody verified this: approvals are not configured

- Standing: 1 finding from before this change
"""


def checklist(review: Review, options: RenderOptions = OPTIONS) -> str:
    return render(review, options, format_name="markdown")


def with_contract(**fields: object) -> Review:
    """The closed review with one contract only, changed as told."""
    contract = dataclasses.replace(closed().contracts[1], **fields)  # type: ignore[arg-type]
    return dataclasses.replace(closed(), contracts=(contract,))


def box(step: Step, review: Review) -> list[str]:
    """The boxes of one step, as they stand."""
    rows = checklist(review).splitlines()
    return [row for row in rows if re.match(rf"- \[[ x]\] {step}", row)]


def ticked(step: Step, review: Review) -> list[bool]:
    return [row.startswith("- [x]") for row in box(step, review)]


def blocking(rule: str) -> Finding:
    return dataclasses.replace(TOO_SMALL, rule=rule)


@pytest.mark.parametrize(("review", "screen"), [(closed(), CLOSED), (undecided(), UNDECIDED)])
def test_a_checklist_looks_like_this(review: Review, screen: str) -> None:
    assert checklist(review) == screen


def test_all_steps_of_a_safe_change_are_in_it_in_order() -> None:
    rows = checklist(closed()).splitlines()
    steps = [row[6:] for row in rows if row.startswith(("- [x]", "- [ ]"))]
    assert [next(step for step in Step if text.startswith(step)) for text in steps] == list(Step)


def test_a_comparison_has_the_changes_and_no_box() -> None:
    shown = render_comparison(
        comparison(), old_name="a", new_name="b", options=OPTIONS, format_name="markdown"
    )
    assert shown.startswith("## `a` → `b`: breaking\n")
    assert "| breaking | `required-removed` |" in shown
    assert "- [" not in shown


ANSWERS = {
    "proved": PROVED,
    "refuted": Answer(Verdict.REFUTED, witness=Witness(1)),
    "undecided": Answer(Verdict.UNDECIDED, reason="why"),
}


@pytest.mark.parametrize(
    ("backward", "forward", "says"),
    [
        ("proved", "proved", "Any order"),
        ("proved", "refuted", "Readers first"),
        ("refuted", "proved", "Writers first"),
        ("refuted", "refuted", "both versions must live side by side"),
        ("undecided", "proved", "Writers first"),
        ("undecided", "undecided", "both versions must live side by side"),
    ],
)
def test_the_rollout_order_follows_from_what_is_proved(backward: str, forward: str, says: str) -> None:
    shown = checklist(with_contract(backward=ANSWERS[backward], forward=ANSWERS[forward]))
    line = next(row for row in shown.splitlines() if row.startswith("- Rollout order: "))
    assert says in line
    assert ("counts as not proved" in line) is ("undecided" in (backward, forward))


@pytest.mark.parametrize(
    ("rule", "step"),
    [
        ("change-not-exercised", Step.FIXTURES),
        ("fixture-invalid", Step.VALIDATION),
        ("fixture-code-unregistered", Step.VALIDATION),
        ("version-too-small", Step.VERSION),
        ("breaking-change-unannounced", Step.VERSION),
        ("code-not-registered", Step.MANIFEST),
        ("approval-missing", Step.APPROVAL),
        ("strict-twin-differs", Step.SCHEMAS),
        ("something-new", Step.SCHEMAS),
        ("encode-me", Step.SCHEMAS),
    ],
)
def test_a_finding_that_blocks_opens_the_box_of_its_step(rule: str, step: Step) -> None:
    assert step_of(rule) is step
    review = with_contract(findings=(blocking(rule),))
    assert False in ticked(step, review)
    assert any(f"`{rule}`" in row for row in box(step, review))


def test_a_finding_about_a_fixture_opens_the_box_of_validation_whatever_its_rule() -> None:
    path = closed().contracts[1].fixtures[0].path
    review = with_contract(findings=(dataclasses.replace(TOO_SMALL, rule="json-syntax", path=path),))
    assert ticked(Step.VALIDATION, review) == [False]
    assert ticked(Step.SCHEMAS, review) == [True]


def test_a_note_opens_no_box() -> None:
    note = dataclasses.replace(TOO_SMALL, rule="code-odd", level=FindingLevel.NOTE)
    assert ticked(Step.MANIFEST, with_contract(findings=(note,))) == [True]
    assert "- Note: `status` `code-odd`" in checklist(with_contract(findings=(note,)))


def test_what_an_exception_let_pass_is_open_and_says_so() -> None:
    assert ticked(Step.FIXTURES, opened()) == [False]
    assert "Let pass by `exception of ada, until 2027-01-31`." in box(Step.FIXTURES, opened())[0]


@pytest.mark.parametrize(
    ("verdict", "good"),
    [(each, each in ("right", "too-large", "skipped")) for each in VersionVerdict],
)
def test_a_version_is_ticked_only_if_it_is_large_enough(verdict: VersionVerdict, good: bool) -> None:
    version = VersionReview("m.json#/v", "semver", (), "1.0.0", "1.1.0", Level.MINOR, Level.MINOR, verdict)
    assert ticked(Step.VERSION, with_contract(versions=(version,), findings=())) == [good]


@pytest.mark.parametrize(("class_", "good"), [(each, each is Class.EDITORIAL) for each in Class])
def test_a_contract_without_a_version_field_is_ticked_only_if_it_needs_none(
    class_: Class, good: bool
) -> None:
    review = with_contract(class_=class_, versions=(), findings=(), changes=())
    assert ticked(Step.VERSION, review) == [good]


@pytest.mark.parametrize(
    ("expected", "valid", "good"),
    [
        ("accepted", True, True),
        ("accepted", False, False),
        ("rejected", False, True),
        ("rejected", True, False),
    ],
)
def test_fixtures_are_validated_if_each_is_as_expected(expected: str, valid: bool, good: bool) -> None:
    fixture = FixtureReview("f.json", expected, valid, None, False)
    assert ticked(Step.VALIDATION, with_contract(fixtures=(fixture,))) == [good]


@pytest.mark.parametrize(
    ("approval", "good", "says"),
    [
        (Approval("owner", 2, "a breaking change"), False, "nobody verified this"),
        (Approval("owner", 2, "a breaking change", 1), False, "1 verified"),
        (Approval("owner", 2, "a breaking change", 2), True, "2 verified"),
        (Approval("owner", 0, "an edit"), True, "nobody verified this"),
    ],
)
def test_an_approval_is_ticked_only_if_enough_were_verified(
    approval: Approval, good: bool, says: str
) -> None:
    review = with_contract(approvals=(approval,))
    assert ticked(Step.APPROVAL, review) == [good]
    assert says in box(Step.APPROVAL, review)[0]


def test_nothing_is_ticked_for_a_contract_that_is_undecided_but_what_was_counted() -> None:
    rows = [row for row in checklist(undecided()).splitlines() if row.startswith("- [x]")]
    assert rows == []


def test_long_lists_are_cut_with_the_number_left_out() -> None:
    changes = tuple(Change(f"i{n}", "r", Class.ADDITIVE, "a", f"number {n}") for n in range(43))
    findings = tuple(dataclasses.replace(TOO_SMALL, id=str(n)) for n in range(12))
    shown = checklist(with_contract(changes=changes, findings=findings))
    assert "**3 more rows not shown**" in shown
    assert "- [ ] Version bumped: **2 more findings not shown**" in shown
    assert "43 changes" in shown
    assert "12 block" in shown
    assert "rows not shown" not in checklist(with_contract(changes=changes), RenderOptions(everything=True))


def test_a_checklist_fits_into_a_comment_and_counts_what_does_not() -> None:
    contract = closed().contracts[1]
    contracts = tuple(dataclasses.replace(contract, name=f"c{n:03}") for n in range(200))
    shown = checklist(dataclasses.replace(closed(), contracts=(*contracts, quiet("q"))))
    assert len(shown) < 65_536
    left_out = re.search(r"\*\*(\d+) contracts not shown here\*\*", shown)
    assert left_out is not None
    assert shown.count("\n### ") + int(left_out[1]) == 200
    assert "- Rows: 200 contracts with something to say, 1 without" in shown


def test_a_null_witness_is_shown_and_no_witness_is_not() -> None:
    change = closed().contracts[1].changes[0]
    null = with_contract(changes=(dataclasses.replace(change, witness=Witness(None)),))
    none = with_contract(changes=(dataclasses.replace(change, witness=None),))
    assert "| `null` |\n" in checklist(null)
    assert "|  |\n" in checklist(none)
    assert "`null`" not in checklist(none)


def test_the_tables_are_tables() -> None:
    kinds = [token.type for token in MARKDOWN.parse(checklist(opened()))]
    assert kinds.count("table_open") == 2
    assert kinds.count("tr_open") == 5
