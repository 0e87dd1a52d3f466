"""govern.toml to a frozen Config, a Config to concrete contracts, and two Configs to what changed."""

from govern.configuration.discovery import discover
from govern.configuration.expansion import expand, idle_templates, is_template
from govern.configuration.globs import covers, matches, select
from govern.configuration.loading import load
from govern.configuration.rendering import render_toml
from govern.configuration.weakening import tightened, weakened

__all__ = [
    "covers",
    "discover",
    "expand",
    "idle_templates",
    "is_template",
    "load",
    "matches",
    "render_toml",
    "select",
    "tightened",
    "weakened",
]
