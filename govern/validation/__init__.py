"""Documents to what is wrong with them, each error with the tag of the rule that it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.lazily import names_from

if TYPE_CHECKING:
    from govern.validation.error import Error
    from govern.validation.validator import Validator, validator

__getattr__ = names_from(
    __name__,
    {
        "govern.validation.error": ("Error",),
        "govern.validation.validator": ("Validator", "validator"),
    },
)

__all__ = ["Error", "Validator", "validator"]
