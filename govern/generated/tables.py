"""Registries of codes to Markdown: a table where codes carry words, a list where they do not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from govern.generated.marks import Mark
from govern.generated.sources import MarkError, Sources, codes, one_line, pairs, registry, text_at
from govern.manifest import Code
from govern.model import JsonValue

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_OWN = ("code", "tier", "deprecated", "renamed_to")
"""What every code has a column for, whatever the manifest says of it."""


def registries(sources: Sources, mark: Mark, _: str) -> str:
    """`codes`: the registry that the mark names (or one tier of it), or every one under its name.

    `columns` names what is shown, in order, as `path=heading`; left out: the code, whether it is deprecated,
    and all scalars that the manifest says of codes. `level` is that of the headings.
    """
    columns = pairs(mark.options.get("columns", ""))
    name, tier = mark.options.get("registry"), mark.options.get("tier")
    if name is not None and (tier is not None or not registry(sources, name).tiers):
        return _shown(codes(sources, name, tier), columns)
    if tier is not None:
        raise MarkError("a tier is of a registry", "add registry=NAME to the mark")
    level = heading(mark)
    if name is not None:
        return "\n\n".join(_tiers(sources, name, columns, level))
    if sources.manifest is None:
        raise MarkError("the contract has no manifest that can be read", "name one in the configuration")
    sections: list[str] = []
    for each in sources.manifest.registries:
        sections.append(f"{'#' * level} {escaped(each.name)}")
        sections += _tiers(sources, each.name, columns, level + 1)
    return "\n\n".join(sections)


def heading(mark: Mark) -> int:
    """The level of the headings that a mark asks for: 2 unless it says another."""
    said = mark.options.get("level", "2")
    if said not in ("1", "2", "3", "4", "5"):
        raise MarkError(f"`level={said}` is no level of a heading", "write a number from 1 to 5")
    return int(said)


def escaped(text: str) -> str:
    """A text as one line of Markdown: no tag and no cell begins in it."""
    return _TAG.sub("&lt;", one_line(text)).replace("|", "\\|")


def code_span(text: str) -> str:
    """A text in a code span of a table cell."""
    ticks = "`" * (max((len(each) for each in re.findall(r"`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{one_line(text)}{pad}{ticks}".replace("|", "\\|")


def _tiers(sources: Sources, name: str, columns: Sequence[tuple[str, str]], level: int) -> list[str]:
    tiers = registry(sources, name).tiers
    if not tiers:
        return [_shown(codes(sources, name, None), columns)]
    return [
        f"{'#' * level} {escaped(tier)}\n\n{_shown(codes(sources, name, tier), columns)}" for tier in tiers
    ]


def _shown(entries: Sequence[Code], columns: Sequence[tuple[str, str]]) -> str:
    rows = [_entry(each) for each in entries]
    wanted = [each for each in (columns or _columns(rows)) if each[0] != "code"]
    known = {name for name, _ in _columns(rows)}
    if entries and columns and not known & {name for name, _ in wanted}:
        wanted = []
    cells = [[_cell(text_at(row, path)) for path, _ in wanted] for row in rows]
    kept = [i for i in range(len(wanted)) if any(row[i] for row in cells)]
    if not kept:
        return "\n".join(f"- {code_span(each.value)}" for each in entries)
    first = next((title for name, title in columns if name == "code"), "code")
    head = [first, *(wanted[i][1] for i in kept)]
    lines = ["| " + " | ".join(escaped(each) for each in head) + " |", "|" + " --- |" * len(head)]
    for each, row in zip(entries, cells, strict=True):
        lines.append("| " + " | ".join([code_span(each.value), *(row[i] for i in kept)]) + " |")
    return "\n".join(lines)


def _entry(code: Code) -> dict[str, JsonValue]:
    own: dict[str, JsonValue] = {"code": code.value, "tier": code.tier, "renamed_to": code.renamed_to}
    return {**code.attributes, **own, "deprecated": code.deprecated or None}


def _columns(rows: Sequence[Mapping[str, JsonValue]]) -> tuple[tuple[str, str], ...]:
    """Every scalar that is said of some code, in the order in which they are met; the tier is a heading."""
    paths: dict[str, None] = {}
    for row in rows:
        for name, value in row.items():
            if name in _OWN:
                continue
            inner = value if isinstance(value, dict) else {}
            paths.update(dict.fromkeys(f"{name}.{each}" for each, below in inner.items() if _cell(below)))
            paths.update({name: None} if not inner and _cell(value) else {})
    own = [name for name in _OWN[2:] if any(row[name] for row in rows)]
    return tuple((each, each) for each in ("code", *paths, *own))


def _cell(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_cell, value)))
    return escaped(str(value))
