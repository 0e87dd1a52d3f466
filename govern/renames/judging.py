"""A pair of names with its rivals to how it stands: asserted with its evidence, or only proposed.

What stands behind a name must be the same for a pair to be asserted, or be proved to be wider or narrower
than it was, and something that does not come by accident must say that it is the same thing: see
`Judge._of_things` and `Judge._of_names`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from govern.model import Standing
from govern.renames import siblings, things, words
from govern.renames.crowd import Crowd
from govern.renames.names import Name
from govern.renames.scoring import Pair
from govern.schema.relation import Relation

HAIR = 0.05
"""A runner-up this close is as good as the best: both are shown and none is picked."""
CLEAR = 0.1
"""An asserted pair leaves every other at least this far behind."""
UNLIKE = 0.4
"""Below this, names (or texts) have nothing to do with each other."""
AKIN = 0.7
"""From here on, texts speak of the same thing, if the names do as well."""
AKIN_NAME = 0.6
"""From here on, names speak of the same thing, if what is behind them does as well."""
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that may be a rename. `alternatives` are names `removed` may have become as well, best
    first; `evidence` is said in words."""

    removed: Name
    added: Name
    standing: Standing
    score: float
    alternatives: tuple[tuple[str, float], ...] = ()
    evidence: tuple[str, ...] = ()
    kept: bool = True
    """Whether what stands behind the name stayed what it was."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Says how each pair of one container stands. `rewrites`: those that siblings share."""

    crowd: Crowd
    rewrites: frozenset[words.Rewrite]

    def match(self, pair: Pair, rivals: list[Pair]) -> Match:
        """The pair with its standing; `rivals`: the other pairs of its names."""
        others = sorted(
            ((each.new.name.name, min(1.0, each.score)) for each in rivals if each.old is pair.old),
            key=lambda each: (-each[1], each[0]),
        )
        found = Match(
            pair.old.name,
            pair.new.name,
            Standing.PROPOSED,
            min(1.0, pair.score),
            tuple(others[:SHOWN]),
            _likeness(pair),
            pair.kept,
        )
        same_name = self._is_alone_in_name(pair, rivals)
        best = max(rivals, key=lambda each: each.score, default=None)
        if best is not None and best.score >= pair.score - HAIR and not same_name:
            one, other = best.names
            return replace(found, evidence=(*found.evidence, f"`{one}` to `{other}` is as likely"))
        clear = same_name or all(each.doubt <= pair.score - CLEAR for each in rivals)
        evidence = self._evidence(pair)
        if not evidence or not clear or self._doubt(pair):
            return found
        behind = Relation.SAME if pair.equal else self._behind(pair)
        if behind is Relation.OTHER:
            return found
        said = (told(behind, pair.new.name), *evidence)
        return replace(found, standing=Standing.ASSERTED, evidence=said)

    def _is_alone_in_name(self, pair: Pair, rivals: list[Pair]) -> bool:
        """Is it alone in being the same name, with no other text?"""
        same = [each for each in (pair, *rivals) if self._is_respelled(each)]
        return pair.by_text in (None, 1.0) and same == [pair]

    def _is_respelled(self, pair: Pair) -> bool:
        """Is it the same name, but for its spelling, or a slip of the pen that the texts do not deny?"""
        if not self.crowd.around.spelled or not words.respelled(*pair.names):
            return False
        return words.same_words(*pair.names) or pair.by_text is None or pair.by_text >= AKIN

    def _behind(self, pair: Pair) -> Relation:
        """What is behind the new name, against what was behind the old one."""
        old, new = pair.old.name, pair.new.name
        relation = self.crowd.around.relation
        if relation is None or not old.pointer or not new.pointer:
            return Relation.OTHER
        return relation(old.pointer, new.pointer)

    def _evidence(self, pair: Pair) -> tuple[str, ...]:
        """What says that the thing is the same thing, each in words."""
        spelled = self._of_names(pair) if self.crowd.around.spelled else ()
        return tuple(said for holds, said in (*self._of_things(pair), *spelled) if holds)

    def _of_things(self, pair: Pair) -> Iterator[tuple[bool, str]]:
        """What may be evidence whatever the names are, and whether it is."""
        akin = pair.by_name >= UNLIKE
        fit = pair.by_name >= AKIN_NAME if pair.by_text is None else pair.by_text >= UNLIKE
        yield pair.equal and not pair.common and fit, "the thing is found nowhere else in the container"
        own_text = same_text(pair) and not self.crowd.texts.get(pair.new.text or "", 0)
        yield own_text and (pair.equal or akin), "the same description"
        least = UNLIKE if pair.well_shown else AKIN
        seen = pair.shown and (pair.by_text is None or pair.by_text >= least)
        yield seen and akin, "the same examples"
        yield bool(pair.pointed), pair.pointed

    def _of_names(self, pair: Pair) -> Iterator[tuple[bool, str]]:
        """What may be evidence where names mean something to people, and whether it is."""
        akin = pair.by_name >= UNLIKE
        worded = words.affixed(*pair.names) and not words.extended(*pair.names)
        yield (
            worded and (pair.by_text or 0.0) >= AKIN,
            "one name is the other with a word more, and the descriptions are akin",
        )
        yield akin and _is_grown(pair), "the description is what it was and more, with the same examples"
        yield akin and pair.placed and _is_told(pair), "it stands where the old name stood"
        yield siblings.rewrite(pair) in self.rewrites, "the rewrite is shared by siblings"
        yield self._is_respelled(pair), "the same name, spelled otherwise"
        yield words.reordered(*pair.names), "the same words in another order"

    def _doubt(self, pair: Pair) -> bool:
        """Numbers may be versions; a name that stayed may have taken the thing over; a text that says
        something else is about something else."""
        if self.crowd.around.spelled and (words.numbered(*pair.names) or words.negated(*pair.names)):
            return True
        return (pair.new.key, pair.old.text) in self.crowd.successors


def same_text(pair: Pair) -> bool:
    """Is the text the same, and of more than a few words?"""
    old, new = pair.old.text, pair.new.text
    return old is not None and old == new and len(words.tokens(old)) >= things.TELLING


def told(behind: Relation, new: Name) -> str:
    """What is behind a new name against what was behind the old one, in words."""
    if behind is Relation.OTHER:
        return "what is behind them differs"
    if behind is not Relation.SAME:
        return f"what is behind it is {behind.value}"
    return "the same thing behind both" + (", but for names within it" if new.restored else "")


def _likeness(pair: Pair) -> tuple[str, ...]:
    said = [f"names alike {pair.by_name:.2f}"]
    said.append(told(Relation.SAME if pair.equal else Relation.OTHER, pair.new.name))
    if pair.by_text is not None:
        said.append(f"descriptions alike {pair.by_text:.2f}")
    return tuple(said)


def _is_grown(pair: Pair) -> bool:
    """Does the new text say all that the old one said, and more, and show the same?"""
    mine, theirs = pair.old.read, pair.new.read
    shown = bool(pair.old.examples) and pair.old.examples == pair.new.examples
    return shown and len(mine) >= 2 * things.TELLING and mine < theirs


def _is_told(pair: Pair) -> bool:
    """Are the texts akin, and not one sentence with each name put into it? It would say no more than they."""
    gone, come = words.rewrite(*pair.names)
    template = pair.old.text != pair.new.text and pair.old.read - {*gone} == pair.new.read - {*come}
    return (pair.by_text or 0.0) >= AKIN and not template
