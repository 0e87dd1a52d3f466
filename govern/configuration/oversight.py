"""The table of approvals, and what contracts ask for, to the mistakes that no single key shows.

As in `structure`, tables are taken as they were written; what has the wrong type is passed over.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from govern.configuration.positions import KeyPath
from govern.configuration.shape import Mistake
from govern.configuration.toml_text import dotted, string
from govern.model import JsonObject, JsonValue

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def mistakes(document: JsonObject) -> Iterator[Mistake]:
    """Every such mistake of a configuration; none where approvals are not verified."""
    if not isinstance(document.get("approvals"), dict):
        return
    table = _table(document.get("approvals"))
    yield from _frozen(table)
    yield from _shared(_table(table.get("people")))
    yield from _signers_in_ledger(table)
    roles = {role: _texts(holders) for role, holders in _table(table.get("roles")).items()}
    yield from _askable(_table(table.get("policy")), roles, ("approvals", "policy"))
    for name, contract in _table(document.get("contracts")).items():
        asked = _table(_table(contract).get("approvals"))
        for class_, rule in asked.items():
            path: KeyPath = ("contracts", name, "approvals", class_)
            yield from _askable(_table(rule), roles, path)
            if class_ == "additive" and _table(rule).get("needed") == 0:
                message = f"`{dotted((*path, 'needed'))}` is 0: anybody could add to the contract unseen"
                yield Mistake((*path, "needed"), "config-value", message, "where approvals count, ask for 1")


def _frozen(table: JsonObject) -> Iterator[Mistake]:
    freezes = table.get("freeze")
    for position, value in enumerate(freezes if isinstance(freezes, list) else []):
        path: KeyPath = ("approvals", "freeze", position)
        moments = [_table(value).get(key) for key in ("from", "until")]
        for key, text in zip(("from", "until"), moments, strict=True):
            if isinstance(text, str) and not _is_day(text[:10]):
                message = f"`{dotted((*path, key))}`: there is no day {text[:10]}"
                yield Mistake((*path, key), "config-date", message, "for example 2026-12-31T00:00:00Z")
        start, end = (each.replace("+00:00", "Z") if isinstance(each, str) else "" for each in moments)
        if start and end and start >= end:
            message = f"`{dotted(path)}` ends before it begins"
            yield Mistake(path, "config-value", message, "name the first moment after it as `until`")


def _is_day(text: str) -> bool:
    """Whether the calendar has a day; what has not the form of one is for the schema to say."""
    if not _DAY.fullmatch(text):
        return True
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shared(people: JsonObject) -> Iterator[Mistake]:
    """A name on a platform is one person's; the name of a team is not. Two principals behind one name would
    be one person who counts twice."""
    owners: dict[str, str] = {}
    for principal, accounts in people.items():
        for account in _texts(accounts):
            name = account.casefold()
            owner = owners.setdefault(name, principal)
            if owner != principal and "/" not in account:
                path: KeyPath = ("approvals", "people", principal)
                message = f"`{dotted(path)}`: {string(account)} is {string(owner)} already"
                remedy = "one person signs under one name; keep one of the two"
                yield Mistake(path, "config-duplicate", message, remedy)


def _signers_in_ledger(table: JsonObject) -> Iterator[Mistake]:
    """The ledger is no part of what is approved, so nothing that decides may stand in it."""
    ledger = table.get("ledger", ".govern/approvals")
    for key, usual in (("signers", ".govern/allowed_signers"), ("code_owners", False)):
        file = table.get(key, usual)
        if isinstance(ledger, str) and isinstance(file, str) and f"{file}/".startswith(f"{ledger}/"):
            message = f"`approvals.{key}`: {string(file)} stands in the ledger"
            remedy = "name a file outside the ledger: what stands in it is not covered by approvals"
            yield Mistake(("approvals", key), "config-path", message, remedy)


def _askable(rule: JsonObject, roles: dict[str, tuple[str, ...]], path: KeyPath) -> Iterator[Mistake]:
    """Roles that nobody defined, or that too few hold for the number of people who are asked for."""
    asked, needed = _texts(rule.get("roles")), rule.get("needed")
    unknown = [role for role in asked if role not in roles]
    for role in unknown:
        message = f"`{dotted((*path, 'roles'))}`: there is no role {string(role)}"
        remedy = f'say who holds it: [approvals.roles] {role} = ["alice@example.com"]'
        yield Mistake((*path, "roles"), "config-value", message, remedy)
    holders = {holder for role in asked for holder in roles.get(role, ())}
    if asked and not unknown and isinstance(needed, int) and len(holders) < needed:
        message = f"`{dotted(path)}` asks for {needed} people, and {len(holders)} hold the roles it names"
        yield Mistake(path, "config-value", message, "name more holders, or ask for fewer")


def _table(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _texts(value: JsonValue) -> tuple[str, ...]:
    """The texts of a list; one text stands for a list of one."""
    listed = value if isinstance(value, list) else [value]
    return tuple(each for each in listed if isinstance(each, str))
