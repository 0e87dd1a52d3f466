"""What a change of configuration no longer asks for, and what else it changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.configuration import building, load, tightened, weakened
from govern.configuration.loading import check
from govern.contracts import Config
from govern.model import TEXT_ATTRIBUTES

PATHS = ("a.json", "b.json", "f/1.json", "f/2.json", "f/x/3.json", "s/a.json", "s/b.json", "m.json", "w.yml")


def loaded(text: str) -> Config:
    return load(text.encode(), path="govern.toml", origin="a test")


C = "[contracts.c]\nschemas = ['a.json', 'b.json']\nmanifest = 'm.json'\n"
A = "[approvals]\n"
FREEZE = (
    "[[approvals.freeze]]\nfrom = 2026-12-20T00:00:00Z\nuntil = 2026-12-27T00:00:00Z\nreason = 'holidays'\n"
)
V = "[[contracts.c.versions]]\nat = ['m.json#/v', 'a.json#/v']\n"

WEAKER = [
    # before, after, words of the sentence
    (C, "", 'contract "c" is dropped'),
    (C, "[contracts.c]\nschemas = 'a.json'\nmanifest = 'm.json'", "no longer covered: b.json"),
    (C, "[contracts.c]\nschemas = ['a.json', 'b.json']", '`manifest` was "m.json", is now not set'),
    (C, C.replace("'b.json'", "'b.json', '!a.json'"), "no longer covered: a.json"),
    (C + "compatibility = 'full'", C + "compatibility = 'backward'", 'was "full", is now "backward"'),
    (C + "compatibility = 'full'", C + "compatibility = 'forward'", "`compatibility`"),
    (C + "compatibility = 'forward'", C + "compatibility = 'none'", "`compatibility`"),
    (C + "compatibility = 'full_transitive'", C + "compatibility = 'full'", "`compatibility`"),
    (C + "content = 'literal'", C, "`content`"),
    (C + "growth = 'breaking'", C, "`growth`"),
    (C, C + "withdrawn = 'note'", "`withdrawn`"),
    (C + "default_changed = 'breaking'", C, "`default_changed`"),
    (C + "format = 'asserted'", C, "`format`"),
    (C + "fixtures = 'f/*.json'", C, "no longer covered: f/1.json, f/2.json"),
    (C + "fixtures = 'f/**'", C + "fixtures = 'f/*'", "no longer covered: f/x/3.json"),
    (C + "fixtures = 'g/*'", C, "`fixtures`"),
    (C + "fixtures = 'f/*'", C + "fixtures = ['f/*', '!f/9']", "`fixtures`"),
    (C + "rejects = 'f/x/*'", C, "`rejects`"),
    (C + "docs = 'd/*.md'", C, "`docs`"),
    (C + "drills = 'd.md'", C, "`drills`"),
    (C + "generated = 'code/*.py'", C, "`generated`"),
    (C + "drill = { volatile = '/a' }", C + "drill = { volatile = ['/a', '/b'] }", "`drill.volatile`"),
    (C + "drill = { evidence = 'e' }", C + "drill = { evidence = 'e', volatile = '/a' }", "`drill.volatile`"),
    (C + "drill = { evidence = 'e' }", C, "`drill.evidence`"),
    (C + "changelog = 'log'", C, "`changelog`"),
    (C + "entry_points = ['/$defs/A', '/$defs/B']", C + "entry_points = ['/$defs/A']", "`entry_points`"),
    (C + V, C + "versions = []", "version field at m.json#/v is dropped"),
    (C + V, C + V.replace(", 'a.json#/v'", ""), "`at`"),
    (C + V + "covers = ['a.json', 'b.json']", C + V + "covers = ['a.json']", "`covers`"),
    (C + V, C + V + "covers = ['a.json']", "`covers`"),
    (C + V + "covers = 'a.json'", C + V + "covers = ['a.json', '!a.json#/x']", "`covers`"),
    (C + V + "exact = true", C + V, "`exact`"),
    (C + V + "immutable = true", C + V, "`immutable`"),
    (C + V, C + V + "released_by = 'v*'", "`released_by`"),
    (C + V + "zero = 'strict'", C + V, "`zero`"),
    (C + V, C + V + "zero = 'anything'", "`zero`"),
    (C + "codes = [{ field = '/a', registry = 'A' }]", C, "codes of A at /a: no longer bound"),
    (
        C + "codes = [{ field = '/a', registry = 'A', tier = '/t' }]",
        C + "codes = [{ field = '/a', registry = 'A' }]",
        "`tier`",
    ),
    (
        C + "codes = [{ field = '/a', registry = 'A', ordered = true }]",
        C + "codes = [{ field = '/a', registry = 'A' }]",
        "`ordered`",
    ),
    (C, C + f"manifest_rules.text = {[*TEXT_ATTRIBUTES, 'latched']}", "`manifest_rules.text`"),
    (C, C + "manifest_rules.text_sections = ['x']", "`manifest_rules.text_sections`"),
    (
        C + "manifest_rules.ordered = ['A', 'B']",
        C + "manifest_rules.ordered = ['A']",
        "`manifest_rules.ordered`",
    ),
    (C, C + "approvals.breaking.needed = 1", "`approvals.breaking`"),
    (
        C + "approvals.breaking = { needed = 2, roles = 'owner' }",
        C + "approvals.breaking = { needed = 2, roles = ['owner', 'anyone'] }",
        "`approvals.breaking`",
    ),
    (C + "approvals.breaking = { needed = 2, roles = 'owner' }", C, "`approvals.breaking`"),
    (
        "[contracts.c]\nschemas = { path = 'a.json', strict = 'b.json' }".replace("{", "[{").replace(
            "}", "}]"
        ),
        "[contracts.c]\nschemas = 'a.json'",
        "`strict twin of a.json`",
    ),
    ("", "self_change = 'note'", "`self_change`"),
    (A, "", "approvals are verified no more"),
    (A, A + "max_days = 15", "`approvals.max_days`"),
    (A + "repository = 'host/a/b'", A, "`approvals.repository`"),
    (A + "code_owners = true", A, "`approvals.code_owners`"),
    (A + "roles.o = ['ann']", A + "roles.o = ['ann', 'bob']", "`approvals.roles.o`"),
    (A + "roles.o = ['ann']", A, "`approvals.roles.o`"),
    (A + "policy.needed = 3", A, "`approvals.policy`"),
    (A + FREEZE, A, "the freeze from 2026-12-20T00:00:00Z"),
    ("", "exceptions_from_head = true", "`exceptions_from_head`"),
    ("", "non_ascii_paths = true", "`non_ascii_paths`"),
    ("", "limits.max_bytes = 6000000", "`limits.max_bytes`"),
    ("", "limits.max_depth = 65", "`limits.max_depth`"),
    ("protected = ['w.yml']", "", "no longer covered: w.yml"),
    ("resources.'https://e.x/a' = 'a.json'", "", '`resources."https://e.x/a"`'),
    ("[contracts.'{name}']\nschemas = 's/{name}.json'", "", 'contract "{name}" is dropped'),
    (
        "[contracts.'{name}']\nschemas = 's/{name}.json'",
        "[contracts.'{name}']\nschemas = 's/{name}.json'\n[contracts.z]\nschemas='s/a.json'"
        "\ncompatibility = 'none'",
        'contract "a": `compatibility`',
    ),
    (
        "[contracts.'{name}']\nschemas = 's/{name}.json'",
        "[contracts.a]\nschemas = 's/a.json'",
        'contract "b" is governed no more',
    ),
]
"""The way back weakens nothing."""

UNORDERED = [
    # before, after, words of the sentence
    (C, C.replace("m.json", "n.json"), 'is now "n.json"'),
    (A + "signers = 'a'", A + "signers = 'b'", "`approvals.signers`"),
    (A, A + "ledger = 'a'", "`approvals.ledger`"),
    (A, A + "people.ann = 'github:ann'", "`approvals.people.ann`"),
    (A + "code_owners = true", A + "code_owners = 'OWNERS'", "`approvals.code_owners`"),
    (A + FREEZE, A + FREEZE.replace("12-27", "12-26"), "freeze"),
    (C + "compatibility = 'backward'", C + "compatibility = 'forward'", "`compatibility`"),
    (C + "draft = '7'", C + "draft = '4'", "`draft`"),
    (C + "fixtures = ['!f/9', 'f/*']", C + "fixtures = ['f/*', '!f/9']", "`fixtures`"),
    (C + V, C, "`versions`"),
    (C, C + V, "found by their form"),
    (C + V + "scheme = 'semver'", C + V + "scheme = 'calver'", "`scheme`"),
    (C, C + "manifest_rules.ordered = []", "`manifest_rules.ordered`"),
    ("resources.'https://e.x/a' = 'a.json'", "resources.'https://e.x/a' = 'b.json'", "is now"),
    (
        "[contracts.'{name}']\nschemas = 's/{name}.json'",
        "[contracts.'{name}']\nschemas = 's/{name}.json'\n[contracts.a]\nschemas = 'b.json'",
        'contract "a": `schemas`',
    ),
]
"""Which of the two asks for more cannot be known from them: both ways are told."""


@pytest.mark.parametrize(("before", "after", "words"), WEAKER + UNORDERED)
def test_each_weakening_is_named(before: str, after: str, words: str) -> None:
    found = weakened(loaded(before), loaded(after), PATHS)
    assert any(words in sentence for sentence in found), found


@pytest.mark.parametrize(("before", "after", "words"), WEAKER)
def test_the_way_back_is_no_weakening_and_is_told(before: str, after: str, words: str) -> None:
    assert weakened(loaded(after), loaded(before), PATHS) == ()
    assert tightened(loaded(after), loaded(before))


@pytest.mark.parametrize(("before", "after", "words"), UNORDERED)
def test_where_nobody_can_tell_the_way_back_is_a_weakening_too(before: str, after: str, words: str) -> None:
    assert weakened(loaded(after), loaded(before), PATHS)


UNCHANGED_OR_STRICTER = [
    ("", C),
    ("", A),
    (A, A + "max_days = 13"),
    (A, A + "code_owners = true"),
    (A, A + "roles.o = ['ann', 'bob']\npolicy = { needed = 2, roles = 'o' }"),
    (A, A + FREEZE),
    (C, C + "fixtures = 'f/*'"),
    (C, C + "generated = 'code/*.py'"),
    (C, C + "drill = { evidence = 'e', volatile = '/a' }"),
    (C + "drill = { volatile = ['/a', '/b'] }", C + "drill = { volatile = '/a' }"),
    (C, C + "view = { headline = '/mode' }"),
    (C + "view = { headline = '/mode' }", C),
    (C + "fixtures = ['f/1.json', 'f/2.json']", C + "fixtures = ['f/*']"),
    (C + "fixtures = 'f/x/*.json'", C + "fixtures = 'f/**'"),
    (C + "fixtures = ['f/*', '!f/2.json']", C + "fixtures = ['f/*']"),
    (C + "compatibility = 'none'", C + "compatibility = 'full'"),
    (C + "compatibility = 'backward'", C + "compatibility = 'full_transitive'"),
    (C, C + "draft = '2020-12'"),
    (C, C + "approvals.breaking = { needed = 2, roles = 'owner' }"),
    (C, C + "approvals.additive.needed = 2"),
    (C + V, C + V + "exact = true\nimmutable = true\nzero = 'strict'\nscheme = 'semver'"),
    (C + V, C + V.replace("'a.json#/v'", "'a.json#/v', 'b.json#/v'")),
    (C + V, C + V + V.replace("#/v", "#/w")),
    (C + V + "covers = ['a.json']", C + V),
    (C + V + "released_by = 'v*'", C + V + "released_by = 'merge'"),
    (C, C.replace("contracts.c", "contracts.renamed")),
    (C, C + "[contracts.d]\nschemas = 's/*.json'"),
    ("[contracts.a]\nschemas = 's/a.json'", "[contracts.'{name}']\nschemas = 's/{name}.json'"),
    ("limits.max_bytes = 10", "limits.max_bytes = 9"),
    ("", "resources.'https://e.x/a' = 'a.json'"),
    ("", "protected = ['w.yml']"),
    ("", f"[[exceptions]]\nfinding = '{'0' * 64}'\nreason = 'r'\nowner = 'o'\nexpires = 2026-12-31"),
]


@pytest.mark.parametrize(("before", "after"), UNCHANGED_OR_STRICTER)
def test_what_is_added_or_tightened_weakens_nothing_and_is_told(before: str, after: str) -> None:
    assert weakened(loaded(before), loaded(after), PATHS) == ()
    assert tightened(loaded(before), loaded(after))


def test_long_lists_of_lost_files_are_counted() -> None:
    paths = [f"f/{i}.json" for i in range(9)]
    (sentence,) = weakened(loaded(C + "fixtures = 'f/*'"), loaded(C), paths)
    assert sentence.endswith("no longer covered: f/0.json, f/1.json, f/2.json, f/3.json, f/4.json and 4 more")


def test_sentences_are_sorted_and_the_order_of_paths_means_nothing() -> None:
    before, after = loaded(C + "growth = 'breaking'\ncontent = 'literal'\nfixtures = 'f/*'"), loaded(C)
    found = weakened(before, after, PATHS)
    assert list(found) == sorted(found)
    assert found == weakened(before, after, reversed(PATHS))


_GOLDEN = [
    json.loads(path.read_text())
    for path in sorted((Path(__file__).parents[2] / "fixtures/config").glob("*.json"))
]


def _built(document: Any) -> Config:
    return building.config(document, path="govern.toml", origin="a test")


@st.composite
def _variant(draw: st.DrawFn) -> Config:
    """A golden configuration with some of its keys taken out, as far as it stays one."""
    document = json.loads(json.dumps(draw(st.sampled_from(_GOLDEN))))
    for _ in range(draw(st.integers(0, 3))):
        holders = [each for each in _tables(document) if each]
        if holders:
            holder = draw(st.sampled_from(holders))
            key = draw(st.sampled_from(sorted(holder)))
            value = holder.pop(key)
            if check(document):
                holder[key] = value
    return _built(document)


def _tables(value: Any) -> list[dict[str, Any]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return ([value] if isinstance(value, dict) else []) + [table for each in inner for table in _tables(each)]


@settings(max_examples=60, deadline=None)
@given(_variant())
def test_a_configuration_weakens_and_tightens_nothing_of_its_own(config: Config) -> None:
    assert weakened(config, config, PATHS) == ()
    assert tightened(config, config) == ()


@settings(max_examples=200, deadline=None)
@given(_variant(), _variant())
def test_two_configurations_that_differ_always_have_a_sentence(one: Config, other: Config) -> None:
    said = weakened(one, other, PATHS) + tightened(one, other)
    assert bool(said) is (one != other)
