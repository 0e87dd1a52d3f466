"""Documents to what is wrong with them, each error with the tag of the rule that it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.lazily import names_from

if TYPE_CHECKING:
    from govern.validation.compiled import Validator, validator
    from govern.validation.error import Error

__getattr__ = names_from(
    __name__,
    {
        "govern.validation.error": ("Error",),
        "govern.validation.compiled": ("Validator", "validator"),
    },
)

__all__ = ["Error", "Validator", "validator"]
