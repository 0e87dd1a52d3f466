"""The text of an ECMA-262 pattern to its tree.

The grammar is that of ECMA-262, section 22.2.1, under the flag `u`, widened by what Annex B, section
B.1.2, allows where both can be had at once: a lone brace or bracket, `\\` before any sign, a class as
the end of a range. Whatever has two readings, or none, or no regular language, is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govern.schema.languages import characters
from govern.schema.languages.characters import CharacterSet
from govern.schema.languages.syntax import EMPTY, Ahead, At, Chain, Choice, One, Place, Tree, repeated

_DEEPEST = 100
_COUNT = re.compile(r"\{([0-9]{1,9})(?:(,)([0-9]{0,9}))?\}")
_COUNT_OTHERWISE = re.compile(r"\{\s*(?:[0-9]+|[0-9]*\s*,\s*[0-9]*)\s*\}")
"""What looks like a count and is none by ECMA-262 (`{,2}`), so that engines differ in it."""
_NAME = re.compile(r"\?<[A-Za-z_$][A-Za-z0-9_$]*>")
_FOUR = re.compile(r"u([0-9A-Fa-f]{4})")
_PAIR = re.compile(r"u([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_BRACED = re.compile(r"u\{0*([0-9A-Fa-f]{1,6})\}")
_TWO = re.compile(r"x([0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"c([A-Za-z])")
_PROPERTY = re.compile(r"([pP])\{(?:(?:General_Category|gc)=)?([A-Z][a-z]?)\}")
_NUL = re.compile(r"0(?![0-9])")

_CLASSES = {
    "d": characters.DIGIT,
    "D": characters.complement(characters.DIGIT),
    "w": characters.WORD,
    "W": characters.complement(characters.WORD),
    "s": characters.SPACE,
    "S": characters.complement(characters.SPACE),
}
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_PLACES = {"^": Place.START, "$": Place.END}
_ESCAPED_PLACES = {"b": Place.WORD_EDGE, "B": Place.NO_WORD_EDGE}


class UnreadableError(ValueError):
    """The pattern has no reading that can be relied on; the message says where it ends."""


def parse(pattern: str) -> Tree:
    """The tree of a pattern. Raises UnreadableError."""
    reader = _Reader(pattern)
    tree = reader.choice(0)
    if reader.at < len(pattern):
        raise UnreadableError(f"nothing is open at {reader.at}")
    return tree


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0

    def choice(self, depth: int) -> Tree:
        """Options up to a closing parenthesis or the end."""
        if depth > _DEEPEST:
            raise UnreadableError("groups are nested too deep")
        options = [self._chain(depth)]
        while self._take("|"):
            options.append(self._chain(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _chain(self, depth: int) -> Tree:
        parts: list[Tree] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            part = self._term(depth)
            if part is not EMPTY:
                parts.append(part)
        return parts[0] if len(parts) == 1 else Chain(tuple(parts)) if parts else EMPTY

    def _term(self, depth: int) -> Tree:
        atom = self._atom(depth)
        count = self._count()
        if count is None:
            return atom
        if isinstance(atom, At | Ahead):
            raise UnreadableError(f"an assertion is repeated before {self.at}")
        self._take("?")
        if self.text[self.at : self.at + 1] in ("*", "+", "?") or self._count() is not None:
            raise UnreadableError(f"a repetition is repeated at {self.at}")
        return repeated(atom, *count)

    def _count(self) -> tuple[int, int | None] | None:
        for sign, count in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._take(sign):
                return count
        found = self._match(_COUNT)
        if found is None:
            if _COUNT_OTHERWISE.match(self.text, self.at):
                raise UnreadableError(f"no count at {self.at}")
            return None
        least = int(found[1])
        most = (int(found[3]) if found[3] else None) if found[2] else least
        if most is not None and most < least:
            raise UnreadableError(f"no count before {self.at}")
        return least, most

    def _atom(self, depth: int) -> Tree:
        sign = self.text[self.at]
        if sign in "*+?":
            raise UnreadableError(f"nothing to repeat at {self.at}")
        if sign == "{" and self._count() is not None:
            raise UnreadableError(f"nothing to repeat before {self.at}")
        self.at += 1
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return One(self._class())
        if sign == "\\":
            return self._escape()
        if sign == ".":
            return One(characters.NOT_LINE_END)
        if sign in _PLACES:
            return At(_PLACES[sign])
        return One(characters.single(ord(sign)))

    def _group(self, depth: int) -> Tree:
        opened = next((each for each in ("?:", "?=", "?!") if self._take(each)), "")
        if not opened and self._match(_NAME) is None and self.text.startswith("?", self.at):
            raise UnreadableError(f"an unknown kind of group at {self.at}")
        body = self.choice(depth + 1)
        if not self._take(")"):
            raise UnreadableError("a group is not closed")
        if opened in ("?=", "?!"):
            return Ahead(body, opened == "?!")
        return Chain((body,)) if isinstance(body, At | Ahead) else body

    def _escape(self) -> Tree:
        sign = self.text[self.at : self.at + 1]
        if sign in _ESCAPED_PLACES:
            self.at += 1
            return At(_ESCAPED_PLACES[sign])
        found = self._escaped_class()
        return One(characters.single(self._escaped_point()) if found is None else found)

    def _escaped_class(self) -> CharacterSet | None:
        sign = self.text[self.at : self.at + 1]
        if sign in _CLASSES:
            self.at += 1
            return _CLASSES[sign]
        found = self._match(_PROPERTY)
        if found is None:
            return None
        category = characters.category(found[2])
        if category is None:
            raise UnreadableError(f"an unknown category before {self.at}")
        return characters.complement(category) if found[1] == "P" else category

    def _escaped_point(self) -> int:
        pair = self._match(_PAIR)
        if pair is not None:
            return 0x10000 + ((int(pair[1], 16) - 0xD800) << 10) + int(pair[2], 16) - 0xDC00
        for form in (_FOUR, _BRACED, _TWO):
            found = self._match(form)
            if found is not None and int(found[1], 16) <= characters.LAST:
                return int(found[1], 16)
        control = self._match(_CONTROL)
        if control is not None:
            return ord(control[1]) % 32
        if self._match(_NUL):
            return 0
        sign = self.text[self.at : self.at + 1]
        if sign not in _CONTROLS and (not sign or sign.isalnum()):
            raise UnreadableError(f"an unknown escape at {self.at}")
        self.at += 1
        return _CONTROLS.get(sign, ord(sign))

    def _class(self) -> CharacterSet:
        negated = self._take("^")
        members: list[CharacterSet] = []
        while not self._take("]"):
            first = self._class_atom()
            if not self.text.startswith("-", self.at) or self.text.startswith("-]", self.at):
                members.append(first if isinstance(first, tuple) else characters.single(first))
                continue
            self.at += 1
            last = self._class_atom()
            if isinstance(first, int) and isinstance(last, int):
                if last < first:
                    raise UnreadableError(f"a range runs backwards before {self.at}")
                members.append(((first, last),))
                continue
            ends = [each if isinstance(each, tuple) else characters.single(each) for each in (first, last)]
            members += [*ends, characters.single(ord("-"))]
        found = characters.union(members)
        return characters.complement(found) if negated else found

    def _class_atom(self) -> int | CharacterSet:
        if self.at >= len(self.text):
            raise UnreadableError("a class is not closed")
        sign = self.text[self.at]
        self.at += 1
        if sign != "\\":
            return ord(sign)
        if self._take("b"):
            return 8
        found = self._escaped_class()
        if found is not None:
            return found
        return self._escaped_point()

    def _take(self, expected: str) -> bool:
        if not self.text.startswith(expected, self.at):
            return False
        self.at += len(expected)
        return True

    def _match(self, form: re.Pattern[str]) -> re.Match[str] | None:
        found = form.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found
