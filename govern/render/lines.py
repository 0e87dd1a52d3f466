"""Lines of a report for people, to the text of a terminal: escaped, wrapped, indented, coloured.

The one place where text for a terminal is made, so that nothing reaches it without an escape.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from govern.escape import terminal
from govern.render.options import RenderOptions

DEFAULT_WIDTH = 100
NARROWEST = 40
_LABEL_WIDTH = 9


class Role(StrEnum):
    """What a piece of text is, for colour; no role says anything that the words do not."""

    PLAIN = "plain"
    HEADING = "heading"
    BAD = "bad"
    DOUBTFUL = "doubtful"
    GOOD = "good"
    QUIET = "quiet"


PALETTE: Mapping[Role, str] = {
    Role.HEADING: "1",
    Role.BAD: "1;31",
    Role.DOUBTFUL: "33",
    Role.GOOD: "32",
    Role.QUIET: "2",
}
"""SGR parameters by role; a role without a row is not coloured."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: `label` (padded to a column) and `text`, wrapped under itself.

    `role` colours the label, or the text where there is no label. `whole`: never wrapped.
    """

    text: str = ""
    indent: int = 0
    label: str = ""
    role: Role = Role.PLAIN
    whole: bool = False


def width_of(options: RenderOptions) -> int:
    """The columns to fill."""
    return max(NARROWEST, DEFAULT_WIDTH if options.width is None else options.width)


def layout(lines: Iterable[Line], options: RenderOptions) -> str:
    """The lines as text that ends in a newline."""
    return "".join(f"{row}\n" for line in lines for row in _rows(line, options))


def _rows(line: Line, options: RenderOptions) -> list[str]:
    label = terminal(line.label)
    if label:
        label = f"{label:<{_LABEL_WIDTH - 1}} "
    margin = " " * line.indent
    rows = _wrapped(terminal(line.text), width_of(options) - line.indent - len(label), line.whole)
    if not label:
        return [(margin + _painted(row, line.role, options)).rstrip() for row in rows]
    first = (
        f"{margin}{_painted(label.rstrip(), line.role, options)}{' ' * (len(label) - len(label.rstrip()))}"
    )
    hang = margin + " " * len(label)
    return [((hang if at else first) + row).rstrip() for at, row in enumerate(rows)]


def _wrapped(text: str, width: int, whole: bool) -> list[str]:
    """Rows of whole words: a path or a name that is cut in two can be neither copied nor found."""
    if whole or len(text) <= width:
        return [text]
    room = max(width, NARROWEST // 2)
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]


def _painted(text: str, role: Role, options: RenderOptions) -> str:
    code = PALETTE.get(role) if options.colour and text else None
    return text if code is None else f"\x1b[{code}m{text}\x1b[0m"
