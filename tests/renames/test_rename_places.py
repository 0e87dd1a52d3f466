import pytest

from govern.model import Rename, RenameKind, Standing
from govern.pointer import ancestors


def test_a_pointer_stands_in_all_that_it_goes_through():
    assert list(ancestors("/a/b~1c/0")) == ["/a/b~1c", "/a", ""]
    assert list(ancestors("")) == []


def test_a_key_stands_below_its_container_on_either_side():
    rename = Rename(
        RenameKind.PROPERTY, "s.json", "/a/properties", "x/y", "z", Standing.ASSERTED, head_container="/b"
    )
    assert (rename.place, rename.head_place) == ("/a/properties/x~1y", "/b/z")


@pytest.mark.parametrize("kind", RenameKind)
def test_the_names_of_objects_are_keys(kind):
    assert kind.is_keyed is (kind.value in ("property", "pattern_property", "definition"))
