"""Two lists of branches, or of items of a tuple, to pairs that are the same one: by what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from govern.documents import canonical
from govern.model import JsonValue

_ALIKE = 0.5
"""How much two branches must share before one is taken to have become the other."""

_MOST_PAIRS = 10_000
"""Longer lists are not compared each with each."""


def align(old: Sequence[JsonValue], new: Sequence[JsonValue]) -> tuple[tuple[int | None, int | None], ...]:
    """Pairs of indices (old, new); None where a branch has no counterpart.

    Tried in order: the same text, the same discriminating constants, the same `$ref`, the same
    title, the largest share of text in common, and at last being the only one left that lists values.
    Ties keep the order of the lists.
    """
    pairs: dict[int, int] = {}
    for identity in (_text, _constants, _reference, _title):
        _match(old, new, pairs, identity)
    _match_alike(old, new, pairs)
    _match_listing(old, new, pairs)
    taken = set(pairs.values())
    found: list[tuple[int | None, int | None]] = [(i, pairs.get(i)) for i in range(len(old))]
    found += [(None, j) for j in range(len(new)) if j not in taken]
    return tuple(found)


def in_order(old: Sequence[JsonValue], new: Sequence[JsonValue]) -> tuple[tuple[int | None, int | None], ...]:
    """Pairs of indices (old, new) of two tuples, in order; None where an item has no counterpart.

    Positions mean something in a tuple, so pairs never cross: of all ways to pair the items in order,
    the one in which most is kept (text before constants, `$ref` and title before what they share).
    Between two pairs, what is left is taken to have changed where it stands, as far as it goes.
    """
    found: list[tuple[int | None, int | None]] = []
    i = j = 0
    for k, m in (*_kept_in_order(old, new), (len(old), len(new))):
        both = min(k - i, m - j)
        found += zip(range(i, i + both), range(j, j + both), strict=True)
        found += [(each, None) for each in range(i + both, k)]
        found += [(None, each) for each in range(j + both, m)]
        found += [(k, m)] if k < len(old) and m < len(new) else []
        i, j = k + 1, m + 1
    return tuple(found)


def identity(branch: JsonValue) -> str:
    """What a branch is known by when a change in it is named: constants, reference, title, else its text."""
    return next((each for of in (_constants, _reference, _title, _text) if (each := of(branch))), "")


def member_values(branch: JsonValue) -> dict[str, frozenset[str]]:
    """The values (as canonical text) that a branch lists for each of its members that must be there."""
    if not isinstance(branch, dict):
        return {}
    properties, required = branch.get("properties"), branch.get("required")
    if not isinstance(properties, dict) or not isinstance(required, list):
        return {}
    found: dict[str, frozenset[str]] = {}
    for name, each in properties.items():
        if isinstance(each, dict) and name in required:
            listed = [each["const"]] if "const" in each else each.get("enum")
            if isinstance(listed, list):
                found[name] = frozenset(_text(value) for value in listed)
    return found


def _kept_in_order(old: Sequence[JsonValue], new: Sequence[JsonValue]) -> list[tuple[int, int]]:
    """The pairs of the heaviest common subsequence; of several, the one that pairs earliest."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    weights = [[_weight(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            kept = weights[i][j] + best[i + 1][j + 1] if weights[i][j] else 0.0
            best[i][j] = max(kept, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if weights[i][j] and best[i][j] == weights[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _weight(a: JsonValue, b: JsonValue) -> float:
    """How much speaks for two items being the same one; nothing where too little does."""
    if _text(a) == _text(b):
        return 4.0
    if any(of(a) and of(a) == of(b) for of in (_constants, _reference, _title)):
        return 3.0
    share = _share(_words(a), _words(b))
    return share if share >= _ALIKE else 0.0


def _match(
    old: Sequence[JsonValue],
    new: Sequence[JsonValue],
    pairs: dict[int, int],
    key: Callable[[JsonValue], str],
) -> None:
    free: dict[str, list[int]] = {}
    taken = set(pairs.values())
    for j, branch in enumerate(new):
        if j not in taken and key(branch):
            free.setdefault(key(branch), []).append(j)
    for i, branch in enumerate(old):
        if i not in pairs and free.get(key(branch)):
            pairs[i] = free[key(branch)].pop(0)


def _match_alike(old: Sequence[JsonValue], new: Sequence[JsonValue], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    mine = {i: _words(branch) for i, branch in enumerate(old) if i not in pairs}
    theirs = {j: _words(branch) for j, branch in enumerate(new) if j not in taken}
    if len(mine) * len(theirs) > _MOST_PAIRS:
        return
    scored = [(-_share(a, b), i, j) for i, a in mine.items() for j, b in theirs.items()]
    done: set[int] = set()
    for score, i, j in sorted(scored):
        if -score >= _ALIKE and i not in pairs and j not in done:
            pairs[i] = j
            done.add(j)


def _match_listing(old: Sequence[JsonValue], new: Sequence[JsonValue], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    mine = [i for i, branch in enumerate(old) if i not in pairs and _lists(branch)]
    theirs = [j for j, branch in enumerate(new) if j not in taken and _lists(branch)]
    if len(mine) == len(theirs) == 1:
        pairs[mine[0]] = theirs[0]


def _lists(branch: JsonValue) -> bool:
    """Whether a branch lists more values than one."""
    return isinstance(branch, dict) and isinstance(listed := branch.get("enum"), list) and len(listed) > 1


def _text(branch: JsonValue) -> str:
    return canonical(branch).decode("utf-8", "replace")


def _constants(branch: JsonValue) -> str:
    """The constants by which a branch tells itself from its siblings: its own, or its properties'."""
    if not isinstance(branch, dict):
        return ""
    own = _constant(branch)
    if own is not None:
        return own
    properties = branch.get("properties")
    found = sorted(
        f"{name}={value}"
        for name, each in (properties.items() if isinstance(properties, dict) else ())
        if (value := _constant(each)) is not None
    )
    return ",".join(found)


def _constant(schema: JsonValue) -> str | None:
    if not isinstance(schema, dict):
        return None
    if "const" in schema:
        return _text(schema["const"])
    listed = schema.get("enum")
    return _text(listed[0]) if isinstance(listed, list) and len(listed) == 1 else None


def _reference(branch: JsonValue) -> str:
    reference = branch.get("$ref") if isinstance(branch, dict) else None
    return reference if isinstance(reference, str) else ""


def _title(branch: JsonValue) -> str:
    title = branch.get("title") if isinstance(branch, dict) else None
    return title if isinstance(title, str) else ""


def _words(value: JsonValue) -> frozenset[str]:
    """Every (path, scalar) of a branch, items without their index."""
    found: set[str] = set()
    stack: list[tuple[str, JsonValue]] = [("", value)]
    while stack and len(found) < 2000:
        path, here = stack.pop()
        if isinstance(here, dict):
            stack += [(f"{path}/{key}", each) for key, each in here.items()]
            found.update(f"{path}/{key}" for key in here)
        elif isinstance(here, list):
            stack += [(f"{path}/-", each) for each in here]
        else:
            found.add(f"{path}={_text(here)}")
    return frozenset(found)


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0
