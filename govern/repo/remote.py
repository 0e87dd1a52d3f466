"""The URL of a remote to one that names the same project and holds no secret."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_SCP_LIKE = re.compile(r"[^/@:]*@([^/:]+:.*)", re.DOTALL)


def without_credentials(url: str) -> str:
    """`https://user:token@host/x.git?y` to `https://host/x.git`, `git@host:x` to `host:x`; paths stay.

    Where nobody can tell what is a secret (no valid URL), only the part behind the last `@` is left.
    """
    if "://" not in url:
        match = _SCP_LIKE.fullmatch(url)
        return match.group(1) if match else url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.rpartition("@")[2]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
