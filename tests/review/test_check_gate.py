"""Whose rules decide: the target's, whatever the pull request says; exceptions; mistakes in the rules."""

from __future__ import annotations

import hashlib

import pytest
from scratch import (
    CLOSED,
    CONFIG,
    FIXTURE,
    MANIFEST,
    OPEN,
    SCHEMA,
    Scratch,
    blocking,
    finding,
    findings,
    manifest,
    notes,
    only,
    schema,
    standing,
    status,
    tiny,
)

from govern.model import Class, Review

NARROWED = schema(note={"type": "integer"})
NEW = {"new.schema.json": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}}
BY_GROWTH = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ngrowth = "breaking"')


def configured(line: str) -> str:
    return CONFIG.replace("[contracts.tiny]", f"[contracts.tiny]\n{line}")


# --- A1, A12: the pull request and its own gate ---


@pytest.mark.parametrize(
    "line",
    [
        'compatibility = "none"',
        'compatibility = "backward"',
        'compatibility = "forward"',
        'withdrawn = "note"',
        "approvals = { breaking = { needed = 1 } }",
    ],
)
def test_a_gate_that_a_pull_request_weakens_judges_it_by_the_rules_before(
    scratch: Scratch, line: str
) -> None:
    scratch.propose({"govern.toml": configured(line), SCHEMA: schema(note=None)})
    review = scratch.check()
    assert {"gate-weakened", "version-too-small"} <= set(blocking(review))
    assert only(review).class_ is Class.BREAKING
    assert only(review).compatibility == "full"


@pytest.mark.parametrize(
    "after",
    [
        CONFIG.replace('fixtures = ["fixtures/*.json"]\n', ""),
        CONFIG.replace('rejects = ["fixtures/rejected/*.json"]\n', ""),
        CONFIG.replace('manifest = "codes.json"\n', "")[: CONFIG.index("[[contracts.tiny.codes]]") - 24],
        CONFIG.replace('schemas = ["tiny.schema.json"]\n', ""),
        CONFIG.replace("fixtures/*.json#", "fixtures/b*.json#"),
        CONFIG[: CONFIG.index("[[contracts.tiny.codes]]")],
        "[contracts.other]\nmanifest = 'codes.json'\n",
        "[limits]\nmax_bytes = 50000000\n" + CONFIG,
        "non_ascii_paths = true\n" + CONFIG,
        'self_change = "note"\n' + CONFIG,
        "exceptions_from_head = true\n" + CONFIG,
    ],
)
def test_taking_something_out_of_the_gate_alone_is_a_finding(scratch: Scratch, after: str) -> None:
    assert after != CONFIG
    scratch.propose({"govern.toml": after})
    review = scratch.check()
    assert set(blocking(review)) == {"gate-weakened"}


def test_a_gate_that_is_taken_away_is_a_finding(scratch: Scratch) -> None:
    scratch.propose({"govern.toml": None})
    assert blocking(scratch.check()) == ["gate-weakened"]


@pytest.mark.parametrize(
    "after",
    [
        BY_GROWTH,
        configured('content = "literal"'),
        CONFIG + "# a comment\n",
        'protected = ["Makefile"]\n' + CONFIG,
        configured('docs = ["README.md"]'),
    ],
)
def test_a_gate_that_asks_for_more_or_the_same_is_open(scratch: Scratch, after: str) -> None:
    scratch.propose({"govern.toml": after})
    review = scratch.check()
    assert status(review) == OPEN
    assert set(notes(review)) <= {"gate-changed"}


def test_a_gate_that_asks_for_more_does_so_from_the_next_change_on(scratch: Scratch) -> None:
    grown = tiny("1.1") | {
        SCHEMA: schema("1.1", mode={"enum": ["on", "off", "auto"]}),
        MANIFEST: manifest("1.1", ("on", "off", "auto")),
        "fixtures/b.json": {"contract_version": "1.1", "mode": "auto"},
    }
    scratch.propose({**grown, "govern.toml": BY_GROWTH})
    review = scratch.check()
    assert (blocking(review), only(review).class_) == ([], Class.ADDITIVE)
    scratch.git("checkout", "-q", "main")
    scratch.commit({"govern.toml": BY_GROWTH})
    scratch.branch("later")
    scratch.commit(grown | {"govern.toml": BY_GROWTH})
    assert blocking(scratch.check()) == ["version-too-small"]


def test_a_target_may_take_a_weaker_gate_for_a_note(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": 'self_change = "note"\n' + CONFIG})
    scratch.propose({"govern.toml": 'self_change = "note"\n' + configured('compatibility = "none"')})
    review = scratch.check()
    assert (blocking(review), "gate-weakened" in notes(review)) == ([], True)


def test_a_broken_configuration_of_head_is_a_finding_and_the_target_s_decides(scratch: Scratch) -> None:
    scratch.propose({"govern.toml": CONFIG + "growth = 5\n", SCHEMA: NARROWED})
    review = scratch.check()
    assert {"gate-broken", "version-too-small"} <= set(blocking(review))
    assert "govern.toml:" in finding(review, "gate-broken").message


def test_a_contract_that_only_head_has_is_additive_and_must_be_usable(scratch: Scratch) -> None:
    covered = CONFIG + '[contracts.new]\nschemas = ["new.schema.json"]\n'
    scratch.propose({**NEW, "govern.toml": covered})
    review = scratch.check()
    assert only(review, "new").status == "added"
    assert only(review, "new").class_ is Class.ADDITIVE
    scratch.commit({"new.schema.json": {"type": 5}})
    assert "schema-invalid" in blocking(scratch.check())


def test_protected_paths_are_named_when_they_change(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": 'protected = [".github/**"]\n' + CONFIG})
    scratch.propose({".github/workflows/govern.yml": "on: push\n", "README.md": "x"})
    assert finding(scratch.check(), "protected-path-changed").path == ".github/workflows/govern.yml"


def test_an_operator_s_own_configuration_replaces_the_target_s(scratch: Scratch) -> None:
    scratch.propose({"govern.toml": "[contracts", SCHEMA: NARROWED})
    (scratch.root.parent / "own.toml").write_text(configured('compatibility = "none"'))
    review = scratch.check(config="../own.toml")
    assert (status(review), review.policy) == (OPEN, "your own ../own.toml")
    scratch.git("checkout", "-q", "main")
    scratch.commit({"govern.toml": "[contracts"})
    with scratch.refused():
        scratch.check(head="change")
    assert status(scratch.check(head="change", config="../own.toml")) == OPEN


# --- mistakes of the target's configuration ---


@pytest.mark.parametrize(
    ("mistake", "rule", "place"),
    [
        ("[contracts", "config-syntax", "govern.toml:1:"),
        ("[contracts.tiny]\nschemes = []\n", "config-key-unknown", "govern.toml:2:1"),
        (
            '[contracts.tiny]\nschemas = "a.json"\ncompatibility = "both"\n',
            "config-value",
            "govern.toml:3:1",
        ),
        ("[contracts.tiny]\nfixtures = 5\n", "config-value", "govern.toml:2:1"),
        ("[contracts.tiny]\ndocs = []\n", "config-missing", "govern.toml:1:"),
        ("[contracts.tiny]\nschemas = ['a.json', 'a.json']\n", "config-duplicate", "govern.toml:2:22"),
        ("[contracts.tiny]\nschemas = '../a.json'\n", "config-path", "govern.toml:2:1"),
        (
            "[contracts.tiny]\nschemas = 'a.json'\n[[contracts.tiny.versions]]\nat = 'a.json'\n",
            "config-place",
            "govern.toml:4:1",
        ),
        ("[contracts.'{name}']\nschemas = 'a.json'\n", "config-template", "govern.toml:"),
        (
            f"[[exceptions]]\nfinding = '{'0' * 64}'\nreason = 'r'\nowner = 'o'\nexpires = '2026-02-30'\n",
            "config-date",
            "govern.toml:5:1",
        ),
    ],
)
def test_each_kind_of_mistake_in_the_target_s_configuration_is_2_at_its_place(
    scratch: Scratch, mistake: str, rule: str, place: str
) -> None:
    scratch.commit({"govern.toml": mistake})
    scratch.propose({SCHEMA: NARROWED, "govern.toml": CONFIG})
    with scratch.refused() as problems:
        scratch.check()
    assert (rule, True) in {(each.rule, each.place.startswith(place)) for each in problems}


@pytest.mark.parametrize("kind", ["symlink", "huge"])
def test_a_configuration_that_is_no_file_is_2(scratch: Scratch, kind: str) -> None:
    (scratch.root / "govern.toml").unlink()
    if kind == "symlink":
        (scratch.root / "govern.toml").symlink_to(SCHEMA)
    else:
        (scratch.root / "govern.toml").write_text("#" * 6_000_000)
    scratch.commit()
    scratch.propose({SCHEMA: NARROWED})
    with scratch.refused() as problems:
        scratch.check()
    assert [each.rule for each in problems] == ["config-not-a-file"]


def test_a_configuration_of_head_that_is_no_file_is_no_pass(scratch: Scratch) -> None:
    scratch.branch()
    (scratch.root / "govern.toml").unlink()
    (scratch.root / "govern.toml").symlink_to(SCHEMA)
    scratch.commit()
    with scratch.refused() as problems:
        scratch.check()
    assert [each.rule for each in problems] == ["config-not-a-file"]


def test_a_template_that_matches_nothing_is_a_finding(scratch: Scratch) -> None:
    idle = CONFIG + "[contracts.'lib-{name}']\nschemas = 'lib/{name}.json'\n"
    scratch.commit({"govern.toml": idle})
    scratch.propose({SCHEMA: NARROWED})
    assert "template-idle" in blocking(scratch.check())


# --- exceptions ---


def excepting(review: Review, *, expires: str = "2999-12-31", rule: str = "version-too-small") -> str:
    return exception(finding(review, rule).id, expires)


def exception(fingerprint: str, expires: str = "2999-12-31") -> str:
    rest = f'reason = "agreed"\nowner = "ann"\nexpires = "{expires}"'
    return f'\n[[exceptions]]\nfinding = "{fingerprint}"\n{rest}\n'


@pytest.fixture
def breaking(scratch: Scratch) -> Review:
    """What is said of a branch `change` that has one blocking finding."""
    scratch.propose({SCHEMA: schema(required=()), FIXTURE: {"contract_version": "1.0", "note": "n"}})
    scratch.git("rm", "-q", "fixtures/rejected/no_mode.json")
    scratch.commit()
    review = scratch.check()
    assert blocking(review) == ["version-too-small"]
    return review


def on_main(scratch: Scratch, added: str) -> Review:
    """The review of the branch once the target's configuration holds something more."""
    scratch.git("checkout", "-q", "main")
    scratch.commit({"govern.toml": CONFIG + added})
    scratch.git("checkout", "-q", "change")
    scratch.git("rebase", "-q", "main")
    return scratch.check()


def test_an_exception_of_the_target_lets_its_finding_pass_and_says_so(
    scratch: Scratch, breaking: Review
) -> None:
    review = on_main(scratch, excepting(breaking))
    assert (status(review), blocking(review)) == (OPEN, [])
    accepted = finding(review, "version-too-small").accepted_by
    assert accepted is not None
    assert "ann" in accepted
    assert "agreed" in accepted
    assert "1 accepted" in review.reason
    assert only(review).class_ is Class.BREAKING


def test_an_exception_of_the_pull_request_itself_lets_nothing_pass(
    scratch: Scratch, breaking: Review
) -> None:
    scratch.commit({"govern.toml": CONFIG + excepting(breaking)})
    review = scratch.check()
    assert blocking(review) == ["version-too-small"]
    assert "gate-changed" in notes(review)


def test_an_exception_of_head_counts_where_the_target_allows_it(scratch: Scratch, breaking: Review) -> None:
    allowed = "exceptions_from_head = true\n"
    scratch.git("checkout", "-q", "main")
    scratch.commit({"govern.toml": allowed + CONFIG})
    scratch.git("checkout", "-q", "change")
    scratch.git("rebase", "-q", "main")
    scratch.commit({"govern.toml": allowed + CONFIG + excepting(breaking)})
    review = scratch.check()
    assert finding(review, "version-too-small").accepted_by is not None


def test_no_exception_of_head_lets_it_weaken_its_gate(scratch: Scratch) -> None:
    allowed = "exceptions_from_head = true\n"
    scratch.commit({"govern.toml": allowed + CONFIG})
    weak = allowed + CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ncompatibility = "none"', 1)
    scratch.propose({"govern.toml": weak})
    weakened = finding(scratch.check(), "gate-weakened")
    scratch.commit({"govern.toml": weak + exception(weakened.id)})
    assert "gate-weakened" in blocking(scratch.check())
    scratch.git("checkout", "-q", "main")
    scratch.commit({"govern.toml": allowed + CONFIG + exception(weakened.id)})
    assert "gate-weakened" not in blocking(scratch.check("main", "change"))


@pytest.mark.parametrize("expires", ["2020-01-01", "2000-02-29"])
def test_an_exception_that_is_over_lets_nothing_pass(
    scratch: Scratch, breaking: Review, expires: str
) -> None:
    review = on_main(scratch, excepting(breaking, expires=expires))
    assert blocking(review) == ["exception-expired", "version-too-small"]


def test_an_exception_that_matches_nothing_is_named(scratch: Scratch, breaking: Review) -> None:
    review = on_main(scratch, exception(hashlib.sha256(b"x").hexdigest()))
    assert blocking(review) == ["version-too-small"]
    assert "exception-unmatched" in notes(review)


def test_an_exception_is_for_one_change_and_not_for_the_next(scratch: Scratch, breaking: Review) -> None:
    review = on_main(scratch, excepting(breaking))
    assert status(review) == OPEN
    scratch.commit({SCHEMA: schema(required=(), note=None)})
    assert "version-too-small" in blocking(scratch.check())


def test_an_exception_survives_lines_that_move(scratch: Scratch, breaking: Review) -> None:
    assert status(on_main(scratch, excepting(breaking))) == OPEN
    lines = (scratch.root / SCHEMA).read_text()
    scratch.commit({SCHEMA: "\n\n" + lines})
    assert status(scratch.check()) == OPEN


# --- standing, and everything ---


def test_an_old_fault_is_listed_and_closes_nothing_unless_everything_counts(scratch: Scratch) -> None:
    scratch.commit({"fixtures/b.json": {"contract_version": "1.0", "mode": "nonsense"}})
    scratch.propose({"fixtures/c.json": {"contract_version": "1.0", "mode": "off"}})
    review = scratch.check()
    assert (blocking(review), status(review)) == ([], OPEN)
    assert {"code-unregistered", "fixture-invalid"} <= set(standing(review))
    assert status(scratch.check(everything=True)) == CLOSED


def test_an_old_fault_whose_inputs_changed_is_judged_anew(scratch: Scratch) -> None:
    scratch.commit({"fixtures/b.json": {"contract_version": "1.0", "mode": "nonsense"}})
    scratch.propose({SCHEMA: schema(note={"type": "string", "description": "What somebody says."})})
    review = scratch.check()
    assert (blocking(review), standing(review)) == (["fixture-invalid"], ["code-unregistered"])


def test_one_contract_can_be_asked_for_alone(scratch: Scratch) -> None:
    scratch.commit({**NEW, "govern.toml": CONFIG + '[contracts.new]\nschemas = ["new.schema.json"]\n'})
    scratch.propose({SCHEMA: NARROWED})
    assert status(scratch.check(contracts=("new",))) == OPEN
    assert status(scratch.check(contracts=("tiny",))) == CLOSED
    with scratch.refused() as problems:
        scratch.check(contracts=("tiny", "nowhere"))
    assert [each.rule for each in problems] == ["contract-unknown"]


def test_the_mode_none_lists_and_lets_pass_all_but_what_cannot_be_read(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": configured('compatibility = "none"')})
    scratch.propose({SCHEMA: NARROWED})
    review = scratch.check()
    assert (status(review), only(review).class_) == (OPEN, Class.BREAKING)
    assert {"version-too-small", "fixture-invalid"} <= set(notes(review))
    scratch.commit({SCHEMA: "{"})
    assert "json-syntax" in blocking(scratch.check())


def test_every_finding_has_a_fingerprint_of_its_own(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: NARROWED, MANIFEST: manifest(codes=("on",)), "fixtures/é.json": "{"})
    ids = [each.id for each in findings(scratch.check())]
    assert len(ids) == len(set(ids)) > 3
    assert all(len(each) == 64 for each in ids)
