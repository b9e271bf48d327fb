"""Every error ends the command with its own code, and none with a traceback."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from unittest.mock import Mock

import pytest

from chaland import app, main, searching
from chaland.exits import ExitCode, InterruptionError, UsageError, exit_code_of
from chaland.invocation import read_invocation
from chaland.planning import PlannedDay
from chaland.searching import compared, search_and_combine
from routing.errors import (
    ChalandError,
    CheckError,
    InputError,
    InputErrors,
    ModelError,
    SolverError,
    TownError,
)
from routing.model import Comparison, Plan, Reason, Unserved, totals
from routing.solve import Engine
from tests.unit.plan_files import small_day


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CheckError("check.invalid_plan"), ExitCode.VIOLATIONS),
        (UsageError("usage.one_source"), ExitCode.USAGE),
        (InputError("plan_file.missing"), ExitCode.INPUT),
        (InputErrors([]), ExitCode.INPUT),
        (TownError("town.unknown"), ExitCode.INPUT),
        (ModelError("model.position"), ExitCode.INPUT),
        (SolverError("solver.no_stop"), ExitCode.SOLVER),
        (InterruptionError(), ExitCode.INTERRUPTED),
    ],
)
def test_each_kind_of_error_has_its_exit_code(error: ChalandError, code: ExitCode) -> None:
    assert exit_code_of(error) is code


def raising(error: BaseException) -> Callable[..., int]:
    def app(*_: object, **__: object) -> int:
        raise error

    return app


def test_a_fault_of_chaland_is_kept_in_a_file_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(app, "app", raising(ZeroDivisionError("by nobody")))
    with pytest.raises(SystemExit) as end:
        main.run()
    assert end.value.code == ExitCode.UNEXPECTED
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    (log,) = tmp_path.iterdir()
    assert log.name in said.err.replace("\n", "")
    assert "ZeroDivisionError: by nobody" in log.read_text("utf-8")


def test_ctrl_c_before_a_command_begins_ends_as_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "app", raising(KeyboardInterrupt()))
    with pytest.raises(SystemExit) as end:
        main.run()
    assert end.value.code == ExitCode.INTERRUPTED


def test_options_of_every_command_may_stand_anywhere_but_after_two_dashes() -> None:
    read = read_invocation(["plan", "--json", "a", "--lang", "en", "--", "--json"], {})
    assert read.arguments == ("plan", "a", "--", "--json")
    assert (read.json, read.language, read.debug) == (True, "en", False)


def test_ctrl_c_during_the_comparison_keeps_the_plan(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    interrupted = raising(KeyboardInterrupt())
    monkeypatch.setattr(import_module("routing.solve.alone"), "compare", interrupted)
    day = small_day()
    comparison = compared(day.problem, day.plan, seconds=1)
    assert comparison == Comparison(totals(day.plan), {})
    assert capsys.readouterr().err
    assert PlannedDay(Mock(), day.plan, comparison).compared is None


def test_ctrl_c_while_routes_are_combined_keeps_the_best_plan_of_one_search(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    day = small_day()
    nothing = Plan(
        (), tuple(Unserved(it.id, Reason.NO_ROOM, {}) for it in day.problem.shipments), 0
    )
    found = iter([nothing, day.plan, nothing])
    monkeypatch.setattr(searching, "search", lambda *_, **__: next(found))
    interrupted = raising(KeyboardInterrupt())
    monkeypatch.setattr(import_module("routing.solve.pool"), "combine", interrupted)
    kept = search_and_combine(
        day.problem, seconds=1, seed=1, engine=Engine.SEARCH, searches=3, write_cost=str
    )
    assert kept == day.plan
    assert capsys.readouterr().err
