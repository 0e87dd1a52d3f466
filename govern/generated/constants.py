"""A registry of codes to constants in the language of the file that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from govern.generated.languages import LANGUAGES
from govern.generated.languages.constant import Constant
from govern.generated.marks import Mark
from govern.generated.sources import MarkError, Sources, codes, one_line

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def constants(sources: Sources, mark: Mark, path: str) -> str:
    """`enum registry=NAME`: the codes of a registry, or of one `tier` of it, as a type of the language.

    `name` is that of the type; left out, that of the registry, behind that of the tier.
    """
    suffix = PurePosixPath(path).suffix
    language = next((each for each in LANGUAGES if suffix in each.suffixes), None)
    if language is None:
        known = ", ".join(end for each in LANGUAGES for end in each.suffixes)
        raise MarkError(f"no constants are written for `{suffix}`", f"put them into a file of {known}")
    if "registry" not in mark.options:
        raise MarkError("nothing says which codes are meant", "add registry=NAME to the mark")
    name, tier = mark.options["registry"], mark.options.get("tier")
    found = codes(sources, name, tier)
    if not found:
        raise MarkError(f"`{name}` has no codes", "register one, or take the mark out")
    words = mark.options.get("text", "display")
    named = [
        Constant(
            each.value, language.identifier(each.value), _words(each.attributes.get(words)), each.deprecated
        )
        for each in found
    ]
    _distinct(named)
    type_ = mark.options.get("name") or f"{_pascal(tier or '')}{_pascal(name)}"
    if not _NAME.fullmatch(type_) or type_ in language.reserved:
        raise MarkError(f"`{type_}` is no name of a type", "add name=NAME to the mark")
    return "\n".join(language.write(type_, named))


def _words(said: object) -> str:
    return one_line(said) if isinstance(said, str) else ""


def _pascal(text: str) -> str:
    return "".join(each[:1].upper() + each[1:] for each in re.findall(r"[A-Za-z0-9]+", text))


def _distinct(constants: Iterable[Constant]) -> None:
    """Raise where two codes would have one name, or a code none."""
    taken: dict[str, str] = {}
    for each in constants:
        if not _NAME.fullmatch(each.identifier):
            raise MarkError(f"`{each.code}` gives no name that code can use", "give the code letters")
        other = taken.setdefault(each.identifier, each.code)
        if other != each.code:
            message = f"`{other}` and `{each.code}` would both be `{each.identifier}`"
            raise MarkError(message, "put them into parts of their own, by tier")
