"""A history to one page that needs nothing else: a timeline for each contract, and each revision in full.

A revision is a bar: its colour, its height and a word say its class; a mark above says that its
label is wrong. Bars stand in the order of the commits, by year, over the versions that they came to.
All that is known of one folds out below, by mouse or by keyboard, with scripts or without: a bar is a
link to it. The script only filters, and shows what is under the pointer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from govern.escape import shortened
from govern.model import Class, History, Judged, ReleaseStep, Revision, RevisionChange
from govern.render.facts import counted
from govern.render.history_page import SCRIPT, STYLE
from govern.render.history_words import by_class, by_contract, label, ordered, summary
from govern.render.html import document
from govern.render.html import text as _text

MOST = 25
"""So many changes of one revision are listed; a revision may have thousands, and JSON and SQLite hold all."""

LONGEST = 400
"""Characters of a witness or a message that are shown."""

_MEANS = {
    Class.BREAKING: "somebody who relied on the contract may fail",
    Class.UNDECIDED: "nobody could tell",
    Class.RENAME: "a name became another",
    Class.ADDITIVE: "more, or less, is accepted, and nothing breaks",
    Class.EDITORIAL: "only words changed",
}


def page(history: History) -> str:
    """A whole HTML document that ends in a newline."""
    title = f"History of contracts — {history.repository or history.head.commit[:12]}"
    return document(title, STYLE, SCRIPT, _body(history))


def _body(history: History) -> Iterator[str]:
    yield "<header>"
    yield "<h1>History of contracts</h1>"
    where = f"{_text(history.repository)}, up to " if history.repository else "up to "
    yield f'<p class="soft">{where}<code>{history.head.commit[:12]}</code> of {_day(history.head.date)}. '
    yield f"Rules: {_text(history.policy)}.</p>"
    yield f'<p class="sum">{_text(summary(history))}.</p>'
    yield from (f'<p class="soft">Note: {_text(each)}.</p>' for each in history.notes)
    yield "</header>"
    yield from _controls(history)
    yield '<main id="all">'
    number = 0
    for name, revisions, releases in by_contract(history):
        yield from _contract(name, name in history.gone, revisions, releases, number)
        number += len(revisions) + len(releases)
    yield '<p id="none" hidden>No contract has such revisions.</p>'
    yield "</main>"
    yield '<p id="peek" role="status" aria-live="polite"></p>'


def _controls(history: History) -> Iterator[str]:
    """The legend, each class a filter; a search; and what is mislabelled only."""
    counts = dict(by_class(each.judged for each in history.revisions))
    yield '<form id="filter" aria-label="Filter">'
    yield '<label class="find">Contract <input id="name" type="search" autocomplete="off"></label>'
    yield "<fieldset><legend>Classes</legend>"
    for each in Class:
        yield f'<label class="key" title="{_text(_MEANS[each])}">'
        yield f'<input type="checkbox" value="{each.value}" checked>'
        yield f'<span class="bar {each.value}" aria-hidden="true"></span>{each.value} '
        yield f"{counts.get(each.value, 0):,}"
        yield "</label>"
    yield "</fieldset>"
    wrong = sum(each.mislabelled for each in history.judged)
    yield '<label class="key"><input id="wrong" type="checkbox">'
    yield f'<span class="flag" aria-hidden="true">!</span>only mislabelled ({wrong:,})</label>'
    yield '<label class="key">Order <select id="order"><option value="name">by name</option>'
    yield '<option value="count">most revisions</option><option value="broke">most breaking</option></select>'
    yield "</label>"
    yield '<output id="shown" class="soft"></output>'
    yield "</form>"


def _contract(
    name: str, gone: bool, revisions: Sequence[Revision], releases: Sequence[ReleaseStep], number: int
) -> Iterator[str]:
    judged = [each.judged for each in revisions]
    broke = sum(each.class_ is Class.BREAKING for each in judged)
    yield f'<section class="contract" data-name="{_text(name.lower())}" data-count="{len(judged)}" '
    yield f'data-broke="{broke}">'
    said = ", ".join(f"{count} {class_}" for class_, count in by_class(judged))
    wrong = sum(each.mislabelled for each in judged)
    marks = ' <span class="gone">gone</span>' if gone else ""
    marks += f' <span class="flag">! {wrong} mislabelled</span>' if wrong else ""
    yield f"<div><h2>{_text(name)}{marks}</h2>"
    yield f'<p class="soft">{counted(len(judged), "revision")}{": " if said else ""}{said}</p></div>'
    yield "<div>"
    yield from _timeline(revisions, number)
    if releases:
        yield from _releases(releases, number + len(revisions))
    yield "</div>"
    every = counted(len(revisions) + len(releases), "step")
    yield f'<details class="list"><summary>{every} in full</summary>'
    for place, revision in enumerate(revisions):
        yield from _revision(revision, number + place)
    for place, release in enumerate(releases):
        yield from _release(release, number + len(revisions) + place)
    yield "</details>"
    yield "</section>"


def _timeline(revisions: Sequence[Revision], number: int) -> Iterator[str]:
    yield '<ol class="line">'
    place = number
    for year, several in groupby(revisions, lambda each: each.moment.date[:4]):
        yield f'<li class="year"><ol class="bars" aria-label="{_text(year)}">'
        for revision in several:
            yield _bar(revision, place)
            place += 1
        yield f'</ol><span class="at" aria-hidden="true">{_text(year)}</span></li>'
    yield "</ol>"


def _bar(revision: Revision, place: int) -> str:
    judged = revision.judged
    tip = _text(_tip(revision.moment.date, revision.moment.commit[:12], judged))
    flag = '<span class="flag" aria-hidden="true">!</span>' if judged.mislabelled else ""
    came = _came(judged)
    version = f'<span class="version" aria-hidden="true">{_text(shortened(came, 12))}</span>'
    return (
        f'<li class="slot" data-class="{judged.class_.value}" data-wrong="{int(judged.mislabelled)}">'
        f'<a href="#r{place}" title="{tip}" aria-label="{tip}">{flag}'
        f'<span class="bar {judged.class_.value}"></span></a>{version}</li>'
    )


def _came(judged: Judged) -> str:
    """The version that a revision came to, where it moved."""
    moved = (each.head for each in judged.versions if each.head is not None and each.head != each.base)
    return next(moved, "")


def _tip(date: str, name: str, judged: Judged) -> str:
    changes = ordered(judged.changes)
    first = f": {shortened(changes[0].message, 120)}" if changes else ""
    wrong = "mislabelled; " if judged.mislabelled else ""
    status = "" if judged.status == "changed" else f" ({judged.status})"
    return f"{date[:10]} {name} {judged.class_.value}{status}; {wrong}{_bump(judged)}; {_size(judged)}{first}"


def _size(judged: Judged) -> str:
    return counted(len(ordered(judged.changes)), "change")


def _bump(judged: Judged) -> str:
    """The step that the changes needed and the one that the version took."""
    had = judged.had.value if judged.had is not None else "no version field"
    return f"needed {judged.needed.value}, had {had}"


def _releases(releases: Sequence[ReleaseStep], number: int) -> Iterator[str]:
    yield '<ol class="releases" aria-label="Releases">'
    for place, each in enumerate(releases, number):
        judged = each.judged
        flag = '<span class="flag" aria-hidden="true">!</span>' if judged.mislabelled else ""
        tip = _text(_tip(each.moment.date, f"{each.base_tag} → {each.head_tag}", judged))
        yield f'<li class="slot" data-class="{judged.class_.value}" data-wrong="{int(judged.mislabelled)}">'
        yield f'<a class="tag" href="#r{place}" title="{tip}" aria-label="{tip}">{flag}'
        yield f'<span class="bar {judged.class_.value}"></span>{_text(each.head_tag)}</a></li>'
    yield "</ol>"


def _revision(revision: Revision, place: int) -> Iterator[str]:
    moment, judged = revision.moment, revision.judged
    head = f"{_day(moment.date)} <code>{moment.commit[:12]}</code> {_badge(judged)} "
    yield from _full(
        head + f'<span class="what">{_text(shortened(moment.subject, 120))}</span>', judged, place
    )


def _release(release: ReleaseStep, place: int) -> Iterator[str]:
    tags = f"{_text(release.base_tag)} → {_text(release.head_tag)}"
    head = (
        f'{_day(release.moment.date)} <code>{tags}</code> {_badge(release.judged)} <span class="what">release'
    )
    yield from _full(f"{head}</span>", release.judged, place)


def _full(head: str, judged: Judged, place: int) -> Iterator[str]:
    """Everything that is known of a step, folded."""
    data = f'data-class="{judged.class_.value}" data-wrong="{int(judged.mislabelled)}"'
    yield f'<details class="step" id="r{place}" {data}><summary>{head}</summary>'
    yield "<dl>"
    yield f"<dt>Bump</dt><dd>{_bump(judged)}</dd>"
    yield f"<dt>Version</dt><dd>{_text(label(judged))}</dd>"
    if judged.faults:
        yield f'<dt>Mislabelled</dt><dd class="wrong">{"<br>".join(map(_text, judged.faults))}</dd>'
    yield f"<dt>Backward</dt><dd>{judged.backward.value}</dd><dt>Forward</dt><dd>{judged.forward.value}</dd>"
    yield f"<dt>Read in mode</dt><dd>{judged.compatibility.value}</dd>"
    if judged.reason:
        yield f"<dt>Undecided</dt><dd>{_text(shortened(judged.reason, LONGEST))}</dd>"
    yield "</dl>"
    changes = ordered(judged.changes)
    if changes:
        yield '<ul class="changes">'
        yield from (_change(each) for each in changes[:MOST])
        yield "</ul>"
    if len(changes) > MOST:
        more = counted(len(changes) - MOST, "change")
        yield f'<p class="soft">and {more} more, which JSON and SQLite hold</p>'
    yield "</details>"


def _change(change: RevisionChange) -> str:
    where = _text(shortened(change.path + (f"#{change.pointer}" if change.pointer else ""), LONGEST))
    shown = ""
    if change.witness is not None:
        shown = (
            f'<span class="witness">shown by <code>{_text(shortened(change.witness, LONGEST))}</code></span>'
        )
    why = f'<span class="soft">{_text(shortened(change.reason, LONGEST))}</span>' if change.reason else ""
    return (
        f'<li><span class="badge {change.class_.value}">{change.class_.value}</span> '
        f"{_text(shortened(change.message, LONGEST))}"
        f'<span class="soft">{_text(change.rule)} at <code>{where}</code></span>{shown}{why}</li>'
    )


def _badge(judged: Judged) -> str:
    status = "" if judged.status == "changed" else f" <span>({judged.status})</span>"
    flag = ' <span class="flag">! mislabelled</span>' if judged.mislabelled else ""
    return f'<span class="badge {judged.class_.value}">{judged.class_.value}</span>{status}{flag}'


def _day(date: str) -> str:
    return f'<time datetime="{_text(date)}">{_text(date[:10])}</time>'
