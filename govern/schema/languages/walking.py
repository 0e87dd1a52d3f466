"""Automata to the texts that some accept and others do not: their product, walked shortest texts first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govern.schema.languages.alphabet import Language, Letter
from govern.schema.languages.automaton import ALL, DEAD

State = tuple[int, ...]
"""The state of each automaton."""

_Layer = dict[State, tuple[State, Letter] | None]
"""The states after so many characters, each with the way it was first reached."""

_THREADS_A_STEP = 8


class OutOfStepsError(Exception):
    """The walk was given up before everything was seen."""


@dataclass(slots=True)
class Product:
    """The texts that the first `inside` of the languages accept and the others do not.

    `letters`: those to use, most readable first. `steps`: how many moves are left; a walk takes from
    them, counts alike in every process, and raises OutOfStepsError.
    """

    languages: tuple[Language, ...]
    inside: int
    letters: Sequence[Letter]
    steps: int
    _layers: list[_Layer] = field(default_factory=list)

    def paths(self, least: int, most: int | None) -> Iterator[tuple[Letter, ...]]:
        """A path for each way to arrive at an accepting state, shortest first, of at least `least` and
        at most `most` letters. Once it ends, there is no text but those like the ones given."""
        start = tuple(each.start for each in self.languages)
        self._layers = [{start: None}]
        seen: set[State] = set()
        if self._hopeless(start):
            return
        if least == 0:
            seen.add(start)
            if self._accepts(start):
                yield ()
        depth = 0
        while self._layers[-1] and (most is None or depth < most):
            depth += 1
            self._layers.append({})
            yield from self._layer(depth, least, seen)
            if depth >= least:
                seen.update(self._layers[depth])

    def _layer(self, depth: int, least: int, seen: set[State]) -> Iterator[tuple[Letter, ...]]:
        """The paths of one length; before `least`, those that any more letters complete."""
        for state in self._layers[depth - 1]:
            for letter, ahead in self._moves(state):
                if depth < least and self._settled(ahead):
                    yield (*self._path(state, depth - 1), *[letter] * (least - depth + 1))
                    continue
                if ahead not in seen:
                    self._layers[depth].setdefault(ahead, (state, letter))
                if depth >= least and self._accepts(ahead):
                    yield (*self._path(state, depth - 1), letter)

    def _moves(self, state: State) -> Iterator[tuple[Letter, State]]:
        weight = sum(each.weight(at) for each, at in zip(self.languages, state, strict=True))
        cost = 1 + weight // _THREADS_A_STEP
        hopeful = [each.hopeful(at) for each, at in zip(self.languages[: self.inside], state, strict=False)]
        for letter in self.letters:
            if not all(mask >> part & 1 for mask, part in zip(hopeful, letter.parts, strict=False)):
                continue
            self.steps -= cost
            if self.steps < 0:
                raise OutOfStepsError
            ahead = tuple(
                at if at <= ALL else each.move(at, part)
                for each, at, part in zip(self.languages, state, letter.parts, strict=True)
            )
            if not self._hopeless(ahead):
                yield letter, ahead

    def _hopeless(self, state: State) -> bool:
        return DEAD in state[: self.inside] or ALL in state[self.inside :]

    def _settled(self, state: State) -> bool:
        return all(at == ALL for at in state[: self.inside]) and all(
            at == DEAD for at in state[self.inside :]
        )

    def _accepts(self, state: State) -> bool:
        accepted = [each.accepts(at) for each, at in zip(self.languages, state, strict=True)]
        return all(accepted[: self.inside]) and not any(accepted[self.inside :])

    def _path(self, state: State, depth: int) -> tuple[Letter, ...]:
        path: list[Letter] = []
        came = self._layers[depth][state]
        while came is not None:
            state, letter = came
            path.append(letter)
            depth -= 1
            came = self._layers[depth][state]
        return tuple(reversed(path))
