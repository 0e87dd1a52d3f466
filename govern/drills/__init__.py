"""Drills: something is made to go wrong, and the document of the running system must be the fixture's.

`listed` reads what a contract's documents ask for, `capture` watches, `evidence` keeps, `signoff` judges.
"""

from govern.drills.capture import Answer, Expected, Observed, Watching, of_document, watch
from govern.drills.evidence import Run, files, folder
from govern.drills.listed import Drill, distinct, drills, exercising
from govern.drills.signoff import Row, Signing, State, rows

__all__ = [
    "Answer",
    "Drill",
    "Expected",
    "Observed",
    "Row",
    "Run",
    "Signing",
    "State",
    "Watching",
    "distinct",
    "drills",
    "exercising",
    "files",
    "folder",
    "of_document",
    "rows",
    "watch",
]
