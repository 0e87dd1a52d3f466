"""Golden documents to Markdown: each under its name, with what it says at the places that the mark names."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from govern import pointer
from govern.documents import dumps
from govern.generated.marks import Mark
from govern.generated.sources import MarkError, Sources, pairs
from govern.generated.tables import code_span, escaped, heading
from govern.model import JsonValue


def fixtures(sources: Sources, mark: Mark, _: str) -> str:
    """`fixtures`: every golden document of the contract.

    `text` is a pointer to a sentence that stands below the name, `facts` pointers to what is listed below it
    as `/pointer=label`, `level` that of the headings.
    """
    level = heading(mark)
    facts = pairs(mark.options.get("facts", ""))
    sentence = mark.options.get("text")
    for each in (*(place for place, _ in facts), *([sentence] if sentence else ())):
        if not each.startswith("/"):
            raise MarkError(f"`{each}` is no JSON Pointer", "begin it with a slash, as in /a/b")
    paths = [path for path in sources.fixtures if path in sources.values and path in sources.texts]
    if not paths:
        raise MarkError("the contract has no golden documents", "name them under `fixtures`")
    stems = [PurePosixPath(path).stem for path in paths]
    names = stems if len(set(stems)) == len(stems) else paths
    sections = []
    for name, path in zip(names, paths, strict=True):
        parts = [f"{'#' * level} {escaped(name)}"]
        value = sources.values[path]
        said = pointer.get(value, sentence) if sentence else None
        parts += [escaped(said)] if isinstance(said, str) else []
        lines = [f"- {escaped(label)}: {_fact(value, place)}" for place, label in facts]
        parts += ["\n".join(lines)] if lines else []
        parts.append(_fenced(path, sources.texts[path]))
        sections.append("\n\n".join(parts))
    return "\n\n".join(sections)


def _fact(document: JsonValue, place: str) -> str:
    found = pointer.get(document, place)
    if found is pointer.MISSING or found is None or found == [] or found == {}:
        return "none"
    items: list[JsonValue] = found if isinstance(found, list) else [found]  # type: ignore[list-item]  # no sentinel left
    return ", ".join(code_span(each if isinstance(each, str) else dumps(each)) for each in items)


def _fenced(path: str, text: str) -> str:
    longest = max((len(each) for each in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    kind = "yaml" if path.lower().endswith((".yaml", ".yml")) else "json"
    return f"{fence}{kind}\n{text.strip()}\n{fence}"
