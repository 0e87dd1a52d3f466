"""A repository and refs to Trees of bytes, by git objects only. The only door to git.

`open_repository` gives a Repository; it resolves refs, finds the merge base and reads commits
(`Snapshot`), the index and the work tree. `choose_target` and `choose_base` say which commits a
review compares. `MemoryTree` and `EmptyTree` are Trees without git. GitPython is imported when the
first git command runs, never before.
"""

from govern.repo.author import Author, read_author
from govern.repo.branches import target_branch
from govern.repo.executable import needed, trusted_path
from govern.repo.faults import legible
from govern.repo.line import Edit, Step, require_same, stepped
from govern.repo.listing import SIZE_UNKNOWN
from govern.repo.memory import EmptyTree, MemoryTree
from govern.repo.paths import path_findings
from govern.repo.pipeline import read_event_file
from govern.repo.remote import project_of
from govern.repo.repository import NO_COMMIT, STAGED, WORKTREE, Repository, open_repository
from govern.repo.sides import choose_base, choose_target
from govern.repo.snapshot import Snapshot
from govern.repo.worktree import WorkTree
from govern.repo.writing import write_file

__all__ = [
    "NO_COMMIT",
    "SIZE_UNKNOWN",
    "STAGED",
    "WORKTREE",
    "Author",
    "Edit",
    "EmptyTree",
    "MemoryTree",
    "Repository",
    "Snapshot",
    "Step",
    "WorkTree",
    "choose_base",
    "choose_target",
    "legible",
    "needed",
    "open_repository",
    "path_findings",
    "project_of",
    "read_author",
    "read_event_file",
    "require_same",
    "stepped",
    "target_branch",
    "trusted_path",
    "write_file",
]
