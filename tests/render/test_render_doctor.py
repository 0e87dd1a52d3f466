"""A diagnosis as people and programs are shown it, whole, with what a stranger wrote in it."""

from __future__ import annotations

import json

from govern.doctor import Diagnosis, Unseen
from govern.model import Finding, FindingLevel, Place
from govern.render import RenderOptions
from govern.render.doctor import FORMATS

HOSTILE = Diagnosis(
    ("a\x1b[2J.yml", "govern.toml"),
    (
        Finding(
            "gate-skippable",
            FindingLevel.BLOCKS,
            "the job is skipped unless `\n::add-mask::x`",
            "take the condition out",
            "a\x1b[2J.yml",
            Place("/jobs/a/if", 3, 5),
        ),
        Finding("git-outdated", FindingLevel.NOTE, "old", "update git"),
    ),
    (Unseen("whether `\u202e` is required", "look there"),),
)

TEXT = r"""read     a\x1b[2J.yml, govern.toml

undermines the gate
  gate-skippable
    a\x1b[2J.yml:3:5
    the job is skipped unless `\x0a::add-mask::x`
    why      What is skipped counts as passed.
    do       take the condition out

notes
  git-outdated
    old
    why      A hostile repository can have code run when it is cloned or checked out.
    do       update git

not visible from here: nobody verified
  whether `\u202e` is required
    look     look there

wiring: the gate is undermined (1 fault, 1 note, 1 thing unseen)
"""


def test_the_text_is_whole_and_harmless() -> None:
    assert FORMATS["text"](HOSTILE, RenderOptions()) == TEXT


def test_the_json_is_whole_and_harmless() -> None:
    said = FORMATS["json"](HOSTILE, RenderOptions())
    assert said.isascii()
    assert "\x1b" not in said
    value = json.loads(said)
    assert value["read"] == list(HOSTILE.read)
    assert value["faults"][0]["message"] == HOSTILE.faults[0].message
    assert value["faults"][1]["place"] is None
    assert value["unseen"] == [{"what": "whether `\u202e` is required", "look": "look there"}]


def test_without_faults_it_is_sound() -> None:
    found = Diagnosis((), (), ())
    assert FORMATS["text"](found, RenderOptions()) == (
        "read     no file of the wiring is here\n\n"
        "wiring: nothing that is visible undermines the gate (0 faults, 0 notes, 0 things unseen)\n"
    )
    assert json.loads(FORMATS["json"](found, RenderOptions()))["sound"] is True
