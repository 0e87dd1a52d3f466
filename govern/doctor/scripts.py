"""The text of a CI job that a shell runs, to its commands and to the calls of govern in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from govern.doctor.calls import Call, call
from govern.doctor.failing import Shell, lost, skipped
from govern.doctor.shell import Command, commands
from govern.doctor.tokens import ShellError
from govern.documents import Document
from govern.model import Place

_BLOCK = re.compile(r":\s+\|[-+0-9]*\s*(?:#.*)?$|^\s*-\s+\|[-+0-9]*\s*(?:#.*)?$")
LONGEST = 20_000
"""Characters of a script that is read at most: in a pull request a workflow is a stranger's file."""
_SPEAKS = re.compile(r"\bgovern\s+check\b")


@dataclass(frozen=True, slots=True)
class Use:
    """A call of `govern check` in a script: where it stands, and in words how its failure is lost and how
    it can be passed over, if so."""

    call: Call
    place: Place
    lost: str | None
    skipped: str | None


@dataclass(frozen=True, slots=True)
class Script:
    """A script: its text, the place of each of its lines, its commands, and the calls of `govern check` among
    them. `flaw`: why it cannot be read, which matters where it speaks of `govern check`."""

    path: str
    text: str
    places: tuple[Place, ...]
    commands: tuple[Command, ...] = ()
    uses: tuple[Use, ...] = ()
    flaw: str = ""

    @property
    def unreadable(self) -> bool:
        """Whether it speaks of `govern check`, and nobody can tell what becomes of it."""
        return bool(self.flaw) and bool(_SPEAKS.search(self.text))

    def place(self, line: int) -> Place:
        """Where a line (from 0) stands."""
        return self.places[min(line, len(self.places) - 1)]


def script(document: Document, parts: Sequence[tuple[str, str]], shell: Shell) -> Script:
    """The script that some texts of a document make, each with its pointer, run one after the other."""
    texts = [text for text, _ in parts]
    places = tuple(place for text, pointer in parts for place in _places(document, pointer, text))
    whole = "\n".join(text.rstrip("\n") for text in texts)
    blank = Script(document.path, whole, places or (Place(""),))
    if len(whole) > LONGEST:
        return replace(blank, flaw=f"it has more than {LONGEST:,} characters")
    try:
        read = replace(blank, commands=commands(whole))
    except ShellError as error:
        return replace(blank, flaw=str(error))
    except RecursionError:
        return replace(blank, flaw="quotations and expansions are nested too deeply")
    return replace(read, uses=tuple(_uses(read, shell)))


def _uses(script: Script, shell: Shell) -> Iterator[Use]:
    for at, command in enumerate(script.commands):
        found = call(command.words)
        if found is None:
            continue
        gone = lost(script.commands, at, shell)
        if found.substituted and not found.assigned:
            gone = "it runs inside of `$(…)`, whose exit status the command around it does not pass on"
        yield Use(found, script.place(command.line), gone, skipped(script.commands, at))


def _places(document: Document, pointer: str, text: str) -> Iterator[Place]:
    """The place of each line. In a block of YAML (`|`) they follow the line of the key (YAML 1.2.2, 8.1.2);
    in any other form all of them stand where the text begins."""
    start = document.place(pointer)
    count = text.rstrip("\n").count("\n") + 1
    lines = document.text.splitlines()
    if start.line is None or not _BLOCK.search(lines[start.line - 1] if start.line <= len(lines) else ""):
        yield from (start,) * count
        return
    for line in range(start.line + 1, start.line + 1 + count):
        said = lines[line - 1] if line <= len(lines) else ""
        yield replace(start, line=line, column=len(said) - len(said.lstrip()) + 1)
