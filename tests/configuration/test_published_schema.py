"""The published schema, real validators and govern's own checks agree on every configuration."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.configuration import load
from govern.configuration.forms import FORMS
from govern.configuration.loading import check
from govern.configuration.shape import KEYWORDS, SHAPE_RULES, mistakes
from govern.errors import GovernError
from govern.publication import published
from govern.rules.configuration import RULES

ROOT = Path(__file__).parents[2]
ACCEPTED = sorted((ROOT / "fixtures" / "config").glob("*.json"))
REJECTED = sorted((ROOT / "fixtures" / "config" / "rejected").glob("*.json"))
ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description", "default", "examples", "x-version"}

SCHEMA: Any = published("config")
EXACT = jsonschema_rs.validator_for(SCHEMA)
PLAIN = jsonschema.Draft202012Validator(SCHEMA)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _schemas(node: Any, name: str = "#") -> list[tuple[str, dict[str, Any]]]:
    """Every subschema with a name for messages."""
    found = [(name, node)]
    for key in ("properties", "$defs"):
        for inner, each in node.get(key, {}).items():
            found += _schemas(each, f"{name}/{inner}")
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(node.get(key), dict):
            found += _schemas(node[key], f"{name}/{key}")
    for position, each in enumerate(node.get("anyOf", [])):
        found += _schemas(each, f"{name}/{position}")
    return found


def test_the_schema_keeps_its_metaschema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_file_may_be_written_for_any_version_up_to_this_one() -> None:
    assert SCHEMA["properties"]["schema_version"]["minimum"] == 1
    assert SCHEMA["properties"]["schema_version"]["maximum"] == SCHEMA["x-version"]


def test_the_schema_uses_only_keywords_that_govern_applies() -> None:
    used = {key for _, node in _schemas(SCHEMA) for key in node}
    assert used - ANNOTATIONS == KEYWORDS


def test_every_object_is_closed_and_every_key_is_described_with_an_example() -> None:
    for name, node in _schemas(SCHEMA):
        if "properties" in node:
            assert node["additionalProperties"] is False, name
        for key, each in node.get("properties", {}).items():
            resolved = {**SCHEMA["$defs"].get(each.get("$ref", "").rpartition("/")[2], {}), **each}
            assert resolved["description"].endswith("."), f"{name}/{key}"
            assert resolved["examples"], f"{name}/{key}"


def test_every_example_is_accepted_where_it_stands() -> None:
    for name, node in _schemas(SCHEMA):
        validator = jsonschema_rs.validator_for({**node, "$defs": SCHEMA["$defs"]})
        for example in node.get("examples", []):
            assert validator.is_valid(example), (name, example)


def test_every_form_belongs_to_a_definition() -> None:
    assert set(FORMS) <= set(SCHEMA["$defs"])


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_a_golden_configuration_is_accepted_by_everyone(path: Path) -> None:
    document = _read(path)
    assert (EXACT.is_valid(document), PLAIN.is_valid(document), check(document)) == (True, True, ())


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_a_configuration_kept_to_be_refused_is_refused_by_everyone(path: Path) -> None:
    document = _read(path)
    assert (EXACT.is_valid(document), PLAIN.is_valid(document)) == (False, False)
    assert {each.rule for each in check(document)} <= SHAPE_RULES
    assert check(document)


def test_the_golden_configurations_use_every_key() -> None:
    seen: set[str] = set()

    def keys(value: Any) -> None:
        if isinstance(value, dict):
            seen.update(value)
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            keys(each)

    for path in ACCEPTED:
        keys(_read(path))
    known = {key for _, node in _schemas(SCHEMA) for key in node.get("properties", {})}
    assert known - seen == {"undecided", "rename", "editorial"}


_ODD = st.sampled_from(
    [None, True, False, 0, 1, -1, 200, 201, "", "x", "full", "a\n", "/a", [], [1], ["a"], {}]
)
_GOLDEN = [_read(path) for path in ACCEPTED]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in steps:
        found += _places(each, (*path, step))
    return found


@st.composite
def _damaged(draw: st.DrawFn) -> Any:
    """A golden configuration with one to three places replaced, removed or added."""
    document = json.loads(json.dumps(draw(st.sampled_from(_GOLDEN))))
    for _ in range(draw(st.integers(1, 3))):
        places = [place for place in _places(document) if place]
        if not places:
            return document
        *above, last = draw(st.sampled_from(places))
        holder = document
        for step in above:
            holder = holder[step]
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                holder[last] = deepcopy(draw(_ODD))
            case "remove":
                del holder[last]
            case _:
                if isinstance(holder, dict):
                    holder[draw(st.sampled_from(["at", "needed", "zero", "a b", "nothing"]))] = deepcopy(
                        draw(_ODD)
                    )
                else:
                    holder.append(deepcopy(draw(_ODD)))
    return document


@settings(max_examples=400, deadline=None)
@given(_damaged())
def test_govern_and_a_validator_refuse_the_same_configurations(document: Any) -> None:
    own = [each for each in mistakes(SCHEMA, document) if each.rule in SHAPE_RULES]
    assert EXACT.is_valid(document) is (own == [])
    check(document)


@settings(max_examples=200, deadline=None)
@given(_damaged())
def test_whatever_has_no_mistake_can_be_written_and_read(document: Any) -> None:
    from govern.configuration import building, render_toml

    if check(document):
        return
    config = building.config(document, path="govern.toml", origin="a test")
    assert load(render_toml(config).encode(), path="govern.toml", origin="a test") == config


def test_a_published_schema_that_is_not_there_is_named() -> None:
    with pytest.raises(GovernError) as caught:
        published("absent")
    assert caught.value.problems[0].rule == "published-schema-missing"


def test_each_call_gives_a_fresh_value() -> None:
    published("config").clear()
    assert published("config") == SCHEMA


def test_the_rules_have_names_of_their_own_and_say_what_to_do() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.summary.endswith(".") and rule.remedy.endswith(".") and rule.why for rule in RULES)
