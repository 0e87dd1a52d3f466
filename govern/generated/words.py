"""The words of marks: what each generates, and which options it takes. One row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from govern.generated.constants import constants
from govern.generated.examples import fixtures
from govern.generated.figures import count, value
from govern.generated.languages import LANGUAGES
from govern.generated.listing import files
from govern.generated.marks import Mark, is_prose
from govern.generated.sources import MarkError, Sources, listed, meant
from govern.generated.tables import registries


@dataclass(frozen=True, slots=True)
class Word:
    """`write` gets the sources, the mark, and what `given` says: the text of the part as it is, or the path
    of its file. `options`: their names. `prose`: it is written into Markdown, else into code."""

    write: Callable[[Sources, Mark, str], str]
    options: tuple[str, ...]
    prose: bool = True
    given: str = "old"


CONTRACT = "contract"
"""The option of every word that says whose it is, where documents are those of several contracts."""
WORDS = {
    "codes": Word(registries, ("registry", "tier", "columns", "level")),
    "fixtures": Word(fixtures, ("text", "facts", "level")),
    "files": Word(files, ("of", "show")),
    "count": Word(count, ("at",)),
    "value": Word(value, ("at",)),
    "enum": Word(constants, ("registry", "tier", "name", "text"), prose=False, given="path"),
}
"""Every word of a mark."""


def written(sources: Sources, mark: Mark, path: str, old: str) -> str:
    """What stands at a mark, without the line breaks around it. Raises MarkError."""
    word = WORDS.get(mark.word)
    if word is None:
        raise MarkError(f"`{mark.word}` is no word of a mark", f"{meant(mark.word, WORDS)}{listed(WORDS)}")
    for name in mark.options:
        if name not in (*word.options, CONTRACT):
            known = f"{meant(name, word.options)}{listed(word.options)}"
            raise MarkError(f"`{mark.word}` has no option `{name}`", known)
    if word.prose != is_prose(path):
        kind = "Markdown" if word.prose else "code"
        raise MarkError(f"`{mark.word}` is written into {kind}", "put the mark into such a file")
    return word.write(sources, mark, old if word.given == "old" else path)


def may_hold_parts(path: str) -> bool:
    """Whether a file is of a kind that generated parts are written into."""
    return is_prose(path) or any(path.endswith(end) for each in LANGUAGES for end in each.suffixes)
