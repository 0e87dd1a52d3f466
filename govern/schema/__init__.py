"""What a JSON Schema accepts, and what one revision accepts that another refuses."""

from __future__ import annotations
