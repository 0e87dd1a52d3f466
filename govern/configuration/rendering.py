"""A Config to the text of a govern.toml that says the same, with a comment on each table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from govern.configuration.toml_text import key, pair
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
    SchemaFile,
    VersionField,
    View,
)
from govern.model import Class, ManifestRules, Reading
from govern.publication import published

if TYPE_CHECKING:
    from govern.model import JsonValue

_HEAD = (
    "# The contracts of this repository, and what govern asks of a change to them.",
    "# Every key is described in the published schema of this file, config.schema.json.",
)
_MODES = "# backward, forward, full (default) or none: whose documents and readers must survive a change"


def render_toml(config: Config) -> str:
    """The text of a govern.toml, which `load` reads back to an equal Config (but for its origin, its
    path and whether its contracts were discovered). Defaults are left out."""
    lines = [*_HEAD, *(f"# {each}" for each in config.origin.splitlines()), *_top(config)]
    for contract in config.contracts:
        lines += ["", *_contract(contract)]
    if config.resources:
        lines += ["", "# Where documents are found that schemas refer to; nothing is ever fetched."]
        lines += ["[resources]", *(pair(uri, target) for uri, target in config.resources.items())]
    for each in config.exceptions:
        lines += ["", "[[exceptions]]", pair("finding", each.finding), pair("reason", each.reason)]
        lines += [pair("owner", each.owner), f"expires = {each.expires}"]
    return "\n".join(lines) + "\n"


def _top(config: Config) -> Iterator[str]:
    default = Config()
    yield ""
    yield pair("schema_version", published("config")["x-version"])
    if config.self_change != default.self_change:
        yield pair("self_change", config.self_change)
    if config.exceptions_from_head:
        yield pair("exceptions_from_head", True)
    if config.protected:
        yield pair("protected", list(config.protected))
    if config.non_ascii_paths:
        yield pair("non_ascii_paths", True)
    limits = {
        name: value
        for name, value, usual in (
            ("max_bytes", config.max_bytes, default.max_bytes),
            ("max_depth", config.max_depth, default.max_depth),
        )
        if value != usual
    }
    if config.approvals is not None:
        yield from ("", *_approval_policy(config.approvals))
    if limits:
        yield from ("", "# What one document may cost to read.", "[limits]")
        yield from (pair(name, value) for name, value in limits.items())


def _approval_policy(policy: ApprovalPolicy) -> Iterator[str]:
    default = ApprovalPolicy()
    yield "# How approvals are verified: who signs, where records stand, how long they are good."
    yield "[approvals]"
    for name, value, usual in (
        ("signers", policy.signers, default.signers),
        ("ledger", policy.ledger, default.ledger),
        ("max_days", policy.max_days, default.max_days),
        ("repository", policy.repository, default.repository),
        ("code_owners", policy.code_owners, default.code_owners),
    ):
        if value != usual:
            yield pair(name, value)
    if policy.policy != default.policy:
        yield pair("policy", _approval(policy.policy))
    for name, table in (("roles", policy.roles), ("people", policy.people)):
        if table:
            yield from ("", f"[approvals.{name}]")
            yield from (pair(each, list(texts)) for each, texts in table.items())
    for freeze in policy.freeze:
        yield from ("", "[[approvals.freeze]]", f"from = {freeze.from_}", f"until = {freeze.until}")
        yield pair("reason", freeze.reason)


def _contract(contract: Contract) -> Iterator[str]:
    table = f"contracts.{key(contract.name)}"
    yield f"[{table}]"
    yield from _files(contract)
    yield from _reading(contract)
    if contract.entry_points:
        yield pair("entry_points", list(contract.entry_points))
    if contract.versions == ():
        yield pair("versions", [])
    for version in contract.versions or ():
        yield from _version(table, version)
    for code in contract.codes:
        yield from _code(table, code)
    yield from _manifest_rules(table, contract.manifest_rules)
    if contract.entries is not None:
        yield from ("", *_entries(table, contract.entries))
    for rename in contract.renames:
        yield from ("", *_rename(table, rename))
    yield from _drill(table, contract.drill)
    if contract.view is not None:
        yield from ("", *_view(table, contract.view))
    approvals = [class_ for class_ in Class if contract.approvals[class_] != DEFAULT_APPROVALS[class_]]
    if approvals:
        yield from ("", "# How many people must approve a change of each class.", f"[{table}.approvals]")
        yield from (pair(class_.value, _approval(contract.approvals[class_])) for class_ in approvals)


def _files(contract: Contract) -> Iterator[str]:
    if contract.manifest is not None:
        yield pair("manifest", contract.manifest)
    if contract.schemas:
        yield pair("schemas", [_schema(each) for each in contract.schemas])
    for name, globs in (
        ("fixtures", contract.fixtures),
        ("rejects", contract.rejects),
        ("docs", contract.docs),
        ("generated", contract.generated),
        ("drills", contract.drills),
    ):
        if globs:
            yield pair(name, list(globs))
    if contract.changelog is not None:
        yield pair("changelog", contract.changelog)


def _drill(table: str, drill: DrillRules) -> Iterator[str]:
    if drill == DrillRules():
        return
    yield from ("", f"[{table}.drill]")
    if drill.volatile:
        yield pair("volatile", list(drill.volatile))
    if drill.evidence is not None:
        yield pair("evidence", drill.evidence)


def _view(table: str, view: View) -> Iterator[str]:
    default = View(view.headline)
    yield from (f"[{table}.view]", pair("headline", view.headline))
    for name, texts in (("good", view.good), ("caution", view.caution), ("reason", view.reason)):
        if texts:
            yield pair(name, list(texts))
    for name, text in (("message", view.message), ("unblock", view.unblock), ("generated", view.generated)):
        if text is not None:
            yield pair(name, text)
    if view.facts:
        yield pair("facts", [{"at": each.at, "label": each.label} for each in view.facts])
    if view.unhealthy != default.unhealthy:
        yield pair("unhealthy", view.unhealthy)


def _schema(schema: SchemaFile) -> JsonValue:
    return schema.path if schema.strict is None else {"path": schema.path, "strict": schema.strict}


def _reading(contract: Contract) -> Iterator[str]:
    reading, default = contract.reading, Reading()
    if contract.compatibility_given:
        yield pair("compatibility", reading.compatibility.value)
    elif contract.discovered:
        yield _MODES
        yield f"# {pair('compatibility', reading.compatibility.value)}"
    for name, value, usual in (
        ("content", reading.content, default.content),
        ("growth", reading.growth, default.growth),
        ("withdrawn", reading.withdrawn, default.withdrawn),
        ("default_changed", reading.default_changed, default.default_changed),
        ("format", reading.format, default.format),
    ):
        if value != usual:
            yield pair(name, value.value)
    if reading.draft is not None:
        yield pair("draft", reading.draft)


def _version(table: str, version: VersionField) -> Iterator[str]:
    default = VersionField(())
    yield from ("", f"[[{table}.versions]]", pair("at", list(version.at)))
    if version.scheme is not None:
        yield pair("scheme", version.scheme.value)
    if version.covers:
        yield pair("covers", list(version.covers))
    if version.exact:
        yield pair("exact", True)
    if version.immutable:
        yield pair("immutable", True)
    if version.released_by != default.released_by:
        yield pair("released_by", version.released_by)
    if version.zero != default.zero:
        yield pair("zero", version.zero.value)


def _code(table: str, code: CodeBinding) -> Iterator[str]:
    yield from ("", f"[[{table}.codes]]", pair("field", code.field), pair("registry", code.registry))
    if code.tier is not None:
        yield pair("tier", code.tier)
    if code.ordered:
        yield pair("ordered", True)


def _entries(table: str, entries: Entries) -> Iterator[str]:
    yield f"[{table}.entries]"
    yield from (pair("at", entries.at), pair("schema", entries.schema))
    if entries.fixtures:
        yield pair("fixtures", list(entries.fixtures))
    for name, value in (("version", entries.version), ("compatibility", entries.compatibility)):
        if value is not None:
            yield pair(name, value)


def _rename(table: str, rename: DeclaredRename) -> Iterator[str]:
    yield f"[[{table}.renames]]"
    yield from (pair("at", rename.at), pair("from", rename.from_), pair("to", rename.to))


def _manifest_rules(table: str, rules: ManifestRules) -> Iterator[str]:
    default = ManifestRules()
    if rules == default:
        return
    yield from ("", f"[{table}.manifest_rules]")
    if rules.text != default.text:
        yield pair("text", list(rules.text))
    if rules.ordered is not None:
        yield pair("ordered", list(rules.ordered))
    if rules.text_sections:
        yield pair("text_sections", list(rules.text_sections))


def _approval(rule: ApprovalRule) -> JsonValue:
    whole: dict[str, JsonValue] = {"needed": rule.needed}
    return whole | {"roles": list(rule.roles)} if rule.roles else whole
