"""Commits of two real histories: `govern history` says of each revision what `govern check` says of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bundles import cloned, config_of, needed

from govern.cli.checking import Request, run
from govern.configuration import load
from govern.histories import Asked, history

LAST = {"schemastore": 6, "openlineage": 8}
"""How many commits before the last one are looked at."""

pytestmark = needed


@pytest.mark.parametrize("corpus", LAST)
def test_a_revision_is_what_the_check_of_its_commit_says(corpus: str, tmp_path: Path) -> None:
    clone, environment = cloned(corpus, tmp_path), {"PATH": os.environ["PATH"]}
    config = config_of(corpus)
    loaded = load(config.read_bytes(), path=str(config), origin=str(config))
    found = history(str(clone), environment, Asked(f"HEAD~{LAST[corpus]}", config=loaded, seconds=30.0))
    reviews = {}
    for each in found.revisions:
        if each.moment.commit not in reviews:
            request = Request(each.base, each.moment.commit, str(config), (), False, 30.0)
            reviewed = run(request, str(clone), environment).contracts
            reviews[each.moment.commit] = {one.name: one for one in reviewed}
        review, told = reviews[each.moment.commit][each.contract], each.judged
        assert (told.class_, told.status) == (review.class_, review.status), each
        assert (told.backward, told.forward) == (review.backward.verdict, review.forward.verdict), each
        assert told.versions == review.versions, each
        changes = [(one.id, one.rule, one.class_, one.level_required) for one in review.changes]
        assert [(one.id, one.rule, one.class_, one.level) for one in told.changes] == changes, each
    assert len(found.revisions) >= 3
