"""A seed to patterns of the syntax that is read, over a handful of characters, and to texts of these."""

from __future__ import annotations

from random import Random

SIGNS = "ab1_- \n"
_ATOMS = (
    *("a", "b", "1", "_", "-", " ", "a", "b", "ab", "ba", "."),
    *(r"\d", r"\w", r"\s", r"\D", r"\W", r"\S", r"\-", r"\n", r"\x61", r"\u0062", r"\u{61}"),
    *("[ab]", "[^a]", r"[\w-]", r"[^\s]", r"[a\-b]", "[a-b1]", "[_-]", r"[^\w\n]", r"[\s\S]"),
)
_COUNTS = ("*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}", "{2,}", "{0}", "{1,3}?")
_ASSERTIONS = ("^", "$", "^", "$", r"\b", r"\B")


def pattern(random: Random, depth: int = 3) -> str:
    """A pattern, often anchored at an end or at both."""
    body = _choice(random, depth)
    return random.choice(("", "", "^", "^")) + body + random.choice(("", "", "$", "$"))


def text(random: Random, longest: int = 6) -> str:
    """A text of SIGNS."""
    return "".join(random.choice(SIGNS) for _ in range(random.randrange(longest + 1)))


def _choice(random: Random, depth: int) -> str:
    return "|".join(_chain(random, depth) for _ in range(random.choice((1, 1, 1, 2, 3))))


def _chain(random: Random, depth: int) -> str:
    return "".join(_term(random, depth) for _ in range(random.randrange(4)))


def _term(random: Random, depth: int) -> str:
    kind = random.random()
    if kind < 0.1:
        return random.choice(_ASSERTIONS)
    if depth and kind < 0.16:
        return random.choice(("(?=", "(?!")) + _choice(random, depth - 1) + ")"
    if depth and kind < 0.35:
        atom = random.choice(("(", "(?:")) + _choice(random, depth - 1) + ")"
    else:
        atom = random.choice(_ATOMS)
        if len(atom) == 2 and atom.isalpha():
            return atom
    return atom + (random.choice(_COUNTS) if random.random() < 0.4 else "")
