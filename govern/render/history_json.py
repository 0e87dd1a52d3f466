"""A history to the machine-readable list that the documentation describes, and schemas/history.schema.json.

Optional keys are present iff there is something to say; `witness` is the document itself.
"""

from __future__ import annotations

import json

from govern.documents import Document, Limits, dumps, read
from govern.escape import json_text
from govern.model import (
    History,
    JsonObject,
    JsonValue,
    Judged,
    Moment,
    ReleaseStep,
    Revision,
    RevisionChange,
    VersionReview,
)
from govern.render.history_words import by_class

HISTORY_VERSION = 1
"""Of the list's structure."""

_ANY = Limits(1 << 30, 1 << 30)
"""A witness was made here: it is as large as it is."""


def render(history: History) -> str:
    """The whole history as JSON that ends in a newline. Equal histories are written alike."""
    judged = [each.judged for each in history.revisions]
    summary: JsonObject = {
        "revisions": len(judged),
        "classes": dict(by_class(judged)),
        "mislabelled": sum(each.mislabelled for each in judged),
        "mislabelled_releases": sum(each.judged.mislabelled for each in history.releases),
        "given_up": sum(each.gave_up is not None for each in judged),
    }
    whole: JsonObject = {
        "history_version": HISTORY_VERSION,
        "repository": history.repository,
        "after": history.base,
        "head": _moment(history.head),
        "policy": history.policy,
        "notes": list(history.notes),
        "contracts": [{"name": name, "gone": name in history.gone} for name in history.contracts],
        "summary": summary,
        "revisions": [_revision(each) for each in history.revisions],
        "releases": [_release(each) for each in history.releases],
    }
    return json_text(dumps(whole, indent=2)) + "\n"


def _moment(moment: Moment) -> JsonObject:
    return {"commit": moment.commit, "date": moment.date, "subject": moment.subject}


def _revision(revision: Revision) -> JsonObject:
    moment = _moment(revision.moment)
    return {"contract": revision.contract, **moment, "base": revision.base, **_judged(revision.judged)}


def _release(release: ReleaseStep) -> JsonObject:
    return {
        "contract": release.contract,
        "from": release.base_tag,
        "to": release.head_tag,
        "base": release.base,
        **_moment(release.moment),
        **_judged(release.judged),
    }


def _judged(judged: Judged) -> JsonObject:
    return {
        "status": judged.status,
        "class": judged.class_.value,
        "compatibility": judged.compatibility.value,
        "backward": judged.backward.value,
        "forward": judged.forward.value,
        **({} if judged.reason is None else {"reason": judged.reason}),
        "needed": judged.needed.value,
        "had": judged.had.value if judged.had is not None else None,
        "mislabelled": judged.mislabelled,
        "faults": list(judged.faults),
        "versions": [_version(each) for each in judged.versions],
        "changes": [_change(each) for each in judged.changes],
    }


def _version(version: VersionReview) -> JsonObject:
    return {
        "at": version.at,
        "scheme": version.scheme,
        "before": version.base,
        "after": version.head,
        "needed": version.required.value,
        "had": version.actual.value,
        "verdict": version.verdict.value,
        **({} if version.suggestion is None else {"suggestion": version.suggestion}),
    }


def _change(change: RevisionChange) -> JsonObject:
    optional: dict[str, str | None] = {"reason": change.reason, "claimed_by": change.claimed_by}
    witness: JsonObject = {} if change.witness is None else {"witness": _document(change.witness)}
    return {
        "id": change.id,
        "rule": change.rule,
        "class": change.class_.value,
        "needed": change.level.value,
        "path": change.path,
        "pointer": change.pointer,
        "message": change.message,
        **witness,
        **{key: text for key, text in optional.items() if text is not None},
    }


def _document(text: str) -> JsonValue:
    """The document that a text is, with every number as it is written."""
    found = read("witness.json", text.encode("utf-8", "surrogatepass"), limits=_ANY)
    return found.value if isinstance(found, Document) else json.loads(text)
