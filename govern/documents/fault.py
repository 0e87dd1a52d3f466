"""What is wrong with a file, as findings that JSON and YAML share."""

from __future__ import annotations

from govern.documents.document import Source, shown
from govern.model import Finding, FindingLevel, Place

MOST = 20
"""Findings about one file at most: whoever has twenty to mend runs the check again."""


def size_fault(path: str, size: int, most: int) -> Finding:
    """The file is larger than what is read. Sizes in bytes."""
    message = f"the file has {size:,} bytes, and at most {most:,} are read"
    remedy = "Split the file, or raise the size limit in the configuration of the target branch."
    return Finding("limit-size", FindingLevel.BLOCKS, message, remedy, path, Place(""))


def depth_fault(source: Source, offset: int, most: int) -> Finding:
    """Arrays and objects are nested deeper than what is read."""
    message = f"the file nests arrays and objects deeper than {most} levels"
    remedy = "Flatten the document, or raise the depth limit in the configuration of the target branch."
    return source.fault("limit-depth", "", offset, message, remedy)


def lfs_fault(path: str) -> Finding:
    """The repository holds a pointer of git's large file storage instead of the content."""
    message = "the file is a pointer into Git LFS, not the content"
    remedy = "Store this file in git itself: take its pattern out of .gitattributes and commit it again."
    return Finding("lfs-pointer", FindingLevel.BLOCKS, message, remedy, path, Place("", 1, 1))


def encoding_fault(source: Source, rule: str, offset: int, problem: str) -> Finding:
    """The bytes are not UTF-8 without a byte order mark. `offset` is in code points of the source."""
    remedy = "Save the file as UTF-8 without a byte order mark."
    return source.fault(rule, "", offset, f"the file {problem}", remedy)


def interoperable_note(source: Source, pointer: str, offset: int, literal: str, count: int) -> Finding:
    """Some number is not the same to every reader: the first such place, and how many there are."""
    others = f", and {count - 1:,} more in this file" if count > 1 else ""
    message = f"readers that keep numbers as doubles do not see `{shown(literal)}` exactly{others}"
    remedy = "Nothing need be done here: values are compared exactly. Use strings for exact interchange."
    place = source.place(pointer, offset)
    return Finding("number-not-interoperable", FindingLevel.NOTE, message, remedy, source.path, place)
