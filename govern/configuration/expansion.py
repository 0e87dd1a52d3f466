"""A Config and the paths of a tree to concrete contracts: templates filled in, schema globs resolved.

A template's names come from the paths: `src/{name}.json` and the file `src/a.json` make the
contract `a`. A contract that the configuration names itself wins over the template's, both by its
name and by the schemas it owns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from govern.configuration.forms import NAME, split_place
from govern.configuration.globs import escape, is_glob, matches, segment_expression, select
from govern.contracts import Config, Contract, Entries, SchemaFile, VersionField
from govern.errors import ConfigurationError, Problem
from govern.pointer import escape as escape_token


def is_template(contract: Contract) -> bool:
    """Whether a contract of a Config stands for many."""
    return NAME in contract.name


def expand(config: Config, paths: Iterable[str]) -> tuple[Contract, ...]:
    """The contracts that the configuration means for a tree with these paths, sorted by name.

    Give the paths of base and head together: a contract whose files one side has not is added or
    removed, and only then seen to be. What the configuration names without a wildcard stays even
    where no such file is; of a template's contracts only the files that are there stay. Raises
    ConfigurationError where two templates make contracts of one name.
    """
    files = tuple(sorted(set(paths)))
    found = {each.name: _resolved(each, files) for each in config.contracts if not is_template(each)}
    owned = {path for each in found.values() for path in _owned(each)}
    for template in config.contracts:
        if not is_template(template):
            continue
        for name in names(template, files):
            contract = _without(_filled(template, name, files), owned)
            earlier = found.get(contract.name)
            if earlier is not None and earlier.template is not None:
                raise ConfigurationError(_twice(contract, earlier, config))
            if earlier is None and (contract.schemas or contract.manifest):
                found[contract.name] = contract
    return tuple(found[name] for name in sorted(found))


def idle_templates(config: Config, paths: Iterable[str]) -> tuple[str, ...]:
    """The names of the templates that no path fills, sorted: their globs are stale or wrong."""
    files = tuple(paths)
    return tuple(
        sorted(each.name for each in config.contracts if is_template(each) and not names(each, files))
    )


def names(template: Contract, paths: Sequence[str]) -> tuple[str, ...]:
    """What stands for `{name}` in the paths that a template's schemas and manifest match, sorted."""
    globs = [each.path for each in template.schemas] + [template.manifest or ""]
    naming = [_naming(glob) for glob in globs if NAME in glob and not glob.startswith("!")]
    found = {match["name"] for pattern in naming for path in paths if (match := pattern.fullmatch(path))}
    return tuple(sorted(found))


@lru_cache(maxsize=1024)
def _naming(glob: str) -> re.Pattern[str]:
    """A template's glob as an expression whose group `name` is the contract's name."""
    segments = glob.split("/")
    parts: list[str] = []
    seen = False
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if segment == "**":
            parts.append(".+" if last else "(?:[^/]+/)*")
            continue
        before, placeholder, after = segment.partition(NAME)
        if placeholder:
            group = "(?P=name)" if seen else "(?P<name>[^/]+)"
            parts.append(f"{re.escape(before)}{group}{re.escape(after)}")
            seen = True
        else:
            parts.append(segment_expression(segment))
        parts.append("" if last else "/")
    return re.compile("".join(parts), re.DOTALL)


def _filled(template: Contract, name: str, files: Sequence[str]) -> Contract:
    """The template's contract of one name, with those of its schemas and manifest that are there."""
    there = frozenset(files)
    manifest = _literal(template.manifest, name)
    filled = replace(
        template,
        name=template.name.replace(NAME, name),
        schemas=tuple(
            SchemaFile(_glob(each.path, name), _literal(each.strict, name)) for each in template.schemas
        ),
        manifest=manifest if manifest in there else None,
        fixtures=_globs(template.fixtures, name),
        rejects=_globs(template.rejects, name),
        docs=_globs(template.docs, name),
        generated=_globs(template.generated, name),
        drills=_globs(template.drills, name),
        drill=replace(template.drill, evidence=_literal(template.drill.evidence, name)),
        changelog=_literal(template.changelog, name),
        versions=None
        if template.versions is None
        else tuple(_version(each, name) for each in template.versions),
        codes=tuple(
            replace(
                each,
                field=_token(each.field, name),
                registry=each.registry.replace(NAME, name),
                tier=None if each.tier is None else _token(each.tier, name),
            )
            for each in template.codes
        ),
        entries=None if template.entries is None else _entries(template.entries, name),
        renames=tuple(replace(each, at=_place(each.at, name, bumped=True)) for each in template.renames),
        entry_points=tuple(_place(each, name, bumped=True) for each in template.entry_points),
        template=template.name,
    )
    resolved = _resolved(filled, files)
    schemas = tuple(
        replace(each, strict=each.strict if each.strict in there else None)
        for each in resolved.schemas
        if each.path in there
    )
    versions = None if filled.versions is None else tuple(_bumped(each, schemas) for each in filled.versions)
    return replace(resolved, schemas=schemas, versions=versions)


def _bumped(version: VersionField, schemas: tuple[SchemaFile, ...]) -> VersionField:
    """The version with a first place that is one of the template's own globs put where it matched.
    Should it match twice, both files carry the version and have to agree."""
    file, pointer = split_place(version.at[0])
    if not is_glob(file) or not pointer:
        return version
    found = [f"{each.path}#{pointer}" for each in schemas if matches(file, each.path)]
    return replace(version, at=(*found, *version.at[1:])) if found else version


def _resolved(contract: Contract, files: Sequence[str]) -> Contract:
    """The contract with each glob among its schemas replaced by the files it selects."""
    twins = {each.strict for each in contract.schemas}
    chosen: dict[str, SchemaFile] = {}
    for each in contract.schemas:
        if each.path.startswith("!"):
            taken_out = each.path.removeprefix("!")
            chosen = {path: kept for path, kept in chosen.items() if not matches(taken_out, path)}
        elif is_glob(each.path):
            for path in select((each.path,), files):
                if path not in twins:
                    chosen.setdefault(path, SchemaFile(path))
        else:
            chosen[each.path] = each
    return replace(contract, schemas=tuple(chosen.values()))


def _owned(contract: Contract) -> Iterable[str]:
    for schema in contract.schemas:
        yield schema.path
        if schema.strict is not None:
            yield schema.strict


def _without(contract: Contract, owned: set[str]) -> Contract:
    return replace(contract, schemas=tuple(each for each in contract.schemas if each.path not in owned))


def _twice(contract: Contract, earlier: Contract, config: Config) -> Problem:
    return Problem(
        rule="config-duplicate",
        message=f'the templates "{earlier.template}" and "{contract.template}" both make the contract '
        f'"{contract.name}"',
        remedy=f'give one of them a name that tells them apart, for example "other-{NAME}"',
        place=config.path or "",
    )


def _literal(text: str | None, name: str) -> str | None:
    return None if text is None else text.replace(NAME, name)


def _glob(text: str, name: str) -> str:
    return text.replace(NAME, escape(name))


def _globs(globs: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(_glob(each, name) for each in globs)


def _entries(entries: Entries, name: str) -> Entries:
    fixtures = tuple(each.replace(NAME, name) for each in entries.fixtures)
    return replace(
        entries, at=_token(entries.at, name), schema=entries.schema.replace(NAME, name), fixtures=fixtures
    )


def _token(pointer: str, name: str) -> str:
    return pointer.replace(NAME, escape_token(name))


def _place(place: str, name: str, *, bumped: bool = False) -> str:
    """A `file#/pointer`, glob or pointer filled in. The file of a first place is no glob."""
    file, pointer = split_place(place)
    filled = file.replace(NAME, name) if bumped else _glob(file, name)
    return filled if pointer is None else f"{filled}#{_token(pointer, name)}"


def _version(version: VersionField, name: str) -> VersionField:
    first, *others = version.at
    return replace(
        version,
        at=(
            _place(first, name, bumped=not is_glob(split_place(first)[0])),
            *(_place(each, name) for each in others),
        ),
        covers=tuple(_place(each, name) for each in version.covers),
        released_by=_glob(version.released_by, name),
    )
