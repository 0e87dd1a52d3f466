"""The URL of a remote to one that names the same project and holds no secret, and to the project's name."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

_SCP_LIKE = re.compile(r"[^/@:]*@([^/:]+:.*)", re.DOTALL)
_SCP_PATH = re.compile(r"([^/:]{2,}):(.*)", re.DOTALL)
"""A host of one letter is a drive."""
_AS_THEY_ARE = "".join(chr(each) for each in range(0x21, 0x7F))


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


def project_of(url: str) -> str:
    """`host/owner/name`, however the project is reached: `git@Host:owner/name.git`, `https://host/owner/name`
    and `ssh://git@host:22/owner/name.git` name one project. The host is in lower case, without a port; what
    is not ASCII is escaped as in URLs. "" where there is no URL; a path of this machine stands for itself.
    """
    bare = without_credentials(url)
    host, path = "", bare
    if "://" in bare:
        try:
            parts = urlsplit(bare)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            host, path = "", bare
    elif match := _SCP_PATH.fullmatch(bare):
        host, path = match[1].lower(), match[2]
    path = path.rstrip("/").removesuffix(".git").rstrip("/")
    named = f"{host}/{path.lstrip('/')}" if host else path
    return quote(named, safe=_AS_THEY_ARE)
