import pytest

from govern.renames.restoring import Within

NEW = {
    "type": "object",
    "properties": {"newName": {"type": "string"}, "other": {"enum": ["newValue", 5, "b"]}},
    "required": ["other", "newName"],
    "dependentRequired": {"newName": ["other"], "other": ["newName"]},
    "dependentSchemas": {"newName": {"required": ["newName"]}},
}
OLD = {
    "type": "object",
    "properties": {"old_name": {"type": "string"}, "other": {"enum": ["old_value", 5, "b"]}},
    "required": ["other", "old_name"],
    "dependentRequired": {"old_name": ["other"], "other": ["old_name"]},
    "dependentSchemas": {"old_name": {"required": ["newName"]}},
}
RENAMED = Within(
    {
        "/$defs/a/properties": {"newName": "old_name"},
        "/$defs/a/properties/other/enum": {"newValue": "old_value"},
    }
)


def test_old_names_are_put_back_where_they_were_said():
    assert RENAMED.restored(NEW, "/$defs/a") == OLD


def test_what_holds_no_rename_is_the_same_object():
    assert RENAMED.restored(NEW, "/$defs/ab") is NEW
    assert Within().restored(NEW, "/$defs/a") is NEW


@pytest.mark.parametrize(
    "odd", [5, None, [], ["newName"], {"properties": 5}, {"required": 5, "properties": []}]
)
def test_what_is_malformed_stays(odd):
    assert RENAMED.restored(odd, "/$defs/a") == odd
