"""Base, head and target to findings about the trees themselves: paths, coverage, the target, the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from govern.configuration import idle_templates, select
from govern.configuration.globs import is_glob
from govern.contracts import CONFIG_FILE, Config, Contract
from govern.model import Finding, FindingLevel
from govern.review.attributes import hidden
from govern.review.reading import Reader
from govern.review.regime import policy_paths
from govern.review.self_change import self_change
from govern.review.setting import Setting
from govern.review.work import owned


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees of a review; `changed` are the paths that differ between base and head."""

    base: Reader
    head: Reader
    target: Reader
    config: Config
    setting: Setting
    changed: frozenset[str]

    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted({*self.base.tree.entries, *self.head.tree.entries}))

    def findings(self, governed_paths: Sequence[str], contracts: Sequence[Contract]) -> tuple[Finding, ...]:
        """Everything to be said of the trees, apart from what any contract's files hold."""
        found: list[Finding] = []
        if self.setting.path_findings is not None:
            found += self._path_findings(governed_paths)
        found += hidden(self.base, self.head, governed_paths)
        found += self._moved_out(contracts)
        found += self._behind(governed_paths)
        found += self._protected()
        found += self._missing(contracts)
        idle = () if self.setting.only else idle_templates(self.config, self._paths())
        found += [
            Finding(
                "template-idle",
                FindingLevel.BLOCKS,
                f"the template `{name}` matches no file at base or head",
                "mend its paths, or take it out: a template that matches nothing guards nothing",
                self.config.path or CONFIG_FILE,
            )
            for name in idle
        ]
        if self.setting.head_config is not None and self.setting.base_config is not None:
            file = self.setting.head_config.path or CONFIG_FILE
            found += self_change(
                self.setting.base_config, self.setting.head_config, self.config, self._paths(), file
            )
        return tuple(found)

    def _path_findings(self, paths: Sequence[str]) -> Sequence[Finding]:
        if self.setting.path_findings is None:
            return ()
        changed = self.changed
        found = self.setting.path_findings(
            self.head.tree, [path for path in paths if path in self.head.tree.entries]
        )
        return [f if f.path in changed else replace(f, level=FindingLevel.STANDING) for f in found]

    def _moved_out(self, contracts: Sequence[Contract]) -> Sequence[Finding]:
        """A governed file that is gone, with its content at a path that no contract covers."""
        base, head = self.base.tree.entries, self.head.tree.entries
        covered = {path for each in contracts for path in owned(each)}
        new = {entry.object_id: path for path, entry in sorted(head.items()) if path not in base}
        return [
            Finding(
                "contract-moved-out",
                FindingLevel.BLOCKS,
                f"`{path}` was moved to `{new[base[path].object_id]}`, which no contract covers",
                "move it back, or cover the new path in the configuration first",
                path,
            )
            for path in sorted(covered)
            if path in base and path not in head and new.get(base[path].object_id, path) not in covered
        ]

    def _behind(self, paths: Sequence[str]) -> Sequence[Finding]:
        """Where the target has moved on: a note, or a finding if it changed a governed path."""
        if self.target is self.base or self.setting.target.commit == self.setting.base.commit:
            return ()
        ours, theirs = self.base.tree.entries, self.target.tree.entries
        files = {*paths, *([self.config.path] if self.config.path else [])}
        if self.config.approvals is not None:
            files.update(policy_paths(self.config, self.setting.head_config, {*ours, *theirs}))
        moved = sorted(p for p in files if _id(ours, p) != _id(theirs, p))
        if not moved:
            return [
                Finding(
                    "target-moved-on",
                    FindingLevel.NOTE,
                    "the target has commits that head lacks; none touches a governed path",
                    "nothing: the comparison is with the merge base",
                )
            ]
        return [
            Finding(
                "head-behind-base",
                FindingLevel.BLOCKS,
                f"the target changed `{path}` since this branch left it",
                "merge or rebase onto the target, so that both changes are judged together",
                path,
            )
            for path in moved
        ]

    def _missing(self, contracts: Sequence[Contract]) -> Sequence[Finding]:
        """Files that a contract names and that neither tree has: nothing guards what is not there."""
        base, head = self.base.tree.entries, self.head.tree.entries
        return [
            Finding(
                "governed-file-missing",
                FindingLevel.BLOCKS,
                f"contract `{each.name}` names `{path}`, which is there at neither base nor head",
                "mend the path in the configuration, or commit the file",
                self.config.path or CONFIG_FILE,
            )
            for each in contracts
            for path in (*owned(each), *_named(each))
            if path not in base and path not in head
        ] + [
            Finding(
                "governed-file-gone",
                FindingLevel.BLOCKS,
                f"contract `{each.name}` names `{path}`, which is gone",
                "put it back, or take it out of the configuration in a change of its own",
                path,
            )
            for each in contracts
            for path in _named(each)
            if path in base and path not in head
        ]

    def _protected(self) -> Sequence[Finding]:
        paths = select(self.config.protected, sorted(self.changed)) if self.config.protected else ()
        return [
            Finding(
                "protected-path-changed",
                FindingLevel.NOTE,
                f"`{path}` is protected and changed",
                "have its owner look at it: what runs the gate is part of the gate",
                path,
            )
            for path in paths
        ]


def _named(contract: Contract) -> tuple[str, ...]:
    """The documents, generated files and drills that a contract names one by one."""
    every = (*contract.docs, *contract.generated, *contract.drills)
    return tuple(each for each in every if not is_glob(each) and not each.startswith("!"))


def _id(entries: Mapping[str, object], path: str) -> object:
    return getattr(entries.get(path), "object_id", None)
