"""A text of the configuration (path, glob, place of a version) to what is wrong with it.

Names of these forms are those of `$defs` in the published schema: a schema says which texts are
globs, this module what a good glob is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from govern.configuration.globs import is_glob, problem_of

NAME = "{name}"
"""What a template holds in the place of a contract's name."""

_POINTER = re.compile(r"(?:/(?:[^~/]|~0|~1)*)*")
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one text (a clause that follows the text), and what to write instead."""

    rule: str
    message: str
    remedy: str


def fault_of(form: str, text: str) -> Fault | None:
    """What is wrong with a text that should have this form; None where nothing is, or where the
    form asks for no more than the schema."""
    check = FORMS.get(form)
    return check(text) if check and text else None


def split_place(place: str) -> tuple[str, str | None]:
    """`file#/pointer` to its two parts; the pointer is None where there is no `#`."""
    file, mark, pointer = place.partition("#")
    return file, pointer if mark else None


def _path(text: str) -> Fault | None:
    if is_glob(text):
        remedy = "write the whole path, without * ? ["
        return Fault("config-path", "is a glob, and must name one file", remedy)
    return _plain(text)


def _glob(text: str) -> Fault | None:
    body = text.removeprefix("!")
    if wild := problem_of(body):
        remedy = "to match the character itself write it as [[], [*] or [?]"
        return Fault("config-path", f"is no glob: {wild}", remedy)
    return _plain(body)


def _plain(text: str) -> Fault | None:
    """A path or glob must be spelled the one way in which git spells it, or it matches nothing."""
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        return Fault("config-path", "holds a control character", "name files without control characters")
    if "\\" in text:
        remedy = f'write "{text.replace(chr(92), "/")}"'
        return Fault("config-path", "holds a backslash", f"separate folders with forward slashes: {remedy}")
    if text.startswith("/") or _DRIVE.match(text):
        relative = _DRIVE.sub("", text).lstrip("/") or "**"
        remedy = f'paths start at the root of the repository: write "{relative}"'
        return Fault("config-path", "is absolute", remedy)
    if brace := re.search(r"\{(?!name\})[^{}]*\}?", text):
        remedy = "the only placeholder is {name}; write one glob for each alternative"
        return Fault("config-path", f"holds {brace[0]}, which stands for nothing", remedy)
    segments = text.split("/")
    if ".." in segments:
        return Fault("config-path", "holds `..`", f"name the place itself{_instead(text, '; write')}")
    if "" in segments or "." in segments:
        return Fault("config-path", "is not in its plain form", _instead(text, "write") or "name a file")
    return None


def _instead(text: str, words: str) -> str:
    plain = posixpath.normpath(text)
    return "" if plain.startswith("..") or plain == "." else f'{words} "{plain}"'


def _place(text: str) -> Fault | None:
    file, pointer = split_place(text)
    if pointer is None:
        remedy = f'write "{text}#/pointer/to/it", or "{text}#" where the path itself carries the version'
        return Fault("config-place", "does not say where in the file the version stands", remedy)
    if not file:
        return Fault("config-place", "names no file", 'write "file#/pointer"')
    return (_glob(file) if not file.startswith("!") else _taken_out()) or _pointer(pointer)


def _taken_out() -> Fault:
    return Fault("config-place", "takes out where only places are named", "remove the leading !")


def _cover(text: str) -> Fault | None:
    file, pointer = split_place(text)
    if not file.removeprefix("!"):
        return Fault("config-place", "names no file", 'write "file" or "file#/pointer"')
    return _glob(file) or (_pointer(pointer) if pointer else None)


def _pointer(text: str) -> Fault | None:
    if _POINTER.fullmatch(text):
        return None
    if not text.startswith("/"):
        message = f'has "{text}" after the #, which is no JSON Pointer'
        return Fault("config-place", message, f'write "#/{text}"')
    return Fault("config-place", "has a ~ in its pointer that escapes nothing", "write ~0 for ~ and ~1 for /")


def _entry_point(text: str) -> Fault | None:
    file, pointer = split_place(text)
    return None if pointer is None or not file else _path(file)


FORMS: Mapping[str, Callable[[str], Fault | None]] = {
    "path": _path,
    "glob": _glob,
    "place": _place,
    "cover": _cover,
    "place_or_pointer": _entry_point,
}
"""The forms that ask for more than the schema says, by their name in its `$defs`."""
