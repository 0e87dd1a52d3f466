"""govern.toml to a frozen Config, a Config to concrete contracts, and two Configs to what changed."""

from govern.configuration.expansion import expand, idle_templates, is_template
from govern.configuration.globs import covers, matches, select
from govern.configuration.loading import load

__all__ = ["covers", "expand", "idle_templates", "is_template", "load", "matches", "select"]
