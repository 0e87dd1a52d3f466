"""A commit to what is known of it without govern: what it touches, and which documents it breaks.

Nothing here imports govern, so that the two cannot be wrong in the same way.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urldefrag

from evaluation.documents import UnreadableError, Value, same, value_of, without_annotations
from evaluation.histories import Commit, Corpus, blobs, content, mentioning, revisions

Judge = Callable[[Value], bool | str]
"""A document to whether it is accepted, or why nobody can say."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`governed`: whether any schema or document changes. `annotation_only`: names of contracts all
    of whose changed schemas are equal with annotations set aside. `broken` and `widened`: (schema,
    document) that both validators accept on the one side and refuse on the other; `doubtful`: one
    validator only. `checked`: pairs looked at; `abstained`: why pairs were not, with counts."""

    governed: bool
    annotation_only: tuple[str, ...]
    broken: tuple[tuple[str, str], ...]
    widened: tuple[tuple[str, str], ...]
    doubtful: tuple[tuple[str, str], ...]
    checked: int
    abstained: Mapping[str, int]

    def row(self) -> dict[str, object]:
        """The same as JSON."""
        return asdict(self)


def facts(corpus: Corpus, folder: Path, commit: Commit) -> Facts:
    """What can be said of a commit by looking at its files alone."""
    base, head = blobs(folder, commit.parent), blobs(folder, commit.id)
    reached = _reached(corpus, folder, commit)
    tally = _Tally()
    for path in sorted(path for path in reached if path in base and path in head):
        name = corpus.schema_name(path)
        documents = sorted(p for p in base.keys() | head.keys() if corpus.fixture_name(p) == name)
        if not documents:
            continue
        old, new = (_judges(corpus, folder, commit.id, tree, path) for tree in (base, head))
        for document in documents:
            if document in base and base[document] == head.get(document):
                tally.add(path, document, folder, base[document], old, new, broken=True)
            if document in head:
                tally.add(path, document, folder, head[document], new, old, broken=False)
    return Facts(
        any(corpus.governs(path) for path in commit.changed),
        _annotation_only(corpus, folder, commit, reached),
        tuple(tally.broken),
        tuple(tally.widened),
        tuple(tally.doubtful),
        tally.checked,
        dict(tally.abstained),
    )


@dataclass(slots=True)
class _Tally:
    """What the pairs of a commit gave so far."""

    broken: list[tuple[str, str]] = field(default_factory=list)
    widened: list[tuple[str, str]] = field(default_factory=list)
    doubtful: list[tuple[str, str]] = field(default_factory=list)
    checked: int = 0
    abstained: Counter[str] = field(default_factory=Counter)

    def add(
        self,
        path: str,
        document: str,
        folder: Path,
        blob: str,
        left: Sequence[Judge],
        right: Sequence[Judge],
        *,
        broken: bool,
    ) -> None:
        """Ask the judges of both sides about one document."""
        try:
            value = value_of(document, content(folder, blob))
        except UnreadableError:
            self.abstained["document unreadable"] += 1
            return
        self.checked += 1
        verdicts = [(one(value), other(value)) for one, other in zip(left, right, strict=True)]
        hits = sum(1 for verdict in verdicts if verdict == (True, False))
        if hits == len(verdicts):
            (self.broken if broken else self.widened).append((path, document))
        elif hits and broken:
            self.doubtful.append((path, document))
        self.abstained.update({each for pair in verdicts for each in pair if isinstance(each, str)})


def _reached(corpus: Corpus, folder: Path, commit: Commit) -> frozenset[str]:
    """The changed schemas, and those that mention the file name of one, near or far."""
    found = {path for path in commit.changed if corpus.schema_name(path) is not None}
    frontier = set(found)
    while frontier:
        words = {path.rsplit("/", 1)[-1] for path in frontier}
        near = {p for p in mentioning(folder, commit.id, words) if corpus.schema_name(p) is not None}
        frontier = near - found
        found |= frontier
    return frozenset(found)


def _annotation_only(
    corpus: Corpus, folder: Path, commit: Commit, reached: frozenset[str]
) -> tuple[str, ...]:
    names = {corpus.schema_name(path) or "" for path in reached}
    for path in reached:
        old, new = commit.changed.get(path, (None, None))
        if path in commit.changed and not _equal(folder, path, old, new):
            others = {corpus.schema_name(p) or "" for p in mentioning(folder, commit.id, [_file(path)])}
            names -= {corpus.schema_name(path) or "", *others}
    changed = {corpus.schema_name(path) for path in commit.changed}
    return tuple(sorted(name for name in names if name in changed))


def _equal(folder: Path, path: str, old: str | None, new: str | None) -> bool:
    if old is None or new is None:
        return False
    try:
        values = [value_of(path, content(folder, blob)) for blob in (old, new)]
    except UnreadableError:
        return False
    return same(*(without_annotations(each) for each in values))


def _file(path: str) -> str:
    return path.rsplit("/", 1)[-1]


# --- two validators ---


def _judges(
    corpus: Corpus, folder: Path, commit: str, tree: Mapping[str, str], path: str
) -> tuple[Judge, ...]:
    try:
        schema = value_of(path, content(folder, tree[path]))
    except UnreadableError:
        return (_silent("schema unreadable"),) * 2

    if isinstance(schema, dict) and not isinstance(schema.get("$id", schema.get("id")), str):
        keyword = "id" if "draft-04" in str(schema.get("$schema")) else "$id"
        prefix = next(iter(corpus.resources), "tree:///")
        schema = {**schema, keyword: prefix + _file(path)}

    find = partial(_found, corpus, folder, commit, tree)
    anything, nothing = partial(_served, find, {}), partial(_served, find, {"not": {}})
    return tuple(
        _agreed(_guarded(partial(build, schema, anything)), _guarded(partial(build, schema, nothing)))
        for build in (_python, _rust)
    )


def _found(corpus: Corpus, folder: Path, commit: str, tree: Mapping[str, str], uri: str) -> Value:
    """What a URI means in a tree. Raises LookupError where it means nothing."""
    bare = urldefrag(uri).url
    for prefix, place in corpus.resources.items():
        target = place + bare.removeprefix(prefix)
        for each in (target, f"{target}.json"):
            if bare.startswith(prefix) and each in tree:
                return value_of(each, content(folder, tree[each]))
    if corpus.published is not None:
        for blob in (tree.get(corpus.published), *revisions(folder, commit, corpus.published)):
            old = value_of(corpus.published, content(folder, blob)) if blob else None
            if isinstance(old, dict) and old.get("$id") == bare:
                return old
    raise LookupError(f"no {uri} in the tree")


def _served(find: Callable[[str], Value], missing: Value, uri: str) -> Value:
    """What is not in the tree is served as a schema that takes everything, or nothing."""
    try:
        return find(uri)
    except LookupError:
        return missing


def _agreed(one: Judge, other: Judge) -> Judge:
    """What both say; where they differ, what is missing decides, and nobody can say."""

    def judge(value: Value) -> bool | str:
        first = one(value)
        if isinstance(first, str):
            return first
        second = other(value)
        if isinstance(second, str) or first is second:
            return second
        return "hangs on a schema that is not in the tree"

    return judge


def _guarded(build: Callable[[], Callable[[Value], bool]]) -> Judge:
    """A validator that says why it cannot, in the kind of its complaint."""
    try:
        accepts = build()
    except Exception as error:  # noqa: BLE001  # any complaint of a validator is an abstention
        return _silent(f"cannot build: {type(error).__name__}")

    def judge(value: Value) -> bool | str:
        try:
            return accepts(value)
        except Exception as error:  # noqa: BLE001  # as above
            return f"cannot judge: {type(error).__name__}"

    return judge


def _silent(reason: str) -> Judge:
    return lambda _: reason


def _python(schema: Value, find: Callable[[str], Value]) -> Callable[[Value], bool]:
    import jsonschema
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    def retrieve(uri: str) -> Resource:
        return Resource.from_contents(find(uri), default_specification=DRAFT202012)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        class_ = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
        class_.check_schema(schema)
        validator = class_(schema, registry=Registry(retrieve=retrieve))
    return lambda value: bool(validator.is_valid(value))


def _rust(schema: Value, find: Callable[[str], Value]) -> Callable[[Value], bool]:
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(schema, retriever=find, validate_formats=False)
    return lambda value: bool(validator.is_valid(value))
