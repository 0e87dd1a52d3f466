"""Codes to a Python enum (PEP 435). The file imports `StrEnum` from `enum` itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from govern.generated.languages.constant import Constant, Language, upper_snake


def _write(name: str, constants: Sequence[Constant]) -> Iterator[str]:
    yield f"class {name}(StrEnum):"
    for each in constants:
        said = " ".join(filter(None, ("Deprecated." if each.deprecated else "", each.words)))
        if said:
            yield f"    # {said}"
        yield f"    {each.identifier} = {json.dumps(each.code)}"


LANGUAGE = Language((".py", ".pyi"), upper_snake, _write)
