"""Schemas and manifests that were found in a tree to contracts: twins paired, names, documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename, dirname

from govern.configuration.globs import escape
from govern.contracts import Contract, SchemaFile

ENDINGS = (".json", ".yaml", ".yml")
REJECT_FOLDERS = ("rejected", "rejects", "invalid", "negative", "bad")
FIXTURE_HOMES = ("fixtures", "tests/fixtures", "tests", "test", "examples")
"""Where the documents of a contract are looked for, from each folder above its files."""

_STEM_END = re.compile(r"(?:\.schema)?\.(?:json|ya?ml)\Z", re.IGNORECASE)
_STRICT = re.compile(r"(?P<stem>.+)[._-](?:exact|strict)\Z")
_MINIMAL = re.compile(r"(?P<stem>.+)[._-]min\Z")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_@.+/-]+")


@dataclass(frozen=True, slots=True)
class FoundSchema:
    """A schema file. `required` are the keys its root requires, None where it could not be read."""

    path: str
    required: frozenset[str] | None

    @property
    def stem(self) -> str:
        """The file's name without `.schema.json` and the like."""
        return _stem(self.path)


def grouped(schemas: list[FoundSchema], manifests: list[str], files: Iterable[str]) -> tuple[Contract, ...]:
    """The contracts, sorted by name. A manifest takes the schemas it belongs with; each other schema
    is a contract of its own. `files` are all paths of the tree."""
    folders = _folders(files)
    paired = _with_twins(schemas)
    groups: list[tuple[str, str | None, list[SchemaFile]]] = []
    left = dict(paired)
    for manifest in manifests:
        own = _schemas_of(manifest, left)
        groups.append((_group_name(manifest, own), manifest, [left.pop(path) for path in own]))
    groups += [(path, None, [schema]) for path, schema in left.items()]
    names = _unique_names([where for where, _, _ in groups])
    contracts = [
        _contract(name, manifest, tuple(own), folders)
        for name, (_, manifest, own) in zip(names, groups, strict=True)
    ]
    return tuple(sorted(contracts, key=lambda each: each.name))


def _with_twins(schemas: list[FoundSchema]) -> dict[str, SchemaFile]:
    """Each schema that is nobody's strict twin, by path. A twin needs the name and the same
    required keys; in doubt both are contracts of their own."""
    by_place = {(dirname(each.path), each.stem): each for each in schemas}
    strict_of: dict[str, str] = {}
    for each in schemas:
        match = _STRICT.fullmatch(each.stem)
        stems = [match["stem"] + end for end in ("_min", ".min", "-min", "")] if match else []
        partners = [by_place.get((dirname(each.path), stem)) for stem in stems]
        open_ = next((partner for partner in partners if partner is not None), None)
        if open_ and open_.required is not None and open_.required == each.required:
            strict_of.setdefault(open_.path, each.path)
    twins = set(strict_of.values())
    return {
        each.path: SchemaFile(escape(each.path), strict_of.get(each.path))
        for each in schemas
        if each.path not in twins
    }


def _schemas_of(manifest: str, schemas: Iterable[str]) -> list[str]:
    """The schemas that a manifest belongs with: those whose name begins with the same word, else
    those beside it."""
    word = _first_word(manifest)
    alike = [path for path in schemas if _first_word(path) == word]
    return alike or [path for path in schemas if dirname(path) == dirname(manifest)]


def _first_word(path: str) -> str:
    return re.split(r"[^A-Za-z0-9]+", _stem(path).lower(), maxsplit=1)[0]


def _group_name(manifest: str, schemas: list[str]) -> str:
    """A path whose stem is the contract's name: the word it shares with its schemas, if any."""
    if schemas and _first_word(schemas[0]) == _first_word(manifest):
        return f"{dirname(manifest)}/{_first_word(manifest)}.json"
    return manifest


def _unique_names(places: list[str]) -> list[str]:
    """A name for each place: its stem, with as many folders before it as tell it from the others."""
    found = [_name(place, 1) for place in places]
    depth = 1
    while len(set(found)) < len(found) and depth < max(place.count("/") + 1 for place in places):
        depth += 1
        twice = {each for each in found if found.count(each) > 1}
        found = [
            _name(place, depth) if name in twice else name for place, name in zip(places, found, strict=True)
        ]
    seen: dict[str, int] = {}
    unique = []
    for name in found:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return unique


def _name(place: str, depth: int) -> str:
    stem = _STEM_END.sub("", place)
    text = _NOT_IN_NAMES.sub("-", "/".join(stem.split("/")[-depth:])).strip("/.-")
    return _MINIMAL.sub(r"\g<stem>", text)[-180:] or "contract"


def _contract(
    name: str, manifest: str | None, own: tuple[SchemaFile, ...], folders: Mapping[str, frozenset[str]]
) -> Contract:
    places = [*(each.path for each in own), *([manifest] if manifest else [])]
    words = dict.fromkeys((basename(name), *(_stem(each) for each in places)))
    ancestors = sorted({above for each in places for above in _ancestors(each)})
    homes = [f"{above}{home}/{word}" for above in ancestors for home in FIXTURE_HOMES for word in words]
    fixtures, rejects = _documents([home for home in homes if home in folders], folders)
    return Contract(
        name=name,
        schemas=own,
        manifest=manifest,
        fixtures=fixtures,
        rejects=rejects,
        compatibility_given=False,
        discovered=True,
    )


def _ancestors(path: str) -> Iterator[str]:
    """Each folder above a file, with its slash, the root of the tree as an empty text."""
    yield ""
    for position, character in enumerate(path):
        if character == "/":
            yield path[: position + 1]


def _folders(files: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Each folder that holds documents at any depth, to the endings they have."""
    found: dict[str, set[str]] = {}
    for path in files:
        ending = f".{path.rpartition('.')[2]}"
        if ending in ENDINGS:
            for above in _ancestors(path):
                found.setdefault(above.removesuffix("/"), set()).add(ending)
    return {folder: frozenset(endings) for folder, endings in found.items()}


def _documents(
    homes: Iterable[str], folders: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Globs of golden documents and of those to be refused, by the folders that exist."""
    fixtures: list[str] = []
    rejects: list[str] = []
    for home in homes:
        refused = [glob for folder in REJECT_FOLDERS for glob in _globs(f"{home}/{folder}", folders)]
        fixtures += [*_globs(home, folders), *(f"!{glob}" for glob in refused)]
        rejects += refused
    return tuple(fixtures), tuple(rejects)


def _globs(folder: str, folders: Mapping[str, frozenset[str]]) -> list[str]:
    return [f"{escape(folder)}/**/*{ending}" for ending in sorted(folders.get(folder, ()))]


def _stem(path: str) -> str:
    return _STEM_END.sub("", basename(path))
