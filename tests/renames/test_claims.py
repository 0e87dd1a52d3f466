import dataclasses
import random

import pytest

from govern import compare as compare_schemas
from govern.manifest import compare, registries
from govern.model import (
    LEVEL_OF_CLASS,
    Change,
    Class,
    Effect,
    EffectKind,
    ManifestRules,
    Place,
    Reading,
    Rename,
    RenameKind,
    Standing,
)
from govern.renames import RULE_OF_KIND, claim, manifest_renames
from govern.rules.renames import RULES
from govern.rules.rule import RuleKind


def change(rule, name, base=None, head=None, class_=Class.BREAKING):
    return Change(
        id=rule,
        rule=rule,
        class_=class_,
        path="s.json",
        message=rule,
        base=None if base is None else Place(base),
        head=None if head is None else Place(head),
        places=("/o",),
        effect=Effect(EffectKind.NONE, name=name),
    )


GONE = change("property-removed", "a", base="/properties/o/properties/a")
COME = change("property-added", "b", head="/properties/o/properties/b", class_=Class.ADDITIVE)
GONE_FREED = change("required-property-removed", "a", base="/properties/o/properties/a")
COME_OWED = change("required-property-added", "b", head="/properties/o/properties/b")
RENAME = Rename(
    RenameKind.PROPERTY, "s.json", "/properties/o/properties", "a", "b", Standing.ASSERTED, evidence=("text",)
)


def claimed(*changes, rename=RENAME):
    result = claim(changes, (rename,), Reading(), identify=lambda each: f"id-of-{each.rule}")
    return {each.rule: each for each in result}


@pytest.mark.parametrize(
    ("gone", "come"), [(GONE, COME), (GONE_FREED, COME_OWED)], ids=["optional", "required"]
)
def test_a_rename_claims_both_sides_with_their_obligation(gone, come):
    result = claimed(gone, come)
    renamed = result.pop("property-renamed")
    assert (renamed.id, renamed.class_, renamed.message) == (
        "id-of-property-renamed",
        Class.RENAME,
        "`a` is now `b`",
    )
    assert renamed.base == Place("/properties/o/properties/a")
    assert renamed.head == Place("/properties/o/properties/b")
    assert renamed.places == ("/o",)
    assert {each.claimed_by for each in result.values()} == {renamed.id}
    assert result[gone.rule].class_ is Class.BREAKING


@pytest.mark.parametrize(
    ("gone", "come", "rename"),
    [
        (GONE, COME_OWED, RENAME),
        (GONE_FREED, COME, RENAME),
        (GONE, COME, dataclasses.replace(RENAME, kept=False)),
        (GONE, COME, dataclasses.replace(RENAME, kept=False, old_still_declared=True)),
    ],
    ids=["the new one is required", "the old one was", "what is behind it changed", "and is declared still"],
)
def test_a_rename_that_is_more_than_one_is_of_the_worst_class_that_it_explains(gone, come, rename):
    result = claimed(gone, come, rename=rename)
    renamed = result["property-renamed"]
    assert (renamed.class_, renamed.message) == (
        Class.BREAKING,
        "`a` is now `b`, and not in name alone",
    )
    assert result[gone.rule].claimed_by == result[come.rule].claimed_by == renamed.id


def test_a_rename_that_is_more_than_one_is_no_milder_than_a_rename():
    gone = dataclasses.replace(GONE, class_=Class.ADDITIVE)
    result = claimed(gone, COME, rename=dataclasses.replace(RENAME, kept=False))
    assert result["property-renamed"].class_ is Class.RENAME


def test_the_same_name_elsewhere_is_not_claimed():
    other = change("property-removed", "a", base="/properties/a")
    result = claim((GONE, COME, other), (RENAME,), Reading(), identify=lambda _: "x")
    assert [each.claimed_by for each in result if each.base == Place("/properties/a")] == [None]
    deeper = dataclasses.replace(GONE, base=Place("/properties/o/properties/a/properties/a"))
    assert "property-renamed" not in claimed(deeper)
    elsewhere = dataclasses.replace(GONE, path="t.json")
    assert "property-renamed" not in claimed(elsewhere)


def test_a_proposed_rename_claims_nothing():
    result = claimed(GONE, COME, rename=dataclasses.replace(RENAME, standing=Standing.PROPOSED))
    assert "property-renamed" not in result
    assert all(each.claimed_by is None for each in result.values())


def test_a_rename_whose_old_name_head_declares_is_additive():
    result = claimed(COME, rename=dataclasses.replace(RENAME, old_still_declared=True))
    assert result["property-renamed"].class_ is Class.ADDITIVE


def test_a_required_name_beside_the_old_one_is_no_milder_for_being_a_rename():
    result = claimed(COME_OWED, rename=dataclasses.replace(RENAME, old_still_declared=True))
    assert result["property-renamed"].class_ is Class.BREAKING


def test_the_container_at_head_decides_about_what_came():
    moved = dataclasses.replace(RENAME, head_container="/properties/p/properties")
    assert claimed(GONE, COME, rename=moved)["property-added"].claimed_by is None
    there = dataclasses.replace(COME, head=Place("/properties/p/properties/b"))
    assert claimed(GONE, there, rename=moved)["property-added"].claimed_by == "id-of-property-renamed"


def test_values_are_claimed_anywhere_in_their_list():
    rename = Rename(RenameKind.ENUM_VALUE, "s.json", "/oneOf#const", "a", "b", Standing.ASSERTED)
    gone = change("enum-value-removed", "a", base="/oneOf/3/const")
    come = change("enum-value-added", "b", head="/oneOf")
    other = change("enum-value-removed", "a", base="/oneOfThem/enum")
    result = claim((gone, come, other), (rename,), Reading(), identify=lambda _: "x")
    assert [each.claimed_by for each in result] == ["x", "x", None, None]


def test_a_renamed_code_claims_what_the_manifest_comparison_says():
    old = {"registries": {"R": {"tiers": {"K": ["LONG_NAME", "B"]}}}}
    new = {"registries": {"R": {"tiers": {"K": ["LongName", "B"]}}}}
    rules = ManifestRules()
    changes = compare(old, new, path="m", reading=Reading(), rules=rules).changes
    renames = manifest_renames(registries(old, rules), registries(new, rules), path="m")
    result = claim(changes, renames, Reading(), identify=lambda _: "x")
    assert sorted((each.rule, each.claimed_by) for each in result) == [
        ("code-added", "x"),
        ("code-removed", "x"),
        ("code-renamed", None),
    ]


def test_every_kind_of_rename_has_a_row_in_the_catalogue():
    assert set(RULE_OF_KIND) == set(RenameKind)
    assert {rule.id for rule in RULES if rule.kind is RuleKind.CHANGE} == set(RULE_OF_KIND.values())


TYPES = ({"type": "string"}, {"type": "integer"}, {"type": ["string", "null"]}, {"enum": ["A", "B"]}, {})
NAMES = ("colour", "color", "userName", "user_name", "isHome", "home", "old_port", "new_port")


def revision(rng, names):
    properties = {
        name: {
            **rng.choice(TYPES),
            **rng.choice(({}, {"description": f"The {rng.choice(names)}."}, {"deprecated": True})),
        }
        for name in names
    }
    required = [name for name in names if rng.random() < 0.4]
    return {"type": "object", "properties": properties, "required": required}


def test_no_rename_asks_for_less_than_what_it_explains():
    rng, renamed = random.Random(4), 0
    for _ in range(150):
        old = revision(rng, rng.sample(NAMES, 3))
        new = revision(rng, rng.sample(NAMES, 3))
        for name in rng.sample(sorted(old["properties"]), 2):
            other = rng.choice(NAMES)
            new["properties"].setdefault(other, old["properties"][name])
        mode = rng.choice(("full", "backward", "forward"))
        found = compare_schemas(old, new, compatibility=mode)
        least = {change.id: LEVEL_OF_CLASS[change.class_].rank for change in found.changes}
        for change in found.changes:
            if change.claimed_by is not None:
                renamed += 1
                assert least[change.claimed_by] >= least[change.id], (old, new, mode)
        assert LEVEL_OF_CLASS[found.class_].rank == max(least.values(), default=0)
    assert renamed > 20
