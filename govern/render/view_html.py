"""What the owner sees of a document, to one page that needs nothing else: no request, no font, no image.

Made for a glance: the headline is the largest thing on it, what it means stands beside its colour in words,
and it fits a small laptop or a phone without scrolling. So lists are cut after their first item and long
texts after a few lines, each cut says so, and everything stands in full one key away. Only the age is worked
out in the page, so that one that was left open does not look fresh; a policy lets nothing else run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from govern.render.html import document
from govern.render.html import text as _text
from govern.render.view_text import age
from govern.view import Shown, Tone, Unblock, Word

FEW = 3
"""So many places where a document breaks its contract are seen at once; the rest are counted, and folded."""
_MEANS = {Tone.GOOD: "All is well", Tone.CAUTION: "Caution", Tone.DANGER: "Danger"}

_STYLE = """
:root{color-scheme:light dark;--page:#fff;--ink:#16181d;--soft:#4a505c;--line:#d5d9e0;
--good:#0b6b31;--on-good:#fff;--caution:#ffbf2b;--on-caution:#1f1600;--danger:#a30f16;--on-danger:#fff}
@media (prefers-color-scheme:dark){:root{--page:#111418;--ink:#f1f3f6;--soft:#b3bac6;--line:#39404b;
--good:#7ee2a0;--on-good:#08200f;--caution:#ffc861;--danger:#ff8a83;--on-danger:#2b0305}}
*{box-sizing:border-box;margin:0}
html{font:clamp(14px,2.1vh,18px)/1.35 system-ui,sans-serif;background:var(--page);color:var(--ink)}
body{min-height:100vh;min-height:100dvh}
main{max-width:64rem;margin:0 auto;padding:clamp(.5rem,2vh,1.5rem) 1rem;
display:grid;gap:clamp(.4rem,1.6vh,1.1rem)}
p,dd,li,h1,code{overflow-wrap:anywhere}
.head{border-radius:.6rem;padding:clamp(.5rem,2vh,1.4rem) 1rem}
.good{background:var(--good);color:var(--on-good)}
.caution{background:var(--caution);color:var(--on-caution)}
.danger{background:var(--danger);color:var(--on-danger)}
h1{font-size:clamp(2.2rem,min(11vw,11vh),6rem);line-height:1.05}
.long h1{font-size:clamp(1.5rem,min(5.6vw,8vh),3.4rem)}
h2{font-size:1rem}
.why{font-size:clamp(1.1rem,2.6vh,1.5rem);font-weight:600}
code{font:.9em ui-monospace,monospace}
.soft,dt,summary{color:var(--soft)}
ul{padding-left:1.1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;
border-top:1px solid var(--line);padding-top:.6rem}
summary{cursor:pointer}
summary:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.cut{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
#unblock .cut{-webkit-line-clamp:3}
@media (max-width:600px){code{font-size:.78em}.why{font-size:1.15rem}}
"""
_SCRIPT = """
const made=document.getElementById('age'),at=Date.parse(made.dataset.made);
const say=s=>{const u=[[86400,'d',3600,'h'],[3600,'h',60,'min'],[60,'min',1,'s']].find(u=>s>=u[0]);
return u?Math.floor(s/u[0])+' '+u[1]+' '+Math.floor(s%u[0]/u[2])+' '+u[3]:s+' s'};
const tell=()=>{const s=Math.floor((Date.now()-at)/1000);
made.textContent=s<0?'from the future, by '+say(-s):say(s)};
tell();setInterval(tell,1000);
"""


def page(shown: Shown, title: str) -> str:
    """A whole HTML document that ends in a newline. `title` says which contract it is."""
    script = _SCRIPT if shown.healthy and shown.generated is not None else ""
    body = (
        "<main>",
        *_head(shown, title),
        *(_body(shown) if shown.healthy else _unhealthy(shown)),
        "</main>",
    )
    return document(f"{shown.headline.code} — {title}", _STYLE, script, body)


def _head(shown: Shown, title: str) -> Iterator[str]:
    long = " long" if len(shown.headline.code) > 14 else ""
    yield f'<p class="soft">{_text(title)}, as of {_time(shown.seen)}</p>'
    yield f'<header class="head {shown.tone.value}{long}">'
    yield f"<p>{_MEANS[shown.tone]}</p>"
    yield f"<h1>{_breaking(shown.headline.code)}</h1>"
    if shown.headline.words:
        yield f'<p class="why">{_text(shown.headline.words)}</p>'
    yield "</header>"


def _unhealthy(shown: Shown) -> Iterator[str]:
    yield "<section>"
    yield "<h2>Nothing that the document says is shown: it breaks its contract</h2>"
    places = [f"<code>{_text(each)}</code>" for each in shown.errors]
    yield _items(places[:FEW])
    if rest := places[FEW:]:
        yield f"<details><summary>{len(rest)} more of {len(places)} places</summary>{_items(rest)}</details>"
    yield "</section>"


def _body(shown: Shown) -> Iterator[str]:
    if shown.reason is not None:
        yield f'<p class="why" id="reason">{_word(shown.reason)}</p>'
    if shown.message:
        yield f'<p class="cut" id="message">It says: {_text(shown.message)}</p>'
    if shown.unblock:
        more = _more(len(shown.unblock), "condition")
        yield f'<section id="unblock"><h2>What unblocks it{more}</h2>'
        yield f'<p class="cut">{_condition(shown.unblock[0])}</p></section>'
    yield "<dl>"
    for label, values in shown.facts:
        first = _word(values[0]) if values else "none"
        yield f'<dt>{_text(label)}</dt><dd><p class="cut">{first}</p>{_more(len(values))}</dd>'
    yield f"<dt>Age</dt><dd>{_age(shown)}</dd>"
    yield "</dl>"
    yield from _full(shown)


def _full(shown: Shown) -> Iterator[str]:
    """Everything, uncut."""
    yield "<details><summary>Everything it says, in full</summary>"
    yield "<dl>"
    if shown.message:
        yield f"<dt>It says</dt><dd>{_text(shown.message)}</dd>"
    if shown.unblock:
        yield f"<dt>Unblocks</dt><dd>{_items([_condition(each) for each in shown.unblock])}</dd>"
    for label, values in shown.facts:
        said = _items([_word(each) for each in values]) if values else "none"
        yield f"<dt>{_text(label)}</dt><dd>{said}</dd>"
    yield "</dl></details>"


def _more(count: int, what: str = "") -> str:
    """How many of a list do not stand here."""
    if count < 2:
        return ""
    name = f" {what}{'s' if count > 2 else ''}" if what else ""
    return f' <span class="soft">and {count - 1} more{name}</span>'


def _condition(each: Unblock) -> str:
    now = f"now <code>{_text(each.current)}</code>, wanted <code>{_text(each.target)}</code>"
    return f"<strong>{_text(each.type)}</strong> {_text(each.condition)}: {now}"


def _items(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{each}</li>' for each in items)}</ul>"


def _age(shown: Shown) -> str:
    if shown.generated is None:
        return age(shown)
    made = shown.generated.isoformat()
    return f'<span id="age" data-made="{_text(made)}">{_text(age(shown))}</span>'


def _word(word: Word) -> str:
    code = f"<code>{_breaking(word.code)}</code>"
    return f"{_text(word.words)} {code}" if word.words else code


def _time(moment: datetime) -> str:
    return f'<time datetime="{moment.isoformat()}">{moment.strftime("%Y-%m-%d %H:%M:%S UTC")}</time>'


def _breaking(code: str) -> str:
    """A code that breaks where its words do."""
    return _text(code).replace("_", "_<wbr>")
