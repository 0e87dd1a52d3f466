"""A schema to its two real validators, jsonschema and jsonschema-rs: the one door to both libraries.

Everything is offline: a reference that the given resources do not hold is an abstention, never a
fetch. A validator that cannot build the schema, or fails on a document, abstains and is named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import Any

from govern.documents import canonical
from govern.model import JsonValue
from govern.schema.dialect import URI_OF_DRAFT, Draft
from govern.schema.fast import NUMBER_OF_DRAFT, RUST, Fast, Refusal, panicked, refuse
from govern.schema.uris import TREE

PYTHON = "jsonschema"
VALIDATORS = (PYTHON, RUST)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What each validator says of one document. Names are sorted."""

    accepted_by: tuple[str, ...] = ()
    refused_by: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()

    @property
    def accepts(self) -> bool | None:
        """True or False where those that spoke agree, None where they disagree or none spoke."""
        if self.accepted_by and not self.refused_by:
            return True
        if self.refused_by and not self.accepted_by:
            return False
        return None


class Validators:
    """Both validators of one schema, each built when first asked.

    `formats`: whether `format` is asserted. `uri` is where the schema was found. `chancy`: what
    jsonschema says hangs on chance, so it is not asked: a reference leads back to itself in place, on
    which it recurses until Python ends it, or two places claim one name, of which it takes whichever
    the order of a Python set puts last.
    """

    def __init__(
        self,
        schema: JsonValue,
        draft: Draft,
        resources: Mapping[str, JsonValue] | None = None,
        *,
        uri: str = TREE,
        formats: bool = False,
        chancy: bool = False,
    ) -> None:
        self._chancy = chancy
        self._schema = schema
        self._draft = draft
        self._resources = dict(resources or {})
        self._uri = uri
        self._formats = formats

    def judge(self, document: JsonValue) -> Judgement:
        """What both validators say."""
        said: dict[bool | None, list[str]] = {True: [], False: [], None: []}
        said[self.python(document)].append(PYTHON)
        said[self.rust(document)].append(RUST)
        return Judgement(tuple(said[True]), tuple(said[False]), tuple(said[None]))

    def rust(self, document: JsonValue) -> bool | None:
        """Whether jsonschema-rs accepts the document; None where it cannot say."""
        return self._rust.accepts(document)

    def quick(self, document: JsonValue) -> bool | None:
        """The fast validator's word, or the other's where it has none."""
        said = self.rust(document)
        return self.python(document) if said is None else said

    def python(self, document: JsonValue) -> bool | None:
        """Whether jsonschema accepts the document; None where it cannot say."""
        import re

        from jsonschema.exceptions import SchemaError, UndefinedTypeCheck, UnknownType
        from referencing.exceptions import Unresolvable

        validator = self._python
        if validator is None:
            return None
        try:
            return bool(validator.is_valid(document))
        except (
            Unresolvable,
            UnknownType,
            UndefinedTypeCheck,
            SchemaError,
            re.error,
            RecursionError,
            ArithmeticError,
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ):
            return None
        except BaseException as failure:
            if not panicked(failure):
                raise
            return None

    def refusals(self, document: JsonValue, most: int = 20) -> tuple[Refusal, ...]:
        """Why the fast validator refuses the document, deepest reasons as it gives them."""
        return tuple(islice(self._rust.refusals(document), most))

    def words(self, document: JsonValue, refused_by: Collection[str]) -> tuple[str, ...]:
        """Why each validator that was seen to refuse a document does so, in its own words."""
        errors: dict[str, Any] = {}
        if RUST in refused_by:
            errors[RUST] = next(self._rust.refusals(document), None)
        if PYTHON in refused_by and self._python is not None:
            errors[PYTHON] = next(self._python.iter_errors(document), None)
        return tuple(
            f"{name}: {error.message}" for name, error in sorted(errors.items()) if error is not None
        )

    @property
    def built(self) -> bool:
        """Whether the fast validator, which reads every reference at once, could be built."""
        return self._rust.built

    @property
    def unusable(self) -> str | None:
        """Why neither validator can be built from this schema, None where at least one can."""
        return None if self._rust.built or self._python is not None else "no validator can build it"

    @cached_property
    def _rust(self) -> Fast:
        return Fast(self._schema, self._draft, self._resources, uri=self._uri, formats=self._formats)

    @cached_property
    def _python(self) -> Any | None:
        import jsonschema
        import referencing
        from referencing import jsonschema as dialects

        classes = {
            Draft.D4: jsonschema.Draft4Validator,
            Draft.D6: jsonschema.Draft6Validator,
            Draft.D7: jsonschema.Draft7Validator,
            Draft.D2019: jsonschema.Draft201909Validator,
            Draft.D2020: jsonschema.Draft202012Validator,
        }
        if not isinstance(self._schema, (dict, bool)) or self._chancy:
            return None
        specification = dialects.specification_with(URI_OF_DRAFT[self._draft])
        schema = self._schema
        documents = {**self._resources, self._uri: schema}
        registry: Any = referencing.Registry()
        for uri, document in sorted(documents.items()):
            if isinstance(document, (dict, bool)):
                resource: Any = referencing.Resource.from_contents(
                    document,
                    default_specification=specification,
                )
                registry = registry.with_resource(uri, resource)
        cls = classes[self._draft]
        checker = cls.FORMAT_CHECKER if self._formats else None
        root: Any = schema
        if isinstance(schema, dict) and self._uri != TREE and "$id" not in schema and "id" not in schema:
            root = {"$ref": self._uri}
        return cls(root, registry=registry, format_checker=checker)


def refusals(schema: JsonValue, document: JsonValue) -> tuple[Refusal, ...]:
    """Why a draft 2020-12 schema refuses a document; nothing where it accepts it."""
    return Validators(schema, Draft.D2020).refusals(document)


def metaschema_refusals(schema: JsonValue, draft: Draft) -> tuple[Refusal, ...]:
    """Where a schema breaks the rules of its own dialect (its metaschema), nothing where it keeps them."""
    return _metaschema_validator(draft).refusals(schema)


@cache
def _metaschema_validator(draft: Draft) -> Validators:
    found = metaschemas()
    return Validators(found[URI_OF_DRAFT[draft].rstrip("#")], draft, found)


@cache
def metaschemas() -> Mapping[str, JsonValue]:
    """The official metaschemas and vocabularies, by URI without fragment."""
    from jsonschema_specifications import REGISTRY

    return {uri.rstrip("#"): REGISTRY.contents(uri) for uri in REGISTRY}


@cache
def pattern_matches(pattern: str, text: str) -> bool | None:
    """Whether an ECMA-262 pattern finds something in the text (JSON Schema's unanchored `pattern`);
    None where the fast validator cannot build the pattern."""
    validator = _pattern(pattern)
    return validator.rust(text)


@cache
def _pattern(pattern: str) -> Validators:
    return Validators({"pattern": pattern}, Draft.D2020)


def covers(right: JsonValue, left: JsonValue, *, formats: bool) -> tuple[bool | None, str]:
    """Whether jsonschema-rs proves that `right` accepts all that `left` accepts (draft 2020-12).

    True is a proof; False is its claim of a counterexample, which it does not show; None with the
    reason where it cannot say.
    """
    import jsonschema_rs

    try:
        said = _canonical(_Keyed(right), formats).covers(_canonical(_Keyed(left), formats))
    except (
        jsonschema_rs.ValidationError,
        jsonschema_rs.ReferencingError,
        ValueError,
        OverflowError,
    ) as error:
        return None, f"the containment check cannot read it: {type(error).__name__}"
    containment = jsonschema_rs.canonical.Containment
    if said == containment.YES:
        return True, ""
    if said == containment.NO:
        return False, "the containment check says no, and no document that shows it was found"
    return None, "the containment check cannot tell, and no document that shows a difference was found"


class _Keyed:
    """A schema that is equal to another iff their canonical text is, for the cache below."""

    __slots__ = ("key", "schema")

    def __init__(self, schema: JsonValue) -> None:
        self.schema = schema
        self.key = canonical(schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=16)
def _canonical(schema: _Keyed, formats: bool) -> Any:  # a CanonicalSchema; building it is most of the work
    import jsonschema_rs

    return jsonschema_rs.canonicalize(
        schema.schema if isinstance(schema.schema, (dict, bool)) else True,
        draft=NUMBER_OF_DRAFT[Draft.D2020],
        validate_formats=formats,
        retriever=refuse,
    )


def number(value: JsonValue) -> bool:
    """Whether a JSON value is a number: true and false are not."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
