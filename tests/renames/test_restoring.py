import pytest

from govern.renames.restoring import Within

NEW = {
    "type": "object",
    "properties": {"newName": {"type": "string"}, "other": {"enum": ["newValue", 5, "b"]}},
    "required": ["other", "newName"],
    "dependentRequired": {"newName": ["other"], "other": ["newName"]},
    "dependentSchemas": {"newName": {"required": ["other"]}},
}
OLD = {
    "type": "object",
    "properties": {"old_name": {"type": "string"}, "other": {"enum": ["old_value", 5, "b"]}},
    "required": ["other", "old_name"],
    "dependentRequired": {"old_name": ["other"], "other": ["old_name"]},
    "dependentSchemas": {"old_name": {"required": ["other"]}},
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


BARE = {"properties": {"newName": {"type": "string"}, "other": {"enum": ["newValue"]}}}


@pytest.mark.parametrize(
    "more",
    [
        # a name that is said elsewhere, the new one or, left behind, the old one
        {"required": ["old_name"]},
        {"dependentRequired": {"other": ["old_name"]}},
        {"allOf": [{"required": ["newName"]}]},
        {"allOf": [{"required": ["old_name"]}]},
        {"not": {"required": ["old_name", "other"]}},
        {"anyOf": [{"properties": {"old_name": {"const": 5}}}, {"required": ["other"]}]},
        {"if": {"properties": {"other": {"const": "newValue"}}}, "then": {"required": ["other"]}},
        {"if": {"properties": {"other": {"const": "old_value"}}}, "then": {"required": ["other"]}},
        {"default": {"old_name": "x"}},
        {"default": {"newName": "x"}},
        {"dependentSchemas": {"newName": {"required": ["newName"]}}},
        # what may be about a name without saying it
        {"patternProperties": {"Name$": {"maxLength": 5}}},
        {"propertyNames": {"maxLength": 7}},
        {"$ref": "#/$defs/b"},
        {"allOf": [{"$ref": "#/$defs/b"}]},
        {"allOf": [{"anyOf": [{"patternProperties": {"Name$": {"maxLength": 5}}}]}]},
        {"dependentSchemas": {"other": {"propertyNames": {"maxLength": 7}}}},
    ],
)
def test_nothing_is_put_back_where_a_name_may_be_meant_elsewhere(more):
    assert RENAMED.restored(BARE, "/$defs/a") != BARE
    assert RENAMED.restored(BARE | more, "/$defs/a") == BARE | more


def test_names_in_a_branch_are_put_back_where_no_other_branch_means_them():
    within = Within({"/$defs/a/oneOf/1/properties": {"newName": "old_name"}})
    branch = {"properties": {"newName": {"type": "string"}}, "required": ["newName"]}
    before = {"properties": {"old_name": {"type": "string"}}, "required": ["old_name"]}
    assert within.restored({"oneOf": [{"type": "null"}, branch]}, "/$defs/a") == {
        "oneOf": [{"type": "null"}, before]
    }
    for other in ({"required": ["newName"]}, {"required": ["old_name"]}, {"patternProperties": {"N": True}}):
        value = {"oneOf": [other, branch]}
        assert within.restored(value, "/$defs/a") == value
        value = {"oneOf": [{"type": "null"}, branch]} | other
        assert within.restored(value, "/$defs/a") == value


@pytest.mark.parametrize(
    "odd", [5, None, [], ["newName"], {"properties": 5}, {"required": 5, "properties": []}]
)
def test_what_is_malformed_stays(odd):
    assert RENAMED.restored(odd, "/$defs/a") == odd
