"""Answers by the keys of their tasks, kept in a SQLite file: whole batches, whatever ends the process.

A batch is one transaction, so a killed run leaves every batch that it finished and no part of
another. Answers of another govern are not found: their keys name the engine too. Nothing but JSON is
read back, so a file from a stranger can say what is wrong and can run nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress

from govern.errors import OutputError, Problem
from govern.histories.codec import read, written
from govern.model import Judged

APPLICATION = 0x60BE_0421
"""What marks a SQLite file as a history of govern's (`PRAGMA application_id`)."""

WAIT = 60.0
"""Seconds to wait for another process that writes to the same file."""

_TABLE = """create table if not exists answers (
  key text primary key, engine text not null, seconds real, answer text not null) without rowid"""


class Store:
    """Answers of one engine. `path` None: only in memory. Raises OutputError where the file cannot be used,
    or is none of govern's."""

    def __init__(self, path: str | None, engine: str) -> None:
        self.path = path
        self._engine = engine
        try:
            self._file = sqlite3.connect(path or ":memory:", timeout=WAIT, isolation_level=None)
            self._claim()
        except sqlite3.Error as error:
            raise unusable(path, error) from error

    def get(self, key: str, seconds: float) -> Judged | None:
        """The answer to a task; none where it was given up after less than the deadline that holds now."""
        row = self._file.execute(
            "select answer, seconds from answers where key = ? and engine = ?", (key, self._engine)
        ).fetchone()
        if row is None or (row[1] is not None and row[1] < seconds):
            return None
        with suppress(ValueError, KeyError, TypeError):
            return read(row[0])
        return None

    def put(self, answers: Iterable[tuple[str, Judged]]) -> None:
        """Keep answers, all or none; those with which govern itself failed are not kept."""
        rows = [(key, self._engine, each.gave_up, written(each)) for key, each in answers if not each.broken]
        try:
            with self.transaction():
                self._file.executemany("insert or replace into answers values (?, ?, ?, ?)", rows)
        except sqlite3.Error as error:
            raise unusable(self.path, error) from error

    def forget(self, *, everything: bool = False) -> None:
        """Drop the answers of other engines, or all."""
        condition = "" if everything else " where engine <> ?"
        self._file.execute(f"delete from answers{condition}", () if everything else (self._engine,))  # noqa: S608

    def transaction(self) -> sqlite3.Connection:
        """Begin a transaction; as a context it is committed, or rolled back where something goes wrong."""
        self._file.execute("begin immediate")
        return self._file

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _claim(self) -> None:
        (mark,) = self._file.execute("pragma application_id").fetchone()
        tables = self._file.execute("select count(*) from sqlite_master").fetchone()[0]
        if mark != APPLICATION and tables:
            raise sqlite3.DatabaseError("it is a database of another program")
        self._file.execute(f"pragma application_id = {APPLICATION}")
        self._file.execute(_TABLE)


def unusable(path: str | None, error: Exception) -> OutputError:
    """Why the file cannot be used."""
    remedy = "name another file, in a folder that can be written"
    return OutputError(Problem("output", f"the history cannot be kept there: {error}", remedy, path or ""))
