"""One list of a text made to hold other strings: every other byte stays."""

import json

import pytest

from govern.documents import Document, read
from govern.documents.editing import with_strings

JSON = """{
  "a" : [ "x","\\u0079" ],
  "b": {"c": [
      "x",
      "y"
  ]},
  "d": [], "n": 1.50,
  "e": [["q"]]
}"""


@pytest.mark.parametrize(
    ("at", "wanted", "old", "new"),
    [
        ("/a", ["x", "y"], '[ "x","\\u0079" ]', '[ "x","\\u0079" ]'),
        ("/a", ["y", "z"], '[ "x","\\u0079" ]', '[ "\\u0079","z" ]'),
        ("/a", ["é"], '[ "x","\\u0079" ]', '[ "\\u00e9" ]'),
        ("/a", [], '[ "x","\\u0079" ]', "[]"),
        ("/b/c", ["x", "z", "y"], '"x",\n      "y"', '"x",\n      "z",\n      "y"'),
        ("/b/c", ["z"], '"x",\n      "y"', '"z"'),
        ("/d", ["p", "q"], '"d": []', '"d": ["p", "q"]'),
        ("/e/0", ["r", "s"], '["q"]', '["r", "s"]'),
    ],
)
def test_a_list_in_json_keeps_its_layout(at, wanted, old, new):
    assert JSON.count(old) == 1
    assert with_strings("a.json", JSON, at, wanted) == JSON.replace(old, new)


@pytest.mark.parametrize("at", ["/n", "/b", "/missing", "/e"])
def test_what_is_no_list_of_strings_in_json_is_refused(at):
    with pytest.raises(ValueError, match=r"no list|no string|nothing at"):
        with_strings("a.json", JSON, at, ["x"])


YAML = """\
# head
a:
  enum:
    - x   # first
    # about y
    - "y"
  b: [p, 'q']   # two
list:
- one
- two
deep:
  - - u
    - v
end: 1.50
"""


@pytest.mark.parametrize(
    ("at", "wanted", "old", "new"),
    [
        ("/a/enum", ["x", "z", "y"], "    # about y\n", '    # about y\n    - "z"\n'),
        ("/a/enum", ["y"], "    - x   # first\n    # about y\n", ""),
        ("/a/b", ["q", "r"], "[p, 'q']", "['q', 'r']"),
        ("/a/b", [], "[p, 'q']", "[]"),
        ("/list", ["two", "null", "three"], "- one\n- two\n", '- two\n- "null"\n- three\n'),
    ],
)
def test_a_list_in_yaml_keeps_its_layout_and_comments(at, wanted, old, new):
    assert YAML.count(old) == 1
    found = with_strings("a.yaml", YAML, at, wanted)
    assert found == YAML.replace(old, new)
    document = read("a.yaml", found.encode())
    assert isinstance(document, Document)


@pytest.mark.parametrize("at", ["/end", "/a", "/missing", "/deep/0"])
def test_a_list_in_yaml_that_cannot_be_kept_is_refused(at):
    with pytest.raises(ValueError, match=r"no list|on the line of|edited alone"):
        with_strings("a.yml", YAML, at, ["x"])


@pytest.mark.parametrize("style", [">-", "|-", "|"])
def test_a_list_with_a_text_in_block_form_is_refused(style):
    text = f"a:\n  enum:\n  - x\n  - {style}\n    y\n  more: z\n"
    with pytest.raises(ValueError, match="there is no list"):
        with_strings("a.yaml", text, "/a/enum", ["x", "y", "z"])


def test_a_number_that_looks_like_the_text_becomes_the_text():
    assert with_strings("a.yaml", "a: [dev, 1]\n", "/a", ["dev", "1"]) == 'a: [dev, "1"]\n'


def test_a_list_at_the_end_of_a_file_without_a_line_break_stays_so():
    assert with_strings("a.yaml", "- a\n- b", "", ["b", "c"]) == "- b\n- c"


def test_what_is_written_is_what_was_asked_for_whatever_the_strings():
    odd = ["", " ", "a b", "true", "1", "é", '"', "'", "#x", "- y", "a: b", "\n", "\\", "~", "x\u2028"]
    for name, text in (("a.json", '["x"]'), ("a.yaml", "- x\n"), ("b.yaml", "['x']\n"), ("c.yaml", "[x]\n")):
        document = read(name, with_strings(name, text, "", odd).encode())
        assert isinstance(document, Document), name
        assert document.value == odd
    assert json.loads(with_strings("a.json", '["x"]', "", odd)) == odd
