"""Questions as JSON lines to answers as JSON lines: jsoncompat behind a pipe, in a Python that has it.

Runs alone, with nothing but the standard library and jsoncompat. A question is {"old", "new":
schema texts, "old_resources", "new_resources": URI to document, "ask": "analyze" or "check",
"seconds": after which this process ends itself}; the answer holds `said`, `seconds` and `cpu` of
each role. jsoncompat prints to standard error as it panics: whoever starts this leads it nowhere.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from typing import Any

import jsoncompat  # type: ignore[import-not-found]  # only the Python that runs this has it

ROLES = {"backward": "deserializer", "forward": "serializer"}
"""A deserializer must read what was written before; what a serializer writes must be read as before."""


def main() -> None:
    """Answer until the pipe is closed."""
    trivial = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "string"}'
    jsoncompat.check_compat(trivial, trivial, "both")
    jsoncompat.analyze_compat(trivial, trivial, "both")
    for line in sys.stdin:
        question = json.loads(line)
        # The default action of the signal ends the process even where native code never returns.
        signal.alarm(question["seconds"])
        answer = {direction: answered(question, role) for direction, role in ROLES.items()}
        signal.alarm(0)
        print(json.dumps(answer), flush=True)


def answered(question: dict[str, Any], role: str) -> dict[str, Any]:
    """What is said for one role: compatible, incompatible (with `counterexample`, a text), unknown
    (with `reason`), or error (with `reason`)."""
    start = time.perf_counter(), time.process_time()
    try:
        told = _asked(question, role)
    except BaseException as error:  # noqa: BLE001  # a panic of its native part is no Exception
        told = {"said": "error", "reason": f"{type(error).__name__}: {error}"[:300]}
    told["seconds"] = time.perf_counter() - start[0]
    told["cpu"] = time.process_time() - start[1]
    return told


def _asked(question: dict[str, Any], role: str) -> dict[str, Any]:
    # Its public functions take the same resources for both sides, and here each side has its own.
    old, new = (
        jsoncompat._with_options(  # noqa: SLF001
            question[side], {"resources": resources} if (resources := question[f"{side}_resources"]) else None
        )
        for side in ("old", "new")
    )
    if question["ask"] == "check":
        return {"said": "compatible" if jsoncompat.check_compat(old, new, role) else "not compatible"}
    found = jsoncompat.analyze_compat(old, new, role)
    told = {"said": found["status"]}
    if "reason" in found:
        told["reason"] = found["reason"][:300]
    if "counterexample_json" in found:
        told["counterexample"] = found["counterexample_json"]
    return told


if __name__ == "__main__":
    main()
