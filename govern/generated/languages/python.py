"""Codes to a Python enum (PEP 435). The file imports `StrEnum` from `enum` itself."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence

from govern.generated.languages.constant import Constant, Language, upper_snake


def _write(name: str, constants: Sequence[Constant]) -> Iterator[str]:
    yield f"class {name}(StrEnum):"
    for each in constants:
        said = " ".join(filter(None, ("Deprecated." if each.deprecated else "", each.words)))
        if said:
            yield f"    # {said}"
        yield f"    {each.identifier} = {_literal(each.code)}"


def _literal(text: str) -> str:
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter.isascii() and letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08x}"


LANGUAGE = Language((".py", ".pyi"), upper_snake, _write, frozenset(keyword.kwlist))
