"""What stands behind a proved verdict is shown where it is asked for, as deep as it stands."""

from pathlib import Path

import govern
from govern.model import Content
from govern.render import RenderOptions
from govern.render.text import render_comparison

OLD = {
    "type": "object",
    "properties": {"a": {"enum": ["x"]}, "b": {"type": "number", "minimum": 3}},
    "required": ["a"],
}
NEW = {"type": "object", "properties": {"a": {"enum": ["x", "y"]}, "b": {"type": "number", "minimum": 1}}}
TREE = """\
           since base (left) accepts nothing that head (right) refuses:
             no way is left for right to refuse an object
               way properties a: no member of that name fits: "a"
                 every listed value fails: left /properties/a
               way properties b: no member of that name fits: "b"
                 no way is left for right /properties/b to refuse a number
                   way minimum: no number within the bounds
"""
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def shown(old, new, **options) -> str:
    found = govern.compare(old, new)
    return render_comparison(
        found, old_name="old.json", new_name="new.json", options=RenderOptions(**options)
    )


def test_a_derivation_is_shown_as_a_tree_with_the_sides_by_name():
    assert TREE in shown(OLD, NEW, explain=True)


def test_nothing_of_it_is_shown_where_nobody_asks():
    assert "no member of that name fits" not in shown(OLD, NEW)


def test_forward_names_the_sides_the_other_way_round():
    text = shown(NEW, OLD, explain=True)
    assert "since head (left) accepts nothing that base (right) refuses:\n" in text


def test_a_proof_of_one_line_stands_alone():
    text = shown(OLD, OLD, explain=True)
    assert "           by the same document\n" in text
    assert "(left)" not in text


def test_the_report_carries_the_same_lines():
    lines = govern.compare(OLD, NEW, content=Content.DECLARED).backward.proof
    assert list(lines) == [line[13:] for line in TREE.splitlines()[1:]]


def test_the_readme_shows_these_lines():
    example = README.split("### Why a verdict holds")[1].split("```")[1]
    assert [line.strip() for line in TREE.splitlines()] == [
        line.strip() for line in example.strip().splitlines()[1:]
    ]
