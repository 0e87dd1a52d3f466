"""What a configuration declares of the names of one file, and what is wrong with what it declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    """Old names to new ones, of one container."""
    return {each.from_: each.to for each in declared if each.container == container}


def wrong(
    declared: Sequence[Declared],
    renames: Sequence[Rename],
    base: JsonValue,
    head: JsonValue,
    path: str,
) -> Iterator[Finding]:
    """Declarations that do not hold. One whose old name base does not have was carried out before."""
    found = {(each.container, each.from_, each.to): each for each in renames}
    for each in declared:
        mine, theirs = (_held(document, each.container) for document in (base, head))
        rename = found.get((each.container, each.from_, each.to))
        if each.from_ not in mine or (rename is not None and rename.standing is not Standing.PROPOSED):
            continue
        if each.to in mine and _is_retired(mine[each.from_]):
            continue  # carried out before, and the old name was kept for a while
        if rename is not None:
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
