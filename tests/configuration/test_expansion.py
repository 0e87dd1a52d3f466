"""Templates and globs to contracts, for lists of paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.configuration import expand, idle_templates, load
from govern.contracts import Config, Contract, SchemaFile
from govern.errors import ConfigurationError


def loaded(text: str) -> Config:
    return load(text.encode(), path="govern.toml", origin="a test")


def expanded(text: str, *paths: str) -> dict[str, Contract]:
    return {each.name: each for each in expand(loaded(text), paths)}


TEMPLATE = """
[contracts."{name}"]
schemas = ["src/{name}.json"]
fixtures = ["test/{name}/**"]
rejects = ["bad/{name}/*.json"]
docs = ["docs/{name}.md"]
drills = "drills/{name}.md"
changelog = "changelogs/{name}"
manifest = "codes/{name}.json"
entry_points = ["/$defs/{name}"]
versions = [{ at = ["src/{name}.json#/$defs/{name}/const", "test/{name}/*#/v"], covers = "src/{name}.json" }]
codes = [{ field = "/{name}", registry = "{name}Codes", tier = "/{name}/tier" }]
"""


def test_a_template_is_filled_for_every_name_in_every_text() -> None:
    (contract,) = expanded(TEMPLATE, "src/a.json", "codes/a.json").values()
    assert contract.template == "{name}"
    assert contract.schemas == (SchemaFile("src/a.json"),)
    assert (contract.fixtures, contract.rejects) == (("test/a/**",), ("bad/a/*.json",))
    assert (contract.docs, contract.drills) == (("docs/a.md",), ("drills/a.md",))
    assert (contract.changelog, contract.manifest) == ("changelogs/a", "codes/a.json")
    assert contract.entry_points == ("/$defs/a",)
    assert contract.versions is not None
    assert contract.versions[0].at == ("src/a.json#/$defs/a/const", "test/a/*#/v")
    assert contract.versions[0].covers == ("src/a.json",)
    assert [(each.field, each.registry, each.tier) for each in contract.codes] == [
        ("/a", "aCodes", "/a/tier")
    ]
    assert "{name}" not in repr(contract).replace("template='{name}'", "")


def test_a_name_comes_from_schemas_and_manifests_and_from_nothing_else() -> None:
    found = expanded(TEMPLATE, "src/a.json", "codes/b.json", "test/c/1.json", "src/x/d.json", "src/.json")
    assert sorted(found) == ["a", "b"]
    assert (found["a"].manifest, found["b"].schemas) == (None, ())


def test_names_with_special_characters_stay_themselves() -> None:
    found = expanded(TEMPLATE, "src/a[1].json", "src/b~c.json", "src/é x.json")
    assert sorted(found) == ["a[1]", "b~c", "é x"]
    assert found["a[1]"].schemas == (SchemaFile("src/a[1].json"),)
    assert found["a[1]"].fixtures == ("test/a[[]1]/**",)
    assert found["a[1]"].changelog == "changelogs/a[1]"
    assert found["b~c"].codes[0].field == "/b~0c"
    assert found["b~c"].versions is not None
    assert found["b~c"].versions[0].at[0] == "src/b~c.json#/$defs/b~0c/const"


@pytest.mark.parametrize(
    ("pattern", "paths", "names"),
    [
        ("x/{name}.schema.json", ["x/a.schema.json", "x/b.json"], ["a"]),
        ("x/{name}.json", ["x/a.schema.json", "x/b.jsonx"], ["a.schema"]),
        ("x-{name}/s.json", ["x-a/s.json", "x-/s.json", "xa/s.json"], ["a"]),
        ("{name}/{name}.json", ["a/a.json", "a/b.json"], ["a"]),
        ("**/{name}.json", ["a.json", "x/y/b.json"], ["a", "b"]),
        ("x/*/{name}.json", ["x/a.json", "x/y/b.json", "x/y/z/c.json"], ["b"]),
        ("{name}/**", ["a/b/c", "d"], ["a"]),
        ("{name}/[ab].json", ["x/a.json", "y/c.json"], ["x"]),
    ],
)
def test_the_placeholder_stands_for_part_of_one_segment(
    pattern: str, paths: list[str], names: list[str]
) -> None:
    found = expand(loaded(f"[contracts.'{{name}}']\nschemas = ['{pattern}']"), paths)
    assert [each.name for each in found] == names


def test_a_contract_of_the_same_name_wins_over_the_template() -> None:
    own = "[contracts.a]\nschemas = ['other/a.json']\n"
    found = expanded(own + TEMPLATE, "src/a.json", "src/b.json")
    assert (found["a"].schemas, found["a"].template) == ((SchemaFile("other/a.json"),), None)
    assert found["b"].template == "{name}"


def test_a_contract_that_names_the_file_takes_it_from_the_template() -> None:
    own = "[contracts.own]\nschemas = ['src/a.json']\n"
    template = "[contracts.'{name}']\nschemas = ['src/{name}.json']\n"
    assert sorted(expanded(own + template, "src/a.json", "src/b.json")) == ["b", "own"]


def test_a_template_takes_files_out_with_a_leading_exclamation_mark() -> None:
    text = "[contracts.'{name}']\nschemas = ['s/{name}.json', '!s/*_exact.json']"
    assert sorted(expanded(text, "s/a.json", "s/a_exact.json")) == ["a"]


def test_a_strict_twin_of_a_template_stands_where_it_exists() -> None:
    text = "[contracts.'{name}']\nschemas = [{ path = 's/{name}.json', strict = 's/exact/{name}.json' }]"
    found = expanded(text, "s/a.json", "s/b.json", "s/exact/a.json")
    assert found["a"].schemas == (SchemaFile("s/a.json", "s/exact/a.json"),)
    assert found["b"].schemas == (SchemaFile("s/b.json"),)


def test_globs_among_schemas_become_the_files_they_select_in_order() -> None:
    text = "[contracts.x]\nschemas = ['s/*.json', '!s/c.json', 'z/absent.json']"
    (contract,) = expanded(text, "s/b.json", "s/a.json", "s/c.json", "s/x/d.json").values()
    assert [each.path for each in contract.schemas] == ["s/a.json", "s/b.json", "z/absent.json"]


def test_a_glob_does_not_take_the_strict_twin_of_a_schema_for_a_schema() -> None:
    text = "[contracts.x]\nschemas = [{ path = 's/a.json', strict = 's/a_exact.json' }, 's/*.json']"
    (contract,) = expanded(text, "s/a.json", "s/a_exact.json", "s/b.json").values()
    assert contract.schemas == (SchemaFile("s/a.json", "s/a_exact.json"), SchemaFile("s/b.json"))


def test_what_is_named_in_full_stays_where_the_file_is_gone_so_that_removal_is_seen() -> None:
    text = "[contracts.x]\nschemas = ['a.json']\nmanifest = 'm.json'"
    (contract,) = expanded(text).values()
    assert (contract.schemas, contract.manifest) == ((SchemaFile("a.json"),), "m.json")


def test_a_version_in_a_templates_own_glob_stands_in_the_file_it_matched() -> None:
    text = (
        "[contracts.'{name}']\nschemas = ['r/**/{name}.json']\n"
        "versions = [{ at = ['r/**/{name}.json#/$id', 'f/{name}/*#/v'] }]"
    )
    found = expanded(text, "r/x/a.json", "r/b.json", "r/y/b.json")
    assert [version.at for version in found["a"].versions or ()] == [("r/x/a.json#/$id", "f/a/*#/v")]
    assert [version.at for version in found["b"].versions or ()] == [
        ("r/b.json#/$id", "r/y/b.json#/$id", "f/b/*#/v")
    ]


def test_two_templates_that_make_one_name_are_a_mistake() -> None:
    text = (
        "[contracts.'{name}']\nschemas = 'a/{name}.json'\n[contracts.'x-{name}']\nschemas = 'b/{name}.json'"
    )
    with pytest.raises(ConfigurationError) as caught:
        expanded(text, "a/x-1.json", "b/1.json")
    assert [problem.rule for problem in caught.value.problems] == ["config-duplicate"]
    assert sorted(expanded(text, "a/x-1.json", "b/2.json")) == ["x-1", "x-2"]


def test_a_template_that_nothing_fills_is_named() -> None:
    config = loaded(TEMPLATE + "[contracts.'y-{name}']\nschemas = ['y/{name}.json']")
    assert idle_templates(config, ["src/a.json"]) == ("y-{name}",)
    assert idle_templates(config, ["src/a.json", "y/a.json"]) == ()


def test_contracts_are_sorted_whatever_the_order_of_paths() -> None:
    paths = ["src/b.json", "src/a.json", "src/c.json"]
    config = loaded(TEMPLATE)
    assert [each.name for each in expand(config, paths)] == ["a", "b", "c"]
    assert expand(config, paths) == expand(config, reversed(paths))


def test_one_template_stands_for_hundreds_of_contracts() -> None:
    paths = [f"src/{i}.json" for i in range(500)] + [f"test/{i % 500}/{i}.json" for i in range(1500)]
    assert len(expand(loaded(TEMPLATE), paths)) == 500


@pytest.mark.parametrize("name", ["schemastore", "openlineage"])
def test_the_configurations_of_the_public_histories_are_good(name: str) -> None:
    path = Path(__file__).parents[1] / "corpora" / f"{name}.toml"
    config = load(path.read_bytes(), path=path.name, origin="a test")
    paths = ["src/schemas/json/a.json", "spec/facets/AFacet.json", "spec/registry/x/facets/BFacet.json"]
    found = {each.name: each.reading.compatibility.value for each in expand(config, paths)}
    expected = {
        "schemastore": {"a": "backward"},
        "openlineage": {"AFacet": "backward", "BFacet": "backward", "OpenLineage": "backward"},
    }
    assert found == expected[name]
