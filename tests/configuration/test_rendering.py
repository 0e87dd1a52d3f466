"""A Config to the text of a govern.toml that people can read and govern reads back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govern.configuration import building, load, render_toml
from govern.configuration.toml_text import dotted, inline, pair, string
from govern.contracts import Config, Contract, SchemaFile

GOLDEN = sorted((Path(__file__).parents[2] / "fixtures" / "config").glob("*.json"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_configuration_written_and_read_is_the_same(path: Path) -> None:
    config = building.config(json.loads(path.read_text()), path="govern.toml", origin="line\nline")
    assert load(render_toml(config).encode(), path="govern.toml", origin="line\nline") == config


def test_the_text_is_commented_and_leaves_defaults_out() -> None:
    contract = Contract("order", (SchemaFile("order.json", "exact.json"),), compatibility_given=False)
    text = render_toml(Config(contracts=(contract,), origin="why it is here"))
    assert text == (
        "# The contracts of this repository, and what govern asks of a change to them.\n"
        "# Every key is described in the published schema of this file, config.schema.json.\n"
        "# why it is here\n"
        "\n"
        "schema_version = 4\n"
        "\n"
        "[contracts.order]\n"
        'schemas = [{ path = "order.json", strict = "exact.json" }]\n'
    )


@pytest.mark.parametrize(
    "text", ["plain", 'a "quote"', "a\\b", "\x00\x1f\x7f\x80", "line\nline\t", "é\u2028\U0001f600"]
)
def test_every_text_is_written_so_that_it_reads_back(text: str) -> None:
    import tomllib

    assert tomllib.loads(f"{pair(text, text)}") == {text: text}
    assert "\n" not in string(text)


def test_long_lists_get_a_line_for_each_item() -> None:
    assert pair("a", ["x"]) == 'a = ["x"]'
    assert pair("a", ["x" * 50, "y" * 50]) == f'a = [\n    "{"x" * 50}",\n    "{"y" * 50}",\n]'


def test_values_and_places_are_written_as_toml_does() -> None:
    assert inline({"a": [True, 1, "x"], "b c": {}}) == '{ a = [true, 1, "x"], "b c" = {  } }'
    assert dotted(("contracts", "a b", "versions", 0, "at")) == 'contracts."a b".versions[0].at'
