"""The measuring of renames: what counts as right, missed and invented."""

from __future__ import annotations

from renames import Found, figures, told

AT = "/properties"


def pairs(*names):
    return frozenset((AT, old, new) for old, new in names)


def found(truth=(), asserted=(), proposed=(), tags=()):
    return Found("s1", tags, pairs(*truth), pairs(*asserted), pairs(*proposed), 0.1)


def test_precision_recall_and_f1_are_of_pairs_over_all_cases():
    rows = [
        found(truth=[("a", "b"), ("c", "d")], asserted=[("a", "b")], proposed=[("c", "d")]),
        found(truth=[("e", "f"), ("g", "h")], asserted=[("e", "x")]),
    ]
    assert list(figures(rows)) == [
        "- asserted: 2 pairs, precision 0.500, recall 0.250, F1 0.333",
        "- asserted or proposed: 3 pairs, precision 0.667, recall 0.500, F1 0.571",
        "- of the time of a comparison, median: 10.0%; one in ten above 10.0%",
    ]


def test_nothing_said_is_no_precision_and_no_recall():
    assert "precision 0.000, recall 0.000" in next(iter(figures([found(truth=[("a", "b")])])))


def test_every_pair_that_is_not_right_is_told_with_what_is_wrong_with_it():
    row = found(
        truth=[("a", "b"), ("c", "d"), ("e", "f")],
        asserted=[("e", "f"), ("g", "h")],
        proposed=[("c", "d"), ("i", "j")],
        tags=("move",),
    )
    assert list(told([row])) == [
        "- `s1` (move) missed ('/properties', 'a', 'b')",
        "- `s1` (move) only proposed ('/properties', 'c', 'd')",
        "- `s1` (move) asserted wrongly ('/properties', 'g', 'h')",
        "- `s1` (move) proposed wrongly ('/properties', 'i', 'j')",
    ]
