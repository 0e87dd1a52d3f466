"""A history to tables of a SQLite file that people query: `revisions`, `releases`, `changes`, `versions`.

The tables are written anew in one transaction, beside the answers that a run keeps there: whoever
reads them sees a whole history, this one or the one before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from govern.histories.store import Store, unusable
from govern.model import History, Judged

TABLES = """
create table meta (name text primary key, value text);
create table contracts (name text primary key, gone integer not null);
create table revisions (
  id integer primary key, contract text not null references contracts(name), number integer not null,
  commit_id text not null, base_id text not null, date text not null, subject text not null,
  status text not null, class text not null, compatibility text not null, backward text not null,
  forward text not null, reason text, needed text not null, had text, mislabelled integer not null);
create table releases (
  id integer primary key, contract text not null references contracts(name), number integer not null,
  base_tag text not null, head_tag text not null,
  commit_id text not null, base_id text not null, date text not null, subject text not null,
  status text not null, class text not null, compatibility text not null, backward text not null,
  forward text not null, reason text, needed text not null, had text, mislabelled integer not null);
create table changes (
  revision integer references revisions(id), release integer references releases(id), id text not null,
  rule text not null, class text not null, needed text not null, path text not null, pointer text not null,
  message text not null, witness text, reason text, claimed_by text);
create table versions (
  revision integer references revisions(id), release integer references releases(id), at text not null,
  scheme text not null, before text, after text, needed text not null, had text not null,
  verdict text not null, suggestion text);
create table faults (
  revision integer references revisions(id), release integer references releases(id), message text not null);
create index revisions_of_contract on revisions (contract, number);
create index revisions_by_class on revisions (class);
create index revisions_of_commit on revisions (commit_id);
create index releases_of_contract on releases (contract, number);
create index changes_of_revision on changes (revision);
create index changes_of_release on changes (release);
create index changes_by_rule on changes (rule);
create index versions_of_revision on versions (revision);
create index versions_of_release on versions (release);
"""
"""Ids of commits are full, dates ISO 8601, witnesses JSON; `had` is null without a version field."""

_NAMES = ("faults", "versions", "changes", "releases", "revisions", "contracts", "meta")
HISTORY_VERSION = 1
"""Of these tables."""


def write(store: Store, history: History) -> None:
    """Write the tables into the store's file. Raises OutputError where that cannot be done."""
    try:
        with store.transaction() as file:
            for name in _NAMES:
                file.execute(f"drop table if exists {name}")
            for statement in TABLES.split(";"):
                file.execute(statement)
            _fill(file, history)
    except sqlite3.Error as error:
        raise unusable(store.path, error) from error


def _fill(file: sqlite3.Connection, history: History) -> None:
    meta = {
        "history_version": str(HISTORY_VERSION),
        "repository": history.repository,
        "after": history.base,
        "head": history.head.commit,
        "policy": history.policy,
        **{f"note {number}": note for number, note in enumerate(history.notes, 1)},
    }
    _put(file, "meta", list(meta.items()))
    _put(file, "contracts", [(name, name in history.gone) for name in history.contracts])
    numbers: dict[str, int] = {}
    for id_, each in enumerate(history.revisions, 1):
        number = numbers[each.contract] = numbers.get(each.contract, 0) + 1
        moment = (each.moment.commit, each.base, each.moment.date, each.moment.subject)
        _put(file, "revisions", [(id_, each.contract, number, *moment, *_row(each.judged))])
        _details(file, (id_, None), each.judged)
    numbers.clear()
    for id_, step in enumerate(history.releases, 1):
        number = numbers[step.contract] = numbers.get(step.contract, 0) + 1
        moment = (step.moment.commit, step.base, step.moment.date, step.moment.subject)
        tags = (step.base_tag, step.head_tag)
        _put(file, "releases", [(id_, step.contract, number, *tags, *moment, *_row(step.judged))])
        _details(file, (None, id_), step.judged)


def _details(file: sqlite3.Connection, of: tuple[int | None, int | None], judged: Judged) -> None:
    changes = [
        (
            *of,
            c.id,
            c.rule,
            c.class_,
            c.level,
            c.path,
            c.pointer,
            c.message,
            c.witness,
            c.reason,
            c.claimed_by,
        )
        for c in judged.changes
    ]
    versions = [
        (*of, v.at, v.scheme, v.base, v.head, v.required, v.actual, v.verdict, v.suggestion)
        for v in judged.versions
    ]
    _put(file, "changes", changes)
    _put(file, "versions", versions)
    _put(file, "faults", [(*of, message) for message in judged.faults])


def _row(judged: Judged) -> tuple[object, ...]:
    return (
        *(judged.status, judged.class_, judged.compatibility, judged.backward, judged.forward),
        *(judged.reason, judged.needed, judged.had, judged.mislabelled),
    )


def _put(file: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        plain = [tuple(_plain(each) for each in row) for row in rows]
        file.executemany(f"insert into {table} values ({marks})", plain)  # noqa: S608  # names of our own


def _plain(value: object) -> object:
    """A value as SQLite takes it: bytes of a path that are no UTF-8 are shown as escapes."""
    return str(value).encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
