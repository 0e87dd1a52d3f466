"""A diagnosis of the wiring, to text for people or JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from govern.doctor import Diagnosis
from govern.documents import dumps
from govern.escape import json_text
from govern.model import Finding, FindingLevel, JsonObject
from govern.render import facts
from govern.render.lines import Line, Role, layout
from govern.render.options import RenderOptions

SCHEMA_VERSION = 1
"""Of the structure of the JSON."""


def text(diagnosis: Diagnosis, options: RenderOptions) -> str:
    """The whole diagnosis; its last line says whether the wiring is sound."""
    return layout(_lines(diagnosis, options), options)


def as_json(diagnosis: Diagnosis, options: RenderOptions) -> str:
    """`{schema_version, sound, read, faults, unseen}`; a fault is as a finding of the report, with its
    `why`."""
    value: JsonObject = {
        "schema_version": SCHEMA_VERSION,
        "sound": diagnosis.sound,
        "read": list(diagnosis.read),
        "faults": [_fault(each, options) for each in diagnosis.faults],
        "unseen": [{"what": each.what, "look": each.look} for each in diagnosis.unseen],
    }
    return json_text(dumps(value, indent=2)) + "\n"


FORMATS: Mapping[str, Callable[[Diagnosis, RenderOptions], str]] = {"text": text, "json": as_json}
"""Every format by name, the default first."""


def _lines(diagnosis: Diagnosis, options: RenderOptions) -> Iterator[Line]:
    found = facts.sorted_out(diagnosis.faults)
    yield Line(", ".join(diagnosis.read) or "no file of the wiring is here", 0, "read", Role.QUIET)
    yield from _section("undermines the gate", found.blocking, options)
    yield from _section("notes", found.notes, options)
    if diagnosis.unseen:
        yield Line()
        yield Line("not visible from here: nobody verified", role=Role.HEADING)
    for each in diagnosis.unseen:
        yield Line(each.what, 2)
        yield Line(each.look, 4, "look")
    yield Line()
    yield _sum(diagnosis, found)


def _section(title: str, faults: Sequence[Finding], options: RenderOptions) -> Iterator[Line]:
    if not faults:
        return
    yield Line()
    yield Line(title, role=Role.HEADING)
    for each in faults:
        role = Role.BAD if each.level is FindingLevel.BLOCKS else Role.DOUBTFUL
        yield Line(each.rule, 2, role=role)
        where = facts.place(each.path, each.place)
        if where:
            yield Line(where, 4, whole=True)
        yield Line(each.message, 4)
        rule = options.rules.get(each.rule)
        if rule is not None:
            yield Line(rule.why, 4, "why")
        yield Line(each.remedy, 4, "do")


def _sum(diagnosis: Diagnosis, found: facts.Findings) -> Line:
    counted = [
        facts.counted(len(found.blocking), "fault"),
        facts.counted(len(found.notes), "note"),
        f"{facts.counted(len(diagnosis.unseen), 'thing')} unseen",
    ]
    said = "nothing that is visible undermines the gate" if diagnosis.sound else "the gate is undermined"
    return Line(f"wiring: {said} ({', '.join(counted)})", role=Role.GOOD if diagnosis.sound else Role.BAD)


def _fault(fault: Finding, options: RenderOptions) -> JsonObject:
    place = fault.place
    rule = options.rules.get(fault.rule)
    return {
        "rule": fault.rule,
        "level": str(fault.level),
        "path": fault.path,
        "place": None
        if place is None
        else {"pointer": place.pointer, "line": place.line, "column": place.column},
        "message": fault.message,
        "why": "" if rule is None else rule.why,
        "remedy": fault.remedy,
    }
