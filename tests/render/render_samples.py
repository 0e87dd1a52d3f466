"""Reviews for the tests of the formats: three that tell a story, and one where every string is given."""

import dataclasses
from decimal import Decimal
from enum import Enum
from typing import Any

from govern.model import (
    UNKNOWN,
    Answer,
    Approval,
    Change,
    Class,
    Comparison,
    Content,
    ContractReview,
    Effect,
    EffectKind,
    Finding,
    FindingLevel,
    FixtureReview,
    Gate,
    Level,
    Place,
    Rename,
    RenameKind,
    Review,
    Side,
    Standing,
    Verdict,
    VersionReview,
    VersionVerdict,
    Witness,
)
from govern.render import RenderOptions
from govern.rules import Rule, RuleKind

RULES = {
    "required-removed": Rule(
        "required-removed",
        RuleKind.CHANGE,
        "A key that was always there may be absent.",
        "Readers that rely on the key meet documents without it.",
        "Keep the key required, or announce it with a new major version.",
        "semantics, section 4",
        "required-added",
    )
}
OPTIONS = RenderOptions(rules=RULES)
PROVED = Answer(Verdict.PROVED)
VALIDATORS = ("jsonschema", "jsonschema-rs")
MANIFEST = "specs/status/manifest.json"
SCHEMA = "schemas/status.schema.json"


def _sides(head: str) -> dict[str, Any]:
    return {
        "target": Side("origin/main", "1" * 40, "the default branch of origin"),
        "base": Side("merge base", "1" * 40),
        "head": Side(head, "2" * 40 if head == "HEAD" else head),
    }


def quiet(name: str) -> ContractReview:
    return ContractReview(name, Class.EDITORIAL, PROVED, PROVED, status="unchanged")


REFUTED = Answer(
    Verdict.REFUTED,
    other_reading=Verdict.REFUTED,
    witness=Witness({"trading_mode": "Kill", "load": Decimal("0.10")}),
    certified_by=VALIDATORS,
    assumptions=("no $schema: read as 2020-12",),
)
REMOVED = Change(
    "c" * 64,
    "required-removed",
    Class.BREAKING,
    SCHEMA,
    'The key "mm_util" is no longer required: head accepts documents without it, which base refused.',
    head=Place("/required", 14, 7),
    places=("",),
    witness=REFUTED.witness,
    level_required=Level.MAJOR,
    effect=Effect(EffectKind.WIDENED, "mm_util", ("",)),
)
ECHO = Change(
    "e" * 64,
    "range-widened",
    Class.ADDITIVE,
    SCHEMA,
    "mm_util may be above 1.",
    base=Place("/properties/mm_util/maximum", 40, 9),
    level_required=Level.MINOR,
    claimed_by="c" * 64,
)
TOO_SMALL = Finding(
    "version-too-small",
    FindingLevel.BLOCKS,
    "contract_version went from 5.2 to 5.3, which announces less than a breaking change.",
    "Set it to 6.0.",
    MANIFEST,
    Place("/contract_version", 3, 21),
    "status",
    "f" * 64,
)


def closed() -> Review:
    """A required key removed, with a bump that is too small."""
    status = ContractReview(
        "status",
        Class.BREAKING,
        PROVED,
        REFUTED,
        (REMOVED, ECHO),
        versions=(
            VersionReview(
                f"{MANIFEST}#/contract_version",
                "major-minor",
                (),
                "5.2",
                "5.3",
                Level.MAJOR,
                Level.MINOR,
                VersionVerdict.TOO_SMALL,
                "6.0",
            ),
        ),
        fixtures=(
            FixtureReview("fixtures/status/kill.json", "accepted", True, True, True, ("c" * 64,)),
            FixtureReview("fixtures/status/rejected/empty.json", "rejected", False, False, False),
        ),
        findings=(TOO_SMALL,),
        approvals=(Approval("release manager", 2, "a breaking change"),),
        files=(MANIFEST, SCHEMA),
        docs=("specs/status/README.md",),
        drills=("specs/status/DRILLS.md",),
        changelog="changelogs/status/",
    )
    reason = "1 finding blocks: version-too-small"
    contracts = (quiet("orders"), status, quiet("users"))
    return Review(
        Gate.CLOSED, reason, **_sides("HEAD"), digest="d" * 64, contracts=contracts, policy="govern.toml"
    )


def opened() -> Review:
    """A code renamed with its announcement, one finding accepted, and a growth shown by null."""
    rename = Rename(
        RenameKind.ENUM_VALUE,
        SCHEMA,
        "/properties/state/enum",
        "IDLE",
        "RESTING",
        Standing.DECLARED,
        alternatives=(("PAUSED", 0.41),),
        evidence=("the manifest declares it",),
    )
    grown = Change(
        "a" * 64,
        "enum-value-added",
        Class.ADDITIVE,
        SCHEMA,
        "The enum at /owner takes null as well.",
        head=Place("/properties/owner/enum/1", 21, 30),
        witness=Witness(None),
        level_required=Level.MINOR,
        growth=True,
    )
    renamed = Change(
        "b" * 64,
        "enum-value-renamed",
        Class.RENAME,
        SCHEMA,
        '"IDLE" became "RESTING".',
        base=Place("/properties/state/enum/0", 17, 12),
        head=Place("/properties/state/enum/0", 17, 12),
        level_required=Level.MAJOR,
    )
    accepted = Finding(
        "change-not-exercised",
        FindingLevel.BLOCKS,
        "No fixture shows null as an owner.",
        "Add a fixture with it.",
        SCHEMA,
        contract="status",
        id="9" * 64,
        change="a" * 64,
        accepted_by="exception of ada, until 2027-01-31",
    )
    version = VersionReview(
        f"{SCHEMA}#/properties/v/const",
        "semver",
        ("schemas/**",),
        "1.4.0",
        "2.0.0",
        Level.MAJOR,
        Level.MAJOR,
        VersionVerdict.RIGHT,
    )
    answer = dataclasses.replace(
        REFUTED, other_reading=Verdict.PROVED, reading=Content.DECLARED, assumptions=()
    )
    status = ContractReview(
        "status",
        Class.RENAME,
        dataclasses.replace(answer, witness=Witness({"state": "IDLE"})),
        dataclasses.replace(answer, witness=Witness({"state": "RESTING"})),
        (grown, renamed),
        (rename,),
        (version,),
        findings=(accepted,),
        approvals=(Approval("owner", 1, "a rename", 1),),
    )
    return Review(Gate.OPEN, "no finding blocks", **_sides("HEAD"), digest="d" * 64, contracts=(status,))


def undecided() -> Review:
    """A contract that could not be judged, a finding of the review itself, and old faults."""
    answer = Answer(Verdict.UNDECIDED, reason="the reference other.json#/a cannot be read at base")
    behind = Finding("head-behind-base", FindingLevel.BLOCKS, "origin/main moved on.", "Merge it into head.")
    old = Finding(
        "fixture-invalid", FindingLevel.STANDING, "It was refused before.", "Mend it.", "fixtures/a.json"
    )
    contract = ContractReview(
        "orders",
        Class.UNDECIDED,
        answer,
        PROVED,
        fixtures=(FixtureReview("fixtures/a.json", "accepted", UNKNOWN, None, False),),
        findings=(old,),
        status="changed",
    )
    reason = "1 finding blocks: head-behind-base"
    return Review(
        Gate.CLOSED, reason, **_sides("WORKTREE"), digest="", contracts=(contract,), findings=(behind, old)
    )


def comparison() -> Comparison:
    return Comparison(Class.BREAKING, PROVED, REFUTED, (REMOVED, ECHO))


def filled(value: Any, text: str) -> Any:
    """The same value with every string in it, at any depth, replaced; choices of an enum stay."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, Witness):
        return Witness({text: [text, None, Decimal("1.50")]})
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: filled(getattr(value, f.name), text) for f in dataclasses.fields(value)}
        return type(value)(**fields)
    if isinstance(value, tuple):
        return tuple(filled(each, text) for each in value)
    return value


def everywhere(text: str) -> Review:
    """One review of many shapes whose every string is the text."""
    contracts = (*closed().contracts, *opened().contracts, *undecided().contracts)
    notes = tuple(Finding("x", level, "x", "x", "x", Place("x", 1), "x", "x") for level in FindingLevel)
    whole = dataclasses.replace(closed(), contracts=contracts, findings=(*undecided().findings, *notes))
    filled_in = filled(whole, text)
    if not isinstance(filled_in, Review):
        raise TypeError(type(filled_in))
    return filled_in
