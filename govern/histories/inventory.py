"""A configuration and every path that ever was to the contracts of a history, those that are gone too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from govern.configuration import discover, expand, load, select
from govern.contracts import CONFIG_FILE, Config, Contract
from govern.errors import ConfigurationError, Problem, UsageError
from govern.model import Entry
from govern.review.work import owned


@dataclass(frozen=True, slots=True)
class Known:
    """A contract with everything that it ever owned, and its configuration. `documents` are the paths, among
    all that ever were, of documents to be accepted and to be refused. `gone`: head has no file of it."""

    contract: Contract
    config: Config
    fixtures: tuple[str, ...]
    rejects: tuple[str, ...]
    gone: bool

    def at(self, there: Collection[str]) -> Contract | None:
        """The contract as a tree with these of its files has it, None where it has none of them: a glob
        or a template stands for the files that are there."""
        paths = owned(self.contract)
        present = [path for path in paths if path in there]
        name = self.contract.template or self.contract.name
        only = replace(self.config, contracts=tuple(c for c in self.config.contracts if c.name == name))
        found = next((c for c in expand(only, present) if c.name == self.contract.name), None)
        if found is None or not present:
            return None
        return replace(found, schemas=tuple(each for each in found.schemas if each.path in set(paths)))


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every contract of a history by name, the configuration at its end, and what is to be said of it."""

    config: Config
    known: Mapping[str, Known]
    notes: tuple[str, ...]


def inventory(
    config: Config,
    files: Mapping[str, Entry],
    ever: Mapping[str, Entry],
    formerly: Sequence[Entry],
    read: Callable[[Entry], bytes],
) -> Inventory:
    """The contracts of a history.

    `config` is that of head, `files` are head's. `ever` is what stood last at each path that ever was;
    `formerly` are the older files `govern.toml`, newest first. A contract that only an older configuration
    names, or that would have been discovered, counts where no other owns its files. Raises ConfigurationError
    where there is no contract.
    """
    notes: list[str] = []
    known: dict[str, Known] = {}
    _add(known, config, expand(config, ever), files, ever)
    for each in formerly:
        older = _older(each, read, notes)
        _add(known, older, expand(older, ever), files, ever)
    if config.path is None:  # nobody wrote down what is governed
        left = discover(_Left({path: entry for path, entry in ever.items() if path not in files}, read))
        renamed = tuple(_apart(each, known) for each in left.contracts)
        _add(known, replace(left, contracts=renamed), renamed, files, ever)
    if not known:
        raise ConfigurationError(
            Problem(
                "no-contracts",
                "there is no govern.toml, and no schema or manifest was found in the history",
                "`govern init` writes a govern.toml; name your schemas and manifests in it",
            )
        )
    return Inventory(config, dict(sorted(known.items())), tuple(notes))


def chosen(names: Sequence[str], known: Mapping[str, Known]) -> Mapping[str, Known]:
    """The contracts of some names, all where there are none. Raises UsageError where one is unknown."""
    import difflib

    for name in names:
        if name.partition("@")[0] not in known and name not in known:
            near = difflib.get_close_matches(name, list(known), n=1)
            hint = f"did you mean `{near[0]}`? " if near else ""
            listed = ", ".join(list(known)[:10]) + (", …" if len(known) > 10 else "")
            problem = Problem(
                "contract-unknown",
                f"there is no contract `{name}`, and there never was",
                f"{hint}the contracts are: {listed}",
                "--contract",
            )
            raise UsageError(problem)
    wanted = {each for name in names for each in (name, name.partition("@")[0])}
    return {name: each for name, each in known.items() if not names or name in wanted}


def _add(
    known: dict[str, Known],
    config: Config,
    contracts: Iterable[Contract],
    files: Collection[str],
    ever: Collection[str],
) -> None:
    """Those of some contracts whose names are new and whose files are nobody's."""
    taken = {path for each in known.values() for path in owned(each.contract)}
    for each in contracts:
        if each.name in known or taken & {*owned(each)}:
            continue
        rejects = select(each.rejects, ever) if each.rejects else ()
        fixtures = select(each.fixtures, ever) if each.fixtures else ()
        golden = tuple(path for path in fixtures if path not in {*rejects, *owned(each)})
        gone = not any(path in files for path in owned(each))
        known[each.name] = Known(each, config, golden, tuple(rejects), gone)


def _apart(contract: Contract, known: Collection[str]) -> Contract:
    """A discovered contract under a name that no other has."""
    path = next((each.path for each in contract.schemas), contract.manifest or contract.name)
    return contract if contract.name not in known else replace(contract, name=path.replace("\\", ""))


def _older(entry: Entry, read: Callable[[Entry], bytes], notes: list[str]) -> Config:
    try:
        return load(read(entry), path=CONFIG_FILE, origin=f"an older {CONFIG_FILE}")
    except ConfigurationError as error:
        said = error.problems[0].message
        name = f"an older {CONFIG_FILE} ({entry.object_id[:12]})"
        notes.append(f"{name} cannot be read, so contracts that only it names are not listed: {said}")
        return Config()


class _Left:
    """The files that are gone, each as it was last, as a tree."""

    def __init__(self, entries: Mapping[str, Entry], read: Callable[[Entry], bytes]) -> None:
        self._entries = entries
        self._read = read

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every path."""
        return self._entries

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self._read(self._entries[path])


def regular(entry: Entry | None) -> bool:
    """Whether there is a file that has bytes of its own."""
    return entry is not None and entry.kind.is_file
