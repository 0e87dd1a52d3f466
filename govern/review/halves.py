"""A contract and one revision's tree to the half of its review that this revision is."""

from __future__ import annotations

from govern.configuration import select
from govern.contracts import Contract
from govern.generated import Sources, may_hold_parts
from govern.manifest import registries
from govern.review.reading import Reader
from govern.review.references import Resources
from govern.review.work import Half, owned


def half(contract: Contract, reader: Reader, resources: Resources) -> Half:
    """The files of a contract at the revision that a reader reads. Raises RepositoryError."""
    entries = reader.tree.entries
    fixtures = select(contract.fixtures, entries) if contract.fixtures else ()
    rejects = select(contract.rejects, entries) if contract.rejects else ()
    fixtures = tuple(path for path in fixtures if path not in set(rejects) | set(owned(contract)))
    files = reader.files((*owned(contract), *fixtures, *rejects))
    reached = {
        path: resources.reached(path, contract.reading.draft)
        for each in contract.schemas
        for path in (each.path, each.strict)
        if path and path in files.documents
    }
    globs = (*contract.docs, *contract.generated)
    marked = tuple(p for p in select(globs, entries) if p not in files.object_ids) if globs else ()
    texts = {path: reader.text(path) for path in marked}
    return Half(
        files,
        fixtures,
        rejects,
        {path: resources.documents(uris) for path, uris in reached.items()},
        {path: resources.identities(uris) for path, uris in reached.items()},
        reached,
        tuple(sorted({r for path in reached for r in resources.remarks(path, contract.reading.draft)})),
        {path: text for path, text in texts.items() if text is not None},
        tuple(path for path, text in texts.items() if text is None and may_hold_parts(path)),
        entries.keys(),
    )


def sources(contract: Contract, half: Half) -> Sources:
    """What the generated parts of a contract are made from at one revision."""
    documents = half.files.documents
    manifest = documents.get(contract.manifest or "")
    return Sources(
        contract,
        None if manifest is None else registries(manifest.value, contract.manifest_rules),
        half.files.values,
        {**{path: each.text for path, each in documents.items()}, **half.prose},
        half.paths,
        half.fixtures,
        tuple(half.prose),
    )
