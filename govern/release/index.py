"""The records of a contract to the page that lists them, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key

from govern.escape import code
from govern.generated.marks import BEGIN, CHANGELOG, END, parts
from govern.model import Record
from govern.policy.versions import SCHEMES, scheme_of
from govern.release.record import counts

NAME = "index.md"
"""The file of the index in the folder of a contract's records."""


def index(text: str | None, name: str, records: Sequence[Record]) -> str:
    """The index made anew; what stands outside its marks is kept. Raises ValueError where they cannot be
    read."""
    line = "\r\n" if text is not None and "\r\n" in text else "\n"
    table = line + derived(records).replace("\n", line) + line
    if text is None:
        return f"# {name}: every version\n\n<!-- {BEGIN} {CHANGELOG} -->{table}<!-- {END} -->\n"
    found, flaws = parts(NAME, text)
    if flaws or [each.mark.word for each in found] != [CHANGELOG]:
        raise ValueError(f"{NAME} needs one pair of marks: `{BEGIN} {CHANGELOG}` and `{END}`")
    return text[: found[0].start] + table + text[found[0].stop :]


def derived(records: Sequence[Record]) -> str:
    """The table of all versions."""
    rows = ["| version | follows | class | changes |", "|---|---|---|---|"]
    for each in in_order(records):
        follows = code(each.follows) if each.follows is not None else ""
        link = f"[{code(each.version)}]({each.version}.md)"
        rows.append(f"| {link} | {follows} | {each.class_.value} | {counts(each)} |")
    return "\n".join(rows)


def in_order(records: Sequence[Record]) -> list[Record]:
    """Records, the newest version first: by what their scheme says, else by their text."""

    def compared(one: Record, other: Record) -> int:
        schemes = scheme_of(one.version), scheme_of(other.version)
        if schemes[0] is not None and schemes[0] is schemes[1]:
            row = SCHEMES[schemes[0]]
            before, after = row.parse(one.version), row.parse(other.version)
            if before is not None and after is not None and before.text != after.text:
                return 1 if row.step(before, after).decreased else -1
        return (one.version > other.version) - (one.version < other.version)

    return sorted(records, key=cmp_to_key(compared), reverse=True)
