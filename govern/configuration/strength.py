"""Two values of one key to whether the later one asks for less: the order behind `weakened`.

Where the order of two values cannot be known from the configuration alone (two globs of which
neither is plainly the wider, two schemes), the later one counts as weaker: someone then looks at it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from govern.configuration.forms import NAME, split_place
from govern.configuration.globs import covers, is_glob, select
from govern.contracts import ApprovalRule, Contract, VersionField, Zero
from govern.model import Compatibility, Content, Format, Growth, ManifestRules, Withdrawn

T = TypeVar("T")

_DIRECTIONS: Mapping[Compatibility, frozenset[str]] = {
    Compatibility.FULL: frozenset({"backward", "forward"}),
    Compatibility.BACKWARD: frozenset({"backward"}),
    Compatibility.FORWARD: frozenset({"forward"}),
    Compatibility.NONE: frozenset(),
}


def compatibility(before: Compatibility, after: Compatibility) -> bool:
    """Weaker where a direction is judged no more, or only against one release."""
    lost = _DIRECTIONS[before.plain] - _DIRECTIONS[after.plain]
    return bool(lost) or (before.transitive and not after.transitive)


def down_to(weaker: T) -> Callable[[T, T], bool]:
    """Weaker where the value becomes this one (of two)."""
    return lambda before, after: before != after and after == weaker


content = down_to(Content.DECLARED)
growth = down_to(Growth.ADDITIVE)
withdrawn = down_to(Withdrawn.NOTE)
format_ = down_to(Format.OPAQUE)
switched_on = down_to(True)
switched_off = down_to(False)


def raised(before: int, after: int) -> bool:
    """Weaker where a limit is higher."""
    return after > before


def draft(before: str | None, after: str | None) -> bool:
    """Another dialect reads other keywords; none stated is 2020-12."""
    return (before or "2020-12") != (after or "2020-12")


def replaced(before: str | None, after: str | None) -> bool:
    """Weaker where what was there is not what is there."""
    return before is not None and after != before


def fewer(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Weaker where one of the names is gone."""
    return not set(before) <= set(after)


def more(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Weaker where there is a further name (of what is let pass)."""
    return not set(after) <= set(before)


def lost_paths(before: tuple[str, ...], after: tuple[str, ...], paths: tuple[str, ...]) -> tuple[str, ...]:
    """The paths that the earlier globs select and the later ones do not."""
    kept = frozenset(select(_any_name(after), paths))
    return tuple(path for path in select(_any_name(before), paths) if path not in kept)


def _any_name(globs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(glob.replace(NAME, "*") for glob in globs)


def narrower(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether later globs may select less, by their text: a glob is gone and no other is plainly
    wider, or something more is taken out."""
    wanted = [glob for glob in before if not glob.startswith("!")]
    if not wanted:
        return False
    taken_out = [glob for glob in after if glob.startswith("!")]
    if any(glob not in before for glob in taken_out):
        return True
    kept = [glob for glob in after if glob in before]
    if taken_out and kept != [glob for glob in before if glob in after]:
        return True  # the last one that matches decides, so order counts
    return any(not _still_selected(glob, after) for glob in wanted)


def _still_selected(glob: str, after: tuple[str, ...]) -> bool:
    if glob in after:
        return True
    if not is_glob(glob) and NAME not in glob and "#" not in glob:
        return covers(after, glob)
    wider = [each.removesuffix("**") for each in after if each == "**" or each.endswith("/**")]
    return any(glob.startswith(folder) for folder in wider if not is_glob(folder) and NAME not in folder)


def ordered(before: ManifestRules, after: ManifestRules) -> bool:
    """Weaker where the order of some registry may mean precedence no more."""
    if before.ordered is None or after.ordered is None:
        return before.ordered != after.ordered
    return fewer(before.ordered, after.ordered)


def approval(before: ApprovalRule, after: ApprovalRule) -> bool:
    """Weaker where fewer people are enough, or where more people may be those."""
    if after.needed < before.needed:
        return True
    return bool(before.roles) and (not after.roles or more(before.roles, after.roles))


def scheme(before: VersionField, after: VersionField) -> bool:
    """Weaker where the scheme that was stated is another: which steps are asked for changes."""
    return before.scheme is not None and after.scheme is not before.scheme


def released_by(before: str, after: str) -> bool:
    """Measured from each merge, every change needs its own step; from a release, one for all."""
    return before != after and after != "merge"


def zero(before: Zero, after: Zero) -> bool:
    """Weaker where major version 0 promises less."""
    order = (Zero.ANYTHING, Zero.LENIENT, Zero.STRICT)
    return order.index(after) < order.index(before)


def version_covers(before: VersionField, after: VersionField, contract: Contract) -> bool:
    """Weaker where a version may speak for less. Nothing stated is the whole contract where the
    first place stands in the manifest, else the file of the first place."""
    file, _ = split_place(after.at[0])
    whole = file == contract.manifest
    if not after.covers:
        return bool(before.covers) and not whole
    if not before.covers:
        return whole or narrower((file,), after.covers)
    return narrower(before.covers, after.covers)
