"""Codes to a TypeScript union of literal types."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from govern.generated.languages.constant import Constant, Language, pascal


def _write(name: str, constants: Sequence[Constant]) -> Iterator[str]:
    yield f"export type {name} ="
    for index, each in enumerate(constants):
        tags = ("@deprecated" if each.deprecated else "", each.words.replace("*/", "* /"))
        said = " ".join(filter(None, tags))
        if said:
            yield f"  /** {said} */"
        yield f"  | {json.dumps(each.code)}{';' if index == len(constants) - 1 else ''}"


_RESERVED = (
    "any bigint boolean break case catch class const continue debugger default delete do else enum export "
    "extends false finally for function if import in instanceof never new null number object return string "
    "super switch symbol this throw true try typeof undefined unknown var void while with"
)
LANGUAGE = Language((".ts", ".tsx", ".mts", ".cts"), pascal, _write, frozenset(_RESERVED.split()))
