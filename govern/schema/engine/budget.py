"""Work to what is left of the steps that a question may cost, so that answers do not hang on the clock."""

from __future__ import annotations

from govern.schema.engine.sameness import Sameness

STEPS = 60_000
"""What one question may cost, about half a second: a state costs ten, a goal that is looked up one."""

_COMPARISONS = 4
"""So many schemas are compared for one step."""


class SpentError(Exception):
    """The steps are spent."""


class Budget:
    """The steps of one question. Comparing schemas is paid for, too."""

    def __init__(self, sameness: Sameness, steps: int) -> None:
        self._left = steps
        self._sameness = sameness
        self._compared = sameness.compared

    def pay(self, cost: int) -> None:
        """Take steps. Raises SpentError where there are none left."""
        compared = (self._sameness.compared - self._compared) // _COMPARISONS
        self._compared += compared * _COMPARISONS
        self._left -= cost + compared
        if self._left <= 0:
            raise SpentError
