"""One contract at base and head to what every step of its review shares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from govern.contracts import Contract
from govern.model import (
    JsonValue,
    Reading,
)
from govern.policy.versions import Masking
from govern.review.lineage import Lineage
from govern.review.reading import Files
from govern.schema.revision import SchemaRevision
from govern.schema.uris import uri_of


@dataclass(frozen=True, slots=True)
class Half:
    """A contract's files at one revision. `fixtures` and `rejects` are the paths its globs select;
    `reached` are, by schema path, the values of files it refers to, by URI; `reached_ids` their
    object ids; `remarks` is what is to be said of where they were found, or of why they were not.
    `prose` are the texts of the documents and of the code that may hold generated parts, by path, and
    `illegible` those among them that cannot be read as text; `paths` are those of the whole tree."""

    files: Files
    fixtures: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    reached: Mapping[str, Mapping[str, JsonValue]] = field(default_factory=dict)
    reached_ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reached_paths: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    prose: Mapping[str, str] = field(default_factory=dict)
    illegible: tuple[str, ...] = ()
    paths: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What the steps of one contract share. `told`: what proves an answer and what else is to be noted is
    wanted, besides the changes and the answers themselves. `lineage`: what is known of their schemas."""

    contract: Contract
    base: Half
    head: Half
    base_masked: Masking
    head_masked: Masking
    told: bool = True
    lineage: Lineage = field(default_factory=Lineage)

    @property
    def reading(self) -> Reading:
        """What counts as breaking for the contract."""
        return self.contract.reading

    def revision(self, path: str, *, at_base: bool) -> SchemaRevision:
        """A schema file at base or at head, its version places masked."""
        half, masked = (self.base, self.base_masked) if at_base else (self.head, self.head_masked)
        return SchemaRevision(
            masked.documents[path],
            draft=self.reading.draft,
            resources=half.reached.get(path, {}),
            uri=uri_of(path),
        )


def present(work: Work, half: Half) -> bool:
    """Whether any schema or manifest of the contract is there at a revision."""
    named = [each.path for each in work.contract.schemas]
    named += [work.contract.manifest] if work.contract.manifest else []
    return any(path in half.files.object_ids for path in named)


def status_of(work: Work) -> str:
    """`added`, `removed`, `changed` or `unchanged`."""
    before, after = present(work, work.base), present(work, work.head)
    if before != after:
        return "added" if after else "removed"
    same = work.base.files.object_ids == work.head.files.object_ids
    return "unchanged" if same and work.base.reached_ids == work.head.reached_ids else "changed"


def governed(contract: Contract, half: Half) -> tuple[str, ...]:
    """Every path of a contract at one revision, whether it is there or not."""
    return tuple(sorted({*owned(contract), *half.fixtures, *half.rejects}))


def owned(contract: Contract) -> tuple[str, ...]:
    """The schemas, strict twins and the manifest that a contract names."""
    named = [path for each in contract.schemas for path in (each.path, each.strict) if path]
    return (*named, *([contract.manifest] if contract.manifest else []))
