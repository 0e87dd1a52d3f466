"""The JSON parsing test suite: what must be refused is, what must be read is, nothing ever raises."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.documents import Document, read

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "json-parsing" / "test_parsing"
FILES = sorted(CORPUS.glob("*.json"))
REFUSED_ON_PURPOSE = {
    # Readers disagree about which of the two members counts (RFC 8259 section 4).
    "y_object_duplicated_key.json": "json-duplicate-key",
    "y_object_duplicated_key_and_value.json": "json-duplicate-key",
}
needs_corpus = pytest.mark.skipif(not FILES, reason="the JSON parsing corpus is not beside this checkout")


def refusals(prefix: str) -> dict[str, str]:
    """File names of a group that are refused, with the first rule each."""
    results = {
        file.name: read(file.name, file.read_bytes()) for file in FILES if file.name.startswith(prefix)
    }
    return {name: result[0].rule for name, result in results.items() if isinstance(result, tuple)}


@needs_corpus
def test_every_file_that_must_be_refused_is() -> None:
    assert set(refusals("n_")) == {file.name for file in FILES if file.name.startswith("n_")}


@needs_corpus
def test_every_file_that_must_be_read_is_except_those_with_a_key_twice() -> None:
    assert refusals("y_") == REFUSED_ON_PURPOSE


@needs_corpus
def test_a_file_that_may_be_either_gets_an_answer() -> None:
    assert set(refusals("i_").values()) <= {"json-encoding", "json-number", "json-surrogate", "limit-depth"}


@needs_corpus
def test_no_file_of_the_corpus_raises_as_yaml() -> None:
    for file in FILES:
        result = read(file.stem + ".yaml", file.read_bytes())
        assert isinstance(result, Document) or result
