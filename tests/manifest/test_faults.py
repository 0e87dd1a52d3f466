import pytest

from govern.manifest import findings, registries
from govern.model import ManifestRules
from govern.rules.manifests import RULES


def found(registry):
    manifest = registries({"registries": {"R": registry}}, ManifestRules())
    return [each.rule for each in findings(manifest, path="m.json")]


@pytest.mark.parametrize(
    ("registry", "expected"),
    [
        (["A", "B"], []),
        (["A", "A"], ["code-duplicate"]),
        ({"tiers": {"K": ["A"], "R": ["B"]}}, []),
        ({"tiers": {"K": ["A"], "R": ["A"]}}, ["code-in-two-tiers"]),
        ([{"code": "A", "renamed_to": "B"}, "B"], []),
        ([{"code": "A", "renamed_to": "C"}, "B"], ["code-alias-unknown"]),
        ([{"code": "A", "renamed_to": "B"}, {"code": "B", "renamed_to": "C"}, "C"], []),
        ([{"code": "A", "renamed_to": "B"}, {"code": "B", "renamed_to": "A"}], ["code-alias-cycle"]),
        ([{"code": "A", "renamed_to": "A"}], ["code-alias-cycle"]),
        ([{"code": "B", "renamed_from": "A"}, {"code": "A", "deprecated": True}], []),
        ([{"code": "B", "renamed_from": "A"}, "A"], ["code-rename-wrong"]),
        ([{"code": "B", "aliases": ["A"]}, "A"], ["code-rename-wrong"]),
        (["KILL", "KILLS"], []),
        (["KILL", "Kill"], ["code-lookalike"]),
        (["KILL", "\u041aILL"], ["code-lookalike", "code-not-ascii"]),
        (["A\u03bf", "Ao"], ["code-not-ascii", "code-lookalike"]),
        (["stra\u00dfe"], ["code-not-ascii"]),
        (["A\u202eB"], ["bidi-control"]),
        (["A\nB"], ["bidi-control"]),
        (["A\u200bB", "AB"], ["bidi-control", "code-lookalike"]),
        ([], []),
    ],
)
def test_each_fault_is_found_and_its_near_miss_is_not(registry, expected):
    assert sorted(found(registry)) == sorted(expected)


def test_one_code_in_two_registries_is_no_duplicate():
    manifest = registries({"registries": {"R": ["A"], "S": ["A"]}}, ManifestRules())
    assert findings(manifest) == ()


def test_a_finding_says_where_and_what_to_do():
    manifest = registries({"registries": {"R": ["A", "A"]}}, ManifestRules())
    (finding,) = findings(manifest, path="m.json")
    assert finding.place is not None
    assert (finding.path, finding.place.pointer) == ("m.json", "/registries/R/1")
    assert "`A`" in finding.message
    assert finding.remedy


def test_the_catalogue_has_each_rule_once_and_mirrors_that_exist():
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert all(rule.mirror.startswith("none: ") or rule.mirror in ids for rule in RULES if rule.mirror)
