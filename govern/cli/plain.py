"""The plain form of `govern validate`, read from its arguments.

Plain are options that are spelled out, each at most once but `--file`, and names of files. Whatever else
there is (a request for help, a mistake, a number, `--option=value`) is for the whole command line to read,
which says the same of plain arguments: a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govern.cli.judging import Wish

_TEXTS = {
    "--contract": "contract",
    "--schema": "schema",
    "--manifest": "manifest",
    "--format": "format_",
    "-f": "format_",
}
_SWITCHES = {"--strict": "strict", "--quiet": "quiet", "-q": "quiet", "--lines": "lines"}


def plain(arguments: Sequence[str]) -> Wish | None:
    """What the arguments of `govern` wish for, None where they are not plain."""
    if not arguments or arguments[0] != "validate":
        return None
    said: dict[str, Any] = {}
    names: list[str] = []
    files: list[str] = []
    rest = iter(arguments[1:])
    for each in rest:
        if each in _SWITCHES:
            said[_SWITCHES[each]] = True
            continue
        if each == "--file" or each in _TEXTS:
            value = next(rest, "-")
            if value.startswith("-") or _TEXTS.get(each) in said:
                return None
            if each == "--file":
                files.append(value)
            else:
                said[_TEXTS[each]] = value
        elif each.startswith("-") and each != "-":
            return None
        else:
            names.append(each)
    from govern.cli.judging import Wish

    return Wish(tuple(names), tuple(files), **said)
