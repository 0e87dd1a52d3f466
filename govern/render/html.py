"""The parts of one self-contained page: text that is harmless in it, and a policy that nothing else runs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape

from govern.escape import terminal


def text(given: str) -> str:
    """Text that a stranger may have written: no markup, and nothing invisible that turns its direction."""
    return escape(terminal(given), quote=True)


def document(title: str, style: str, script: str, body: Iterable[str]) -> str:
    """A whole HTML document that ends in a newline. It asks nothing of any network, and its policy lets no
    style and no script work but these. `title` is plain text, `script` may be empty, `body` is HTML."""
    policy = f"default-src 'none'; style-src '{_digest(style)}'"
    policy += f"; script-src '{_digest(script)}'" if script else ""
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{text(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            *body,
            *((f"<script>{script}</script>",) if script else ()),
            "</body>",
            "</html>",
            "",
        )
    )


def _digest(given: str) -> str:
    """What a content security policy names an inline style or script by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(given.encode()).digest()).decode()}"
