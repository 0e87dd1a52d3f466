"""Which commits are revisions of a contract, and what is said of each: what `govern check` says of them."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from telling import MANIFEST, SCHEMA, Inline, Scratch, manifest, schema, shorts, tiny, told

from govern.errors import ConfigurationError, RepositoryError, UsageError
from govern.model import History

FORKS_IN_THREADS = "ignore:.*multi-threaded, use of fork:DeprecationWarning"


def grown(scratch: Scratch) -> Scratch:
    """An addition that is announced, one that is not, and a break that is called an addition."""
    scratch.commit(tiny("1.1", more={"type": "string"}), "an addition")
    scratch.commit({SCHEMA: schema("1.1", more={"type": "string"}, again={"type": "string"})}, "a silent one")
    scratch.commit(tiny("1.2", more={"type": "integer"}, again={"type": "string"}), "a break")
    return scratch


def test_each_revision_has_its_class_and_the_bump_it_had_and_needed(scratch: Scratch) -> None:
    found = told(grown(scratch))
    assert shorts(found) == [
        ("tiny", "added", "additive", "minor", "none"),
        ("tiny", "changed", "additive", "minor", "minor"),
        ("tiny", "changed", "additive", "minor", "none"),
        ("tiny", "changed", "breaking", "major", "minor"),
    ]
    assert [each.judged.mislabelled for each in found.revisions] == [False, False, True, True]
    assert [each.moment.subject for each in found.revisions][1:] == ["an addition", "a silent one", "a break"]
    assert (
        "moves from 1.1 to 1.2; the changes it covers ask for 2.0 or later"
        in found.revisions[3].judged.faults[0]
    )
    assert [each.witness for each in found.revisions[3].judged.changes if each.class_ == "breaking"] == [
        '{"contract_version": "1.1", "mode": "on", "more": "x"}'
    ]


def test_a_history_says_of_each_commit_what_check_says_of_it(scratch: Scratch) -> None:
    for revision in told(grown(scratch)).revisions[1:]:
        scratch.git("checkout", "-q", revision.moment.commit)
        (checked,) = scratch.check(revision.base, revision.moment.commit).contracts
        assert revision.judged.class_ is checked.class_
        assert [each.id for each in revision.judged.changes] == [each.id for each in checked.changes]
        assert revision.judged.versions == checked.versions
        assert (revision.judged.backward, revision.judged.forward) == (
            checked.backward.verdict,
            checked.forward.verdict,
        )


def test_a_commit_that_changes_no_file_of_a_contract_is_no_revision(scratch: Scratch) -> None:
    scratch.commit({"README.md": "words", "fixtures/b.json": {"contract_version": "1.0", "mode": "off"}})
    scratch.commit({"elsewhere.schema.json": {"type": "object"}})
    assert len(told(scratch).revisions) == 1


def test_a_merge_is_one_revision_of_the_line_that_it_was_merged_into(scratch: Scratch) -> None:
    scratch.branch("side")
    scratch.commit(tiny("1.1", more={"type": "string"}), "half")
    scratch.commit(tiny("1.2", more={"type": "string"}, again={"type": "string"}), "whole")
    scratch.git("checkout", "-q", "main")
    scratch.commit({"README.md": "meanwhile"})
    scratch.git("merge", "-q", "--no-ff", "-m", "merged", "side")
    found = told(scratch)
    assert [each.moment.subject for each in found.revisions] == ["change", "merged"]
    assert found.revisions[1].judged.versions[0].head == "1.2"


def test_a_contract_that_is_gone_is_told_to_its_end(empty: Scratch) -> None:
    config = '[contracts."{name}"]\nschemas = ["s/{name}.json"]\n'
    empty.commit({"govern.toml": config, "s/a.json": {"type": "object"}, "s/b.json": {"type": "object"}})
    empty.commit({"s/b.json": None})
    found = told(empty)
    assert shorts(found)[2] == ("b", "removed", "breaking", "major", None)
    assert (found.contracts, found.gone) == (("a", "b"), ("b",))


def test_contracts_are_discovered_and_so_are_those_that_are_gone(empty: Scratch) -> None:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    empty.commit({"a.schema.json": {"$schema": dialect}, "old/b.schema.json": {"$schema": dialect}})
    empty.commit({"old/b.schema.json": None})
    found = told(empty)
    assert (found.contracts, found.gone) == (("a", "b"), ("b",))
    assert [each[1] for each in shorts(found)] == ["added", "added", "removed"]


def test_a_contract_that_only_an_older_configuration_names_is_not_lost(scratch: Scratch) -> None:
    more = '\n[contracts.other]\nschemas = ["other.schema.json"]\n'
    config = (scratch.root / "govern.toml").read_text()
    scratch.commit({"govern.toml": config + more, "other.schema.json": {"type": "object"}})
    scratch.commit({"govern.toml": config})
    found = told(scratch)
    assert found.contracts == ("other", "tiny")
    assert ("other", "added", "additive", "minor", None) in shorts(found)


def test_an_older_configuration_that_cannot_be_read_is_said_to_be_so(scratch: Scratch) -> None:
    config = (scratch.root / "govern.toml").read_text()
    scratch.commit({"govern.toml": "[contracts.\n"})
    scratch.commit({"govern.toml": config})
    assert "cannot be read" in told(scratch).notes[0]


def test_a_file_that_cannot_be_read_is_undecided_going_and_coming(scratch: Scratch) -> None:
    scratch.commit({SCHEMA: "{"})
    scratch.commit({SCHEMA: schema()})
    found = told(scratch).revisions
    assert [each.judged.class_.value for each in found] == ["additive", "undecided", "undecided"]
    assert [each.judged.reason for each in found][1:] == [
        f"{SCHEMA} cannot be read at head",
        f"{SCHEMA} cannot be read at base",
    ]


def refer(scratch: Scratch) -> None:
    """A contract whose schema refers to a file that no contract owns."""
    config = '[contracts.a]\nschemas = ["a.json"]\ncompatibility = "backward"\n'
    scratch.commit(
        {"govern.toml": config, "a.json": {"$ref": "b.json"}, "b.json": {"type": ["string", "null"]}}
    )


def test_a_file_that_a_schema_refers_to_makes_revisions_too(empty: Scratch) -> None:
    refer(empty)
    empty.commit({"b.json": {"type": "string"}})
    empty.commit({"c.json": {"type": "string"}})
    found = told(empty).revisions
    assert [(each.judged.class_.value, each.judged.status) for each in found] == [
        ("additive", "added"),
        ("breaking", "changed"),
    ]
    assert found[1].judged.changes[0].path == "b.json"


def test_a_reference_that_a_later_file_answers_is_a_revision(empty: Scratch) -> None:
    config = '[contracts.a]\nschemas = ["a.json"]\n'
    empty.commit({"govern.toml": config, "a.json": {"$ref": "https://example.com/x.json"}})
    empty.commit({"other/name.json": {"$id": "https://example.com/x.json", "type": "string"}})
    empty.commit({"other/name.json": {"$id": "https://example.com/y.json", "type": "string"}})
    assert len(told(empty).revisions) == 3


def test_a_file_that_moves_is_a_rename_and_not_a_loss(empty: Scratch) -> None:
    config = '[contracts."{name}"]\nschemas = ["s/{name}.json"]\n'
    body = {"type": "object", "properties": {"a": {"type": "string"}}}
    empty.commit({"govern.toml": config, "s/a.json": body})
    empty.commit({"s/a.json": None, "s/b.json": body})
    gone = next(each for each in told(empty).revisions if each.judged.status == "removed")
    assert gone.judged.class_ == "rename"
    assert [each.rule for each in gone.judged.changes if each.claimed_by is None] == ["file-renamed"]


def test_two_schemas_of_one_identifier_are_two_contracts(empty: Scratch) -> None:
    body = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/x"}
    empty.commit({"a.schema.json": body, "b.schema.json": body})
    empty.commit({"a.schema.json": {**body, "type": "object"}})
    assert [each[0] for each in shorts(told(empty))] == ["a", "b", "a"]


def test_the_contracts_that_entries_of_a_manifest_are_have_revisions(empty: Scratch) -> None:
    config = (
        '[contracts.all]\nmanifest = "list.json"\n'
        '[contracts.all.entries]\nat = "/entries"\nschema = "{file}"\nversion = "v"\n'
    )
    listing = {"entries": [{"file": "one.json", "v": "1"}]}
    empty.commit({"govern.toml": config, "list.json": listing, "one.json": {"type": ["string", "null"]}})
    empty.commit({"one.json": {"type": "string"}})
    assert [each[:3] for each in shorts(told(empty))] == [
        ("all", "added", "additive"),
        ("all@1", "added", "additive"),
        ("all@1", "changed", "breaking"),
    ]


def test_a_history_begins_and_ends_where_it_is_asked_to(scratch: Scratch) -> None:
    first = scratch.git("rev-parse", "HEAD")
    grown(scratch)
    assert len(told(scratch, base=first, head="HEAD~1").revisions) == 2
    assert [each.judged.status for each in told(scratch, base=first).revisions] == ["changed"] * 3


@pytest.mark.parametrize(
    ("asked", "kind"), [({"base": "HEAD"}, RepositoryError), ({"only": ("x",)}, UsageError)]
)
def test_nothing_to_tell_is_an_error_and_never_an_empty_list(
    scratch: Scratch, asked: dict[str, object], kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        told(scratch, **asked)


def test_a_history_without_contracts_is_an_error(empty: Scratch) -> None:
    empty.commit({"README.md": "words"})
    with pytest.raises(ConfigurationError, match="no schema or manifest was found in the history"):
        told(empty)


def test_a_history_that_is_cut_off_is_an_error_that_says_what_mends_it(scratch: Scratch) -> None:
    first = grown(scratch).git("rev-parse", "HEAD~1")
    shallow = scratch.root.parent / "shallow"
    scratch.git("clone", "-q", "--depth=2", f"file://{scratch.root}", str(shallow))
    scratch.root = shallow
    with pytest.raises(RepositoryError, match="--unshallow"):
        told(scratch)
    assert len(told(scratch, base=first).revisions) == 1


@pytest.mark.filterwarnings(FORKS_IN_THREADS)
@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same_history(scratch: Scratch, kind: type) -> None:
    grown(scratch)
    with kind(2) as executor:
        assert told(scratch, executor=executor) == told(scratch, executor=Inline())
    assert isinstance(told(scratch), History)


def test_what_was_compared_once_is_not_compared_again(scratch: Scratch) -> None:
    once, twice = tiny(), tiny("1.1", more={"type": "string"})
    for files in (twice, once, twice, once, twice):
        scratch.commit(files)
    executor = Inline()
    assert len(told(scratch, executor=executor).revisions) == 6
    assert executor.tasks == 3, "the first commit, there, and back again"


def test_hostile_names_and_messages_are_kept_as_they_are(scratch: Scratch) -> None:
    message = "\x1b[31m<script>\u202e"
    scratch.commit({MANIFEST: manifest(codes=("on", "off", "more"))}, message)
    found = told(scratch).revisions[-1]
    assert found.moment.subject == message
    assert json.dumps(found.moment.subject)
