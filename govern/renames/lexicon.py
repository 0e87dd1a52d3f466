"""Words that tell one thing from another: opposites, negations, units, directions."""

from __future__ import annotations

_OPPOSITE_PAIRS = """
enable/disable enabled/disabled enables/disables allow/deny allowed/denied allow/forbid allow/block
allow/disallow allowed/disallowed allowed/forbidden allowed/blocked allowlist/denylist
allowlist/blocklist whitelist/blacklist white/black include/exclude included/excluded
includes/excludes show/hide shown/hidden visible/hidden min/max minimum/maximum true/false on/off
yes/no start/stop start/end begin/end first/last before/after pre/post prefix/suffix left/right
top/bottom up/down in/out inbound/outbound incoming/outgoing input/output import/export
imports/exports read/write reader/writer source/target source/destination src/dst src/dest
open/close opened/closed open/closed public/private internal/external asc/desc ascending/descending
encrypt/decrypt encode/decode accept/reject accepted/rejected grant/revoke add/remove lock/unlock
valid/invalid active/inactive always/never local/remote request/response client/server sync/async
http/https upper/lower pass/fail passed/failed success/failure success/error increase/decrease
push/pull send/receive sender/receiver parent/child old/new horizontal/vertical row/column
rows/columns width/height high/low long/short and/or from/to buy/sell bid/ask debit/credit
with/without all/none any/all required/optional hot/cold increment/decrement inclusive/exclusive
inclusion/exclusion maximize/minimize importer/exporter encoder/decoder encoding/decoding
encryption/decryption ascend/descend attach/detach mutable/immutable
can/cannot upstream/downstream uplink/downlink upload/download inflow/outflow ingress/egress
online/offline strict/lenient positive/negative prev/next previous/next front/back soft/hard
primary/secondary pause/resume enabled/suspended winner/loser win/loss created/updated billing/shipping
net/gross junior/senior intranet/internet subtotal/total error/warning warning/info created/deleted
updated/deleted created/expires home/work cpu/gpu cpu/memory source/sink altitude/latitude
x/y latitude/longitude lat/lon hour/minute hours/minutes retries/redirects public/secret
"""
UNITS = frozenset(
    (
        *("ns", "us", "ms", "s", "sec", "second", "seconds", "min", "minute", "minutes", "hour", "hours"),
        *("day", "days", "week", "weeks", "month", "months", "bit", "bits", "byte", "bytes", "kb", "mb"),
        *("gb", "tb", "kilobytes", "megabytes", "gigabytes", "mm", "cm", "m", "km", "inch", "feet"),
        *("miles", "mg", "g", "kg", "lb", "oz", "celsius", "fahrenheit", "kelvin", "usd", "eur", "gbp"),
        *("jpy", "chf", "percent", "permille", "hz", "khz", "mhz", "ghz"),
    )
)
"""What a number is of: the same number of another is another thing."""
PERIODS = frozenset(
    (
        *("hourly", "daily", "nightly", "weekly", "biweekly", "monthly", "bimonthly", "quarterly", "yearly"),
        *("annual", "annually"),
    )
)
COMPASS = frozenset(("north", "east", "south", "west", "northeast", "northwest", "southeast", "southwest"))
OPPOSITES = frozenset(frozenset(pair.split("/")) for pair in _OPPOSITE_PAIRS.split())
"""Words that turn a name into its opposite: such a pair is a change of meaning, never a rename."""
NEGATIONS = frozenset(
    (
        *("no", "not", "non", "un", "never", "without", "skip", "disable", "disabled"),
        *("deny", "exclude", "ignore", "forbid", "false", "nearly", "almost"),
    )
)
"""A word that negates by standing there: `cache` and `no-cache`."""
NEGATING_PREFIXES = ("un", "in", "non", "dis", "no", "im", "de", "anti")
DIRECTIONS = frozenset(
    (
        *("to", "from", "of", "in", "on", "at", "by", "per", "for", "with", "as", "into"),
        *("before", "after", "over", "under", "than", "vs", "versus", "minus", "if", "unless"),
    )
)
"""Words that turn a name round where its words change places: `a_to_b` is not `b_to_a`."""
