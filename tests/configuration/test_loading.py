"""govern.toml to Config: what it says, and every mistake with line, column, key and remedy."""

from __future__ import annotations

import pytest

from govern.configuration import load
from govern.contracts import (
    DEFAULT_APPROVALS,
    ApprovalRule,
    CodeBinding,
    Config,
    DrillRules,
    Fact,
    PolicyException,
    SchemaFile,
    Scheme,
    View,
    Zero,
)
from govern.errors import ConfigurationError, Problem
from govern.model import Class, Compatibility, Content, Growth, ManifestRules
from govern.rules.configuration import RULES

WHOLE = """
schema_version = 1
self_change = "note"
exceptions_from_head = true
protected = [".github/**", "CODEOWNERS"]
non_ascii_paths = true
[limits]
max_bytes = 1e6
max_depth = 32

[contracts.status]
manifest = "specs/manifest.json"
schemas = [{ path = "schemas/min.json", strict = "schemas/exact.json" }, "schemas/other.json"]
fixtures = "fixtures/*.json"
rejects = ["fixtures/rejected/*.json"]
docs = ["specs/*.md"]
generated = "code/*.py"
drills = "specs/DRILLS.md"
drill = { volatile = "/at", evidence = "evidence" }
view = { headline = "/mode", good = "on", reason = ["/a", "/b"], facts = [{ at = "/c", label = "C" }] }
changelog = "changelogs/status"
compatibility = "forward"
content = "literal"
growth = "breaking"
draft = "7"
entry_points = ["/$defs/X"]
[[contracts.status.versions]]
at = ["specs/manifest.json#/contract_version", "fixtures/*.json#/contract_version"]
scheme = "major-minor"
covers = ["**", "!specs/manifest.json#/schema_version"]
exact = true
zero = "strict"
[[contracts.status.versions]]
at = "schemas/1.0.0/min.json#"
[[contracts.status.codes]]
field = "/mode_reasons"
registry = "ModeReasonCode"
tier = "/trading_mode"
ordered = true
[contracts.status.manifest_rules]
text = ["display"]
ordered = []
[contracts.status.approvals]
breaking = { needed = 3, roles = "release-manager" }
[resources]
"https://example.com/" = "schemas/"
"https://example.com/1" = "git:v1.0.0:schemas/a.json"
[[exceptions]]
finding = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
reason = "why"
owner = "who"
expires = 2026-12-31
"""


def loaded(text: str) -> Config:
    return load(text.encode(), path="govern.toml", origin="a test")


def problems(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationError) as caught:
        load(text if isinstance(text, bytes) else text.encode(), path="govern.toml", origin="a test")
    return caught.value.problems


def test_every_key_arrives_in_the_configuration() -> None:
    config = loaded(WHOLE)
    (contract,) = config.contracts
    assert (config.self_change, config.exceptions_from_head, config.non_ascii_paths) == ("note", True, True)
    assert (config.max_bytes, config.max_depth) == (1_000_000, 32)
    assert config.protected == (".github/**", "CODEOWNERS")
    assert (config.origin, config.path) == ("a test", "govern.toml")
    assert dict(config.resources) == {
        "https://example.com/": "schemas/",
        "https://example.com/1": "git:v1.0.0:schemas/a.json",
    }
    assert config.exceptions == (PolicyException("0123456789abcdef" * 4, "why", "who", "2026-12-31"),)
    assert contract.schemas == (
        SchemaFile("schemas/min.json", "schemas/exact.json"),
        SchemaFile("schemas/other.json"),
    )
    assert (contract.manifest, contract.changelog) == ("specs/manifest.json", "changelogs/status")
    assert (contract.fixtures, contract.drills) == (("fixtures/*.json",), ("specs/DRILLS.md",))
    assert (contract.rejects, contract.docs) == (("fixtures/rejected/*.json",), ("specs/*.md",))
    assert (contract.reading.compatibility, contract.reading.content) == (
        Compatibility.FORWARD,
        Content.LITERAL,
    )
    assert (contract.reading.growth, contract.reading.draft) == (Growth.BREAKING, "7")
    assert contract.entry_points == ("/$defs/X",)
    assert contract.generated == ("code/*.py",)
    assert contract.drill == DrillRules(("/at",), "evidence")
    assert contract.view == View("/mode", ("on",), reason=("/a", "/b"), facts=(Fact("/c", "C"),))
    assert contract.codes == (CodeBinding("/mode_reasons", "ModeReasonCode", "/trading_mode", True),)
    assert contract.manifest_rules == ManifestRules(text=("display",), ordered=())
    assert contract.approvals == {
        **DEFAULT_APPROVALS,
        Class.BREAKING: ApprovalRule(3, ("release-manager",)),
        Class.UNDECIDED: ApprovalRule(3, ("release-manager",)),
        Class.RENAME: ApprovalRule(3, ("release-manager",)),
    }


def test_what_asks_for_what_breaking_asks_for_may_be_told_apart() -> None:
    said = "breaking = { needed = 3 }\nrename = { needed = 2 }"
    whole = WHOLE.replace('breaking = { needed = 3, roles = "release-manager" }', said)
    (contract,) = loaded(whole).contracts
    assert contract.approvals[Class.RENAME] == ApprovalRule(2)
    assert contract.approvals[Class.UNDECIDED] == ApprovalRule(3)


def test_version_fields_keep_their_order_and_their_places() -> None:
    (contract,) = loaded(WHOLE).contracts
    assert contract.versions is not None
    first, second = contract.versions
    assert first.at == ("specs/manifest.json#/contract_version", "fixtures/*.json#/contract_version")
    assert (first.scheme, first.exact, first.zero) == (Scheme.MAJOR_MINOR, True, Zero.STRICT)
    assert first.covers == ("**", "!specs/manifest.json#/schema_version")
    assert (second.at, second.scheme, second.released_by) == (("schemas/1.0.0/min.json#",), None, "merge")


def test_an_empty_file_is_a_configuration_of_nothing() -> None:
    assert loaded("") == Config(origin="a test", path="govern.toml")


def test_contracts_stand_sorted_whatever_their_order_in_the_file() -> None:
    tables = ["[contracts.b]\nschemas = 'b.json'\n", "[contracts.a]\nschemas = 'a.json'\n"]
    assert loaded("".join(tables)) == loaded("".join(reversed(tables)))


@pytest.mark.parametrize(
    ("keys", "expected", "given"),
    [
        ("", Compatibility.FULL, False),
        ("versions = [{ at = 'a.json#/$id', scheme = 'schemaver' }]", Compatibility.BACKWARD, False),
        ("versions = [{ at = 'a.json#/$id', scheme = 'semver' }]", Compatibility.FULL, False),
        (
            "versions = [{ at = 'a.json#/v' }, { at = 'a.json#/$id', scheme = 'schemaver' }]",
            Compatibility.FULL,
            False,
        ),
        (
            "compatibility = 'full'\nversions = [{ at = 'a.json#/$id', scheme = 'schemaver' }]",
            Compatibility.FULL,
            True,
        ),
    ],
)
def test_a_contract_versioned_by_schemaver_is_judged_backward_unless_it_says(
    keys: str, expected: Compatibility, given: bool
) -> None:
    (contract,) = loaded(f"[contracts.a]\nschemas = 'a.json'\n{keys}").contracts
    assert (contract.reading.compatibility, contract.compatibility_given) == (expected, given)


def test_no_version_fields_and_none_configured_are_two_things() -> None:
    (absent,) = loaded("[contracts.a]\nschemas = 'a.json'").contracts
    (none,) = loaded("[contracts.a]\nschemas = 'a.json'\nversions = []").contracts
    assert (absent.versions, none.versions) == (None, ())


ORDER = "[contracts.order]\nschemas = ['order.json']\n"
EXCEPTION = f"[[exceptions]]\nfinding = '{'0' * 64}'\nreason = 'r'\nowner = 'o'\n"

APPROVED = "[approvals]\nroles.owner = 'ann'\n"
FREEZE = "[[approvals.freeze]]\nreason = 'r'\n"

MISTAKES = [
    # text, rule, place, words of the message, words of the remedy
    ("schema_version = 5", "config-value", "1:1", "`schema_version` is 5", "schema_version = 4"),
    ("\n  self_chnge = 'note'", "config-key-unknown", "2:3", "`self_chnge`", "did you mean `self_change`?"),
    ("max-bytes = 5", "config-key-unknown", "1:1", "`max-bytes`", "known here: `approvals`, `contracts`"),
    ("self_change = 'Note'", "config-value", "1:1", '"Note"; expected one of "finding", "note"', '"note"?'),
    ("exceptions_from_head = 1", "config-value", "1:1", "expected true or false", "= true"),
    ("protected = ['a',\n '/b']", "config-path", "2:2", '"/b" is absolute', 'write "b"'),
    ("protected = ['C:/b']", "config-path", "1:14", "is absolute", 'write "b"'),
    ("protected = ['a\\b']", "config-path", "1:14", "backslash", '"a/b"'),
    ("protected = ['a/../b']", "config-path", "1:14", "`..`", 'write "b"'),
    ("protected = ['../b']", "config-path", "1:14", "`..`", "name the place itself"),
    ("protected = ['./a//b']", "config-path", "1:14", "plain form", 'write "a/b"'),
    ("protected = ['a/']", "config-path", "1:14", "plain form", 'write "a"'),
    ("protected = ['{a,b}.json']", "config-path", "1:14", "{a,b}", "one glob for each"),
    ("protected = ['[z-a]']", "config-path", "1:14", "is not a range", "[[]"),
    ('protected = ["a\\nb"]', "config-path", "1:14", "control character", "without control"),
    ("protected = 5", "config-value", "1:1", "a text that is not empty or a list of texts", "protected = ["),
    ("limits.max_bytes = 0", "config-value", "1:8", "from 1 to 100000000", "max_bytes = 5000000"),
    ("limits.max_bytes = nan", "config-value", "1:8", "a whole number", "max_bytes = 5000000"),
    ("limits.max_bytes = 1.5", "config-value", "1:8", "is 1.5", "max_bytes = 5000000"),
    ("[limits]\nmax_depth = true", "config-value", "2:1", "is true", "max_depth = 64"),
    ("[contracts.x]", "config-missing", "1:12", "neither `schemas` nor `manifest`", "schemas = ["),
    ("[contracts.'a b']\nschemas = 'a'", "config-value", "1:12", '"a b" cannot be the name', "letters"),
    ("[contracts.x]\nschemas = []", "config-value", "2:1", "is an empty list", "schemas = ["),
    ("[contracts.x]\nmanifest = 'a/*.json'", "config-path", "2:1", "is a glob", "the whole path"),
    (
        "[contracts.x]\nschemas = [{ path = 'a', strct = 'b' }]",
        "config-key-unknown",
        "2:26",
        "`strct` in `contracts.x.schemas[0]`",
        "`strict`?",
    ),
    (
        "[contracts.x]\nschemas = [{ strict = 'b' }]",
        "config-missing",
        "2:12",
        "lacks the key `path`",
        "path =",
    ),
    (
        f"{ORDER}compatibility = 'backwards'",
        "config-value",
        "3:1",
        '`contracts.order.compatibility` is "backwards"',
        'did you mean "backward"?',
    ),
    (f"{ORDER}draft = 7", "config-value", "3:1", 'is 7; expected one of "4"', 'did you mean "7"?'),
    (f"{ORDER}entry_points = ['X']", "config-value", "3:17", '"X"', '"/$defs/X"'),
    (f"{ORDER}[[contracts.order.versions]]", "config-missing", "3:19", "lacks the key `at`", "at = ["),
    (
        f"{ORDER}[[contracts.order.versions]]\nat = 'a.json#/v'\nscheme = 'sem-ver'",
        "config-value",
        "5:1",
        '"sem-ver"',
        '"semver"?',
    ),
    (f"{ORDER}versions = [{{ at = 'a.json' }}]", "config-place", "3:15", "does not say where", '"a.json#"'),
    (f"{ORDER}versions = [{{ at = 'a.json#v' }}]", "config-place", "3:15", "no JSON Pointer", '"#/v"'),
    (f"{ORDER}versions = [{{ at = 'a.json#/~2' }}]", "config-place", "3:15", "escapes nothing", "~0 for ~"),
    (f"{ORDER}versions = [{{ at = '#/v' }}]", "config-place", "3:15", "names no file", "file#/pointer"),
    (f"{ORDER}versions = [{{ at = '*.json#/v' }}]", "config-place", "3:15", "more than one file", "first"),
    (
        f"{ORDER}versions = [{{ at = 'a#/v' }}, {{ at = 'a#/v' }}]",
        "config-duplicate",
        "3:32",
        "two version fields",
        "join",
    ),
    (
        f"{ORDER}versions = [{{ at = 'a#/v', released_by = 'v[9-0]' }}]",
        "config-value",
        "3:28",
        "is no pattern of tags",
        'released_by = "v*"',
    ),
    (
        f"{ORDER}versions = [{{ at = 'a#/v', covers = 'b#v' }}]",
        "config-place",
        "3:28",
        "no JSON Pointer",
        "#/v",
    ),
    (
        f"{ORDER}codes = [{{ field = '/a', registry = 'A' }}]",
        "config-missing",
        "3:1",
        "names none",
        "manifest",
    ),
    (
        "[contracts.x]\nmanifest = 'm'\ncodes = [{ field = 'a', registry = 'A' }]",
        "config-value",
        "3:12",
        "instance pointer",
        'field = "/mode_reasons"',
    ),
    (
        f"{ORDER}approvals.breaking = {{ needed = 0 }}",
        "config-value",
        "3:24",
        "from 1 to 100",
        "needed = 2",
    ),
    (
        f"{APPROVED}[contracts.order]\nschemas = 'a'\napprovals.additive.needed = 0",
        *("config-value", "5:20", "is 0: anybody could add", "ask for 1"),
    ),
    (
        f"{APPROVED}policy = {{ needed = 2, roles = 'owner' }}",
        *("config-value", "3:1", "asks for 2 people, and 1 hold the roles", "more holders"),
    ),
    (
        f"{APPROVED}policy = {{ needed = 1, roles = 'king' }}",
        *("config-value", "3:24", 'there is no role "king"', "[approvals.roles] king"),
    ),
    (
        f"{APPROVED}people = {{ ann = 'github:a', bob = 'github:A' }}",
        *("config-duplicate", "3:30", '"github:A" is "ann" already', "one person"),
    ),
    (
        f"{APPROVED}signers = '.govern/approvals/keys'",
        *("config-path", "3:1", "stands in the ledger", "outside the ledger"),
    ),
    (
        f"{APPROVED}ledger = 'x'\ncode_owners = 'x'",
        *("config-path", "4:1", "stands in the ledger", "outside the ledger"),
    ),
    (
        f"{APPROVED}{FREEZE}from = 2026-01-02T00:00:00Z\nuntil = 2026-01-01T00:00:00Z",
        *("config-value", "3:13", "ends before it begins", "first moment after"),
    ),
    (
        f"{APPROVED}{FREEZE}from = '2026-02-30T00:00:00Z'\nuntil = 2026-03-01T00:00:00Z",
        *("config-date", "5:1", "no day 2026-02-30", "for example"),
    ),
    (
        f"{APPROVED}{FREEZE}from = 2026-01-01T00:00:00\nuntil = 2026-03-01T00:00:00Z",
        *("config-value", "5:1", "2026-01-01T00:00:00", 'from = "2026-12-20T00:00:00Z"'),
    ),
    (f"{APPROVED}max_days = 0", "config-value", "3:1", "from 1 to 365", "max_days = 14"),
    (f"{ORDER}approvals.brekaing.needed = 1", "config-key-unknown", "3:11", "`brekaing`", "`breaking`?"),
    (
        f"{ORDER}[contracts.other]\nschemas = ['order.json']",
        "config-duplicate",
        "4:12",
        'already belongs to the contract "order"',
        "leading !",
    ),
    (
        f"{ORDER}[contracts.other]\nschemas = ['*.json']",
        "config-duplicate",
        "4:12",
        'already belongs to the contract "order"',
        "leading !",
    ),
    (
        "[contracts.x]\nschemas = [{ path = 'a.json', strict = 'a.json' }]",
        "config-duplicate",
        "2:31",
        "belongs to this contract",
        "one of them",
    ),
    (
        "[contracts.'{name}']\nschemas = ['a/*.json']",
        "config-template",
        "1:12",
        "has no {name}",
        "schemas/{name}.schema.json",
    ),
    (
        "[contracts.x]\nschemas = ['a/{name}.json']",
        "config-template",
        "2:12",
        "but the contract's name does not",
        'call the contract "{name}"',
    ),
    (
        "[contracts.'{name}']\nschemas = ['a/{name}*.json']",
        "config-template",
        "2:12",
        "a wildcard beside it",
        "write {name} alone",
    ),
    (
        "[contracts.'{name}']\nschemas = ['a/{name}.json', 'b.json']",
        "config-template",
        "2:29",
        "every contract of the template would own it",
        "its own",
    ),
    ("[resources]\n'schemas' = 'schemas'", "config-value", "2:1", "not a whole URI", "https://"),
    ("[resources]\n'https://e.x/' = 'a.json'", "config-value", "2:1", "belongs to a folder", "both"),
    ("[resources]\n'https://e.x/a' = '/a.json'", "config-path", "2:1", "is absolute", '"a.json"'),
    (
        "[resources]\n'https://e.x/a' = 'git:v1'",
        "config-path",
        "2:1",
        "names no revision",
        "git:REVISION:path",
    ),
    (
        "[resources]\n'https://e.x/{version}/a' = 'a.json'",
        "config-path",
        "2:1",
        "names no tag with {version}",
        '"git:v{version}:schemas/order.json"',
    ),
    (
        "[resources]\n'https://e.x/{version}/a' = 'git:v1:{version}/a.json'",
        "config-path",
        "2:1",
        "names no tag with {version}",
        "in the tag",
    ),
    (
        "[resources]\n'https://e.x/1/a' = 'git:v{version}:a.json'",
        "config-path",
        "2:1",
        "holds {version}, but its URI does not",
        "into both",
    ),
    (
        "[resources]\n'https://e.x/{version}/{version}' = 'git:v{version}:a.json'",
        "config-path",
        "2:1",
        "holds {version} twice",
        "stand once",
    ),
    (
        "[resources]\n'https://e.x/{version}/a' = 'git:v{version}:{major}/a.json'",
        "config-path",
        "2:1",
        "holds {major}",
        "only placeholder",
    ),
    ("[resources]\n'https://e.x/a' = 'git:--x:a'", "config-path", "2:1", "names no revision", "git:"),
    (f"{EXCEPTION}expires = 2026-02-31", "config-syntax", "5:11", "not TOML", "correct the TOML"),
    (f"{EXCEPTION}expires = '2026-02-31'", "config-date", "5:1", "there is no day 2026-02-31", "expires ="),
    (f"{EXCEPTION}expires = '31.12.2026'", "config-value", "5:1", "the last day (UTC)", '"2026-12-31"'),
    (f"{EXCEPTION}expires = 2026-12-31T00:00:00Z", "config-value", "5:1", "the last day", '"2026-12-31"'),
    (EXCEPTION, "config-missing", "1:3", "lacks the key `expires`", "expires ="),
    ("a = ", "config-syntax", "1:5", "not TOML", "correct the TOML"),
    ("self_change = 'note'\nself_change = 'note'", "config-duplicate", "2:21", "said twice", "once"),
    ("[limits]\n[limits]", "config-duplicate", "2:8", "said twice", "once"),
]


@pytest.mark.parametrize(("text", "rule", "place", "message", "remedy"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_its_remedy(
    text: str, rule: str, place: str, message: str, remedy: str
) -> None:
    (problem,) = problems(text)
    assert (problem.rule, problem.place) == (rule, f"govern.toml:{place}")
    assert message in problem.message
    assert remedy in problem.remedy


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file() -> None:
    found = problems("schema_version = 5\nself_chnge = 'x'\n[limits]\nmax_bytes = 0\n[contracts.x]\n")
    assert [(each.place, each.rule) for each in found] == [
        ("govern.toml:1:1", "config-value"),
        ("govern.toml:2:1", "config-key-unknown"),
        ("govern.toml:4:1", "config-value"),
        ("govern.toml:5:12", "config-missing"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"\xef\xbb\xbfschema_version = 1", "govern.toml:1:1"),
        (b"a = 1\nb = '\xe4'", "govern.toml:2:6"),
        (b"schema_version = 1".decode().encode("utf-16"), "govern.toml:1:1"),
        (b"a = " + b"[" * 100_000, "govern.toml"),
        (b".".join([b"a"] * 5000) + b" = 1", "govern.toml"),
        (b"[" + b".".join([b"a"] * 5000) + b"]", "govern.toml"),
        (b"a = " + b"9" * 5000, "govern.toml"),
        (b"a = 1e9999999999999999999999", "govern.toml"),
        (b"a = '\x00'", "govern.toml:1:6"),
        (b"#" * 1_000_001, "govern.toml"),
    ],
)
def test_bytes_that_are_no_configuration_are_a_problem_and_no_traceback(text: bytes, place: str) -> None:
    (problem,) = problems(text)
    assert (problem.rule, problem.place) == ("config-syntax", place)
    assert problem.remedy


@pytest.mark.parametrize(
    "text",
    [
        f"{ORDER}[contracts.other]\nschemas = ['*.json', '!order.json']",
        f"{ORDER}[contracts.'{{name}}']\nschemas = ['{{name}}.json']",
        f"{ORDER}versions = [{{ at = ['a.json#/v', '*.json#/v'] }}, {{ at = 'v*/a.json#' }}]",
        "[contracts.'{name}']\nschemas = ['a/**/{name}.json']\nversions = [{ at = 'a/**/{name}.json#/v' }]",
        f"{EXCEPTION}expires = 2024-02-29",
        f"{ORDER}approvals.additive.needed = 0",
        "limits.max_depth = 200",
        "limits.max_depth = 64.0",
    ],
)
def test_what_is_nearly_a_mistake_is_none(text: str) -> None:
    assert loaded(text).path == "govern.toml"


def test_every_rule_of_a_configuration_has_a_mistake_here() -> None:
    rows = {rule.id for rule in RULES if rule.id.startswith("config-")}
    assert rows == {mistake[1] for mistake in MISTAKES}


@pytest.mark.parametrize(
    ("uri", "target"),
    [
        ("https://e.x/{version}/a.json", "git:v{version}:a.json"),
        ("https://e.x/a-{version}.json", "git:refs/tags/a/{version}:{version}/a.json"),
        ("https://e.x/{version}/", "git:{version}:schemas/"),
        ("urn:e:a:{version}", "git:v{version}:a.json"),
    ],
)
def test_a_version_in_the_uri_of_a_resource_names_a_tag(uri: str, target: str) -> None:
    assert dict(loaded(f"[resources]\n'{uri}' = '{target}'").resources) == {uri: target}
