"""What was said of a task to one line of JSON, and back; so it is kept between runs."""

from __future__ import annotations

import json
from dataclasses import asdict

from govern.model import (
    Class,
    Compatibility,
    Judged,
    Level,
    RevisionChange,
    Verdict,
    VersionReview,
    VersionVerdict,
)


def written(judged: Judged) -> str:
    """One line of JSON in ASCII; equal values are written alike."""
    return json.dumps(asdict(judged), separators=(",", ":"))


def read(text: str) -> Judged:
    """What `written` wrote. Raises ValueError, KeyError or TypeError where it is anything else."""
    told = json.loads(text)
    changes = [
        RevisionChange(**{**each, "class_": Class(each["class_"]), "level": Level(each["level"])})
        for each in told["changes"]
    ]
    versions = [
        VersionReview(
            **{
                **each,
                "covers": tuple(each["covers"]),
                "required": Level(each["required"]),
                "actual": Level(each["actual"]),
                "verdict": VersionVerdict(each["verdict"]),
            }
        )
        for each in told["versions"]
    ]
    known = {
        "class_": Class(told["class_"]),
        "compatibility": Compatibility(told["compatibility"]),
        "backward": Verdict(told["backward"]),
        "forward": Verdict(told["forward"]),
        "needed": Level(told["needed"]),
        "changes": tuple(changes),
        "versions": tuple(versions),
        "faults": tuple(told["faults"]),
    }
    return Judged(**{**told, **known})
