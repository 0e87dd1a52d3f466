"""A review, to the machine-readable report that `schemas/report.schema.json` describes.

Optional keys are present iff there is something to say: `witness` holds the document itself, so
that `"witness": null` is the document null and no key is no witness.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from govern.documents import dumps
from govern.escape import json_text
from govern.model import (
    Answer,
    Change,
    Comparison,
    ContractReview,
    Finding,
    FixtureReview,
    JsonObject,
    JsonValue,
    Place,
    Rename,
    Review,
    Side,
    Unknown,
    VersionReview,
    Witness,
)
from govern.render.options import RenderOptions

SCHEMA_VERSION = 1
"""Of the report's structure. Both documents below carry it."""


def render(review: Review, options: RenderOptions) -> str:
    """The whole review as JSON that ends in a newline. Nothing is ever left out, whatever is asked."""
    del options
    return _written(
        {
            "schema_version": SCHEMA_VERSION,
            "gate": str(review.gate),
            "reason": review.reason,
            "target": _side(review.target),
            "base": _side(review.base),
            "head": _side(review.head),
            "digest": review.digest,
            "policy": review.policy,
            "contracts": [_contract(contract) for contract in review.contracts],
            "findings": [_finding(finding) for finding in review.findings],
        }
    )


def render_comparison(comparison: Comparison, *, old_name: str, new_name: str, options: RenderOptions) -> str:
    """A comparison as JSON: what a contract of a report says, without what only a policy asks."""
    del options
    judged = _judged(comparison)
    findings: list[JsonValue] = [_finding(finding) for finding in comparison.findings]
    named: JsonObject = {"schema_version": SCHEMA_VERSION, "old": old_name, "new": new_name}
    return _written({**named, **judged, "findings": findings})


def _written(report: JsonObject) -> str:
    return json_text(dumps(report, indent=2)) + "\n"


def _contract(contract: ContractReview) -> JsonObject:
    return {
        "name": contract.name,
        "status": contract.status,
        "compatibility": str(contract.compatibility),
        **_judged(contract),
        "versions": [_version(version) for version in contract.versions],
        "fixtures": [_fixture(fixture) for fixture in contract.fixtures],
        "findings": [_finding(finding) for finding in contract.findings],
        "approvals": [
            {"role": each.role, "needed": each.needed, "because": each.because, "verified": each.verified}
            for each in contract.approvals
        ],
        "files": _texts(contract.files),
        "docs": _texts(contract.docs),
        "drills": _texts(contract.drills),
        "changelog": contract.changelog,
    }


def _judged(judged: ContractReview | Comparison) -> JsonObject:
    """What a contract of a review and a bare comparison have in common."""
    return {
        "class": str(judged.class_),
        "undecided": any(change.class_ == "undecided" for change in judged.changes),
        "backward": _answer(judged.backward),
        "forward": _answer(judged.forward),
        "changes": [_change(change) for change in judged.changes],
        "renames": [_rename(rename) for rename in judged.renames],
    }


def _answer(answer: Answer) -> JsonObject:
    return {
        "verdict": str(answer.verdict),
        "reading": str(answer.reading),
        "other_reading": None if answer.other_reading is None else str(answer.other_reading),
        **_witness(answer.witness),
        "certified_by": _texts(answer.certified_by),
        **_if_any("reason", answer.reason),
        "assumptions": _texts(answer.assumptions),
        "proof": _texts(answer.proof),
    }


def _change(change: Change) -> JsonObject:
    return {
        "id": change.id,
        "rule": change.rule,
        "class": str(change.class_),
        "level_required": str(change.level_required),
        "growth": change.growth,
        "path": change.path,
        "places": _texts(change.places),
        "base": _place(change.base),
        "head": _place(change.head),
        "message": change.message,
        **_witness(change.witness),
        **_if_any("reason", change.reason),
        **_if_any("claimed_by", change.claimed_by),
    }


def _rename(rename: Rename) -> JsonObject:
    return {
        "kind": str(rename.kind),
        "path": rename.path,
        "container": rename.container,
        "from": rename.from_,
        "to": rename.to,
        "standing": str(rename.standing),
        "score": _score(rename.score),
        "alternatives": [{"to": name, "score": _score(score)} for name, score in rename.alternatives],
        "evidence": _texts(rename.evidence),
        "old_still_declared": rename.old_still_declared,
    }


def _version(version: VersionReview) -> JsonObject:
    return {
        "at": version.at,
        "scheme": version.scheme,
        "covers": _texts(version.covers),
        "base": version.base,
        "head": version.head,
        "required": str(version.required),
        "actual": str(version.actual),
        "verdict": str(version.verdict),
        **_if_any("suggestion", version.suggestion),
    }


def _fixture(fixture: FixtureReview) -> JsonObject:
    return {
        "path": fixture.path,
        "expected": fixture.expected,
        "valid": _answered(fixture.valid),
        "replayed": _answered(fixture.replayed),
        "changed": fixture.changed,
        "exercises": _texts(fixture.exercises),
    }


def _finding(finding: Finding) -> JsonObject:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "level": str(finding.level),
        "contract": finding.contract,
        "path": finding.path,
        "place": _place(finding.place),
        "message": finding.message,
        "remedy": finding.remedy,
        **_if_any("change", finding.change),
        **_if_any("accepted_by", finding.accepted_by),
    }


def _side(side: Side) -> JsonObject:
    return {"name": side.name, "commit": side.commit, "why": side.why}


def _place(place: Place | None) -> JsonValue:
    if place is None:
        return None
    return {"pointer": place.pointer, "line": place.line, "column": place.column}


def _witness(witness: Witness | None) -> JsonObject:
    return {} if witness is None else {"witness": witness.document}


def _if_any(key: str, text: str | None) -> JsonObject:
    return {} if text is None else {key: text}


def _answered(answer: bool | Unknown | None) -> JsonValue:
    return "unknown" if isinstance(answer, Unknown) else answer


def _texts(texts: Iterable[str]) -> list[JsonValue]:
    return list(texts)


def _score(score: float) -> JsonValue:
    """A score to four places: more would be noise of binary fractions."""
    return Decimal(str(round(score, 4)))
