"""A command of a script to how its failure is lost, if it is: what makes a red check green.

Source: POSIX.1-2024, Shell Command Language, sections 2.9.2 (pipelines), 2.9.3 (lists) and `set -e`: a
command that fails ends the script unless it is a condition, is negated, or stands in a list before `&&` or
`||`; of a pipeline only the last command counts without `pipefail`. Where a script could be read in two ways,
the failure counts as lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from govern.doctor.shell import Command, Part

_STATUS = re.compile(r"([A-Za-z_]\w*)=\$\?", re.ASCII)
_PIPES = ("|", "|&")
_LISTS = ("&&", "||")


@dataclass(frozen=True, slots=True)
class Shell:
    """How a script is run: whether it ends at the first failure, and whether a pipe fails with any part."""

    errexit: bool = True
    pipefail: bool = False


def lost(commands: Sequence[Command], at: int, shell: Shell) -> str | None:
    """In words, how the failure of a command does not become that of the script; None where it does."""
    if any(map(_ends_well, commands)):
        return "a trap ends the script in 0"
    shell = _shell_at(commands, at, shell)
    while True:
        found = _Fall(commands, shell, shielded=_is_shielded(commands, at)).lost(at)
        if found is not None or not commands[at].inside:
            return found
        at = _closing(commands, at)


def skipped(commands: Sequence[Command], at: int) -> str | None:
    """In words, how the script can end well without the command having run; None where it cannot."""
    if Part.BRANCH in commands[at].inside:
        return "it stands in a branch, a loop or a function of the script, which may never be entered"
    if any(map(_may_end_well, commands[:at])):
        return "the script can end in 0 before it"
    while True:
        if commands[_head(commands, at)].before == "||":
            return "it only runs where the command before `||` fails"
        if not commands[at].inside:
            return None
        at = _closing(commands, at)


@dataclass(frozen=True, slots=True)
class _Fall:
    """What becomes of a failure at one level of a script. `shielded`: a group around is in a place where
    `set -e` does not reach, so that the group ends as its last command does."""

    commands: Sequence[Command]
    shell: Shell
    shielded: bool

    def lost(self, at: int) -> str | None:
        """In words, how the failure of a command or a group (by what closes it) is lost at its level."""
        command = self.commands[at]
        if self.commands[_head(self.commands, at)].negated:
            return "`!` before it turns its failure into success"
        if command.inside and command.inside[-1] is Part.CONDITION:
            return "it is the condition of a branch, and the script goes on either way"
        if command.after in _PIPES:
            if not self.shell.pipefail:
                return "its output goes into a pipe, and without `pipefail` only the last command counts"
            while self.commands[at].after in _PIPES:
                at = self.following(at)
        return self.lost_in_list(at, listed=self.commands[_head(self.commands, at)].before == "&&")

    def lost_in_list(self, at: int, *, listed: bool) -> str | None:
        """The list of `&&` and `||` that a pipeline stands in, which ends at a line or a semicolon."""
        if self.commands[self.list_end(at)].after == "&":
            return "it runs in the background, and nothing waits for how it ends"
        while self.commands[at].after in (*_PIPES, *_LISTS):
            if self.commands[at].after == "||":
                return self.alternative(at)
            listed = listed or self.commands[at].after == "&&"
            at = self.following(at)
        rest = self.rest(at)
        if not any(each.words for each in rest):
            return None
        if listed:
            return "what fails before `&&` does not end the script, and commands follow"
        if (self.shell.errexit and not self.shielded) or _passed_on(rest, self.commands[at].inside):
            return None
        return "the script does not end at a failure there, and commands follow"

    def alternative(self, at: int) -> str | None:
        """What `||` offers instead: an end in failure, the status kept and passed on, or success."""
        level = len(self.commands[at].inside)
        other = self.following(at)
        part = self.commands[at + 1].inside[level : level + 1]
        fails = self.commands[other].words == ("false",)
        if part in ((Part.GROUP,), (Part.SUBSHELL,)):
            inner = [each for each in self.commands[at + 1 : other] if len(each.inside) == level + 1]
            fails = any(map(_is_exit, inner)) and not any(map(_may_end_well, inner))
            if fails and part == (Part.GROUP,) and self.commands[other].after not in _PIPES:
                return None
        if fails:
            return self.lost_in_list(other, listed=False)
        plain = self.commands[other].after not in _PIPES
        if plain and (
            _is_exit(self.commands[other], "||") or _passed_on(self.rest(at), self.commands[at].inside)
        ):
            return None
        shown = " ".join(self.commands[other].words[:4])
        return f"`|| {shown}` takes its failure away" if shown else "what `||` offers takes its failure away"

    def following(self, at: int) -> int:
        """The command, or what closes the group, that comes next at the level of a command."""
        level = len(self.commands[at].inside)
        after = range(at + 1, len(self.commands))
        return next((index for index in after if len(self.commands[index].inside) <= level), at)

    def list_end(self, at: int) -> int:
        """The last command of the list that a command stands in."""
        while self.commands[at].after in (*_PIPES, *_LISTS):
            at = self.following(at)
        return at

    def rest(self, at: int) -> Sequence[Command]:
        """What comes after a command: in its group, where the group ends as its last command does."""
        inside = self.shielded and self.commands[at].inside
        return self.commands[at + 1 : _closing(self.commands, at) if inside else None]


def _is_shielded(commands: Sequence[Command], at: int) -> bool:
    while commands[at].inside:
        if commands[at].inside[-1] is Part.CONDITION:
            return True
        at = _closing(commands, at)
        if commands[at].after in _LISTS or commands[at].negated:
            return True
    return False


def _is_exit(command: Command, before: str = "") -> bool:
    """Whether it ends the shell that it runs in, in failure, come what may. `$?` is a failure behind `||`."""
    if command.after in (*_PIPES, "&") or command.before in _PIPES:
        return False
    if before != "||" and command.before in _LISTS:
        return False
    match command.words:
        case ("exit", "$?"):
            return before == "||"
        case ("exit", status):
            return status.isdecimal() and int(status) % 256 != 0
        case _:
            return False


def _may_end_well(command: Command) -> bool:
    """Whether the script can end here in 0. `exec` puts another program in its place."""
    match command.words:
        case ("exec", *words):
            return bool(words)
        case ("exit", *_):
            plain = replace(command, before="", after="")
            return not _is_exit(plain, command.before)
        case _:
            return False


def _passed_on(rest: Sequence[Command], inside: tuple[Part, ...]) -> bool:
    """Whether the status of what came before, which stands `inside` the same, is what the script exits with:
    at once, or by a variable."""
    if not rest or rest[0].inside != inside:
        return False
    first, *others = rest
    if _stands_alone(first, "||") and first.words in (("exit", "$?"), ("exit",)):
        return True
    kept = _STATUS.fullmatch(first.words[0]) if len(first.words) == 1 else None
    if kept is None or not _stands_alone(first, "||"):
        return False
    exits = {("exit", f"${kept[1]}"), ("exit", f"${{{kept[1]}}}")}
    for each in others:
        if each.words in exits:
            return _stands_alone(each) and each.inside == first.inside
        if _may_end_well(each) or any(word.startswith(f"{kept[1]}=") for word in each.words):
            return False
    return False


def _stands_alone(command: Command, *before: str) -> bool:
    """Whether it runs in the script's own shell, whatever came before."""
    joined = command.before in (*_PIPES, *_LISTS) and command.before not in before
    return not joined and command.after not in (*_PIPES, *_LISTS, "&")


def _ends_well(command: Command) -> bool:
    return command.words[:1] == ("trap",) and bool(re.search(r"\bexit 0\b", " ".join(command.words[1:2])))


def _head(commands: Sequence[Command], at: int) -> int:
    """The first command of the pipeline that a command stands in."""
    level = len(commands[at].inside)
    while commands[at].before in _PIPES:
        at = next(index for index in range(at - 1, -1, -1) if len(commands[index].inside) == level)
    return at


def _closing(commands: Sequence[Command], at: int) -> int:
    """The command without words that closes the innermost group around a command."""
    depth = len(commands[at].inside)
    for index in range(at + 1, len(commands)):
        if len(commands[index].inside) < depth:
            return index
    raise ValueError("a group that is open has no end")  # the reader of scripts refuses such


def _shell_at(commands: Sequence[Command], at: int, shell: Shell) -> Shell:
    """What `set` says up to a command. An option that is set only perhaps is not."""
    for command in commands[:at]:
        if command.words[:1] != ("set",):
            continue
        sure = not command.inside and _stands_alone(command)
        for word, following in pairwise((*command.words[1:], "")):
            if word[:1] not in ("-", "+") or (word[0] == "-" and not sure):
                continue
            on = word[0] == "-"
            named = following if word.endswith("o") else ""
            if "e" in word[1:] or named == "errexit":
                shell = replace(shell, errexit=on)
            if named == "pipefail":
                shell = replace(shell, pipefail=on)
    return shell
