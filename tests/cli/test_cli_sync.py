"""`govern sync` as people start it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from console import Console
from scratch import CONFIG, MANIFEST, SCHEMA, Scratch, manifest, text, tiny

TABLE = "# Modes\n\n<!-- govern:begin codes registry=Mode -->\n<!-- govern:end -->\n\nWords.\n"
MARKED = {"$comment": "govern:enum registry=Mode", "enum": ["on", "off"]}
DOCS = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ndocs = ["docs/*.md"]', 1)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    scratch = Scratch(tmp_path, {**tiny(mode=MARKED), "govern.toml": DOCS, "docs/modes.md": TABLE})
    scratch.write({MANIFEST: manifest(codes=("on", "idle", "off"))})
    return scratch


def files(scratch: Scratch) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in scratch.root.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_it_writes_what_is_out_of_date_and_nothing_twice(scratch: Scratch, govern: Console) -> None:
    done = govern("sync")
    assert done == (0, f"written: docs/modes.md (1 part)\nwritten: {SCHEMA} (1 part)\n", "")
    wanted: Any = tiny(mode=MARKED | {"enum": ["on", "idle", "off"]})[SCHEMA]
    assert (scratch.root / SCHEMA).read_text() == text(wanted)
    assert (scratch.root / "docs/modes.md").read_text() == TABLE.replace(
        "-->\n<", "-->\n\n- `on`\n- `idle`\n- `off`\n\n<"
    )
    before = files(scratch)
    assert govern("sync") == (0, "every generated part is up to date\n", "")
    assert files(scratch) == before


def test_it_works_from_a_folder_below_the_root(scratch: Scratch, govern: Console) -> None:
    assert govern("sync", below="docs").status == 0
    assert "idle" in (scratch.root / SCHEMA).read_text()


def test_a_difference_is_shown_and_nothing_written(scratch: Scratch, govern: Console) -> None:
    before = files(scratch)
    status, out, err = govern("sync", "--diff")
    assert (status, err) == (1, "")
    assert f"+++ b/{SCHEMA}" in out
    assert '+        "idle",' in out
    assert files(scratch) == before


def test_the_guard_says_all_that_has_drifted_with_place_and_remedy(scratch: Scratch, govern: Console) -> None:
    scratch.write({"fixtures/b.json": {"contract_version": "1.0", "mode": "out"}})
    before = files(scratch)
    status, out, err = govern("sync", "--check")
    assert (status, err) == (1, "")
    assert f"{SCHEMA}:14:7: this enum lacks `idle` [generated-stale]\n  → run `govern sync`" in out
    assert "docs/modes.md:3:1: " in out
    assert "[code-unregistered]" in out
    assert files(scratch) == before


def test_the_guard_is_content_once_all_is_in_step(govern: Console) -> None:
    govern("sync")
    assert govern("sync", "--check") == (0, "everything says what the manifests say\n", "")


def test_a_mark_that_cannot_be_read_ends_in_1_and_the_rest_is_written(
    scratch: Scratch, govern: Console
) -> None:
    scratch.write({"docs/wrong.md": "\n<!-- govern:begin codes registry=Mod -->\n<!-- govern:end -->\n"})
    status, out, _ = govern("sync")
    assert status == 1
    assert (
        "docs/wrong.md:2: there is no registry `Mod` [generated-unwritable]\n  → did you mean `Mode`?" in out
    )
    assert f"written: {SCHEMA}" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--check", "--diff"), "two questions"),
        (("--contract", "tini"), "did you mean tiny?"),
    ],
)
def test_a_mistake_on_the_command_line_is_told(govern: Console, words: tuple[str, ...], said: str) -> None:
    status, out, err = govern("sync", *words)
    assert (status, out) == (2, "")
    assert said in err


def test_nothing_is_written_through_a_link(scratch: Scratch, govern: Console, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "modes.md").write_text(TABLE)
    (scratch.root / "docs/modes.md").unlink()
    (scratch.root / "docs").rmdir()
    (scratch.root / "docs").symlink_to(outside)
    assert govern("sync").status == 0
    assert (outside / "modes.md").read_text() == TABLE
