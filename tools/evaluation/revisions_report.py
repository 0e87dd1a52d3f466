"""The rows of all revisions to figures in Markdown, and to the promises they break."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evaluation.report import line, shape, table

Row = Mapping[str, Any]
DIRECTIONS = ("backward", "forward")
PEERS = ("jsonschema-rs", "jsoncompat", "jsoncompat check")
DECIDED = frozenset({"proved", "refuted", "compatible", "incompatible"})
"""What an engine says that has decided. jsoncompat's check has no word for unknown: see `analyze`."""
SLOWEST = 20
LISTED = 50


def markdown(title: str, rows: Sequence[Row], engines: Mapping[str, str], limit: int) -> str:
    """The whole report. `engines`: each peer with its version; `limit`: seconds an engine had."""
    usable = [row for row in rows if "unreadable" not in row["govern"]]
    lines = [f"# The containment engine on {title}", "", *_promises(rows), "", *_method(engines, limit)]
    lines += [f"- {len(rows) - len(usable)} of {len(rows)} revisions have a side that is no JSON document "
              "and are in none of the figures."]  # fmt: skip
    lines += ["", "## Decided", "", *_decided(usable, engines)]
    lines += ["", "## Time", "", *_times(usable, engines, limit), "", *_ratios(usable, limit)]
    lines += ["", "## What speaks against the answers", "", *_against(usable)]
    lines += ["", "## What is not decided", *_undecided(usable)]
    lines += ["", "## Slowest", "", *_slowest(usable, limit)]
    lines += ["", "## Witnesses", "", *_witnesses(usable)]
    lines += ["", "## Where peers fail", *_failures(usable)]
    return "\n".join(lines) + "\n"


def broken(rows: Iterable[Row]) -> list[str]:
    """The promises broken, each with its revision."""
    found: list[str] = []
    for row in rows:
        held = row["contradictions"]
        found += [
            f"{row['id']}: proved {each['direction']}, contradicted by {each['from']}: "
            f"{line(each['document'])}"
            for each in held.get("found", ())
        ]
        found += [
            f"{row['id']}: refuted {each}, no witness confirmed" for each in held.get("unconfirmed", ())
        ]
        for name in ("govern", "contradictions"):
            if "error" in row[name]:
                found.append(f"{row['id']}: {name}: {line(row[name]['error'])}")
    return found


def _promises(rows: Sequence[Row]) -> list[str]:
    found = broken(rows)
    if not found:
        return ["Every promise holds."]
    return [f"**{len(found)} promises broken.**", "", *(f"- {each}" for each in found[:LISTED])]


def _method(engines: Mapping[str, str], limit: int) -> list[str]:
    return [
        f"- Peers: {', '.join(engines.values())}. Each engine has {limit} s a pair before it is killed, and "
        "times are of both directions together, wall clock.",
        "- govern is timed from parsed values, building validators and certification included; "
        "jsonschema-rs from parsed values (`canonicalize` and `covers`, with a registry of siblings); "
        "jsoncompat from the text it takes. Rows of an engine that has not changed are kept from an earlier "
        "run: `--fresh` times all in one.",
        "- jsoncompat takes draft 2020-12 only: every `$schema` is replaced by that dialect's URI, and "
        "nothing else. Siblings are given to it as resources. `analyze_compat` tells unknown from "
        "incompatible and shows a document; `check_compat`, timed beside it, gives one bit. Undeclared "
        "names are absent to it, without its saying so.",
    ]


def _decided(rows: Sequence[Row], engines: Mapping[str, str]) -> list[str]:
    lines = [
        "| engine | both directions | backward | forward | neither answers |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in ("govern", *PEERS[:2]):
        if not any(name in row for row in rows):
            lines.append(f"| {engines.get(name, name)} | absent | | | |")
            continue
        says = [[_word(row.get(name, {}), each) in DECIDED for each in DIRECTIONS] for row in rows]
        shares = [sum(all(s) for s in says), sum(s[0] for s in says), sum(s[1] for s in says)]
        shares.append(sum(not any(s) for s in says))
        cells = " | ".join(_share(each, len(rows)) for each in shares)
        lines.append(f"| {engines.get(name, name)} | {cells} |")
    for direction in DIRECTIONS:
        words = Counter(_outcome(row["govern"], direction) for row in rows)
        lines += table(f"govern, {direction}", "revisions", words)
    return lines


def _times(rows: Sequence[Row], engines: Mapping[str, str], limit: int) -> list[str]:
    lines = ["| seconds a pair | median | mean | 95 % | max | total | processor, total |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|")
    for name in ("govern", *PEERS):
        there = [row[name] for row in rows if name in row]
        if not there:
            continue
        took = sorted(_seconds(each, limit) for each in there)
        cpu = sum(_seconds(each, limit, "cpu") for each in there)
        cells = [
            statistics.median(took),
            statistics.mean(took),
            _quantile(took, 0.95),
            took[-1],
            sum(took),
            cpu,
        ]
        label = "jsoncompat `check_compat`" if name == "jsoncompat check" else engines.get(name, name)
        lines.append(f"| {label} | " + " | ".join(f"{each:.4f}" for each in cells) + " |")
    return [*lines, "", f"A pair over which an engine was killed counts as {limit} s."]


def _ratios(rows: Sequence[Row], limit: int) -> list[str]:
    lines = ["| govern beside | pairs | median | total | median, processor | total, processor |"]
    lines.append("|---|---:|---:|---:|---:|---:|")
    for peer in PEERS:
        there = [row for row in rows if peer in row]
        taken = [row for row in there if _took(row["govern"]) and _took(row[peer])]
        for label, some in (("both could take", taken), ("all pairs", there)):
            if not some:
                continue
            cells = [
                _ratio(measure(ours), measure(theirs))
                for clock in ("seconds", "cpu")
                for ours in [[_seconds(row["govern"], limit, clock) for row in some]]
                for theirs in [[_seconds(row[peer], limit, clock) for row in some]]
                for measure in (statistics.median, sum)
            ]
            lines.append(f"| {peer}, {label} | {len(some)} | {' | '.join(cells)} |")
    return lines


def _against(rows: Sequence[Row]) -> list[str]:
    held = [row["contradictions"] for row in rows]
    found = [(row["id"], each) for row in rows for each in row["contradictions"].get("found", ())]
    claims = [(row["id"], each) for row in rows for each in row["contradictions"].get("claims", ())]
    over = [(row["id"], each) for row in rows for each in row["contradictions"].get("refuted_peers", ())]
    return [
        f"- {sum(each.get('tried', 0) for each in held)} documents held against proofs: "
        f"{len(found)} contradictions.",
        f"- {sum(len(each.get('unconfirmed', ())) for each in held)} refutations without a witness that "
        "validators confirm.",
        f"- {len(claims)} claims of peers against proofs under the literal reading, to be read by hand "
        "(a claim whose document holds is a contradiction above):",
        *(f"  - `{name}` {line(each)}" for name, each in claims[:LISTED]),
        f"- {len(over)} proofs of peers that a certified witness denies (jsoncompat means another thing by "
        "compatible):",
        *(f"  - `{name}` {line(each)}" for name, each in over[:LISTED]),
    ]


def _undecided(rows: Sequence[Row]) -> list[str]:
    counts, example = Counter[str](), dict[str, str]()
    for row in rows:
        for direction in DIRECTIONS:
            if _word(row["govern"], direction) in DECIDED:
                continue
            said = row["govern"]
            reason = shape(said["error"] if direction not in said else said[direction]["reason"])
            counts[reason] += 1
            example.setdefault(reason, f"{row['id']} {direction}")
    told = Counter({f"{reason} (`{example[reason]}`)": count for reason, count in counts.items()})
    return table("reason (an example)", "directions", told) or ["", "Everything is decided."]


def _slowest(rows: Sequence[Row], limit: int) -> list[str]:
    lines = ["| revision | seconds | bytes | backward | forward |", "|---|---:|---:|---|---|"]
    ordered = sorted(rows, key=lambda row: (-_seconds(row["govern"], limit), row["id"]))
    for row in ordered[:SLOWEST]:
        said = row["govern"]
        words = " | ".join(_outcome(said, each) for each in DIRECTIONS)
        size = max(said.get("bytes", [0]))
        lines.append(f"| `{row['id']}` | {_seconds(said, limit):.3f} | {size} | {words} |")
    return lines


def _witnesses(rows: Sequence[Row]) -> list[str]:
    said = [row["govern"].get(each, {}) for row in rows for each in DIRECTIONS]
    sizes = sorted(each["witness_bytes"] for each in said if "witness_bytes" in each)
    by = Counter(", ".join(each["certified_by"]) for each in said if "witness_bytes" in each)
    if not sizes:
        return ["There are none."]
    return [
        f"{len(sizes)} witnesses: median {statistics.median(sizes):g} bytes, 90 % {_quantile(sizes, 0.9)}, "
        f"max {sizes[-1]}.",
        *table("certified by", "witnesses", by),
    ]


def _failures(rows: Sequence[Row]) -> list[str]:
    lines: list[str] = []
    for peer in PEERS[:2]:
        words = Counter[str]()
        for row in rows:
            said = row.get(peer, {})
            words.update(shape(word) for word in _complaints(said))
        lines += table(f"{peer} fails because", "directions", words, SLOWEST)
    return lines or ["", "Nowhere."]


def _complaints(said: Row) -> Iterator[str]:
    if "error" in said:
        yield from [said["error"]] * len(DIRECTIONS)
    for direction in DIRECTIONS:
        told = said.get(direction, {})
        if told.get("said") == "error":
            yield told["reason"]


def _word(said: Row, direction: str) -> str:
    """What an engine says of one direction; `error` where it says nothing."""
    told = said.get(direction, {})
    return str(told.get("verdict", told.get("said", "error")))


def _outcome(said: Row, direction: str) -> str:
    word, other = _word(said, direction), said.get(direction, {}).get("other_reading")
    return word if other in (None, word) else f"{word} (literal: {other})"


def _took(said: Row) -> bool:
    """Whether an engine could take the pair at all, whatever it said."""
    return all(_word(said, each) != "error" for each in DIRECTIONS)


def _seconds(said: Row, limit: int, clock: str = "seconds") -> float:
    """Both directions, by the wall clock or (`cpu`) the processor's; where the engine was ended, or
    raised, what it had spent."""
    told = sum(float(said.get(each, {}).get(clock, 0.0)) for each in DIRECTIONS)
    return min(told + float(said.get("spent", 0.0)), max(float(limit), told))


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} % ({count})" if total else "-"


def _ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}x" if theirs else "-"


def _quantile(ordered: Sequence[Any], share: float) -> Any:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
