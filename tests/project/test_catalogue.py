"""The catalogue and the program name the same rules: what is said has a row, what has a row is said."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from govern.renames import claims
from govern.rules import CATALOGUE, SUBJECTS, RuleKind, keywords
from govern.schema import dialect, edits

PACKAGE = Path(__file__).parents[2] / "govern"
ROWS = tuple(rule for rules in SUBJECTS for rule in rules)
CHANGES = tuple(rule for rule in ROWS if rule.kind is RuleKind.CHANGE)
FACTS = ("added", "removed", "changed")

SPELLED = {
    "f\"branch-{('added' if j is not None else 'removed')}\"": {"branch-added", "branch-removed"},
    "f\"{keyword}-{('added' if old is None else 'removed')}\"": {
        "const-added", "const-removed", "enum-added", "enum-removed",
    },
    "f'{subject}-{word}'": {f"{subject}-{fact}" for subject in edits._NAMED.values() for fact in FACTS[:2]},
    "f'{subject}-changed'": {f"{subject}-changed" for subject in edits._NAMED.values()},
    "f'{_kebab(keyword)}-{word_for(keyword, base, head).split()[-1]}'": {
        f"{keywords.kebab(word)}-{fact}" for word, *_ in keywords.KEYWORDS for fact in FACTS
    },
}  # fmt: skip
"""Ids that are put together when they are needed, by the expression that does it."""

LOOKS_FOR = {"_listed"}
"""Functions that take a rule to look for changes of that name, and make none."""

OPPOSITES = (
    ("-added", "-removed"),
    ("-opened", "-closed"),
    ("-required", "-optional"),
    ("-deprecated", "-restored"),
)


# --- the rows themselves ---


def test_no_id_stands_twice():
    assert len(CATALOGUE) == len(ROWS)


def test_every_module_of_rules_is_part_of_the_catalogue():
    modules = [
        path.stem for path in (PACKAGE / "rules").glob("*.py") if path.stem not in ("__init__", "rule")
    ]
    listed = {rule.id for name in modules for rule in importlib.import_module(f"govern.rules.{name}").RULES}
    assert listed == set(CATALOGUE)


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.id)
def test_every_row_is_complete(rule):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    for text in (rule.summary, rule.why, rule.remedy, rule.reference):
        assert text == text.strip()
        assert text
        assert "\n" not in text
    for sentence in (rule.summary, rule.why, rule.remedy):
        assert sentence.endswith(".")
    assert ". " not in rule.summary
    assert bool(rule.mirror) is (rule.kind is RuleKind.CHANGE)


@pytest.mark.parametrize("rule", CHANGES, ids=lambda rule: rule.id)
def test_every_change_has_a_mirror_or_a_reason_to_have_none(rule):
    if rule.mirror.startswith("none: "):
        assert len(rule.mirror) > len("none: ")
    else:
        assert CATALOGUE[rule.mirror].mirror == rule.id
        assert rule.mirror != rule.id


@pytest.mark.parametrize("rule", CHANGES, ids=lambda rule: rule.id)
def test_a_change_without_a_mirror_has_no_opposite_in_the_catalogue(rule):
    opposites = {
        rule.id.removesuffix(one) + other
        for pair in OPPOSITES
        for one, other in (pair, pair[::-1])
        if rule.id.endswith(one)
    }
    taken_as_mirror = {each.id for each in CHANGES if each.mirror == rule.id}
    if rule.mirror.startswith("none: "):
        assert not (opposites | taken_as_mirror) & set(CATALOGUE)


# --- the rows and the program ---


def trees() -> Iterator[ast.Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent != PACKAGE / "rules":
            yield ast.parse(path.read_text(encoding="utf-8"))


TREES = tuple(trees())
NODES = tuple(node for tree in TREES for node in ast.walk(tree))


def takers() -> dict[str, set[int]]:
    """Functions and classes with a parameter or field called `rule`: its positions, by name."""
    found: dict[str, set[int]] = {}
    for node in NODES:
        names: list[str] = []
        if isinstance(node, ast.FunctionDef):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
            names = names[1:] if names[:1] == ["self"] else names
        elif isinstance(node, ast.ClassDef):
            fields = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
            names = [each.id for each in fields if isinstance(each, ast.Name)]
        if "rule" in names and node.name not in LOOKS_FOR:
            found.setdefault(node.name, set()).add(names.index("rule"))
    return found


def said() -> Iterator[ast.expr]:
    """Every expression in the place of a rule: an argument of a taker, or what a `rule` is set to."""
    positions = takers()
    for node in NODES:
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            yield from (node.args[at] for at in positions.get(name, ()) if at < len(node.args))
            yield from (each.value for each in node.keywords if each.arg == "rule")
        elif isinstance(node, ast.Assign) and any(getattr(to, "id", "") == "rule" for to in node.targets):
            yield node.value


def spelled(expression: ast.expr) -> Iterator[str]:
    """The ids an expression spells out; one that is put together by its own source text."""
    if isinstance(expression, ast.IfExp):
        yield from spelled(expression.body)
        yield from spelled(expression.orelse)
    elif isinstance(expression, ast.JoinedStr):
        yield put_together(expression)
    elif isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        yield expression.value


def put_together(expression: ast.expr) -> str:
    """An f-string by its structure: its source text is spelled differently by each Python."""
    return "f" + ast.dump(expression)


FAMILIES = {put_together(ast.parse(text, mode="eval").body): ids for text, ids in SPELLED.items()}
SAID = {each for expression in said() for each in spelled(expression)}


def test_the_search_for_what_is_said_finds_the_kinds_of_things_it_looks_for():
    assert {"Change", "Edit", "Finding", "Problem"} <= set(takers())
    assert {"enum-value-added", "code-removed", "schema-invalid", "version-too-small", "config-value"} <= SAID


def test_every_id_that_is_said_has_a_row():
    assert sorted(SAID - set(FAMILIES) - set(CATALOGUE)) == []


def test_every_id_that_is_put_together_has_a_row_and_is_still_put_together():
    assert {each for each in SAID if each.startswith("f")} & set(FAMILIES) == set(FAMILIES)
    assert sorted(set().union(*FAMILIES.values()) - set(CATALOGUE)) == []


def test_every_row_is_said_somewhere():
    literal = {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert sorted(set(CATALOGUE) - literal - set().union(*FAMILIES.values())) == []


def test_the_keywords_with_three_rules_are_those_that_no_rule_of_its_own_tells():
    known = {name for draft in dialect.Draft for name in dialect.keywords(draft)}
    told = edits._HANDLED - {"allOf", "anyOf", "oneOf", "prefixItems"}
    assert {word for word, *_ in keywords.KEYWORDS} == known - told
    assert len({word for word, *_ in keywords.KEYWORDS}) == len(keywords.KEYWORDS)
    assert [keywords.kebab(word) for word in known] == [edits._kebab(word) for word in known]


def test_a_rename_explains_only_changes_that_there_are():
    explained = {
        rule for table in (claims._LOST, claims._GAINED) for rules in table.values() for rule in rules
    }
    assert sorted(explained - set(CATALOGUE)) == []
