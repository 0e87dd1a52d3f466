"""What a configuration declares of the names of one file, and what is wrong with what it declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from govern import pointer
from govern.model import Finding, FindingLevel, JsonValue, Place, Rename, Standing
from govern.renames import things

RULE = "rename-declared-wrong"


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared rename of a file: its container, a pointer into the file at base (`...#const` for the
    virtual enum of const branches), the old name and the new one."""

    container: str
    from_: str
    to: str


def of_container(declared: Sequence[Declared], container: str) -> Mapping[str, str]:
    """Old names to new ones, of one container; without those that are declared to be several."""
    mine = [each for each in declared if each.container == container]
    several = _several(mine)
    return {each.from_: each.to for each in mine if (container, each.from_) not in several}


def wrong(
    declared: Sequence[Declared],
    renames: Sequence[Rename],
    base: JsonValue,
    head: JsonValue,
    path: str,
) -> Iterator[Finding]:
    """Declarations that do not hold. One whose old name base does not have was carried out before; where
    not even its container is anywhere, that is a note."""
    found = {(each.container, each.from_, each.to): each for each in renames}
    several = _several(declared)
    for each in declared:
        if not any(_stands(document, each.container) for document in (base, head)):
            said = f"neither side has anything at {each.container}"
            note = _finding(each, path, said, "mend its `container`, or take the declaration out")
            yield replace(note, level=FindingLevel.NOTE)
            continue
        mine, theirs = (_held(document, each.container) for document in (base, head))
        rename = found.get((each.container, each.from_, each.to))
        if each.from_ not in mine or (rename is not None and rename.standing is not Standing.PROPOSED):
            continue
        if each.to in mine and _is_retired(mine[each.from_]):
            continue  # carried out before, and the old name was kept for a while
        if (each.container, each.from_) in several:
            said = f"`{each.from_}` is declared to be something else as well"
            yield _finding(each, path, said, "leave one: a name that became several is split, not renamed")
        elif rename is not None:
            yield _finding(
                each, path, "; ".join(rename.evidence), "take the declaration out: it is no rename"
            )
        elif each.to not in theirs and each.from_ in theirs:
            yield _finding(each, path, "nothing was renamed", "rename it, or take the declaration out")
        elif each.to not in theirs:
            yield _finding(each, path, f"`{each.to}` is not there", "declare the name that took over")
        elif each.to in mine:
            said = f"`{each.to}` was there already"
            yield _finding(each, path, said, "take the declaration out: one name was merged into another")
        else:
            said = f"`{each.from_}` is still in use"
            yield _finding(each, path, said, f"take `{each.from_}` out, or mark it as deprecated")


def _several(declared: Sequence[Declared]) -> frozenset[tuple[str, str]]:
    """Containers with the old names in them that are declared to be more than one new name."""
    targets: dict[tuple[str, str], set[str]] = {}
    for each in declared:
        targets.setdefault((each.container, each.from_), set()).add(each.to)
    return frozenset(name for name, to in targets.items() if len(to) > 1)


def _stands(document: JsonValue, container: str) -> bool:
    at = pointer.split(container.removesuffix("#const"))
    return pointer.get(document, at) is not pointer.MISSING


def _finding(declared: Declared, path: str, said: str, remedy: str) -> Finding:
    message = f"`{declared.from_}` is declared to be `{declared.to}` now, and does not hold: {said}"
    return Finding(RULE, FindingLevel.BLOCKS, message, remedy, path, Place(declared.container))


def _held(document: JsonValue, container: str) -> dict[str, JsonValue]:
    """The names in a container, with what stands behind each: keys of an object, texts of a list (nothing
    stands behind these), or what its entries are called."""
    held = pointer.get(document, pointer.split(container.removesuffix("#const")))
    if isinstance(held, dict):
        return held
    found: dict[str, JsonValue] = {}
    for each in held if isinstance(held, list) else ():
        if isinstance(each, str):
            found.setdefault(each, None)
        elif isinstance(each, dict):
            found.update((name, each) for key in _CALLED if isinstance(name := each.get(key), str))
    return found


def _is_retired(entry: JsonValue) -> bool:
    return things.is_deprecated(entry) or (isinstance(entry, dict) and entry.get("renamed_to") is not None)


_CALLED = ("const", "code", "name", "id", "value")
"""By what an entry of a list may be called: a const branch, or a registered code."""
