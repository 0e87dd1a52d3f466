import dataclasses

import pytest

from govern.manifest import compare
from govern.model import Class, Compatibility, EffectKind, Growth, ManifestRules, Reading

FULL = Reading()
BACKWARD = dataclasses.replace(FULL, compatibility=Compatibility.BACKWARD)
FORWARD = dataclasses.replace(FULL, compatibility=Compatibility.FORWARD)
NONE = dataclasses.replace(FULL, compatibility=Compatibility.NONE)


def changed(old, new, reading=FULL, rules=None):
    found = compare(
        {"registries": old},
        {"registries": new},
        path="m.json",
        reading=reading,
        rules=rules or ManifestRules(),
    )
    return [(each.rule, each.class_.value) for each in found.changes]


def tier(*codes):
    return {"R": {"tiers": {"Kill": list(codes), "ReduceOnly": ["R1"]}}}


K1 = {"code": "K1", "display": "one", "latched": False}

TABLE = [
    ("the same", tier("K1", "K2"), tier("K1", "K2"), []),
    ("a text and an object are one code", tier("K1"), tier({"code": "K1"}), []),
    ("put in between", tier("K1", "K2"), tier("K1", "KX", "K2"), [("code-added", "additive")]),
    ("gone", tier("K1", "K2"), tier("K1"), [("code-removed", "breaking")]),
    ("reordered", tier("K1", "K2"), tier("K2", "K1"), [("code-order-changed", "breaking")]),
    ("no order, no precedence", {"R": ["A", "B"]}, {"R": ["B", "A"]}, []),
    ("keys of an object have no order", {"R": {"tiers": {"A": ["a"], "B": ["b"]}}},
     {"R": {"tiers": {"B": ["b"], "A": ["a"]}}}, []),
    ("listed tiers have one",
     {"R": {"tiers": [{"name": "A", "values": ["a"]}, {"name": "B", "values": ["b"]}]}},
     {"R": {"tiers": [{"name": "B", "values": ["b"]}, {"name": "A", "values": ["a"]}]}},
     [("code-order-changed", "breaking")]),
    ("another tier", tier("K1", "K2"), {"R": {"tiers": {"Kill": ["K1"], "ReduceOnly": ["R1", "K2"]}}},
     [("code-moved", "breaking")]),
    ("tiers lost", tier("K1"), {"R": ["K1", "R1"]}, [("code-moved", "breaking"), ("code-moved", "breaking")]),
    ("another registry", {"R": ["A", "B"], "S": ["C"]}, {"R": ["A"], "S": ["C", "B"]},
     [("code-moved", "breaking")]),
    ("text", tier(K1), tier(K1 | {"display": "uno"}), [("code-text-changed", "editorial")]),
    ("text added", tier("K1"), tier({"code": "K1", "note": "n"}), [("code-text-changed", "editorial")]),
    ("behaviour", tier(K1), tier(K1 | {"latched": True}), [("code-attribute-changed", "breaking")]),
    ("false is not 0", tier(K1), tier(K1 | {"latched": 0}), [("code-attribute-changed", "breaking")]),
    ("behaviour added", tier("K1"), tier({"code": "K1", "latched": None}),
     [("code-attribute-changed", "breaking")]),
    ("nested text", tier({"code": "K1", "m": [{"id": 1, "brief": "a"}]}),
     tier({"code": "K1", "m": [{"id": 1, "brief": "b"}]}), [("code-text-changed", "editorial")]),
    ("a nested note that is a number is behaviour", tier({"code": "K1", "m": {"note": 1}}),
     tier({"code": "K1", "m": {"note": 2}}), [("code-attribute-changed", "breaking")]),
    ("deprecated", tier(K1), tier(K1 | {"deprecated": True}), [("code-deprecated", "additive")]),
    ("restored", tier(K1 | {"deprecated": True}), tier(K1), [("code-restored", "additive")]),
    ("alias", tier(K1), tier(K1 | {"aliases": ["K0"]}), [("code-alias-added", "additive")]),
    ("alias gone", tier(K1 | {"aliases": ["K0"]}), tier(K1), [("code-alias-removed", "breaking")]),
    ("became an alias", tier("K1"), tier({"code": "K9", "aliases": ["K1"]}),
     [("code-deprecated", "additive"), ("code-added", "additive")]),
    ("became an alias elsewhere", tier("K1"),
     {"R": {"tiers": {"Kill": [], "ReduceOnly": ["R1", {"code": "K9", "aliases": ["K1"]}]}}},
     [("code-deprecated", "additive"), ("code-moved", "breaking"), ("code-added", "additive")]),
    ("registry", {"R": ["A"]}, {"R": ["A"], "S": ["B"]}, [("registry-added", "additive")]),
    ("registry gone", {"R": ["A"], "S": ["B"]}, {"R": ["A"]}, [("registry-removed", "breaking")]),
    ("registry no longer read", {"R": ["A"]}, {"R": [{"display": "A"}]},
     [("registry-removed", "breaking"), ("manifest-section-changed", "undecided")]),
    ("section of a registry", {"R": {"values": ["A"], "scope": 1}}, {"R": {"values": ["A"], "scope": 2}},
     [("manifest-section-changed", "undecided")]),
    ("text of a registry", {"R": {"values": ["A"], "title": "a"}}, {"R": {"values": ["A"], "title": "b"}},
     [("manifest-section-changed", "editorial")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_each_thing_that_happens_has_its_rule_and_class(old, new, expected):
    assert sorted(changed(old, new)) == sorted(expected)


@pytest.mark.parametrize("form", [row[1] for row in TABLE] + [row[2] for row in TABLE])
def test_a_manifest_compared_with_itself_has_no_changes(form):
    assert changed(form, form) == []


@pytest.mark.parametrize(
    ("reading", "growth", "expected"),
    [
        (FULL, Growth.ADDITIVE, "additive"),
        (FULL, Growth.BREAKING, "breaking"),
        (FORWARD, Growth.BREAKING, "breaking"),
        (NONE, Growth.BREAKING, "breaking"),
        (BACKWARD, Growth.BREAKING, "additive"),
    ],
)
def test_growth_is_judged_by_the_contract(reading, growth, expected):
    reading = dataclasses.replace(reading, growth=growth)
    assert changed({"R": ["A"]}, {"R": ["A", "B"]}, reading) == [("code-added", expected)]


@pytest.mark.parametrize("reading", [FULL, BACKWARD, FORWARD, NONE])
def test_a_removed_code_breaks_in_every_mode(reading):
    assert changed({"R": ["A", "B"]}, {"R": ["A"]}, reading) == [("code-removed", "breaking")]


def test_changes_say_where_and_what():
    found = compare(
        {"registries": tier("K1", "K2")},
        {"registries": tier("K1", "KX")},
        path="m.json",
        reading=FULL,
        rules=ManifestRules(),
    )
    come, gone = found.changes
    assert (gone.effect.kind, gone.effect.name, gone.before) == (EffectKind.CODE_REMOVED, "K2", "K2")
    assert gone.base is not None
    assert gone.base.pointer == "/registries/R/tiers/Kill/1"
    assert gone.head is None
    assert (come.effect.kind, come.effect.name, come.growth) == (EffectKind.CODE_ADDED, "KX", True)
    assert come.head is not None
    assert come.head.pointer == "/registries/R/tiers/Kill/1"


def test_a_moved_order_names_the_codes_that_both_sides_have():
    found = compare(
        {"registries": tier("A", "B", "GONE")},
        {"registries": tier("B", "NEW", "A")},
        path="m.json",
        reading=FULL,
        rules=ManifestRules(),
    )
    order = next(each for each in found.changes if each.rule == "code-order-changed")
    assert (order.before, order.after) == (["A", "B"], ["B", "A"])


def test_sections_are_compared_with_what_differs_in_them():
    old = {"registries": {"R": ["A"]}, "limits": {"a": 1, "b": [1, 2]}, "docs": "x"}
    new = {"registries": {"R": ["A"]}, "limits": {"a": True, "b": [1]}, "owners": ["me"]}
    found = compare(old, new, path="m.json", reading=FULL, rules=ManifestRules(text_sections=("/owners",)))
    told = {each.message: each.class_ for each in found.changes}
    assert told == {
        "section `/docs`: removed": Class.UNDECIDED,
        "section `/limits`: /a changed; /b/1 removed": Class.UNDECIDED,
        "section `/owners`: added": Class.EDITORIAL,
    }


def test_masked_versions_do_not_differ_and_others_do():
    def manifest(version):
        return {"contract_version": version, "registries": {"R": ["A"]}}

    both = {"path": "m", "reading": FULL, "rules": ManifestRules()}
    assert compare(manifest("<version>"), manifest("<version>"), **both).changes == ()
    (change,) = compare(manifest("5.2"), manifest("5.3"), **both).changes
    assert (change.rule, change.class_) == ("manifest-section-changed", Class.UNDECIDED)


@pytest.mark.parametrize("odd", [None, 5, [], [[1]], {"registries": 5}, {"registries": {"R": {"tiers": 5}}}])
def test_odd_manifests_never_crash_and_never_pass_in_silence(odd):
    good = {"registries": {"R": ["A"]}}
    for old, new in ((odd, good), (good, odd)):
        found = compare(old, new, path="m", reading=FULL, rules=ManifestRules())
        assert found.changes
    assert compare(odd, odd, path="m", reading=FULL, rules=ManifestRules()).changes == ()
