"""Two trees and a configuration to a Review: the only place that knows the order of the steps.

    trees → contracts → files → comparison → policy → gate

Pure but for the trees it reads: no terminal, environment or clock. The day on which exceptions
expire, the deadline of a contract and the wish to see progress are arguments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from govern.approvals.record import Statement
from govern.approvals.statement import Sides
from govern.configuration import expand, select
from govern.contracts import CONFIG_FILE, DEFAULT_APPROVALS, Config, Contract, PolicyException
from govern.documents import Document, Limits
from govern.errors import ConfigurationError, Problem, UsageError
from govern.identity import identified, of_finding
from govern.model import (
    Answer,
    Change,
    Class,
    ContractReview,
    Finding,
    FindingLevel,
    JsonValue,
    Level,
    Place,
    Review,
    Tree,
    Verdict,
)
from govern.policy.approvals import asked
from govern.review import gate
from govern.review.affected import affected
from govern.review.announcing import Announcement, announced
from govern.review.approved import Subject, approved
from govern.review.attributes import attribute_files
from govern.review.changeset import changed_files
from govern.review.contract import review_contract
from govern.review.copies import left_behind
from govern.review.drilled import drilled
from govern.review.entries import listed, unread
from govern.review.halves import half
from govern.review.isolation import Allowance, Failure, isolated
from govern.review.moves import moved
from govern.review.published import Publications
from govern.review.reading import Reader
from govern.review.references import Resources
from govern.review.setting import Progress, Setting
from govern.review.spoken import Texts
from govern.review.trees import Trees
from govern.review.work import Half, governed, owned


def review(base: Tree, head: Tree, config: Config, setting: Setting) -> Review:
    """Everything there is to say of the change from base to head under the target's configuration.

    Raises RepositoryError where a tree cannot be read, ConfigurationError where the configuration
    covers nothing, UsageError where `only` names no contract.
    """
    return reviewed(base, head, config, setting)[0]


def reviewed(base: Tree, head: Tree, config: Config, setting: Setting) -> tuple[Review, Statement]:
    """The same, and the statement that an approval of the change is about. Raises as `review`."""
    return _Review(base, head, config, setting).run()


class _Review:
    """The readers and answers that the steps of one review share."""

    def __init__(self, base: Tree, head: Tree, config: Config, setting: Setting) -> None:
        limits = Limits(config.max_bytes, config.max_depth)
        self.config = config
        self.setting = setting
        self.base = Reader(base, limits)
        self.head = Reader(head, limits)
        self.target = self.base if setting.target_tree is None else Reader(setting.target_tree, limits)
        self.texts = Texts()
        before = self._resources_of(self.base)
        self._resources = {id(self.base): before, id(self.head): self._resources_of(self.head, before)}
        alone = len(config.contracts) == 1
        self._published = Publications(self.target, self.base, setting.tags, self._half_of, alone=alone)
        self.paths = tuple(sorted({*base.entries, *head.entries}))

    def run(self) -> tuple[Review, Statement]:
        contracts = self._contracts()
        changed = self._changed()
        resources = self._resources.values()
        sides = (self.base, self.head)
        touched = affected(sides, changed, self.config, resources, self.texts) if changed else changed
        touched |= {name for path in changed for each in resources for name in each.namesakes(path)}
        reviews: list[ContractReview] = []
        every: set[str] = set()
        watched = self._named_by if self._attributes_changed(changed) else None
        files: dict[str, dict[str, Sides]] = {}
        work = [(each, self._is_touched(each, touched)) for each in contracts]
        active = [each.name for each, wanted in work if wanted]
        for contract, wanted in work:
            if not wanted:
                reviews.append(_unchanged(contract))
                every.update(owned(contract) if watched is None else watched(contract))
                continue
            if self.setting.progress is not None:
                self.setting.progress(active.index(contract.name), len(active), contract.name)
            halves = self._half(contract, self.base), self._half(contract, self.head)
            paths = {*governed(contract, halves[0]), *governed(contract, halves[1])}
            every |= paths
            files[contract.name] = changed_files(contract, halves, (self.base, self.head))
            reviewed = self._reviewed(contract, *halves)
            more = (
                *self._drilled(contract, reviewed, *halves),
                *left_behind(contract, self._side(self.base), self._side(self.head)),
            )
            reviews.append(replace(reviewed, findings=(*reviewed.findings, *more)))
        findings = (
            *self.setting.findings,
            *self._trees(changed).findings(sorted(every), contracts),
            *self._unread(contracts),
        )
        reviews = list(moved(reviews, self.base, self.head))
        told = {each.name: each for each in contracts}
        return self._decided(reviews, findings, files, told, changed)

    # --- contracts ---

    def _resources_of(self, reader: Reader, before: Resources | None = None) -> Resources:
        return Resources(reader, self.config, self.setting.published, self.texts, before)

    def _contracts(self) -> tuple[Contract, ...]:
        found = {each.name: each for each in expand(self.config, self.paths)}
        if self.setting.head_config is not None:
            for each in expand(self.setting.head_config, self.head.tree.entries):
                taken = {path for known in found.values() for path in owned(known)}
                known = found.get(each.name)
                if known is not None:  # a declared rename lowers nothing: head may declare its own
                    renames = dict.fromkeys((*known.renames, *each.renames))
                    found[each.name] = replace(known, renames=tuple(renames))
                elif not taken & set(owned(each)):
                    # who must approve is for the target to say, also of what it does not know yet
                    new = (
                        each if self.config.approvals is None else replace(each, approvals=DEFAULT_APPROVALS)
                    )
                    found[each.name] = new
        found = self._with_entries(found)
        if not found:
            raise ConfigurationError(_covers_nothing(self.config))
        if self.setting.only:
            unknown = sorted(set(self.setting.only) - set(found))
            if unknown:
                raise UsageError(_no_such_contract(unknown[0], sorted(found)))
            found = {name: each for name, each in found.items() if name in self.setting.only}
        there = [each for each in found.values() if self._anything(each)]
        if not there:
            raise ConfigurationError(_covers_nothing(self.config))
        return tuple(found[name] for name in sorted(found))

    def _with_entries(self, contracts: Mapping[str, Contract]) -> dict[str, Contract]:
        """The contracts, with those that the entries of their manifests are."""
        found = dict(contracts)
        for contract in contracts.values():
            base, head = (self._value(reader, contract.manifest) for reader in (self.base, self.head))
            taken = {path for known in found.values() for path in owned(known)}
            for each in listed(contract, base, head):
                if each.name not in found and not taken & set(owned(each)):
                    found[each.name] = each
        return found

    def _value(self, reader: Reader, path: str | None) -> JsonValue:
        """What a file holds at one revision; null where it is not there or cannot be read."""
        found = reader.document(path) if path is not None and path in reader.tree.entries else None
        return found.value if isinstance(found, Document) else None

    def _unread(self, contracts: Sequence[Contract]) -> Iterator[Finding]:
        """Entries of manifests that should be contracts and are none."""
        for each in contracts:
            if each.entries is not None and each.manifest in self.head.tree.entries:
                head = self._value(self.head, each.manifest)
                yield from unread(each, head, self.head.tree.entries)

    def _named_by(self, contract: Contract) -> tuple[str, ...]:
        """Every path of a contract, its documents included."""
        globs = (*contract.fixtures, *contract.rejects)
        return (*owned(contract), *(select(globs, self.paths) if globs else ()))

    def _attributes_changed(self, changed: frozenset[str]) -> bool:
        return any(path in changed for each in (self.base, self.head) for path in attribute_files(each))

    def _anything(self, contract: Contract) -> bool:
        trees = (self.base.tree, self.head.tree)
        return any(path in tree.entries for path in owned(contract) for tree in trees)

    def _changed(self) -> frozenset[str]:
        base, head = self.base.tree.entries, self.head.tree.entries
        return frozenset(
            path
            for path in self.paths
            if path not in base
            or path not in head
            or (base[path].object_id, base[path].kind) != (head[path].object_id, head[path].kind)
        )

    def _is_touched(self, contract: Contract, touched: frozenset[str]) -> bool:
        if self.setting.everything or not touched.isdisjoint(owned(contract)):
            return True
        if any(contract.is_of_changelog(path) for path in touched):
            return True
        globs = (*contract.fixtures, *contract.rejects, *contract.docs, *contract.generated, *contract.drills)
        return bool(touched) and bool(globs) and bool(select(globs, touched))

    def _half(self, contract: Contract, reader: Reader) -> Half:
        return half(contract, reader, self._resources[id(reader)])

    def _reviewed(self, contract: Contract, base: Half, head: Half) -> ContractReview:
        taken = self._published.taken(contract, head)
        releases = self._published.releases(contract)
        seconds = self.setting.seconds

        def reviewed() -> ContractReview:
            return review_contract(contract, base, head, taken=taken, releases=releases)

        if seconds is None:
            return reviewed()
        found = isolated(reviewed, Allowance(seconds))
        return _gave_up(contract, found) if isinstance(found, Failure) else found

    def _drilled(
        self, contract: Contract, reviewed: ContractReview, base: Half, head: Half
    ) -> Iterator[Finding]:
        def listed(reader: Reader) -> dict[str, str | None]:
            paths = select(contract.drills, reader.tree.entries) if contract.drills else ()
            return {path: reader.text(path) for path in paths}

        texts = listed(self.base), listed(self.head)
        for each in drilled(contract, reviewed.changes, (base, head), texts):
            yield replace(each, contract=contract.name)

    def _side(self, reader: Reader) -> tuple[Reader, Resources]:
        return reader, self._resources[id(reader)]

    def _half_of(self, contract: Contract, reader: Reader) -> Half:
        """A contract at a revision besides the two, whose reader lives as long as this does."""
        if id(reader) not in self._resources:
            self._resources[id(reader)] = self._resources_of(reader)
        return self._half(contract, reader)

    def _announced(
        self,
        reviewed: ContractReview,
        contract: Contract,
        exceptions: Sequence[PolicyException],
        changed: frozenset[str],
    ) -> ContractReview:
        """The contract with the record of its version finished, and what its changelog lacks."""
        if reviewed.record is None and reviewed.status == "unchanged":
            return reviewed
        record = reviewed.record
        if record is not None:
            record = replace(record, accepted=gate.accepted(reviewed, exceptions, self.setting.today))
        reviewed = replace(reviewed, record=record)
        released = self._published.tagged(contract)
        found = announced(Announcement(contract, reviewed, self.base, self.head, changed, released))
        named = (replace(each, id=of_finding(each, reviewed.changes)) for each in found)
        return replace(reviewed, findings=(*reviewed.findings, *named))

    def _trees(self, changed: frozenset[str]) -> Trees:
        return Trees(self.base, self.head, self.target, self.config, self.setting, changed)

    # --- the answer ---

    def _decided(
        self,
        reviews: Sequence[ContractReview],
        findings: Sequence[Finding],
        files: Mapping[str, Mapping[str, Sides]],
        told: Mapping[str, Contract],
        changed: frozenset[str],
    ) -> tuple[Review, Statement]:
        setting = self.setting
        contracts, rest = gate.named(reviews, findings)
        exceptions = gate.exceptions_of(self.config, setting.head_config)
        contracts = tuple(
            self._announced(each, told[each.name], exceptions, changed) if each.name in told else each
            for each in contracts
        )
        contracts, rest = gate.excepted(contracts, rest, exceptions, setting.today, self.config.exceptions)
        subject = Subject(contracts, rest, files, changed, self.base, self.head, self.target)
        found = approved(subject, self.config, setting)
        contracts, rest = gate.ordered(found.contracts, found.findings)
        answer, reason = gate.decide(contracts, rest, setting.everything)
        review = Review(
            answer,
            reason,
            setting.target,
            setting.base,
            setting.head,
            found.statement.digest,
            contracts,
            rest,
            self.config.origin,
        )
        return review, found.statement


def _unchanged(contract: Contract) -> ContractReview:
    answer = Answer(Verdict.PROVED, contract.reading.content, Verdict.PROVED, proof=("the same files",))
    return ContractReview(
        contract.name,
        Class.EDITORIAL,
        answer,
        answer,
        compatibility=contract.reading.compatibility,
        docs=contract.docs,
        drills=contract.drills,
        changelog=contract.changelog,
        status="unchanged",
    )


def _gave_up(contract: Contract, failure: Failure) -> ContractReview:
    """A contract whose review did not end: undecided, and a finding that closes the gate."""
    answer = Answer(Verdict.UNDECIDED, contract.reading.content, reason=f"budget: {failure.reason}")
    path = next((each.path for each in contract.schemas), contract.manifest or "")
    message = f"`{contract.name}` could not be reviewed: {failure.reason}"
    change = Change(
        "",
        "contract-undecided",
        Class.UNDECIDED,
        path,
        message,
        level_required=Level.MAJOR,
        reason=failure.reason,
    )
    changes = identified((change,))
    finding = Finding(
        "limit-time",
        FindingLevel.BLOCKS,
        f"the review of `{contract.name}` was given up: {failure.reason}",
        "simplify what changed (towers of allOf, nested repetition in patterns), or raise --deadline",
        path,
        Place(""),
        contract.name,
    )
    return ContractReview(
        contract.name,
        Class.UNDECIDED,
        answer,
        answer,
        changes,
        findings=(finding,),
        approvals=asked(contract.approvals, changes),
        compatibility=contract.reading.compatibility,
        docs=contract.docs,
        drills=contract.drills,
        changelog=contract.changelog,
    )


def _covers_nothing(config: Config) -> Problem:
    return Problem(
        "no-contracts",
        f"no contract has a file at base or head ({config.origin or 'the configuration given'})",
        f"name your schemas in {config.path or CONFIG_FILE}: `govern init` writes down what it finds",
    )


def _no_such_contract(name: str, known: Sequence[str]) -> Problem:
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean `{near[0]}`? " if near else ""
    listed = ", ".join(known[:10]) + (", …" if len(known) > 10 else "")
    return Problem(
        "contract-unknown",
        f"there is no contract `{name}`",
        f"{hint}the contracts are: {listed}",
        "--contract",
    )


__all__ = ["CONFIG_FILE", "Progress", "Setting", "review", "reviewed"]
