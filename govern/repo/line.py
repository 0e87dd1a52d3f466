"""A commit to the main line that led to it: each commit with the files that it changed, oldest first.

One `git log` tells it all; nothing is checked out. What it tells is believed only because whoever
walks the line holds its end against the tree of the last commit (`Line.files`), whose ids are proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from govern.errors import RepositoryError
from govern.model import Entry, Moment
from govern.repo.command import GitRunner
from govern.repo.faults import fault, git_failed, git_garbled, legible, object_missing
from govern.repo.listing import SIZE_UNKNOWN
from govern.repo.objects import is_object_id
from govern.repo.snapshot import entry_kind

_FORMAT = "--format=%H%x00%P%x00%cI%x00%s"
_HEADINGS = 4
_PLAIN = (
    *("--first-parent", "-m", "--root", "--reverse", "--raw", "-z", "--no-abbrev", "--no-renames"),
    *("--no-show-signature", "--no-textconv", "--no-ext-diff", "--ignore-submodules=none"),
    *("--no-decorate", "--no-notes", "--no-mailmap", "--no-color", "--encoding=UTF-8"),
)
"""Options of `git log`: a merge counts as one commit against its first parent, files are as they are."""
_HOLE = ("promisor", "transport", "ould not read", "unable to read", "bad object", "bad tree", "missing")


@dataclass(frozen=True, slots=True)
class Edit:
    """A path that a commit changed: what stood there, and what stands there (None: nothing)."""

    path: str
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class Step:
    """A commit of the line. `parent` is its first parent ("" for a first commit), `date` the
    committer's date (ISO 8601), `subject` the first line of its message, as it was written."""

    commit: str
    parent: str
    date: str
    subject: str
    edits: tuple[Edit, ...]


def read_line(runner: GitRunner, head: str, after: str) -> tuple[Step, ...]:
    """The commits along the first parents of `head` (full id), oldest first; without those that the commit
    `after` ("" for none) comes from. Sizes of files are those of their objects.

    Raises RepositoryError: `object-missing` where a partial clone lacks trees, `git`, `timeout`.
    """
    without = (f"^{after}",) if after else ()
    outcome = runner.run("log", *_PLAIN, _FORMAT, head, *without, "--")
    if outcome.status != 0 and any(word in outcome.complaint for word in _HOLE):
        raise object_missing(head, f"the history ({legible(outcome.complaint)}) of the commit")
    if outcome.status != 0:
        raise git_failed(("log",), outcome.status, outcome.complaint)
    steps = tuple(_steps(outcome.output))
    return _with_sizes(runner, steps)


def read_ancestry(runner: GitRunner, starts: Sequence[str]) -> tuple[Moment, ...]:
    """Every commit that some commits (full ids) come from, and they themselves: none before one that it
    comes from. Raises RepositoryError: `object-missing`, `git`, `timeout`."""
    form = ("--format=%H%x00%cI%x00%s", "-z", "--encoding=UTF-8", "--no-show-signature", "--no-patch")
    given = "".join(f"{each}\n" for each in starts).encode("ascii")
    told = runner.ask("log", "--topo-order", "--reverse", *form, "--stdin", given=given) if starts else b""
    words = [each.decode("utf-8", "replace") for each in told.split(b"\0")]
    rows = zip(words[0::3], words[1::3], words[2::3], strict=False)
    return tuple(Moment(commit.strip(), date, subject) for commit, date, subject in rows)


def stepped(files: dict[str, Entry], step: Step) -> None:
    """Bring the files of a step's first parent to those of the step itself."""
    for edit in step.edits:
        if edit.after is None:
            files.pop(edit.path, None)
        else:
            files[edit.path] = edit.after


def require_same(files: Mapping[str, Entry], proved: Mapping[str, Entry], commit: str) -> None:
    """Raise RepositoryError (`git`) where walking a line came to other files than its last commit has."""
    wrong = [path for path in sorted({*files, *proved}) if not _alike(files.get(path), proved.get(path))]
    if wrong:
        said = f"its log leads to another {legible(wrong[0])} than the commit {commit} has"
        raise git_garbled("log", said)


def _alike(one: Entry | None, other: Entry | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.object_id, one.kind) == (other.object_id, other.kind)


def _steps(output: bytes) -> Iterator[Step]:
    """Four headings of a commit, then a row and a path for each file; a row begins with a colon, the id of
    the next commit does not."""
    tokens = output.split(b"\0")
    at, end = 0, len(tokens)
    while at + _HEADINGS <= end:
        commit, parents, date, subject = tokens[at : at + _HEADINGS]
        at += _HEADINGS
        edits: list[Edit] = []
        while at + 1 < end and tokens[at].lstrip(b"\n").startswith(b":"):
            edits.append(_edit(tokens[at].lstrip(b"\n"), tokens[at + 1]))
            at += 2
        yield _step(commit, parents, date, subject, edits)
        while at < end and not tokens[at]:
            at += 1
    if any(tokens[at:]):
        raise git_garbled("log", "a list that breaks off")


def _step(commit: bytes, parents: bytes, date: bytes, subject: bytes, edits: Sequence[Edit]) -> Step:
    names = [each.decode("ascii", "replace") for each in (commit.strip(), *parents.split())]
    if not all(is_object_id(each) for each in names):
        raise git_garbled("log", "a line that is no commit id")
    return Step(
        names[0],
        names[1] if len(names) > 1 else "",
        date.decode("ascii", "replace"),
        subject.decode("utf-8", "replace"),
        tuple(edits),
    )


def _edit(row: bytes, path: bytes) -> Edit:
    words = row.decode("ascii", "replace").removeprefix(":").split()
    if len(words) != 5 or not all(is_object_id(each) for each in words[2:4]):
        raise git_garbled("log", legible(row.decode("ascii", "replace")))
    name = path.decode("utf-8", "surrogateescape")
    return Edit(name, _entry(name, words[0], words[2]), _entry(name, words[1], words[3]))


def _entry(path: str, mode: str, object_id: str) -> Entry | None:
    """What a mode and an id say; the mode 0 is that of a file that is not there."""
    number = int(mode, 8) if mode and set(mode) <= set("01234567") else -1
    if number == 0:
        return None
    kind = entry_kind(number) if number > 0 else None
    if kind is None:
        raise _malformed(path, mode)
    return Entry(path, kind, object_id, SIZE_UNKNOWN)


def _malformed(path: str, mode: str) -> RepositoryError:
    return fault(
        "tree-malformed",
        f"the history holds {legible(path)} with the mode {legible(mode)}",
        "rewrite the commit with git's ordinary commands; `git fsck` shows where it comes from",
    )


def _with_sizes(runner: GitRunner, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps with the size of each file; unknown where the object is not here."""
    ids = {
        each.object_id for step in steps for edit in step.edits for each in (edit.before, edit.after) if each
    }
    if not ids:
        return tuple(steps)
    asked = "".join(f"{each}\n" for each in sorted(ids)).encode("ascii")
    form = "--batch-check=%(objectname) %(objectsize)"
    told = runner.ask("cat-file", form, given=asked).decode("ascii", "replace").splitlines()
    rows = (line.split() for line in told)
    sizes = {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdigit()}

    def sized(entry: Entry | None) -> Entry | None:
        return entry and replace(entry, size=sizes.get(entry.object_id, SIZE_UNKNOWN))

    return tuple(
        replace(step, edits=tuple(Edit(e.path, sized(e.before), sized(e.after)) for e in step.edits))
        for step in steps
    )
