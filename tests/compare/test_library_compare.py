"""The library's doors: JSON values in, frozen comparisons out, without files, git or a terminal."""

import copy
import dataclasses
import subprocess
import sys

import pytest

import govern
from govern.errors import UsageError
from govern.model import Class, Level, ManifestRules, Verdict

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
AT = "https://example.com/text.json"


def obj(*required, **properties):
    found = {"type": "object", "properties": properties}
    return {**found, "required": list(required)} if required else found


def test_a_comparison_answers_both_ways_and_names_every_change():
    found = govern.compare(obj(a=TEXT), obj("a", a=TEXT))
    assert found.class_ is Class.BREAKING
    assert (found.backward.verdict, found.forward.verdict) == (Verdict.REFUTED, Verdict.PROVED)
    assert found.backward.witness.document == {}
    assert found.backward.certified_by == ("jsonschema", "jsonschema-rs")
    assert found.forward.proof
    (change,) = found.changes
    assert (change.rule, change.level_required) == ("property-became-required", Level.MAJOR)
    assert len(change.id) == 64


def test_what_is_given_is_left_as_it_was_and_what_comes_back_is_frozen():
    old, new = obj(a={"default": 1.5}), obj(a={"default": 2.5})
    given = copy.deepcopy((old, new))
    found = govern.compare(old, new)
    assert (old, new) == given
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.class_ = Class.EDITORIAL


def test_the_same_question_has_the_same_answer_down_to_the_fingerprints():
    sides = obj(a=TEXT, k={"enum": ["A"]}), obj("b", b=INTEGER, k={"enum": ["A", "B", "C"]})
    assert govern.compare(*sides) == govern.compare(*copy.deepcopy(sides))


def test_a_fingerprint_outlives_edits_elsewhere_and_tells_edits_apart():
    def ids(old, new):
        return {change.rule: change.id for change in govern.compare(old, new).changes}

    alone = ids(obj(k={"enum": ["A"]}), obj(k={"enum": ["A", "B"]}))
    beside = ids(
        obj(a=TEXT, k={"enum": ["A"]}), obj(a={"type": "string", "title": "x"}, k={"enum": ["B", "A"]})
    )
    other = ids(obj(k={"enum": ["A"]}), obj(k={"enum": ["A", "C"]}))
    assert alone["enum-value-added"] == beside["enum-value-added"] != other["enum-value-added"]


@pytest.mark.parametrize(
    ("options", "class_"),
    [
        ({}, "breaking"),
        ({"compatibility": "backward"}, "additive"),
        ({"compatibility": "forward"}, "breaking"),
        ({"withdrawn": "note"}, "additive"),
        ({"compatibility": "none"}, "breaking"),
        ({"compatibility": "backward_transitive"}, "additive"),
    ],
)
def test_a_property_withdrawn_is_what_the_reading_says_it_is(options, class_):
    found = govern.compare(obj(a=TEXT, b={"type": "object"}), obj(a=TEXT), **options)
    assert found.class_.value == class_


@pytest.mark.parametrize(
    ("options", "class_"),
    [({}, "additive"), ({"growth": "breaking"}, "breaking"),
     ({"growth": "breaking", "compatibility": "backward"}, "additive")],
)  # fmt: skip
def test_growth_is_what_the_reading_says_it_is(options, class_):
    found = govern.compare(obj(k={"enum": ["A"]}), obj(k={"enum": ["A", "B"]}), **options)
    assert found.class_.value == class_


def test_the_answer_of_the_other_reading_is_told_as_well():
    sides = obj(a=TEXT), obj(a=TEXT, b=INTEGER)
    declared, literal = (govern.compare(*sides, content=each).backward for each in ("declared", "literal"))
    assert (declared.verdict, declared.other_reading) == (Verdict.PROVED, Verdict.REFUTED)
    assert declared.other_witness.document == {"b": "x"}
    assert (literal.verdict, literal.witness.document) == (Verdict.REFUTED, {"b": "x"})


def test_the_draft_of_schemas_that_state_none_can_be_given():
    old, new = {"const": 1}, {"const": 2}
    assert govern.compare(old, new, draft="4").class_ is Class.EDITORIAL
    assert govern.compare(old, new, draft="6").class_ is Class.BREAKING
    assert (
        "no $schema: read as draft 4 (the configuration says so)"
        in govern.compare(obj(a=TEXT), obj("a", a=TEXT), draft="4").backward.assumptions
    )


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"compatibility": "sideways"}, "full_transitive"),
        ({"content": "Declared"}, "literal"),
        ({"growth": ""}, "breaking"),
        ({"withdrawn": "no"}, "note"),
        ({"draft": "3"}, "2020-12"),
    ],
)
def test_an_option_that_is_no_choice_is_refused_with_the_choices(options, named):
    with pytest.raises(UsageError) as refused:
        govern.compare({}, {}, **options)
    (problem,) = refused.value.problems
    assert problem.place in options
    assert named in problem.remedy


@pytest.mark.parametrize("broken", [{"a": {1: 2}}, {"a": float("nan")}, object(), {"a": {"b": {1, 2}}}])
def test_what_is_not_json_is_refused_on_every_side(broken):
    for sides in ((broken, {}), ({}, broken)):
        with pytest.raises(UsageError):
            govern.compare(*sides)
        with pytest.raises(UsageError):
            govern.compare_manifests(*sides)
    with pytest.raises(UsageError):
        govern.compare({}, {}, head_resources={AT: broken})


def test_a_value_that_holds_itself_is_refused():
    loop = {}
    loop["properties"] = loop
    with pytest.raises(UsageError):
        govern.compare(loop, {})


@pytest.mark.parametrize("odd", [5, "x", None, [], {"type": 5}, {"properties": 5}, {"$schema": "urn:mine"}])
def test_what_is_json_and_no_schema_is_undecided_and_never_safe(odd):
    found = govern.compare(obj(a=TEXT), odd)
    assert found.class_ is Class.UNDECIDED
    assert found.findings
    assert Verdict.PROVED not in (found.backward.verdict, found.forward.verdict)


# --- references out of the file ---


def test_a_reference_is_compared_by_what_each_side_serves():
    schema = obj(a={"$ref": AT})
    same = govern.compare(schema, schema, base_resources={AT: TEXT}, head_resources={AT: TEXT})
    assert (same.class_, same.changes) == (Class.EDITORIAL, ())
    moved = govern.compare(schema, schema, base_resources={AT: TEXT}, head_resources={AT: INTEGER})
    assert moved.class_ is Class.BREAKING
    assert moved.backward.witness.document == {"a": "x"}


def test_a_reference_that_only_spells_its_target_otherwise_is_editorial():
    inline, referring = obj(a=TEXT), obj(a={"$ref": AT})
    assert govern.compare(inline, referring, head_resources={AT: TEXT}).class_ is Class.EDITORIAL


def test_a_reference_nobody_serves_is_an_assumption_where_it_is_the_same_and_undecided_where_it_is_not():
    one, other = obj(a={"$ref": AT}, b=TEXT), obj(a={"$ref": AT}, b={**TEXT, "title": "B"})
    same = govern.compare(one, other)
    assert same.class_ is Class.EDITORIAL
    assert any(AT in each for each in same.backward.assumptions)
    found = govern.compare(one, obj(a={"$ref": AT + "#/x"}, b=TEXT))
    assert found.class_ is Class.UNDECIDED
    assert AT in found.backward.reason


def test_an_unreadable_reference_hides_no_break_elsewhere():
    found = govern.compare(obj(a={"$ref": AT}, b=TEXT), obj(a={"$ref": AT}, b=INTEGER))
    assert found.class_ is Class.BREAKING
    assert found.backward.verdict is Verdict.REFUTED


def test_nothing_is_ever_fetched(monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    found = govern.compare(obj(a={"$ref": "http://127.0.0.1:9/a"}), obj(a={"$ref": "http://127.0.0.1:9/b"}))
    assert found.class_ is Class.UNDECIDED


# --- renames and manifests ---


def test_a_rename_claims_the_removal_and_the_addition():
    thing = {**TEXT, "description": "What to paint it with"}
    found = govern.compare(obj(colour=thing), obj(color=thing), compatibility="backward")
    (rename,) = found.renames
    assert (rename.kind.value, rename.container) == ("property", "/properties")
    assert (rename.from_, rename.to, rename.standing.value) == ("colour", "color", "asserted")
    assert 0 < rename.score <= 1
    claims = {change.rule: change.claimed_by for change in found.changes}
    renamed = next(change for change in found.changes if change.rule == "property-renamed")
    assert claims == {"property-removed": renamed.id, "property-added": renamed.id, "property-renamed": None}


def test_a_removal_beside_an_unrelated_addition_is_no_rename():
    found = govern.compare(obj(colour=TEXT), obj(weight={"type": "number", "minimum": 0}))
    assert [each for each in found.renames if each.standing.value != "proposed"] == []
    assert found.class_ is Class.BREAKING


def registry(*codes):
    return {"contract_version": "1.0", "registries": {"Reason": {"tiers": {"Kill": list(codes)}}}}


@pytest.mark.parametrize(
    ("old", "new", "class_", "backward", "forward"),
    [
        (registry("K1"), registry("K1"), "editorial", "proved", "proved"),
        (registry("K1"), registry("K1", "K2"), "additive", "proved", "undecided"),
        (registry("K1", "K2"), registry("K1"), "breaking", "undecided", "proved"),
        (registry("K1", "K2"), registry("K2", "K1"), "breaking", "proved", "proved"),
    ],
)
def test_manifests_are_compared_by_the_same_kind_of_object(old, new, class_, backward, forward):
    found = govern.compare_manifests(old, new)
    assert found.class_.value == class_
    assert (found.backward.verdict.value, found.forward.verdict.value) == (backward, forward)
    assert all(len(change.id) == 64 for change in found.changes)


def test_a_manifest_is_read_by_the_rules_given():
    old, new = (registry({"code": "K1", "severity": each}) for each in (1, 2))
    assert govern.compare_manifests(old, new).class_ is Class.BREAKING
    lenient = ManifestRules(text=("severity",))
    assert govern.compare_manifests(old, new, config=lenient).class_ is Class.EDITORIAL


@pytest.mark.parametrize("odd", [5, None, [], {}, {"registries": 5}, {"registries": {"Reason": 5}}, "x"])
def test_odd_manifests_are_compared_and_never_called_safe(odd):
    assert govern.compare_manifests(odd, odd).class_ is Class.EDITORIAL
    assert govern.compare_manifests(registry("K1"), odd).class_ is Class.BREAKING


# --- what it costs to import ---


def test_importing_the_package_imports_no_library():
    code = (
        "import sys, govern; "
        "print([m for m in ('git','deepdiff','jsonschema','jsonschema_rs','rich') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_name_that_the_package_does_not_have_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'compare_everything'"):
        _ = govern.compare_everything
