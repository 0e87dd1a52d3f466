"""What a command found, to text for whoever reads it: one file a format, one row each in `formats`.

Renderers are pure: the same review and options give the same characters, wherever they run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.lazily import names_from

if TYPE_CHECKING:
    from govern.render.formats import FORMATS, ReportFormat, render, render_comparison
    from govern.render.migration import render_migration
    from govern.render.options import RenderOptions

__getattr__ = names_from(
    __name__,
    {
        "govern.render.formats": ("FORMATS", "ReportFormat", "render", "render_comparison"),
        "govern.render.migration": ("render_migration",),
        "govern.render.options": ("RenderOptions",),
    },
)

__all__ = [
    "FORMATS",
    "RenderOptions",
    "ReportFormat",
    "render",
    "render_comparison",
    "render_migration",
]
