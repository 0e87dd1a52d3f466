"""Wirings to their faults: a hit and a near-miss for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from wired import (
    BITBUCKET,
    FLOW,
    GITHUB,
    GITLAB,
    GUARD,
    OWNERS,
    PIN,
    RULES,
    at,
    blocking,
    changed,
    diagnosed,
    github,
    notes,
    one,
)

from govern.doctor.checks import CHECKS
from govern.doctor.git_version import MENDED
from govern.documents import Document, dumps, read

Pair = tuple[str, str]
RUN = "      - run: govern check\n"
JOB = "    runs-on: ubuntu-24.04\n"
TARGET = ("  pull_request:\n", "  pull_request_target:\n")


def test_a_good_wiring_has_no_fault_on_any_platform() -> None:
    assert diagnosed(github()).faults == ()
    assert diagnosed({".gitlab-ci.yml": GITLAB, "CODEOWNERS": "/.gitlab-ci.yml @team\n"}).faults == ()
    assert diagnosed({"bitbucket-pipelines.yml": BITBUCKET}).faults == ()


def test_no_check_stands_twice() -> None:
    assert len(set(CHECKS)) == len(CHECKS)


HITS: tuple[tuple[tuple[Pair, ...], list[str], tuple[int, int]], ...] = (
    ((("govern check", "govern validate x.json"),), ["gate-missing"], (0, 0)),
    ((("  pull_request:\n  merge_group:\n", ""),), ["gate-missing"], (2, 1)),
    ((("  pull_request:\n", "  pull_request:\n    paths: ['*.json']\n"),), ["gate-trigger-filtered"], (4, 5)),
    ((("  pull_request:\n", "  pull_request:\n    paths-ignore: [a]\n"),), ["gate-trigger-filtered"], (4, 5)),
    ((("  pull_request:\n", "  pull_request:\n    types: [opened]\n"),), ["gate-trigger-filtered"], (4, 5)),
    (((JOB, JOB + "    if: github.actor != 'bot'\n"),), ["gate-skippable"], (12, 5)),
    (((JOB, JOB + "    needs: [build]\n"),), ["gate-skippable"], (12, 5)),
    (((RUN, RUN + "        if: ${{ github.event_name == 'push' }}\n"),), ["gate-skippable"], (17, 9)),
    (((RUN, "      - run: |\n          if [ -f x ]; then\n            govern check\n          fi\n"),),
     ["gate-skippable"], (18, 13)),
    (((JOB, JOB + "    continue-on-error: true\n"),), ["gate-failure-ignored"], (12, 5)),
    (((RUN, RUN + "        continue-on-error: ${{ matrix.soft }}\n"),), ["gate-failure-ignored"], (17, 9)),
    (((RUN, "      - run: govern check || true\n"),), ["gate-failure-ignored"], (16, 9)),
    (((RUN, "      - run: |\n          set +e\n          govern check\n          exit 0\n"),),
     ["gate-failure-ignored"], (18, 11)),
    (((RUN, "      - run: govern check | tee report.txt\n"),), ["gate-failure-ignored"], (16, 9)),
    (((JOB, "    runs-on: windows-2025\n"), (RUN, "      - run: |\n          govern check\n          dir\n")),
     ["gate-failure-ignored"], (17, 11)),
    ((("          fetch-depth: 0\n", "          clean: false\n"),), ["checkout-shallow"], (13, 9)),
    ((("fetch-depth: 0", "fetch-depth: 2"),), ["checkout-shallow"], (15, 11)),
    (((PIN, "actions/checkout@v5"),), ["action-unpinned"], (13, 9)),
    (((PIN, "actions/checkout@11d5960"),), ["action-unpinned"], (13, 9)),
    (((RUN, "      - uses: docker://alpine:3.22\n" + RUN),), ["action-unpinned"], (16, 9)),
    (((RUN, "      - run: echo ${{ github.head_ref }}\n" + RUN),), ["expression-injected"], (16, 9)),
    (((RUN, '      - run: |\n          x=1\n          y="${{ github.event.pull_request.title }}"\n' + RUN),),
     ["expression-injected"], (18, 11)),
    (((RUN, "      - env: { A: '${{ github.head_ref }}' }\n        run: echo ${{ env.A }}\n" + RUN),),
     ["expression-injected"], (17, 9)),
    ((("contents: read", "contents: write"),), ["permissions-broad"], (8, 3)),
    ((("permissions:\n  contents: read\n", "permissions: write-all\n"),), ["permissions-broad"], (7, 1)),
    (((JOB, JOB + "    permissions: { checks: write }\n"),), ["permissions-broad"], (12, 20)),
    (((RUN, "      - run: python -m govern check\n"),), ["module-path-unsafe"], (16, 9)),
    (((RUN, RUN + "        env: { PYTHONPATH: . }\n"),), ["module-path-unsafe"], (17, 16)),
    (((RUN, "      - run: govern check --head WORKTREE\n"),), ["gate-head-uncommitted"], (16, 9)),
    (((RUN, "      - run: govern check --config govern.toml\n"),), ["policy-from-proposal"], (16, 9)),
    (((RUN, "      - run: govern check 'a\n"),), ["wiring-illegible"], (16, 9)),
    ((("jobs:\n", "jobs: &all\n"),), ["gate-missing", "wiring-illegible"], (0, 0)),
)  # fmt: skip


@pytest.mark.parametrize(("pairs", "rules", "place"), HITS, ids=lambda each: str(each)[:60])
def test_a_fault_is_found_where_it_stands(
    pairs: tuple[Pair, ...], rules: list[str], place: tuple[int, int]
) -> None:
    found = diagnosed(github(*pairs))
    assert blocking(found) == rules
    assert not found.sound
    if place != (0, 0):
        assert at(one(found)) == (FLOW, *place)


NEAR: tuple[tuple[Pair, ...], ...] = (
    (("  pull_request:\n", "  pull_request:\n    types: [opened, synchronize, reopened, edited]\n"),),
    ((JOB, JOB + "    if: always()\n"),),
    ((JOB, JOB + "    if: ${{ !cancelled() }}\n    needs: []\n"),),
    ((JOB, JOB + "    if: always()\n    needs: [build]\n"),),
    ((RUN, RUN + "      - run: echo done\n        if: failure()\n        continue-on-error: true\n"),),
    ((JOB, JOB + "    continue-on-error: false\n"),),
    ((RUN, "      - shell: bash\n        run: govern check | tee report.txt\n"),),
    ((RUN, "      - run: |\n          set -o pipefail\n          govern check | tee report.txt\n"),),
    ((RUN, "      - run: |\n          true || true\n          govern check\n"),),
    ((JOB, "    runs-on: windows-2025\n"),),
    (
        ("          fetch-depth: 0\n", "          ref: main\n"),
        (RUN, "      - run: git fetch --unshallow\n" + RUN),
    ),
    ((RUN, "      - uses: ./.github/actions/setup\n" + RUN),),
    ((RUN, f"      - uses: docker://alpine@sha256:{'a' * 64}\n" + RUN),),
    ((RUN, "      - run: echo ${{ github.event.pull_request.number }} ${{ github.sha }}\n" + RUN),),
    ((RUN, "      - run: echo ${{ github.event.repository.name }}\n" + RUN),),
    (
        (
            RUN,
            "      - env: { TITLE: '${{ github.event.issue.title }}' }\n        run: echo \"$TITLE\"\n" + RUN,
        ),
    ),
    ((JOB, JOB + "    permissions: { contents: read, checks: read }\n"),),
    (("permissions:\n  contents: read\n", "permissions: read-all\n"),),
    ((RUN, "      - run: python -I -m govern check\n"),),
    ((RUN, "      - run: govern check --head HEAD\n"),),
    ((RUN, '      - run: govern check --config "$RUNNER_TEMP/govern.toml"\n'),),
    ((RUN, "      - run: 'true'\n        env: { PYTHONPATH: . }\n" + RUN),),
)


@pytest.mark.parametrize("pairs", NEAR, ids=lambda each: str(each)[:60])
def test_what_almost_is_a_fault_is_none(pairs: tuple[Pair, ...]) -> None:
    assert diagnosed(github(*pairs)).faults == ()


NOTED: tuple[tuple[tuple[Pair, ...], str], ...] = (
    ((("  pull_request:\n", "  pull_request:\n    branches: [main]\n"),), "gate-trigger-filtered"),
    ((("  push:\n    branches: [main]\n", ""),), "push-unchecked"),
    ((("permissions:\n  contents: read\n", ""),), "permissions-broad"),
    (((JOB, JOB + "    permissions: { contents: read, pull-requests: write }\n"),), "permissions-broad"),
    (((RUN, "      - run: pip install contract-govern\n" + RUN),), "govern-unpinned"),
    (((RUN, "      - run: uvx --from contract-govern govern check\n"),), "govern-unpinned"),
    (((RUN, '      - run: govern check --base "origin/$GITHUB_BASE_REF"\n'),), "base-may-be-empty"),
    (((RUN, '      - run: govern check --base "$B"\n        env: { B: "${{ github.base_ref }}" }\n'),),
     "base-may-be-empty"),
)  # fmt: skip


@pytest.mark.parametrize(("pairs", "rule"), NOTED, ids=lambda each: str(each)[:60])
def test_what_undermines_nothing_is_noted(pairs: tuple[Pair, ...], rule: str) -> None:
    found = diagnosed(github(*pairs))
    assert (blocking(found), notes(found)) == ([], [rule])
    assert found.sound


@pytest.mark.parametrize(
    "run",
    [
        "pip install --require-hashes --requirement lock.txt",
        "pip install contract-govern==0.1.0",
        "echo pip install contract-govern",
    ],
)
def test_an_install_that_is_pinned_is_not_noted(run: str) -> None:
    assert diagnosed(github((RUN, f"      - run: {run}\n{RUN}"))).faults == ()


def test_a_base_that_each_event_has_is_not_noted() -> None:
    base = "${{ github.event.merge_group.base_sha || github.base_ref || github.event.before }}"
    run = f'      - run: govern check --base "$B"\n        env: {{ B: "{base}" }}\n'
    assert diagnosed(github((RUN, run))).faults == ()


def test_a_queue_that_other_checks_know_is_asked_of_the_gate() -> None:
    other = "on:\n  merge_group:\njobs:\n  test:\n    steps:\n      - run: make\n"
    files = github(("  merge_group:\n", ""), **{".github/workflows/ci.yml": other})
    assert notes(diagnosed(files)) == ["merge-queue-unchecked"]
    files[".github/workflows/ci.yml"] = changed(other, ("merge_group", "pull_request"))
    assert diagnosed(files).faults == ()


def test_a_job_of_the_same_name_would_count_for_the_gate() -> None:
    other = "on: pull_request\njobs:\n  nothing:\n    name: contracts\n    steps:\n      - run: 'true'\n"
    found = diagnosed(github(**{".github/workflows/a.yml": other}))
    assert blocking(found) == ["gate-name-shared"]
    assert at(one(found)) == (".github/workflows/a.yml", 3, 3)
    for near in (("name: contracts", "name: contract"), ("pull_request", "schedule")):
        assert diagnosed(github(**{".github/workflows/a.yml": changed(other, near)})).faults == ()


# --- strangers' code ---

TARGETED = (TARGET, ("          fetch-depth: 0\n", "          fetch-depth: 0\n          ref: ${{ X }}\n"))


@pytest.mark.parametrize(
    ("expression", "rules"),
    [
        ("github.event.pull_request.head.sha", ["checkout-untrusted"]),
        ("github.head_ref", ["checkout-untrusted"]),
        ("github.event.pull_request.merge_commit_sha", ["checkout-untrusted"]),
        ("github.event.merge_group.base_sha || github.sha", []),
    ],
)
def test_the_rights_of_the_target_and_files_of_a_stranger_do_not_mix(
    expression: str, rules: list[str]
) -> None:
    pairs = (TARGETED[0], (TARGETED[1][0], TARGETED[1][1].replace("X", expression)))
    assert blocking(diagnosed(github(*pairs))) == rules
    # with the rights of the pull request itself it may be checked out
    assert diagnosed(github(pairs[1])).faults == ()


@pytest.mark.parametrize(
    ("run", "rules"),
    [
        ("gh pr checkout 7", ["checkout-untrusted"]),
        ("git fetch origin refs/pull/7/head && git checkout FETCH_HEAD", ["checkout-untrusted"]),
        ("git fetch origin +refs/pull/7/merge:refs/govern/head", []),
        ("git checkout main", []),
    ],
)
def test_commands_that_take_a_stranger_s_files_in_are_found(run: str, rules: list[str]) -> None:
    found = diagnosed(github(TARGET, (RUN, f"      - run: {run}\n{RUN}")))
    assert blocking(found) == rules


def test_an_unsafe_checkout_is_found_in_workflows_without_a_gate_too() -> None:
    other = (
        "on: pull_request_target\njobs:\n  build:\n    steps:\n      - uses: actions/checkout@v6\n"
        "        with:\n          allow-unsafe-pr-checkout: true\n"
    )
    assert blocking(diagnosed(github(**{".github/workflows/a.yml": other}))) == ["checkout-untrusted"]
    near = changed(other, ("checkout: true", "checkout: false"))
    assert diagnosed(github(**{".github/workflows/a.yml": near})).faults == ()


def test_without_permissions_the_token_of_the_target_undermines_the_gate() -> None:
    assert blocking(diagnosed(github(TARGET, ("permissions:\n  contents: read\n", "")))) == [
        "permissions-broad"
    ]


# --- who may change the gate ---


@pytest.mark.parametrize(
    ("owners", "rules"),
    [
        ("", ["ci-gate-unprotected", "gate-file-unowned", "gate-file-unowned"]),
        ("* @org/team\n", []),
        ("/.github/ @org/team\n", ["gate-file-unowned"]),
        ("/.github/* @org/team\n/govern.toml @org/team\n", ["ci-gate-unprotected"]),
        (f"/{FLOW} @org/team\n{OWNERS} @a\ngovern.toml @a\n", ["ci-gate-unprotected"]),
        ("* @org/team\n/.github/workflows/\n", ["ci-gate-unprotected"]),
        ("* @org/team\n/docs/\n", []),
    ],
)
def test_a_workflow_of_the_pull_request_needs_owners(owners: str, rules: list[str]) -> None:
    assert blocking(diagnosed({**github(), OWNERS: owners})) == rules


def test_govern_cannot_report_from_a_workflow_that_the_pull_request_rewrote() -> None:
    files = {FLOW: GITHUB}
    assert blocking(diagnosed(files, protected=(".github/**",))) == ["ci-gate-unprotected"]
    files = {FLOW: changed(GITHUB, TARGET)}
    assert diagnosed(files, protected=(".github/**",)).faults == ()
    assert blocking(diagnosed(files, protected=(FLOW,))) == ["ci-gate-unprotected"]
    assert blocking(diagnosed(files)) == ["ci-gate-unprotected"]
    assert diagnosed({**files, OWNERS: GUARD}).faults == ()


def test_the_folder_of_the_policy_needs_an_owner_where_there_is_one() -> None:
    files = github(**{".govern/requirements.txt": ""})
    assert diagnosed(files).faults == ()
    files[OWNERS] = changed(GUARD, ("/.govern/ @org/team\n", ""))
    assert one(diagnosed(files)).message.startswith("`.govern/` has no owner")


def test_a_line_that_the_platform_skips_is_noted_and_guards_nothing() -> None:
    found = diagnosed({**github(), OWNERS: GUARD + "!/docs @org/team\n/.github/ team\n"})
    assert (blocking(found), notes(found)) == ([], ["owners-line-ignored", "owners-line-ignored"])
    assert [at(each)[1] for each in found.faults] == [4, 5]


# --- workflows that call others ---

CALLED = GITHUB.replace(
    "on:\n  pull_request:\n  merge_group:\n  push:\n    branches: [main]\n", "on: workflow_call\n"
)
CALLER = changed(
    GITHUB,
    (GITHUB[GITHUB.index("    runs-on") :], "    uses: ./.github/workflows/inner.yml\n"),
)


def test_a_workflow_that_is_called_is_followed() -> None:
    files = {**github(), FLOW: CALLER, ".github/workflows/inner.yml": CALLED}
    assert diagnosed(files).faults == ()
    assert "`contracts / contracts`" in diagnosed(files).unseen[0].what
    files[".github/workflows/inner.yml"] = changed(CALLED, ("fetch-depth: 0", "fetch-depth: 1"))
    assert at(one(diagnosed(files)))[0] == ".github/workflows/inner.yml"
    files[".github/workflows/inner.yml"] = CALLED
    files[FLOW] = changed(CALLER, ("    uses:", "    if: github.actor == 'a'\n    uses:"))
    assert blocking(diagnosed(files)) == ["gate-skippable"]


def test_what_stands_in_another_repository_is_said_not_to_be_seen() -> None:
    commit = "a" * 40
    pair = ("./.github/workflows/inner.yml", f"org/ci/.github/workflows/govern.yml@{commit}")
    found = diagnosed({**github(), FLOW: changed(CALLER, pair)})
    assert found.faults == ()
    assert "org/ci/.github/workflows/govern.yml" in found.unseen[0].what
    assert blocking(
        diagnosed({**github(), FLOW: changed(CALLER, (pair[0], pair[1].replace(commit, "v1")))})
    ) == ["action-unpinned"]


def test_a_name_that_only_begins_like_govern_s_is_no_gate() -> None:
    commit = "a" * 40
    for action, rules in (("org/governance-labels", ["gate-missing"]), ("org/govern-action", [])):
        found = diagnosed(github(("run: govern check", f"uses: {action}@{commit}")))
        assert blocking(found) == rules


# --- what cannot be read ---


def test_a_file_that_cannot_be_read_blocks_where_it_may_speak_of_govern() -> None:
    odd = "on: push\njobs: &jobs {}\n"
    assert notes(diagnosed(github(**{".github/workflows/a.yml": odd}))) == ["wiring-illegible"]
    found = diagnosed(github(**{".github/workflows/a.yml": odd + "# govern\n"}))
    assert blocking(found) == ["wiring-illegible"]
    assert at(one(found)) == (".github/workflows/a.yml", 2, 7)


@pytest.mark.parametrize(
    "text", ["", "on: 1\n", "[]\n", "jobs: [a]\n", "on: {pull_request: 1}\njobs: {a: {steps: [1]}}\n"]
)
def test_what_is_no_workflow_is_no_gate(text: str) -> None:
    found = diagnosed({FLOW: text})
    assert "gate-missing" in blocking(found)


def exchanged(value: Any, put: Any) -> Iterator[Any]:
    """The value with each of its parts in turn exchanged for another."""
    yield put
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, each in members:
        for other in exchanged(each, put):
            copy = value.copy()
            copy[key] = other
            yield copy


@pytest.mark.parametrize(
    ("path", "text"), [(FLOW, GITHUB), (".gitlab-ci.yml", GITLAB), ("bitbucket-pipelines.yml", BITBUCKET)]
)
@pytest.mark.parametrize("put", [None, 1, "${{ x }}", [], {}, [1], [{}], {"a": None}, [[["x"]]]])
def test_no_wiring_is_too_odd_to_be_looked_into(path: str, text: str, put: Any) -> None:
    document = read(path, text.encode())
    assert isinstance(document, Document)
    for value in exchanged(document.value, put):
        assert diagnosed({path: dumps(value)}).read == (path,)


def test_a_hook_alone_is_no_gate() -> None:
    found = diagnosed({".pre-commit-config.yaml": "repos: [{hooks: [{entry: govern check}]}]"})
    assert one(found).message == (
        "only a hook (.pre-commit-config.yaml) runs govern, and whoever commits can leave it out"
    )


# --- the platform's own word ---


def test_with_the_platform_s_word_a_good_wiring_is_good() -> None:
    assert diagnosed(github(), rules=RULES).faults == ()
    assert "bypass" in diagnosed(github(), rules=RULES).unseen[-1].what


@pytest.mark.parametrize(
    ("pair", "rules"),
    [
        (('"contracts"', '"contract"'), ["check-not-required"]),
        ((', "integration_id": 15368', ""), ["check-source-open"]),
        (("15368", "-1"), ["check-source-open"]),
        (("true", "false"), ["owner-review-not-required"]),
        (('"contracts"', '"contracts (3.13)"'), []),
    ],
)
def test_what_the_rules_leave_open_is_told(pair: Pair, rules: list[str]) -> None:
    assert blocking(diagnosed(github(), rules=changed(RULES, pair))) == rules


def test_the_protection_of_a_branch_is_read_as_well() -> None:
    good = (
        '{"required_status_checks": {"contexts": ["contracts"],'
        ' "checks": [{"context": "contracts", "app_id": 15368}]},'
        ' "required_pull_request_reviews": {"require_code_owner_reviews": true}}'
    )
    assert diagnosed(github(), rules=good).faults == ()
    loose = changed(good, ("15368", "null"))
    assert blocking(diagnosed(github(), rules=loose)) == ["check-source-open"]
    old = changed(good, (', "checks": [{"context": "contracts", "app_id": 15368}]', ""))
    assert blocking(diagnosed(github(), rules=old)) == ["check-source-open"]


def test_a_workflow_that_the_rules_require_needs_no_owner_and_no_file() -> None:
    rules = '[{"type": "workflows", "parameters": {"workflows": [{"path": ".github/workflows/govern.yml"}]}}]'
    assert diagnosed({"govern.toml": ""}, rules=rules).faults == ()
    assert diagnosed({FLOW: GITHUB}, rules=rules).faults == ()
    other = changed(rules, ("govern.yml", "tests.yml"))
    assert blocking(diagnosed({"govern.toml": ""}, rules=other)) == ["gate-missing"]
    assert set(blocking(diagnosed({FLOW: GITHUB}, rules=other))) >= {
        "ci-gate-unprotected",
        "check-not-required",
    }


# --- GitLab and Bitbucket ---


@pytest.mark.parametrize(
    ("pair", "rules"),
    [
        (("govern check", "govern check || true"), ["gate-failure-ignored"]),
        (("  script:", "  allow_failure: true\n  script:"), ["gate-failure-ignored"]),
        (("  script:", "  after_script:"), ["gate-missing"]),
        (("  script:\n", "  script: [make]\n  after_script:\n"), ["gate-failure-ignored"]),
        (('event"\n', 'event"\n      changes: ["*.json"]\n'), ["gate-skippable"]),
        (('event"\n', 'event"\n      when: manual\n'), ["gate-skippable"]),
        (("contracts:\n", "workflow: { rules: [{ changes: [a] }] }\ncontracts:\n"), ["gate-skippable"]),
        (("contracts:\n", "workflow: { rules: [{ if: $A }] }\ncontracts:\n"), []),
        (("contracts:\n", "before_script: [set +e]\ncontracts:\n"), []),
        (("    - govern check\n", "    - govern check\n    - echo\n"), []),
        (
            ("contracts:\n  rules", "before_script: [set +e; govern check; echo]\ncontracts:\n  rules"),
            ["gate-failure-ignored"],
        ),
        (("  script:", "  except: { changes: [docs] }\n  script:"), ["gate-skippable"]),
        (('GIT_DEPTH: "0"', 'GIT_DEPTH: "50"'), ["checkout-shallow"]),
        (('GIT_DEPTH: "0"', "MODE: a"), ["checkout-shallow"]),
        (("  script:", "  allow_failure: false\n  script:"), []),
        (("  script:", "  only: [merge_requests]\n  script:"), []),
        (("    - govern check\n", "    - set -o pipefail\n    - govern check | tee log\n"), []),
        (
            ("contracts:\n", ".hidden: &x\n  script: [make]\ncontracts:\n"),
            ["gate-missing", "wiring-illegible"],
        ),
    ],
)
def test_jobs_of_gitlab(pair: Pair, rules: list[str]) -> None:
    files = {".gitlab-ci.yml": changed(GITLAB, pair), "CODEOWNERS": "* @team\n"}
    assert blocking(diagnosed(files)) == rules


def test_a_pipeline_of_gitlab_needs_an_owner_who_must_approve() -> None:
    assert blocking(diagnosed({".gitlab-ci.yml": GITLAB})) == ["ci-gate-unprotected"]
    # GitLab does not look where GitHub does
    files = {**github(), OWNERS: f"* @team\n{GUARD}", ".gitlab-ci.yml": GITLAB}
    assert blocking(diagnosed(files)) == ["ci-gate-unprotected"]
    assert diagnosed({**files, "CODEOWNERS": "* @team\n"}).faults == ()
    for owners, held in (("[CI]\n.gitlab-ci.yml @a\n", True), ("^[CI]\n.gitlab-ci.yml @a\n", False)):
        found = diagnosed({".gitlab-ci.yml": GITLAB, "CODEOWNERS": owners})
        assert (blocking(found) == []) is held


@pytest.mark.parametrize(
    ("pair", "rules"),
    [
        (("clone: { depth: full }\n", ""), ["checkout-shallow"]),
        (("'**'", "'feature/*'"), ["gate-trigger-filtered"]),
        (("pull-requests", "branches"), ["gate-trigger-filtered"]),
        (("          script", "          trigger: manual\n          script"), ["gate-skippable"]),
        (("          script", "          condition: { changesets: { includePaths: [a] } }\n          script"),
         ["gate-skippable"]),
        (("govern check", "govern check || true"), ["gate-failure-ignored"]),
        (("          script", "          trigger: automatic\n          script"), []),
        (("      - step:\n          script:\n            - govern check",
          "      - parallel:\n          - step: { script: [govern check] }"), []),
    ],
)  # fmt: skip
def test_steps_of_bitbucket(pair: Pair, rules: list[str]) -> None:
    assert blocking(diagnosed({"bitbucket-pipelines.yml": changed(BITBUCKET, pair)})) == rules


# --- git ---


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("git version 2.39.5", True),
        ("git version 2.45.3", True),
        ("git version 2.45.4", False),
        ("git version 2.50.0", True),
        ("git version 2.50.1.windows.1", False),
        ("git version 2.51.0 (Apple Git-155)", False),
        ("git version 3.0", False),
        ("git?", True),
    ],
)
def test_an_old_git_is_noted(said: str, noted: bool) -> None:
    found = diagnosed(github(), git=said)
    assert notes(found) == (["git-outdated"] if noted else [])
    assert found.sound


def test_every_line_of_git_that_was_mended_is_in_order() -> None:
    assert list(MENDED) == sorted(MENDED)
    assert [each[1] for each in MENDED] == list(range(43, 51))
