"""What can be wrong with an endpoint that is asked for a document, or with what it is held to."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind


def _url(id_: str, summary: str, why: str, remedy: str) -> Rule:
    return Rule(f"url-{id_}", RuleKind.FINDING, summary, why, remedy, "threats 1H, validating a URL")


RULES: tuple[Rule, ...] = (
    _url(
        "scheme",
        "Only http and https URLs with a host are asked.",
        "Another scheme reads files, or nothing that answers.",
        "Give the URL of the endpoint.",
    ),
    _url(
        "userinfo",
        "A URL with a user in it is not asked.",
        "What stands before the host hides whom it asks.",
        "Take the part before @ out.",
    ),
    _url(
        "address",
        "The host is no link-local, multicast or disguised address.",
        "Such an address leads to the machine's own services.",
        "Give the endpoint's own address, as it is usually written.",
    ),
    _url(
        "unreachable",
        "The endpoint gives no answer that can be read.",
        "Nothing is known of its state.",
        "See whether it is alive.",
    ),
    _url(
        "timeout",
        "The whole answer did not come in time.",
        "One that never ends would keep the check waiting for ever.",
        "See whether the endpoint is alive, or raise --deadline.",
    ),
    _url(
        "tls",
        "The endpoint's certificate does not hold.",
        "Anyone may have answered.",
        "Name the authority that signs it with --ca-file.",
    ),
    _url(
        "headers",
        "The endpoint sends headers without end.",
        "They would fill the memory.",
        "Mend the endpoint.",
    ),
    _url(
        "truncated",
        "Less came than the endpoint announced.",
        "Half an answer is none.",
        "Make the endpoint send all of its answer.",
    ),
    _url(
        "redirect",
        "The endpoint sends on to another place.",
        "Only what was typed is asked.",
        "Give the URL of the last place.",
    ),
    _url(
        "status",
        "The endpoint answers with a status other than 200.",
        "What it sends is no answer to what was asked, even where it looks like one.",
        "Mend the endpoint.",
    ),
    _url(
        "content-type",
        "The endpoint does not send plain JSON.",
        "Readers that go by its media type read something else.",
        "Send application/json, uncompressed.",
    ),
    _url(
        "unstable",
        "Two answers in a row say other things.",
        "Nobody knows which of them is true.",
        "See why they differ; numbers may.",
    ),
)
"""Every way in which a URL can fail, and the same for what a server answers."""
