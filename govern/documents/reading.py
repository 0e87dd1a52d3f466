"""The bytes of a file to a Document or to findings: what holds before anything is parsed."""

from __future__ import annotations

from govern.documents import json_text
from govern.documents.document import DEFAULT_LIMITS, Document, Limits, Source
from govern.documents.fault import encoding_fault, lfs_fault, size_fault
from govern.model import Finding

_LFS = b"version https://git-lfs"
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "begins with a byte order mark"),
    (b"\xff\xfe", "is UTF-16 or UTF-32, not UTF-8"),
    (b"\xfe\xff", "is UTF-16, not UTF-8"),
    (b"\x00\x00\xfe\xff", "is UTF-32, not UTF-8"),
)
_OF_MARKS = frozenset(mark[:1] for mark, _ in _BYTE_ORDER_MARKS)
_YAML_ENDINGS = (".yaml", ".yml")


def read(path: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Document | tuple[Finding, ...]:
    """The document that the bytes of a file say, or everything that is wrong with them (all block).

    YAML where the path ends in `.yaml` or `.yml` (any case), JSON otherwise. Never raises for what
    the bytes are. At most 20 findings, in the order of the text.
    """
    large = too_large(path, len(data), limits)
    if large is not None:
        return (large,)
    if data.startswith(_LFS):
        return (lfs_fault(path),)
    is_yaml = path.lower().endswith(_YAML_ENDINGS)
    text = _decode(path, data, "yaml-encoding" if is_yaml else "json-encoding")
    if isinstance(text, Finding):
        return (text,)
    source = Source(path, text)
    if not is_yaml:
        return json_text.read_json(source, data, limits.depth)
    from govern.documents import yaml_text  # the YAML library is slow to import and seldom needed

    return yaml_text.read_yaml(source, limits.depth)


def too_large(path: str, size: int, limits: Limits) -> Finding | None:
    """The finding for a file of `size` bytes that is beyond the limit: ask before reading it."""
    return size_fault(path, size, limits.max_bytes) if size > limits.max_bytes else None


def _decode(path: str, data: bytes, rule: str) -> str | Finding:
    if data[:1] in _OF_MARKS:
        for mark, problem in _BYTE_ORDER_MARKS:
            if data.startswith(mark):
                return encoding_fault(Source(path, ""), rule, 0, problem)
    if b"\x00" in data[:2] and data.count(b"\x00") * 4 >= len(data) > 3:
        return encoding_fault(Source(path, ""), rule, 0, "is UTF-16 or UTF-32, not UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        wrong = f"is not UTF-8: the byte 0x{data[error.start]:02X} is out of place"
        return encoding_fault(Source(path, before), rule, len(before), wrong)
