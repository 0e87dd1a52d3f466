"""The containment engine's answers, as the rest of the project asks for them."""

from govern.schema.engine.decision import (
    Pair,
    confirmed,
    decide,
    equivalent,
    object_with,
    proved_at,
    proved_empty,
)

__all__ = ["Pair", "confirmed", "decide", "equivalent", "object_with", "proved_at", "proved_empty"]
