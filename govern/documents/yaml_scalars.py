"""A plain YAML scalar to what the core schema of YAML 1.2.2 (section 10.3.2) says it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from govern.documents import number

_BASES = {"0o": 8, "0x": 16}
_BITS = 1024
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class ScalarKind(StrEnum):
    """What a plain scalar is. The values are the words that messages use."""

    STRING = "a string"
    CONSTANT = "null or a boolean"
    NUMBER = "a number"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A resolved plain scalar: its kind, its constant, or the decimal text of its number.

    `problem` says in words what is wrong with a number; its `literal` is then of no use.
    """

    kind: ScalarKind
    constant: bool | None = None
    literal: str = ""
    problem: str | None = None


def resolve(text: str) -> Scalar:
    """What an untagged, unquoted scalar of this text is. `no`, `on`, `1_000`, `12:30` and dates are
    strings; 1.10, 0o17, 0x1F, `.5` and `+1` are numbers; `.nan` and `.inf` numbers with a problem."""
    if text in _CONSTANTS:
        return Scalar(ScalarKind.CONSTANT, constant=_CONSTANTS[text])
    if _NOT_FINITE.fullmatch(text):
        return Scalar(ScalarKind.NUMBER, problem="is not finite")
    if _BASED.fullmatch(text):
        return _based(text)
    if _NUMBER.fullmatch(text):
        return Scalar(ScalarKind.NUMBER, literal=text, problem=number.fault(text))
    return Scalar(ScalarKind.STRING)


def _based(text: str) -> Scalar:
    """A hexadecimal or octal integer: converting is linear for these bases, but kept short too."""
    if len(text) > number.MAX_LITERAL:
        return Scalar(ScalarKind.NUMBER, problem=number.fault(text))
    value = int(text[2:], _BASES[text[:2]])
    if value.bit_length() > _BITS:
        return Scalar(ScalarKind.NUMBER, problem="is beyond the largest double-precision number")
    literal = str(value)
    return Scalar(ScalarKind.NUMBER, literal=literal, problem=number.fault(literal))
