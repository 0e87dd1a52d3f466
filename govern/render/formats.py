"""Every format of a review and of a comparison, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from govern.model import Comparison, Review
from govern.render import markdown, report_json, text
from govern.render.options import RenderOptions


class ComparisonRenderer(Protocol):
    """How `govern compare` is shown in one format."""

    def __call__(
        self, comparison: Comparison, *, old_name: str, new_name: str, options: RenderOptions
    ) -> str:
        """The comparison as text that ends in a newline."""
        ...


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One format: its name on the command line, what it is for, and its two renderers."""

    name: str
    summary: str
    review: Callable[[Review, RenderOptions], str]
    comparison: ComparisonRenderer


FORMATS: Mapping[str, ReportFormat] = {
    each.name: each
    for each in (
        ReportFormat("text", "For people at a terminal.", text.render, text.render_comparison),
        ReportFormat("json", "For programs.", report_json.render, report_json.render_comparison),
        ReportFormat(
            "markdown", "The approval checklist, for a comment.", markdown.render, markdown.render_comparison
        ),
    )
}
"""Every format by name, the default first."""


def render(review: Review, options: RenderOptions | None = None, *, format_name: str = "text") -> str:
    """A review in one format. Raises KeyError for a name that `FORMATS` has not."""
    return FORMATS[format_name].review(review, options or RenderOptions())


def render_comparison(
    comparison: Comparison,
    *,
    old_name: str,
    new_name: str,
    options: RenderOptions | None = None,
    format_name: str = "text",
) -> str:
    """A comparison in one format. Raises KeyError for a name that `FORMATS` has not."""
    chosen = options or RenderOptions()
    return FORMATS[format_name].comparison(comparison, old_name=old_name, new_name=new_name, options=chosen)
