"""Marks, and what is written at them: nothing else in a file ever changes."""

import json
import shutil
import subprocess
from enum import StrEnum

import pytest
from making import MANIFEST, made, part

from govern.generated import renewed
from govern.generated.marks import parts


def written(mark: str, path: str = "a.md", **more) -> str:
    """What stands at a mark after it was written."""
    comment = {"a.py": "# ", "a.ts": "// ", "a.rs": "// "}.get(path)
    text = part(mark, "\n") if comment is None else f"{comment}govern:begin {mark}\n{comment}govern:end\n"
    found = renewed(made({path: text}, **more))
    assert found.flaws == (), found.flaws
    new = found.texts[path]
    if comment is None:
        return new.partition("-->\n\n")[2].partition("\n\n<!-- govern:end")[0]
    return new.partition(f"{mark}\n")[2].rpartition(f"{comment}govern:end")[0]


def flaw(text: str, path: str = "a.md", **more) -> str:
    found = renewed(made({path: text}, **more))
    assert found.texts == {}, "what cannot be written is left as it is"
    (said,) = found.flaws
    return f"{said.line}: {said.message} → {said.remedy}"


# --- marks ---


def test_only_what_stands_between_marks_changes():
    text = part("codes registry=Stage", "\n\n- `old`\n\n")
    assert renewed(made({"a.md": text})).texts == {
        "a.md": part("codes registry=Stage", "\n\n- `dev`\n- `live`\n\n")
    }


def test_what_is_written_is_up_to_date():
    text = renewed(made({"a.md": part("codes", "\n")})).texts["a.md"]
    assert renewed(made({"a.md": text})).texts == {}


@pytest.mark.parametrize(
    "same",
    [
        "\n\n-   `dev`\n\n\n-   `live`\n",
        "\n\n* `dev`\n* `live`\n",
        "\n- `dev`\n- `live`\n",
    ],
)
def test_what_a_formatter_does_is_no_drift(same):
    assert renewed(made({"a.md": part("codes registry=Stage", same)})).texts == {}


def test_a_code_of_another_name_is_drift():
    found = renewed(made({"a.md": part("codes registry=Stage", "\n- `dev`\n- `lives`\n")}))
    (said,) = found.stale
    assert said.line == 3
    assert '"- `lives`" should be "- `live`"' in said.message


def test_line_breaks_stay_what_they_are():
    text = part("codes registry=Stage", "\n").replace("\n", "\r\n")
    new = renewed(made({"a.md": text})).texts["a.md"]
    assert new == part("codes registry=Stage", "\n\n- `dev`\n- `live`\n\n").replace("\n", "\r\n")
    assert renewed(made({"a.md": new})).texts == {}


def test_a_part_in_a_line_stays_in_it():
    text = (
        "There are <!-- govern:begin count at=flags.json#/registries/Stage -->7<!-- govern:end --> stages.\n"
    )
    assert renewed(made({"a.md": text})).texts["a.md"] == text.replace("7", "2")


@pytest.mark.parametrize(
    "text",
    [
        "```md\n<!-- govern:begin codes -->\nx\n<!-- govern:end -->\n```\n",
        "~~~~\n~~~\n<!-- govern:begin codes -->\n~~~~\n",
        "Write `<!-- govern:begin codes -->` there, and ``<!-- govern:end -->`` behind.\n",
        "a govern:begin without a comment, and govern:end\n",
    ],
)
def test_examples_of_marks_are_no_marks(text):
    assert parts("a.md", text) == ((), ())


def test_a_mark_behind_a_fence_that_is_closed_counts():
    text = "```\n<!-- govern:begin codes -->\n```\n" + part("codes registry=Stage")
    (found,), flaws = parts("a.md", text)
    assert flaws == ()
    assert (found.mark.word, found.line) == ("codes", 6)


def test_fences_in_a_generated_part_end_nothing():
    shown = "\n\n```json\n1\n<!-- govern:x -->\n```\n\n"
    found, flaws = parts("a.md", part("fixtures", shown) + part("codes registry=Stage"))
    assert [each.mark.word for each in found] == ["fixtures", "codes"]
    assert flaws == ()


def test_a_fence_that_is_never_closed_hides_no_part_in_silence():
    found, flaws = parts("a.md", part("fixtures", "\n\n```json\n1\n") + part("codes registry=Stage"))
    assert found == ()
    assert ["nothing ends what" in each.message for each in flaws] == [True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- govern:end -->", "1: `govern:end` ends nothing"),
        ("\n<!-- govern:begin codes -->\n", "2: nothing ends what `govern:begin` begins here"),
        (part("codes registry"), "`registry` is no option"),
        (part('codes registry="Stage'), "this mark cannot be read: No closing quotation"),
        (part(""), "it names nothing to generate"),
        (part("code registry=Stage"), "`code` is no word of a mark → did you mean `codes`?"),
        (part("codes registri=Stage"), "no option `registri` → did you mean `registry`?"),
        (part("codes registry=Stages"), "there is no registry `Stages` → did you mean `Stage`?"),
        (part("codes registry=Flag tier=betas"), "`Flag` has no tier `betas` → did you mean `beta`?"),
        (part("codes tier=beta"), "a tier is of a registry"),
        (part("codes level=9"), "`level=9` is no level of a heading"),
        (part("count"), "nothing says what is meant"),
        (part("count at=flags.json#/contract_version"), "is no list and no object"),
        (part("value at=flags.json#/registries"), "is no single value"),
        (part("value at=flags.json#/registry"), "flags.json has nothing at /registry"),
        (part("value at=flag.json#/x"), "flag.json is no document of `flags` → did you mean `flags.json`?"),
        (part("enum registry=Stage"), "`enum` is written into code"),
        (part("fixtures"), "the contract has no golden documents"),
        (part("files of=x/*"), "no file matches x/*"),
        (part("files"), "nothing says which files are listed"),
        (part("codes registry=Stage"), "more than one line would stand in a line"),
    ],
)
def test_a_mark_that_cannot_be_written_is_told_with_its_line_and_a_remedy(text, said):
    assert said in flaw(text)


def test_a_part_within_a_part_is_told():
    text = "<!-- govern:begin codes -->\n<!-- govern:begin count -->\n<!-- govern:end -->\n"
    found = renewed(made({"a.md": text}))
    assert found.texts == {}
    assert "nothing ends what" in found.flaws[0].message


def test_text_of_a_manifest_cannot_end_its_own_part():
    manifest = {"registries": {"Stage": [{"code": "dev", "display": "<!-- govern:end --> more"}]}}
    text = part("codes registry=Stage", "\n")
    assert "holds a mark itself" in flaw(text, manifest=manifest)


WRONG = part("codes registry=Stage", "\n\n- `WRONG`\n\n")


@pytest.mark.parametrize(
    "before",
    [
        "- ```sh\n  x\n  ```\n\n",
        "```x``` is code.\n\n",
        "<!--\n```\n-->\n\n",
        "> ```\n> x\n\n",
        "1. a\n\n   ~~~\n   x\n   ~~~\n\n",
        "`` ` `` and `\n\n",
    ],
)
def test_no_code_before_a_part_hides_it(before):
    found = renewed(made({"a.md": before + WRONG}))
    assert found.texts == {"a.md": before + WRONG.replace("- `WRONG`", "- `dev`\n- `live`")}


@pytest.mark.parametrize(
    "text",
    [
        "10. So:\n\n    ```\n    <!-- govern:begin codes -->\n    ```\n",
        "> ```\n> <!-- govern:begin codes -->\n> ```\n",
        "words\n\n    <!-- govern:begin codes -->\n",
        "\\<!-- govern:begin codes -->\n",
    ],
)
def test_examples_in_lists_and_quotations_are_no_marks(text):
    assert parts("a.md", text) == ((), ())


@pytest.mark.parametrize("margin", ["- ", "> ", "1. "])
def test_a_part_of_several_lines_in_a_list_or_quotation_is_refused(margin):
    below = margin if margin == "> " else " " * len(margin)
    text = f"{margin}<!-- govern:begin codes registry=Stage -->\n{below}\n{below}<!-- govern:end -->\n"
    assert "cannot stand in a list or a quotation" in flaw(text)


def test_a_part_in_a_line_may_stand_in_a_list():
    text = "- There are <!-- govern:begin count at=flags.json#/registries/Stage -->1<!-- govern:end -->.\n"
    assert renewed(made({"a.md": text})).texts == {"a.md": text.replace(">1<", ">2<")}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("<!--\ngovern:begin codes\n-->\n", "a.md"),
        ("/* govern:begin enum registry=Stage */\n", "a.ts"),
        ("/// govern:begin enum registry=Stage\n", "a.rs"),
        ("x = 1  # govern:begin enum registry=Stage\n", "a.py"),
    ],
)
def test_a_mark_in_a_form_that_is_none_is_told(text, path):
    assert "this mark" in flaw(text, path)


@pytest.mark.parametrize("change", [("-----", "---"), ("  ", " "), ("\n    ", "\n")])
def test_in_code_every_character_counts(change):
    manifest = {"registries": {"R": ["a-----b", "c  d"]}}
    mark = "# govern:begin enum registry=R\n# govern:end\n"
    text = renewed(made({"a.py": mark}, manifest=manifest)).texts["a.py"]
    assert renewed(made({"a.py": text}, manifest=manifest)).texts == {}
    assert renewed(made({"a.py": text.replace(*change)}, manifest=manifest)).texts == {"a.py": text}


@pytest.mark.parametrize("change", [("-----", "---"), ("c  d", "c d")])
def test_in_a_list_the_codes_count_letter_by_letter(change):
    manifest = {"registries": {"R": ["a-----b", "c--d"]}}
    text = renewed(made({"a.md": part("codes registry=R", "\n")}, manifest=manifest)).texts["a.md"]
    changed = text.replace(*change)
    assert (renewed(made({"a.md": changed}, manifest=manifest)).texts == {}) is (changed == text)


def test_of_two_contracts_a_mark_may_say_whose_it_is():
    text = part("codes registry=Elsewhere contract=other", "\n\n- `x`\n\n")
    assert renewed(made({"a.md": text})) == renewed(made({}))
    assert renewed(made({"a.md": part("codes registry=Stage contract=flags", "\n")})).texts


def test_a_fixture_with_its_own_line_breaks_gets_those_of_the_document():
    sources = made({"a.md": part("fixtures", "\n").replace("\n", "\r\n")}, fixtures={"f/a.json": [1]})
    sources.texts["f/a.json"] = "[\r\n  1\r\n]\r\n"
    assert "\r\r" not in renewed(sources).texts["a.md"]


# --- words for Markdown ---


def test_all_registries_stand_under_their_names():
    assert written("codes level=3 columns=owner").split("\n") == [
        *("### Stage", "", "- `dev`", "- `live`", "", "### Flag", ""),
        *("#### beta", "", "| code | owner |", "| --- | --- |", "| `search-v2` | search |", ""),
        *("#### stable", "", "- `export`", "- `import`"),
    ]


def test_columns_left_out_are_all_that_is_said():
    manifest = {"registries": {"R": [{"code": "a", "unblock": {"type": "AUTO"}, "n": 1, "latched": False}]}}
    assert written("codes registry=R", manifest=manifest) == (
        "| code | unblock.type | n | latched |\n| --- | --- | --- | --- |\n| `a` | AUTO | 1 | no |"
    )


def test_cells_cannot_break_a_table_or_begin_a_tag():
    manifest = {"registries": {"R": [{"code": "a|b`c", "display": "x | y\n<script>&lt; 1 < 2"}]}}
    table = written("codes registry=R", manifest=manifest)
    assert table.split("\n")[2] == "| ``a\\|b`c`` | x \\| y &lt;script>&lt; 1 < 2 |"


def test_fixtures_are_shown_with_their_facts():
    fixtures = {"f/on.json": {"say": "It is on.", "flags": ["export", "import"], "none": []}}
    shown = written("fixtures text=/say facts='/flags=flags, /none=left, /gone=gone'", fixtures=fixtures)
    assert shown == (
        "## on\n\nIt is on.\n\n- flags: `export`, `import`\n- left: none\n- gone: none\n\n"
        f"```json\n{json.dumps(fixtures['f/on.json'], indent=2)}\n```"
    )


def test_a_fixture_that_holds_a_fence_stands_in_a_longer_one():
    assert "````json\n" in written("fixtures", fixtures={"f/on.json": "```"})


def test_fixtures_of_one_name_stand_under_their_paths():
    shown = written("fixtures", fixtures={"f/a.json": 1, "g/a.json": 2})
    assert "## f/a.json" in shown
    assert "## g/a.json" in shown


FILES = ("docs/a.md", "docs/b.md", "docs/sub/c.md")


def listed(inner: str, mark: str = "files of=docs/**") -> str:
    found = renewed(made({"a.md": part(mark, inner)}, paths=FILES))
    return found.texts.get("a.md", "").partition("-->")[2].partition("<!--")[0].strip()


def test_a_list_of_files_keeps_what_people_say_of_each():
    rows = "| file | what |\n|---|---|\n| `docs/b.md` | second, *really* |\n| `docs/gone.md` | once |\n"
    assert listed(f"\n{rows}\n").split("\n") == [
        *("| file | what |", "|---|---|", "| `docs/b.md` | second, *really* |"),
        *("| `docs/a.md` |  |", "| `docs/sub/c.md` |  |"),
    ]


def test_a_row_may_stand_for_a_folder_or_a_glob():
    rows = "- `docs/*.md`: two\n- `docs/sub/`: the rest\n"
    assert listed(f"\n{rows}\n") == "", "nothing to do"


def test_a_file_with_a_backtick_in_its_name_is_listed_once():
    paths = ("docs/x`y.txt", "docs/a|b.txt")
    text = renewed(made({"a.md": part("files of=docs/**", "\n")}, paths=paths)).texts["a.md"]
    assert renewed(made({"a.md": text}, paths=paths)).texts == {}


def test_a_list_grows_as_a_list():
    assert listed("\n- `docs/*.md`: two\n") == "- `docs/*.md`: two\n- `docs/sub/c.md`:"


def test_an_empty_list_of_files_becomes_a_table():
    assert listed("\n", "files of=docs/*.md show=name").split("\n")[2:] == ["| `a.md` |  |", "| `b.md` |  |"]


# --- constants ---

ODD = {
    "registries": {
        "odd": [
            {"code": '10028 "x"\\', "display": 'a"""\n b */ c'},
            {"code": "TooSmallAfterQuantization"},
            {"code": "HTTPError-é"},
            "self",
            "Err",
            "Ok",
            "😀f",
        ]
    }
}


def test_python_constants_run():
    text = written("enum registry=odd name=Odd", "a.py", manifest=ODD)
    names: dict[str, type[StrEnum]] = {"StrEnum": StrEnum}
    exec(compile(text, "a.py", "exec"), names)
    found = {each.name: each.value for each in names["Odd"]}
    assert list(found.values()) == [
        each["code"] if isinstance(each, dict) else each for each in ODD["registries"]["odd"]
    ]
    assert list(found) == [
        "CODE_10028_X",
        "TOO_SMALL_AFTER_QUANTIZATION",
        "HTTP_ERROR",
        "SELF",
        "ERR",
        "OK",
        "F",
    ]


def test_constants_in_a_class_keep_its_margin():
    text = "class A:\n    # govern:begin enum registry=Stage\n    # govern:end\n"
    new = renewed(made({"a.py": text})).texts["a.py"]
    assert '    class Stage(StrEnum):\n        DEV = "dev"\n' in new


@pytest.mark.skipif(shutil.which("rustc") is None, reason="there is no rustc on PATH")
def test_rust_constants_compile_and_run(tmp_path):
    text = written("enum registry=odd name=Odd", "a.rs", manifest=ODD)
    check = """use std::str::FromStr;
fn main() {
    for c in Odd::ALL { assert_eq!(Odd::from_str(c.as_str()), Ok(*c)); println!("{}", c.as_str()); }
}
"""
    (tmp_path / "a.rs").write_text(text + check, "utf-8")
    subprocess.run(["rustc", "--deny", "warnings", "-o", "a", "a.rs"], cwd=tmp_path, check=True)
    said = subprocess.run([tmp_path / "a"], capture_output=True, check=True).stdout.decode().splitlines()
    assert said == [each["code"] if isinstance(each, dict) else each for each in ODD["registries"]["odd"]]


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node on PATH")
def test_typescript_constants_are_literals_that_javascript_reads(tmp_path):
    text = written("enum registry=odd name=Odd", "a.ts", manifest=ODD)
    union = text.partition("=")[2].strip().removesuffix(";").lstrip("|")
    body = f"console.log(JSON.stringify([{union.replace(chr(10) + '  |', chr(10) + '  ,')}].filter(Boolean)))"
    (tmp_path / "a.js").write_text(body.replace("[\n  ,", "[").replace("*/\n  ,", "*/\n"), "utf-8")
    done = subprocess.run(["node", "a.js"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["a-b", "a_b"], "`a-b` and `a_b` would both be `A_B`"),
        (["é"], "`é` gives no name that code can use"),
        ([], "`R` has no codes"),
    ],
)
def test_codes_that_make_no_names_are_told(codes, said):
    text = "# govern:begin enum registry=R\n# govern:end\n"
    assert said in flaw(text, "a.py", manifest={"registries": {"R": codes}})


@pytest.mark.parametrize(
    ("path", "name"), [("a.py", "class"), ("a.py", "None"), ("a.rs", "Self"), ("a.ts", "string")]
)
def test_a_name_that_no_type_can_have_is_told(path, name):
    comment = "#" if path == "a.py" else "//"
    text = f"{comment} govern:begin enum registry=Stage name={name}\n{comment} govern:end\n"
    assert f"`{name}` is no name of a type" in flaw(text, path)


def test_a_language_nobody_writes_is_told():
    assert "no constants are written for `.cob`" in flaw(
        "# govern:begin enum registry=Stage\n# govern:end\n", "a.cob"
    )


# --- enums in schemas ---


def marked(values, mark="govern:enum registry=Flag tier=stable"):
    return {"properties": {"flag": {"$comment": mark, "enum": values}}, "x": [1.50]}


def test_an_enum_is_written_from_its_registry():
    found = renewed(made(schema=marked(["export", "old"])))
    assert json.loads(found.texts["flags.schema.json"]) == marked(["export", "import"])
    (said,) = found.stale
    assert said.pointer == "/properties/flag/enum"
    assert said.message == "this enum lacks `import`; holds `old` and should not"


def test_an_enum_in_another_order_is_drift_and_the_right_one_is_none():
    assert renewed(made(schema=marked(["import", "export"]))).texts
    assert not renewed(made(schema=marked(["export", "import"]))).texts


def test_prose_is_made_from_the_schema_as_it_will_be():
    mark = "count at=flags.schema.json#/properties/flag/enum"
    found = renewed(made({"a.md": part(mark, "1")}, schema=marked(["export"])))
    assert part(mark, "2") == found.texts["a.md"]


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"$comment": "govern:enum registry=Stage"}, "there is no `enum` beside the mark"),
        ({"$comment": "govern:enum", "enum": []}, "nothing says which codes are meant"),
        ({"$comment": "govern:enums registry=Stage", "enum": []}, "`enums` is no word of a mark in a schema"),
        ({"$comment": "govern:enum registry=Stage name=X", "enum": []}, "has no option `name`"),
        ({"$comment": "govern:enum registry=Stag", "enum": []}, "there is no registry `Stag`"),
        ({"$comment": "govern:enum registry=Stage", "enum": [1]}, "cannot be rewritten: 1 is no string"),
    ],
)
def test_a_mark_in_a_schema_that_cannot_be_written_is_told(schema, said):
    found = renewed(made(schema=schema))
    assert found.texts == {}
    assert said in found.flaws[0].message


def test_a_comment_for_people_is_no_mark():
    assert renewed(made(schema={"$comment": "see govern:enum", "enum": ["x"]})) == renewed(made(schema={}))


def test_the_manifest_of_the_document_has_what_the_tests_need():
    assert [*MANIFEST["registries"]] == ["Stage", "Flag"]
