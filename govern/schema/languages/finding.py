"""Patterns, lengths and excluded texts to a text that fits them all, or to the proof that none does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from govern.schema.languages.alphabet import ASCII, PLAIN, Language, Letter, letters, spell
from govern.schema.languages.automaton import automaton
from govern.schema.languages.reaching import OvergrownError
from govern.schema.languages.walking import OutOfStepsError, Product
from govern.schema.languages.words import Words

_STEPS_FOR_BEAUTY = 2_000
_MOST_LETTERS_FOR_BEAUTY = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A text that fits. `certain`: every pattern was read, so it is no mere candidate."""

    text: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Empty:
    """No text fits: proved."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither was found out. `reason` completes "unknown because"."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Question:
    """The automata of those patterns that can be read, `inside` ones first."""

    languages: tuple[Language, ...]
    inside: int
    letters: tuple[Letter, ...]
    certain: bool

    def without(self, words: Collection[str]) -> _Question:
        """The same question with the words excluded."""
        languages = (*self.languages, Words(words))
        return _Question(languages, self.inside, letters(languages), self.certain)


def readable(pattern: str) -> bool:
    """Whether the language of a pattern is known exactly."""
    return automaton(pattern) is not None


def matches(pattern: str, text: str) -> bool | None:
    """Whether the pattern finds something in the text; None where it cannot be read."""
    found = automaton(pattern)
    if found is None:
        return None
    try:
        return found.matches(text)
    except OvergrownError:
        return None


def member(
    inside: Sequence[str],
    outside: Sequence[str],
    *,
    least: int = 0,
    most: int | None = None,
    excluded: Collection[str] = (),
    steps: int = 20_000,
) -> Found | Empty | Unknown:
    """A text in which every pattern of `inside` finds something and none of `outside` does.

    `least` and `most` bound its length in code points (JSON Schema validation, sections 6.3.1 and
    6.3.2); `excluded` texts do not count. A pattern that cannot be read is left out: that only adds
    texts, so Empty is proved all the same, and what is found is then not `certain`. `steps` bounds the
    work, alike in every process.
    """
    if not set(inside).isdisjoint(outside) or (most is not None and most < least):
        return Empty()
    question = _question(tuple(inside), tuple(outside))
    try:
        text = _text(question, least, most, steps)
        if text is not None and text in excluded:
            text = _text(question.without(excluded), least, most, steps)
    except OutOfStepsError:
        return Unknown("the patterns take too many steps")
    except OvergrownError:
        return Unknown("the patterns together are too large")
    return Empty() if text is None else Found(text, question.certain)


def members(
    inside: Sequence[str],
    outside: Sequence[str] = (),
    *,
    least: int = 0,
    most: int | None = None,
    excluded: Collection[str] = (),
    most_found: int = 8,
    steps: int = 5_000,
) -> Iterator[str]:
    """Different texts as `member` describes them, at most `most_found`, the most readable first.

    They differ in the way they are made, not in the choice of a letter. Nothing follows from how many
    there are.
    """
    if not set(inside).isdisjoint(outside) or (most is not None and most < least):
        return
    question = _question(tuple(inside), tuple(outside))
    given: set[str] = set()
    for text in _candidates(question, least, most, steps):
        if len(given) == most_found:
            return
        if text not in given and text not in excluded:
            given.add(text)
            yield text
    if not given:
        found = member(inside, outside, least=least, most=most, excluded=excluded, steps=steps)
        if isinstance(found, Found):
            yield found.text


@lru_cache(maxsize=4096)
def _question(inside: tuple[str, ...], outside: tuple[str, ...]) -> _Question:
    wanted = [automaton(each) for each in dict.fromkeys(inside)]
    unwanted = [automaton(each) for each in dict.fromkeys(outside)]
    read = [each for each in wanted if each is not None]
    languages: tuple[Language, ...] = (*read, *(each for each in unwanted if each is not None))
    return _Question(languages, len(read), letters(languages), None not in wanted + unwanted)


def _text(question: _Question, least: int, most: int | None, steps: int) -> str | None:
    """A text, the empty one only if there is no other; None if there is none."""
    if not question.languages:
        return "x" * (least if most == 0 else max(least, 1))
    out_of_steps: OutOfStepsError | None = None
    try:
        path = _path(question, question.letters, max(least, 1), most, steps)
    except OutOfStepsError as error:
        path, out_of_steps = None, error
    if path is not None:
        return spell(_plainer(question, path, max(least, 1), most))
    if least == 0 and _path(question, (), 0, 0, steps) is not None:
        return ""
    if out_of_steps is not None:
        raise out_of_steps
    return None


def _plainer(
    question: _Question, path: tuple[Letter, ...], least: int, most: int | None
) -> tuple[Letter, ...]:
    """A path of plain letters, where one is easily found."""
    if len(path) > _MOST_LETTERS_FOR_BEAUTY:
        return path
    worst = max(each.rank for each in path)
    for rank in (PLAIN, ASCII):
        if worst < rank:
            break
        plain = tuple(each for each in question.letters if each.rank < rank)
        try:
            found = _path(question, plain, least, most, _STEPS_FOR_BEAUTY)
        except (OutOfStepsError, OvergrownError):
            continue
        if found is not None:
            return found
    return path


def _path(
    question: _Question, usable: Sequence[Letter], least: int, most: int | None, steps: int
) -> tuple[Letter, ...] | None:
    if most is not None and most < least:
        return None
    product = Product(question.languages, question.inside, usable, steps)
    return next(product.paths(least, most), None)


def _candidates(question: _Question, least: int, most: int | None, steps: int) -> Iterator[str]:
    if not question.languages:
        lengths = range(max(least, 1), max(least, 1) + 3)
        yield from ("x" * each for each in lengths if most is None or each <= most)
    for rank in (PLAIN, ASCII, None):
        usable = tuple(each for each in question.letters if rank is None or each.rank < rank)
        product = Product(question.languages, question.inside, usable, steps)
        if most is None or most > 0:
            try:
                yield from (spell(each) for each in product.paths(max(least, 1), most))
            except (OutOfStepsError, OvergrownError):
                continue
    if least == 0 and _text(question, 0, 0, steps) == "":
        yield ""
