"""What a caller may ask of every format, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govern.rules import CATALOGUE, Rule


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How much is shown, and how.

    `explain`: add what a verdict rests on and show witnesses whole. `colour`: SGR codes, in text
    only. `width`: columns of the text format, None for its own default; never asked of a terminal.
    `everything`: leave nothing out (claimed changes, unchanged contracts, standing and accepted
    findings, long lists). `rules`: where the words of a rule are found; an id it lacks is shown
    without them.
    """

    explain: bool = False
    colour: bool = False
    width: int | None = None
    everything: bool = False
    rules: Mapping[str, Rule] = field(default_factory=lambda: CATALOGUE)
