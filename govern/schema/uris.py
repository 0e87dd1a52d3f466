"""A reference and the URI it stands under to the URI it asks for, in one spelling (RFC 3986)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote, urldefrag, urljoin, urlsplit, urlunsplit

_PORTS: Mapping[str, str] = {"http": ":80", "https": ":443"}
_ESCAPED = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")
_PLAIN_FRAGMENT = re.compile("#[!-~]*")
"""A fragment alone, of visible ASCII: what else there may be, readers of URIs drop or refuse."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

TREE = "https://tree.invalid/"
"""Where files of the repository's own tree live as URIs: `TREE + path`. `.invalid` names nothing
(RFC 6761 section 6.4), so such a URI can never be fetched."""


def uri_of(path: str) -> str:
    """The URI by which a file of the tree is known to a schema."""
    return TREE + path


def parted(base: str, reference: str) -> tuple[str, str]:
    """The absolute URI that a reference asks for, and its fragment."""
    if _PLAIN_FRAGMENT.fullmatch(reference):  # most are
        return _without_fragment(base), reference[1:]
    found = urldefrag(join(base, reference))
    return found.url, found.fragment


@lru_cache(maxsize=256)
def _without_fragment(uri: str) -> str:
    return urldefrag(uri).url


def join(base: str, reference: str) -> str:
    """RFC 3986 section 5.2, for every scheme (the library's own knows only some), in the normal
    form of section 6.2.2."""
    if not reference or reference.startswith("#"):
        return urldefrag(base).url + reference
    scheme, _, rest = base.partition(":")
    try:
        if rest.startswith("//") and not _SCHEME.match(reference):
            return f"{scheme}:" + urljoin("https:" + rest, reference).removeprefix("https:")
        return _normal(urljoin(base, reference))
    except ValueError:
        return reference


def _normal(uri: str) -> str:
    """The one spelling of URIs that differ in case, default port, dots or needless escapes."""
    parts = urlsplit(uri)
    if not parts.netloc:
        return uri
    place = parts.netloc.lower().removesuffix(_PORTS.get(parts.scheme, ":"))
    path = _ESCAPED.sub(lambda each: _unescaped(each.group()), parts.path)
    if "/." in path:
        path = urlsplit(urljoin("https://host/", "https:" + path)).path
    return urlunsplit((parts.scheme, place, path, parts.query, parts.fragment))


def _unescaped(escape: str) -> str:
    character = unquote(escape)
    return character if _UNRESERVED.fullmatch(character) else escape.upper()


def spelled(uri: str) -> str:
    """The one spelling of a document's URI, under which it is found."""
    return _normal(bare(uri))


def bare(uri: str) -> str:
    """A URI without an empty fragment."""
    return uri.removesuffix("#")
