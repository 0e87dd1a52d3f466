"""Every check of a wiring, in the order in which faults are told. A check is one function and one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govern.doctor import (
    arguments,
    bitbucket_steps,
    checkout,
    expressions,
    git_version,
    gitlab_jobs,
    outcomes,
    permissions,
    pins,
    presence,
    protection,
    requirements,
    triggers,
)
from govern.doctor.wiring import Wiring
from govern.model import Finding

Check = Callable[[Wiring], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    presence.missing,
    presence.illegible,
    presence.shared_labels,
    protection.unprotected,
    protection.unowned,
    protection.skipped_lines,
    requirements.required,
    requirements.owners_asked,
    triggers.filtered,
    triggers.queue,
    triggers.push,
    outcomes.skippable,
    outcomes.tolerant,
    outcomes.scripted,
    arguments.called,
    arguments.search_path,
    arguments.empty_base,
    checkout.untrusted,
    checkout.shallow,
    expressions.injected,
    permissions.broad,
    pins.actions,
    pins.installs,
    gitlab_jobs.unprotected,
    gitlab_jobs.jobs,
    bitbucket_steps.steps,
    git_version.outdated,
)
"""Each gives the faults of its subject, and nothing where its subject is not there."""
