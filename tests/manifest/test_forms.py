import pytest

from govern.manifest import code_of, ordered_codes, registries, tier_of
from govern.model import ManifestRules

RULES = ManifestRules()


@pytest.mark.parametrize(
    "form",
    [
        ["A", "B"],
        [{"code": "A"}, {"name": "B"}],
        [{"id": "A"}, {"value": "B"}],
        ["A", {"code": "B"}],
        {"values": ["A", "B"]},
        {"codes": [{"code": "A"}, "B"]},
        {"values": {"A": {}, "B": None}},
        {"A": {}, "B": {}},
        {"A": None, "B": None},
    ],
)
def test_every_form_of_a_flat_registry_reads_the_same(form):
    found = registries({"registries": {"R": form}}, RULES).registry("R")
    assert found is not None
    assert [code.value for code in found.codes] == ["A", "B"]
    assert not found.ordered
    assert all(code.attributes == {} and code.tier is None for code in found.codes)


@pytest.mark.parametrize(
    "form",
    [
        {"tiers": {"Kill": ["K"], "ReduceOnly": [{"code": "R"}]}},
        {"tiers": [{"name": "Kill", "values": ["K"]}, {"name": "ReduceOnly", "codes": ["R"]}]},
        {"Kill": ["K"], "ReduceOnly": {"values": ["R"]}},
        [{"tier": "Kill", "values": ["K"]}, {"tier": "ReduceOnly", "values": ["R"]}],
        {"values": [{"code": "K", "tier": "Kill"}, {"code": "R", "tier": "ReduceOnly"}]},
        {"values": [{"code": "K", "tier": "Kill"}], "tiers": {"ReduceOnly": ["R"]}},
    ],
)
def test_every_form_of_a_registry_with_tiers_reads_the_same(form):
    manifest = registries({"registries": {"R": form}}, RULES)
    found = manifest.registry("R")
    assert found is not None
    assert found.ordered
    assert set(found.tiers) == {"Kill", "ReduceOnly"}
    assert ordered_codes(manifest, "R") == ("K", "R")
    assert (tier_of(manifest, "R", "K"), tier_of(manifest, "R", "R")) == ("Kill", "ReduceOnly")


def test_pointers_lead_to_the_entries():
    manifest = registries({"registries": {"a/b": {"tiers": {"K": [{"code": "X"}]}}, "M": {"Y": {}}}}, RULES)
    assert [(code.value, code.pointer) for each in manifest.registries for code in each.codes] == [
        ("X", "/registries/a~1b/tiers/K/0"),
        ("Y", "/registries/M/Y"),
    ]
    assert [each.pointer for each in manifest.registries] == ["/registries/a~1b/tiers", "/registries/M"]


def test_registries_stand_at_the_top_level_too():
    manifest = registries(
        {"contract_version": "5.2", "TradingMode": ["Active"], "ordering": {"TradingMode": ["Active"]}}, RULES
    )
    assert [each.name for each in manifest.registries] == ["TradingMode"]
    assert [each.pointer for each in manifest.versions] == ["/contract_version"]
    assert [each.pointer for each in manifest.sections] == ["/ordering"]


def test_beside_marked_registries_only_unmistakable_forms_are_registries():
    manifest = registries({"registries": {"A": ["x"]}, "B": {"values": ["y"]}, "owners": ["me"]}, RULES)
    assert [each.name for each in manifest.registries] == ["A", "B"]
    assert [each.pointer for each in manifest.sections] == ["/owners"]


def test_what_else_a_registry_says_is_a_section_and_not_dropped():
    manifest = registries({"registries": {"R": {"values": ["A"], "scope": "x"}}}, RULES)
    assert [(each.pointer, each.value) for each in manifest.sections] == [("/registries/R/scope", "x")]


def test_order_means_precedence_where_the_configuration_says_so():
    document = {"registries": {"R": ["A"], "T": {"tiers": {"K": ["B"]}}}}
    found = registries(document, ManifestRules(ordered=("R",)))
    assert [(each.name, each.ordered) for each in found.registries] == [("R", True), ("T", False)]


def test_the_life_of_a_code_is_read_out_of_its_attributes():
    entry = {
        "code": "A",
        "deprecated": {"reason": "renamed", "renamed_to": "B"},
        "renamed_from": "Z",
        "aliases": ["Y"],
        "latched": True,
    }
    code = code_of(registries({"registries": {"R": [entry, "B"]}}, RULES), "R", "A")
    assert code is not None
    assert (code.deprecated, code.renamed_to, code.renamed_from, code.aliases) == (True, "B", ("Z",), ("Y",))
    assert dict(code.attributes) == {"latched": True}


def test_fields_of_life_in_an_odd_form_stay_attributes():
    entry = {"code": "A", "aliases": 5, "renamed_to": ["B", "C"], "tier": 3}
    code = code_of(registries({"registries": {"R": [entry]}}, RULES), "R", "A")
    assert code is not None
    assert dict(code.attributes) == {"aliases": 5, "renamed_to": ["B", "C"], "tier": 3}
    assert not code.deprecated


def test_an_alias_is_registered_in_the_tier_of_its_code():
    manifest = registries({"registries": {"R": {"tiers": {"K": [{"code": "A", "aliases": ["OLD"]}]}}}}, RULES)
    assert tier_of(manifest, "R", "OLD") == "K"
    assert code_of(manifest, "R", "NONE") is None
    assert ordered_codes(manifest, "NONE") is None


@pytest.mark.parametrize(
    "odd",
    [
        None,
        5,
        "text",
        [],
        [None],
        {},
        {"registries": 5},
        {"registries": {"R": 5}},
        {"registries": {"R": [{"display": "no identity"}]}},
        {"registries": {"R": ["A", 1.5]}},
        {"registries": {"R": {"tiers": {"K": 5}}}},
        {"registries": {"R": {"tiers": {"K": {"tiers": {"L": ["A"]}}}}}},
        {"registries": {"R": {"values": [[["A"]]]}}},
        {"registries": [["A"], 5]},
        {"registries": {"R": {"values": ["A"], "tiers": [5]}}},
    ],
)
def test_what_is_not_recognised_is_a_section(odd):
    manifest = registries(odd, RULES)
    assert manifest.registries == () or all(not each.codes for each in manifest.registries)
    kept = [each.value for each in manifest.sections] or [each.pointer for each in manifest.registries]
    assert kept or odd == {}
