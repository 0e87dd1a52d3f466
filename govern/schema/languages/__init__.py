"""The regular languages of ECMA-262 patterns: whether they are empty, and readable members where not."""

from govern.schema.languages.finding import (
    Empty,
    Found,
    Unknown,
    matches,
    member,
    members,
    readable,
)

__all__ = ["Empty", "Found", "Unknown", "matches", "member", "members", "readable"]
