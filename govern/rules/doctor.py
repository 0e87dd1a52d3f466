"""What can be wrong with the wiring: how a platform runs the gate, and what protects it."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_ACTIONS = "GitHub Actions, Workflow syntax"
_SECURE = "GitHub, Security hardening for GitHub Actions"
_OWNERS = "GitHub, About code owners; GitLab, Code Owners"
_BRANCH = "GitHub, Available rules for rulesets; About protected branches"
_SHELL = "POSIX.1-2024, Shell Command Language, sections 2.8 and 2.9"
_GATE = "govern's definitions, section 7 (the gate and the exit status)"


def _finding(id_: str, summary: str, why: str, remedy: str, reference: str) -> Rule:
    return Rule(id_, RuleKind.FINDING, summary, why, remedy, reference)


_PRESENCE = (
    _finding(
        "gate-missing",
        "A job runs `govern check` on every pull request.",
        "A check that nothing runs keeps nobody from breaking a contract.",
        "Copy one of the wirings of govern's repository: `wirings/README.md` there says which.",
        _GATE,
    ),
    _finding(
        "gate-name-shared",
        "No other job has the name of the gate.",
        "Platforms know a required check by its name: the success of the other one counts as well.",
        "Give the other job a name of its own.",
        _BRANCH,
    ),
    _finding(
        "wiring-illegible",
        "A file or script of the wiring can be read.",
        "What nobody can read may switch the gate off.",
        "Write it as plain YAML 1.2 without aliases and tags, and scripts in POSIX shell.",
        _ACTIONS,
    ),
)

_PROTECTION = (
    _finding(
        "ci-gate-unprotected",
        "The pull request that a workflow judges cannot change the workflow.",
        "Whoever may rewrite the job writes `exit 0` into it, and the check is green.",
        "Use a wiring that a pull request cannot edit, or have owners asked for every change of it.",
        _SECURE,
    ),
    _finding(
        "gate-file-unowned",
        "Every file that the gate rests on has an owner.",
        "Whoever changes who is asked, or which rules hold, changes the gate.",
        "Add a line for it at the end of CODEOWNERS.",
        _OWNERS,
    ),
    _finding(
        "owners-line-ignored",
        "Every line of CODEOWNERS counts.",
        "The platform skips a line that it does not understand, and asks nobody.",
        "Write the line in the form of the platform.",
        _OWNERS,
    ),
    _finding(
        "check-not-required",
        "The platform requires the check of the gate.",
        "A red check that is not required keeps nothing from being merged.",
        "Require the check in the rules of the target branch.",
        _BRANCH,
    ),
    _finding(
        "check-source-open",
        "The required check can only be reported by the platform that runs it.",
        "Anyone with write access can set a status of that name to success.",
        "Name the app that the check is expected from.",
        _BRANCH,
    ),
    _finding(
        "owner-review-not-required",
        "Review by the owners is required where only owners guard the gate.",
        "Owners who are only invited to look keep nothing from being merged.",
        "Require review from code owners.",
        _BRANCH,
    ),
)

_RUNNING = (
    _finding(
        "gate-trigger-filtered",
        "The gate runs on every pull request and every push to it.",
        "What the filter leaves out is never judged.",
        "Take the filter out: govern finds out by itself what a change touches.",
        _ACTIONS,
    ),
    _finding(
        "merge-queue-unchecked",
        "The gate runs in the merge queue where there is one.",
        "What the queue puts together is not what was judged, or it waits for a check that never comes.",
        "Start the workflow on `merge_group` as well.",
        "GitHub, Managing a merge queue",
    ),
    _finding(
        "push-unchecked",
        "The gate also looks at what has reached the target branch.",
        "A bypass leaves no trace otherwise.",
        "Start the workflow on `push` to the target branch as well.",
        _ACTIONS,
    ),
    _finding(
        "gate-skippable",
        "Nothing lets the job end well without the check having run.",
        "What is skipped counts as passed.",
        "Take the condition out, and call `govern check` in a line of its own.",
        "GitHub, Using conditions to control job execution; GitLab, rules",
    ),
    _finding(
        "gate-failure-ignored",
        "A closed gate fails the job.",
        "A red verdict in a green job is seen by nobody.",
        "Let `govern check` be the last command, alone in its line, in a step that may not fail.",
        _SHELL,
    ),
    _finding(
        "checkout-shallow",
        "The gate has the whole history.",
        "Without the merge base govern cannot work, and every check ends in 2.",
        "Check out with `fetch-depth: 0` (GitLab: `GIT_DEPTH: 0`, Bitbucket: `depth: full`).",
        "git-fetch(1) --depth; actions/checkout",
    ),
)

_INPUTS = (
    _finding(
        "checkout-untrusted",
        "A workflow with the target's rights checks out nothing of a pull request.",
        "Files of a stranger next to secrets and a token that may write are the stranger's to use.",
        "Fetch the pull request as git objects only: the verdict needs no work tree.",
        "GitHub Security Lab, Preventing pwn requests",
    ),
    _finding(
        "expression-injected",
        "No text that a stranger chooses is put into a script.",
        "A branch called `$(…)` is then a command.",
        "Hand it over as an environment variable.",
        "GitHub Security Lab, Untrusted input; CWE-78",
    ),
    _finding(
        "permissions-broad",
        "The token of the gate may read the contents and nothing else.",
        "A token that may write checks or contents can report success or change what is merged.",
        "Write `permissions: { contents: read }`.",
        _ACTIONS,
    ),
    _finding(
        "action-unpinned",
        "Every action and image that the gate uses is held to one content.",
        "Whoever moves a tag has their code run in the job.",
        "Name the full commit id, or the digest of the image.",
        _SECURE,
    ),
    _finding(
        "govern-unpinned",
        "The govern that is installed is held to one content.",
        "A verdict that changes with the day cannot be repeated.",
        "Install with `--require-hashes` from a lock of the target branch.",
        "pip, Secure installs",
    ),
    _finding(
        "policy-from-proposal",
        "The rules of the gate are those of the target branch.",
        "A pull request would be judged by rules that it brings along.",
        "Leave `--config` out.",
        "govern's definitions, section 8 (which commits, whose rules)",
    ),
    _finding(
        "gate-head-uncommitted",
        "The gate judges a commit.",
        "What no commit holds is not what is merged.",
        "Name a commit with --head.",
        _GATE,
    ),
    _finding(
        "base-may-be-empty",
        "The base that the gate names is there on every event.",
        "Elsewhere the variable is empty, and the check ends in 2.",
        "Leave --base out, or give each event a base of its own.",
        "GitHub Actions, Contexts: github.base_ref",
    ),
    _finding(
        "module-path-unsafe",
        "No folder of the checkout is searched for Python modules.",
        "A `json.py` in a pull request would be run in place of Python's own.",
        "Start the `govern` script itself, without PYTHONPATH.",
        "python(1) -P, -I; CVE-2023-32076",
    ),
    _finding(
        "git-outdated",
        "The git that is used has the known attacks mended.",
        "A hostile repository can have code run when it is cloned or checked out.",
        "Update git.",
        "CVE-2024-32002, CVE-2025-48384, CVE-2025-48385, CVE-2025-48386",
    ),
)

_ERRORS = (
    Rule(
        "platform-unreadable",
        RuleKind.ERROR,
        "What the platform said of a branch can be read.",
        "Settings that cannot be read must not count as good.",
        "Write the file with the command that `govern doctor --help` shows.",
        "GitHub REST API, Get rules for a branch; Get branch protection",
    ),
)

RULES: tuple[Rule, ...] = (*_PRESENCE, *_PROTECTION, *_RUNNING, *_INPUTS, *_ERRORS)
"""Whether there is a gate, who may change it, whether it runs, what it takes in; then errors."""
