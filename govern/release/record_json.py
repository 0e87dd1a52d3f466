"""A record to the JSON that `schemas/changelog.schema.json` describes, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from govern.documents import dumps, equal
from govern.escape import json_text
from govern.model import (
    Class,
    JsonObject,
    JsonValue,
    Record,
    RecordedChange,
    RecordedException,
    RecordedRename,
    RecordedVersion,
    RenameKind,
    Standing,
    Witness,
)

VERSION = 1
"""Of the record's structure."""
MARK = "record_version"
"""The member that says that a JSON document is a record."""

Item = TypeVar("Item")


def to_json(record: Record) -> JsonObject:
    """The record as a JSON value. `witness` is present iff there is one: it may be null."""
    return {
        MARK: VERSION,
        "contract": record.contract,
        "version": record.version,
        "follows": record.follows,
        "class": str(record.class_),
        "digest": record.digest,
        "versions": [{"at": each.at, "before": each.before, "after": each.after} for each in record.versions],
        "changes": [_change(each) for each in record.changes],
        "renames": [_rename(each) for each in record.renames],
        "exceptions": [_exception(each) for each in record.accepted],
    }


def text_of(record: Record) -> str:
    """The record as the text of its file, which ends in a newline."""
    return json_text(dumps(to_json(record), indent=2)) + "\n"


def same(one: Record, other: Record) -> bool:
    """Whether two records say the same. Which document shows a change is not part of it: another may do."""
    return equal(_settled(to_json(one)), _settled(to_json(other)))


def from_json(value: JsonValue) -> Record:
    """The record that a JSON value is. Raises ValueError, with the member that is wrong, where it is none."""
    record = _Members(value, "the record")
    if record.value.get(MARK) != VERSION:
        raise ValueError(f"`{MARK}` is not {VERSION}")
    return Record(
        record.text("contract"),
        record.text("version"),
        record.text_or_none("follows"),
        Class(record.text("class")),
        record.text("digest"),
        record.each("versions", _version_of),
        record.each("changes", _change_of),
        record.each("renames", _rename_of),
        record.each("exceptions", _exception_of),
    )


def _settled(value: JsonObject) -> JsonObject:
    changes = value["changes"]
    kept: list[JsonValue] = [
        {name: part for name, part in each.items() if name not in ("witness", "reason")}
        for each in (changes if isinstance(changes, list) else [])
        if isinstance(each, dict)
    ]
    return {**value, "changes": kept}


def _change(change: RecordedChange) -> JsonObject:
    return {
        "id": change.id,
        "rule": change.rule,
        "class": str(change.class_),
        "path": change.path,
        "pointer": change.pointer,
        "message": change.message,
        **({} if change.witness is None else {"witness": change.witness.document}),
        **({} if change.reason is None else {"reason": change.reason}),
    }


def _rename(rename: RecordedRename) -> JsonObject:
    return {
        "kind": str(rename.kind),
        "path": rename.path,
        "container": rename.container,
        "from": rename.from_,
        "to": rename.to,
        "standing": str(rename.standing),
        "old_still_declared": rename.old_still_declared,
    }


def _exception(accepted: RecordedException) -> JsonObject:
    return {
        "finding": accepted.finding,
        "rule": accepted.rule,
        "message": accepted.message,
        "reason": accepted.reason,
        "owner": accepted.owner,
        "expires": accepted.expires,
    }


class _Members:
    """The members of an object, by type. `where` names it in what is raised."""

    def __init__(self, value: JsonValue, where: str) -> None:
        if not isinstance(value, dict):
            raise ValueError(f"{where} is no object")  # what a file holds is a value
        self.value = value
        self.where = where

    def text(self, name: str) -> str:
        found = self.value.get(name)
        if not isinstance(found, str):
            raise ValueError(f"`{name}` of {self.where} is no text")
        return found

    def text_or_none(self, name: str) -> str | None:
        return None if self.value.get(name) is None else self.text(name)

    def flag(self, name: str) -> bool:
        found = self.value.get(name)
        if not isinstance(found, bool):
            raise ValueError(f"`{name}` of {self.where} is neither true nor false")
        return found

    def each(self, name: str, item: Callable[[_Members], Item]) -> tuple[Item, ...]:
        found = self.value.get(name)
        if not isinstance(found, list):
            raise ValueError(f"`{name}` of {self.where} is no list")
        return tuple(item(_Members(part, f"{name}/{index}")) for index, part in enumerate(found))


def _version_of(member: _Members) -> RecordedVersion:
    return RecordedVersion(member.text("at"), member.text_or_none("before"), member.text_or_none("after"))


def _change_of(member: _Members) -> RecordedChange:
    return RecordedChange(
        member.text("id"),
        member.text("rule"),
        Class(member.text("class")),
        member.text("path"),
        member.text("pointer"),
        member.text("message"),
        Witness(member.value["witness"]) if "witness" in member.value else None,
        member.text_or_none("reason"),
    )


def _rename_of(member: _Members) -> RecordedRename:
    return RecordedRename(
        RenameKind(member.text("kind")),
        member.text("path"),
        member.text("container"),
        member.text("from"),
        member.text("to"),
        Standing(member.text("standing")),
        member.flag("old_still_declared"),
    )


def _exception_of(member: _Members) -> RecordedException:
    return RecordedException(
        member.text("finding"),
        member.text("rule"),
        member.text("message"),
        member.text("reason"),
        member.text("owner"),
        member.text("expires"),
    )
