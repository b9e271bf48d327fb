"""Child processes: they never outlive the search, and their failure is no failure of the plan."""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from routing.check import verify
from routing.solve import Engine, Stop, children, solve
from tests.four_orders import four_orders

ROOT = Path(__file__).parents[2]
PATIENCE = 60_000
"""Milliseconds after which something hangs."""

SEARCH = """
import json, sys
from routing.solve import Engine, Stop, solve
from tests.four_orders import four_orders

def progress(state):
    print("searching", flush=True)

stop = Stop(**json.loads(sys.argv[1]))
solve(four_orders(1), stop=stop, seed=1, progress=progress, engine=Engine.ORTOOLS)
assert "ortools" not in sys.modules
print("done")
"""


def searching(**limits: float) -> tuple[subprocess.Popen[bytes], list[int]]:
    """A process in the middle of a search, and watches on its own child processes."""
    process = subprocess.Popen(
        [sys.executable, "-c", SEARCH, json.dumps(limits)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"searching\n"
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    watches = [os.pidfd_open(int(child)) for child in listed.split()]
    assert watches
    return process, watches


def have_ended(watches: list[int]) -> bool:
    """Whether all watched processes end, sooner or later."""
    poll = select.poll()
    for watch in watches:
        poll.register(watch, select.POLLIN)
    while watches:
        ended = [watch for watch, _ in poll.poll(PATIENCE)]
        if not ended:
            return False
        for watch in ended:
            poll.unregister(watch)
            os.close(watch)
            watches.remove(watch)
    return True


def test_ctrl_c_ends_the_search_and_leaves_no_process() -> None:
    process, watches = searching(seconds=600)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE / 1_000)
    assert process.returncode != 0
    assert have_ended(watches)


def test_children_of_a_killed_search_end_with_its_time() -> None:
    process, watches = searching(seconds=2)
    process.kill()
    process.communicate()
    assert have_ended(watches)


def test_children_of_a_killed_search_without_a_deadline_end_at_once() -> None:
    process, watches = searching(stale=600)
    process.kill()
    process.communicate()
    assert have_ended(watches)


def test_the_searching_process_itself_never_loads_or_tools() -> None:
    process, watches = searching(seconds=1)
    output, _ = process.communicate(timeout=PATIENCE / 1_000)
    assert output.endswith(b"done\n")
    assert have_ended(watches)


ALARM = "import os, signal; os.kill(os.getpid(), signal.SIGALRM)"


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "import sys; sys.stdin.close()", ALARM])
def test_a_child_that_dies_costs_nobody_the_plan(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "_CODE", code)
    problem, stop = four_orders(1), Stop(seconds=60)
    if "3" in code:
        with pytest.warns(RuntimeWarning, match="ended with 3"):
            plan = solve(problem, stop=stop, seed=1, engine=Engine.ORTOOLS)
    else:
        plan = solve(problem, stop=stop, seed=1, engine=Engine.ORTOOLS)
    assert verify(problem, plan) == ()
    assert plan.routes
