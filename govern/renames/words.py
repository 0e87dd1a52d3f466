"""Two names to how alike they are, what rewrite leads from one to the other, and what forbids it."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_A-Za-z]+")
_VERSION = re.compile(r"[vV]?[0-9]+([._+-][0-9A-Za-z]+)*")

_OPPOSITE_PAIRS = """
enable/disable enabled/disabled enables/disables allow/deny allowed/denied allow/forbid allow/block
allow/disallow allowed/disallowed allowed/forbidden allowed/blocked allowlist/denylist
allowlist/blocklist whitelist/blacklist white/black include/exclude included/excluded
includes/excludes show/hide shown/hidden visible/hidden min/max minimum/maximum true/false on/off
yes/no start/stop start/end begin/end first/last before/after pre/post prefix/suffix left/right
top/bottom up/down in/out inbound/outbound incoming/outgoing input/output import/export
imports/exports read/write reader/writer source/target source/destination src/dst src/dest
open/close opened/closed open/closed public/private internal/external asc/desc ascending/descending
encrypt/decrypt encode/decode accept/reject accepted/rejected grant/revoke add/remove lock/unlock
valid/invalid active/inactive always/never local/remote request/response client/server sync/async
http/https upper/lower pass/fail passed/failed success/failure success/error increase/decrease
push/pull send/receive sender/receiver parent/child old/new horizontal/vertical row/column
rows/columns width/height high/low long/short and/or from/to buy/sell bid/ask debit/credit
with/without all/none any/all required/optional hot/cold increment/decrement inclusive/exclusive
inclusion/exclusion maximize/minimize importer/exporter encoder/decoder encoding/decoding
encryption/decryption ascend/descend attach/detach mutable/immutable
"""
OPPOSITES = frozenset(frozenset(pair.split("/")) for pair in _OPPOSITE_PAIRS.split())
"""Words that turn a name into its opposite: such a pair is a change of meaning, never a rename."""
NEGATIONS = frozenset(
    (
        *("no", "not", "non", "un", "never", "without", "skip", "disable", "disabled"),
        *("deny", "exclude", "ignore", "forbid", "false"),
    )
)
"""A word that negates by standing there: `cache` and `no-cache`."""
NEGATING_PREFIXES = ("un", "in", "non", "dis", "no", "im", "de", "anti")
LEAST_STEM = 4
"""So many letters of a word stay when its ending is taken off."""
LONG_WORD, VERY_LONG_WORD = 5, 8
"""From so many letters on, one letter more, less, other or swapped is a slip of the pen."""


@lru_cache(maxsize=65536)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: snake, kebab, dotted and camel case are one spelling."""
    return tuple(token.lower() for token in _TOKEN.findall(name))


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name without case and separators; the name itself where nothing else is in it."""
    return "".join(tokens(name)) or name


def similarity(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: the better of shared words and shared letter pairs."""
    if folded(one) == folded(other):
        return 1.0
    words, others = _stems(one), _stems(other)
    by_word = 2 * len(words & others) / (len(words) + len(others)) if words and others else 0.0
    pairs, more = _pairs(folded(one)), _pairs(folded(other))
    by_letter = 2 * len(pairs & more) / (len(pairs) + len(more)) if pairs and more else 0.0
    return max(by_word, by_letter)


def opposed(one: str, other: str) -> bool:
    """Do the names differ by a word and its opposite, or by a negation on one side?"""
    mine, theirs = list(tokens(one)), list(tokens(other))
    for shared in tuple(mine):
        twin = next((each for each in theirs if _stem(each) == _stem(shared)), None)
        if twin is not None:
            mine.remove(shared)
            theirs.remove(twin)
    if bool(NEGATIONS & set(mine)) != bool(NEGATIONS & set(theirs)):
        return True
    return any(
        frozenset((a, b)) in OPPOSITES or _negates(a, b) or _negates(b, a) for a in mine for b in theirs
    )


def numbered(one: str, other: str) -> bool:
    """Do the names differ in a number, or is one of them a version? Then one may follow on the
    other and both stand for different things."""
    if _VERSION.fullmatch(one) or _VERSION.fullmatch(other):
        return True
    digits = [sorted(token for token in tokens(name) if token.isdigit()) for name in (one, other)]
    return digits[0] != digits[1]


def numbered_both(one: str, other: str) -> bool:
    """Have both names a number, and not the same?"""
    digits = [sorted(token for token in tokens(name) if token.isdigit()) for name in (one, other)]
    return all(digits) and digits[0] != digits[1]


def both_versions(one: str, other: str) -> bool:
    """Are both names nothing but versions?"""
    return bool(_VERSION.fullmatch(one) and _VERSION.fullmatch(other))


def affixed(one: str, other: str) -> bool:
    """Has one name all the words of the other, and more?"""
    mine, theirs = _stems(one), _stems(other)
    return bool(mine and theirs) and (mine < theirs or theirs < mine)


def respelled(one: str, other: str) -> bool:
    """Is it the same name but for case, separators, a plural or one slip of the pen?"""
    mine, theirs = tokens(one), tokens(other)
    if folded(one) == folded(other):
        return bool(mine)
    if tuple(map(_stem, mine)) == tuple(map(_stem, theirs)):
        return True
    differing = [(a, b) for a, b in zip(mine, theirs, strict=False) if a != b]
    if len(mine) == len(theirs) and len(differing) == 1:
        apart = min(map(len, differing[0])) == 1  # `option-a` and `option-ab`
        return _slip(*differing[0]) or (not apart and _left_out(folded(one), folded(other)))
    return not affixed(one, other) and _slip(folded(one), folded(other))


def rewrite(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was replaced by what, with the words both names share taken off the ends. A word of the shared
    front that comes again is told by its place, so that siblings with other fronts share the rewrite."""
    mine, theirs = tokens(one), tokens(other)
    head = 0
    while head < min(len(mine), len(theirs)) and mine[head] == theirs[head]:
        head += 1
    tail = 0
    while tail < min(len(mine), len(theirs)) - head and mine[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    front = mine[:head]
    put = (f"#{front.index(each)}" if each in front else each for each in theirs[head : len(theirs) - tail])
    return mine[head : len(mine) - tail], tuple(put)


@lru_cache(maxsize=65536)
def _stems(name: str) -> frozenset[str]:
    return frozenset(map(_stem, tokens(name)))


@lru_cache(maxsize=65536)
def _stem(token: str) -> str:
    """A word without its ending: `tags` and `tag`, `allowed` and `allow` are one."""
    if token.endswith("s") and not token.endswith("ss") and len(token) > 2:
        token = token[:-1]
    for ending in ("ed", "e"):
        if token.endswith(ending) and len(token) - len(ending) >= LEAST_STEM:
            return token[: -len(ending)]
    return token


def _negates(one: str, other: str) -> bool:
    return any(one == prefix + other for prefix in NEGATING_PREFIXES)


@lru_cache(maxsize=65536)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[index : index + 2] for index in range(max(len(text) - 1, 1)))


def _slip(one: str, other: str) -> bool:
    """Is one edit (a letter added, left out, replaced, or two swapped) all that differs; in a very
    long word two?"""
    if min(len(one), len(other)) < LONG_WORD or frozenset((one, other)) in OPPOSITES:
        return False
    return _edits(one, other) <= (2 if min(len(one), len(other)) >= VERY_LONG_WORD else 1)


def _left_out(one: str, other: str) -> bool:
    """Is one letter more or less all that differs, in a very long word?"""
    short, long = sorted((one, other), key=len)
    if len(short) < VERY_LONG_WORD or len(long) != len(short) + 1:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _edits(one: str, other: str) -> int:
    """Optimal string alignment distance; more than 2 may be told as 3."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        now = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, row = row, now
    return row[-1]
