"""What can happen to the members of an object in a schema: declared, required, allowed at all."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_BUMP = "Bump the version as the class asks."
_KEEP = "Bump the breaking part of the version, or put back what was there."
_BACK = "none: what changes back has changed"


def _change(id_: str, summary: str, why: str, remedy: str, reference: str, mirror: str) -> Rule:
    return Rule(id_, RuleKind.CHANGE, summary, why, remedy, reference, mirror)


RULES: tuple[Rule, ...] = (
    _change(
        "property-added",
        "An object declares a property that it did not declare.",
        "Writers that used the name freely are held to its schema, and strict readers do not know it.",
        "Bump the additive part of the version and show the property in a fixture.",
        "JSON Schema Core 10.3.2.1",
        "property-removed",
    ),
    _change(
        "required-property-added",
        "An object declares a property that it did not declare, and asks for it.",
        "Documents written before lack it and are refused; a default is never filled in.",
        "Make the property optional, or bump the breaking part of the version.",
        "JSON Schema Core 10.3.2.1, Validation 6.5.3",
        "required-property-removed",
    ),
    _change(
        "required-property-removed",
        "A property that an object declared and asked for is declared no more.",
        "Readers that rely on it meet documents without it.",
        "Keep the property, or bump the breaking part of the version.",
        "JSON Schema Core 10.3.2.1, Validation 6.5.3; semantics section 3, withdrawn names",
        "required-property-added",
    ),
    _change(
        "property-removed",
        "A property that an object declared is declared no more.",
        "Readers that use it get it no more, and nothing checks it any longer.",
        "Keep the property and mark it as deprecated, or bump the breaking part of the version.",
        "JSON Schema Core 10.3.2.1; semantics section 3, withdrawn names",
        "property-added",
    ),
    _change(
        "property-withdrawn",
        "A property that base declares somewhere is declared nowhere at that place.",
        "Readers that use it get it no more, whichever edit took it away.",
        "Keep the property and mark it as deprecated, or bump the breaking part of the version.",
        "semantics section 3, withdrawn names",
        "none: a name that comes back goes by `property-added`",
    ),
    _change(
        "property-became-required",
        "A declared property that could be left out has to be there.",
        "Documents that left it out are refused.",
        "Keep it optional, or bump the breaking part of the version.",
        "JSON Schema Validation 6.5.3",
        "property-became-optional",
    ),
    _change(
        "property-became-optional",
        "A declared property that had to be there can be left out.",
        "Readers that rely on it meet documents without it.",
        "Keep it required, or bump the breaking part of the version.",
        "JSON Schema Validation 6.5.3",
        "property-became-required",
    ),
    _change(
        "required-name-added",
        "A name that the object does not declare here has to be there.",
        "Documents without it are refused.",
        _KEEP,
        "JSON Schema Validation 6.5.3",
        "required-name-removed",
    ),
    _change(
        "required-name-removed",
        "A name that the object does not declare here can be left out.",
        "Readers that rely on it meet documents without it.",
        _KEEP,
        "JSON Schema Validation 6.5.3",
        "required-name-added",
    ),
    _change(
        "object-closed",
        "An object refuses names that it does not declare, and took them before.",
        "Documents that carry further members are refused.",
        "Leave the object open, or bump the breaking part of the version.",
        "JSON Schema Core 10.3.2.3",
        "object-opened",
    ),
    _change(
        "object-opened",
        "An object takes names that it does not declare, and refused them before.",
        "Readers that counted on a closed object meet names they do not know.",
        "Leave the object closed, or bump the version as the class asks.",
        "JSON Schema Core 10.3.2.3",
        "object-closed",
    ),
    _change(
        "undeclared-names-changed",
        "What members of undeclared names may hold is not what it was.",
        "Documents with such members are refused, or readers meet values that they never saw there.",
        _BUMP,
        "JSON Schema Core 10.3.2.3",
        _BACK,
    ),
)
"""Changes of properties and of openness."""
