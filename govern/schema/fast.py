"""A schema to the one validator that is quick to import and to ask: jsonschema-rs.

Everything is offline: a reference that the given resources do not hold is an abstention, never a fetch.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from govern import pointer
from govern.schema.dialect import Draft
from govern.schema.uris import TREE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govern.model import JsonValue

RUST = "jsonschema-rs"
_PATTERN_TRIES = 1_000_000
_PANIC = "PanicException"
"""What a validator's Rust parts raise where they panic. Its class, which cannot be imported, derives from
BaseException."""
NUMBER_OF_DRAFT: Mapping[Draft, int] = {
    Draft.D4: 4,
    Draft.D6: 6,
    Draft.D7: 7,
    Draft.D2019: 19,
    Draft.D2020: 20,
}
_CLASS_OF_DRAFT: Mapping[Draft, str] = {
    Draft.D4: "Draft4Validator",
    Draft.D6: "Draft6Validator",
    Draft.D7: "Draft7Validator",
    Draft.D2019: "Draft201909Validator",
    Draft.D2020: "Draft202012Validator",
}


class Refusal(NamedTuple):
    """Why a document is refused: where in it, by which keyword at which place of the schema, and on which
    way through it (`trail`, a pointer that goes through `$ref`). `allowed`: the values that may stand there,
    where the keyword lists them; `members`: those that are missing, or that must not be there."""

    pointer: str
    schema_pointer: str
    keyword: str
    message: str
    trail: str = ""
    allowed: tuple[JsonValue, ...] = ()
    members: tuple[str, ...] = ()


class Fast:
    """The validator of one schema, built when first asked. `formats`: whether `format` is asserted. `uri`
    is where the schema was found."""

    def __init__(
        self,
        schema: JsonValue,
        draft: Draft,
        resources: Mapping[str, JsonValue] | None = None,
        *,
        uri: str = TREE,
        formats: bool = False,
    ) -> None:
        self._schema = schema
        self._draft = draft
        self._resources = resources or {}
        self._uri = uri
        self._formats = formats

    def accepts(self, document: JsonValue) -> bool | None:
        """Whether it accepts the document; None where it cannot say."""
        validator = self._validator
        if validator is None:
            return None
        try:
            return bool(validator.is_valid(document))
        except (ValueError, OverflowError):
            return None
        except BaseException as failure:
            if not panicked(failure):
                raise
            return None

    def refusals(self, document: JsonValue) -> Iterator[Refusal]:
        """Why it refuses the document, as deep as it says; nothing where it cannot say."""
        import jsonschema_rs

        validator = self._validator
        if validator is None:
            return
        try:
            for error in validator.iter_errors(document):
                yield _refusal(error, document)
        except (jsonschema_rs.ValidationError, ValueError, OverflowError):
            return

    @property
    def built(self) -> bool:
        """Whether it could be built: it reads every reference at once."""
        return self._validator is not None

    @cached_property
    def _validator(self) -> Any | None:  # the library's validators share no public base class
        import jsonschema_rs

        if not isinstance(self._schema, (dict, bool)):
            return None
        try:
            registry = jsonschema_rs.Registry(
                sorted(self._resources.items()), draft=NUMBER_OF_DRAFT[self._draft], retriever=refuse
            )
            return getattr(jsonschema_rs, _CLASS_OF_DRAFT[self._draft])(
                self._schema,
                registry=registry,
                base_uri=self._uri,
                validate_formats=self._formats,
                retriever=refuse,
                pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=_PATTERN_TRIES),
            )
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, OverflowError):
            return None
        except BaseException as failure:
            if not panicked(failure):
                raise
            return None


def _place(document: JsonValue, path: list[str | int]) -> str:
    """The pointer of a path in which the library has read a name such as `01` as the number 1."""
    here: Any = document
    tokens: list[str] = []
    for step in path:
        token = str(step)
        if isinstance(here, dict) and token not in here:
            alike = (name for name in here if name.isascii() and name.isdigit() and name.lstrip("0") == token)
            token = next(alike, token)
        tokens.append(token)
        here = pointer.get(here, (token,))
    return pointer.join(tokens)


def _refusal(error: Any, document: JsonValue) -> Refusal:
    return Refusal(
        _place(document, error.instance_path),
        pointer.join(error.schema_path),
        str(error.schema_path[-1]) if error.schema_path else "",
        error.message,
        pointer.join(error.evaluation_path),
        tuple(_allowed(error.kind)),
        tuple(_members(error.kind)),
    )


def _allowed(kind: Any) -> Iterator[JsonValue]:
    """The values that a keyword lists, those of the branches of `anyOf` and `oneOf` among them."""
    yield from getattr(kind, "options", ())
    if hasattr(kind, "expected_value"):
        yield kind.expected_value
    for branch in getattr(kind, "context", ()):
        for error in branch:
            if error.kind.name != "type":
                yield from _allowed(error.kind)


def _members(kind: Any) -> Iterator[str]:
    """The members that are required and missing, or there and not expected."""
    if kind.name == "required":
        yield kind.property
    yield from getattr(kind, "unexpected", ())


def panicked(failure: BaseException) -> bool:
    """Whether the Rust in a validator has panicked: that is no answer, and no end of govern."""
    return type(failure).__name__ == _PANIC


def refuse(uri: str) -> JsonValue:
    """A retriever that fetches nothing. Always raises ValueError."""
    raise ValueError(f"offline: {uri}")
