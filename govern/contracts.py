"""What a configuration says, as frozen values: the contracts, and the rules of the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from govern.model import Class, ManifestRules, Reading

CONFIG_FILE = "govern.toml"
"""What a repository calls its configuration, at its root."""


class Scheme(StrEnum):
    """The form of a version and what its steps mean."""

    SEMVER = "semver"
    MAJOR_MINOR = "major-minor"
    INTEGER = "integer"
    SCHEMAVER = "schemaver"
    CALVER = "calver"


class Zero(StrEnum):
    """What semver's major zero means."""

    LENIENT = "lenient"
    STRICT = "strict"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class VersionField:
    """One version and every place that carries it.

    `at`: places `file#/pointer`; the first is where it is bumped and names one file, the others
    may use globs in the file part and must agree. A place whose text is not itself a version
    (an `$id`, say) carries it as the one path segment that has the scheme's form. `scheme` None:
    read off the value's form. `covers`: `file` globs or `file#/pointer` prefixes, a leading `!`
    takes out; empty: the whole contract if the first place stands in the manifest, else the file
    of the first place.
    """

    at: tuple[str, ...]
    scheme: Scheme | None = None
    covers: tuple[str, ...] = ()
    exact: bool = False
    immutable: bool = False
    released_by: str = "merge"
    zero: Zero = Zero.LENIENT


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """A schema of a contract, and its strict twin where it has one."""

    path: str
    strict: str | None = None


@dataclass(frozen=True, slots=True)
class CodeBinding:
    """Which registry the codes at a place of a document belong to.

    `field` is an instance pointer to a string or a list of strings. `tier`, where given, is the
    instance pointer whose value names the tier that all codes must be of. `ordered`: codes stand
    in the manifest's order.
    """

    field: str
    registry: str
    tier: str | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredRename:
    """A rename that the configuration states, to be verified. `at`: where the old name stood,
    `file#/pointer to its container` (`...#const` for the constants of branches)."""

    at: str
    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class Entries:
    """Where a manifest lists schemas, each of which is a contract besides.

    `at` is a pointer to the list, or the object, of entries. In `schema` (a path) and `fixtures` (globs)
    `{KEY}` stands for what an entry says under KEY. `version` and `compatibility` are the keys of the
    version that tells entries apart and of the mode in which each is judged.
    """

    at: str
    schema: str
    fixtures: tuple[str, ...] = ()
    version: str | None = None
    compatibility: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A place of a document, and what people call it."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class View:
    """What the owner of a system sees of a document; places are instance pointers.

    `headline` is a code. Of `reason` the first place counts where a code stands. `message` is a sentence,
    `unblock` a list of objects with `type`, `condition`, `current` and `target`, `generated` a time.
    Headlines neither in `good` nor in `caution` mean danger. `unhealthy` is the code that stands in the place
    of everything where the document is not to be believed.
    """

    headline: str
    good: tuple[str, ...] = ()
    caution: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    message: str | None = None
    unblock: str | None = None
    generated: str | None = None
    facts: tuple[Fact, ...] = ()
    unhealthy: str = "STATE_UNHEALTHY_STATUS_SCHEMA"


@dataclass(frozen=True, slots=True)
class DrillRules:
    """How captures of drills are compared, and kept: `volatile` are instance pointers (a `*` stands for every
    item) to what may differ from the fixture, `evidence` is the folder of what was captured."""

    volatile: tuple[str, ...] = ()
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """How many people must approve a change of some class, and in which roles."""

    needed: int
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Freeze:
    """A time in which nothing that asks for approval passes: from a moment on, until another.

    Moments are UTC, written `YYYY-MM-DDTHH:MM:SSZ`, so that their order is that of their texts.
    """

    from_: str
    until: str
    reason: str


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """How approvals are verified. What is read of it and through it is the target's.

    `signers` is the file of keys (OpenSSH's allowed_signers), `ledger` the folder of records. A record is
    good for at most `max_days`. `repository` is how the repository is called in records (None: read off the
    URL of `origin`). `code_owners` is a file of code owners, or whether one is looked for in the usual
    places. `roles` maps a role to the principals that hold it, `people` a principal to its names on
    platforms (`github:alice`, and `github:org/team` for a team it is part of). `policy` says who must approve
    a change of the policy itself.
    """

    signers: str = ".govern/allowed_signers"
    ledger: str = ".govern/approvals"
    max_days: int = 14
    repository: str | None = None
    code_owners: bool | str = False
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    freeze: tuple[Freeze, ...] = ()
    policy: ApprovalRule = ApprovalRule(2)


DEFAULT_APPROVALS: Mapping[Class, ApprovalRule] = {
    Class.BREAKING: ApprovalRule(2),
    Class.UNDECIDED: ApprovalRule(2),
    Class.RENAME: ApprovalRule(2),
    Class.ADDITIVE: ApprovalRule(1),
    Class.EDITORIAL: ApprovalRule(0),
}


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract, with concrete file names (templates expanded), globs only for documents.

    `fixtures` are globs of golden documents, `rejects` of documents that must be refused, `docs`
    of prose to keep up to date, `generated` of further files with parts that are written from the
    manifest. `versions` None: not configured, found by form. `template` is the
    name of the template it came from, `listed_in` that of the contract whose manifest lists it.
    `discovered`: found without a configuration.
    """

    name: str
    schemas: tuple[SchemaFile, ...] = ()
    manifest: str | None = None
    fixtures: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()
    drill: DrillRules = field(default_factory=DrillRules)
    view: View | None = None
    changelog: str | None = None
    reading: Reading = field(default_factory=Reading)
    compatibility_given: bool = True
    versions: tuple[VersionField, ...] | None = None
    codes: tuple[CodeBinding, ...] = ()
    manifest_rules: ManifestRules = field(default_factory=ManifestRules)
    renames: tuple[DeclaredRename, ...] = ()
    entries: Entries | None = None
    approvals: Mapping[Class, ApprovalRule] = field(default_factory=lambda: DEFAULT_APPROVALS)
    entry_points: tuple[str, ...] = ()
    template: str | None = None
    listed_in: str | None = None
    discovered: bool = False

    def is_of_changelog(self, path: str) -> bool:
        """Whether a path is the changelog, or stands in its folder."""
        where = self.changelog
        return where is not None and (path == where or path.startswith(f"{where}/"))


@dataclass(frozen=True, slots=True)
class PolicyException:
    """Lets one finding pass, once. `finding` is its fingerprint; `expires` an ISO date (UTC)."""

    finding: str
    reason: str
    owner: str
    expires: str


@dataclass(frozen=True, slots=True)
class Config:
    """A whole `govern.toml`, or what was discovered in its absence.

    `contracts` may be templates: their names and paths hold `{name}`. `resources` maps a URI or a
    URI prefix (ending in `/`) to a file or folder of the tree, or to `git:REV:path`; a URI with
    `{version}` in it to `git:TAG:path`, where the tag holds it too, for every version that has such
    a tag. The files of the tree answer before such a pattern does. What they had as their `$id` in
    an older commit needs no entry. `origin` says in words where it came from.
    """

    contracts: tuple[Contract, ...] = ()
    resources: Mapping[str, str] = field(default_factory=dict)
    exceptions: tuple[PolicyException, ...] = ()
    exceptions_from_head: bool = False
    self_change: str = "finding"
    """`finding` or `note`: what a weakened gate is (semantics section 8)."""
    non_ascii_paths: bool = False
    max_bytes: int = 5_000_000
    max_depth: int = 64
    protected: tuple[str, ...] = ()
    """Globs of further paths whose change is reported (workflows, owners, attributes)."""
    approvals: ApprovalPolicy | None = None
    """How approvals are verified; None: nobody verifies them."""
    origin: str = ""
    path: str | None = None
