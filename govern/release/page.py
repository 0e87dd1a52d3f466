"""A record to the page of its version: a derived part between marks, and around it what people wrote.

    # status 6.0
    <!-- govern:begin changelog -->  …  <!-- govern:end -->
    ## What to do now
    ### `1a2b3c4d5e6f` property `x` was removed     one for each change that breaks or renames

Only what stands between the marks is ever rewritten. What people must still say is asked for at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govern.documents import dumps
from govern.escape import cell, code, prose, shortened
from govern.generated.marks import BEGIN, CHANGELOG, END, Part, parts
from govern.model import Class, Record, RecordedChange
from govern.release.answers import PAGE, SHORT, unanswered
from govern.release.record import Section, counts, section_of

ASKING = "## What to do now"
"""The heading under which people say it."""
_WITNESS = 300
_MANY = 4
"""So many changes of one rule are asked about together; who wants to may take them apart."""
_FIRST = f"<!-- {BEGIN} {CHANGELOG} -->"
_LAST = f"<!-- {END} -->"


def new_page(record: Record) -> str:
    """The page of a version that has none yet."""
    return renewed(f"# {record.contract} {record.version}\n", record)


def renewed(text: str, record: Record) -> str:
    """A page with its derived part made anew, every other byte kept, and at its end a heading for each change
    that nobody has yet said what to do about. Raises ValueError where its marks cannot be read."""
    line = "\r\n" if "\r\n" in text else "\n"
    part = derived_part(text)
    fresh = line + derived(record).replace("\n", line) + line
    if part is not None:
        text = text[: part.start] + fresh + text[part.stop :]
    else:
        head, rest = _after_title(text)
        text = f"{head}{line}{_FIRST}{fresh}{_LAST}{line}{rest}"
    asked = [each for each in unanswered(text, record) if not each.asked]
    if not asked:
        return text
    text += "" if text.endswith("\n") else line
    text += "" if ASKING in text else f"{line}{ASKING}{line}"
    for question in _questions([each.change for each in asked], record):
        text += line + question.replace("\n", line) + line
    return text


def in_step(text: str, record: Record) -> bool:
    """Whether the derived part of a page says what its record says. Raises ValueError as `renewed`."""
    part = derived_part(text)
    if part is None:
        return False
    return text[part.start : part.stop].replace("\r\n", "\n").strip() == derived(record)


def written(text: str) -> str:
    """What people wrote on a page: its text without the title and the derived part. Raises ValueError as
    `renewed`."""
    part = derived_part(text)
    if part is not None:
        start = text.rfind("<!--", 0, part.start)
        stop = text.index("-->", part.stop) + len("-->")
        text = text[:start] + text[stop:]
    return _after_title(text)[1]


def derived_part(text: str) -> Part | None:
    """The derived part of a page, None where it has none. Raises ValueError where marks cannot be read, or
    there are two such parts."""
    found, flaws = parts(PAGE, text)
    if flaws:
        raise ValueError(f"line {flaws[0].line}: {flaws[0].message}")
    own = [each for each in found if each.mark.word == CHANGELOG]
    if len(own) > 1:
        raise ValueError(f"line {own[1].line}: a second `{BEGIN} {CHANGELOG}`")
    return own[0] if own else None


def derived(record: Record) -> str:
    """The derived part, without the line breaks around it."""
    blocks = [_summary(record)]
    for section in Section:
        told = [each for each in record.changes if section_of(each) is section]
        table = list(_migration(record)) if section is Section.RENAMED else []
        if told or table:
            blocks.append(f"## {section.value}")
            blocks += ["\n".join(line for each in told for line in _item(each))] if told else []
            blocks += ["\n".join(table)] if table else []
        if section is Section.DEPRECATED and record.accepted:
            blocks += ["## Accepted exceptions", "\n".join(_accepted(record))]
    return "\n\n".join(blocks)


def _summary(record: Record) -> str:
    follows = f"Follows {code(record.follows)}." if record.follows is not None else "The first version."
    said = counts(record) or "nothing that is accepted or declared differs"
    return f"{follows} **Class:** {record.class_.value} ({said})."


def _item(change: RecordedChange) -> Iterator[str]:
    where = f"{change.path}#{change.pointer}" if change.pointer else change.path
    mark = "undecided: " if change.class_ is Class.UNDECIDED else ""
    yield f"- {code(change.id[:SHORT])} {mark}{prose(change.message)} ({code(where)})"
    if change.reason is not None:
        why = "it could not be decided" if change.class_ is Class.UNDECIDED else "because"
        yield f"  - {why}: {prose(change.reason)}"
    if change.witness is not None:
        yield f"  - shown by {code(shortened(dumps(change.witness.document), _WITNESS))}"


def _migration(record: Record) -> Iterator[str]:
    if not record.renames:
        return
    yield "| what | where | before | after | the old name |"
    yield "|---|---|---|---|---|"
    for each in record.renames:
        old = "is still declared" if each.old_still_declared else "is gone"
        where = cell(code(f"{each.path}#{each.container}"))
        names = " | ".join(cell(code(name)) for name in (each.from_, each.to))
        yield f"| {each.kind.value.replace('_', ' ')} | {where} | {names} | {old} |"


def _accepted(record: Record) -> Iterator[str]:
    for each in record.accepted:
        yield f"- {code(each.rule)} {prose(each.message)}"
        yield f"  - accepted by {code(each.owner)} until {code(each.expires)}: {prose(each.reason)}"


def _questions(changes: Sequence[RecordedChange], record: Record) -> Iterator[str]:
    """A heading for each change; one for all of a rule, where there are many that one answer may do for."""
    before = _plain(f" of {record.follows}" if record.follows is not None else "")
    asking = f"<!-- What do readers and writers{before} do now? Say it here. -->"
    for rule in dict.fromkeys(each.rule for each in changes):
        alike = [each for each in changes if each.rule == rule]
        if len(alike) >= _MANY:
            about = " ".join(each.id[:SHORT] for each in alike)
            yield f"### {len(alike)} changes: {code(rule)}\n\n<!-- {about} -->\n\n{asking}"
            continue
        for each in alike:
            yield f"### {code(each.id[:SHORT])} {prose(each.message)}\n\n{asking}"


def _plain(text: str) -> str:
    """A version in a comment: nothing in it ends the comment."""
    return "".join(each for each in text if each.isalnum() or each in " .+_-").replace("--", "-")


def _after_title(text: str) -> tuple[str, str]:
    """A page cut after its title, which is the first line where that is a heading."""
    first, mark, rest = text.partition("\n")
    if first.startswith("# "):
        return first + (mark or "\n"), rest
    return "", text
