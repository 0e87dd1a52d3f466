import pytest

from govern.renames import words


@pytest.mark.parametrize("name", ["max_items", "max-items", "maxItems", "MaxItems", "max.items", "MAX_ITEMS"])
def test_spellings_of_a_name_have_the_same_words(name):
    assert words.tokens(name) == ("max", "items")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("enable_cache", "disable_cache", True),
        ("allow", "deny", True),
        ("cache", "no-cache", True),
        ("valid", "invalid", True),
        ("min_size", "max_size", True),
        ("is-foreach-false", "is-parallel-true", True),
        ("enable_cache", "enable_caching", False),
        ("allowed", "allow", False),
        ("ignored", "ignore", False),
        ("min_size", "min_length", False),
        ("colour", "color", False),
    ],
)
def test_opposites_are_told_from_other_names(one, other, expected):
    assert words.opposed(one, other) is expected
    assert words.opposed(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("v1", "v2", True),
        ("1.0", "1.1", True),
        ("ConfigV1", "ConfigV2", True),
        ("17.09.0-ce", "edge", True),
        ("node16", "Node16", False),
        ("first", "second", False),
    ],
)
def test_names_that_differ_in_a_number_may_be_versions(one, other, expected):
    assert words.numbered(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("hr_dark", "hrdark", True),
        ("otlplogs", "otlpLogs", True),
        ("Delimeter", "Delimiter", True),
        ("package", "packages", True),
        ("permissions:", "permissions", True),
        ("recieve_time", "receive_time", True),
        ("payer", "payee", False),
        ("employer_id", "employee_id", False),
        ("latitude", "altitude", False),
        ("size_megabytes", "size_gigabytes", False),
        ("upload", "unload", False),
        ("section_ii", "section_iii", False),
        ("db_table_name", "table_name", False),
        ("option-a", "option-b", False),
        ("option-a", "option-ab", False),
        ("xAxisLength", "yAxisLength", False),
        ("cat", "car", False),
        ("internal", "external", False),
        ("release", "mod", False),
    ],
)
def test_a_slip_of_the_pen_is_told_from_another_word(one, other, expected):
    assert words.respelled(one, other) is expected


def test_a_rewrite_is_what_is_left_when_the_shared_ends_are_off():
    assert words.rewrite("db_user", "pg_user") == (("db",), ("pg",))
    assert words.rewrite("user", "db_user") == ((), ("db",))
    assert words.rewrite("alpha", "beta") == (("alpha",), ("beta",))
    assert words.rewrite("var-require-const", "var-require-var") == (("const",), ("#0",))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("sort-object-literal-keys", "object-literal-sort-keys", True),
        ("max_request_size", "request_max_size", True),
        ("maxRequestSizes", "request_max_size", True),
        # too few words, another one, a direction
        ("size_max", "max_size", False),
        ("max_request_size", "max_size_response", False),
        ("copy_a_to_b", "copy_b_to_a", False),
        ("max_request_size", "max_request_size", False),
    ],
)
def test_the_same_words_in_another_order_are_the_same_name(one, other, expected):
    assert words.reordered(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("NonIndent", "NoIndent", True),
        ("enable_http_proxy", "enable_ftp_proxy", False),
        ("cpu_request", "cpu_limit", False),
        ("user_name", "user_names_all", False),
        ("same", "same", False),
    ],
)
def test_a_word_that_is_much_like_another_is_told_from_another_one(one, other, expected):
    assert words.near(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("payer", "payee"), ("employer_id", "employee_id"), ("lessor", "lessee"), ("trainee", "trainer")],
)
def test_who_does_and_to_whom_it_is_done_are_opposites(one, other):
    assert words.flipped(one, other)
    assert words.opposed(other, one)


def test_a_letter_may_stand_for_a_number_where_it_is_not_the_whole_name():
    assert words.numbered("option_a", "option_b")
    assert not words.numbered("option_a", "option")
    assert not words.numbered("a", "b")
