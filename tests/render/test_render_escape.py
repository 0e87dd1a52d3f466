import json
import sys
import unicodedata

import pytest
from markdown_it import MarkdownIt

from govern.escape import UNSAFE_RANGES, cell, code, json_text, prose, shortened, terminal

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def covered(point: int) -> bool:
    return any(low <= point <= high for low, high in UNSAFE_RANGES)


def test_the_table_covers_every_invisible_code_point_that_unicode_knows() -> None:
    unsafe = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
    missing = [
        hex(point)
        for point in range(sys.maxunicode + 1)
        if unicodedata.category(chr(point)) in unsafe and chr(point) != " " and not covered(point)
    ]
    assert missing == []


@pytest.mark.parametrize("character", ["a", " ", "~", "é", "→", "日", "🙂", "ß", "\u0301"])
def test_what_people_can_see_stays(character: str) -> None:
    assert terminal(character) == character


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\nb\r\tc", r"a\x0ab\x0d\x09c"),
        ("\x7f\x85\x9b", r"\x7f\x85\x9b"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("\u200b\ufeff\u00ad", r"\u200b\ufeff\xad"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("\u00a0x", r"\xa0x"),
        ("::error::x", r"\x3a:error::x"),
        ("a ::add-mask::b", r"a \x3a:add-mask::b"),
        ("std::vector", "std::vector"),
        ("##[error]x", r"\x23#[error]x"),
        ("a##vso[task.setvariable]x", r"a\x23#vso[task.setvariable]x"),
        ("## heading [x]", "## heading [x]"),
        ("\n::stop-commands::", r"\x0a::stop-commands::"),
    ],
)
def test_a_terminal_is_shown_escapes_and_no_commands(text: str, shown: str) -> None:
    assert terminal(text) == shown
    assert terminal(shown) == shown


@pytest.mark.parametrize(
    "text", ["\u2028\u202e\x7f\x9b", "\ud83d", "\U000e0041", "##[error]", "é\\\u2029", 'a"\\']
)
def test_json_keeps_its_value_and_loses_what_cannot_be_seen(text: str) -> None:
    document = json.dumps({"a": text}, ensure_ascii=False, indent=2)
    shown = json_text(document)
    assert json.loads(shown) == {"a": text}
    assert terminal(shown.replace("\n", " ")) == shown.replace("\n", " ")
    assert shown.count("\n") == 2


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("```", "```` ``` ````"),
        ("`a", "`` `a ``"),
        (" a ", "`  a  `"),
        ("", '`""`'),
        (" ", '`" "`'),
        ("a\nb", r"`a\x0ab`"),
    ],
)
def test_code_has_a_fence_longer_than_what_it_holds(text: str, markdown: str) -> None:
    assert code(text) == markdown


@pytest.mark.parametrize("text", ["a`b", "`` ` ```", " a", "a ", "<b>", "@x", r"\|", "a|b", "*_*", "&amp;"])
def test_code_is_read_as_one_span_with_its_text(text: str) -> None:
    children = MARKDOWN.parseInline(code(text))[0].children or []
    assert [(token.type, token.content) for token in children] == [("code_inline", text)]


@pytest.mark.parametrize(
    ("text", "shown"), [("a|b", "a|b"), (r"a\|b", r"a\\x7cb"), ("||", "||"), (r"\||", r"\\x7c|")]
)
def test_a_cell_is_never_split(text: str, shown: str) -> None:
    table = f"| a | b |\n|---|---|\n| {cell(code(text))} | z |"
    inline = [token for token in MARKDOWN.parse(table) if token.type == "inline"]
    contents = [child.content for token in inline for child in token.children or []]
    assert contents == ["a", "b", shown, "z"]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("The value is gone.", "The value is gone."),
        ('The key "a b" is gone.', 'The key `"a b"` is gone.'),
        ("mm_util may be above 1.", "`mm_util` may be above 1."),
        ('It took {"k": 1}, once', 'It took `{"k": 1}`, once'),
        ("see http://evil.example now", "see `http://evil.example` now"),
        ("ask @org/team (please)", "ask `@org/team` (please)"),
        ("- [x] done", "`- [x]` done"),
        ("closes #12", "closes `#12`"),
        ("deadbeef12 GH-12 :tada:", "`deadbeef12 GH-12 :tada`:"),
        ("5.2 → 6.0", "`5.2` → `6.0`"),
        ("", ""),
    ],
)
def test_prose_keeps_words_and_puts_the_rest_in_code(text: str, markdown: str) -> None:
    assert prose(text) == markdown


def test_what_is_cut_off_says_so_and_what_fits_is_whole() -> None:
    assert shortened("x" * 10, 10) == "x" * 10
    assert shortened("x" * 1234, 5) == "xxxxx… (1,234 characters)"
