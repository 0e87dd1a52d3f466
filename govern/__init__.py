"""govern: what does this change to a contract break, and has its author done what it asks for?

The library does all that the commands do, without a terminal:

    from govern import compare
    compare(old, new, compatibility="backward").class_

Names are imported when they are first used, so that `import govern` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govern.library import compare, compare_manifests
    from govern.review import Setting, review

__version__ = "0.1.0"

_HOMES = {
    "compare": "govern.library",
    "compare_manifests": "govern.library",
    "review": "govern.review",
    "Setting": "govern.review",
}

__all__ = ["Setting", "__version__", "compare", "compare_manifests", "review"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'govern' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
