"""A tree to its places: numbers for "this part is to be found next, and after it that place"."""

from __future__ import annotations

from govern.schema.languages.syntax import EMPTY, Ahead, At, Chain, Choice, One, Repeat, Tree

MATCH = 0
"""The place at which everything is found."""


class Places:
    """The places met so far. They are made when first reached: a count of thousands costs nothing until
    a text gets that far."""

    def __init__(self) -> None:
        self._places: list[tuple[Tree, int, int]] = [(EMPTY, 0, MATCH)]
        self._numbers: dict[tuple[int, int, int], int] = {}

    def number(self, tree: Tree, rest: int, done: int = 0) -> int:
        """The place where a tree has to be found, and then what `rest` asks for. `done`: how many parts
        of a chain, or rounds of a repetition, are over."""
        key = (id(tree), done, rest)
        number = self._numbers.setdefault(key, len(self._places))
        if number == len(self._places):
            self._places.append((tree, done, rest))
        return number

    def tree(self, place: int) -> Tree:
        """What has to be found at a place."""
        return self._places[place][0]

    def rest(self, place: int) -> int:
        """The place after it."""
        return self._places[place][2]

    def inside(self, place: int) -> list[int]:
        """The places at which a search may go on at once, where a tree has parts."""
        tree, done, rest = self._places[place]
        match tree:
            case Chain(parts) if done == len(parts):
                return [rest]
            case Chain(parts):
                after = rest if done + 1 == len(parts) else self.number(tree, rest, done + 1)
                return [self.number(parts[done], after)]
            case Choice(options):
                return [self.number(each, rest) for each in options]
            case Repeat(body, least, most):
                found = [rest] if done >= least else []
                if most is None or done < most:
                    rounds = min(done + 1, least) if most is None else done + 1
                    found.append(self.number(body, self.number(tree, rest, rounds)))
                return found
            case One() | At() | Ahead():
                return []
