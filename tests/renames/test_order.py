import pytest

from govern.renames.order import in_place


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["z", "old", "a"], ["z", "new", "a"], {("old", "new")}),
        (["old", "z", "a"], ["new", "z", "a"], {("old", "new")}),
        (["z", "a", "old"], ["z", "a", "new"], {("old", "new")}),
        # two at one place: which became which is not told
        (["z", "one", "two", "a"], ["z", "uno", "due", "a"], set()),
        (["z", "one", "a"], ["z", "uno", "due", "a"], set()),
        # elsewhere
        (["z", "old", "a"], ["z", "a", "new"], set()),
        # what it stood beside has moved
        (["z", "old", "a"], ["a", "new", "z"], set()),
        # where the alphabet says where a name stands, its place says nothing
        (["a", "old", "z"], ["a", "new", "z"], set()),
        # unless only one side keeps to it
        (["a", "m", "z"], ["a", "b", "z", "c"], {("m", "b")}),
        (["a", "old", "z"], ["a", "zz", "z"], {("old", "zz")}),
        # nothing stayed
        (["old"], ["new"], set()),
        ([], [], set()),
    ],
)
def test_a_name_stands_where_another_stood_between_the_same_two(old, new, expected):
    assert in_place(old, new) == expected
