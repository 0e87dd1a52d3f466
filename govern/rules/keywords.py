"""Each assertion keyword of JSON Schema to three rules: it was added, it was removed, it changed.

Keywords whose edits are told by name or by value (`properties`, `enum`, `$defs`, …) have rules of
their own in `govern.rules.schemas`.
"""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

KEYWORDS: tuple[tuple[str, str, str, str], ...] = (
    ("type", "values of other types", "the list of allowed types", "Validation 6.1.1"),
    ("multipleOf", "numbers that are no multiple of a step", "the step of a number", "Validation 6.2.1"),
    ("maximum", "numbers above a bound", "the greatest number", "Validation 6.2.2"),
    ("exclusiveMaximum", "numbers that reach an upper bound", "the upper bound", "Validation 6.2.3"),
    ("minimum", "numbers below a bound", "the least number", "Validation 6.2.4"),
    ("exclusiveMinimum", "numbers that reach a lower bound", "the lower bound", "Validation 6.2.5"),
    ("maxLength", "strings longer than a limit", "the greatest length of a string", "Validation 6.3.1"),
    ("minLength", "strings shorter than a limit", "the least length of a string", "Validation 6.3.2"),
    ("pattern", "strings that match no given pattern", "the pattern of a string", "Validation 6.3.3"),
    ("maxItems", "arrays with more items than a limit", "the greatest size of an array", "Validation 6.4.1"),
    ("minItems", "arrays with fewer items than a limit", "the least size of an array", "Validation 6.4.2"),
    ("uniqueItems", "arrays with equal items", "the rule about equal items", "Validation 6.4.3"),
    (
        "maxContains",
        "arrays with too many items of a kind",
        "the greatest count of items of a kind",
        "Validation 6.4.4",
    ),
    (
        "minContains",
        "arrays with too few items of a kind",
        "the least count of items of a kind",
        "Validation 6.4.5",
    ),
    (
        "maxProperties",
        "objects with more members than a limit",
        "the greatest size of an object",
        "Validation 6.5.1",
    ),
    (
        "minProperties",
        "objects with fewer members than a limit",
        "the least size of an object",
        "Validation 6.5.2",
    ),
    (
        "format",
        "strings of another form, where formats are asserted,",
        "the format of a string",
        "Validation 7",
    ),
    (
        "contentEncoding",
        "strings in another encoding, where contents are asserted,",
        "the encoding of a string",
        "Validation 8.3",
    ),
    (
        "contentMediaType",
        "strings of another media type, where contents are asserted,",
        "the media type of a string",
        "Validation 8.4",
    ),
    (
        "contentSchema",
        "strings with another content, where contents are asserted,",
        "the schema of a string's content",
        "Validation 8.5",
    ),
    ("allOf", "values that break one of several rules", "the list of rules that all hold", "Core 10.2.1.1"),
    ("anyOf", "values that fit none of several alternatives", "the list of alternatives", "Core 10.2.1.2"),
    (
        "oneOf",
        "values that fit none or several of some alternatives",
        "the list of alternatives of which one holds",
        "Core 10.2.1.3",
    ),
    ("not", "values that an excluding schema takes", "the schema that excludes", "Core 10.2.1.4"),
    (
        "if",
        "values that meet a condition and not what follows from it",
        "the condition",
        "Core 10.2.2.1",
    ),
    (
        "then",
        "values that meet the condition and not its consequence",
        "the consequence of a condition",
        "Core 10.2.2.2",
    ),
    (
        "else",
        "values that fail the condition and what holds otherwise",
        "what holds where a condition fails",
        "Core 10.2.2.3",
    ),
    ("prefixItems", "arrays with other leading items", "the rule about leading items", "Core 10.3.1.1"),
    ("items", "arrays with items of another kind", "the rule about items", "Core 10.3.1.2"),
    (
        "additionalItems",
        "arrays with other items behind the leading ones",
        "the rule about items behind the leading ones",
        "Core of 2019-09, 9.3.1.2",
    ),
    ("contains", "arrays without an item of a kind", "the kind of item to be found", "Core 10.3.1.3"),
    (
        "propertyNames",
        "objects with names of another form",
        "the rule about names of members",
        "Core 10.3.2.4",
    ),
    (
        "unevaluatedItems",
        "arrays with items that no other rule took up",
        "the rule about items that no other took up",
        "Core 11.2",
    ),
    (
        "unevaluatedProperties",
        "objects with members that no other rule took up",
        "the rule about members that no other took up",
        "Core 11.3",
    ),
    ("$ref", "values that a schema referred to refuses", "the schema referred to", "Core 8.2.3.1"),
    (
        "$dynamicRef",
        "values that a schema referred to dynamically refuses",
        "the schema referred to dynamically",
        "Core 8.2.3.2",
    ),
    (
        "$recursiveRef",
        "values that the schema that was entered first refuses",
        "the schema entered first",
        "Core of 2019-09, 8.2.4.2.1",
    ),
    (
        "$vocabulary",
        "values that keywords of a required vocabulary refuse",
        "the list of vocabularies",
        "Core 8.1.2",
    ),
)
"""(keyword, the documents it refuses, what it states, section of draft 2020-12 unless another is named)."""


def kebab(keyword: str) -> str:
    """A keyword as rule ids spell it: `maxLength` is `max-length`, `$ref` is `ref`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in keyword.removeprefix("$"))


def _three(keyword: str, refused: str, states: str, section: str) -> tuple[Rule, ...]:
    name, reference = kebab(keyword), f"JSON Schema {section}"
    return (
        Rule(
            f"{name}-added",
            RuleKind.CHANGE,
            f"{_capital(refused)} are now refused by a `{keyword}` that was not there.",
            "Documents that were fine are fine no more.",
            "Bump the version as the class asks, or leave the rule to a new major version.",
            reference,
            f"{name}-removed",
        ),
        Rule(
            f"{name}-removed",
            RuleKind.CHANGE,
            f"{_capital(refused)} are no longer refused by a `{keyword}`.",
            "Readers meet documents that they were promised never to see.",
            "Bump the version as the class asks, or keep the rule.",
            reference,
            f"{name}-added",
        ),
        Rule(
            f"{name}-changed",
            RuleKind.CHANGE,
            f"{_capital(states)} (`{keyword}`) is not what it was.",
            "Documents that were fine are refused, or readers meet ones that they never saw, or both.",
            "Bump the version as the class asks, or put the old value back.",
            reference,
            "none: a value that changes back has changed",
        ),
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


RULES: tuple[Rule, ...] = tuple(rule for row in KEYWORDS for rule in _three(*row))
"""Three changes a keyword."""
