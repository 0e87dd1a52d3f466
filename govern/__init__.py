"""govern: what does this change to a contract break, and has its author done what it asks for?

The library does all that the commands do, without a terminal:

    from govern import compare
    compare(old, new, compatibility="backward").class_

Names are imported when they are first used, so that `import govern` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.lazily import names_from

if TYPE_CHECKING:
    from govern.library import compare, compare_manifests, history
    from govern.review import Setting, review
    from govern.validation import Validator, validator

__version__ = "0.1.0"

__getattr__ = names_from(
    __name__,
    {
        "govern.library": ("compare", "compare_manifests", "history"),
        "govern.review": ("Setting", "review"),
        "govern.validation": ("Validator", "validator"),
    },
)

__all__ = [
    "Setting",
    "Validator",
    "__version__",
    "compare",
    "compare_manifests",
    "history",
    "review",
    "validator",
]
