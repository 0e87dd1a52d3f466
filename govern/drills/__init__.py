"""Drills: something is made to go wrong, and the document of the running system must be the fixture's.

`listed` reads what a contract's documents ask for, `capture` watches, `evidence` keeps, `signoff` judges.
"""

from govern.drills.capture import Answer, Expected, Judge, Observed, Watching, of_document, watch
from govern.drills.evidence import Run, files, folder
from govern.drills.listed import Drill, all_drills, drills, exercising
from govern.drills.signoff import Row, Signing, State, rows

__all__ = [
    "Answer",
    "Drill",
    "Expected",
    "Judge",
    "Observed",
    "Row",
    "Run",
    "Signing",
    "State",
    "Watching",
    "all_drills",
    "drills",
    "exercising",
    "files",
    "folder",
    "of_document",
    "rows",
    "watch",
]
