"""The tree of a pattern to an automaton that says of each text whether the pattern finds something in it.

States are built when first asked for. A state is what was just read (only as far as `^` and `\\b` ask)
and a set of threads: places in the tree from which the rest has to be found. An assertion `(?=...)` or
`(?!...)` is an obligation of its thread: a set of threads of its own that reads along, and has to end
in acceptance or must not. So assertions may stand anywhere and the language remains exact.
"""

from __future__ import annotations

from functools import lru_cache

from govern.schema.languages import characters, parsing
from govern.schema.languages.places import MATCH, Places
from govern.schema.languages.reaching import (
    END,
    MOST_PLACES,
    OTHER,
    START,
    UNKNOWN,
    WORD,
    Leaf,
    OvergrownError,
    Reach,
)
from govern.schema.languages.syntax import One, Place, Repeat, Tree, anchored, occurring

DEAD = 0
"""The state from which nothing is accepted any more, in every automaton."""
ALL = 1
"""The state from which everything is accepted, in every automaton."""

Thread = tuple[int, int, frozenset[int]]
"""A place; the set of threads that must not accept the rest (DEAD: none); those that all must."""

_FREE: frozenset[int] = frozenset()
_FOUND: Leaf = (MATCH, _FREE, _FREE)


class Automaton:
    """The texts in which a pattern finds something. All but the making raises OvergrownError."""

    def __init__(self, tree: Tree) -> None:
        sets, assertions = occurring(tree)
        self._minds_words = bool(assertions & {Place.WORD_EDGE, Place.NO_WORD_EDGE})
        self._minds_start = self._minds_words or Place.START in assertions
        sets += [characters.ANYTHING, *([characters.WORD] if self._minds_words else [])]
        wanted = list(dict.fromkeys(sets))
        self.partition = characters.partition(wanted)
        self._masks = dict(zip(wanted, self.partition.masks, strict=True))
        self._places = Places()
        self._reach = Reach(self._places)
        self._root = self._places.number(tree, MATCH)
        if not anchored(tree):
            self._root = self._places.number(Repeat(One(characters.ANYTHING), 0, None), self._root)
        self._sets: list[frozenset[Thread]] = [frozenset(), frozenset([(MATCH, DEAD, _FREE)])]
        self._set_numbers = {threads: number for number, threads in enumerate(self._sets)}
        self._states: list[tuple[int, int]] = [(OTHER, DEAD), (OTHER, ALL)]
        self._state_numbers = {state: number for number, state in enumerate(self._states)}
        self._moves: dict[tuple[int, int], int] = {}
        self._passed: dict[tuple[int, int, int], tuple[Thread, ...]] = {}
        self._advanced: dict[tuple[int, int, int], int] = {}
        self._accepting: dict[tuple[int, int], bool] = {}
        self._efforts: dict[tuple[int, int], int] = {}
        self._weights: dict[int, int] = {}
        self._hopeful: dict[int, int] = {}

    @property
    def start(self) -> int:
        """The state before the first character."""
        return self._state(START if self._minds_start else OTHER, self._at({self._root}))

    def move(self, state: int, part: int) -> int:
        """The state after a character of a part of `partition`."""
        key = (state, part)
        found = self._moves.get(key)
        if found is None:
            before, threads = self._states[state]
            found = self._state(self._kind(part), self._advance(threads, before, part))
            self._moves[key] = found
        return found

    def hopeful(self, state: int) -> int:
        """Bit n is set unless a character of part n leads to DEAD for sure."""
        found = self._hopeful.get(state)
        if found is None:
            before, threads = self._states[state]
            found = 0
            for place, _, _ in self._sets[threads]:
                for following in (OTHER, WORD) if self._minds_words else (OTHER,):
                    for leaf, _, _ in self._reach.leaves(place, before, following):
                        found |= self._mask(leaf)
            self._hopeful[state] = found
        return found

    def accepts(self, state: int) -> bool:
        """Whether the text may end here."""
        before, threads = self._states[state]
        return self._ends(threads, before)

    def weight(self, state: int) -> int:
        """How much a move from here costs, in threads; the same whatever was asked before."""
        found = self._weights.get(state)
        if found is None:
            before, number = self._states[state]
            threads = self._sets[number]
            bound = sum(len(self._sets[each]) for _, never, always in threads for each in (never, *always))
            found = len(threads) + bound + self._effort(number, before) // 4
            self._weights[state] = found
        return found

    def matches(self, text: str) -> bool:
        """Whether the pattern finds something in the text."""
        state = self.start
        for character in text:
            if state in (DEAD, ALL):
                break
            state = self.move(state, self.partition.part(ord(character)))
        return self.accepts(state)

    def _kind(self, part: int) -> int:
        return WORD if self._minds_words and self._masks[characters.WORD] >> part & 1 else OTHER

    def _mask(self, leaf: int) -> int:
        tree = self._places.tree(leaf)
        return self._masks[tree.characters] if isinstance(tree, One) else -1

    def _state(self, before: int, threads: int) -> int:
        if threads in (DEAD, ALL):
            return threads
        state = (before, threads)
        number = self._state_numbers.setdefault(state, len(self._states))
        if number == len(self._states):
            self._states.append(state)
        return number

    def _at(self, places: set[int] | frozenset[int]) -> int:
        return self._set({(each, DEAD, _FREE) for each in places})

    def _set(self, threads: set[Thread]) -> int:
        free = {place for place, never, always in threads if never == DEAD and not always}
        effort = len(threads)
        for place in free:
            effort += self._reach.effort(place, UNKNOWN, UNKNOWN)
            if effort > MOST_PLACES:
                raise OvergrownError
        if any(_FOUND in self._reach.leaves(place, UNKNOWN, UNKNOWN) for place in free):
            return ALL
        if len(free) < len(threads):
            threads = {each for each in threads if each[0] not in free or each[1:] == (DEAD, _FREE)}
        frozen = frozenset(threads)
        number = self._set_numbers.setdefault(frozen, len(self._sets))
        if number == len(self._sets):
            self._sets.append(frozen)
        return number

    def _either(self, one: int, other: int) -> int:
        if one == DEAD or other == DEAD:
            return one or other
        return self._set({*self._sets[one], *self._sets[other]})

    def _advance(self, threads: int, before: int, part: int) -> int:
        if threads in (DEAD, ALL):
            return threads
        key = (threads, before, part)
        found = self._advanced.get(key)
        if found is None:
            self._effort(threads, before)
            found = self._set(self._ahead(threads, before, part))
            self._advanced[key] = found
        return found

    def _ahead(self, threads: int, before: int, part: int) -> set[Thread]:
        ahead: set[Thread] = set()
        for place, never, always in self._sets[threads]:
            for rest, more_never, more_always in self._passing(place, before, part):
                refused = self._advance(self._either(never, more_never), before, part)
                asked = {self._advance(each, before, part) for each in always | more_always}
                if refused != ALL and DEAD not in asked:
                    ahead.add((rest, refused, frozenset(asked - {ALL})))
        return ahead

    def _passing(self, place: int, before: int, part: int) -> tuple[Thread, ...]:
        """The places behind a character of a part, each with the obligations met before it."""
        key = (place, before, part)
        found = self._passed.get(key)
        if found is None:
            leaves = self._reach.leaves(place, before, self._kind(part))
            found = self._passed[key] = tuple(
                (self._places.rest(leaf), self._at(never), frozenset(self._at({each}) for each in always))
                for leaf, never, always in leaves
                if self._mask(leaf) >> part & 1
            )
        return found

    def _ends(self, threads: int, before: int) -> bool:
        if threads in (DEAD, ALL):
            return threads == ALL
        key = (threads, before)
        found = self._accepting.get(key)
        if found is None:
            self._effort(threads, before)
            found = any(
                leaf == MATCH
                and not self._ends(never, before)
                and not self._ends(self._at(more_never), before)
                and all(self._ends(each, before) for each in always)
                and all(self._ends(self._at({each}), before) for each in more_always)
                for place, never, always in self._sets[threads]
                for leaf, more_never, more_always in self._reach.leaves(place, before, END)
            )
            self._accepting[key] = found
        return found

    def _effort(self, threads: int, before: int) -> int:
        """How many places all threads reach, each for itself. Raises OvergrownError for too many. The
        root does not count: a search that may begin anywhere has it in every state, known long since."""
        key = (threads, before)
        effort = self._efforts.get(key)
        if effort is None:
            effort = 0
            for place in {place for place, _, _ in self._sets[threads]} - {self._root}:
                effort += self._reach.effort(place, before, OTHER)
                if effort > MOST_PLACES:
                    raise OvergrownError
            self._efforts[key] = effort
        return effort


@lru_cache(maxsize=4096)
def automaton(pattern: str) -> Automaton | None:
    """The automaton of a pattern's text; None where it is not read."""
    try:
        return Automaton(parsing.parse(pattern))
    except parsing.UnreadableError:
        return None
