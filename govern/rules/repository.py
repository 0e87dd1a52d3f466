"""What can be wrong with refs, histories, objects and paths: the rules of the repository."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_GIT = "gitrevisions(7), git-rev-parse(1)"
_HISTORY = "git-merge-base(1), git-fetch(1) --depth"
_OBJECTS = "git-cat-file(1), gitformat-pack(5)"
_PATHS = "Unicode UAX #15 (NFKC) and UTS #39; git-config(1) core.protectHFS"


def _error(id_: str, summary: str, why: str, remedy: str, reference: str) -> Rule:
    return Rule(id_, RuleKind.ERROR, summary, why, remedy, reference)


def _finding(id_: str, summary: str, why: str, remedy: str, reference: str) -> Rule:
    return Rule(id_, RuleKind.FINDING, summary, why, remedy, reference)


_ERRORS = (
    _error(
        "git",
        "git can be run and will read the repository.",
        "A check that cannot read its base must not say that nothing changed.",
        "Mend what git complains about; for a foreign owner, `git config --global --add safe.directory`.",
        "git-config(1) safe.directory, safe.bareRepository",
    ),
    _error(
        "timeout",
        "Every git command ends within its time limit.",
        "A git that hangs or asks for a password would hold the job until it is killed.",
        "Check that the `git` on PATH is the real one and that the disk answers.",
        "git(1) GIT_TERMINAL_PROMPT",
    ),
    _error(
        "ref-form",
        "A ref has a form that names a commit and nothing else.",
        "Text that begins with a dash or holds shell characters could be read as an option or a command.",
        "Name a branch, a tag, a full ref, HEAD or a commit id, with ~N or ^N behind it at most.",
        "git-check-ref-format(1)",
    ),
    _error(
        "ref-unknown",
        "A ref names a commit that is in the repository.",
        "An unreadable base is the commonest reason for a gate that stays green by mistake.",
        "Check the spelling, and fetch the branch or commit first.",
        _GIT,
    ),
    _error(
        "ref-ambiguous",
        "A ref names one commit only.",
        "A tag named like the target branch would silently become the base.",
        "Write the full ref, such as refs/remotes/origin/main.",
        _GIT,
    ),
    _error(
        "merge-base-ambiguous",
        "Target and head have one best common ancestor.",
        "With several, what counts as changed depends on the one picked.",
        "Merge the target branch into yours, or name one of them with --base.",
        _HISTORY,
    ),
    _error(
        "merge-base-none",
        "Target and head belong to one history.",
        "Without a common ancestor nobody can say what the head changed.",
        "Compare commits of one project; merge the target branch into yours.",
        _HISTORY,
    ),
    _error(
        "shallow",
        "The clone holds every commit that the answer depends on.",
        "git takes the edge of a shallow clone for the beginning and answers wrongly without a word.",
        "Run `git fetch --unshallow`, or check out with `fetch-depth: 0`.",
        _HISTORY,
    ),
    _error(
        "object-missing",
        "Every object that is needed is in the repository.",
        "What cannot be read is not the same as what is not there.",
        "Fetch it with `git fetch --refetch` or `git fetch --unshallow`, or clone anew.",
        _OBJECTS,
    ),
    _error(
        "object-corrupt",
        "Every object read has the content that its id says.",
        "A damaged or exchanged object would be judged in place of what was committed.",
        "Run `git fsck --full`; clone the repository anew.",
        _OBJECTS,
    ),
    _error(
        "object-too-large",
        "An object that is read fits into memory.",
        "One huge blob would end the job without a verdict.",
        "Take the file out of the contract, or make it smaller.",
        _OBJECTS,
    ),
    _error(
        "tree-duplicate",
        "A tree holds each name once.",
        "git's commands disagree about which of two entries counts, so people see another file than govern.",
        "Rewrite the commit with git's ordinary commands.",
        "git-fsck(1) duplicateEntries",
    ),
    _error(
        "tree-malformed",
        "A tree holds only names and modes that git writes, and what was listed is what its id says.",
        "A name such as `..`, or a list that breaks off, hides what is really there.",
        "Rewrite the commit with git's ordinary commands; run `git fsck --full`.",
        "git-fsck(1) hasDot, hasDotdot, fullPathname, badFilemode",
    ),
    _error(
        "entry-not-a-file",
        "What is read is a regular file.",
        "A link or a submodule has no content of its own.",
        "Put a regular file in its place.",
        "gitformat-index(5) object types",
    ),
    _error(
        "index-unmerged",
        "The index holds no conflict.",
        "Of a path in conflict there is no one version to judge.",
        "Resolve the conflicts and `git add` the files, or abort the merge.",
        "git-ls-files(1) --unmerged",
    ),
    _error(
        "worktree-unreadable",
        "Every file of the work tree that is needed can be read.",
        "A file that cannot be read must not count as deleted or unchanged.",
        "Make the file readable, or name a commit with --head.",
        "open(2)",
    ),
    _error(
        "worktree-changed",
        "Files of the work tree stay as they are while they are read.",
        "A verdict about two states of one file is a verdict about neither.",
        "Run govern again when nothing writes to the work tree.",
        "open(2)",
    ),
    _error(
        "path-outside",
        "Files are written inside the repository, and through no link.",
        "Whoever can commit a link could have any file of the machine written.",
        "Name a regular file of the repository.",
        "symlink(7); CWE-59",
    ),
    _error(
        "write-failed",
        "A file that is to be written can be.",
        "Half of a change is worse than none.",
        "Mend the permissions, or make room on the disk; the old file is still whole.",
        "rename(2), fsync(2)",
    ),
    _error(
        "event-unreadable",
        "The event file that the CI job names can be read.",
        "Without it a push of many commits would be judged by its last one only.",
        "Name the commit to compare with: --base REF.",
        "GitHub Actions: default environment variables, GITHUB_EVENT_PATH",
    ),
)

_FINDINGS = (
    _finding(
        "not-regular-file",
        "A file of a contract is a regular file.",
        "A link, a submodule or a folder in its place leads readers to content that nobody reviewed.",
        "Put a regular file in its place, or remove it.",
        "gitformat-index(5) object types",
    ),
    _finding(
        "path-control-char",
        "A path of a contract holds no control character.",
        "A line feed in a path starts a second line in every tool that reads lists of paths.",
        "Rename the file without control characters.",
        _PATHS,
    ),
    _finding(
        "path-not-utf8",
        "A path of a contract is UTF-8.",
        "Other bytes are shown, escaped or dropped differently by every tool.",
        "Rename the file in UTF-8.",
        _PATHS,
    ),
    _finding(
        "path-not-ascii",
        "A path of a contract is ASCII, unless the configuration allows other letters.",
        "Letters that look alike let one file pass for another.",
        "Rename the file in ASCII letters, or set `non_ascii_paths = true` in govern.toml.",
        _PATHS,
    ),
    _finding(
        "path-collision",
        "No other path equals that of a contract where case or Unicode form does not count.",
        "Such file systems keep one of the two files, and people mistake one for the other.",
        "Rename one of the files.",
        _PATHS,
    ),
    _finding(
        "path-bidi-control",
        "A path of a contract holds no character that is invisible or turns the direction of text.",
        "What reviewers see is not what programs read.",
        "Rename it without such characters.",
        "Unicode UAX #9; CVE-2021-42574",
    ),
)

RULES: tuple[Rule, ...] = (*_ERRORS, *_FINDINGS)
"""Errors first, then findings."""
