"""Two dozen commits of two real histories, each against its first parent: what govern exits with, and
what it calls the change. Those whose classes are given were judged by hand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bundles import cloned, config_of, needed

from govern.cli.checking import Request, run
from govern.errors import GovernError
from govern.model import Gate, Review

pytestmark = needed


@dataclass(frozen=True)
class Case:
    """A commit, the exit status it deserves, and classes of contracts by name; `rules` are among
    what closes the gate."""

    corpus: str
    commit: str
    status: int
    about: str
    classes: Mapping[str, str] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()


CASES = (
    Case("schemastore", "a35940fe", 0, "descriptions edited", {"ty": "editorial"}),
    Case(
        "schemastore",
        "5ebc8981",
        0,
        "twins described anew",
        {"jsconfig": "editorial", "tsconfig": "editorial"},
    ),
    Case("schemastore", "bf595eaa", 0, "an enum grew", {"ruff": "additive"}),
    Case("schemastore", "6d9817f8", 1, "a name of a closed object went", {"ty": "breaking"}),
    Case("schemastore", "170ea404", 1, "a pattern narrowed, its document went", {"package": "breaking"}),
    Case("schemastore", "1e596522", 0, "a JSON fixture alone"),
    Case("schemastore", "62eafdcb", 0, "a YAML fixture alone"),
    Case("schemastore", "bdf83c88", 0, "YAML fixtures added"),
    Case("schemastore", "51149f83", 0, "a schema with JSON and YAML fixtures added", {"chezmoi": "additive"}),
    Case(
        "schemastore",
        "32f50699",
        1,
        "a file that another refers to narrowed",
        {"partial-cibuildwheel": "breaking", "cibuildwheel": "breaking"},
    ),
    Case(
        "schemastore",
        "e0a2a1b1",
        1,
        "const where draft-04 knows none: a document stops validating",
        {"es6importsorterrc": "breaking"},
        frozenset({"fixture-invalid"}),
    ),
    Case("schemastore", "0775483c", 1, "a property renamed", {"traefik-v3": "rename"}),
    Case("schemastore", "adb3a6c1", 1, "a schema deleted", {"cirrus": "breaking"}),
    Case("schemastore", "7c50562d", 1, "a schema replaced under another name"),
    Case("schemastore", "b5967175", 1, "a key twice in one object", rules=frozenset({"json-duplicate-key"})),
    Case("schemastore", "b6b33dcf", 1, "a key twice at base only", {"package": "undecided"}),
    Case("openlineage", "c22a2ae2", 2, "nothing is covered yet", rules=frozenset({"no-contracts"})),
    Case("openlineage", "3bbfeb4e", 0, "nothing governed changes"),
    Case("openlineage", "b60b2208", 0, "descriptions edited, version bumped", {"TestRunFacet": "editorial"}),
    Case("openlineage", "4d7c68bd", 0, "only the version changes", {"JobDependenciesRunFacet": "editorial"}),
    Case(
        "openlineage", "08fd1979", 0, "a facet with its fixture added", {"HierarchyDatasetFacet": "additive"}
    ),
    Case(
        "openlineage",
        "36e05de1",
        1,
        "properties renamed for an ADDITION",
        {
            "IcebergCommitReportOutputDatasetFacet": "rename",
            "IcebergScanReportInputDatasetFacet": "rename",
        },
        frozenset({"version-too-small"}),
    ),
    Case(
        "openlineage",
        "8e4168e9",
        1,
        "a property that no fixture carries",
        {"SQLJobFacet": "additive"},
        frozenset({"fixture-not-exercised"}),
    ),
    Case("openlineage", "db2d3226", 1, "a facet moved to another name"),
)


@pytest.fixture(scope="module")
def clones(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Working clones of the two bundles, without files."""
    names = sorted({case.corpus for case in CASES})
    return {name: cloned(name, tmp_path_factory.mktemp("histories")) for name in names}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.corpus}-{case.commit}-{case.about}")
def test_a_commit_of_a_real_history_is_judged(case: Case, clones: Mapping[str, Path]) -> None:
    status, rules, classes = judged(case, clones[case.corpus])
    assert status == case.status, sorted(rules)
    assert case.rules <= rules
    assert {name: classes.get(name) for name in case.classes} == dict(case.classes)


def judged(case: Case, folder: Path) -> tuple[int, set[str], Mapping[str, str]]:
    """The exit status, the rules that stand behind it, and the class of every contract."""
    request = Request(f"{case.commit}^", case.commit, str(config_of(case.corpus)), (), False, 30.0)
    try:
        review = run(request, str(folder), {"PATH": os.environ["PATH"]})
    except GovernError as error:
        return 2, {problem.rule for problem in error.problems}, {}
    classes = {each.name: each.class_.value for each in review.contracts}
    return 0 if review.gate is Gate.OPEN else 1, blocking(review), classes


def blocking(review: Review) -> set[str]:
    """The rules of the findings that close the gate."""
    every = [*review.findings, *(finding for each in review.contracts for finding in each.findings)]
    return {finding.rule for finding in every if finding.level.value == "blocks"}
