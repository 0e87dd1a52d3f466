"""What is asked of a version field: by which changes, since when, and how strictly."""

import pytest
from versioned import (
    ABSENT,
    AT,
    BLOCKS,
    FIXTURE,
    MANIFEST,
    NOTE,
    PLACES,
    SCHEMA,
    STANDING,
    change,
    contract,
    documents,
    judged,
)

from govern.contracts import Contract, SchemaFile, Scheme, VersionField
from govern.model import Class, Compatibility, Level, Reading, VersionVerdict
from govern.policy.versions import judge, mask
from govern.rules.versions import RULES

M = Scheme.MAJOR_MINOR


def rules(findings):
    return [(each.rule, each.level) for each in findings]


def test_a_bump_without_a_change_is_a_note_and_no_difference():
    base, head = documents("5.2"), documents("5.3")
    assert mask(base, contract().versions, contract()) == mask(head, contract().versions, contract())
    review, (note,) = judged(M, base, head)
    assert (review.required, review.actual, review.verdict) == (
        Level.NONE,
        Level.MINOR,
        VersionVerdict.TOO_LARGE,
    )
    assert (note.rule, note.level) == ("version-bump-without-change", NOTE)
    assert note.message == f"{AT} moves from 5.2 to 5.3, and no change it covers asks for that."
    assert note.remedy.startswith(f'Write "5.2" at {PLACES[0]}')
    assert rules(judged(M, base, head, exact=True)[1]) == [("version-bump-without-change", BLOCKS)]


def test_a_breaking_change_finds_a_minor_step_too_small_and_a_major_one_right():
    review, _ = judged(M, "5.2", "5.3", "major")
    assert (review.verdict, review.suggestion) == (VersionVerdict.TOO_SMALL, "6.0")
    assert judged(M, "5.2", "6.0", "major")[0].verdict == VersionVerdict.RIGHT


def test_a_moved_identifier_is_judged_alone():
    field = VersionField((f"{SCHEMA}#/$id",), Scheme.SCHEMAVER)
    only = Contract("c", (SchemaFile(SCHEMA),), versions=(field,))
    base, head = ({SCHEMA: {"$id": f"https://x.example/{each}/s.json"}} for each in ("1-0-2", "2-0-2"))
    (review,), findings = judge(only, base, head, ())
    assert (review.base, review.head, review.required) == ("1-0-2", "2-0-2", Level.NONE)
    assert rules(findings) == [("version-bump-without-change", NOTE), ("version-skipped", NOTE)]
    assert findings[0].remedy.startswith(f"Write 1-0-2 as the version segment at {SCHEMA}#/$id.")


def test_a_new_contract_is_right_if_well_formed_and_consistent():
    new = judge(contract(M), None, documents("0.1"), ())
    assert new[0][0].verdict == VersionVerdict.RIGHT
    assert new[1] == ()
    assert rules(judge(contract(M), None, documents("0.1", fixture="0.2"), ())[1]) == [
        ("version-inconsistent", BLOCKS)
    ]
    assert rules(judge(contract(M), None, documents("x"), ())[1]) == [("version-malformed", BLOCKS)]


def test_a_version_that_base_lacked_is_right():
    assert judged(M, documents(ABSENT, schema="5.2"), "5.2", "major")[0].verdict == VersionVerdict.RIGHT


def test_an_old_fault_stands_until_a_change_asks_for_a_version():
    broken = documents("x")
    assert rules(judged(M, broken, broken)[1]) == [("version-malformed", STANDING)]
    assert rules(judged(M, broken, broken, "none")[1]) == [("version-malformed", STANDING)]
    assert rules(judged(M, broken, broken, "minor")[1]) == [("version-malformed", BLOCKS)]
    assert rules(judged(M, "5.2", broken)[1]) == [("version-malformed", BLOCKS)]


def test_a_bump_in_one_place_only_is_inconsistent_and_the_remedy_names_the_version_that_does():
    _, (first, second) = judged(M, "5.2", documents("5.2", schema="6.0"), "major")
    assert (first.rule, second.rule) == ("version-inconsistent", "version-too-small")
    assert first.remedy.startswith('Write "6.0" at')
    _, (only,) = judged(M, "5.2", documents("6.0", schema="5.2"), "major")
    assert only.message == f'{AT} says "6.0", but {PLACES[1]} says 5.2, {FIXTURE}#/v says 5.2.'


@pytest.mark.parametrize(("said", "found"), [("5.3", 0), ("9.9", 0), ("x", 0), ("5.2", 1)])
def test_a_rejected_document_may_say_any_version_but_the_one_left_behind(said, found):
    rejecting = Contract(
        "c",
        (SchemaFile(SCHEMA),),
        MANIFEST,
        ("fixtures/**",),
        ("rejects/*",),
        versions=(VersionField((*PLACES, "rejects/*#/v"), M),),
    )
    base = documents("5.2") | {"rejects/r.json": {"v": "5.2"}}
    head = documents("5.3") | {"rejects/r.json": {"v": said}}
    findings = judge(rejecting, base, head, [change("minor")])[1]
    assert [each.rule for each in findings] == ["version-inconsistent"] * found


def test_taken_is_asked_only_where_the_version_moves():
    asked = []

    def taken(field, version):
        asked.append((field, version))

    judged(M, "5.2", "5.2", taken=taken)
    assert asked == []
    judged(M, "5.2", "5.3", "minor", taken=taken)
    assert asked == [(AT, "5.3")]


def test_a_published_version_keeps_its_bytes():
    head = documents("5.2")
    head[SCHEMA]["title"] = "Status"
    _, (finding,) = judged(M, "5.2", head, immutable=True)
    assert finding.rule == "version-too-small"
    assert finding.message.endswith("ask for 5.3 or later (its bytes were published and differ now).")
    assert judged(M, "5.2", head)[1] == ()
    assert judged(M, "5.2", "5.2", immutable=True)[1] == ()
    bumped = documents("5.3")
    bumped[SCHEMA]["title"] = "Status"
    assert judged(M, "5.2", bumped, immutable=True)[1] == ()


@pytest.mark.parametrize(
    ("covers", "path", "pointer", "asked"),
    [
        ((), SCHEMA, "/properties/a", True),
        (("schemas/**",), SCHEMA, "/properties/a", True),
        (("specs/**",), SCHEMA, "/properties/a", False),
        ((f"{SCHEMA}#/properties",), SCHEMA, "/properties/a", True),
        ((f"{SCHEMA}#/properties/ab",), SCHEMA, "/properties/a", False),
        ((f"{SCHEMA}#/properties/a/b",), SCHEMA, "/properties/a", True),
        (("**", f"!{MANIFEST}#/registries"), MANIFEST, "/registries/R/0", False),
        (("**", f"!{MANIFEST}#/registries"), MANIFEST, "/registriesX", True),
        (("**", f"!{MANIFEST}#/registries/R"), MANIFEST, "/registries", True),
        ((f"!{MANIFEST}",), MANIFEST, "/registries", False),
        ((f"!{MANIFEST}",), SCHEMA, "/a", True),
    ],
)
def test_a_change_asks_only_the_fields_that_cover_it(covers, path, pointer, asked):
    of = contract(M, covers=covers)
    (review,), _ = judge(of, documents("5.2"), documents("5.2"), [change("minor", path, pointer)])
    assert review.required == (Level.MINOR if asked else Level.NONE)


def test_a_field_in_a_schema_covers_that_file_and_its_strict_twin():
    of = Contract(
        "c",
        (SchemaFile("a.json", "a.strict.json"), SchemaFile("b.json")),
        versions=(VersionField(("a.json#/properties/v/const",)),),
    )
    files = {"a.json": {"properties": {"v": {"const": 3}}}, "b.json": {}}
    for path, required in (("a.json", "major"), ("a.strict.json", "major"), ("b.json", "none")):
        (review,), findings = judge(of, files, files, [change("major", path)])
        assert review.required == required
        expected = "version-too-small" if required == "major" else "breaking-change-unannounced"
        assert [each.rule for each in findings] == [expected]


def test_a_claimed_change_asks_through_the_one_that_claims_it():
    wide = change("minor", id="wide")
    claimed = change("major", id="claimed", claimed_by="wide")
    (review,), _ = judge(contract(M), documents("5.2"), documents("5.3"), [wide, claimed])
    assert review.required == Level.MINOR
    far = change("minor", "elsewhere.json", id="wide")
    of = contract(M, covers=(SCHEMA,))
    (review,), _ = judge(of, documents("5.2"), documents("5.3"), [far, claimed])
    assert review.required == Level.MAJOR


def test_a_rename_asks_for_major_unless_it_says_less_and_breaking_never_says_less():
    from dataclasses import replace

    def required(**options):
        (review,), _ = judge(
            contract(M), documents("5.2"), documents("6.0"), [replace(change("minor"), **options)]
        )
        return review.required

    assert required(class_=Class.RENAME, level_required=Level.NONE) == Level.MAJOR
    assert required(class_=Class.RENAME, level_required=Level.MINOR) == Level.MINOR
    assert required(class_=Class.UNDECIDED, level_required=Level.NONE) == Level.MAJOR
    assert required(class_=Class.BREAKING, level_required=Level.MINOR) == Level.MAJOR


def test_a_break_that_no_version_announces_is_a_finding():
    of = Contract("c", (SchemaFile(SCHEMA),))
    files = {SCHEMA: {"properties": {"a": {}}}}
    reviews, (finding,) = judge(of, files, files, [change("major")])
    assert reviews == ()
    assert (finding.rule, finding.level, finding.path) == ("breaking-change-unannounced", BLOCKS, SCHEMA)
    assert f"type-changed at {SCHEMA}#/properties/a" in finding.message
    assert judge(of, files, files, [change("minor")]) == ((), ())


def test_a_break_taken_out_on_purpose_is_a_note():
    of = contract(M, covers=("**", f"!{SCHEMA}"))
    findings = judge(of, documents("5.2"), documents("5.2"), [change("major")])[1]
    assert rules(findings) == [("breaking-change-unannounced", NOTE)]


def test_in_mode_none_nothing_blocks():
    from dataclasses import replace

    of = replace(contract(M), reading=Reading(Compatibility.NONE))
    findings = judge(of, documents("5.2"), documents("5.2"), [change("major")])[1]
    assert rules(findings) == [("version-too-small", NOTE)]


@pytest.mark.parametrize(
    ("release", "base", "head", "asks", "expected"),
    [
        ("5.2", "6.0", "6.0", "minor", []),
        ("5.2", "6.0", "6.0", "major", []),
        ("5.2", "5.3", "5.3", "major", ["version-too-small"]),
        ("5.2", "6.0", "5.3", "minor", ["version-decreased"]),
        ("5.2", "5.2", "5.2", "minor", ["version-too-small"]),
        (None, "6.0", "6.0", "minor", ["version-release-unknown", "version-too-small"]),
    ],
)
def test_a_version_released_by_tags_is_measured_from_the_last_release(release, base, head, asks, expected):
    of = contract(M, released_by="v*")
    last = {"v*": documents(release)} if release else None
    findings = judge(of, documents(base), documents(head), [change(asks)], last_release=last)[1]
    assert [each.rule for each in findings] == expected


def test_a_revision_is_recommended_where_the_literal_reading_refutes():
    def found(head, advised):
        of = contract(Scheme.SCHEMAVER)
        return judge(of, documents("1-0-2"), documents(head), [change("minor")], revision_advised=advised)[1]

    assert rules(found("1-0-3", True)) == [("version-revision-recommended", NOTE)]
    assert found("1-1-0", True) == found("1-0-3", False) == ()


def test_a_version_found_without_configuration_is_judged_and_missed_when_lost():
    of = Contract("c", (SchemaFile(SCHEMA),), MANIFEST)
    base = {MANIFEST: {"contract_version": "5.2"}, SCHEMA: {}}
    lost = {MANIFEST: {}, SCHEMA: {}}
    assert rules(judge(of, base, lost, ())[1]) == [("version-missing", BLOCKS)]
    assert rules(judge(of, base, base, [change("minor")])[1]) == [("version-too-small", BLOCKS)]
    other = {MANIFEST: {"contract_version": "5.3.0"}, SCHEMA: {}}
    assert rules(judge(of, base, other, [change("minor")])[1]) == [("version-malformed", BLOCKS)]


def test_a_const_that_becomes_a_one_value_enum_is_the_same_place():
    of = Contract("c", (SchemaFile(SCHEMA),))
    base = {SCHEMA: {"properties": {"contract_version": {"const": "5.2"}}}}
    head = {SCHEMA: {"properties": {"contract_version": {"enum": ["5.3"]}}}}
    assert judge(of, base, head, [change("minor")])[1] == ()


def test_the_catalogue_has_each_rule_once():
    assert len({rule.id for rule in RULES}) == len(RULES) == 19
