"""What validators say of a witness: each that refuses it in its own words, and none where nobody asks."""

from __future__ import annotations

import pytest

from govern.documents import exact
from govern.model import Reading, Verdict
from govern.schema.comparison import Question, compare
from govern.schema.engine.decision import Pair, decide
from govern.schema.revision import SchemaRevision
from govern.schema.validators import PYTHON, RUST, Validators

BASE = SchemaRevision(exact({"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}))
HEAD = SchemaRevision(exact({"properties": {"a": {"maxLength": 3}, "b": {"type": "integer"}}}))


@pytest.mark.parametrize("who", [(), (RUST,), (PYTHON,), (PYTHON, RUST)])
def test_those_that_refuse_a_document_say_why(who):
    said = Validators({"type": "integer"}, HEAD.draft).words("text", who)
    assert [each.partition(":")[0] for each in said] == sorted(who)
    assert all("integer" in each for each in said)


@pytest.mark.parametrize("worded", [True, False])
def test_a_witness_carries_words_where_they_are_asked_for(worded):
    found = decide(Pair(BASE, HEAD, Reading(), worded=worded))
    assert found.verdict is Verdict.REFUTED
    assert found.certified_by == (PYTHON, RUST)
    assert len(found.witness.refused) == 2 * worded


@pytest.mark.parametrize("told", [True, False])
def test_what_is_not_told_changes_no_verdict_and_no_witness(told):
    found, whole = (compare(Question(BASE, HEAD, Reading(), told=each)) for each in (told, True))
    assert found.backward.verdict is whole.backward.verdict is Verdict.REFUTED
    shown = [each.witness for each in found.changes if each.witness is not None]
    assert [each.document for each in shown] == [
        each.witness.document for each in whole.changes if each.witness is not None
    ]
    assert shown
    assert all(bool(each.refused) is told for each in shown)
