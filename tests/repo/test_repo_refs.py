from __future__ import annotations

import pytest
from scratch_repository import Scratch, refused

from govern.repo.names import parse_ref


@pytest.mark.parametrize(
    "ref",
    [
        "",
        " ",
        "-",
        "--output=x",
        "-x",
        "refs/heads/$(id)",
        "a;b",
        "a|b",
        "a&b",
        "a<b",
        "a>b",
        "a b",
        "a\\b",
        "a`b",
        "a'b",
        'a"b',
        "a\nHEAD",
        "a\x00b",
        "a\x1b[2J",
        "a\u202eb",
        "a\u200bb",
        "a\u2028b",
        "a\udcffb",
        "HEAD^{/fix}",
        "HEAD^{tree}",
        "HEAD@{1}",
        "HEAD:file",
        ":/fix",
        "a..b",
        "a...b",
        "^main",
        "~1",
        "a*",
        "a?",
        "a[b",
        "HEAD~9999999",
        "HEAD~1a",
        "/main",
        "main/",
        "a//b",
        "main.lock",
    ],
)
def test_a_ref_that_names_no_commit_is_refused_before_git_sees_it(ref: str) -> None:
    with refused("ref-form", "branch"):
        parse_ref(ref)


@pytest.mark.parametrize(
    ("ref", "name", "steps"),
    [
        ("main", "main", ()),
        ("HEAD~2^2", "HEAD", (("~", 2), ("^", 2))),
        ("HEAD^", "HEAD", (("^", 1),)),
        ("HEAD^0", "HEAD", (("^", 0),)),
        ("fix/#12-größe", "fix/#12-größe", ()),
        ("dependabot/npm/@types/x-1.0", "dependabot/npm/@types/x-1.0", ()),
        ("refs/tags/v1.0+b=1,2!", "refs/tags/v1.0+b=1,2!", ()),
    ],
)
def test_a_ref_that_people_write_is_taken_apart(
    ref: str, name: str, steps: tuple[tuple[str, int], ...]
) -> None:
    form = parse_ref(ref)
    assert (form.name, form.steps) == (name, steps)


def test_every_way_to_name_a_commit_leads_to_it(scratch: Scratch) -> None:
    first = scratch.commit({"a": "1"})
    second = scratch.commit({"a": "2"})
    scratch.git("tag", "-a", "v1", "-m", "one", first)
    scratch.git("tag", "-a", "-m", "tag of a tag", "outer", "v1")
    scratch.git("tag", "light", second)
    scratch.git("branch", "feature/x", second)
    scratch.git("update-ref", "refs/remotes/origin/dev", second)
    names = {
        "HEAD": second,
        "HEAD~": first,
        "HEAD~1": first,
        "HEAD^1": first,
        "HEAD^0": second,
        "HEAD~0": second,
        "main": second,
        "heads/main": second,
        "refs/heads/main": second,
        "refs/heads/main~1": first,
        "feature/x": second,
        "origin/dev": second,
        "v1": first,
        "outer": first,
        "light^": first,
        "refs/tags/v1": first,
        first: first,
        first.upper(): first,
        first[:12]: first,
        second[:7]: second,
        scratch.git("rev-parse", "refs/tags/outer"): first,
    }
    with scratch.opened() as repository:
        assert {name: repository.resolve(name) for name in names} == names


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(scratch: Scratch) -> None:
    scratch.commit({"a": "1"})
    scratch.git("tag", "v0.9")
    scratch.git("update-ref", "refs/remotes/origin/develop", "HEAD")
    with scratch.opened() as repository:
        for near, meant in (("mian", "main"), ("v9", "v0.9"), ("develop", "origin/develop")):
            with refused("ref-unknown", near, f"did you mean {meant}"):
                repository.resolve(near)
        with refused("ref-unknown", "refs/heads/main"):
            repository.resolve("qqqqqqqq")


@pytest.mark.parametrize("ref", ["HEAD~1", "HEAD^2", "HEAD^1", "main~7"])
def test_going_past_the_first_commit_is_refused(scratch: Scratch, ref: str) -> None:
    scratch.commit({"a": "1"})
    with scratch.opened() as repository, refused("ref-unknown", "no parent"):
        repository.resolve(ref)


def test_what_is_no_commit_is_refused(scratch: Scratch) -> None:
    scratch.commit({"a": "1"})
    scratch.git("tag", "atree", "HEAD^{tree}")
    with scratch.opened() as repository:
        for name in ("atree", scratch.git("rev-parse", "HEAD^{tree}"), "0" * 40, "1234567"):
            with refused("ref-unknown"):
                repository.resolve(name)


def test_a_repository_without_commits_says_so(scratch: Scratch) -> None:
    with scratch.opened() as repository:
        for name in ("HEAD", "main", "HEAD~1"):
            with refused("ref-unknown", "no commits yet", "commit something"):
                repository.resolve(name)


def test_a_branch_without_commits_beside_others_says_so(scratch: Scratch) -> None:
    scratch.commit({"a": "1"})
    scratch.git("checkout", "-q", "--orphan", "fresh")
    with scratch.opened() as repository, refused("ref-unknown", "refs/heads/fresh"):
        repository.resolve("HEAD")


def test_a_tag_named_like_a_remote_branch_cannot_stand_in_for_it(scratch: Scratch) -> None:
    base = scratch.commit({"a": "1"})
    scratch.git("update-ref", "refs/remotes/origin/main", base)
    head = scratch.commit({"a": "2"})
    with scratch.opened() as repository:
        assert repository.resolve("origin/main") == base  # near-miss: one ref bears the name
    scratch.git("tag", "origin/main", head)
    with scratch.opened() as repository:
        with refused("ref-ambiguous", "refs/tags/origin/main", "refs/remotes/origin/main"):
            repository.resolve("origin/main")
        assert repository.resolve("refs/remotes/origin/main") == base


def test_a_branch_and_a_tag_of_one_name_are_ambiguous_even_on_the_same_commit(scratch: Scratch) -> None:
    scratch.commit({"a": "1"})
    scratch.git("tag", "main")
    with scratch.opened() as repository, refused("ref-ambiguous", "refs/heads/main", "refs/tags/main"):
        repository.resolve("main~0")


def test_a_tag_spelled_like_a_commit_id_is_ambiguous(scratch: Scratch) -> None:
    first = scratch.commit({"a": "1"})
    second = scratch.commit({"a": "2"})
    scratch.git("update-ref", f"refs/tags/{first}", second)
    scratch.git("update-ref", f"refs/heads/{first[:9]}", second)
    with scratch.opened() as repository:
        for name in (first, first[:9]):
            with refused("ref-ambiguous", f"the object {first}"):
                repository.resolve(name)
        assert repository.resolve(first[:11]) == first  # near-miss: no ref bears it


def test_a_ref_that_only_looks_like_an_id_is_a_name(scratch: Scratch) -> None:
    commit = scratch.commit({"a": "1"})
    scratch.git("tag", "deadbeef")
    scratch.git("update-ref", f"refs/tags/{'0' * 39}1", commit)
    with scratch.opened() as repository:
        assert repository.resolve("deadbeef") == commit
        assert repository.resolve("0" * 39 + "1") == commit


def test_an_abbreviation_counts_from_seven_digits_and_among_commits_only(scratch: Scratch) -> None:
    commit = scratch.commit({"a": "1"})
    blob = scratch.git("rev-parse", "HEAD:a")
    with scratch.opened() as repository:
        with refused("ref-unknown"):
            repository.resolve(commit[:6])
        with refused("ref-unknown"):
            repository.resolve(blob[:10])
        assert repository.resolve(commit[:7]) == commit


def test_head_is_what_the_file_head_says_whatever_tags_are_called(scratch: Scratch) -> None:
    first = scratch.commit({"a": "1"})
    second = scratch.commit({"a": "2"})
    scratch.git("update-ref", "refs/tags/HEAD", first)
    scratch.git("update-ref", "refs/heads/HEAD", first)
    with scratch.opened() as repository:
        assert repository.resolve("HEAD") == second
    scratch.git("checkout", "-q", "--detach")
    with scratch.opened() as repository:
        assert repository.resolve("HEAD") == second
    scratch.git("checkout", "-q", "--orphan", "fresh")
    with scratch.opened() as repository, refused("ref-unknown", "refs/heads/fresh"):
        repository.resolve("HEAD")


def test_a_full_ref_is_never_looked_up_below_another(scratch: Scratch) -> None:
    commit = scratch.commit({"a": "1"})
    scratch.git("update-ref", "refs/heads/refs/remotes/origin/main", commit)
    with scratch.opened() as repository:
        with refused("ref-unknown"):
            repository.resolve("refs/remotes/origin/main")
        assert repository.resolve("refs/heads/refs/remotes/origin/main") == commit


def test_tags_are_those_that_stand_for_commits(scratch: Scratch) -> None:
    commit = scratch.commit({"a": "1"})
    scratch.git("tag", "v2")
    scratch.git("tag", "-a", "v1", "-m", "x")
    scratch.git("tag", "-a", "v0", "-m", "x", "v1")
    scratch.git("tag", "blob", "HEAD:a")
    with scratch.opened() as repository:
        assert repository.tags() == (("v0", commit), ("v1", commit), ("v2", commit))


def test_there_may_be_no_tags(scratch: Scratch) -> None:
    with scratch.opened() as repository:
        assert repository.tags() == ()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ann:t0ken@git.example/a/b.git?x=1#y", "https://git.example/a/b.git"),
        ("https://git.example/a/b.git", "https://git.example/a/b.git"),
        ("ssh://git@git.example:22/a/b.git", "ssh://git.example:22/a/b.git"),
        ("git@git.example:a/b.git", "git.example:a/b.git"),
        ("https://a@b:p@git.example/x", "https://git.example/x"),
        ("http://ann:secret@[bad/x", "[bad/x"),
        ("/srv/a@b.git", "/srv/a@b.git"),
    ],
)
def test_the_url_of_origin_holds_no_credentials(scratch: Scratch, url: str, shown: str) -> None:
    scratch.git("config", "remote.origin.url", url)
    with scratch.opened() as repository:
        assert repository.url() == shown


def test_a_repository_without_origin_has_no_url(scratch: Scratch) -> None:
    (scratch.root.parent / "home" / ".gitconfig").write_text('[remote "origin"]\n\turl = elsewhere\n')
    with scratch.opened() as repository:
        assert repository.url() == ""
        assert repository.branches_remote_default() is None
