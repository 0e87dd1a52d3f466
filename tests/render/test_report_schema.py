import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from render_samples import closed, comparison, everywhere, opened, undecided

from govern.model import Answer, Class, Comparison, ContractReview, Gate, Review, Side, Verdict, Witness
from govern.render import render, render_comparison

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "report.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)
COMPARISON = Draft202012Validator({**SCHEMA["$defs"]["comparison"], "$defs": SCHEMA["$defs"]})
GOLDEN = {
    "gate_closed_refuted.json": closed,
    "gate_closed_undecided.json": undecided,
    "gate_open_renamed.json": opened,
}
REJECTED = {
    "class_unknown.json": ("contracts/0/class", "enum"),
    "finding_level_unknown.json": ("findings/0/level", "enum"),
    "fixture_answer_null.json": ("contracts/0/fixtures/0/valid", "enum"),
    "gate_missing.json": ("", "required"),
    "gate_unknown.json": ("gate", "enum"),
    "key_unknown.json": ("", "additionalProperties"),
    "line_zero.json": ("contracts/1/changes/0/head", "oneOf"),
    "proved_with_witness.json": ("contracts/1/backward", None),
    "refuted_without_witness.json": ("contracts/1/forward", "required"),
    "schema_version_other.json": ("schema_version", "const"),
    "score_above_one.json": ("contracts/0/renames/0/score", "maximum"),
    "undecided_without_reason.json": ("contracts/0/backward", "required"),
}


def objects(schema: Any) -> Any:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for member in schema.values():
            yield from objects(member)
    elif isinstance(schema, list):
        for member in schema:
            yield from objects(member)


def test_the_schema_is_itself_valid_and_versioned() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["properties"]["schema_version"]["const"] == 1


def test_every_object_is_closed_and_every_key_is_described() -> None:
    found = list(objects(SCHEMA))
    assert len(found) > 10
    for each in found:
        assert each["additionalProperties"] is False
        assert "description" in each
        for name, member in each["properties"].items():
            described = member if "$ref" not in member else SCHEMA["$defs"][member["$ref"].split("/")[-1]]
            assert described.get("description"), name


@pytest.mark.parametrize("name", GOLDEN)
def test_a_golden_report_is_valid_and_is_what_its_review_renders_to(name: str) -> None:
    text = (ROOT / "fixtures" / "report" / name).read_text()
    VALIDATOR.validate(json.loads(text))
    assert render(GOLDEN[name](), format_name="json") == text


@pytest.mark.parametrize("name", REJECTED)
def test_a_rejected_report_is_refused_for_one_reason_only(name: str) -> None:
    report = json.loads((ROOT / "fixtures" / "report" / "rejected" / name).read_text())
    errors = list(VALIDATOR.iter_errors(report))
    assert [("/".join(map(str, e.absolute_path)), e.validator) for e in errors] == [REJECTED[name]]


def test_every_fixture_is_in_a_table() -> None:
    folder = ROOT / "fixtures" / "report"
    assert {path.name for path in folder.glob("*.json")} == set(GOLDEN)
    assert {path.name for path in (folder / "rejected").glob("*.json")} == set(REJECTED)


def test_a_comparison_has_a_structure_of_its_own() -> None:
    text = render_comparison(comparison(), old_name="a.json", new_name="b.json", format_name="json")
    report = json.loads(text)
    COMPARISON.validate(report)
    assert (report["old"], report["new"], report["class"]) == ("a.json", "b.json", "breaking")
    assert not VALIDATOR.is_valid(report)


def review_of(backward: Answer) -> Review:
    side = Side("main", "1" * 40)
    contract = ContractReview("c", Class.BREAKING, backward, Answer(Verdict.PROVED))
    return Review(Gate.CLOSED, "", side, side, side, "", (contract,))


def test_a_null_witness_is_told_from_none() -> None:
    null = json.loads(render(review_of(Answer(Verdict.REFUTED, witness=Witness(None))), format_name="json"))
    none = json.loads(render(review_of(Answer(Verdict.PROVED)), format_name="json"))
    assert null["contracts"][0]["backward"]["witness"] is None
    assert "witness" not in none["contracts"][0]["backward"]
    VALIDATOR.validate(null)
    VALIDATOR.validate(none)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
ANSWERS = st.one_of(
    st.builds(Answer, st.just(Verdict.PROVED), proof=st.tuples(st.text())),
    st.builds(Answer, st.just(Verdict.REFUTED), witness=st.builds(Witness, JSON_VALUES)),
    st.builds(Answer, st.just(Verdict.UNDECIDED), reason=st.text()),
)


@settings(max_examples=60, deadline=None)
@given(backward=ANSWERS, forward=ANSWERS, class_=st.sampled_from(Class))
def test_any_comparison_that_the_model_allows_is_valid(
    backward: Answer, forward: Answer, class_: Class
) -> None:
    compared = Comparison(class_, backward, forward)
    COMPARISON.validate(json.loads(render_comparison(compared, old_name="", new_name="", format_name="json")))


def test_numbers_are_exact() -> None:
    big = Answer(Verdict.REFUTED, witness=Witness([9007199254740993, Decimal("0.10")]))
    assert "9007199254740993,\n          0.10" in render(review_of(big), format_name="json")


def test_keys_of_a_review_full_of_one_name_are_those_of_the_schema() -> None:
    report = json.loads(render(everywhere("kill"), format_name="json"))
    errors = [str(error.validator) for error in VALIDATOR.iter_errors(report)]
    assert not {"required", "additionalProperties", "type"}.intersection(errors)
