"""A change to the entries of the changelogs that tell of it, and to fragments for other tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from govern.cli.checking import Request, run
from govern.cli.options import sinks
from govern.cli.output import write
from govern.cli.place import Place, opened
from govern.cli.telling import differences, said
from govern.errors import ConfigurationError, Problem, UsageError
from govern.escape import terminal
from govern.model import Class, ContractReview, FindingLevel, Record, Review
from govern.release.answers import unanswered
from govern.release.fragments import FRAGMENTS
from govern.release.index import NAME, index
from govern.release.page import new_page, renewed, written
from govern.release.record_json import same, text_of
from govern.render import facts
from govern.repo import WORKTREE, write_file
from govern.review.reading import Reader
from govern.review.recorded import read_record, records

NOTHING = "nothing"
"""What `--from` says for the first version of all."""
OF_CHANGELOGS = ("changelog-", "release-record-", "release-content-", "limit-time")
"""How the names of the findings about changelogs begin; of what took too long nobody knows what changed."""


class Asked(NamedTuple):
    """What the command line says."""

    from_: str | None
    to: str | None
    contracts: tuple[str, ...]
    config: str | None
    check: bool
    diff: bool
    seconds: float


class _Entry(NamedTuple):
    """A record, and the folder it belongs into."""

    record: Record
    folder: str


def answered(asked: Asked, folder: str, environment: Mapping[str, str]) -> tuple[list[str], bool]:
    """What is to be said, and whether nothing is missing. Raises GovernError where it cannot be found out."""
    review = _reviewed(asked, folder, environment)
    if asked.check:
        return _checked(review)
    with opened(folder, environment, ()) as place:
        entries, lines, good = _entries(review, place)
        texts = _texts(entries, place)
        if asked.diff:
            lines += differences(texts, lambda path: place.reader.text(path) or "")
            return [terminal(each) for each in lines], good and not texts
        for path, text in sorted(texts.items()):
            write_file(place.top, path, text.encode())
            lines.append(f"written: {path}")
        lines += [line for each in entries for line in _asked(each, texts, place.reader)]
    return [terminal(each) for each in lines or ["no version of a contract moved: nothing to tell"]], good


def emitted(asked: Asked, formats: Sequence[str], folder: str, environment: Mapping[str, str]) -> None:
    """Write fragments for other tools. Raises UsageError for a form there is not, OutputError where one
    cannot be written, ConfigurationError where there is nothing to tell."""
    wanted = sinks(formats, "", FRAGMENTS)
    review = _reviewed(asked, folder, environment)
    told = [each.record for each in review.contracts if each.record is not None and _moved(each)]
    if not told:
        problem = Problem(
            "changelog-empty",
            "no version of a contract moved, so there is nothing to tell",
            "bump the version first: `govern bump CONTRACT --write`; or name two versions, --from A --to B",
        )
        raise ConfigurationError(problem)
    with opened(folder, environment, ()) as place:
        pages = {
            each.name: written(text)
            for each in review.contracts
            if each.record is not None
            and (text := place.reader.text(f"{_folder(each)}/{each.record.version}.md")) is not None
        }
    for sink in wanted:
        write(FRAGMENTS[sink.format](told, pages), sink.file)


def _reviewed(asked: Asked, folder: str, environment: Mapping[str, str]) -> Review:
    to = asked.to or ("HEAD" if environment.get("CI") else WORKTREE)
    first = asked.from_ == NOTHING
    base = None if first else asked.from_
    request = Request(base, to, asked.config, asked.contracts, False, asked.seconds, from_nothing=first)
    return run(request, folder, environment)


# --- checking ---


def _checked(review: Review) -> tuple[list[str], bool]:
    if not any(each.changelog for each in review.contracts):
        message = "no contract has a changelog"
        remedy = 'give one a folder: changelog = "changelogs/NAME" in govern.toml'
        raise ConfigurationError(Problem("changelog-empty", message, remedy))
    found = [
        each
        for contract in review.contracts
        for each in contract.findings
        if each.rule.startswith(OF_CHANGELOGS)
    ]
    lines: list[str] = []
    for each in found:
        accepted = f" (accepted: {each.accepted_by})" if each.accepted_by is not None else ""
        first, *rest = said(facts.place(each.path, each.place), each.message, each.rule, each.remedy)
        lines += [first + accepted, *rest]
    bad = [each for each in found if each.level is FindingLevel.BLOCKS and each.accepted_by is None]
    return [terminal(each) for each in lines or ["every changelog says what changed"]], not bad


# --- writing ---


def _entries(review: Review, place: Place) -> tuple[list[_Entry], list[str], bool]:
    """The entries to write, what is to be said of the other contracts, and whether nothing is in the way."""
    entries: list[_Entry] = []
    lines: list[str] = []
    good = True
    for each in review.contracts:
        record = each.record
        given_up = [found.message for found in each.findings if found.rule == "limit-time"]
        lines += given_up
        good = good and not given_up
        if record is None or (each.class_ is Class.EDITORIAL and not _moved(each)):
            continue
        folder = _folder(each)
        if folder in place.tree.entries:
            lines.append(f"{each.name}: {folder} is a file, which people write: an entry wants a folder")
        elif not _moved(each):
            lines.append(f"{each.name}: {record.version} is what it was before the change")
            lines.append(f"  → bump it first: `govern bump {each.name} --write`")
            good = False
        else:
            entries.append(_Entry(record, folder))
            if each.changelog is None:
                lines.append(f"{each.name}: `changelog` is not configured, so nothing asks for {folder}")
                lines.append(f'  → changelog = "{folder}" in govern.toml')
    return entries, lines, good


def _moved(review: ContractReview) -> bool:
    return review.record is not None and review.record.version != review.record.follows


def _folder(review: ContractReview) -> str:
    return review.changelog or f"changelogs/{review.name}"


def _texts(entries: Sequence[_Entry], place: Place) -> dict[str, str]:
    """The files of some entries that are to be written, by path. Raises UsageError where one is in the
    way."""
    found: dict[str, str] = {}
    reader = place.reader
    for record, folder in entries:
        path = f"{folder}/{record.version}.json"
        held = read_record(path, reader)
        if isinstance(held, str):
            message, remedy = f"it is no record of a version: {held}", "move it away, or take it out"
            raise UsageError(Problem("changelog-unwritable", message, remedy, path))
        kept = held if held is not None and same(held, record) else record
        every = {**records(folder, reader), path: kept}
        page, listed = f"{folder}/{record.version}.md", f"{folder}/{NAME}"
        found[path] = text_of(kept)
        found[page] = _made(page, reader, partial(renewed, record=kept), new_page(kept))
        again = partial(index, name=record.contract, records=tuple(every.values()))
        found[listed] = _made(listed, reader, again, again(None))
    return {path: text for path, text in found.items() if reader.text(path) != text}


def _made(path: str, reader: Reader, again: Callable[[str], str], fresh: str) -> str:
    """A text made again around what people wrote, or made new where nothing is there. Raises UsageError."""
    if path not in reader.tree.entries:
        return fresh
    old = reader.text(path)
    try:
        if old is None:
            raise ValueError("it is no text of UTF-8")
        return again(old)
    except ValueError as error:
        raise UsageError(Problem("changelog-unwritable", str(error), "mend it", path)) from error


def _asked(entry: _Entry, texts: Mapping[str, str], reader: Reader) -> Iterator[str]:
    """What people must still say."""
    path = f"{entry.folder}/{entry.record.version}.md"
    text = texts.get(path) or reader.text(path) or ""
    for each in unanswered(text, entry.record):
        yield f"{path}:{each.line or 1}: say what to do about {each.change.id[:12]}: {each.change.message}"
