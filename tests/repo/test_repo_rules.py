from __future__ import annotations

import re
from pathlib import Path

import govern.repo
from govern.rules.repository import RULES
from govern.rules.rule import RuleKind

SOURCES = "".join(path.read_text() for path in sorted(Path(govern.repo.__path__[0]).glob("*.py")))
EMITTED = set(re.findall(r'(?:fault|_blocks)\(\s*"([a-z0-9-]+)"', SOURCES)) | set(
    re.findall(r'"(path-[a-z0-9-]+)": f"', SOURCES)
)


def test_every_rule_that_the_repository_names_is_a_row_and_every_row_is_named() -> None:
    assert {rule.id for rule in RULES} == EMITTED


def test_every_row_is_complete_and_stands_once() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.kind in (RuleKind.ERROR, RuleKind.FINDING)
        assert rule.summary.endswith(".")
        assert all((rule.why, rule.remedy, rule.reference))
