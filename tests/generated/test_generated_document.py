"""The document of generated parts: every example in it is what the generator writes."""

import re

import pytest
from making import TEXT, made

from govern.generated import renewed
from govern.generated.words import WORDS
from govern.rules.generated import RULES

EXAMPLES = re.findall(r"^```(text|py|ts|rs) (.+)\n((?:.*\n)*?)```$", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("kind", "mark", "wanted"), EXAMPLES)
def test_an_example_is_what_is_written(kind, mark, wanted):
    path = {"text": "a.md"}.get(kind, f"a.{kind}")
    open_, close = {"a.md": ("<!-- ", " -->"), "a.py": ("# ", "")}.get(path, ("// ", ""))
    text = f"{open_}govern:begin {mark}{close}\n{open_}govern:end{close}\n"
    new = renewed(made({path: text})).texts[path]
    assert new.split("\n", 1)[1].rpartition(f"{open_}govern:end")[0].strip("\n") == wanted.strip("\n")


def test_there_is_an_example_of_every_language_and_of_prose():
    assert {kind for kind, _, _ in EXAMPLES} == {"text", "py", "ts", "rs"}


@pytest.mark.parametrize("word", WORDS)
def test_every_word_and_option_is_explained(word):
    (row,) = re.findall(rf"^\| `{word}` \| (.*?) \|", TEXT, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", row)) == set(WORDS[word].options)


def test_every_rule_of_drift_is_explained():
    assert {rule.id for rule in RULES if f"| `{rule.id}` |" not in TEXT} == set()
