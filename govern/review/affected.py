"""Changed paths to every file of two trees that may reach one of them."""

from __future__ import annotations

from collections.abc import Iterable

from govern.contracts import Config
from govern.review.reading import Reader
from govern.review.references import Resources
from govern.review.spoken import ENDINGS, Spoken, Texts, last


def affected(
    readers: Iterable[Reader],
    changed: frozenset[str],
    config: Config,
    resources: Iterable[Resources],
    texts: Texts,
) -> frozenset[str]:
    """The changed paths, and every JSON or YAML file of the trees that may reach one of them.

    It may name too many and never too few: a reference to a file ends in the last segment of its
    path, of its `$id`, or of the URI that the configuration maps to it. `resources` are those of the
    trees: what other revisions hold of them refers on. `texts` is shared by all of them.
    """
    names: dict[str, set[str]] = {}
    said: dict[str, set[str]] = {}
    for reader in readers:
        for path in reader.tree.entries:
            if path.endswith(ENDINGS):
                _add(texts.of(reader, path), path, names, said)
    for each in resources:
        for foreign in each.foreign():
            _add(foreign.spoken, foreign.place, names, said)
            names[foreign.place].add(last(foreign.uri))
            for owner in foreign.owners:
                names.setdefault(owner, {last(owner)}).update(names[foreign.place])
    for uri, place in config.resources.items():
        names.setdefault(place, {last(place)}).add(last(uri))
    reached = set(changed)
    frontier = set(changed)
    while frontier:
        wanted = {name for path in frontier for name in names.get(path, {last(path)})}
        frontier = {path for path, referred in said.items() if referred & wanted} - reached
        reached |= frontier
    return frozenset(reached)


def _add(found: Spoken, place: str, names: dict[str, set[str]], said: dict[str, set[str]]) -> None:
    said.setdefault(place, set()).update({last(text) for text in found.references} - {""})
    names.setdefault(place, {last(place)}).update({last(text) for text in found.identifiers} - {""})
