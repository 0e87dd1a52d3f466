"""A configuration and a revision's files to who may approve there: the policy, the keys, the code owners."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from govern.approvals.ledger import within
from govern.approvals.owners import MOST_BYTES as MOST_OWNERS
from govern.approvals.owners import PLACES, CodeOwners, read_owners
from govern.approvals.signers import MOST_BYTES as MOST_SIGNERS
from govern.approvals.signers import Signers, read_signers
from govern.configuration import select
from govern.contracts import CONFIG_FILE, ApprovalPolicy, Config
from govern.model import Tree

Look = Callable[[str], Tree]
"""The tree that says what stands at a path."""


@dataclass(frozen=True, slots=True)
class Regime:
    """Who may approve, by the files of one revision. The bytes are None where they do not count, or are not
    there; `owners` is None where no code owner is asked."""

    policy: ApprovalPolicy
    signers: Signers
    signers_bytes: bytes | None
    owners: CodeOwners | None = None
    owners_bytes: bytes | None = None
    owners_path: str = ""


def regime(policy: ApprovalPolicy, look: Look) -> Regime:
    """Who may approve by a policy. Raises RepositoryError where a file cannot be read."""
    keys = regular(look, policy.signers, MOST_SIGNERS)
    if policy.code_owners is False:
        return Regime(policy, read_signers(keys), keys)
    said = policy.code_owners
    usual = next((each for each in PLACES if each in look(each).entries), PLACES[0])
    place = usual if isinstance(said, bool) else said
    found = regular(look, place, MOST_OWNERS)
    return Regime(policy, read_signers(keys), keys, read_owners(found), found, place)


def regular(look: Look, path: str, most: int) -> bytes | None:
    """The bytes of a regular file of at most so many bytes; None for anything else."""
    tree = look(path)
    entry = tree.entries.get(path)
    if entry is None or not entry.kind.is_file or entry.size > most:
        return None
    return tree.read(path)


def policy_paths(config: Config, head: Config | None, paths: Iterable[str]) -> tuple[str, ...]:
    """The paths among some that decide what is asked of a change: the configuration, keys, code owners, and
    what the target protects. Never the ledger, which grows with every approval, nor a changelog, which is
    written once there is something to tell."""
    every = tuple(paths)
    named = {CONFIG_FILE, *([config.path] if config.path else [])}
    policies = [each.approvals for each in (config, head) if each is not None and each.approvals is not None]
    for policy in policies:
        named.add(policy.signers)
        if policy.code_owners is not False:
            named.update(PLACES if policy.code_owners is True else (policy.code_owners,))
    protected = set(select(config.protected, every)) if config.protected else set()
    protected -= {path for path in protected if any(each.is_of_changelog(path) for each in config.contracts)}
    protected -= {path for path in protected for each in policies[:1] if within(each.ledger, path)}
    return tuple(path for path in every if path in named or path in protected)
