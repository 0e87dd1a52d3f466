"""Random mutations of a signed record to those that govern takes all the same; exit status 1 for any.

An altered message that is accepted is the worst that can happen to an approval; an altered signature that is
accepted, and two verifiers that differ, are shown as well. A seed can be had again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "approvals"))

from keyring import Keyring
from mutating import Mutated


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the counts, and each pair that was accepted."""
    parser = argparse.ArgumentParser(description="Hold the verification of approvals against mutations.")
    parser.add_argument("--mutations", type=int, default=10_000, help="how many pairs (default 10000)")
    parser.add_argument("--seed", type=int, default=1, help="the seed (default 1)")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="govern-keys-") as folder:
        tally = Mutated(Keyring(Path(folder)), asked.seed).run(asked.mutations)
    for rule, count in sorted(tally.reasons.items()):
        print(f"{count:8} {rule}")
    accepted = (*tally.accepted_messages, *tally.accepted_signatures)
    print(f"{tally.messages} altered messages, {len(tally.accepted_messages)} accepted")
    print(f"{tally.signatures} altered signatures, {len(tally.accepted_signatures)} accepted")
    print(f"{len(tally.disagreements)} disagreements between two verifiers")
    for pair in (*accepted, *tally.disagreements):
        print(pair)
    return 1 if accepted or tally.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
