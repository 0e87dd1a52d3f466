"""A contract, made ready once, to the errors of any number of documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from govern import pointer
from govern.documents.exactness import exact
from govern.errors import Problem, UsageError
from govern.invariants.checking import Checker
from govern.invariants.declaration import SECTION, declared, named_wrongly, tags
from govern.invariants.form import REMEDY, RULE, flaws
from govern.invariants.vocabulary import Vocabulary
from govern.schema.dialect import Draft, draft_of
from govern.schema.fast import Fast
from govern.schema.uris import TREE
from govern.validation.error import SCHEMA, STRICT, Error, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govern.contracts import CodeBinding
    from govern.invariants.checking import Breach
    from govern.model import JsonValue
    from govern.schema.fast import Refusal

MOST = 100
"""So many errors of one document are told."""
LOOKED_AT = 1_000
"""So many refusals of each schema are looked at to tell them in order."""
_INDEX = re.compile(r"[0-9]{1,9}")


class Validator:
    """Documents are JSON values: what `json.load` gives will do. Nothing is fetched, and no document, however
    bad, raises anything: one that cannot be judged has an error that says so."""

    def __init__(
        self,
        schema: JsonValue,
        *,
        strict: JsonValue = None,
        manifest: JsonValue = None,
        codes: Sequence[CodeBinding] = (),
        resources: Mapping[str, JsonValue] | None = None,
        uri: str = TREE,
        draft: str | None = None,
        formats: bool = False,
    ) -> None:
        """`strict`: the schema that refuses further keys; where it is given, documents are held to both.
        `manifest`: its registries, `invariants` and `schema_tags` count; `codes` binds more places to its
        registries. `resources`: absolute URI to document, for references out of the schema, which stands at
        `uri`. `draft`: the dialect where the schema names none. `formats`: whether `format` is asserted.

        Raises UsageError where a schema cannot be built, or an invariant names what the manifest lacks.
        """
        manifest = exact(manifest)
        if not (manifest is None or isinstance(manifest, (dict, list))):
            remedy = "give an object with registries and invariants"
            raise UsageError(Problem(RULE, "the manifest is no object", remedy, "manifest"))
        if draft is not None and draft not in tuple(Draft):
            choices = f"choose one of {', '.join(Draft)}"
            raise UsageError(Problem("usage", f"draft is {draft!r}", choices, "draft"))
        given = _Given(draft, resources, uri, formats)
        self._open = given.fast(schema, "the schema")
        self._strict = None if strict is None else given.fast(strict, "the strict schema")
        vocabulary = _vocabulary(manifest)
        wrong = (*flaws(manifest, vocabulary), *named_wrongly(_bound(codes), vocabulary))
        if wrong:
            places = (f"manifest#{each.pointer}" for each in wrong)
            raise UsageError(
                *(Problem(RULE, each.message, REMEDY, at) for each, at in zip(wrong, places, strict=True))
            )
        self._tags = tags(manifest)
        rules = (*declared(manifest, vocabulary), *declared(_bound(codes), vocabulary))
        self._checker = Checker(rules, schema, draft_of(schema, draft))

    def accepts(self, document: object) -> bool:
        """Whether a document has no error."""
        return not self.errors(document)

    def errors(self, document: object) -> tuple[Error, ...]:
        """All that is wrong with a document, at most 100 things, in the order of their pointers; nothing
        where it is good. What is no JSON value has an error that says where."""
        try:
            value = exact(document)
        except UsageError as error:
            said = "; ".join(each.message for each in error.problems)
            return (Error(SCHEMA, "", "value-not-json", f"this is no JSON value: {said}"),)
        return self.judge(value)

    def judge(self, document: JsonValue) -> tuple[Error, ...]:
        """The same for a value that was read from JSON or YAML."""
        try:
            return self._judge(document)
        except RecursionError:
            return (Error(SCHEMA, "", "undecided", "it is too deep, or the schema leads too far, to judge"),)

    def _judge(self, document: JsonValue) -> tuple[Error, ...]:
        opened = self._open.accepts(document)
        closed = True if self._strict is None else self._strict.accepts(document)
        if opened is None or closed is None:
            return (Error(SCHEMA, "", "undecided", "the validator cannot judge this document"),)
        breaches = self._checker.breaches(document)
        if not breaches and opened is True and closed is True:
            return ()
        errors = [_of_breach(each) for each in breaches]
        refused = list(islice(self._open.refusals(document), LOOKED_AT)) if opened is not True else []
        errors += [each for part in refused for each in self._of_refusal(part, document)]
        if self._strict is not None and closed is not True:
            known = {(each.pointer, each.name) for each in errors}
            more = (
                each
                for part in islice(self._strict.refusals(document), LOOKED_AT)
                for each in self._of_refusal(part, document)
            )
            errors += [each._replace(tag=STRICT) for each in more if (each.pointer, each.name) not in known]
        words: dict[str, frozenset[str]] = {}
        for each in breaches:
            words[each.pointer] = words.get(each.pointer, frozenset()) | each.says
        errors = [each for each in errors if not each.schema or not _claimed(each, words)]
        if not errors:
            errors = [Error(SCHEMA, "", "refused", "the schema refuses this document, and does not say why")]
        told = sorted(_once(errors), key=_order)[:MOST]
        return tuple(each._replace(nearest=nearest(each.found, each.allowed)) for each in told)

    def _of_refusal(self, refusal: Refusal, document: JsonValue) -> Iterator[Error]:
        """The error, or one for each member that is missing or must not be there: at the place that it has,
        or would have."""
        tag = self._tag(refusal.trail) or self._tag(refusal.schema_pointer) or SCHEMA
        for name in refusal.members or (None,):
            at = refusal.pointer if name is None else f"{refusal.pointer}/{pointer.escape(name)}"
            here = pointer.get(document, at)
            found: JsonValue = None if here is pointer.MISSING else here  # type: ignore[assignment]
            message, allowed = refusal.message, refusal.allowed
            if name is not None:
                message = (
                    "it is required and missing" if here is pointer.MISSING else "it is not allowed here"
                )
            yield Error(tag, at, refusal.keyword, message, found, allowed, schema=refusal.schema_pointer)

    def _tag(self, at: str) -> str | None:
        """The tag of the longest pointer that a place of the schema is at or below."""
        while at not in self._tags:
            if not at:
                return None
            at = at.rpartition("/")[0]
        return self._tags[at]


def validator(
    schema: object,
    manifest: object = None,
    *,
    strict: object = None,
    resources: Mapping[str, object] | None = None,
    draft: str | None = None,
) -> Validator:
    """A contract made ready for run time, from values as `json.load` gives them, or from paths of files.

    `strict`, `resources` and `draft` are those of Validator. Its `errors` and `accepts` take any document
    and raise nothing for a bad one. Raises UsageError where a file cannot be read, a value is not JSON, a
    schema cannot be built or an invariant cannot be read.
    """
    return Validator(
        _value(schema),
        strict=_value(strict),
        manifest=_value(manifest),
        resources=_resources({} if resources is None else resources),
        draft=draft,
    )


def _value(given: object) -> JsonValue:
    return file_value(Path(given)) if isinstance(given, (str, Path)) else exact(given)


def _resources(given: object) -> dict[str, JsonValue]:
    if not isinstance(given, Mapping) or not all(isinstance(uri, str) for uri in given):
        remedy = "give a mapping from absolute URIs to documents"
        raise UsageError(Problem("usage", "resources are no mapping from URIs", remedy, "resources"))
    return {uri: _value(each) for uri, each in given.items()}


def file_value(path: Path) -> JsonValue:
    """What a file of JSON or YAML says. Raises UsageError where it cannot be read, with line and column."""
    from govern.documents import Document, read

    try:
        found = read(str(path), path.read_bytes())
    except (OSError, ValueError) as error:
        said = f"it cannot be read: {getattr(error, 'strerror', None) or error}"
        raise UsageError(Problem("file-unreadable", said, "name a file that is there", str(path))) from error
    if isinstance(found, Document):
        if found.value is None:
            remedy = "name a file that says more"
            raise UsageError(Problem("file-unreadable", "it says null", remedy, str(path)))
        return found.value
    places = (f":{each.place.line}:{each.place.column}" if each.place else "" for each in found)
    raise UsageError(
        *(
            Problem(each.rule, each.message, each.remedy, f"{path}{at}")
            for each, at in zip(found, places, strict=True)
        )
    )


class _Given(NamedTuple):
    """What both schemas are read with."""

    draft: str | None
    resources: Mapping[str, JsonValue] | None
    uri: str
    formats: bool

    def fast(self, schema: JsonValue, name: str) -> Fast:
        """The validator of a schema. Raises UsageError where it cannot be built."""
        found = Fast(schema, draft_of(schema, self.draft), self.resources, uri=self.uri, formats=self.formats)
        if not found.built:
            remedy = "mend it: `govern compare` of it with itself says what is wrong"
            raise UsageError(Problem("schema-unusable", f"{name} cannot be built", remedy, name))
        return found


def _bound(codes: Sequence[CodeBinding]) -> JsonValue:
    """Places that a configuration binds to registries, as invariants: the value, or each item of a list."""
    rules: dict[str, JsonValue] = {}
    for each in codes:
        registered: dict[str, JsonValue] = {"registry": each.registry}
        rules_of = {"registered": ("ENUM", registered)}
        if each.tier is not None:
            rules_of["tier"] = ("TIER", {**registered, "tier_of": each.tier})
        for name, (tag, said) in rules_of.items():
            for at in (each.field, f"{each.field}/*"):
                rules[f"codes {at} {each.registry} {name}"] = {"tag": tag, "at": at, **said}
        if each.ordered:
            rules[f"codes {each.field} {each.registry} order"] = {
                "tag": "ORDER",
                "at": each.field,
                "order": each.registry,
            }
    return {SECTION: rules}


def _vocabulary(manifest: JsonValue) -> Vocabulary:
    from govern.manifest.forms import registries
    from govern.model import ManifestRules

    return Vocabulary(manifest, registries(manifest, ManifestRules()))


_VALUE, _SIZE = ("registry", "equals", "one_of", "not"), ("empty",)
_CLAIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("enum", "const", "anyOf", "oneOf"), _VALUE),
    **dict.fromkeys(("minItems", "maxItems", "minLength", "minProperties", "maxProperties"), _SIZE),
    **dict.fromkeys(("minimum", "exclusiveMinimum"), ("at_least",)),
    **dict.fromkeys(("maximum", "exclusiveMaximum"), ("at_most",)),
    "type": ("equals", "not"),
    "contains": ("contains",),
}
"""Keywords of a schema to the words of an invariant that say the same thing of the same place."""


def _claimed(error: Error, words: Mapping[str, frozenset[str]]) -> bool:
    """Is what a schema refuses told already, by an invariant that asks for the same there?"""
    return not words.get(error.pointer, frozenset()).isdisjoint(_CLAIMS.get(error.name, ()))


def _of_breach(breach: Breach) -> Error:
    return Error(
        breach.tag,
        breach.pointer,
        breach.name,
        breach.message,
        breach.found,
        breach.allowed,
        (),
        breach.why,
    )


def _once(errors: Iterable[Error]) -> Iterator[Error]:
    """Each thing that is to be said of a place once, whichever rules say it."""
    met: set[tuple[str, str, str]] = set()
    for each in errors:
        key = (each.tag, each.pointer, each.message)
        if key not in met:
            met.add(key)
            yield each


def _order(error: Error) -> tuple[list[tuple[int, str]], str, str]:
    tokens = [(int(each), "") if _INDEX.fullmatch(each) else (-1, each) for each in error.pointer.split("/")]
    return tokens, error.tag, error.name
