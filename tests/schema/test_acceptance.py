"""The cases that settle the definitions, one by one: class in each mode, verdicts, witnesses.

`obj(a=…)` is an open object with those properties; a name in `required` must be there; `closed`
means that no other name may be. A witness that a case names is held to the real validators first,
and so is the one that govern shows, which may be another.
"""

import jsonschema
import jsonschema_rs
import pytest

import govern
from govern.contracts import Contract, SchemaFile, Scheme, VersionField
from govern.documents import exact
from govern.manifest import compare as compare_manifests
from govern.model import (
    Class,
    Compatibility,
    Content,
    EffectKind,
    Growth,
    Level,
    ManifestRules,
    Reading,
    Verdict,
    VersionVerdict,
)
from govern.policy.versions import judge, mask
from govern.schema.comparison import Question, compare
from govern.schema.revision import SchemaRevision
from govern.schema.uris import TREE

PROVED, REFUTED, UNDECIDED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED
TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
DRAFT_4, DRAFT_7 = "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-07/schema#"
MODES = ("backward", "forward", "full")


def obj(required=(), *, closed=False, **properties):
    schema = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    return {**schema, "additionalProperties": False} if closed else schema


def asked(old, new, mode="full", **reading):
    question = Question(
        SchemaRevision(exact(old)),
        SchemaRevision(exact(new)),
        Reading(compatibility=Compatibility(mode), **reading),
        "s.json",
    )
    found = compare(question)
    for answer, accepting, refusing in ((found.backward, old, new), (found.forward, new, old)):
        assert (answer.witness is not None) == (answer.verdict is REFUTED)
        for witness in filter(None, (answer.witness, answer.other_witness)):
            assert tells(witness.document, accepting, refusing)
    return found


def classes(old, new, **reading):
    """The class in each mode, in the order of MODES."""
    return tuple(asked(old, new, mode, **reading).class_.value for mode in MODES)


def verdicts(found):
    return found.backward.verdict, found.forward.verdict


def tells(document, accepting, refusing):
    """Whether both real validators accept a document under the one schema and refuse it under the other."""
    return _said(accepting, document) == (True, True) and _said(refusing, document) == (False, False)


def _said(schema, document):
    cls = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    return cls(schema).is_valid(document), jsonschema_rs.validator_for(schema).is_valid(document)


# --- cases 1, 2 and 17: versions ---

SCHEMA, OTHER = "schemas/s.json", "schemas/other.json"
VERSIONED = Contract(
    "c",
    (SchemaFile(SCHEMA), SchemaFile(OTHER)),
    versions=(VersionField((f"{SCHEMA}#/properties/v/const",), Scheme.MAJOR_MINOR),),
)


def masked(contract, base, head, mode="full"):
    """The comparison of the contract's schema with its version places out of the way. The files it
    refers to are found as they are, by their own `$id`."""
    sides = [
        SchemaRevision(
            exact(mask(files, contract.versions, contract)[SCHEMA]),
            resources={each["$id"]: exact(each) for path, each in files.items() if path != SCHEMA},
            uri=TREE + SCHEMA,
        )
        for files in (base, head)
    ]
    return compare(Question(*sides, Reading(compatibility=Compatibility(mode)), SCHEMA))


def test_case_1_a_version_alone_is_no_change_and_its_bump_is_noted():
    base, head = ({SCHEMA: obj(["v", "a"], v={"const": each}, a=TEXT)} for each in ("5.2", "5.3"))
    found = masked(VERSIONED, base, head)
    assert (found.class_, found.changes) == (Class.EDITORIAL, ())
    assert (*verdicts(found), found.backward.witness, found.forward.witness) == (PROVED, PROVED, None, None)
    _, (note,) = judge(VERSIONED, base, head, found.changes)
    assert (note.rule, note.level.value) == ("version-bump-without-change", "note")


@pytest.mark.parametrize(
    ("version", "verdict"), [("5.3", VersionVerdict.TOO_SMALL), ("6.0", VersionVerdict.RIGHT)]
)
def test_case_2_a_break_beside_a_version_needs_a_major_step(version, verdict):
    base = {SCHEMA: obj(["v"], v={"const": "5.2"}, a=TEXT)}
    head = {SCHEMA: obj(["v"], v={"const": version}, a=INTEGER)}
    found = masked(VERSIONED, base, head, "backward")
    assert (found.class_, [each.rule for each in found.changes]) == (Class.BREAKING, ["type-changed"])
    assert tells({"v": "5.2", "a": "x"}, base[SCHEMA], head[SCHEMA])
    held = {**found.backward.witness.document, "v": "5.2"}
    assert tells(held, base[SCHEMA], obj(["v"], v={"const": "5.2"}, a=INTEGER))
    (review,), findings = judge(VERSIONED, base, head, found.changes)
    assert (review.required, review.verdict) == (Level.MAJOR, verdict)
    assert [each.rule for each in findings] == (["version-too-small"] if version == "5.3" else [])


IDENTIFIED = Contract(
    "c",
    (SchemaFile(SCHEMA), SchemaFile(OTHER)),
    versions=(VersionField((f"{SCHEMA}#/$id", f"{OTHER}#/$id"), Scheme.SCHEMAVER),),
)


def identified(version):
    own, other = (f"https://example.com/{name}/{version}/s.json" for name in ("one", "other"))
    schema = {"$id": own, **obj(a={"$ref": other}, b={"$ref": "#/$defs/n"}), "$defs": {"n": INTEGER}}
    return {SCHEMA: schema, OTHER: {"$id": other, "type": "string"}}


def test_case_17_a_moved_identifier_whose_references_follow_asks_for_nothing():
    base, head = identified("1-0-2"), identified("2-0-2")
    found = masked(IDENTIFIED, base, head)
    assert (found.class_, *verdicts(found)) == (Class.EDITORIAL, PROVED, PROVED)
    (review,), findings = judge(IDENTIFIED, base, head, found.changes)
    assert (review.base, review.head, review.required) == ("1-0-2", "2-0-2", Level.NONE)
    assert {each.level.value for each in findings} == {"note"}


def test_case_17_a_moved_identifier_whose_references_follow_is_no_change_at_all():
    base, head = identified("1-0-2"), identified("2-0-2")
    found = masked(IDENTIFIED, base, head)
    _, findings = judge(IDENTIFIED, base, head, found.changes)
    assert (found.changes, findings[0].rule) == ((), "version-bump-without-change")


# --- schemas ---


def test_case_3_a_typed_optional_property_is_additive_and_literally_breaking():
    old, new = obj(a=TEXT), obj(a=TEXT, b=INTEGER)
    found = asked(old, new)
    assert (found.class_, found.changes[0].level_required) == (Class.ADDITIVE, Level.MINOR)
    assert (*verdicts(found), found.backward.other_reading) == (PROVED, PROVED, REFUTED)
    assert found.backward.other_witness.document == {"b": "x"}
    literal = asked(old, new, content=Content.LITERAL)
    assert (literal.class_, literal.backward.witness.document) == (Class.BREAKING, {"b": "x"})


def test_case_4_closing_an_object_breaks_under_either_reading():
    old, new = obj(a=TEXT), obj(closed=True, a=TEXT)
    assert classes(old, new)[:2] == ("breaking", "additive")
    for content in Content:
        found = asked(old, new, "backward", content=content)
        assert (found.class_, found.backward.witness.document) == (Class.BREAKING, {"z": 1})


def test_case_5_a_name_that_is_only_mentioned_elsewhere_sets_nothing_aside():
    old = {"required": ["p"], "properties": {"q": TEXT}}
    new = {"required": ["p"], "properties": {"q": INTEGER}}
    assert tells({"p": 1, "q": "x"}, old, new)
    assert asked(old, new, "backward").class_ is Class.BREAKING


def test_case_6_layers_are_read_together():
    old, new = {"allOf": [obj(a=TEXT), obj(b=INTEGER)]}, {"allOf": [obj(a=TEXT), obj(b=TEXT)]}
    assert tells({"a": "x", "b": 1}, old, new)
    assert asked(old, new, "backward").class_ is Class.BREAKING


def test_case_7_a_value_added_is_growth():
    old, new = obj(["k"], k={"enum": ["A", "B"]}), obj(["k"], k={"enum": ["A", "B", "C"]})
    found = asked(old, new, "forward")
    (change,) = found.changes
    assert (change.class_, change.level_required, change.growth) == (Class.ADDITIVE, Level.MINOR, True)
    assert change.witness.document == {"k": "C"}
    assert classes(old, new) == ("additive", "additive", "additive")
    assert classes(old, new, growth=Growth.BREAKING) == ("additive", "breaking", "breaking")


def test_case_8_a_value_added_under_not_narrows_and_is_no_growth():
    old, new = {"not": {"enum": ["A"]}}, {"not": {"enum": ["A", "B"]}}
    found = asked(old, new, "backward")
    assert (found.class_, found.backward.witness.document) == (Class.BREAKING, "B")
    forward = asked(old, new, "forward")
    assert (forward.class_, forward.changes[0].growth) == (Class.ADDITIVE, False)


def test_case_9_presence_breaks_one_side_or_the_other():
    must, may = obj(["a"], a=TEXT), obj(a=TEXT)
    assert classes(must, may)[:2] == ("additive", "breaking")
    assert asked(must, may, "forward").forward.witness.document == {}
    assert classes(may, must)[:2] == ("breaking", "additive")
    assert asked(may, must, "backward").backward.witness.document == {}


def test_case_10_a_withdrawn_property_breaks_readers_without_any_witness():
    old, new = obj(a=TEXT, b=TEXT), obj(a=TEXT)
    assert classes(old, new) == ("additive", "breaking", "breaking")
    (change,) = asked(old, new).changes
    assert (change.rule, change.before, change.after) == ("property-removed", TEXT, None)
    assert change.witness is None


@pytest.mark.parametrize("mode", MODES)
def test_case_11_a_renamed_property_asks_for_a_major_step_in_every_mode(mode):
    thing = {"type": "string", "description": "What to paint it with"}
    found = govern.compare(obj(colour=thing), obj(color=thing), compatibility=mode)
    (rename,) = found.renames
    assert (rename.from_, rename.to, rename.standing.value) == ("colour", "color", "asserted")
    (renamed,) = [each for each in found.changes if each.rule == "property-renamed"]
    assert (renamed.class_, renamed.level_required) == (Class.RENAME, Level.MAJOR)
    assert {each.claimed_by for each in found.changes} == {None, renamed.id}
    assert found.class_ in (Class.RENAME, Class.BREAKING)
    if mode == "backward":
        assert found.class_ is Class.RENAME


@pytest.mark.parametrize("mode", MODES)
def test_case_11_with_the_old_name_kept_and_deprecated_the_rename_is_additive(mode):
    thing = {"type": "string", "description": "What to paint it with"}
    new = obj(colour={**thing, "deprecated": True}, color=thing)
    found = govern.compare(obj(colour=thing), new, compatibility=mode)
    assert found.class_ is Class.ADDITIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            {"anyOf": [{"enum": ["A", "B"]}, {"enum": ["C"]}]},
            {"anyOf": [{"enum": ["A"]}, {"enum": ["B", "C"]}]},
        ),
        ({"const": "X"}, {"enum": ["X"]}),
        (obj(a=TEXT), {**obj(a={"$ref": "#/$defs/text"}), "$defs": {"text": TEXT}}),
    ],
    ids=["values move between branches", "const as enum", "inline as reference"],
)
def test_case_12_another_way_to_say_the_same_is_editorial(old, new):
    found = asked(old, new)
    assert (found.class_, *verdicts(found)) == (Class.EDITORIAL, PROVED, PROVED)
    assert classes(new, old) == ("editorial", "editorial", "editorial")


def test_case_13_a_branch_added_to_one_of_can_refuse():
    one, two = obj(["k"], k=TEXT), obj(["k"], k=TEXT, n=TEXT)
    found = asked({"oneOf": [one]}, {"oneOf": [one, two]}, "backward")
    assert (found.class_, found.backward.witness.document) == (Class.BREAKING, {"k": "x"})


def test_case_15_an_integer_of_an_older_draft_is_the_same_integer():
    old, new = {"$schema": DRAFT_4, **INTEGER}, {"$schema": DRAFT_7, **INTEGER}
    found = asked(old, new)
    assert (found.class_, *verdicts(found)) == (Class.EDITORIAL, PROVED, PROVED)
    assert [each.rule for each in found.changes] == ["dialect-changed"]
    assert SchemaRevision(old).judge(exact(1.0), formats=False).accepts is True


def test_case_16_a_default_does_not_soften_a_new_obligation():
    old, new = obj(a=TEXT), obj(["b"], a=TEXT, b={"type": "integer", "default": 0})
    assert tells({"a": "x"}, old, new)
    found = asked(old, new, "backward")
    assert (found.class_, found.backward.verdict) == (Class.BREAKING, REFUTED)


def test_case_18_a_smaller_bound_narrows():
    old, new = {"type": "string", "maxLength": 10}, {"type": "string", "maxLength": 5}
    found = asked(old, new)
    assert verdicts(found) == (REFUTED, PROVED)
    assert classes(old, new)[:2] == ("breaking", "additive")


def test_a_witness_comes_with_the_words_of_both_validators():
    old, new = {"type": "string", "maxLength": 10}, {"type": "string", "maxLength": 5}
    found = asked(old, new)
    assert found.backward.witness.document == "xxxxxx"
    assert [each.partition(":")[0] for each in found.backward.witness.refused] == [
        "jsonschema",
        "jsonschema-rs",
    ]
    assert all("long" in each for each in found.backward.witness.refused)


def test_case_18_a_narrower_pattern_refuses_something_and_is_never_called_safe():
    old, new = {"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^ab?$"}
    found = asked(old, new)
    assert found.backward.verdict is REFUTED
    assert found.forward.verdict in (PROVED, UNDECIDED)


def test_case_18_a_narrower_pattern_is_decided_by_languages():
    old, new = {"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^ab?$"}
    assert classes(old, new)[:2] == ("breaking", "additive")


def test_case_18_two_spellings_of_one_language_are_editorial():
    old, new = {"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^a.*"}
    assert asked(old, new).class_ is Class.EDITORIAL


# --- case 14: manifests ---

K1 = {"code": "K1", "display": "one", "latched": False}


@pytest.mark.parametrize(
    ("old", "new", "rule", "class_"),
    [
        (["K1", "K2"], ["K1", "KX", "K2"], "code-added", "additive"),
        (["K1", "K2"], ["K2", "K1"], "code-order-changed", "breaking"),
        ([K1], [{**K1, "display": "The first"}], "code-text-changed", "editorial"),
        ([K1], [{**K1, "latched": True}], "code-attribute-changed", "breaking"),
    ],
)
def test_case_14_a_code_added_moved_reworded_or_changed(old, new, rule, class_):
    sides = ({"registries": {"Reason": {"tiers": {"Kill": codes, "Note": ["N"]}}}} for codes in (old, new))
    found = compare_manifests(*sides, path="m.json", reading=Reading(), rules=ManifestRules())
    (change,) = found.changes
    assert (change.rule, change.class_.value) == (rule, class_)
    if rule == "code-added":
        assert (change.effect.kind, change.effect.name) == (EffectKind.CODE_ADDED, "KX")
