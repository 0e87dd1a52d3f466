"""`govern doctor` as people start it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from console import Console
from scratch import Scratch, tiny

sys.path.insert(0, str(Path(__file__).parents[1] / "doctor"))

from wired import FLOW, GITHUB, GUARD, OWNERS, RULES, changed


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path, {**tiny(), FLOW: GITHUB, OWNERS: f"* @org/team\n{GUARD}"})


def test_a_sound_wiring_ends_in_0_and_says_what_nobody_verified(govern: Console) -> None:
    status, out, err = govern("doctor")
    assert (status, err) == (0, "")
    assert out.startswith(f"read     {OWNERS}, {FLOW}, govern.toml\n")
    assert "not visible from here: nobody verified\n  whether the check `contracts` is required" in out
    assert "wiring: nothing that is visible undermines the gate (0 faults, " in out


def test_an_unsound_one_ends_in_1_with_place_reason_and_remedy(scratch: Scratch, govern: Console) -> None:
    scratch.write({FLOW: changed(GITHUB, ("run: govern check", "run: govern check || true"))})
    status, out, err = govern("doctor")
    assert (status, err) == (1, "")
    assert f"undermines the gate\n  gate-failure-ignored\n    {FLOW}:16:9\n" in out
    assert "    why      A red verdict in a green job is seen by nobody.\n" in out
    assert "    do       let `govern check` be the last command" in out


def test_a_commit_is_looked_into_in_place_of_the_work_tree(scratch: Scratch, govern: Console) -> None:
    scratch.write({FLOW: None})
    assert govern("doctor").status == 1
    assert govern("doctor", "--ref", "HEAD").status == 0


def test_another_repository_can_be_named_and_nothing_is_written(
    scratch: Scratch, govern: Console, tmp_path: Path
) -> None:
    other = Scratch(tmp_path / "other", {"a": "b"})
    done = govern("doctor", str(other.root))
    assert done.status == 1
    assert "gate-missing" in done.out
    assert (
        other.git("status", "--porcelain", "--ignored")
        == scratch.git("status", "--porcelain", "--ignored")
        == ""
    )


def test_the_word_of_the_platform_decides_what_files_cannot(
    scratch: Scratch, govern: Console, tmp_path: Path
) -> None:
    dump = tmp_path / "rules.json"
    dump.write_text(RULES)
    assert govern("doctor", "--platform", str(dump)).status == 0
    dump.write_text("[]")
    status, out, _ = govern("doctor", "--platform", str(dump))
    assert status == 1
    assert "check-not-required" in out


def test_json_says_the_same(scratch: Scratch, govern: Console) -> None:
    scratch.write({FLOW: changed(GITHUB, ("fetch-depth: 0", "fetch-depth: 1"))})
    status, out, _ = govern("doctor", "--format", "json")
    said = json.loads(out)
    assert (status, said["sound"], said["schema_version"]) == (1, False, 1)
    (fault,) = [each for each in said["faults"] if each["level"] == "blocks"]
    assert (fault["rule"], fault["path"]) == ("checkout-shallow", FLOW)
    assert fault["place"] == {"pointer": "/jobs/contracts/steps/0/with/fetch-depth", "line": 15, "column": 11}
    assert fault["why"]
    assert fault["remedy"]
    assert all(each["what"] and each["look"] for each in said["unseen"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "xml"), "text, json"),
        (("--platform", "nowhere.json"), "cannot be read"),
        (("--platform", "codes.json"), "no rules of a branch"),
        (("--ref", "--output=x"), "begins with a dash"),
        (("--ref", "nothing"), "nothing"),
        (("/",), "git repository"),
    ],
)
def test_what_keeps_it_from_looking_ends_in_2(govern: Console, words: tuple[str, ...], said: str) -> None:
    status, out, err = govern("doctor", *words)
    assert (status, out) == (2, "")
    assert said in err


def test_a_configuration_with_mistakes_is_none_that_protects(scratch: Scratch, govern: Console) -> None:
    scratch.write({"govern.toml": "protectd = []\n"})
    status, _, err = govern("doctor")
    assert status == 2
    assert "config-key-unknown" in err
