"""JSON values to comparisons: the library's entry points, for callers without files or git."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from govern.comparing import compare_manifests as _compare_manifests
from govern.comparing import compare_schemas
from govern.documents import exact
from govern.errors import Problem, UsageError
from govern.model import (
    Comparison,
    Compatibility,
    Content,
    Growth,
    History,
    JsonValue,
    ManifestRules,
    Reading,
    Withdrawn,
)
from govern.schema.comparison import Question
from govern.schema.dialect import Draft
from govern.schema.revision import SchemaRevision

if TYPE_CHECKING:
    from concurrent.futures import Executor

Choice = TypeVar("Choice", bound=StrEnum)


def compare(
    old: object,
    new: object,
    *,
    compatibility: str = "full",
    content: str = "declared",
    growth: str = "additive",
    withdrawn: str = "breaking",
    draft: str | None = None,
    base_resources: Mapping[str, object] | None = None,
    head_resources: Mapping[str, object] | None = None,
) -> Comparison:
    """Two revisions of a JSON Schema, compared.

    `old`, `new`: schemas as `json.load` gives them. `compatibility`, `content`, `growth`,
    `withdrawn`: as in `govern.toml`. `draft`: the dialect of schemas that state none ("4", "6", "7",
    "2019-09" or "2020-12", the default). `base_resources`, `head_resources`: absolute URI to
    document, for references out of the file, on each side; nothing is ever fetched.

    Raises UsageError where a value is not JSON or an option is none of its choices.
    """
    reading = reading_of(compatibility, content, growth, withdrawn, draft)
    base = SchemaRevision(exact(old), draft=reading.draft, resources=_resources(base_resources))
    head = SchemaRevision(exact(new), draft=reading.draft, resources=_resources(head_resources))
    return compare_schemas(Question(base, head, reading))


def compare_manifests(old: object, new: object, *, config: ManifestRules | None = None) -> Comparison:
    """Two revisions of a manifest of codes, compared. `config` says which attributes are text and
    which registries mean precedence by their order.

    Raises UsageError where a value is not JSON.
    """
    rules = config or ManifestRules()
    pair = _compare_manifests(exact(old), exact(new), path="", reading=Reading(), rules=rules)
    return pair.comparison


def history(
    repository: str = ".",
    *,
    after: str = "",
    head: str = "HEAD",
    contracts: Sequence[str] = (),
    deadline: float = 10.0,
    jobs: int | None = None,
    executor: Executor | None = None,
    store: str | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> History:
    """Every revision and release of the contracts of a git repository, oldest first.

    `after`: the commit after which the list begins, `head`: its last one. `contracts`: names, none for all.
    `deadline`: seconds of a processor that one revision may take, after which it is undecided.
    `executor`: whatever shall do the work (threads, processes, anything that is a
    `concurrent.futures.Executor`); else `jobs` processes are started, one a core where it is not said.
    `store`: a SQLite file that keeps answers, so that a run that was killed goes on where it stopped.
    `progress` is told (done, of how many, what). `environment`: what git gets of it is HOME, PATH and the
    like; this process's own where it is not given.

    Raises RepositoryError, ConfigurationError or UsageError where there is no history to tell, OutputError
    where the store cannot be used.
    """
    import os

    from govern.histories import Asked, Store, engine
    from govern.histories import history as made

    asked = Asked(after, head, tuple(contracts), deadline, jobs or os.cpu_count() or 1)
    given = os.environ if environment is None else environment
    kept = Store(store, engine())
    try:
        return made(repository, given, asked, store=kept, executor=executor, progress=progress)
    finally:
        kept.close()


def reading_of(compatibility: str, content: str, growth: str, withdrawn: str, draft: str | None) -> Reading:
    """The options of a comparison as a Reading. Raises UsageError where one is none of its choices."""
    reading = Reading(
        _choice(Compatibility, "compatibility", compatibility),
        _choice(Content, "content", content),
        _choice(Growth, "growth", growth),
        _choice(Withdrawn, "withdrawn", withdrawn),
    )
    return reading if draft is None else replace(reading, draft=_choice(Draft, "draft", draft).value)


def _choice(choices: type[Choice], option: str, value: str) -> Choice:
    try:
        return choices(value)
    except ValueError:
        listed = ", ".join(each.value for each in choices)
        problem = Problem("usage", f"{option} is {value!r}", f"choose one of {listed}", option)
        raise UsageError(problem) from None


def _resources(given: Mapping[str, object] | None) -> dict[str, JsonValue]:
    return {uri: exact(document) for uri, document in (given or {}).items()}
