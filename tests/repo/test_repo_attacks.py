"""What strangers, old configurations and broken machines do to git: each ends in an error or in nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from scratch_repository import Scratch, refused

from govern.errors import RepositoryError
from govern.repo import Repository, open_repository

ROOT = Path(__file__).parents[2]


def use_everything(repository: Repository) -> None:
    """Ask every question that govern asks of git."""
    head = repository.resolve("HEAD")
    repository.resolve(head[:8])
    repository.resolve("main~1")
    assert repository.merge_base(head, repository.resolve("HEAD~1")) != head
    for tree in (repository.snapshot(head), repository.worktree(), repository.staged()):
        for path in tree.entries:
            tree.read(path)
    assert repository.tags() == (("v1", head),)
    assert repository.url() == ""
    assert repository.branches_remote_default() is None


@pytest.fixture
def used(scratch: Scratch) -> Scratch:
    scratch.commit({"a.json": "{}", "b/c.txt": "1"})
    scratch.commit({"a.json": "[]"})
    scratch.git("tag", "v1")
    return scratch


def test_programs_named_in_the_configuration_of_a_repository_do_not_run(used: Scratch) -> None:
    marker = used.root.parent / "EXEC"
    program = used.root.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch {marker}\n")
    program.chmod(0o755)
    hooks = used.root / ".git" / "hooks"
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(program, hooks / hook)
    used.write({".gitattributes": "* diff=evil filter=evil\n"})
    for key in (
        "core.fsmonitor",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "core.pager",
        "pager.ls-tree",
        "core.sshCommand",
        "core.askPass",
        "credential.helper",
        "core.alternateRefsCommand",
        "gpg.program",
    ):
        used.git("config", key, str(program))
    used.git("config", "alias.cat-file", f"!{program}")
    used.git("config", "core.hooksPath", str(hooks))
    used.git("config", "diff.evil.cachetextconv", "true")
    with used.opened() as repository:
        use_everything(repository)
    assert not marker.exists()
    subprocess.run(["git", "status"], cwd=used.root, env=used.environment, capture_output=True, check=False)
    assert marker.exists()  # the trap is a real one


def test_inherited_git_variables_change_nothing(used: Scratch, tmp_path: Path, home: Path) -> None:
    other = Scratch(tmp_path / "other", home)
    other.commit({"other": "x"})
    trace = tmp_path / "trace"
    inherited = {
        "GIT_DIR": str(other.root / ".git"),
        "GIT_WORK_TREE": str(other.root),
        "GIT_OBJECT_DIRECTORY": str(other.root / ".git" / "objects"),
        "GIT_COMMON_DIR": str(other.root / ".git"),
        "GIT_NAMESPACE": "elsewhere",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": f"touch {tmp_path / 'EXEC'}",
        "GIT_CONFIG_PARAMETERS": "'core.worktree'='/'",
        "GIT_TRACE": str(trace),
        "GIT_EXEC_PATH": str(tmp_path),
        "GIT_SHALLOW_FILE": str(trace),
        "GIT_INDEX_FILE": str(other.root / ".git" / "index"),
        "GIT_NO_REPLACE_OBJECTS": "",
    }
    with open_repository(str(used.root), {**used.environment, **inherited}) as repository:
        assert repository.location.top == str(used.root)
        use_everything(repository)
    assert not trace.exists()
    assert not (tmp_path / "EXEC").exists()


def test_the_environment_of_the_process_itself_is_not_inherited(
    used: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_TRACE", str(used.root.parent / "trace"))
    monkeypatch.setenv("PATH", "/nonexistent")
    with used.opened() as repository:
        use_everything(repository)
    assert not (used.root.parent / "trace").exists()


def shim(folder: Path, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return folder


def test_a_git_in_the_checkout_or_in_a_relative_folder_is_not_run(used: Scratch) -> None:
    marker = used.root.parent / "EXEC"
    inside = shim(used.root / "tools" / "bin", f"touch {marker}")
    shim(used.root, f"touch {marker}")
    linked = used.root.parent / "linked"
    linked.symlink_to(inside)
    path = os.pathsep.join([".", "", "tools/bin", str(inside), str(linked), used.environment["PATH"]])
    with used.opened("b", PATH=path) as repository:
        use_everything(repository)
    assert not marker.exists()


def test_without_a_git_on_the_path_the_remedy_is_to_install_it(used: Scratch, tmp_path: Path) -> None:
    inside = shim(used.root / "bin", "exit 0")
    for path in ("", ".", str(tmp_path / "absent"), str(inside)):
        with refused("git", "install git"):
            open_repository(str(used.root), {**used.environment, "PATH": path})


def test_a_git_that_hangs_is_ended_with_its_children(used: Scratch, tmp_path: Path) -> None:
    note = tmp_path / "child"
    folder = shim(tmp_path / "hang", f"sleep 999 & echo $! > {note}; wait")
    with refused("timeout", "0.5 s"):
        open_repository(str(used.root), {**used.environment, "PATH": f"{folder}:/bin:/usr/bin"}, timeout=0.5)
    child = int(note.read_text())
    assert not _runs(child)


def _runs(pid: int) -> bool:
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().split(") ")[1].startswith("Z"):
            return False
        time.sleep(0.05)
    return True


def real_git() -> str:
    found = shutil.which("git")
    assert found
    return found


def test_a_git_that_hangs_while_it_reads_objects_is_ended(used: Scratch, tmp_path: Path) -> None:
    folder = shim(
        tmp_path / "hang", f'case "$*" in *"cat-file --batch") exec sleep 999;; esac\nexec {real_git()} "$@"'
    )
    with used.opened(PATH=f"{folder}:/bin:/usr/bin", timeout=0.5) as repository:
        head = repository.resolve("HEAD")
        with refused("timeout", "cat-file"):
            repository.snapshot(head)


FAULTS = {
    "fail": "exit 128",
    "fail-in-silence": "exit 1",
    "empty": "exit 0",
    "truncate": '{git} "$@" | head -c 30; exit 0',
    "garbage": "echo garbage; exit 0",
    "noise": "head -c 3000 /dev/urandom; exit 0",
    "killed": "kill -9 $$",
}
# An index that is empty without a word is everything deleted, which closes the gate.
HARMLESS = {("ls-files", "empty")}
SITES = ("rev-parse", "for-each-ref", "symbolic-ref", "merge-base", "ls-tree", "cat-file --batch", "ls-files")


@pytest.mark.parametrize(
    ("site", "fault"), [(site, fault) for site in SITES for fault in FAULTS if (site, fault) not in HARMLESS]
)
def test_a_faulty_git_never_looks_like_an_unchanged_repository(
    used: Scratch, tmp_path: Path, site: str, fault: str
) -> None:
    broken = FAULTS[fault].format(git=real_git())
    folder = shim(tmp_path / "faulty", f'case "$*" in *" {site}"*) {broken};; esac\nexec {real_git()} "$@"')

    def view(**more: str) -> list[object]:
        with used.opened(timeout=5.0, **more) as repository:
            head, before = repository.resolve("HEAD"), repository.resolve("HEAD~1")
            trees = [repository.snapshot(repository.merge_base(head, before)), repository.snapshot(head)]
            trees += [repository.staged()]
            files = [{path: tree.read(path) for path in tree.entries} for tree in trees]
            return [head, before, files, dict(repository.worktree().entries)]

    right = view()
    with contextlib.suppress(RepositoryError):
        assert view(PATH=f"{folder}:/bin:/usr/bin") == right


def test_a_repository_of_someone_else_is_refused_until_it_is_declared_safe(used: Scratch) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder to someone else")
    for folder, _, files in os.walk(used.root):
        for path in (folder, *(os.path.join(folder, name) for name in files)):
            os.chown(path, 12345, 12345)
    with refused("git", "another user", f"git config --global --add safe.directory {used.root}"):
        open_repository(str(used.root), used.environment)
    command = ["git", "config", "--global", "--add", "safe.directory", str(used.root)]
    subprocess.run(command, env=used.environment, check=True)
    with used.opened() as repository:
        use_everything(repository)


def test_what_is_no_repository_is_refused(tmp_path: Path, home: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    with refused("git", "not in a git repository"):
        open_repository(str(home), environment)
    with refused("git", "is not a folder"):
        open_repository(str(tmp_path / "absent"), environment)


def test_a_folder_inside_the_git_folder_is_refused(used: Scratch) -> None:
    with refused("git", "inside a .git folder"), used.opened(".git/refs"):
        pass


def test_a_bare_repository_brought_along_by_a_commit_is_refused(used: Scratch) -> None:
    used.git("clone", "-q", "--bare", ".", "vendored")
    for below in ("vendored", "vendored/refs"):
        with refused("git", "bare repository"), used.opened(below):
            pass


def test_a_bare_clone_is_read_where_it_is_named(used: Scratch) -> None:
    bare = used.clone("bare.git", "--bare")
    head = used.git("rev-parse", "HEAD")
    with bare.opened() as repository:
        assert repository.location.top is None
        assert repository.snapshot(repository.resolve("HEAD")).read("a.json") == b"[]"
        assert repository.resolve("main") == head
        for read in (repository.worktree, repository.staged):
            with refused("git", "bare repository has no work tree"):
                read()


def test_a_linked_work_tree_has_its_own_head_and_files(used: Scratch) -> None:
    linked = used.root.parent / "linked"
    used.git("worktree", "add", "-q", "-b", "side", str(linked), "HEAD~1")
    (linked / "new.json").write_text("1")
    with open_repository(str(linked / "b"), used.environment) as repository:
        assert repository.resolve("HEAD") == used.git("rev-parse", "main~1")
        assert repository.snapshot(repository.resolve("main")).read("a.json") == b"[]"
        assert list(repository.worktree().entries) == ["a.json", "b/c.txt", "new.json"]
        assert repository.worktree().read("a.json") == b"{}"


def test_a_subfolder_and_a_detached_head_lead_to_the_same_commit(used: Scratch) -> None:
    used.git("checkout", "-q", "--detach")
    with used.opened("b") as repository:
        assert repository.location.top == str(used.root)
        use_everything(repository)


def test_a_folder_with_odd_characters_is_found(tmp_path: Path, home: Path) -> None:
    odd = Scratch(tmp_path / "a $HOME ~ *\n ü", home)
    commit = odd.commit({"a": "1"})
    with odd.opened() as repository:
        assert repository.snapshot(commit).read("a") == b"1"
        assert list(repository.worktree().entries) == ["a"]


def test_nothing_is_written_to_the_repository(used: Scratch) -> None:
    def state() -> dict[str, tuple[int, int]]:
        found = (Path(folder) / name for folder, _, names in os.walk(used.root) for name in names)
        return {str(path): (path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode)) for path in found}

    (used.root / "a.json").touch()  # so that git would like to refresh the index
    before = state()
    with used.opened() as repository:
        use_everything(repository)
    assert state() == before


def test_importing_the_package_does_not_import_git() -> None:
    code = "import sys, govern.repo; sys.exit('git' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_importing_gitpython_runs_no_git_and_leaves_the_environment_alone(
    used: Scratch, tmp_path: Path
) -> None:
    marker = tmp_path / "EXEC"
    folder = shim(tmp_path / "first", f"touch {marker}")
    code = (
        "import os, sys; from govern.repo import open_repository; before = dict(os.environ)\n"
        f"r = open_repository({str(used.root)!r}, {used.environment!r}); r.resolve('HEAD'); r.close()\n"
        "assert 'git' in sys.modules; assert dict(os.environ) == before"
    )
    environment = {"PATH": str(folder), "GIT_PYTHON_REFRESH": "raise"}
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=ROOT, env=environment)
    assert not marker.exists()


def test_a_repository_that_nobody_closed_leaves_no_process_and_no_warning(used: Scratch) -> None:
    code = (
        "from govern.repo import open_repository\n"
        f"r = open_repository({str(used.root)!r}, {used.environment!r})\n"
        "print(len(r.snapshot(r.resolve('HEAD')).entries))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", code],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("2\n", "")
