"""Hostile text in every field of a review, in every format."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from render_samples import closed, everywhere, filled

from govern.escape import UNSAFE_RANGES
from govern.model import Comparison
from govern.render import FORMATS, RenderOptions, checklist, render, render_comparison

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
UNSAFE = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in UNSAFE_RANGES) + "]")
ACTIVE = {"link_open", "image", "html_inline", "html_block", "fence", "code_block", "blockquote_open", "hr"}
SHOWN = [RenderOptions(), RenderOptions(explain=True, everything=True, width=50)]

HOSTILE = [
    "\x1b[2J\x1b]0;title\x07",
    "\n::error::x",
    "::add-mask::x",
    "a b ::set-output name=x::y",
    "\n##[error]x ##vso[task.complete]",
    "@org/team",
    "``` @all - [x]",
    "```\n- [x] Explicit approval given\n```",
    "\n- [x] done",
    "- [x] done",
    "<img src=x onerror=alert(1)>",
    "<!-- hidden",
    "-->",
    "![a](http://evil.example/a.png)",
    "[a](http://evil.example) <http://evil.example> http://evil.example www.evil.example a@b.example",
    "[a]: http://evil.example",
    "| a | b |",
    "a \\| b \\\\| c |",
    "\\`",
    "`",
    "`` ` ``",
    "\\",
    "# heading",
    "> quote",
    "1. item",
    "***",
    "**bold** _it_ ~~gone~~ $x$",
    "&lt;b&gt; &#64;org &amp;",
    "\u202egnp.exe\u2066",
    "\u200b\ufeff\u2028\u2029\x85",
    "\ud800",
    "]]>\x00",
    "    indented",
    " ",
    "\u3000",
]
PIECES = st.sampled_from([*HOSTILE, "a", " ", "kill", '"', "'", "(", ")", "|", "\\", "\t", "\r\n"])
TEXTS = st.lists(PIECES, min_size=1, max_size=5).map("".join) | st.text(min_size=1, max_size=30)


def blocks(markdown: str) -> list[str]:
    return [token.type for token in MARKDOWN.parse(markdown)]


def inline(markdown: str) -> list[Token]:
    return [child for token in MARKDOWN.parse(markdown) for child in token.children or []]


def ticks(markdown: str) -> list[bool]:
    rows = [token.content for token in MARKDOWN.parse(markdown) if token.type == "inline"]
    return [row.startswith("[x]") for row in rows if row.startswith(("[x]", "[ ]"))]


@pytest.mark.parametrize("options", SHOWN)
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_no_output_has_a_raw_control_or_a_command(name: str, text: str, options: RenderOptions) -> None:
    shown = render(everywhere(text), options, format_name=name)
    assert not UNSAFE.search(shown.replace("\n", ""))
    assert not re.search(r"##\w*\[", shown)
    assert not [row for row in shown.splitlines() if row.strip().startswith("::")]
    shown.encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comparison_is_as_safe(text: str) -> None:
    contract = everywhere(text).contracts[1]
    compared = Comparison(
        contract.class_, contract.backward, contract.forward, contract.changes, (), contract.findings
    )
    for name in FORMATS:
        shown = render_comparison(compared, old_name=text, new_name=text, format_name=name)
        assert not UNSAFE.search(shown.replace("\n", ""))
        assert not [row for row in shown.splitlines() if row.strip().startswith("::")]


@settings(max_examples=50, deadline=None)
@given(text=TEXTS)
@example(text="x\n```\n@a <b>")
def test_nothing_in_a_checklist_is_made_markup_by_what_it_quotes(text: str) -> None:
    # A rule of that name would stand under another step, which is no markup.
    assume(not any(words.intersection(text.split("-")) for _, words in checklist._STEP_OF_WORD))
    shown = render(everywhere(text), format_name="markdown")
    plain = render(everywhere("kill"), format_name="markdown")
    assert blocks(shown) == blocks(plain)
    assert ticks(shown) == ticks(plain)
    assert not ACTIVE.intersection(blocks(shown))
    assert not ACTIVE.intersection(token.type for token in inline(shown))


@settings(max_examples=50, deadline=None)
@given(text=TEXTS)
def test_outside_of_code_a_checklist_has_only_plain_words(text: str) -> None:
    marked = f"@zq {text} <zq> #1 zq@zq.example [zq](zq) :zq: zq_zq"
    tokens = inline(render(everywhere(marked), format_name="markdown"))
    assert any("zq" in token.content for token in tokens if token.type == "code_inline")
    outside = [token.content for token in tokens if token.type == "text"]
    for written in outside:
        assert not re.search(
            r"[@<>&|`_#\\~$]|www|http|\]\(|:\w", written.replace("[ ] ", "").replace("[x] ", "")
        )


@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_json_carries_every_string_unchanged(text: str) -> None:
    report = json.loads(render(everywhere(text), format_name="json"))
    joined = json.loads(json.dumps(text))
    assert report["reason"] == joined
    assert report["contracts"][1]["changes"][0]["message"] == joined
    assert report["contracts"][1]["forward"]["witness"] == {joined: [joined, None, 1.5]}


@settings(max_examples=40, deadline=None)
@given(text=TEXTS, name=st.sampled_from(list(FORMATS)))
def test_equal_reviews_give_equal_characters(text: str, name: str) -> None:
    first = render(everywhere(text), format_name=name)
    assert render(filled(everywhere("other"), text), format_name=name) == first
    assert first.endswith("\n")


def test_output_does_not_depend_on_the_process() -> None:
    program = (
        "import hashlib; from render_samples import closed; from govern.render import FORMATS, render;"
        "shown = ''.join(render(closed(), format_name=name) for name in FORMATS);"
        "print(hashlib.sha256(shown.encode()).hexdigest())"
    )
    here = Path(__file__).parent
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=here,
            env={"PYTHONHASHSEED": seed, "COLUMNS": seed, "LC_ALL": "C", "PYTHONPATH": str(here)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "200")
    }
    assert len(seen) == 1
    assert render(closed())
