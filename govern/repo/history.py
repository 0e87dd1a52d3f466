"""Two commits to the one commit they both come from; a commit to its parents. Shallow clones included.

A shallow clone shows only a part of the history, and git takes the commits at its edge for first
commits. What it answers there may be wrong without a word, so each answer is checked: it stands
only if no commit beyond the edge could change it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from govern.repo.command import GitRunner, Outcome
from govern.repo.faults import fault, git_failed, git_garbled, legible, object_missing, too_shallow
from govern.repo.objects import ObjectStore, is_object_id


def parent(store: ObjectStore, commit: str, number: int, *, shallow: bool) -> str | None:
    """The parent of a commit by number (from 1), None where it has fewer.

    Raises RepositoryError: `shallow` where it lies beyond the edge of a shallow clone,
    `object-missing` where the commit or the parent is not there for another reason.
    """
    found = store.commit(commit)
    if found is None:
        raise object_missing(commit, "the commit")
    if len(found.parents) < number:
        return None
    above = found.parents[number - 1]
    if store.commit(above) is None:
        if shallow:
            raise too_shallow(f"the parent of {commit} lies beyond its edge")
        raise object_missing(above, f"the parent of commit {commit}")
    return above


def merge_base(
    runner: GitRunner, store: ObjectStore, first: str, second: str, edge: Callable[[], Collection[str]]
) -> str:
    """The one best common ancestor of two commits (full ids).

    `edge` gives the commits at the edge of a shallow clone, none in a full one. Raises
    RepositoryError: `merge-base-ambiguous`, `merge-base-none`, `shallow`, `object-missing`, `git`.
    """
    if first == second:
        return first
    found = _merge_bases(runner, first, second)
    if len(found) == 1 and found[0] in (first, second):
        return found[0]  # one comes from the other: no history further back can change that
    _require_history(store, first, second, found, frozenset(edge()))
    if not found:
        raise fault(
            "merge-base-none",
            f"{first} and {second} have no commit in common",
            "compare commits of one history: check that both belong to this project, "
            "and merge the target branch into yours",
        )
    if len(found) > 1:
        raise fault(
            "merge-base-ambiguous",
            f"{first} and {second} have several best common ancestors: {', '.join(found)}",
            "merge the target branch into yours, so that one is left, or name one of them with --base",
        )
    return found[0]


def is_ancestor(runner: GitRunner, older: str, newer: str) -> bool:
    """Whether `newer` comes from `older`, or is it. In a shallow clone `False` may mean "not seen"."""
    return _ask(runner, "--is-ancestor", older, newer).status == 0


def _merge_bases(runner: GitRunner, first: str, second: str) -> tuple[str, ...]:
    outcome = _ask(runner, "--all", first, second)
    found = tuple(sorted(outcome.output.decode("ascii", "replace").split()))
    if (outcome.status == 0) != bool(found) or not all(is_object_id(each) for each in found):
        raise git_garbled("merge-base", f"status {outcome.status} with {len(found)} commits")
    return found


def _ask(runner: GitRunner, *arguments: str) -> Outcome:
    """Status 0 is yes, 1 is no. At a hole in the history git says "no" too, but complains."""
    outcome = runner.run("merge-base", *arguments)
    if any(word in outcome.complaint for word in ("ould not read", "bad object", "not a valid", "promisor")):
        raise fault(
            "object-missing",
            f"the history cannot be read to its end: git said {legible(outcome.complaint)}",
            "run `git fsck`, fetch what is missing, or clone the repository anew",
        )
    if outcome.status not in (0, 1) or "error:" in outcome.complaint:
        raise git_failed(("merge-base",), outcome.status, outcome.complaint)
    return outcome


def _require_history(
    store: ObjectStore, first: str, second: str, found: tuple[str, ...], edge: frozenset[str]
) -> None:
    """Refuse an answer that a commit beyond the edge could change.

    What lies behind a commit at the edge is an ancestor of every commit that reaches it. Where all
    edges that the two reach lie behind the one ancestor found, so does all that is hidden.
    """
    if not edge:
        return
    settled = _reach(store, found, frozenset(), edge) if len(found) == 1 else frozenset()
    open_ends = _reach(store, (first, second), settled, edge) & edge
    if open_ends - settled:
        raise too_shallow(f"where {first} and {second} meet depends on commits beyond its edge")


def _reach(
    store: ObjectStore, start: tuple[str, ...], stop: frozenset[str], edge: frozenset[str]
) -> frozenset[str]:
    """Every commit that is reached from some, up to those of `stop` and to the edge."""
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        commit = waiting.pop()
        if commit in seen or commit in stop:
            continue
        seen.add(commit)
        found = store.commit(commit)
        if found is None:
            raise object_missing(commit, "a commit of the history")
        if commit not in edge:
            waiting.extend(found.parents)
    return frozenset(seen)
