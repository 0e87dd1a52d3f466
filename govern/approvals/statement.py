"""What a review found, to the statement that is approved: the digest of its change set, and what was seen."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from govern.approvals.form import plain
from govern.approvals.record import COUNTED
from govern.documents import canonical
from govern.model import ContractReview, JsonValue

Sides = tuple[str | None, str | None]
"""What stands at a path before and after: SHA-256 of the raw bytes, None where there is nothing."""


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything that an approval is bound to.

    `repository` is host/owner/name, `target` the short name of the target branch. `policy`, `signers` and
    `owners` are the target's bytes of the configuration, of the keys and of the code owners, where they
    count. `changes` has every changed path that is governed, referred to from there, or part of the policy.
    Neither the ledger nor a changelog is in it: both are written once there is something to approve.
    """

    repository: str
    target: str
    policy: bytes
    signers: bytes | None = None
    owners: bytes | None = None
    changes: Mapping[str, Sides] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of all this.

        Of bytes before as well as after, so that a target which moves on invalidates what was signed; of
        SHA-256 of raw bytes, not of git's ids or of parsed values, so that two contents are never one.
        """
        listed: list[JsonValue] = [
            {"path": plain(path), "base": before, "head": after}
            for path, (before, after) in sorted(self.changes.items(), key=lambda each: plain(each[0]))
        ]
        statement: JsonValue = {
            "v": 2,
            "repo": self.repository,
            "target_ref": self.target,
            "policy_sha256": sha256(self.policy),
            "signers_sha256": None if self.signers is None else sha256(self.signers),
            "owners_sha256": None if self.owners is None else sha256(self.owners),
            "changes": listed,
        }
        return hashlib.sha256(canonical(statement)).hexdigest()


def sha256(data: bytes) -> str:
    """The digest of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def classes_of(contracts: Iterable[ContractReview]) -> tuple[int, ...]:
    """How many changes there are of each class, in the order of COUNTED; what a wider change explains is
    counted with it."""
    found = Counter(
        str(change.class_) for each in contracts for change in each.changes if change.claimed_by is None
    )
    return tuple(found[class_] for class_ in COUNTED)


def versions_of(contracts: Iterable[ContractReview]) -> tuple[str, ...]:
    """The versions that change, each as `CONTRACT OLD->NEW` in printable ASCII, sorted."""
    return tuple(
        sorted(
            plain(f"{each.name} {version.base or 'none'}->{version.head or 'none'}")
            for each in contracts
            for version in each.versions
            if version.base != version.head
        )
    )
