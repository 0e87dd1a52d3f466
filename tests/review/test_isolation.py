"""Work that is done apart: what it gives, and what becomes of work that fails beside other work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from govern.review.isolation import Allowance, ChildError, Failure, each_isolated, isolated

SHORT, LONG = Allowance(0.3), Allowance(30.0)


def forever():
    while True:
        pass


def out_of_memory():
    return bytes(64 * 1024**3)


def broken():
    raise ValueError("a bug")


def crashes():
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_result_comes_back():
    assert isolated(lambda: {"a": [1] * 1_000_000}, LONG) == {"a": [1] * 1_000_000}


@pytest.mark.parametrize(
    ("work", "allowance", "reason"),
    [
        (forever, SHORT, "it was not done after 0.3 s"),
        (forever, Allowance(0.5, 60.0), "it was not done after 0.5 s of processor time"),
        (lambda: time.sleep(60), Allowance(0.1, 0.2), "it was not done after 0.2 s"),
        (out_of_memory, LONG, "it ran out of memory"),
        (crashes, LONG, "it used too much memory or crashed"),
    ],
)
def test_what_fails_says_why_alone_and_beside_others(work, allowance, reason):
    assert isolated(work, allowance) == Failure(reason)
    found = [*each_isolated([int, work, str, work, list], allowance)]
    assert found == [0, Failure(reason), "", Failure(reason), []]


def test_a_bug_is_told_as_one():
    with pytest.raises(ChildError, match="ValueError: a bug"):
        isolated(broken, LONG)
    first, second, third = each_isolated([int, broken, str], LONG)
    assert (first, third) == (0, "")
    assert isinstance(second, ChildError)
    assert "ValueError: a bug" in str(second)


def test_work_shares_a_child_until_some_fails():
    before, one, two, _, three, four = each_isolated([os.getpid] * 3 + [crashes] + [os.getpid] * 2, LONG)
    assert before == one == two
    assert three == four
    assert len({before, three, os.getpid()}) == 3


def test_what_fails_only_beside_other_work_is_done_alone():
    """The second finds the first's traces in its child, crashes, and is done again where there are none."""
    traces = []

    def leaves():
        traces.append(1)
        return "left"

    def looks():
        return crashes() if traces else "none"

    assert [*each_isolated([leaves, looks, leaves], LONG)] == ["left", "none", "left"]


def test_each_may_take_the_whole_time():
    def busy():
        until = time.process_time() + 0.7
        while time.process_time() < until:
            pass
        return "done"

    assert [*each_isolated([busy] * 3, Allowance(1.0, 60.0))] == ["done"] * 3


def test_no_child_outlives_who_asks():
    for _ in each_isolated([os.getpid, forever], Allowance(60.0)):
        break
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_an_interrupt_while_the_child_is_forked_is_not_lost_and_ends_the_child():
    script = """
import os, signal, time
from govern.review.isolation import Allowance, isolated
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    print(isolated(lambda: time.sleep(30), Allowance(60.0)))
except KeyboardInterrupt:
    print("interrupted")
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child is left")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stdout, done.stderr) == (0, "interrupted\nno child is left\n", "")
