"""The histories in ../shared/corpora to what `govern history` makes of them, and the time that it takes.

Every revision of every contract that govern discovers, without any configuration, on all processors. What
a run that was ended had answered is not asked again: `--anew` forgets it, so that the time is that of all.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter

from evaluation.histories import BUILD, BUNDLES, CORPORA, clone

from govern.cli.meter import Meter
from govern.histories import Asked, Store, engine, history


def main() -> int:
    """0 where every revision has an answer that govern did not fail over, 1 where one has none, 2 where there
    is no history."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--corpus", choices=[each.name for each in CORPORA], help="this one only")
    arguments.add_argument("--anew", action="store_true", help="answer everything again")
    asked = arguments.parse_args()
    if not BUNDLES.is_dir():
        print(f"there are no histories: {BUNDLES} is absent", file=sys.stderr)
        return 2
    failed = 0
    for corpus in CORPORA:
        if asked.corpus in (None, corpus.name):
            failed += _told(corpus.name, str(clone(corpus)), anew=asked.anew)
    return 1 if failed else 0


def _told(name: str, folder: str, *, anew: bool) -> int:
    """Print what the history of a clone is; how many revisions govern failed over."""
    store = Store(str(BUILD / f"history-{name}.sqlite"), engine())
    store.forget(everything=anew)
    jobs, began = os.cpu_count() or 1, time.monotonic()
    meter = Meter()
    found = history(folder, os.environ, Asked(jobs=jobs), store=store, progress=meter)
    meter.end()
    store.close()
    seconds = time.monotonic() - began
    classes = Counter(each.judged.class_.value for each in found.revisions)
    broken = sum(each.judged.broken for each in found.revisions)
    print(
        f"{name}: {len(found.revisions)} revisions of {len(found.contracts)} contracts "
        f"({len(found.gone)} are gone) in {seconds:.0f} s on {jobs} processors: "
        + ", ".join(f"{count} {each}" for each, count in sorted(classes.items()))
        + f"; mislabelled: {sum(each.judged.mislabelled for each in found.revisions)}"
        + f"; given up for want of time: {sum(each.judged.gave_up is not None for each in found.revisions)}"
        + f"; failed over: {broken}"
    )
    return broken


if __name__ == "__main__":
    sys.exit(main())
