import pytest

from govern.model import Standing
from govern.renames import Name, Surroundings, match
from govern.schema.relation import Relation

STRING = {"type": "string"}
RICH = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}


def names(*entries):
    return [Name(*entry) if isinstance(entry, tuple) else Name(entry) for entry in entries]


def pairs(removed, added, **more):
    found = match(names(*removed), names(*added), **more)
    return [(each.removed.name, each.added.name, each.standing.value) for each in found]


@pytest.mark.parametrize(
    ("removed", "added", "expected"),
    [
        # the same description is evidence, another one is none
        ([("colour", STRING, "What to paint")], [("hue", STRING, "What to paint")], ["asserted"]),
        ([("colour", STRING, "What to paint")], [("hue", STRING, "Who pays")], []),
        # an informative thing is evidence, a bare type is none
        ([("home_address", RICH)], [("address", RICH)], ["asserted"]),
        ([("home_address", STRING)], [("address", STRING)], ["proposed"]),
        ([("home_address", RICH)], [("address", STRING)], []),
        # what the name says is evidence where it is the same name
        ([("colour", STRING)], [("color", STRING)], ["asserted"]),
        ([("otlplogs", STRING)], [("otlpLogs", {"type": "integer"})], ["proposed"]),
        ([("otlplogs", {"const": True})], [("otlpLogs", {"const": 1})], ["proposed"]),
        # a text that only says the name is none, nor is one that all use
        (
            [("email", STRING, "The email of the user")],
            [("phone", STRING, "The phone of the user")],
            ["proposed"],
        ),
        ([("colour", STRING, "TODO")], [("tone", STRING, "TODO")], ["proposed"]),
        # a polarity flip is never a rename, whatever else agrees
        ([("enable_x", RICH, "Same text")], [("disable_x", RICH, "Same text")], []),
        (["allow"], ["deny"], []),
        # versions are not renamed, one follows on the other
        (["v1"], ["v2"], []),
        (["1.0"], ["1.1"], []),
        ([("config_v1", RICH)], [("config_v2", RICH)], ["proposed"]),
    ],
)
def test_each_standing_needs_its_evidence(removed, added, expected):
    assert [standing for _, _, standing in pairs(removed, added)] == expected


WIDE = {"type": "string", "maxLength": 9}


@pytest.mark.parametrize(
    ("new", "told", "expected"),
    [
        (("color", WIDE), Relation.WIDER, ("asserted", False)),
        (("color", WIDE), Relation.NARROWER, ("asserted", False)),
        (("color", WIDE), Relation.SAME, ("asserted", False)),
        (("color", WIDE), Relation.OTHER, ("proposed", False)),
        # nothing but a likeness of names says that it is the same thing: it is not even asked
        (("the_colour", WIDE), Relation.WIDER, ("proposed", False)),
    ],
)
def test_a_thing_that_was_proved_to_have_grown_or_shrunk_is_the_same_thing(new, told, expected):
    asked = []

    def relation(old, new):
        asked.append((old, new))
        return told

    removed, added = [Name("colour", STRING, None, "/colour")], [Name(*new, None, f"/{new[0]}")]
    (found,) = match(removed, added, Surroundings(relation=relation))
    assert (found.standing.value, found.kept) == expected
    assert asked == ([] if new[0] == "the_colour" else [("/colour", "/color")])


def test_examples_of_their_own_are_evidence():
    def name(text, shown):
        return Name(text, STRING, None, "", shown)

    removed, added = [name("db_table_name", ["orders"])], [name("table_name", ["orders"])]
    assert [each.standing for each in match(removed, added)] == [Standing.ASSERTED]
    kept = [(name("other", ["orders"]), name("other", ["orders"]))]
    assert all(each.standing is Standing.PROPOSED for each in match(removed, added, Surroundings(kept=kept)))


def test_a_whole_name_is_carried_by_siblings_that_share_its_rewrite():
    found = pairs(["TCH", "TCH0", "TCH1"], ["TC", "TC0", "TC1"])
    assert [standing for *_, standing in found] == ["asserted"] * 3
    assert pairs(["TCH"], ["TC"]) == [("TCH", "TC", "proposed")]


def test_siblings_that_share_a_rewrite_vouch_for_each_other():
    assert pairs(["db_user", "db_port"], ["pg_user", "pg_port"]) == [
        ("db_port", "pg_port", "asserted"),
        ("db_user", "pg_user", "asserted"),
    ]
    assert pairs(["db_userlist"], ["pg_userlist"]) == [("db_userlist", "pg_userlist", "proposed")]


def test_a_thing_that_siblings_have_too_is_no_evidence():
    kept = [(Name("office", RICH), Name("office", RICH))]
    old, new = names(("home_address", RICH)), names(("address", RICH))
    assert [each.standing for each in match(old, new, Surroundings(kept=kept))] == [Standing.PROPOSED]


def test_two_candidates_within_a_hair_are_both_shown_and_none_is_picked():
    found = match(names(("user_name", RICH)), names(("user_name_a", RICH), ("user_name_b", RICH)))
    assert [(each.added.name, each.standing) for each in found] == [
        ("user_name_a", Standing.PROPOSED),
        ("user_name_b", Standing.PROPOSED),
    ]
    for each, other in zip(found, reversed(found), strict=True):
        assert [name for name, _ in each.alternatives] == [other.added.name]
        assert f"`user_name` to `{other.added.name}` is as likely" in each.evidence


def test_a_merge_of_twins_is_not_asserted():
    found = pairs(
        [("connect_timeout", {"type": "integer"}), ("read_timeout", {"type": "integer"})],
        [("timeout", {"type": "integer"})],
    )
    assert all(standing == "proposed" for _, _, standing in found)


def test_a_chain_of_names_is_not_shortened():
    # a became b and b became c: what came looks like what went, but b has taken a's place
    kept = [(Name("b", STRING, "the second of them"), Name("b", STRING, "the first of them"))]
    removed, added = [Name("a", STRING, "the first of them")], [Name("c", STRING, "the first of them")]
    assert all(each.standing is Standing.PROPOSED for each in match(removed, added, Surroundings(kept=kept)))
    assert [each.standing for each in match(removed, added)] == [Standing.ASSERTED]


def test_the_spelling_of_a_pattern_is_no_evidence():
    removed, added = names(("^[a-z]+$", STRING)), names(("^[A-Z]+$", STRING))
    assert all(
        each.standing is Standing.PROPOSED for each in match(removed, added, Surroundings(spelled=False))
    )


def test_nothing_becomes_two_things():
    found = match(names("alpha_one", "alpha_two"), names("alpha_uno", "alpha_one_x", "alpha_two_x"))
    assert (
        len({each.removed.name for each in found}) == len(found) == len({each.added.name for each in found})
    )


def test_the_order_of_the_input_means_nothing():
    old, new = names("db_user", "db_port", "colour"), names("pg_user", "pg_port", "color")
    assert match(old, new) == match(old[::-1], new[::-1])


def test_a_thousand_values_on_each_side_are_still_matched():
    old = names(*(f"alpha_{chr(97 + at % 26)}{at}_item" for at in range(1000)), "Delimeter")
    new = names(*(f"omega_{chr(97 + at % 26)}{at}_thing" for at in range(1000)), "Delimiter", "de_lim_eter")
    found = match(old, new)
    assert ("Delimeter", "de_lim_eter") in {(each.removed.name, each.added.name) for each in found}


def test_a_name_stays_in_its_family_rather_than_go_to_another_one_that_is_there():
    kept = [(Name(each, RICH), Name(each, RICH)) for each in ("http.route", "rpc.route")]
    old = names(("http.request.size", STRING))
    new = names(("http.request.body.size", STRING), ("rpc.request.size", STRING))
    assert [each.added.name for each in match(old, new, Surroundings(kept=kept))] == [
        "http.request.body.size"
    ]


def test_a_family_that_came_or_went_is_no_doubt():
    old, new = names(("net.host.name", RICH)), names(("server.host.name", RICH))
    (found,) = match(old, new)
    kept = [(Name(each, STRING), Name(each, STRING)) for each in ("net.peer", "server.port")]
    (other,) = match(old, new, Surroundings(kept=kept))
    assert found.score > other.score


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # in its place, and the texts speak of the same thing
        (("cpuShare", STRING, "The share of a processor it gets"),
         ("cpuQuota", STRING, "The share of the processor that it gets"), ["asserted"]),
        # the texts are one sentence with each name put into it: they say no more than the names
        (("user_id", STRING, "The number of the user"), ("group_id", STRING, "The number of the group"),
         ["proposed"]),
        # another one of its kind, written over it
        (("enable_http_proxy", STRING), ("enable_ftp_proxy", STRING), ["proposed"]),
        (("cpu_request", STRING), ("cpu_limit", STRING), ["proposed"]),
        (("transaction", STRING), ("translation", STRING), ["proposed"]),
        (("country_code", STRING, "As ISO 3166 has it"), ("country_name", STRING, "In full, in English"),
         ["proposed"]),
        (("payer", STRING), ("payee", STRING), []),
        (("option_a", STRING), ("option_b", STRING), ["proposed"]),
        (("retry_limit", STRING), ("rate", STRING), []),
    ],
)  # fmt: skip
def test_a_place_is_evidence_where_names_and_texts_fit(old, new, expected):
    around = Surroundings(placed=frozenset(((old[0], new[0]),)))
    found = match(names(old), names(new), around)
    assert [each.standing.value for each in found] == expected
    assert ("it stands where the old name stood" in str(found)) is (expected == ["asserted"])
    assert all(each.standing is Standing.PROPOSED for each in match(names(old), names(new)))


def test_a_rewrite_that_few_follow_came_by_accident():
    gone = ["PDV003", "PDV004", "PDV007", "PDV008", "PDV009", "PDV010"]
    assert all(each.standing is Standing.PROPOSED for each in match(names(*gone), names("TRY003", "TRY004")))
    kept = [(Name(each), Name(each)) for each in ("db_name", "db_host", "db_pass")]
    removed, added = names("db_user", "db_port"), names("pg_user", "pg_port")
    assert {each.standing for each in match(removed, added)} == {Standing.ASSERTED}
    assert {each.standing for each in match(removed, added, Surroundings(kept=kept))} == {Standing.PROPOSED}


def test_what_could_be_any_of_three_was_split_up():
    assert (
        match(names("catppuccin"), names("catppuccin-latte", "catppuccin-mocha", "catppuccin-frappe")) == ()
    )


def test_a_name_that_is_the_same_is_told_from_others_that_share_a_rewrite():
    removed, added = names("west_a", "west_b", "west_c"), names("west-a", "west-b", "west-c")
    assert [(each.removed.name, each.added.name, each.standing) for each in match(removed, added)] == [
        ("west_a", "west-a", Standing.ASSERTED),
        ("west_b", "west-b", Standing.ASSERTED),
        ("west_c", "west-c", Standing.ASSERTED),
    ]


def test_several_names_may_go_into_one_where_that_is_so():
    text = "The name of the group that a consumer belongs to"
    removed = names(
        ("kafka.consumer.group", STRING, text + " in Kafka"), ("hub.consumer.group", STRING, text)
    )
    added = names(("consumer.group.name", STRING, text))
    for several, expected in ((True, 2), (False, 1)):
        found = match(removed, added, Surroundings(several=several))
        assert len(found) == expected
        assert len({each.removed.name for each in found}) == expected


def test_a_negation_is_only_proposed_where_the_text_is_the_same():
    text = "Finds comments that name a rule which is not there"
    old, new = ("unknown-rule", STRING, text), ("ignore-comment-unknown-rule", STRING, text)
    assert [each.standing for each in match(names(old), names(new))] == [Standing.PROPOSED]
    assert match(names(old), names((new[0], STRING, "Finds comments that name an unknown rule"))) == ()


def test_texts_are_as_alike_as_their_first_sentences():
    removed = names(("message.payload_size", STRING, "The size of the message in bytes when it is sent"))
    text = (
        "The size of the message in bytes when it is sent. Whoever cannot tell it leaves this out: see above."
    )
    (found,) = match(removed, names(("message.size", STRING, text)))
    assert found.standing is Standing.ASSERTED
    (found,) = match(removed, names(("message.size", STRING, "e.g. The mass of it")))
    assert found.standing is Standing.PROPOSED


def test_examples_are_evidence_where_texts_do_not_speak_against_them():
    def name(text, said, *shown):
        return Name(text, STRING, said, "", list(shown))

    removed = [name("db.operation", "The name of the operation, e.g. a command", "find", "HMSET", "SELECT")]
    same = [
        name("db.operation.name", "The name of a command that runs now", "find", "HMSET", "SELECT", "GET")
    ]
    assert [each.standing for each in match(removed, same)] == [Standing.ASSERTED]
    made = [name("created_at", "When it was made", "2024-01-01T00:00:00Z")]
    ends = [name("expires_at", "When it stops to be valid", "2024-01-01T00:00:00Z")]
    assert all(each.standing is Standing.PROPOSED for each in match(made, ends))


def test_a_slip_of_the_pen_is_none_where_the_texts_deny_it():
    old, new = (
        ("county", STRING, "Part of a state, with its own court"),
        ("country", STRING, "As ISO 3166 has it"),
    )
    assert all(each.standing is Standing.PROPOSED for each in match(names(old), names(new)))
    assert [each.standing for each in match(names(old[:2]), names(new[:2]))] == [Standing.ASSERTED]


def test_a_thing_of_its_own_is_no_evidence_where_the_texts_deny_it():
    limit = {"type": "integer", "minimum": 0, "maximum": 10}
    old, new = (
        ("connect_timeout", limit, "Until a server answers"),
        ("idle_timeout", limit, "With nothing to do"),
    )
    assert all(each.standing is Standing.PROPOSED for each in match(names(old), names(new)))
    assert all(
        each.standing is Standing.PROPOSED
        for each in match(names(("max_retries", limit)), names(("max_workers", limit)))
    )
