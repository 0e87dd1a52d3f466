"""What a release writes: the new version into every place that carries it."""

from govern.release.bumping import Bump, Edit, bumped, edited, fields, next_version, users

__all__ = ["Bump", "Edit", "bumped", "edited", "fields", "next_version", "users"]
