"""Names of a package to the modules that have them, each imported when one of its names is first used."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping


def names_from(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """The `__getattr__` (PEP 562) of a package. `homes`: modules to the names that they have.

    It raises AttributeError for other names. What was found is kept in the package.
    """
    home = {name: module for module, names in homes.items() for name in names}

    def found(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(importlib.import_module(home[name]), name)
        setattr(importlib.import_module(package), name, value)
        return value

    return found
