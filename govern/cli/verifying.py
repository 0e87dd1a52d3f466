"""The surroundings of a review to what verifies its approvals: the verifier, the author, a whole history."""

from __future__ import annotations

import re
from collections.abc import Mapping

from govern.approvals.judging import Verify
from govern.approvals.signers import Key
from govern.errors import Problem, RepositoryError
from govern.repo import Author, Repository, read_author
from govern.signing import SshKeygen, find_ssh_keygen


def verifier(environment: Mapping[str, str], repository: Repository) -> Verify:
    """What verifies signatures. Whether ssh-keygen is there is asked when there is something to verify:
    raises SigningError (`verifier-missing`) then."""
    found: list[SshKeygen] = []

    def verify(data: bytes, signature: bytes, key: Key, now: str) -> bool:
        if not found:
            found.append(ssh_keygen(environment, repository))
        moment = re.sub("[-T:]", "", now)
        return found[0].verify(data, signature, key.line(), key.principal, moment)

    return verify


def ssh_keygen(environment: Mapping[str, str], repository: Repository) -> SshKeygen:
    """The ssh-keygen of a trusted PATH. Raises SigningError (`verifier-missing`)."""
    return find_ssh_keygen(environment, repository.location.top or repository.location.git_folder)


def author_of(said: str | None, environment: Mapping[str, str]) -> Author:
    """Who made the change: as the operator says, else as the CI job does. A name left empty says nothing."""
    if not said:
        return read_author(environment)
    platform, colon, _ = said.partition(":")
    return Author((said,), True, platform if colon else "")


def refuse_shallow(repository: Repository) -> None:
    """Raises RepositoryError (`shallow`): what is spent, and what the target had, is history."""
    if repository.location.shallow:
        problem = Problem(
            "shallow",
            "this is a shallow clone, and approvals are held to the whole history of the target",
            "run `git fetch --unshallow`, or check out with `fetch-depth: 0` (GitLab: `GIT_DEPTH: 0`)",
        )
        raise RepositoryError(problem)
