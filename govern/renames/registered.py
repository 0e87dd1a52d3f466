"""Two manifests to the renames of their codes, registry by registry.

Takes what it needs of a manifest structurally: neither of the two packages knows the other.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from govern.model import TEXT_ATTRIBUTES, Rename, RenameKind, Standing
from govern.renames import words
from govern.renames.crowd import Surroundings
from govern.renames.declared import Declared, of_container
from govern.renames.entries import (
    Behind,
    CodeRegistry,
    RegisteredCode,
    RegistrySet,
    behaviour,
    named,
    relation,
)
from govern.renames.judging import UNLIKE, Match, told
from govern.renames.matching import match
from govern.renames.names import Name
from govern.renames.order import in_place
from govern.schema.relation import Relation

_SUCCESSOR = re.compile(
    r"(?<!not )(?<!never )(?<!n't )(?<!nnot )\b(?:use|(?:replaced|superseded) by|renamed to|in favou?r of)"
    r"\s+(?:the\s+)?`([^`]+)`",
    re.IGNORECASE,
)
"""How a text tells, as code, what to use instead."""
_NO_SUCCESSOR = re.compile(r"\b(?:no|without(?: a)?) (?:\w+ )?(?:replacement|successor)\b", re.IGNORECASE)
"""How a text tells that there is nothing to use instead."""


def manifest_renames(
    old: RegistrySet[RegisteredCode],
    new: RegistrySet[RegisteredCode],
    *,
    path: str,
    text: Sequence[str] = TEXT_ATTRIBUTES,
    declared: Sequence[Declared] = (),
) -> tuple[Rename, ...]:
    """Renames of codes within one registry, sorted by registry and old code.

    Declared ones (`renamed_to` on the old code, `renamed_from` or `aliases` on the new, a rename map of
    the manifest, the configuration: `declared`) first: the old code must be gone or newly deprecated and
    the new one registered, with the same behaviour behind both, or lists that only grew or only shrank;
    else the rename is only proposed. Then what the text of a deprecated code tells, then what can be
    inferred. `text` names the attributes that only people read. A code that moves to another tier is not
    renamed.
    """
    heads, mapped = {registry.name: registry for registry in new.registries}, new.renames
    found: list[Rename] = []
    for registry in old.registries:
        head = heads.get(registry.name)
        if head is not None:
            said = {**mapped, **of_container(declared, registry.pointer)}
            others = (each for each in new.registries if each.name != registry.name)
            elsewhere = frozenset(code.value for each in others for code in each.codes)
            found += _of_registry(registry, head, path, frozenset(text), said, elsewhere)
    return tuple(sorted(found, key=lambda each: (each.container, each.from_, each.to)))


def _of_registry(
    base: CodeRegistry[RegisteredCode],
    head: CodeRegistry[RegisteredCode],
    path: str,
    text: frozenset[str],
    said: Mapping[str, str],
    elsewhere: frozenset[str],
) -> list[Rename]:
    """The renames of one registry. `said`: what maps and the configuration declare. `elsewhere`: the codes
    of the other registries of head."""
    olds = {code.value: code for code in reversed(base.codes)}
    news = {code.value: code for code in reversed(head.codes)}
    retired = {value for value in olds.keys() & news.keys() if _retired(olds[value], news[value])}
    gone = {value: code for value, code in olds.items() if value not in news or value in retired}
    added = {value: code for value, code in news.items() if value not in olds}
    aliases = {alias for code in head.codes for alias in code.aliases}
    pairs = _declared(gone, olds, news, said)
    used, taken = {old for old, _ in pairs}, {new for _, new in pairs}
    matches = [_verified(gone[old], news[new], text) for old, new in sorted(pairs)]
    for value in sorted(gone.keys() & news.keys() - used):
        successor = news[value].renamed_to or _successor(news[value], news, text)
        if successor in news and successor != value:  # one that was there already has merged with it
            used.add(value)
        if successor in added and not _round(value, news):
            taken.add(successor)
            matches.append(_said(gone[value], news[successor], text))
    used |= elsewhere | aliases
    known = news.keys() | elsewhere
    used |= {value for value in gone.keys() & news.keys() if _settled(news[value], known, text)}
    left = [named(code, text) for value, code in gone.items() if value not in used]
    came = [named(code, text) for value, code in added.items() if value not in taken]
    if left and came:
        stayed = sorted(olds.keys() & news.keys() - retired)
        order = ([code.value for code in side.codes] for side in (base, head))
        around = Surroundings(
            kept=[_kept(olds[value], news[value], text) for value in stayed],
            placed=in_place(*order),
            several=True,
            relation=Behind(_by_place(gone), _by_place(added), text),
        )
        found = match(left, came, around)
        matches += (_unless_lost(each, news.get(each.removed.name), known) for each in found)
    return [
        Rename(
            kind=RenameKind.REGISTRY_VALUE,
            path=path,
            container=base.pointer,
            head_container=head.pointer,
            from_=each.removed.name,
            to=each.added.name,
            standing=each.standing,
            score=each.score,
            alternatives=each.alternatives,
            evidence=each.evidence,
            old_still_declared=each.removed.name in news or each.removed.name in aliases,
            kept=each.kept
            and behaviour(olds[each.removed.name], text) == behaviour(news[each.added.name], text),
        )
        for each in matches
    ]


def _kept(old: RegisteredCode, new: RegisteredCode, text: frozenset[str]) -> tuple[Name, Name]:
    """A code that stayed, as it was and as it is: mostly the same, and then looked at once."""
    now = named(new, text)
    same = old.tier == new.tier and repr(old.attributes) == repr(new.attributes)  # true is not 1
    return (now if same else named(old, text)), now


def _by_place(codes: Mapping[str, RegisteredCode]) -> dict[str, RegisteredCode]:
    return {code.pointer: code for code in codes.values()}


def _retired(old: RegisteredCode, new: RegisteredCode) -> bool:
    """Did a code go out of use, or is it said for the first time what took over?"""
    return new.deprecated and (not old.deprecated or (old.renamed_to is None and new.renamed_to is not None))


def _unless_lost(found: Match, old: RegisteredCode | None, known: Container[str]) -> Match:
    """What was inferred of a code; only proposed where its entry (`old`) names one that is not registered."""
    named = old.renamed_to if old is not None else None
    if named in (None, found.removed.name) or named in known:
        return found
    evidence = (*found.evidence, f"it says that it is `{named}` now, which is not registered")
    return replace(found, standing=Standing.PROPOSED, evidence=evidence)


def _settled(code: RegisteredCode, known: Container[str], text: frozenset[str]) -> bool:
    """Is it said what became of a code: another that is registered took over, or none did?"""
    return (code.renamed_to in known and code.renamed_to != code.value) or any(
        _NO_SUCCESSOR.search(str(code.attributes.get(name, ""))) for name in text
    )


def _successor(code: RegisteredCode, news: Mapping[str, RegisteredCode], text: frozenset[str]) -> str | None:
    """The one code that the text of a code out of use tells to use instead; None where it tells none, or
    more."""
    said = {each for name in text for each in _SUCCESSOR.findall(str(code.attributes.get(name, "")))}
    found = (said & news.keys()) - {code.value}
    return found.pop() if len(found) == 1 else None


def _declared(
    gone: Mapping[str, RegisteredCode],
    olds: Mapping[str, RegisteredCode],
    news: Mapping[str, RegisteredCode],
    said: Mapping[str, str],
) -> set[tuple[str, str]]:
    """Pairs that head declares, or a map of old names to new ones (`said`), the new code being new: a code
    retired in favour of one that was there already is merged into it, not renamed. Several old codes may
    go into one."""
    fresh = {value: code for value, code in news.items() if value not in olds}
    pairs = set()
    for value in gone:
        successor = news[value].renamed_to if value in news else None
        if successor is not None and successor in fresh and not _round(value, news):
            pairs.add((value, successor))
    declared = {old for old, _ in pairs}
    claims: dict[str, set[str]] = {}
    for value, code in fresh.items():
        for former in (*code.renamed_from, *code.aliases):
            if former in gone and former not in declared:
                claims.setdefault(former, set()).add(value)
    pairs |= {(former, min(by)) for former, by in claims.items() if len(by) == 1}  # two claim it: a split
    declared = {old for old, _ in pairs}
    for value in gone.keys() - declared:
        successor = _last(value, said, news)
        if successor in fresh:
            pairs.add((value, successor))
    return pairs


def _last(value: str, said: Mapping[str, str], news: Mapping[str, RegisteredCode]) -> str:
    """The code that a map leads to, step by step until one is registered; the value itself where none is."""
    met = {value}
    here = said.get(value, value)
    while here not in news and here not in met:
        met.add(here)
        here = said.get(here, here)
    return here if here in news else value


def _round(value: str, news: Mapping[str, RegisteredCode]) -> bool:
    """Does following the successors of a code lead back to one already met?"""
    met: set[str] = set()
    here: str | None = value
    while here is not None and here in news:
        if here in met:
            return True
        met.add(here)
        here = news[here].renamed_to
    return False


def _verified(old: RegisteredCode, new: RegisteredCode, text: frozenset[str]) -> Match:
    mine, theirs = named(old, text), named(new, text)
    behind = relation(mine.thing, theirs.thing)
    standing = Standing.PROPOSED if behind is Relation.OTHER else Standing.DECLARED
    kept = behind is Relation.SAME
    evidence = "declared by the manifest" + ("" if kept else f", but {told(behind, theirs)}")
    return Match(mine, theirs, standing, 1.0, evidence=(evidence,), kept=kept)


def _said(old: RegisteredCode, new: RegisteredCode, text: frozenset[str]) -> Match:
    """A rename that a text tells of: no text has authority, so it counts where the thing is the same."""
    mine, theirs = named(old, text), named(new, text)
    said = "the text of the old code names the new one"
    akin = words.similarity(old.value, new.value) >= UNLIKE and not (
        words.opposed(old.value, new.value) or words.numbered(old.value, new.value)
    )
    behind = relation(mine.thing, theirs.thing)
    standing = Standing.ASSERTED if akin and behind is not Relation.OTHER else Standing.PROPOSED
    evidence = (told(behind, theirs), said)
    return Match(mine, theirs, standing, 1.0, evidence=evidence, kept=behind is Relation.SAME)
