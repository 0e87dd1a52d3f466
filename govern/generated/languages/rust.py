"""Codes to a Rust enum that knows how documents write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govern.generated.languages.constant import Constant, Language, pascal


def _write(name: str, constants: Sequence[Constant]) -> Iterator[str]:
    yield "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]"
    yield f"pub enum {name} {{"
    for each in constants:
        if each.words or each.deprecated:
            yield f"    /// {' '.join(filter(None, ('Deprecated.' if each.deprecated else '', each.words)))}"
        yield f"    {each.identifier},"
    yield "}"
    yield ""
    yield f"impl {name} {{"
    yield "    /// Every code, in the order of the manifest."
    yield "    pub const ALL: &'static [Self] = &["
    yield from (f"        Self::{each.identifier}," for each in constants)
    yield "    ];"
    yield ""
    yield "    /// The code as documents write it."
    yield "    pub const fn as_str(self) -> &'static str {"
    yield "        match self {"
    yield from (f"            Self::{each.identifier} => {_literal(each.code)}," for each in constants)
    yield "        }"
    yield "    }"
    yield "}"
    yield ""
    yield f"impl ::std::str::FromStr for {name} {{"
    yield "    type Err = ();"
    yield ""
    yield "    fn from_str(text: &str) -> ::std::result::Result<Self, ()> {"
    yield "        Self::ALL.iter().copied().find(|code| code.as_str() == text).ok_or(())"
    yield "    }"
    yield "}"


def _identifier(code: str) -> str:
    name = pascal(code)
    return f"{name}_" if name == "Self" else name


def _literal(text: str) -> str:
    plain = (
        each if each.isascii() and each.isprintable() and each not in '"\\' else f"\\u{{{ord(each):x}}}"
        for each in text
    )
    return f'"{"".join(plain)}"'


_RESERVED = (
    "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match "
    "mod move mut pub ref return self Self static struct super trait true type unsafe use where while"
)
LANGUAGE = Language((".rs",), _identifier, _write, frozenset(_RESERVED.split()))
