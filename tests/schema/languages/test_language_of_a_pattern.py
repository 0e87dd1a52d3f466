from __future__ import annotations

import pytest

from govern.schema.languages import matches, readable


@pytest.mark.parametrize(
    ("pattern", "hit", "near_miss"),
    [
        ("", "", None),
        ("b", "abc", "ac"),
        ("^b", "bc", "ab"),
        ("b$", "ab", "ab\n"),
        ("^dev|alpha|stable$", "dev~", "a dev"),
        ("^dev|alpha|stable$", "an alpha!", "stable!"),
        ("(^a|b)$", "xb", "xa"),
        ("(?:^|,)a(?:,|$)", "b,a", "ba"),
        ("(^)*a", "ba", "b"),
        ("^.$", "\x85", "\u2028"),
        ("^.$", "a", "\r"),
        (r"^\d$", "7", "٧"),
        (r"^\w$", "_", "é"),
        (r"^\s$", "\ufeff", "\u180e"),
        (r"^\s$", "\u3000", "\x85"),
        (r"^\S$", "\u180e", "\u2029"),
        (r"^[\w-_.]$", "-", "+"),
        (r"^[a-\d]$", "-", "b"),
        (r"^[\]\\^-]$", "^", "["),
        ("^[^]$", "\n", ""),
        ("^[^^]$", "a", "^"),
        ("^a[]?b$", "ab", "a]b"),
        ("^[[a]$", "[", "]"),
        ("^[a&&b]$", "&", "c"),
        (r"^\-\/\_\:\@\ $", "-/_:@ ", "-/_:@"),
        (r"^[\b]$", "\b", "b"),
        (r"^\cA\ca$", "\x01\x01", "AA"),
        (r"^\x41\u0042\u{43}$", "ABC", "ABc"),
        (r"^\uD83D\uDE00$", "😀", "😁"),
        (r"^[\u{1F600}-\u{1F602}]$", "😁", "😃"),
        ("^.$", "😀", "ab"),
        (r"^\0$", "\0", "0"),
        (r"^[\t\n\v\f\r]$", "\v", "v"),
        ("^a{$", "a{", "a"),
        ("^a{x}]}$", "a{x}]}", "ax"),
        ("^a{2}$", "aa", "aaa"),
        ("^a{2,}$", "aaa", "a"),
        ("^a{0,2}?$", "aa", "aaa"),
        ("^(a?){3}$", "aa", "aaaa"),
        ("^(a*)*$", "aaa", "ab"),
        ("^a{0}b$", "b", "ab"),
        (r"\bfoo\b", "a foo-b", "afoo"),
        (r"\bfoo\b", "foo", "foo_"),
        (r"\Boo", "foo", "oo"),
        (r"^a\b.$", "a-", "ab"),
        ("^(?!meta$).*$", "metal", "meta"),
        ("^(?=.*[0-9])[a-z0-9]+$", "a1", "ab"),
        ("^((?!no).)*$", "n o", "a no b"),
        ("^(?!(?=a)ab)a", "ac", "ab"),
        ("a(?=b|$)", "xa", "ac"),
        ("a(?!b)", "aba", "ab"),
        (r"^(?!\.{1,2}$)(?!.*\/)[a-z.]+$", "...", ".."),
        ("^(?<year>[0-9]{4})$", "2000", "200"),
        (r"^\p{Lu}$", "É", "é"),
        (r"^\P{L}$", "1", "é"),
        (r"^[\p{L}\p{Nd}]$", "٧", "-"),
    ],
)
def test_a_pattern_is_read_as_ecma_262_reads_it(pattern: str, hit: str, near_miss: str | None) -> None:
    assert matches(pattern, hit) is True
    assert near_miss is None or matches(pattern, near_miss) is False


@pytest.mark.parametrize("text", ["", "a", "b", "ab", "a\nb", "bab"])
def test_a_start_after_a_character_is_never_found(text: str) -> None:
    assert matches("a^b", text) is False


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"(a)\1", r"(?<n>a)\k<n>", "(?<=a)b", "(?<!a)b", "(?i)a", "(?i:a)", "(?P<n>a)", "(?>a)", "(?"),
        *("*a", "a**", "a++", "a{2}{3}", "a{2,1}", "{2}", "a{,2}", "a{ 2 }", "^*", "(?=a)*", "a|*"),
        *("(a", "a)", "[a", "[z-a]", r"[\B]", "\\", r"\c", r"\c1", r"\x1", r"\u12", r"\u{110000}", r"\07"),
        *(r"\A", r"\z", r"\Z", r"\a", r"\h", r"\é", r"\p{Greek}", r"\pL", r"\p{Xx}", "a{9999999999}"),
        "(" * 200 + ")" * 200,
    ],
)
def test_what_is_not_regular_or_has_two_readings_is_not_read(pattern: str) -> None:
    assert not readable(pattern)
    assert matches(pattern, "a") is None


@pytest.mark.parametrize("pattern", ["a{,2", "a{2", "a{x}", r"\_", "(?=a)", "^$", "(^)*", "a{999999999}"])
def test_what_only_resembles_it_is_read(pattern: str) -> None:
    assert readable(pattern)


def test_counts_of_thousands_are_read_only_as_far_as_the_text_goes() -> None:
    pattern = "^(?:[a-z]{1,60000}-){1,60000}$"
    assert matches(pattern, "abc-d-") is True
    assert matches(pattern, "abc-d") is False
