"""One drill's outcome, and the sign-off of all, to text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from govern.documents import dumps
from govern.drills import Drill, Observed, Row, State
from govern.drills.capture import NOT_MEASURED
from govern.escape import cell, code, prose, shortened, terminal
from govern.model import JsonValue

_LISTED = 12
_LIMIT = 160


def outcome(drill: Drill, observed: Observed, folder: str) -> str:
    """What came of one drill, for people."""
    return "\n".join(terminal(line) for line in _outcome(drill, observed, folder))


def _outcome(drill: Drill, observed: Observed, folder: str) -> Iterator[str]:
    red = observed.red(drill.limit)
    yield f"{drill.title}: {'red' if red else 'green'}"
    yield f"  fixture       {drill.fixture}"
    time = f"{NOT_MEASURED} ({observed.why})" if observed.safe is None else f"{observed.safe:.2f} s"
    yield f"  time to safe  {time}" + (f"; allowed: {drill.time}" if drill.time else "")
    if observed.sequence:
        yield f"  answers       {len(observed.sequence)} that said something new"
    for error in observed.errors[:_LISTED]:
        yield f"  breaks        {shortened(error, _LIMIT)}"
    for each in observed.differences[:_LISTED]:
        expected, seen = (
            "nothing" if each.missing == side else shortened(dumps(value), _LIMIT)
            for side, value in (("expected", each.expected), ("observed", each.observed))
        )
        yield f"  differs       {each.pointer or 'the root'}: expected {expected}, observed {seen}"
    left = max(len(observed.errors) - _LISTED, 0) + max(len(observed.differences) - _LISTED, 0)
    if left:
        yield f"                and {left} more in result.json"
    yield f"  evidence      {folder}"
    yield from (f"  red           {why}" for why in red)


def _text(name: str, version: str, rows: Sequence[Row]) -> str:
    width = max(len(each.drill.name) for each in rows)
    lines = [f"drills of {name}, version {version or 'none'}"]
    for each in rows:
        found = each.evidence
        run = f"{found.started}  {found.time}" if found is not None and not found.fault else ""
        lines.append(f"  {each.state.value:8} {each.drill.name:{width}}  {run}".rstrip())
        lines += [f"           {why}" for why in each.why]
    return "\n".join(terminal(line) for line in (*lines, _sum(rows)))


def _markdown(name: str, version: str, rows: Sequence[Row]) -> str:
    lines = [
        f"# Sign-off: drills of {code(name)} {code(version or 'none')}",
        "",
        "| drill | state | run | by | time to safe | allowed | evidence |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for each in rows:
        found = each.evidence
        run = ("", "", "", "") if found is None else (found.started, found.by, found.time, found.folder)
        cells = [
            cell(code(each.drill.name)),
            f"**{each.state.value}**" + "".join(f"; {cell(prose(why))}" for why in each.why),
            cell(prose(run[0])),
            cell(prose(run[1])),
            cell(prose(run[2])),
            cell(prose(each.drill.time)),
            cell(code(run[3])) if run[3] else "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join((*lines, "", _sum(rows)))


def _json(name: str, version: str, rows: Sequence[Row]) -> str:
    listed: list[JsonValue] = []
    for each in rows:
        found = each.evidence
        listed.append(
            {
                "drill": each.drill.name,
                "state": each.state.value,
                "why": list(each.why),
                "fixture": each.drill.fixture,
                "started": found.started if found else None,
                "by": found.by if found else None,
                "time_to_safe": found.time if found else None,
                "evidence": found.folder if found else None,
            }
        )
    good = all(each.state is State.GREEN for each in rows)
    return dumps({"contract": name, "version": version, "signed_off": good, "drills": listed}, 2)


def _sum(rows: Sequence[Row]) -> str:
    green = sum(each.state is State.GREEN for each in rows)
    return f"{green} of {len(rows)} drills are green" + ("" if green == len(rows) else ": not signed off")


FORMATS: Mapping[str, Callable[[str, str, Sequence[Row]], str]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}
"""The name of a contract, its version and the rows, to a text."""
