"""The tables of a configuration without mistakes to a Config, defaults applied.

Everything here relies on the published schema having been kept: what it requires is there, and has
the type it asks for.
"""

from __future__ import annotations

from typing import cast

from govern.contracts import (
    DEFAULT_APPROVALS,
    ApprovalPolicy,
    ApprovalRule,
    CodeBinding,
    Config,
    Contract,
    DeclaredRename,
    DrillRules,
    Entries,
    Fact,
    Freeze,
    PolicyException,
    SchemaFile,
    Scheme,
    VersionField,
    View,
    Zero,
)
from govern.model import (
    TEXT_ATTRIBUTES,
    Class,
    Compatibility,
    Content,
    Format,
    Growth,
    JsonObject,
    JsonValue,
    ManifestRules,
    Reading,
    Withdrawn,
)


def config(document: JsonObject, *, path: str | None, origin: str) -> Config:
    """The whole configuration. Contracts, resources and exceptions stand sorted, so that two files
    that say the same in another order are equal."""
    limits = _table(document, "limits")
    default = Config()
    contracts = [
        contract(name, cast("JsonObject", value)) for name, value in _table(document, "contracts").items()
    ]
    exceptions = [_exception(each) for each in _tables(document, "exceptions")]
    return Config(
        contracts=tuple(sorted(contracts, key=lambda each: each.name)),
        resources=dict(sorted(cast("dict[str, str]", _table(document, "resources")).items())),
        exceptions=tuple(sorted(exceptions, key=lambda each: each.finding)),
        exceptions_from_head=bool(document.get("exceptions_from_head", default.exceptions_from_head)),
        self_change=_text(document, "self_change") or default.self_change,
        non_ascii_paths=bool(document.get("non_ascii_paths", default.non_ascii_paths)),
        max_bytes=cast("int", limits.get("max_bytes", default.max_bytes)),
        max_depth=cast("int", limits.get("max_depth", default.max_depth)),
        protected=_texts(document, "protected"),
        approvals=_approval_policy(_table(document, "approvals")) if "approvals" in document else None,
        origin=origin,
        path=path,
    )


def contract(name: str, table: JsonObject) -> Contract:
    """One contract or template, as its table says."""
    versions = tuple(_version(each) for each in _tables(table, "versions")) if "versions" in table else None
    rules = _table(table, "manifest_rules")
    return Contract(
        name=name,
        schemas=_schemas(table),
        manifest=_text(table, "manifest"),
        fixtures=_texts(table, "fixtures"),
        rejects=_texts(table, "rejects"),
        docs=_texts(table, "docs"),
        generated=_texts(table, "generated"),
        drills=_texts(table, "drills"),
        drill=_drill(_table(table, "drill")),
        view=_view(_table(table, "view")) if "view" in table else None,
        changelog=_text(table, "changelog"),
        reading=_reading(table, versions),
        compatibility_given="compatibility" in table,
        versions=versions,
        codes=tuple(_code(each) for each in _tables(table, "codes")),
        manifest_rules=ManifestRules(
            text=_texts(rules, "text") if "text" in rules else TEXT_ATTRIBUTES,
            ordered=_texts(rules, "ordered") if "ordered" in rules else None,
            text_sections=_texts(rules, "text_sections"),
        ),
        entries=_entries(_table(table, "entries")) if "entries" in table else None,
        renames=tuple(_rename(each) for each in _tables(table, "renames")),
        approvals=_approvals(_table(table, "approvals")),
        entry_points=_texts(table, "entry_points"),
    )


def _reading(table: JsonObject, versions: tuple[VersionField, ...] | None) -> Reading:
    """Semantics, section 3: full, but backward where the version scheme is schemaver."""
    default = Reading()
    schemaver = bool(versions) and versions is not None and versions[0].scheme is Scheme.SCHEMAVER
    unsaid = Compatibility.BACKWARD if schemaver else default.compatibility
    return Reading(
        compatibility=Compatibility(_text(table, "compatibility") or unsaid),
        content=Content(_text(table, "content") or default.content),
        growth=Growth(_text(table, "growth") or default.growth),
        withdrawn=Withdrawn(_text(table, "withdrawn") or default.withdrawn),
        default_changed=Growth(_text(table, "default_changed") or default.default_changed),
        format=Format(_text(table, "format") or default.format),
        draft=_text(table, "draft"),
    )


def _schemas(table: JsonObject) -> tuple[SchemaFile, ...]:
    value = table.get("schemas", [])
    files = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            files.append(SchemaFile(cast("str", each["path"]), _text(each, "strict")))
        else:
            files.append(SchemaFile(cast("str", each)))
    return tuple(files)


def _version(table: JsonObject) -> VersionField:
    default = VersionField(())
    scheme = _text(table, "scheme")
    return VersionField(
        at=_texts(table, "at"),
        scheme=Scheme(scheme) if scheme else None,
        covers=_texts(table, "covers"),
        exact=bool(table.get("exact", default.exact)),
        immutable=bool(table.get("immutable", default.immutable)),
        released_by=_text(table, "released_by") or default.released_by,
        zero=Zero(_text(table, "zero") or default.zero),
    )


def _code(table: JsonObject) -> CodeBinding:
    return CodeBinding(
        field=cast("str", table["field"]),
        registry=cast("str", table["registry"]),
        tier=_text(table, "tier"),
        ordered=bool(table.get("ordered", False)),
    )


def _entries(table: JsonObject) -> Entries:
    at, schema = (cast("str", table[key]) for key in ("at", "schema"))
    version, mode = _text(table, "version"), _text(table, "compatibility")
    return Entries(at, schema, _texts(table, "fixtures"), version, mode)


def _rename(table: JsonObject) -> DeclaredRename:
    at, old, new = (cast("str", table[key]) for key in ("at", "from", "to"))
    return DeclaredRename(at, old, new)


def _drill(table: JsonObject) -> DrillRules:
    return DrillRules(_texts(table, "volatile"), _text(table, "evidence"))


def _view(table: JsonObject) -> View:
    default = View("")
    return View(
        cast("str", table["headline"]),
        good=_texts(table, "good"),
        caution=_texts(table, "caution"),
        reason=_texts(table, "reason"),
        message=_text(table, "message"),
        unblock=_text(table, "unblock"),
        generated=_text(table, "generated"),
        facts=tuple(
            Fact(cast("str", each["at"]), cast("str", each["label"])) for each in _tables(table, "facts")
        ),
        unhealthy=_text(table, "unhealthy") or default.unhealthy,
    )


def _approvals(table: JsonObject) -> dict[Class, ApprovalRule]:
    """What is said; of what asks for as much as breaking does, not less than is said of that."""
    said = {Class(name): _approval_rule(_table(table, name)) for name in table}
    breaking = said.get(Class.BREAKING, DEFAULT_APPROVALS[Class.BREAKING])
    rules = {**DEFAULT_APPROVALS, **said}
    for class_ in (Class.UNDECIDED, Class.RENAME):
        if class_ not in said and rules[class_].needed <= breaking.needed:
            rules[class_] = breaking
    return rules


def _approval_rule(table: JsonObject) -> ApprovalRule:
    return ApprovalRule(cast("int", table["needed"]), _texts(table, "roles"))


def _approval_policy(table: JsonObject) -> ApprovalPolicy:
    default = ApprovalPolicy()
    roles, people = (_table(table, key) for key in ("roles", "people"))
    freeze = [_freeze(each) for each in _tables(table, "freeze")]
    return ApprovalPolicy(
        signers=_text(table, "signers") or default.signers,
        ledger=_text(table, "ledger") or default.ledger,
        max_days=cast("int", table.get("max_days", default.max_days)),
        repository=_text(table, "repository"),
        code_owners=cast("bool | str", table.get("code_owners", default.code_owners)),
        roles={role: _texts(roles, role) for role in sorted(roles)},
        people={principal: _texts(people, principal) for principal in sorted(people)},
        freeze=tuple(sorted(freeze, key=lambda each: (each.from_, each.until, each.reason))),
        policy=_approval_rule(_table(table, "policy")) if "policy" in table else default.policy,
    )


def _freeze(table: JsonObject) -> Freeze:
    """TOML's reader writes UTC as `+00:00`; `Z` is what is kept."""
    start, end = (cast("str", table[key]).replace("+00:00", "Z") for key in ("from", "until"))
    return Freeze(start, end, cast("str", table["reason"]))


def _exception(table: JsonObject) -> PolicyException:
    finding, reason, owner, expires = (
        cast("str", table[key]) for key in ("finding", "reason", "owner", "expires")
    )
    return PolicyException(finding, reason, owner, expires)


def _text(table: JsonObject, key: str) -> str | None:
    return cast("str | None", table.get(key))


def _texts(table: JsonObject, key: str) -> tuple[str, ...]:
    """A list of texts; one text stands for a list of one."""
    value: JsonValue = table.get(key, [])
    return (value,) if isinstance(value, str) else tuple(cast("list[str]", value))


def _table(table: JsonObject, key: str) -> JsonObject:
    return cast("JsonObject", table.get(key, {}))


def _tables(table: JsonObject, key: str) -> list[JsonObject]:
    return cast("list[JsonObject]", table.get(key, []))
