"""What someone calls a commit to the one commit id it can mean, or to the reason why not.

git resolves `origin/main` to a tag of that name before the branch; here a name counts only if
exactly one ref bears it. Names become object ids through the list of refs, and git is only ever
asked about object ids.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from govern.errors import RepositoryError
from govern.repo.command import GitRunner
from govern.repo.faults import fault, git_failed, git_garbled, legible, listed
from govern.repo.history import parent
from govern.repo.objects import ObjectStore, is_object_id

FORM = (
    "name a branch, a tag, a full ref (refs/heads/main), HEAD or a commit id, with ~N or ^N behind it at most"
)

_SUFFIX = re.compile(r"((?:[~^][0-9]{0,6})*)\Z")
_STEP = re.compile(r"([~^])([0-9]*)")
_ABBREVIATION = re.compile(r"[0-9a-fA-F]{7,64}")
_REFUSED = frozenset("$();|&<>\\{}\"'`?*[:~^")


@dataclass(frozen=True, slots=True)
class RefForm:
    """A ref as written: the name, and the steps to ancestors (`~`, 2), (`^`, 1) behind it."""

    name: str
    steps: tuple[tuple[str, int], ...]


def parse_ref(ref: str) -> RefForm:
    """Take a ref apart. Raises RepositoryError (`ref-form`) where nobody names a commit like that."""
    match = _SUFFIX.search(ref)
    suffix = match.group(1) if match else ""
    name = ref[: len(ref) - len(suffix)]
    reason = _wrong(ref, name)
    if reason:
        raise fault("ref-form", f"{ref[:200]!a} is not the name of a commit: {reason}", FORM)
    steps = tuple((kind, int(count or 1)) for kind, count in _STEP.findall(suffix))
    return RefForm(name, steps)


def _wrong(ref: str, name: str) -> str | None:
    if not ref.strip():
        return "it is empty"
    if ref.startswith("-"):
        return "it begins with a dash"
    if not name:
        return "no name stands before ~ or ^"
    odd = next((char for char in name if char in _REFUSED or unicodedata.category(char)[0] in "CZ"), None)
    if odd is not None:
        return f"it holds U+{ord(odd):04X} ({unicodedata.name(odd, 'a control character')})"
    if (
        ".." in name
        or "//" in name
        or "@@" in name
        or name.startswith("/")
        or name.endswith(("/", ".", ".lock"))
    ):
        return "git allows no such name"
    return None


def bearers(name: str, refs: Mapping[str, str]) -> tuple[str, ...]:
    """Every full ref that bears a name, after gitrevisions(7): itself, or under refs/ and below."""
    if name.startswith("refs/"):
        return (name,) if name in refs else ()
    forms = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
    return tuple(full for full in (form.format(name) for form in forms) if full in refs)


def list_refs(runner: GitRunner) -> dict[str, str]:
    """Every ref and the id of the object it names (of a tag object, not of what it is about)."""
    output = runner.ask("for-each-ref", "--format=%(refname)%00%(objectname)")
    refs: dict[str, str] = {}
    for line in output.decode("utf-8", "surrogateescape").splitlines():
        name, zero, object_id = line.partition("\0")
        if not zero or not is_object_id(object_id):
            raise git_garbled("for-each-ref", legible(line))
        refs[name] = object_id
    return refs


class NameResolver:
    """Resolves refs of one repository. The list of refs is read once, so a name means one commit."""

    def __init__(self, runner: GitRunner, store: ObjectStore, *, shallow: bool) -> None:
        self._runner = runner
        self._store = store
        self._shallow = shallow
        self._refs: dict[str, str] | None = None

    @property
    def refs(self) -> Mapping[str, str]:
        """Every full ref and the object id it names."""
        if self._refs is None:
            self._refs = list_refs(self._runner)
        return self._refs

    def resolve(self, ref: str) -> str:
        """The commit id that a ref means.

        Raises RepositoryError: `ref-form`, `ref-ambiguous`, `ref-unknown`, `shallow`, `timeout`, `git`.
        """
        form = parse_ref(ref)
        commit = self._head() if form.name == "HEAD" else self._named(form.name)
        for kind, count in form.steps:
            commit = self._step(ref, commit, kind, count)
        return commit

    def tags(self) -> tuple[tuple[str, str], ...]:
        """Every tag that stands for a commit, directly or through other tags: its short name, and the id."""
        names = sorted(name for name in self.refs if name.startswith("refs/tags/"))
        asked = "".join(f"{self.refs[name]}^{{commit}}\n" for name in names).encode("ascii")
        output = self._runner.ask("cat-file", "--batch-check=%(objectname)", given=asked) if names else b""
        answers = output.decode("ascii", "replace").splitlines()
        if len(answers) != len(names):
            raise git_garbled("cat-file", f"{len(answers)} answers to {len(names)} questions")
        pairs = zip(names, answers, strict=True)
        return tuple(
            (name.removeprefix("refs/tags/"), answer) for name, answer in pairs if is_object_id(answer)
        )

    def _step(self, ref: str, commit: str, kind: str, count: int) -> str:
        for number in (count,) if kind == "^" and count else (1,) * (count if kind == "~" else 0):
            above = parent(self._store, commit, number, shallow=self._shallow)
            if above is None:
                raise fault("ref-unknown", f"{ref}: the commit {commit} has no parent number {number}", FORM)
            commit = above
        return commit

    def _head(self) -> str:
        """HEAD is what the file HEAD says: a tag or branch of that name must not stand in for it."""
        outcome = self._runner.run("symbolic-ref", "--quiet", "HEAD")
        if outcome.status == 0:
            branch = outcome.output.decode("utf-8", "surrogateescape").rstrip("\n")
            if branch not in self.refs:
                raise self._no_commits(branch)
            return self._commit_of(self.refs[branch], "HEAD")
        if outcome.status != 1:
            raise git_failed(("symbolic-ref",), outcome.status, outcome.complaint)
        return self._commit_of("HEAD", "HEAD")

    def _no_commits(self, branch: str) -> RepositoryError:
        if not self.refs:
            return fault(
                "ref-unknown",
                "HEAD names no commit: this repository has no commits yet",
                "commit something first; there is nothing to compare",
            )
        return fault(
            "ref-unknown",
            f"HEAD names no commit: the branch {legible(branch)} has none yet",
            f"commit something on it, or name one of {listed(self.refs)}",
        )

    def _named(self, name: str) -> str:
        named = bearers(name, self.refs)
        ids = self._ids(name) if _ABBREVIATION.fullmatch(name) else ()
        if len(named) + len(ids) > 1:
            raise self._ambiguous(name, named, ids)
        if ids:
            return self._commit_of(ids[0], name)
        if named:
            return self._commit_of(self.refs[named[0]], name)
        raise self._unknown(name)

    def _ids(self, name: str) -> tuple[str, ...]:
        """The commits whose id the name is or begins: of the objects with that prefix, those that
        are commits, and tags that stand for one."""
        output = self._runner.ask("rev-parse", f"--disambiguate={name.lower()}")
        found = output.decode("ascii", "replace").split()
        if not all(is_object_id(each) for each in found):
            raise git_garbled("rev-parse", legible(output.decode("utf-8", "replace")))
        return tuple(sorted(each for each in found if self._peel(each) is not None))

    def _ambiguous(self, name: str, named: tuple[str, ...], ids: tuple[str, ...]) -> RepositoryError:
        meant = [*named, *(f"the object {each}" for each in ids)]
        return fault(
            "ref-ambiguous",
            f"{name} may mean {listed(meant)}",
            f"write the one you mean in full, for example {(*named, *ids)[-1]}",
        )

    def _unknown(self, name: str) -> RepositoryError:
        if not self.refs:
            return fault(
                "ref-unknown",
                f"there is no {name}: this repository has no commits yet, or no refs",
                "commit something first, or fetch the branch to compare with",
            )
        near = _near(name, self.refs)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {listed(self.refs)}."
        fetch = "if it is a branch or commit of the remote, fetch it first (CI: `fetch-depth: 0`)"
        return fault("ref-unknown", f"there is no branch, tag or commit {name}", f"{hint} Otherwise, {fetch}")

    def _commit_of(self, revision: str, name: str) -> str:
        commit = self._peel(revision)
        if commit is None:
            raise fault("ref-unknown", f"{name} ({revision}) is no commit, or one that is not here", FORM)
        return commit

    def _peel(self, revision: str) -> str | None:
        outcome = self._runner.run(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        commit = outcome.output.decode("ascii", "replace").strip()
        if outcome.status != 0:
            return None
        if not is_object_id(commit):
            raise git_garbled("rev-parse", legible(commit))
        return commit


def _near(name: str, refs: Mapping[str, str]) -> tuple[str, ...]:
    short = {ref.split("/", 2)[-1]: ref for ref in sorted(refs, reverse=True)}
    tails = {ref.rpartition("/")[2]: shown for shown, ref in sorted(short.items(), reverse=True)}
    same = [shown for tail, shown in tails.items() if tail == name]
    close = difflib.get_close_matches(name, sorted(short), n=3, cutoff=0.6)
    return tuple(dict.fromkeys(legible(each) for each in [*same, *close]))[:3]
