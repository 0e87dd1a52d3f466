"""Each rule's folder: two revisions, what is to be said of them, and documents that show it."""

import pytest
from rule_folders import NAMES, compared, load, reading, verdicts

from govern.documents import exact
from govern.invariants import changes as invariant_changes
from govern.manifest import compare as compare_manifests
from govern.model import Class, ManifestRules, Verdict, worst
from govern.rules import CATALOGUE, RuleKind, keywords, manifests, schemas

MANIFESTS = tuple(
    name
    for name in NAMES
    if name.startswith(("code-", "registry-", "manifest-", "invariant-", "schema-tags-"))
)
SCHEMAS = tuple(name for name in NAMES if name not in MANIFESTS)

WITHOUT_FOLDER = {
    "pattern-property-changed": "a list under a pattern breaks the metaschema, so it is never compared",
    "definition-changed": "a list under a name breaks the metaschema, so it is never compared",
    "schema-file-added": "needs two trees",
    "schema-file-removed": "needs two trees",
}


def changes(rules):
    return {rule.id for rule in rules if rule.kind is RuleKind.CHANGE}


def test_every_change_of_a_schema_or_manifest_has_a_folder_or_a_reason_not_to():
    generated = changes(keywords.RULES)
    asked = (changes(schemas.RULES) | changes(manifests.RULES)) - generated
    assert asked - set(NAMES) == set(WITHOUT_FOLDER)


def test_every_keyword_has_a_folder_for_one_of_its_three_rules():
    facts = {
        word: {f"{keywords.kebab(word)}-{fact}" for fact in ("added", "removed", "changed")}
        for word, *_ in keywords.KEYWORDS
    }
    assert [word for word, ids in facts.items() if not ids & set(NAMES)] == []


def test_every_folder_is_named_after_a_rule():
    assert [name for name in NAMES if name not in CATALOGUE] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_revision_has_the_class_and_the_changes_that_are_expected(name):
    found, expected = compared(name), load(name, "expect")
    assert name in expected["rules"]
    assert sorted(change.rule for change in found.changes) == expected["rules"]
    assert found.class_.value == expected["class"]
    assert found.class_ is worst(change.class_ for change in found.changes)


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("side", ["old", "new"])
def test_a_side_compared_with_itself_is_silent(name, side):
    found = compared(name, side, side)
    assert (found.class_, found.changes) == (Class.EDITORIAL, ())
    assert (found.backward.verdict, found.forward.verdict) == (Verdict.PROVED, Verdict.PROVED)


@pytest.mark.parametrize("name", SCHEMAS)
def test_asked_the_other_way_round_the_two_answers_change_places(name):
    there, back = compared(name), compared(name, "new", "old")
    assert there.backward.verdict is back.forward.verdict
    assert there.forward.verdict is back.backward.verdict


@pytest.mark.parametrize("name", SCHEMAS)
def test_both_validators_say_of_every_example_what_the_folder_says(name):
    said = {
        kind: [_sides(name, document) for document in documents]
        for kind, documents in load(name, "expect")["documents"].items()
    }
    yes, no = (True, True), (False, False)
    truth = {"old_only": (yes, no), "new_only": (no, yes), "both": (yes, yes)}
    assert said == {kind: [truth[kind]] * len(each) for kind, each in said.items()}


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_example_of_one_side_only_is_never_proved_away(name):
    found, documents = compared(name), load(name, "expect")["documents"]
    for answer, examples in ((found.backward, "old_only"), (found.forward, "new_only")):
        refuted = Verdict.REFUTED in (answer.verdict, answer.other_reading)
        assert refuted == bool(documents[examples])


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_witness_is_confirmed_by_both_validators(name):
    found = compared(name)
    for answer, expected in ((found.backward, (True, False)), (found.forward, (False, True))):
        assert (answer.witness is not None) == (answer.verdict is Verdict.REFUTED)
        for witness in filter(None, (answer.witness, answer.other_witness)):
            assert answer.certified_by or answer.other_witness
            assert _sides(name, witness.document) == tuple((each, each) for each in expected)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_change_shows_a_document_that_base_judges_otherwise(name):
    """A change that stands alone is the whole revision, so its witness tells the two sides apart."""
    found = compared(name)
    shown = [change for change in found.changes if change.witness is not None]
    for change in shown if len(found.changes) == 1 else ():
        old, new = _sides(name, change.witness.document)
        assert old[0] is not new[0]
        assert change.certified_by or change.rule in ("changes-interact", "referenced-file-changed")


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_has_the_class_and_the_changes_that_are_expected(name):
    found, expected = _manifests(name, "old", "new"), load(name, "expect")
    assert sorted(change.rule for change in found) == expected["rules"]
    assert worst(change.class_ for change in found).value == expected["class"]


@pytest.mark.parametrize("name", MANIFESTS)
@pytest.mark.parametrize("side", ["old", "new"])
def test_a_manifest_compared_with_itself_is_silent(name, side):
    assert _manifests(name, side, side) == ()


@pytest.mark.parametrize("name", MANIFESTS)
def test_the_mirror_of_a_manifest_rule_is_what_the_other_way_round_says(name):
    mirror = CATALOGUE[name].mirror
    back = {change.rule for change in _manifests(name, "new", "old")}
    assert back == ({name} if mirror.startswith("none:") else {mirror})


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_mirror_of_a_schema_rule_is_what_the_other_way_round_says(name):
    mirror = CATALOGUE[name].mirror
    back = {change.rule for change in compared(name, "new", "old").changes}
    assert mirror.startswith("none:") or mirror in back


def _manifests(name, old, new):
    sides = [exact(load(name, side)) for side in (old, new)]
    told = {"path": "m.json", "reading": reading(name)}
    found = compare_manifests(*sides, **told, rules=ManifestRules()).changes
    return (*found, *invariant_changes(*sides, **told))


def _sides(name, document):
    served = load(name, "expect").get("resources", {})
    return tuple(verdicts(load(name, side), document, served.get(side)) for side in ("old", "new"))
