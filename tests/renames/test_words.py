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
        ("maxSizeOfRequests", "max_size_of_request", False),
        ("max_http_request_size", "http_request_max_sizes", True),
        # too few words, two that changed places, another one, a direction
        ("usd_eur_rate", "eur_usd_rate", False),
        ("client_has_rejected_server", "server_has_rejected_client", False),
        ("max_http_request_size", "max_size_http_response", False),
        ("copy_all_to_b", "copy_to_all_b", False),
        ("max_request_size", "max_request_size", False),
    ],
)
def test_the_same_words_in_another_order_are_the_same_name(one, other, expected):
    assert words.reordered(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("payer", "payee"), ("employers_id", "employees_id"), ("lessor", "lessee"), ("trainee", "trainer")],
)
def test_who_does_and_to_whom_it_is_done_are_opposites(one, other):
    assert words.flipped(one, other)
    assert words.opposed(other, one)


def test_a_letter_may_stand_for_a_number_where_it_is_not_the_whole_name():
    assert words.numbered("option_a", "option_b")
    assert not words.numbered("option_a", "option")
    assert not words.numbered("a", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("job_inputs", "job_outputs"), ("importing", "exporting"), ("including_tax", "excluding_tax"),
        ("uploaded", "downloaded"), ("firstname", "lastname"), ("onboard", "offboard"),
        ("us-east", "us-west"), ("daily_cap", "weekly_cap"), ("size_bytes", "size_megabytes"),
    ],
)  # fmt: skip
def test_opposites_are_told_in_any_ending_and_in_one_word(one, other):
    assert words.flipped(one, other)
    assert words.flipped(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("input_size", "inputSize"), ("starting", "start"), ("prefix", "prefixes"), ("max", "maximum")],
)
def test_what_only_looks_like_an_opposite_is_none(one, other):
    assert not words.opposed(one, other)


def test_a_word_more_at_the_end_is_what_is_named():
    assert words.extended("name", "name_hash")
    assert words.extended("start_date", "startDateLimit")
    assert not words.extended("name_hash", "name")
    assert not words.extended("uri", "repository_uri")
    assert not words.extended("pool_names", "pool_of_names")
