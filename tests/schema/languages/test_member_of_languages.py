from __future__ import annotations

import subprocess
import sys

import pytest

from govern.schema.languages import Empty, Found, Unknown, matches, member, members

CAPITALS_OR_NOT = "^([Gg][Ee][Tt]|[Pp][Uu][Tt])$"


@pytest.mark.parametrize(
    ("narrow", "wide", "witness"),
    [
        ("^ab?$", "^a", "aa"),
        ("^(dev|alpha|stable)$", "^dev|alpha|stable$", "deva"),
        ("^.+$", ".", "a\n"),
        ("^.*foo", "foo", "\nfoo"),
        ("^[a-z]{1,1024}$", "^[a-z]{1,1025}$", None),
        ("^(?!meta$)[a-z]+$", "^[a-z]+$", "meta"),
        ("^[a-z]+$", "^((?!1).)*$", "2"),
        (r"^\bfoo\b$", "foo", "afoo"),
        (r"(^|\W)foo(\W|$)", "foo", "afoo"),
        ("^(get|put)$", CAPITALS_OR_NOT, "geT"),
        (r"^\d+$", r"^[0-9_]+$", "_"),
        (r"^\w+$", r"^[\w-_.]+$", "-"),
        ("^(a|ab)(c|bcd)$", "^a(b?c|b{1,2}cd)$", None),
    ],
)
def test_one_language_is_in_another_and_not_the_reverse(narrow: str, wide: str, witness: str | None) -> None:
    assert member([narrow], [wide]) == Empty()
    found = member([wide], [narrow])
    if witness is not None:
        assert found == Found(witness)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\bfoo\b", r"(^|\W)foo($|\W)"),
        ("^(a?){1000}$", "^a{0,1000}$"),
        ("^(a|b)*$", "^[ab]*$"),
        ("^(?=.*a)(?=.*b)[ab]*$", "^(a+b|b+a)[ab]*$"),
        ("a$|^b|c", "(a$|^b|c)[^]{0,9}"),
        (r"^\s*$", r"^[^\S]*$"),
    ],
)
def test_two_spellings_of_one_language_are_equal(one: str, other: str) -> None:
    assert member([one], [other]) == Empty()
    assert member([other], [one]) == Empty()


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ([], "x"),
        (["^[a-z0-9-]+$"], "a"),
        (["^[a-z]*$"], "a"),
        (["^$"], ""),
        ([r"^\d{4}-\d{2}-\d{2}$"], "2000-01-01"),
        ([r"^\d+\.\d+\.\d+$"], "1.1.1"),
        (["^[0-9a-f]{8}$"], "abcdefaa"),
        (["^x-"], "x-"),
        (["^.{3}$"], "abc"),
        (["^[^a-z]$"], "1"),
        ([r"^\W+$"], "-"),
        (["^(.|aa)$", "^([^ -~]|aa)$"], "aa"),
        (["^[^ -~]$"], "é"),
        (["^[^]$", "[^\u0001-\u0008\u000e-\U0010ffff]", r"\n"], "\n"),
        (["^a", "z$"], "az"),
    ],
)
def test_what_is_found_reads_well(inside: list[str], text: str) -> None:
    assert member(inside, []) == Found(text)


@pytest.mark.parametrize(
    ("outside", "text"),
    [(["^.+$"], "\n"), (["^.*$"], "\n"), (["^[^]+$"], ""), (["[^a-z]"], "a"), (["^[ -~]*$"], "é")],
)
def test_a_complement_holds_what_the_pattern_forgets(outside: list[str], text: str) -> None:
    assert member([], outside) == Found(text)


def test_nothing_is_outside_of_everything() -> None:
    assert member([], ["[^]*"]) == Empty()
    assert member([], ["^[^]+$", "^$"]) == Empty()
    assert member([], ["^[^]+$", "^a"]) == Found("")


@pytest.mark.parametrize(
    ("inside", "outside", "least", "most", "text"),
    [
        (["^a+$"], [], 3, 3, "aaa"),
        (["^(ab)+$"], [], 3, 3, None),
        (["^(ab)+$"], [], 3, 4, "abab"),
        ([], [], 4, None, "xxxx"),
        ([], [], 0, 0, ""),
        ([], [], 2, 1, None),
        (["^a"], ["b"], 4, 4096, "aaaa"),
        (["^a"], [], 4, None, "aaaa"),
        (["^a{5}$"], [], 0, 4, None),
        (["^a*$"], [], 0, 0, ""),
        (["^a+$"], [], 0, 0, None),
        (["^😀+$"], [], 2, 2, "😀😀"),
        (["^a{7}$"], [], 0, 4096, "aaaaaaa"),
    ],
)
def test_lengths_are_counted_in_code_points(
    inside: list[str], outside: list[str], least: int, most: int | None, text: str | None
) -> None:
    expected = Empty() if text is None else Found(text)
    assert member(inside, outside, least=least, most=most) == expected


@pytest.mark.parametrize(
    ("inside", "excluded", "text"),
    [
        (["^(a|b)$"], ["a", "b"], None),
        (["^(a|b)$"], ["a", "ab"], "b"),
        (["^a*$"], ["", "a", "aa"], "aaa"),
        (["^[ab]$"], ["c"], "a"),
        ([], ["x"], "a"),
        (["^a?$"], ["a"], ""),
        (["^a?$"], ["a", ""], None),
        (["^[0-9]$"], list("123456789"), "0"),
        (["^[0-9]$"], list("1234567890"), None),
    ],
)
def test_excluded_texts_do_not_count(inside: list[str], excluded: list[str], text: str | None) -> None:
    assert member(inside, [], excluded=excluded) == (Empty() if text is None else Found(text))


def test_an_unreadable_pattern_leaves_a_candidate_but_spoils_no_proof() -> None:
    assert member([r"(.)\1"], []) == Found("x", certain=False)
    assert member(["^a$"], [r"(.)\1"]) == Found("a", certain=False)
    assert member([r"(.)\1", "^a$"], ["^a"]) == Empty()
    assert member([r"(.)\1"], [r"(.)\1"]) == Empty()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("^[ab]*a[ab]{20}$", "^[ab]*a[ab]{19}$"),
        ("^([ab]?[bc]?){2000}$", "^[a-c]{0,4000}$"),
        ("^(?=(a|b)*a(a|b){18}$)(?!(a|b)*b(a|b){17}$).{19}", "c$"),
    ],
)
def test_what_grows_too_fast_is_unknown(one: str, other: str) -> None:
    assert isinstance(member([one], [other], steps=3_000), Unknown)


def test_a_pattern_with_places_without_end_is_unknown_at_once() -> None:
    assert isinstance(member(["^(a?b?){90000}$"], []), Unknown)
    assert matches("^(a?b?){90000}$", "ab") is None


def test_the_limit_counts_the_same_whatever_was_asked_before() -> None:
    question = ["^[ab]*a[ab]{9}$"], ["^[ab]*a[ab]{8}$"]
    answers = [member(*question, steps=steps) for steps in (100, 400, 1_600, 6_400, 100, 400, 1_600, 6_400)]
    assert answers[:4] == answers[4:]
    assert isinstance(answers[0], Unknown)


def test_several_members_differ_and_all_fit() -> None:
    found = list(members(["^(get|put|post)?[a-z]*$"], ["^p"], most=6, excluded=["a"]))
    assert len(found) == len(set(found)) == 8
    assert all(matches("^(get|put|post)?[a-z]*$", each) and not matches("^p", each) for each in found)
    assert "a" not in found


def test_each_option_of_a_choice_is_a_member() -> None:
    assert set(members(["^(get|put|post)$"])) == {"get", "put", "post"}
    assert list(members(["^(get|put)$"], ["^g"])) == ["put"]
    assert list(members(["^a$"], ["a"])) == []
    assert list(members([], [], most=0)) == [""]


def test_the_answer_is_the_same_in_every_process() -> None:
    code = (
        "from govern.schema.languages import member, members\n"
        "print(member(['^(?!b)(a|b|c)+-?$'], ['^a*$'], excluded=['c', 'ab']), list(members(['[^a]b|c$'])))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
