"""The tags and the target of a review to what a contract has published: its releases, and versions in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from govern.contracts import Contract
from govern.documents import equal
from govern.model import Tree
from govern.policy.versions import find
from govern.review.reading import Reader
from govern.review.recorded import digest_of, records
from govern.review.releases import Release, asks_for_releases, is_release, tagged
from govern.review.work import Half, owned

HalfOf = Callable[[Contract, Reader], Half]


class Publications:
    """What stands on the target branch and at its tags. `alone`: there is but one contract, so that a bare
    version names a release of it. `half_of` reads a contract at a revision."""

    def __init__(
        self,
        target: Reader,
        base: Reader,
        tags: Mapping[str, Callable[[], Tree]],
        half_of: HalfOf,
        *,
        alone: bool,
    ) -> None:
        self._target = target
        self._base = base
        self._tags = tags
        self._half_of = half_of
        self._alone = alone
        self._readers: dict[str, Reader] = {}
        self._known: dict[str, tuple[Release, ...]] = {}

    def releases(self, contract: Contract) -> tuple[Release, ...]:
        """The releases that anything is measured from, each content once, by name of their tags."""
        if not asks_for_releases(contract):
            return ()
        if contract.name not in self._known:
            found: dict[tuple[tuple[str, str], ...], Release] = {}
            for tag in sorted(self._tags):
                if is_release(contract, tag, alone=self._alone):
                    half = self._half_of(contract, self._reader(tag))
                    if any(path in half.files.object_ids for path in owned(contract)):
                        found.setdefault(tuple(sorted(half.files.object_ids.items())), Release(tag, half))
            self._known[contract.name] = tuple(found.values())
        return self._known[contract.name]

    def tagged(self, contract: Contract) -> frozenset[str] | None:
        """The versions that are released, None where every merge is a release."""
        return tagged(contract, self.releases(contract))

    def taken(self, contract: Contract, head: Half) -> Callable[[str, str], str | None]:
        """Where a version (of a field) already stands with other content: in a record of the changelog, on
        the target branch, or by a tag."""
        known = dict(self._recorded(contract, head))
        places = [("the target branch", self._target)]
        places += [(f"tag {name}", self._reader(name)) for name in self._names(contract, head)]
        for where, reader in places:
            if reader is self._base:
                continue
            half = self._half_of(contract, reader)
            if _same_content(half, head):
                continue
            for each in find(contract.versions, contract, half.files.values):
                if each.version is not None:
                    known.setdefault((each.field.at[0], each.version.text), where)
        return lambda at, version: known.get((at, version))

    def _recorded(self, contract: Contract, head: Half) -> Iterator[tuple[tuple[str, str], str]]:
        """The versions whose records are closed at the target, and that say something else."""
        if contract.changelog is None:
            return
        out, digest = self.tagged(contract), digest_of(contract, head)
        for path, record in records(contract.changelog, self._target).items():
            if (out is None or record.version in out) and record.digest != digest and record.versions:
                yield (record.versions[0].at, record.version), f"the record {path}"

    def _reader(self, tag: str) -> Reader:
        """The reader of a tag, which lives as long as this does: what is known of it hangs on it."""
        if tag not in self._readers:
            self._readers[tag] = Reader(self._tags[tag](), self._target.limits)
        return self._readers[tag]

    def _names(self, contract: Contract, head: Half) -> Sequence[str]:
        """The tags that name a version which head carries: `NAME-1.2.3`, `NAME/1.2.3` and the like,
        and the bare version where there is but one contract."""
        found = find(contract.versions, contract, head.files.values)
        versions = sorted({each.version.text for each in found if each.version is not None})
        forms = [f"{contract.name}{mark}{v}" for v in versions for mark in ("/", "-", "@", "-v", "/v")]
        if self._alone:
            forms += [form for v in versions for form in (v, f"v{v}")]
        return [name for name in forms if name in self._tags]


def _same_content(one: Half, other: Half) -> bool:
    left, right = one.files.values, other.files.values
    return left.keys() == right.keys() and all(equal(left[path], right[path]) for path in left)
