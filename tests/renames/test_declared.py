import pytest

from govern.comparing import compare_manifests, compare_schemas
from govern.documents import exact
from govern.manifest.maps import more_renames, renames_in
from govern.model import ManifestRules, Place, Reading
from govern.renames import Declared
from govern.renames.declared import wrong
from govern.schema.comparison import Question
from govern.schema.revision import SchemaRevision

TEXT, RICH = {"type": "string"}, {"type": "object", "properties": {"a": {"type": "string"}}}


def obj(**properties):
    return {"type": "object", "properties": properties}


def said(old, new, declared):
    """The renames of two schemas, with what is wrong with the declared ones."""
    sides = [SchemaRevision(exact(each)) for each in (old, new)]
    found = compare_schemas(Question(*sides, Reading(), "s.json"), declared)
    wrong = [each.message for each in found.findings if each.rule == "rename-declared-wrong"]
    return [(each.from_, each.to, each.standing.value) for each in found.renames], wrong


AT = "/properties"
HOLDS = [
    ("the same thing under another name", obj(a=TEXT), obj(zz=TEXT), AT),
    ("a value", {"enum": ["a", "b"]}, {"enum": ["zz", "b"]}, "/enum"),
    ("a constant of branches", {"oneOf": [{"const": "a"}, {"const": "b"}]},
     {"oneOf": [{"const": "zz"}, {"const": "b"}]}, "/oneOf#const"),
    ("the old one is deprecated", obj(a=TEXT), obj(a={**TEXT, "deprecated": True}, zz=TEXT), AT),
    ("the thing grew", obj(a=TEXT), obj(zz={"type": ["string", "null"]}), AT),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at"), [row[1:] for row in HOLDS], ids=[row[0] for row in HOLDS])
def test_a_declared_rename_is_verified(old, new, at):
    assert said(old, new, [Declared(at, "a", "zz")]) == ([("a", "zz", "declared")], [])
    assert said(old, new, [])[0] != [("a", "zz", "declared")]


WRONG = [
    ("another thing", obj(a=TEXT), obj(zz=RICH), "what is behind them differs"),
    ("nothing was renamed", obj(a=TEXT, b=TEXT), obj(a=TEXT, b=RICH), "nothing was renamed"),
    ("the new one is not there", obj(a=TEXT), obj(b=TEXT), "`zz` is not there"),
    ("the old one is in use", obj(a=TEXT), obj(a=TEXT, zz=TEXT), "`a` is still in use"),
    ("one was merged into another", obj(a=TEXT, zz=TEXT), obj(zz=TEXT), "`zz` was there already"),
]


@pytest.mark.parametrize(("old", "new", "why"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_declaration_that_does_not_hold_is_a_finding(old, new, why):
    renames, wrong = said(old, new, [Declared(AT, "a", "zz")])
    assert all(standing != "declared" for *_, standing in renames)
    assert [each.partition("hold: ")[2].partition("declared by the configuration, but ")[-1] or
            each.partition("hold: ")[2] for each in wrong] == [why]  # fmt: skip


def test_what_was_renamed_before_may_stay_declared():
    assert said(obj(zz=TEXT), obj(zz=RICH), [Declared(AT, "a", "zz")])[1] == []


def test_a_declaration_in_a_container_that_is_nowhere_is_a_note():
    old, new, declared = obj(zz=TEXT), obj(zz=RICH), [Declared("/nowhere", "a", "zz")]
    (found,) = wrong(declared, [], old, new, "x.json")
    assert (found.level, found.place) == ("note", Place("/nowhere"))
    assert "neither side has anything at /nowhere" in found.message


def test_two_declarations_for_one_old_name_are_none():
    declared = [Declared(AT, "a", "zz"), Declared(AT, "a", "b")]
    renames, found = said(obj(a=TEXT), obj(zz=TEXT, b=RICH), declared)
    assert all(standing != "declared" for *_, standing in renames)
    assert ["something else as well" in each for each in found] == [True, True]


def test_two_names_that_were_exchanged_are_no_renames():
    old, new = obj(a=TEXT, zz=RICH), obj(a=RICH, zz=TEXT)
    renames, wrong = said(old, new, [Declared(AT, "a", "zz"), Declared(AT, "zz", "a")])
    assert (renames, len(wrong)) == ([], 2)


def codes(*values, **sections):
    return {"registries": {"R": {"values": list(values)}}, **sections}


def of_codes(old, new, declared=()):
    found = compare_manifests(
        exact(old), exact(new), path="m.json", reading=Reading(), rules=ManifestRules(), declared=declared
    ).comparison
    renames = [(each.from_, each.to, each.standing.value) for each in found.renames]
    return renames, [each.rule for each in found.findings], [each.rule for each in found.changes]


def test_the_configuration_declares_the_rename_of_a_code():
    at = Declared("/registries/R/values", "OLD", "ZZ")
    assert of_codes(codes("OLD", "B"), codes("ZZ", "B"), [at])[0] == [("OLD", "ZZ", "declared")]
    assert of_codes(codes("OLD", "B"), codes("OLD", "ZZ", "B"), [at])[:2] == ([], ["rename-declared-wrong"])


OTEL = {
    "1.1.0": {"all": {"changes": [{"rename_attributes": {"attribute_map": {"OLD": "MIDDLE"}}}]}},
    "1.2.0": {"metrics": {"changes": [{"rename_metrics": {"MIDDLE": "ZZ"}}]}},
}


@pytest.mark.parametrize("sections", [{"renames": {"OLD": "ZZ"}}, {"versions": OTEL}])
def test_a_manifest_declares_renames_in_maps_step_by_step(sections):
    renames, findings, changes = of_codes(codes("OLD", "B"), codes("ZZ", "B", **sections))
    assert (renames, findings) == ([("OLD", "ZZ", "declared")], [])
    assert "manifest-section-changed" in changes
    assert of_codes(codes("B"), codes("ZZ", "B", **sections))[0] == []


def test_a_map_that_goes_round_leads_nowhere():
    circle = {"renames": {"OLD": "ZZ", "ZZ": "OLD"}}
    assert of_codes(codes("OLD"), codes("NEW", **circle))[0] == []


SECTIONS = [
    ("one more", {"a": "b"}, {"a": "b", "c": "d"}, (("c", "d"),)),
    ("the first", None, {"a": "b"}, (("a", "b"),)),
    ("as it was", {"a": "b"}, {"a": "b"}, ()),
    ("another successor", {"a": "b"}, {"a": "c"}, None),
    ("one less", {"a": "b", "c": "d"}, {"a": "b"}, None),
    ("something else", {"a": "b"}, {"a": "b", "limit": 5}, None),
    ("no map", "text", "text", None),
]


@pytest.mark.parametrize(
    ("old", "new", "more"), [row[1:] for row in SECTIONS], ids=[row[0] for row in SECTIONS]
)
def test_a_map_of_renames_may_only_grow(old, new, more):
    assert more_renames("/renames", old, new) == more
    deep_old = None if old is None else {"1.0": {"changes": [{"attribute_map": old}]}}
    assert more_renames("/versions", deep_old, {"1.0": {"changes": [{"attribute_map": new}]}}) == more
    if more != ():
        assert not more_renames("/ordering", old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"apply_to_production": {"kill_switch": "on"}}, {"apply_to_production": {"kill_switch": "off"}}),
        ({"rename_policy": {"on_conflict": "reject"}}, {"rename_policy": {"on_conflict": "overwrite"}}),
        ({"attribute_map": {"user": "viewer"}}, {"attribute_map": {"user": "admin"}}),
        ({"attribute_map": {"user": "viewer"}}, {"attribute_map": {"user": "viewer", "guest": "admin"}}),
        ({"renames": {"OLD": "B"}}, {}),
    ],
)
def test_a_section_that_is_no_growing_map_of_codes_stays_undecided(old, new):
    found = compare_manifests(
        exact(codes("B", **old)), exact(codes("B", **new)), path="m", reading=Reading(), rules=ManifestRules()
    ).comparison
    assert found.class_.value == "undecided"


def test_what_a_map_applies_to_is_no_rename():
    value = {"changes": [{"rename_attributes": {"attribute_map": {"a": "b"}, "apply_to_spans": ["s"]}}]}
    assert dict(renames_in("/versions", value)) == {"a": "b"}


def test_a_rename_that_was_carried_out_with_the_old_name_kept_is_no_finding():
    old = {"type": "string", "deprecated": True}
    assert said(obj(a=old, zz=TEXT), obj(a=old, zz=TEXT, b=RICH), [Declared(AT, "a", "zz")])[1] == []
    kept = {"code": "OLD", "deprecated": True}
    at = Declared("/registries/R/values", "OLD", "ZZ")
    assert of_codes(codes(kept, "ZZ"), codes(kept, "ZZ", "C"), [at])[1] == []


def test_two_that_claim_one_old_code_are_a_split():
    new = codes({"code": "X1", "renamed_from": "OLD"}, {"code": "X2", "renamed_from": "OLD"})
    assert all(standing != "declared" for *_, standing in of_codes(codes("OLD"), new)[0])
