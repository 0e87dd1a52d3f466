"""What the owner sees of a document, to lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from govern.escape import terminal
from govern.view import Shown, Tone, Word

_BOLD = {Tone.GOOD: "\033[1;32m", Tone.CAUTION: "\033[1;33m", Tone.DANGER: "\033[1;31m"}
_PLAIN = "\033[0m"


def lines(shown: Shown, *, colour: bool) -> Iterator[str]:
    """The headline first, then why, what unblocks it, the facts and the age."""
    head = f"{terminal(shown.headline.code)}  [{shown.tone.value}]"
    yield f"{_BOLD[shown.tone]}{head}{_PLAIN}" if colour else head
    if shown.headline.words:
        yield f"  {terminal(shown.headline.words)}"
    if not shown.healthy:
        yield ""
        yield "  nothing else that it says is shown: it breaks its contract at"
        yield from (f"    {terminal(each)}" for each in shown.errors)
        return
    if shown.reason is not None:
        yield f"  {_worded(shown.reason)}"
    if shown.message:
        yield f"  it says: {terminal(shown.message)}"
    if shown.unblock:
        yield ""
        yield "  what unblocks it"
    for each in shown.unblock:
        yield f"    {terminal(each.type)}: {terminal(each.condition)}"
        yield f"      now {terminal(each.current)}; wanted {terminal(each.target)}"
    yield ""
    labels = [label for label, _ in shown.facts] + ["Age"]
    width = max(len(terminal(label)) for label in labels)
    for label, values in shown.facts:
        said = [_worded(value) for value in values] or ["none"]
        yield f"  {terminal(label):{width}}  {said[0]}"
        yield from (f"  {'':{width}}  {more}" for more in said[1:])
    yield f"  {'Age':{width}}  {age(shown)}"


def age(shown: Shown) -> str:
    """How old a document was when it was looked at, and when it was made."""
    if shown.generated is None or shown.age is None:
        return "not known"
    made = shown.generated.strftime("%Y-%m-%d %H:%M:%S UTC")
    if shown.age < timedelta(0):
        return f"from the future, by {duration(-shown.age)} (made {made})"
    return f"{duration(shown.age)} (made {made})"


def duration(length: timedelta) -> str:
    """A length of time in the two units that matter."""
    seconds = int(length.total_seconds())
    for size, name, below, small in (
        (86_400, "d", 3_600, "h"),
        (3_600, "h", 60, "min"),
        (60, "min", 1, "s"),
    ):
        if seconds >= size:
            return f"{seconds // size} {name} {seconds % size // below} {small}"
    return f"{seconds} s"


def _worded(word: Word) -> str:
    return f"{terminal(word.words)} ({terminal(word.code)})" if word.words else terminal(word.code)
