"""The reviews, the files that changed and who may approve, to everything that somebody must approve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govern.approvals.counting import Ask
from govern.approvals.owners import principals
from govern.approvals.statement import Sides
from govern.contracts import ApprovalRule
from govern.model import Approval, Compatibility, ContractReview
from govern.policy.approvals import ANYBODY
from govern.review.regime import Regime

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked, for which contract ("": for the policy). `bare`: the contract asks for nothing that
    closes the gate, so neither does this."""

    ask: Ask
    contract: str = ""
    bare: bool = False

    def row(self, by: tuple[str, ...]) -> Approval:
        """The row of the checklist, with those who approved."""
        ask = self.ask
        return Approval(ask.label, ask.needed, ask.because, len(by), ask.roles, by)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the target asks for, what the policy of head would ask for besides (nothing where no policy
    changes), what both ask for a change of the policy, and the paths of that. `touched`: a governed file
    changed, whether anybody is asked or not."""

    old: tuple[Demand, ...] = ()
    new: tuple[Demand, ...] = ()
    policy: tuple[Demand, ...] = ()
    decisive: tuple[str, ...] = ()
    touched: bool = False

    @property
    def anything(self) -> bool:
        """Whether anybody must approve anything."""
        return bool(self.decisive) or any(not each.bare for each in self.old)

    @property
    def now(self) -> tuple[Demand, ...]:
        """What the target asks for, of contracts and of a change of the policy."""
        return (*self.old, *self.policy)

    @property
    def later(self) -> tuple[Demand, ...]:
        """The same under the policy of head."""
        return (*self.new, *self.policy)


def demands(
    contracts: Sequence[ContractReview], files: Mapping[str, Mapping[str, Sides]], regime: Regime
) -> tuple[Demand, ...]:
    """What is asked for each contract: by the classes of its changes, and by who owns its files."""
    found: list[Demand] = []
    for contract in contracts:
        bare = contract.compatibility is Compatibility.NONE
        for row in contract.approvals:
            ask = Ask(row.role, row.needed, row.because, row.roles)
            found.append(Demand(ask, contract.name, bare))
        found += [Demand(ask, contract.name, bare) for ask in _owned(files.get(contract.name, ()), regime)]
    return tuple(found)


def policy_demands(paths: Sequence[str], old: Regime, new: Regime | None) -> tuple[Demand, ...]:
    """What the old and the new policy ask for a change of these paths (The Update Framework, section 5.3: a
    new root is signed by a threshold of the old keys and by one of its own)."""
    because = f"the policy changes: {_listed(paths)}"
    rule = old.policy.policy
    found = [_policy(rule, because), *(Demand(ask) for ask in _owned(paths, old))]
    if new is not None and new.policy.policy != rule:
        found.append(_policy(new.policy.policy, because))
    return tuple(found)


def _policy(rule: ApprovalRule, because: str) -> Demand:
    roles = tuple(sorted(set(rule.roles)))
    return Demand(Ask(" or ".join(roles) or ANYBODY, rule.needed, because, roles))


def _owned(paths: Mapping[str, Sides] | Sequence[str], regime: Regime) -> Iterator[Ask]:
    """One of the owners of each path, asked once for all paths of the same owners."""
    if regime.owners is None:
        return
    groups: dict[tuple[str, ...], list[str]] = {}
    for path in sorted(paths):
        owners = regime.owners.owners(path)
        if owners:
            groups.setdefault(owners, []).append(path)
    for owners, owned in sorted(groups.items()):
        people = principals(owners, regime.policy.people)
        because = f"{', '.join(owners)} in {regime.owners_path}"
        yield Ask(f"owner of {_listed(owned)}", 1, because, people=people)


def _listed(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(paths[:_SHOWN]) + more
