"""Every scheme and every verdict, with what govern says of it."""

import pytest
from versioned import ABSENT, AT, BLOCKS, FIXTURE, NOTE, PLACES, SCHEMA, documents, judged

from govern.contracts import Scheme
from govern.model import VersionVerdict

S, M, N, V, C = Scheme.SEMVER, Scheme.MAJOR_MINOR, Scheme.INTEGER, Scheme.SCHEMAVER, Scheme.CALVER
WHERE = f"{AT}, {PLACES[1]}, {FIXTURE}#/v"
WHY = f"(breaking: type-changed at {SCHEMA}#/properties/a)"
CANNOT_OCCUR = {
    (N, "too-large"): "an integer has one size of step",
    (C, "too-large"): "later is all a date can be",
    (C, "skipped"): "no date has to be used",
}


def test_every_scheme_has_every_verdict_or_a_reason_why_not():
    told = {(row[0], row[1]) for row in TABLE} | CANNOT_OCCUR.keys()
    assert told == {(scheme, verdict.value) for scheme in Scheme for verdict in VersionVerdict}
    assert not {(row[0], row[1]) for row in TABLE} & CANNOT_OCCUR.keys()


# scheme, verdict, base, head, what the change asks, message, what to write (JSON)
TABLE = [
    (S, "right", "1.2.3", "2.0.0", "major", "", ""),
    (M, "right", "5.2", "6.0", "major", "", ""),
    (N, "right", 3, 4, "minor", "", ""),
    (V, "right", "1-0-2", "2-0-0", "major", "", ""),
    (C, "right", "2026.11", "2026.12", "major", "", ""),
    (S, "missing", "1.2.3", ABSENT, "minor", f"{AT} carries no version at head; it was 1.2.3.", '"1.3.0"'),
    (M, "missing", "5.2", ABSENT, "minor", f"{AT} carries no version at head; it was 5.2.", '"5.3"'),
    (N, "missing", 3, ABSENT, "minor", f"{AT} carries no version at head; it was 3.", "4"),
    (V, "missing", "1-0-2", ABSENT, "minor", f"{AT} carries no version at head; it was 1-0-2.", '"1-0-3"'),
    (
        C,
        "missing",
        "2026.11",
        ABSENT,
        "minor",
        f"{AT} carries no version at head; it was 2026.11.",
        '"2026.12"',
    ),
    (
        S,
        "too-small",
        "1.2.3",
        "1.3.0",
        "major",
        f"{AT} moves from 1.2.3 to 1.3.0; the changes it covers ask for 2.0.0 or later {WHY}.",
        '"2.0.0"',
    ),
    (
        M,
        "too-small",
        "5.2",
        "5.3",
        "major",
        f"{AT} moves from 5.2 to 5.3; the changes it covers ask for 6.0 or later {WHY}.",
        '"6.0"',
    ),
    (N, "too-small", 3, 3, "major", f"{AT} stays 3; the changes it covers ask for 4 or later {WHY}.", "4"),
    (
        V,
        "too-small",
        "1-0-2",
        "1-1-0",
        "major",
        f"{AT} moves from 1-0-2 to 1-1-0; the changes it covers ask for 2-0-0 or later {WHY}.",
        '"2-0-0"',
    ),
    (
        C,
        "too-small",
        "2026.11",
        "2026.11",
        "major",
        f"{AT} stays 2026.11; the changes it covers ask for 2026.12 or later {WHY}.",
        '"2026.12"',
    ),
    (
        S,
        "too-large",
        "1.2.3",
        "2.0.0",
        "minor",
        f"{AT} moves from 1.2.3 to 2.0.0; the changes it covers ask for 1.3.0.",
        '"1.3.0"',
    ),
    (
        M,
        "too-large",
        "5.2",
        "6.0",
        "minor",
        f"{AT} moves from 5.2 to 6.0; the changes it covers ask for 5.3.",
        '"5.3"',
    ),
    (
        V,
        "too-large",
        "1-0-2",
        "2-0-0",
        "minor",
        f"{AT} moves from 1-0-2 to 2-0-0; the changes it covers ask for 1-0-3.",
        '"1-0-3"',
    ),
    (S, "skipped", "1.2.3", "3.0.0", "major", f"{AT} moves from 1.2.3 to 3.0.0, past 2.0.0.", '"2.0.0"'),
    (M, "skipped", "5.2", "5.4", "minor", f"{AT} moves from 5.2 to 5.4, past 5.3.", '"5.3"'),
    (N, "skipped", 3, 5, "minor", f"{AT} moves from 3 to 5, past 4.", "4"),
    (V, "skipped", "1-0-2", "1-0-4", "minor", f"{AT} moves from 1-0-2 to 1-0-4, past 1-0-3.", '"1-0-3"'),
    (
        S,
        "decreased",
        "1.2.3",
        "1.2.2",
        "minor",
        f"{AT} goes back from 1.2.3 to 1.2.2; the smallest version that would do is 1.3.0.",
        '"1.3.0"',
    ),
    (
        M,
        "decreased",
        "5.10",
        "5.9",
        "minor",
        f"{AT} goes back from 5.10 to 5.9; the smallest version that would do is 5.11.",
        '"5.11"',
    ),
    (N, "decreased", 3, 2, "", f"{AT} goes back from 3 to 2; the smallest version that would do is 3.", "3"),
    (
        V,
        "decreased",
        "1-0-2",
        "0-9-9",
        "major",
        f"{AT} goes back from 1-0-2 to 0-9-9; the smallest version that would do is 2-0-0.",
        '"2-0-0"',
    ),
    (
        C,
        "decreased",
        "2026.11",
        "2026.2",
        "major",
        f"{AT} goes back from 2026.11 to 2026.2; the smallest version that would do is 2026.12.",
        '"2026.12"',
    ),
    (
        S,
        "malformed",
        "1.2.3",
        "01.2.0",
        "minor",
        f'{AT} says "01.2.0", which is no version of semver: three numbers in a string, as in "1.2.3" is.',
        '"1.3.0"',
    ),
    (
        M,
        "malformed",
        "5.2",
        "5.2.1",
        "major",
        f'{AT} says "5.2.1", which is no version of major-minor: two numbers in a string, as in "5.2" is.',
        '"6.0"',
    ),
    (
        N,
        "malformed",
        3,
        -1,
        "minor",
        f"{AT} says -1, which is no version of integer: a whole number, as in 3 is.",
        "4",
    ),
    (
        V,
        "malformed",
        "1-0-2",
        "1.0.3",
        "minor",
        f'{AT} says "1.0.3", which is no version of schemaver: three numbers with hyphens, as in "1-0-2" is.',
        '"1-0-3"',
    ),
    (
        C,
        "malformed",
        "2026-11-05",
        "2026-02-31",
        "minor",
        f'{AT} says "2026-02-31", which is no version of calver: '
        'a year and what follows, as in "2026.11" or "2026-11-05" is.',
        '"2026-11-06"',
    ),
]

OTHERS = [
    (S, "1.2.3", "1.3.0", '"1.3.0"'),
    (M, "5.2", "5.3", '"5.3"'),
    (N, 3, 4, "4"),
    (V, "1-0-2", "1-0-3", '"1-0-3"'),
    (C, "2026.11", "2026.12", '"2026.12"'),
]
FREE = {S: '"1.4.0"', M: '"5.4"', N: "5", V: '"1-0-4"', C: '"2027.1"'}
TABLE += [
    (
        scheme,
        "inconsistent",
        base,
        documents(head, schema=base),
        "minor",
        f"{AT} says {written}, but {PLACES[1]} says {base}, {FIXTURE}#/v says {base}.",
        written,
    )
    for scheme, base, head, written in OTHERS
]
TABLE += [
    (
        scheme,
        "taken",
        base,
        head,
        "minor",
        f"{AT} says {head}, which already stands with other content: tag v{head}.",
        FREE[scheme],
    )
    for scheme, base, head, _ in OTHERS
]


@pytest.mark.parametrize(("scheme", "verdict", "base", "head", "asks", "message", "write"), TABLE)
def test_a_version_gets_the_verdict_the_message_and_what_to_write(
    scheme, verdict, base, head, asks, message, write
):
    used = {row[2] for row in OTHERS} if verdict == "taken" else set()
    taken = (
        (lambda _, text: f"tag v{text}" if verdict == "taken" and text == str(head) else None)
        if used
        else None
    )
    if isinstance(head, dict) is False and head is ABSENT:
        head = documents(ABSENT, schema=base)
    review, findings = judged(scheme, base, head, asks, taken=taken)
    assert review.verdict == verdict
    assert review.scheme == scheme
    if verdict == "right":
        assert findings == ()
        return
    (finding,) = findings
    rule = "version-" + verdict
    assert (finding.rule, finding.level) == (rule, NOTE if verdict in ("too-large", "skipped") else BLOCKS)
    assert finding.message == message
    assert finding.remedy == f"Write {write} at {WHERE}."
    assert (finding.path, finding.place.pointer) == ("specs/m.json", "/v")


@pytest.mark.parametrize(
    "value", ["١.٢.٣", "2.0.0\n", "01.2.0", " 2.0.0", "v2.0.0", "2.0", "1" * 400 + ".0.0", None, True, [], {}]
)
def test_what_only_looks_like_a_version_is_malformed(value):
    review, findings = judged(S, "1.2.3", documents(value, schema="2.0.0"), "major")
    assert review.verdict == VersionVerdict.MALFORMED
    assert [each.rule for each in findings] == ["version-malformed"]


@pytest.mark.parametrize("number", [1.1, 5, 5.2])
def test_a_number_is_no_major_minor_version_and_the_remedy_says_quotes(number):
    from decimal import Decimal

    value = number if isinstance(number, int) else Decimal(str(number))
    _, (finding,) = judged(M, "5.2", documents(value, schema="5.3"), "minor")
    assert finding.message.startswith(f"{AT} says {value}, which is no version of major-minor")
    assert (
        finding.remedy
        == f'Write "5.3" at {WHERE}. Put it in quotes: a JSON number cannot tell 5.1 from 5.10.'
    )


def test_digits_in_a_string_are_an_integer_version_and_a_giant_is_none():
    assert judged(N, "3", "4", "major")[0].verdict == VersionVerdict.RIGHT
    assert judged(N, 3, 10**5000, "major")[0].verdict == VersionVerdict.MALFORMED


@pytest.mark.parametrize(
    ("base", "head", "asks", "verdict"),
    [
        ("1.4.0", "2.0.0-rc.1", "major", "right"),
        ("2.0.0-rc.1", "2.0.0", "major", "right"),
        ("2.0.0-rc.1", "2.0.0", "", "right"),
        ("2.0.0-rc.1", "2.0.0-rc.2", "major", "right"),
        ("2.0.0-rc.2", "2.0.0-rc.10", "major", "right"),
        ("2.0.0-rc.1", "2.0.0-rc.1", "major", "too-small"),
        ("1.3.0-rc.1", "1.3.0", "minor", "right"),
        ("1.3.0-rc.1", "1.3.0", "major", "too-small"),
        ("2.0.0", "2.0.0-rc.1", "", "decreased"),
        ("1.2.3+a", "1.2.3+b", "", "right"),
        ("1.2.3+a", "1.2.3+b", "minor", "too-small"),
        ("1.2.3", "1.2.4", "none", "right"),
        ("1.2.3", "1.2.3", "none", "right"),
        ("1.2.0", "1.4.0", "minor", "skipped"),
        ("0.3.1", "0.4.0", "major", "right"),
        ("0.3.1", "0.3.2", "minor", "right"),
        ("0.3.1", "0.3.2", "major", "too-small"),
        ("0.3.1", "0.3.1", "minor", "too-small"),
        ("0.3.1", "1.0.0", "major", "too-large"),
    ],
)
def test_semver_knows_pre_releases_builds_and_major_zero(base, head, asks, verdict):
    assert judged(S, base, head, asks)[0].verdict == verdict


@pytest.mark.parametrize(
    ("zero", "head", "verdict"),
    [
        ("strict", "0.4.0", "too-small"),
        ("strict", "1.0.0", "right"),
        ("anything", "0.3.1", "right"),
        ("anything", "0.9.0", "skipped"),
    ],
)
def test_major_zero_means_what_is_configured(zero, head, verdict):
    from govern.contracts import Zero

    assert judged(S, "0.3.1", head, "major", zero=Zero(zero))[0].verdict == verdict


def test_a_revision_answers_an_additive_change_without_a_remark():
    assert judged(V, "1-0-2", "1-1-0", "minor")[1] == ()


@pytest.mark.parametrize(
    ("base", "head", "verdict"),
    [
        ("2026-11-05", "2026-11-06", "right"),
        ("2026-12-31", "2027-01-01", "right"),
        ("2026.11", "2026.11.1", "right"),
        ("2026.9", "2026.10", "right"),
        ("2026-11", "2026-10", "decreased"),
    ],
)
def test_calver_is_later_or_not(base, head, verdict):
    assert judged(C, base, head, "major")[0].verdict == verdict
