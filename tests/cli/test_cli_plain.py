"""The plain form of `govern validate` says what the whole command line says of the same arguments."""

from __future__ import annotations

from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.cli.application import application
from govern.cli.judging import Wish
from govern.cli.plain import plain

COMMAND: Any = typer.main.get_command(application(["validate"]))
WORDS = (
    *(
        "--contract",
        "--schema",
        "--manifest",
        "--format",
        "-f",
        "--file",
        "--strict",
        "--quiet",
        "-q",
        "--lines",
    ),
    *(
        "a.json",
        "*.json",
        "-",
        "status",
        "text",
        "",
        "--",
        "--help",
        "-qf",
        "--contract=x",
        "--url",
        "-x",
        "a b",
    ),
)


def parsed(arguments: list[str]) -> Wish:
    """What typer makes of the arguments."""
    found = COMMAND.commands["validate"].make_context("validate", list(arguments)).params
    names, files = (tuple(found.pop(each) or ()) for each in ("names", "file"))
    return Wish(names, files, **found)


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=7))
def test_what_is_plain_is_read_the_same(arguments: list[str]) -> None:
    found = plain(["validate", *arguments])
    if found is not None:
        assert found == parsed(arguments)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("", Wish()),
        ("a.json b.json", Wish(("a.json", "b.json"))),
        (
            "--contract status --strict --file a.json b.json --file c.json",
            Wish(("b.json",), ("a.json", "c.json"), contract="status", strict=True),
        ),
        (
            "--schema S --manifest M -q -f json - --lines",
            Wish(("-",), schema="S", manifest="M", quiet=True, format_="json", lines=True),
        ),
    ],
)
def test_plain_arguments_are_read_without_the_command_line(words: str, wish: Wish) -> None:
    assert plain(["validate", *words.split()]) == wish


@pytest.mark.parametrize(
    "words",
    [
        *("", "check", "--version", "validate --help", "validate --contrac x", "validate --contract=x a"),
        *(
            "validate --contract",
            "validate --file -",
            "validate a -- b",
            "validate -qf json",
            "validate --url x",
        ),
        *("validate --contract a --contract b", "validate --samples 3"),
    ],
)
def test_whatever_else_there_is_is_left_to_it(words: str) -> None:
    assert plain(words.split()) is None
