import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "validation"))

from misbehaving import answer, server

SCHEMA = {"type": "object", "required": ["a"], "properties": {"a": {"enum": ["A", "B"]}}}
STRICT = {**SCHEMA, "additionalProperties": False}
MANIFEST = {
    "contract_version": "1.0",
    "registries": {"R": ["A", "B"]},
    "invariants": {"a": {"tag": "ENUM", "at": "/a", "registry": "R"}},
}
CONFIG = """\
[contracts.tiny]
manifest = "m.json"
schemas = [{ path = "s.json", strict = "strict.json" }]
"""
FILES = {
    "govern.toml": CONFIG, "s.json": SCHEMA, "strict.json": STRICT, "m.json": MANIFEST,
    "good.json": {"a": "A"}, "bad.json": {"a": "a"}, "more.json": {"a": "A", "z": 1}, "broken.json": '{"a": ',
    "many.jsonl": '{"a": "A"}\n\n{"a": "C"}\n{"a": "B"}\n', "empty.jsonl": "\n",
    "twice.json": '{"a": "A", "a": "B"}',
}  # fmt: skip
FILES_OF = ("--schema", "s.json", "--manifest", "m.json")


@pytest.fixture
def validate(govern):
    for path, said in FILES.items():
        text = said if isinstance(said, str) else json.dumps(said)
        (govern.scratch.root / path).write_text(text, "utf-8")
    return lambda *arguments: govern("validate", *arguments)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("good.json",), 0),
        (("good.json", "bad.json"), 1),
        (("--file", "good.json", "--file", "bad.json"), 1),
        (("g*.json",), 0),
        (("more.json",), 0),
        (("--strict", "more.json"), 1),
        ((*FILES_OF, "good.json"), 0),
        ((*FILES_OF, "bad.json"), 1),
        (("--schema", "strict.json", "more.json"), 1),
        (("--contract", "tiny", "bad.json"), 1),
        (("broken.json",), 1),
        (("twice.json",), 1),
        (("many.jsonl",), 1),
        (("nowhere.json",), 2),
        (("x*.json",), 2),
        (("empty.jsonl",), 2),
        ((), 2),
        (("--contract", "other", "good.json"), 2),
        (("--schema", "nowhere.json", "good.json"), 2),
        (("--schema", "broken.json", "good.json"), 2),
        (("--manifest", "m.json", "good.json"), 2),
        (("--schema", "s.json", "--strict", "good.json"), 2),
        (("--format", "xml", "good.json"), 2),
        (("--watch", "1", "good.json"), 2),
        (("--url", "file:///etc/hostname"), 2),
        (("--url", "http://127.0.0.1/", "good.json"), 2),
    ],
)
def test_the_exit_status_says_how_it_went(validate, arguments, status):
    done = validate(*arguments)
    assert done.status == status, done
    assert ("Traceback" in done.out + done.err, bool(done.err)) == (False, status == 2)


def test_an_error_has_its_tag_its_place_and_what_is_allowed(validate):
    done = validate("bad.json")
    assert done.out.splitlines() == [
        'bad.json:1:2: [ENUM] /a: it is not registered in `R`; did you mean A?; found "a"; allowed: "A", "B"',
        "1 document with 1 error, 0 good",
    ]


def test_lines_are_documents_with_the_line_they_stand_on(validate):
    assert validate("many.jsonl").out.splitlines()[0].startswith("many.jsonl:3:2: [ENUM] /a")
    assert validate("many.jsonl").out.splitlines()[-1] == "1 document with 1 error, 2 good"
    assert validate("--lines", "good.json").status == 0


def test_many_lines_are_judged_in_order(validate, govern):
    lines = [{"a": "A" if number % 1500 else "Z"} for number in range(1, 6001)]
    text = "".join(f"{json.dumps(each)}\n" for each in lines)
    (govern.scratch.root / "long.jsonl").write_text(text, "utf-8")
    done = validate("long.jsonl", "--format", "json")
    report = json.loads(done.out)
    assert (done.status, report["documents"], report["failed"]) == (1, 6000, 4)
    assert [each["line"] for each in report["errors"]] == [1500, 3000, 4500, 6000]


def test_quiet_says_nothing(validate):
    assert validate("--quiet", "bad.json", "good.json").out == ""


def test_the_other_formats(validate):
    (error,) = json.loads(validate("bad.json", "--format", "json").out)["errors"]
    assert {key: error[key] for key in ("document", "line", "tag", "pointer", "found", "nearest")} == {
        "document": "bad.json", "line": 1, "tag": "ENUM", "pointer": "/a", "found": "a", "nearest": ["A"]
    }  # fmt: skip
    assert '<failure type="ENUM"' in validate("bad.json", "--format", "junit").out
    assert validate("bad.json", "--format", "github").out.startswith("::error file=bad.json,line=1,col=2,")


@pytest.mark.parametrize(
    ("body", "more", "status", "said"),
    [
        (b'{"a": "A"}', (), 0, "1 document good"),
        (b'{"a": "a"}', (), 1, "[ENUM] /a"),
        (b'{"a": ', (), 1, "[SCHEMA]"),
        (b'{"a": "A"}', ("--samples", "3"), 0, "3 documents good"),
    ],
)
def test_a_url_is_asked(validate, body, more, status, said):
    with server(answer(body)) as url:
        done = validate("--url", url, *more)
    assert (done.status, said in done.out) == (status, True), done


def test_what_is_no_answer_is_an_error_and_silence_is_none(validate):
    with server(answer(b"", status="302 Found", Location="/x")) as url:
        done = validate("--url", url)
    assert (done.status, "url-redirect" in done.out or "sends on" in done.out) == (1, True)
    assert validate("--url", url, "--deadline", "0.5").status == 2


def test_answers_that_differ_in_more_than_numbers_are_unstable(validate):
    bodies = iter([b'{"a": "A", "n": 1}', b'{"a": "A", "n": 2}', b'{"a": "B", "n": 3}'] * 2)

    def changing(connection):
        answer(next(bodies))(connection)

    with server(changing) as url:
        done = validate("--url", url, "--samples", "2")
        next(bodies)
        assert done.status == 0
        done = validate("--url", url, "--samples", "3")
    assert done.status == 1
    assert "differs from the first in /a" in done.out
