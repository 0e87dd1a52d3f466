"""What holds of every version and every document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from versioned import SCHEMA, contract, documents, judged

from govern.contracts import Contract, SchemaFile, Scheme, VersionField
from govern.model import Level, VersionVerdict
from govern.policy.versions import INTEGER_PLACEHOLDER, PLACEHOLDER, SCHEMES, judge, mask, unconfigured
from govern.schema.dialect import Draft
from govern.schema.validators import Validators

numbers = st.integers(0, 40)
pre = st.sampled_from(["", "-rc.1", "-rc.10", "-alpha", "-alpha.beta", "-0", "+b", "-rc.1+b"])
VERSIONS = {
    Scheme.SEMVER: st.builds("{}.{}.{}{}".format, numbers, numbers, numbers, pre),
    Scheme.MAJOR_MINOR: st.builds("{}.{}".format, numbers, numbers),
    Scheme.INTEGER: numbers | numbers.map(str),
    Scheme.SCHEMAVER: st.builds("{}-{}-{}".format, numbers, numbers, numbers),
    Scheme.CALVER: st.dates().filter(lambda day: 2000 <= day.year < 2900).map(str)
    | st.builds("20{:02}.{}".format, numbers, numbers)
    | st.builds("20{:02}.{:02}.{}".format, numbers, st.integers(1, 12), numbers),
}
ASKS = {"": Level.NONE, "minor": Level.MINOR, "major": Level.MAJOR}


@pytest.mark.parametrize("scheme", Scheme)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_next_version_is_always_right(scheme, data):
    row, base = SCHEMES[scheme], data.draw(VERSIONS[scheme])
    asks = data.draw(st.sampled_from(sorted(ASKS)))
    parsed = row.parse(base)
    head = row.next(parsed, row.ask(ASKS[asks], parsed, VersionField(("a",)).zero).level)
    assert row.parse(head.json) == head
    review, findings = judged(scheme, base, head.json, asks)
    assert (review.verdict, findings) == (VersionVerdict.RIGHT, ())


@pytest.mark.parametrize("scheme", Scheme)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_order_is_total(scheme, data):
    row = SCHEMES[scheme]
    one, two, three = (row.parse(data.draw(VERSIONS[scheme])) for _ in range(3))

    def lower(left, right):
        return row.step(right, left).decreased

    assert not (lower(one, two) and lower(two, one))
    assert not lower(one, one)
    if lower(one, two) and lower(two, three):
        assert lower(one, three)
    if not lower(one, two) and not lower(two, one):
        assert row.step(one, two).level is Level.NONE
        assert lower(one, three) == lower(two, three)


VALUE_RULES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "integer", ["string", "integer"]]),
        "pattern": st.sampled_from(["^5", "[0-9]", "^<", "^(a|5)"]),
        "maxLength": st.integers(2, 4),
        "minimum": st.integers(-1, 4),
        "enum": st.sampled_from([["5.2", 3], ["5.1"], ["5.2"]]),
    },
)


@st.composite
def layered(draw, version):
    """A schema that holds `v` to a version, with other rules that may meet the same value."""
    rules = st.builds(lambda rule: {"properties": {"v": rule}}, VALUE_RULES | st.booleans())
    layer = rules | st.builds(lambda rule: {"additionalProperties": rule}, VALUE_RULES)
    layer |= st.builds(lambda rule: {"patternProperties": {"v|w": rule}}, VALUE_RULES)
    place = {"const": version, **{k: v for k, v in draw(VALUE_RULES).items() if k != "enum"}}
    schema = {"properties": {"v": place, "o": draw(st.just({"$ref": "#"}) | rules)}}
    keyword = draw(st.sampled_from(["allOf", "anyOf", "oneOf"]))
    schema |= {keyword: draw(st.lists(layer, min_size=1, max_size=2))} if draw(st.booleans()) else {}
    schema |= {"not": draw(layer)} if draw(st.booleans()) else {}
    return schema | ({"if": draw(layer), "then": {"required": ["a"]}} if draw(st.booleans()) else {})


@settings(max_examples=150, deadline=None)
@given(data=st.data(), version=st.sampled_from(["5.2", 3]))
def test_a_document_is_valid_under_the_masked_schema_exactly_if_it_is_under_the_real_one(data, version):
    of = contract()
    schema = data.draw(layered(version))
    value = st.sampled_from([version, "5.1", 2, None])
    inner = st.fixed_dictionaries({}, optional={"v": value, "w": value})
    document = data.draw(st.fixed_dictionaries({}, optional={"v": value, "w": value, "o": inner, "a": value}))
    files = {SCHEMA: schema, "fixtures/f.json": document}
    masked = mask(files, of.versions, of)
    real = Validators(schema, Draft.D2020).rust(document)
    assert Validators(masked[SCHEMA], Draft.D2020).rust(masked["fixtures/f.json"]) is real
    assert real is not None


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["5.2", "1.2.3", "a/5.2/b", "x", "#", "^("])
)
keys = st.sampled_from(
    [
        "v",
        "properties",
        "const",
        "enum",
        "$id",
        "$ref",
        "allOf",
        "pattern",
        "type",
        "items",
        "$defs",
        "$schema",
        "contract_version",
        "schema_version",
        "if",
        "additionalProperties",
        "patternProperties",
        "$anchor",
    ]
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=16,
)
FIELDS = (
    VersionField((f"{SCHEMA}#/properties/v", "fixtures/**#/v")),
    VersionField((f"{SCHEMA}#/$id", "m.json#/v")),
)


def leaves(value, at=()):
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*at, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from leaves(each, (*at, index))
    else:
        yield at, value


@settings(max_examples=200, deadline=None)
@given(schema=values, manifest=values, fixture=values, head=values, configured=st.booleans())
def test_no_document_crashes_and_a_mask_is_idempotent_and_touches_versions_only(
    schema, manifest, fixture, head, configured
):
    of = Contract(
        "c",
        (SchemaFile(SCHEMA, "strict.json"),),
        "m.json",
        ("fixtures/**",),
        ("r/*",),
        versions=FIELDS if configured else None,
    )
    files = {
        SCHEMA: schema,
        "strict.json": schema,
        "m.json": manifest,
        "fixtures/f.json": fixture,
        "r/r": fixture,
    }
    masked = mask(files, of.versions, of)
    assert mask(masked, of.versions, of) == masked
    for path, value in files.items():
        before, after = dict(leaves(value)), dict(leaves(masked[path]))
        changed = {at for at in before if at in after and (before[at] != after[at])}
        assert all(
            after[at] in (PLACEHOLDER, INTEGER_PLACEHOLDER) or "version-place" in after[at] for at in changed
        )
        assert after.keys() <= before.keys()
    judge(of, files, files | {SCHEMA: head}, ())
    judge(of, None, files, ())
    unconfigured(files, files | {SCHEMA: head}, of, of.versions)


@settings(max_examples=60, deadline=None)
@given(extra=values)
def test_what_is_no_place_is_never_changed(extra):
    files = documents("5.2") | {"other.json": extra}
    files[SCHEMA]["$defs"] = {"d": {"default": extra}}
    masked = mask(files, contract().versions, contract())
    assert masked["other.json"] is extra
    assert masked[SCHEMA]["$defs"] == {"d": {"default": extra}}
