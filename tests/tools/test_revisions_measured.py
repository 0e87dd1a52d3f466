"""The measuring of real revisions: what is taken from a history, what counts against an answer, and
what the report makes of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from evaluation.contradicting import contradictions, mutations
from evaluation.deciding import decided
from evaluation.histories import Corpus
from evaluation.peers import found, rust
from evaluation.revisions import Revision, identifier, revisions, sampled
from evaluation.revisions_report import broken, markdown

CORPUS = Corpus(
    "scratch",
    None,
    re.compile(r"schemas/(?P<name>[^/]+)\.json"),
    re.compile(r"test/(?P<name>[^/]+)/.+"),
    re.compile(r"negative/(?P<name>[^/]+)/.+"),
    {"https://example.org/": "schemas/"},
)
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
MAIN: dict[str, Any] = {
    "$schema": DRAFT_7,
    "$id": "https://example.org/main.json",
    "properties": {"a": {"$ref": "other.json"}, "b": {"type": "string"}},
}
OTHER: dict[str, Any] = {"$schema": DRAFT_7, "maxLength": 9, "items": {"$ref": "https://example.org/far"}}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three commits: four files; `main` narrowed with its neighbour; a file that no schema refers to."""
    folder = tmp_path_factory.mktemp("history")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(
        folder,
        {
            "schemas/main.json": MAIN,
            "schemas/other.json": OTHER,
            "schemas/far.json": {"$schema": DRAFT_7},
            "test/main/good.json": {"a": "x", "b": "yes"},
            "negative/main/bad.json": {"b": 1},
            "test/main/not-json.yaml": "b: yes",
        },
    )
    narrowed = {**MAIN, "properties": {**MAIN["properties"], "b": {"type": "integer"}}}
    commit(folder, {"schemas/main.json": narrowed, "schemas/other.json": {**OTHER, "maxLength": 8}})
    commit(folder, {"schemas/lone.json": {"type": "string"}, "schemas/main.json": MAIN})
    return folder


def commit(folder: Path, files: dict[str, Any]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "a step")


def git(folder: Path, *arguments: str) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def narrowing(history: Path) -> Revision:
    return next(each for each in revisions(CORPUS, history) if each.name == "main")


def test_every_modified_schema_is_a_revision_and_an_added_one_is_not(history: Path) -> None:
    assert [each.name for each in revisions(CORPUS, history)] == ["main", "other", "main"]


def test_siblings_are_those_of_the_side_s_own_commit_near_and_far(history: Path) -> None:
    revision = narrowing(history)
    assert [each.uri for each in revision.base.siblings] == [
        "https://example.org/far",
        "https://example.org/other.json",
    ]
    blobs = [[each.blob for each in side.siblings] for side in (revision.base, revision.head)]
    assert blobs[0][0] == blobs[1][0], "the file that did not change"
    assert blobs[0][1] != blobs[1][1], "the one that changed in the same commit"


def test_golden_documents_of_both_kinds_are_found_and_yaml_is_left_out(history: Path) -> None:
    assert [path for path, _ in narrowing(history).documents] == [
        "negative/main/bad.json",
        "test/main/good.json",
    ]


@pytest.mark.parametrize(
    ("schema", "own"),
    [
        ({"$schema": DRAFT_7, "$id": "x"}, "x"),
        ({"$schema": DRAFT_7, "$id": "x", "$ref": "y"}, ""),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "x", "$ref": "y"}, "x"),
        ({"$schema": "http://json-schema.org/draft-04/schema#", "id": "x", "$id": "y"}, "x"),
        ({"$schema": DRAFT_7, "id": "x"}, ""),
        (True, ""),
    ],
)
def test_an_identifier_is_read_as_its_draft_spells_it(schema: object, own: str) -> None:
    assert identifier(schema) == own


def test_a_sample_keeps_the_order_and_is_the_same_for_the_same_seed(history: Path) -> None:
    every = revisions(CORPUS, history)
    assert sampled(every, 2, 1) == sampled(every, 2, 1)
    assert [each for each in every if each in sampled(every, 2, 1)] == list(sampled(every, 2, 1))
    assert sampled(every, None, 1) == every


def test_a_narrowed_property_is_refuted_backward_with_a_certified_witness(history: Path) -> None:
    row: Any = decided(history, narrowing(history))
    assert row["backward"]["verdict"] == "refuted"
    assert row["backward"]["certified_by"]
    assert row["backward"]["seconds"] > 0


def test_a_wrong_proof_is_contradicted_and_a_right_refutation_is_confirmed(history: Path) -> None:
    revision = narrowing(history)
    right: Any = decided(history, revision)
    held: Any = contradictions(history, revision, right, {"peer": {"backward": {"said": "proved"}}})
    assert (held["found"], held["unconfirmed"]) == ([], [])
    assert len(held["refuted_peers"]) == 1
    wrong = {**right, "backward": {**right["backward"], "verdict": "proved", "other_reading": "proved"}}
    del wrong["backward"]["witness"]
    held = contradictions(history, revision, wrong, {"peer": {"backward": {"said": "refuted"}}})
    assert {key: held["found"][0][key] for key in ("direction", "literal")} == {
        "direction": "backward",
        "literal": True,
    }
    assert "test/main/good.json" in {each["from"] for each in held["found"]}
    assert held["claims"] == ["peer says refuted backward: no document"]


def test_a_witness_that_no_validator_confirms_is_reported(history: Path) -> None:
    revision = narrowing(history)
    row: Any = decided(history, revision)
    row["backward"]["witness"] = '{"b":1}'
    held: Any = contradictions(history, revision, row, {})
    assert held["unconfirmed"] == ["backward"]


def test_jsonschema_rs_reads_the_same_siblings(history: Path) -> None:
    moved, settled = (each for each in revisions(CORPUS, history) if each.name == "main")
    row: Any = rust(history, settled)
    assert row["backward"]["said"] in ("refuted", "unknown"), row
    row = rust(history, moved)
    assert "resolve one external resource to different schemas" in row["backward"]["reason"]


def test_a_mutation_differs_in_one_thing_and_the_same_seed_gives_the_same() -> None:
    documents: list[Any] = [{"a": 1, "b": ["x"]}]
    made = list(mutations(documents, 200, "seed"))
    assert made == list(mutations(documents, 200, "seed"))
    assert {"b": ["x"]} in made
    assert {"a": 1} in made
    assert documents[0] not in made
    assert len(made) == 4


def test_no_peer_is_found_where_the_python_named_has_none(tmp_path: Path) -> None:
    assert found({"PEERS_PYTHON": str(tmp_path / "python")}) is None
    assert found({"PYENV_ROOT": str(tmp_path)}) is None


def answered(backward: str, forward: str) -> dict[str, Any]:
    said = {"other_reading": None, "reason": "too hard", "certified_by": [], "seconds": 1.0, "cpu": 1.0}
    return {
        "bytes": [2, 2],
        "backward": {**said, "verdict": backward},
        "forward": {**said, "verdict": forward},
    }


def test_the_report_counts_what_is_decided_and_lists_what_is_broken() -> None:
    quiet = {"id": "1:a", "govern": answered("proved", "proved"), "contradictions": {"tried": 3}}
    loud = {
        "id": "2:b",
        "govern": answered("proved", "undecided"),
        "contradictions": {
            "found": [{"direction": "backward", "from": "a test", "document": "{}", "literal": True}],
            "unconfirmed": ["forward"],
        },
    }
    lost = {"id": "3:c", "govern": {"error": "not done after 30 s", "spent": 30}, "contradictions": {}}
    gone = {"id": "4:d", "govern": {"unreadable": "no JSON"}, "contradictions": {}}
    assert broken([quiet]) == []
    assert [each.partition(":")[0] for each in broken([quiet, loud, lost, gone])] == ["2", "2", "3"]
    text = markdown("four", [quiet, loud, lost, gone], {}, 30)
    assert "| govern | 33.3 % (1) | 66.7 % (2) | 33.3 % (1) | 33.3 % (1) |" in text
    assert "| jsoncompat | absent | | | |" in text
    assert "1 of 4 revisions have a side that is no JSON document" in text
    assert "too hard (`2:b forward`)" in text
