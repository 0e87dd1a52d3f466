"""Two revisions of a schema to the findings about the schema itself: invalid, unusable, misspelt."""

from __future__ import annotations

from govern import pointer
from govern.model import Finding, FindingLevel, JsonValue, Place
from govern.schema.dialect import Draft, keywords, subschemas
from govern.schema.reach import Path
from govern.schema.revision import SchemaRevision


def schema_findings(base: SchemaRevision, head: SchemaRevision, path: str) -> tuple[Finding, ...]:
    """A schema that breaks its metaschema, or that no validator can build, is a finding."""
    found: list[Finding] = []
    standing = bool(base.faults) and base.raw == head.raw
    level = FindingLevel.STANDING if standing else FindingLevel.BLOCKS
    found += [
        Finding(
            "schema-invalid",
            level,
            f"not a valid schema at {fault.pointer or 'the root'}: {fault.message}",
            "mend the schema so that its own metaschema accepts it",
            path,
            Place(fault.pointer),
        )
        for fault in head.faults
    ]
    if head.draft is None:
        same = base.declared == head.declared
        found.append(
            Finding(
                "dialect-unknown",
                FindingLevel.STANDING if same else FindingLevel.BLOCKS,
                f"`$schema` names {head.declared}, a dialect govern does not know",
                "use a draft from 4 to 2020-12, so that its meaning can be decided",
                path,
                Place("/$schema"),
            )
        )
    elif not head.faults and head.unusable:
        unchanged = base.raw == head.raw
        found.append(
            Finding(
                "schema-unusable",
                FindingLevel.STANDING if unchanged else FindingLevel.BLOCKS,
                f"{head.unusable} (a pattern or reference in it that neither can read)",
                "mend the pattern or reference: nobody can validate documents against this schema",
                path,
                Place(""),
            )
        )
    return (*found, *_typos(base, head, path))


def _typos(base: SchemaRevision, head: SchemaRevision, path: str) -> tuple[Finding, ...]:
    """Keywords newly added that the dialect does not know and that nearly are one it knows."""
    if head.draft is None:
        return ()
    every = {name for draft in Draft for name in keywords(draft)}
    old = {(tokens[-1]) for tokens in _unknown(base)} if base.draft else set()
    found: list[Finding] = []
    for tokens in _unknown(head):
        name = tokens[-1]
        if name in old or name in every or name.startswith("x-") or len(name) < 4:
            continue
        near = sorted(each for each in keywords(head.draft) if _within_two(name, each))
        if not near:
            continue
        found.append(
            Finding(
                "keyword-unknown",
                FindingLevel.BLOCKS,
                f"`{name}` is not a keyword of this dialect and checks nothing",
                f"write `{near[0]}`, or a name that cannot be mistaken for it",
                path,
                Place(pointer.join(tokens)),
            )
        )
    return tuple(found)


def _unknown(side: SchemaRevision) -> list[Path]:
    """Where a schema uses keywords that its dialect does not know."""
    if side.draft is None:
        return []
    known = keywords(side.draft)
    found: list[Path] = []
    stack: list[tuple[Path, JsonValue]] = [((), side.schema)]
    while stack:
        tokens, schema = stack.pop()
        if not isinstance(schema, dict):
            continue
        found += [(*tokens, name) for name in schema if name not in known]
        stack += [((*tokens, *below), each) for below, each in subschemas(schema, side.draft)]
    return sorted(found)


def _within_two(a: str, b: str) -> bool:
    """Whether two letters or fewer turn one word into the other (Levenshtein distance)."""
    if abs(len(a) - len(b)) > 2 or a == b:
        return a == b
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return row[-1] <= 2
