"""What stops govern from doing its work: a message and the remedy, never a bare traceback.

Everything raised here ends in exit status 2. A fault in a document of the pull request is not
an error but a finding (`govern.model.Finding`): its author can mend it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what govern was given.

    `rule` is its kebab-case name, `message` what is wrong, `remedy` what to do about it.
    `place` is `file:line:column`, `file`, an option's name, or empty.
    """

    rule: str
    message: str
    remedy: str
    place: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.message} [{self.rule}]\n  {self.remedy}"


class GovernError(Exception):
    """govern could not do its work (exit status 2). Carries every problem found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class UsageError(GovernError):
    """The command line or the library was asked for something that makes no sense."""


class ConfigurationError(GovernError):
    """`govern.toml` has mistakes."""


class RepositoryError(GovernError):
    """A ref, commit, tree or object could not be read unambiguously."""


class SigningError(GovernError):
    """A signature could not be made, or nobody could tell whether one holds."""


class OutputError(GovernError):
    """A report that was asked for could not be written."""
