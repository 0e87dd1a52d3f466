"""The shipped status contract to the pull requests that the demo replays on it, and what each must get."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "specs/status/status_reason_registries_manifest.json"
SCHEMAS = ("schemas/status_csp_min.schema.json", "schemas/status_csp_exact.schema.json")
QUESTION = re.compile(r"(?m)^<!-- What do readers and writers .*-->$")
"""What stands on a page of a changelog where people are to answer."""
CONTRACT_VERSION, KEYS_VERSION = "contract_version", "status_schema_version"


@dataclass(frozen=True, slots=True)
class PullRequest:
    """One branch: what its author did, and what govern must say of it.

    `status` is the exit status promised, `classes` those the contract may have (none: nothing
    changed), `findings` the rules that must close the gate, no more and no fewer, `rename` what must
    be named as one. `witness`: a document must show it. `checklist`: show all of it.
    """

    branch: str
    title: str
    edit: Callable[[Checkout], None]
    status: int
    classes: tuple[str, ...]
    findings: tuple[str, ...] = ()
    rename: tuple[str, str] | None = None
    witness: bool = False
    checklist: bool = False


class Checkout:
    """The files of the scratch repository, as an author edits them."""

    def __init__(self, root: Path, govern: Callable[[tuple[str, ...]], object] = lambda _: None) -> None:
        self.root = root
        self._govern = govern

    def sync(self) -> None:
        """Write all that is generated."""
        self._govern(("sync",))

    def edit(self, path: str, change: Callable[[Any], None]) -> None:
        """Change one JSON file and write it as it was written."""
        file = self.root / path
        value = json.loads(file.read_text("utf-8"))
        change(value)
        file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")

    def schemas(self, change: Callable[[Any], None]) -> None:
        """The same change in the schema and in its strict twin."""
        for path in SCHEMAS:
            self.edit(path, change)

    def documents(self, *, rejected: bool = True) -> Iterator[str]:
        """The golden documents, and those kept to be rejected."""
        folders = ("fixtures/status", "fixtures/status/rejected")[: 2 if rejected else 1]
        for folder in folders:
            for file in sorted((self.root / folder).glob("*.json")):
                yield f"{folder}/{file.name}"

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace a text that the file must have."""
        file = self.root / path
        text = file.read_text("utf-8")
        if old not in text:
            raise SystemExit(f"the demo is out of date: {path} has no {old!r}")
        file.write_text(text.replace(old, new), "utf-8")

    def tell(self, version: str, said: str) -> None:
        """Have all that is generated and the changelog's entry written, and say what to do now."""
        self.sync()
        self._govern(("changelog", "--from", "main"))
        entry = self.root / "changelogs/status" / f"{version}.md"
        entry.write_text(QUESTION.sub(said, entry.read_text("utf-8")), "utf-8")

    def bump(self, field: str, version: str | int, *, manifest: bool = True) -> None:
        """Put a version in every place that carries it."""

        def const(schema: Any) -> None:
            schema["properties"][field]["const"] = version

        def value(document: Any) -> None:
            document[field] = version

        self.schemas(const)
        if manifest:
            self.edit(MANIFEST, value)
        for path in self.documents():
            self.edit(path, value)


NEW_CODE = "REDUCEONLY_CLOCK_SKEW_HIGH"
OLD_NAME, NEW_NAME = "REDUCEONLY_BUNKER_MODE_ACTIVE", "REDUCEONLY_NETWORK_SHELTER_ACTIVE"
KEY, NEW_KEY = "ws_event_lag_ms", "clock_skew_ms"


def _code_added(checkout: Checkout) -> None:
    entry = {
        "code": NEW_CODE,
        "display": "Our clock and the venue's differ too much; risk may only go down.",
        "latched": False,
        "unblock": {"type": "AUTO", "condition": "the clocks differ by less than 50 ms for 60 s"},
    }
    checkout.edit(MANIFEST, lambda m: m["registries"]["ModeReasonCode"]["tiers"]["ReduceOnly"].append(entry))


def _code_added_and_announced(checkout: Checkout) -> None:
    _code_added(checkout)
    checkout.bump(CONTRACT_VERSION, "6.1")
    new = "fixtures/status/clock_skew.json"
    source = checkout.root / "fixtures/status/market_data_stale.json"
    (checkout.root / new).write_bytes(source.read_bytes())
    checkout.edit(new, lambda document: document["mode_reasons"].append(NEW_CODE))
    checkout.tell("6.1", "A reason for clocks that differ.")


def _key_removed(checkout: Checkout) -> None:
    def without(schema: Any) -> None:
        schema["required"].remove(KEY)
        del schema["properties"][KEY]

    checkout.schemas(without)
    for path in checkout.documents():
        checkout.edit(path, lambda document: document.pop(KEY, None))
    checkout.bump(CONTRACT_VERSION, "6.1")
    checkout.bump(KEYS_VERSION, 2, manifest=False)
    checkout.tell("6.1", "The lag of market data is no longer told.")


def _code_renamed(checkout: Checkout) -> None:
    for path in (MANIFEST, *SCHEMAS, *checkout.documents()):
        if OLD_NAME in (checkout.root / path).read_text("utf-8"):
            checkout.replace(path, OLD_NAME, NEW_NAME)
    checkout.sync()


def _code_renamed_and_announced(checkout: Checkout) -> None:
    _code_renamed(checkout)
    checkout.bump(CONTRACT_VERSION, "7.0")
    checkout.edit(MANIFEST, _structure_bumped)
    checkout.tell("7.0", f"`{OLD_NAME}` is now `{NEW_NAME}`: read both until every writer is at 7.0.")


def _structure_bumped(manifest: Any) -> None:
    manifest["schema_version"] += 1  # an invariant speaks of the code


def _description_edited(checkout: Checkout) -> None:
    def describe(schema: Any) -> None:
        schema["properties"]["mm_util"]["description"] = "Share of the maintenance margin used, 0 to 1."

    checkout.schemas(describe)


def _fixture_left_behind(checkout: Checkout) -> None:
    rule = {"type": "integer", "minimum": 0, "description": "How far our clock is off, in ms."}

    def declare(schema: Any) -> None:
        schema["required"].append(NEW_KEY)
        schema["properties"][NEW_KEY] = rule

    checkout.schemas(declare)
    checkout.bump(CONTRACT_VERSION, "7.0")
    checkout.bump(KEYS_VERSION, 2, manifest=False)
    for path in checkout.documents():
        if not path.endswith(("/restart_reconcile.json", "/required_key_left_out.json")):
            checkout.edit(path, lambda document: document.update({NEW_KEY: 4}))
    checkout.tell("7.0", "How far the clock is off is told.")


def _bound_lowered(checkout: Checkout) -> None:
    checkout.schemas(lambda schema: schema["properties"]["mm_util"].update(maximum=0.95))


def _gate_weakened(checkout: Checkout) -> None:
    checkout.replace("govern.toml", 'compatibility = "full"', 'compatibility = "none"')
    checkout.schemas(lambda schema: schema["required"].remove(KEY))
    checkout.sync()


def _text_only(checkout: Checkout) -> None:
    file = checkout.root / "specs/status/README.md"
    file.write_text(file.read_text("utf-8") + "\nQuestions go to the owners of the contract.\n", "utf-8")


RENAMED = ("rename",)

PULL_REQUESTS = (
    PullRequest(
        "code-added",
        "A reason code is added to the manifest, and nothing else is done",
        _code_added,
        1,
        ("additive",),
        (
            "changelog-entry-missing",
            "fixture-not-exercised",
            "generated-stale",
            "release-content-changed",
            "version-too-small",
        ),
        checklist=True,
    ),
    PullRequest(
        "code-added-announced",
        "The same code with `govern sync`, version 6.1 in every place, a fixture and the changelog",
        _code_added_and_announced,
        0,
        ("additive",),
        witness=True,
    ),
    PullRequest(
        "key-removed",
        "A required key is removed, as a minor version",
        _key_removed,
        1,
        ("breaking",),
        ("version-too-small",),
        witness=True,
    ),
    PullRequest(
        "code-renamed",
        "A reason code is renamed everywhere, without a word to its readers",
        _code_renamed,
        1,
        RENAMED,
        ("changelog-entry-missing", "release-content-changed", "version-too-small"),
        rename=(OLD_NAME, NEW_NAME),
        witness=True,
    ),
    PullRequest(
        "code-renamed-announced",
        "The same rename, announced as 7.0",
        _code_renamed_and_announced,
        0,
        RENAMED,
        rename=(OLD_NAME, NEW_NAME),
        witness=True,
        checklist=True,
    ),
    PullRequest("description-edited", "A description is edited", _description_edited, 0, ("editorial",)),
    PullRequest(
        "fixture-left-behind",
        "A new required key as 7.0, with one fixture left behind",
        _fixture_left_behind,
        1,
        ("breaking",),
        ("fixture-invalid",),
        witness=True,
    ),
    PullRequest(
        "bound-lowered",
        "The largest allowed margin ratio goes from 1 to 0.95, and nothing else is done",
        _bound_lowered,
        1,
        ("breaking",),
        (
            "changelog-entry-missing",
            "fixture-not-exercised",
            "release-content-changed",
            "version-too-small",
        ),
        witness=True,
    ),
    PullRequest(
        "gate-weakened",
        "A required key becomes optional, and govern.toml is told not to mind",
        _gate_weakened,
        1,
        ("breaking",),
        (
            "changelog-entry-missing",
            "fixture-not-exercised",
            "gate-weakened",
            "release-content-changed",
            "version-too-small",
        ),
        witness=True,
    ),
    PullRequest("text-only", "A sentence is added to the README", _text_only, 0, ()),
)
"""In the order in which they are replayed. Every one is a branch of its own from main."""
