"""Orders in, rounds out, checked: the way of a day through the command line."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from chaland.exits import ExitCode
from routing import typography
from tests.integration.command import CHALAND, chaland, document, environment, succeed

Document = dict[str, Any]

SCHEMA = Path(__file__).parents[2] / "docs/reference/plan.schema.json"


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five orders of two shops in Monaco."""
    file = tmp_path_factory.mktemp("orders") / "orders.csv"
    counts = ("--orders", 5, "--shops", 2)
    succeed("orders", "--town", "monaco", "--seed", 4, *counts, "--out", file)
    return file


@pytest.fixture(scope="module")
def planned(orders: Path) -> Path:
    """The folder of those orders planned."""
    folder = orders.parent / "day"
    said = succeed("plan", orders, "--town", "monaco", "--seconds", 1, "--out", folder)
    (orders.parent / "said.txt").write_text(said, "utf-8")
    return folder


@pytest.fixture
def copied(planned: Path, tmp_path: Path) -> Path:
    """That folder, to be changed."""
    return Path(shutil.copytree(planned, tmp_path / "day"))


def spoilt(orders: Path, folder: Path) -> Path:
    """The orders with an unknown shop in line 2 and a negative weight in line 4."""
    head, *rows = orders.read_text("utf-8").splitlines()
    columns = head.split(",")
    for row, column, cell in ((0, "shop", "Nulle part"), (2, "grams", "-4")):
        cells = rows[row].split(",")
        cells[columns.index(column)] = cell
        rows[row] = ",".join(cells)
    file = folder / "spoilt.csv"
    file.write_text("\n".join([head, *rows]), "utf-8")
    return file


def test_the_same_seed_draws_the_same_orders(orders: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again.csv", tmp_path / "other.csv"
    counts = ("--orders", 5, "--shops", 2)
    succeed("orders", "--town", "monaco", "--seed", 4, *counts, "--out", again)
    succeed("orders", "--town", "monaco", "--seed", 5, *counts, "--out", other)
    assert again.read_bytes() == orders.read_bytes() != other.read_bytes()
    assert len(orders.read_text("utf-8").splitlines()) == 6


def test_the_date_of_the_orders_is_the_one_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    told = document(
        "orders", "--town", "monaco", "--seed", 1, "--date", "2026-12-24", "--out", file
    )
    assert told["date"] == "2026-12-24"
    assert told["orders"] == file.read_text("utf-8").count("2026-12-24")


def test_a_plan_is_a_page_a_document_matrices_a_map_and_two_files_for_each_round(
    planned: Path,
) -> None:
    plan = json.loads((planned / "plan.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(plan)
    fixed = {"rounds.html", "plan.json", "matrices.npz", "rounds.geojson"}
    others = {path.name for path in planned.iterdir()} - fixed
    assert fixed < {path.name for path in planned.iterdir()}
    letters = {name.removeprefix("round-").removesuffix(".gpx") for name in others}
    letters = {letter for letter in letters if len(letter) == 1}
    assert len(letters) == len(plan["plan"]["routes"]) >= 1
    assert others == {f"round-{letter}.{kind}" for letter in letters for kind in ("gpx", "svg")}
    assert plan["town"]["name"] == "Monaco"
    assert plan["origin"] == "2026-11-27T00:00:00+01:00"


def test_no_recipient_leaves_by_any_file_but_the_couriers_page(orders: Path, planned: Path) -> None:
    head, *rows = orders.read_text("utf-8").splitlines()
    column = head.split(",").index("recipient")
    recipients = {row.split(",")[column] for row in rows}
    page = (planned / "rounds.html").read_text("utf-8")
    assert all(name in page for name in recipients)
    for file in planned.iterdir():
        if file.suffix in {".json", ".geojson", ".gpx", ".svg"}:
            text = file.read_text("utf-8")
            assert [name for name in recipients if name in text] == []


def test_what_was_planned_is_told_to_people(planned: Path) -> None:
    said = (planned.parent / "said.txt").read_text("utf-8")
    assert "Monaco, vendredi 27\u00a0novembre 2026." in said
    assert "ensemble" in said
    assert "chacun seul" in said
    assert "rounds.html" in said
    tables = [line for line in said.splitlines() if line.startswith(" ")]
    assert len(tables) > 8
    assert max(map(len, tables)) <= 80


def test_what_was_planned_is_told_to_programs_and_is_the_same_for_the_same_seed(
    orders: Path, planned: Path, copied: Path
) -> None:
    for old in ("round-Z.gpx", "round-Z.svg"):
        (copied / old).write_text("of an earlier plan")
    told = document("plan", orders, "--town", "monaco", "--seconds", 1, "--out", copied)
    assert told["orders"] == 5
    assert told["served"] + len(told["unserved"]) == 5
    assert told["comparison"]["pooled"]["served"] == told["served"]
    assert {Path(file) for file in told["files"]} == set(copied.iterdir())
    assert (copied / "plan.json").read_bytes() == (planned / "plan.json").read_bytes()


def test_a_good_plan_is_checked_on_the_streets_of_its_town(planned: Path) -> None:
    told = document("check", planned)
    assert told["valid"] is True
    assert told["matrices_recomputed"] is True
    assert told["violations"] == []


def test_the_town_of_a_plan_may_be_named(planned: Path) -> None:
    assert document("check", planned, "--town", "monaco")["matrices_recomputed"] is True


def delay(plan: Document) -> None:
    plan["plan"]["routes"][0]["visits"][0]["arrival"] += 1


def overload(plan: Document) -> None:
    plan["plan"]["routes"][0]["visits"][0]["load"]["grams"] += 1


def forget(plan: Document) -> None:
    plan["problem"]["shipments"].append({**plan["problem"]["shipments"][0], "id": "forgotten"})


def cheapen(plan: Document) -> None:
    plan["plan"]["cost"] = {"units": 0, "cents": 0}


def embellish(plan: Document) -> None:
    plan["comparison"]["pooled"]["served"] += 1


def move_midnight(plan: Document) -> None:
    plan["origin"] = plan["origin"].replace("T00:00", "T00:30")


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (embellish, "check.pooled"),
        (move_midnight, "check.origin"),
        (delay, "violation.arrival"),
        (overload, "violation.load"),
        (forget, "violation.missing"),
        (cheapen, "violation.cost"),
    ],
)
def test_a_plan_that_was_changed_is_caught(
    copied: Path, tamper: Callable[[Document], None], code: str
) -> None:
    file = copied / "plan.json"
    plan = json.loads(file.read_text("utf-8"))
    tamper(plan)
    file.write_text(json.dumps(plan), "utf-8")
    told = document("check", copied, code=ExitCode.VIOLATIONS)
    assert told["valid"] is False
    assert code in {violation["code"] for violation in told["violations"]}
    assert all(violation["wrong"] and violation["mend"] for violation in told["violations"])
    shown = chaland("check", copied)
    assert shown.returncode == ExitCode.VIOLATIONS
    assert f"Règles enfreintes\u202f: {len(told['violations'])}." in shown.stdout


def test_a_wrong_cost_is_told_in_money_too(copied: Path) -> None:
    file = copied / "plan.json"
    plan = json.loads(file.read_text("utf-8"))
    units, cents = plan["plan"]["cost"].values()
    cheapen(plan)
    file.write_text(json.dumps(plan), "utf-8")
    (violation,) = document("check", copied, code=ExitCode.VIOLATIONS)["violations"]
    assert violation["values"] == {"cost": 0, "expected": units}
    assert f"{typography.money(cents, 'fr')} ({units} unités)" in violation["wrong"]


def test_a_check_without_the_matrices_says_that_they_were_missing(copied: Path) -> None:
    (copied / "matrices.npz").unlink()
    done = chaland("check", copied)
    assert done.returncode == 0
    assert "matrices.npz manquait" in done.stderr


def test_matrices_that_are_not_those_of_the_streets_are_caught(copied: Path) -> None:
    with np.load(copied / "matrices.npz") as archive:
        arrays = {name: archive[name].copy() for name in archive}
    next(iter(arrays.values()))[0, 1] += 5
    np.savez_compressed(copied / "matrices.npz", **arrays)
    told = document("check", copied, code=ExitCode.VIOLATIONS)
    (violation,) = told["violations"]
    assert violation["code"] == "check.matrix"
    assert violation["values"]["count"] == 1


def test_without_the_town_the_matrices_beside_the_plan_are_used_and_that_is_said(
    copied: Path,
) -> None:
    file = copied / "plan.json"
    plan = json.loads(file.read_text("utf-8"))
    plan["town"]["sha256"] = "0" * 64
    file.write_text(json.dumps(plan), "utf-8")
    done = chaland("check", copied)
    assert done.returncode == 0
    assert "non recalculées" in done.stderr
    named = document("check", copied, "--town", "monaco", code=ExitCode.INPUT)
    assert named["error"][0]["code"] == "check.other_town"
    (copied / "matrices.npz").unlink()
    without = document("check", copied, code=ExitCode.INPUT)
    assert without["error"][0]["code"] == "check.no_matrices"


def test_a_folder_without_a_plan_is_bad_input(tmp_path: Path) -> None:
    (error,) = document("check", tmp_path, code=ExitCode.INPUT)["error"]
    assert error["code"] == "plan_file.missing"


def test_all_errors_of_a_file_are_told_at_once_and_nothing_is_written(
    orders: Path, tmp_path: Path
) -> None:
    out = tmp_path / "day"
    plan = ("plan", spoilt(orders, tmp_path), "--town", "monaco", "--seconds", 1, "--out", out)
    errors = document(*plan, code=ExitCode.INPUT)["error"]
    assert [(error["code"], error["values"]["line"]) for error in errors] == [
        ("orders.no_such_shop", 2),
        ("orders.negative", 4),
    ]
    shown = chaland(*plan)
    assert shown.returncode == ExitCode.INPUT
    assert shown.stdout == ""
    assert "Ligne 2" in shown.stderr
    assert "Ligne 4" in shown.stderr
    assert not out.exists()


def test_the_good_lines_are_planned_when_asked_to_keep_going(orders: Path, tmp_path: Path) -> None:
    plan = ("plan", spoilt(orders, tmp_path), "--town", "monaco", "--seconds", 1, "--keep-going")
    told = document(*plan, "--out", tmp_path / "day")
    assert told["orders"] == 3
    assert [error["values"]["line"] for error in told["skipped"]] == [2, 4]
    assert document("check", tmp_path / "day")["valid"] is True


def test_a_wrong_fleet_hides_no_error_of_the_orders(orders: Path, tmp_path: Path) -> None:
    fleet = tmp_path / "fleet.toml"
    vehicle = (
        '[[vehicle]]\nid = "b"\nprofile = "rocket"\nkg = 80\nlitres = 200\n'
        '[[vehicle.shift]]\ncourier = "Inès"\nhours = "9-13"\n'
    )
    plan = ("plan", spoilt(orders, tmp_path), "--town", "monaco", "--fleet", fleet, "--out", "day")
    for hub, wrong in (
        ("addres", ["fleet.unknown_key", "fleet.hub_unclear"]),
        ("address", ["fleet.unknown_profile", "fleet.hub_unknown"]),
    ):
        fleet.write_text(f'[hub]\n{hub} = "1 Zzzz"\n{vehicle}', "utf-8")
        errors = document(*plan, code=ExitCode.INPUT)["error"]
        codes = [error["code"] for error in errors]
        assert sorted(codes[:2]) == sorted(wrong)
        assert codes[2:] == ["orders.no_such_shop", "orders.negative"]


def test_without_a_fleet_file_there_are_couriers_for_the_orders(tmp_path: Path) -> None:
    file, out = tmp_path / "o.csv", tmp_path / "day"
    succeed("orders", "--town", "monaco", "--seed", 1, "--orders", 50, "--out", file)
    succeed("plan", file, "--town", "monaco", "--seconds", 1, "--out", out)
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    assert len(plan["problem"]["vehicles"]) == 3
    assert len(plan["plan"]["unserved"]) <= 5


def test_when_no_line_is_good_keeping_going_says_so(orders: Path, tmp_path: Path) -> None:
    head, row, *_ = orders.read_text("utf-8").splitlines()
    file = tmp_path / "bad.csv"
    file.write_text(f"{head}\n{row.replace('2026-', '2026?', 1)}\n", "utf-8")
    plan = ("plan", file, "--town", "monaco", "--out", tmp_path / "day")
    for more, codes in (
        ((), ["orders.not_a_date"]),
        (("--keep-going",), ["orders.not_a_date", "orders.none_left"]),
    ):
        errors = document(*plan, *more, code=ExitCode.INPUT)["error"]
        assert [error["code"] for error in errors] == codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("orders.csv", "--town", "nowhere"), "town.unknown"),
        (("missing.csv", "--town", "monaco"), "orders.no_file"),
        (("orders.csv", "--town", "monaco", "--fleet", "missing.toml"), "fleet.no_file"),
        (("orders.csv", "--town", "orders.csv"), "town.foreign"),
    ],
)
def test_what_is_not_there_is_bad_input(
    orders: Path, arguments: tuple[str, ...], code: str
) -> None:
    done = chaland("plan", *arguments, "--out", "day", "--json", cwd=orders.parent)
    assert done.returncode == ExitCode.INPUT
    assert json.loads(done.stdout)["error"][0]["code"] == code


def test_a_folder_that_cannot_be_written_is_said(orders: Path) -> None:
    inside_a_file = orders / "day"
    plan = ("plan", orders, "--town", "monaco", "--seconds", 1, "--out", inside_a_file)
    (error,) = document(*plan, code=ExitCode.INPUT)["error"]
    assert error["code"] == "output.not_writable"


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_leave_cleanly(tmp_path: Path, asked: signal.Signals) -> None:
    with subprocess.Popen(
        [CHALAND, "demo", "--port", "0"],
        env=environment({"TMPDIR": str(tmp_path)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        process.stderr.readline()  # it has begun
        os.killpg(process.pid, asked)  # as a terminal does: all its processes get it
        said = process.stderr.read()
    assert process.returncode == ExitCode.INTERRUPTED
    assert said.splitlines()[-1] == "Interrompu."
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_stops_reading_ends_the_command_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [CHALAND, "town", "list", "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(),
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (ExitCode.UNREAD, b"")


def test_own_profiles_are_planned_with_and_kept_to_check_by(orders: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[profile]]\nname = "tricycle"\nlike = "cargo_bike"\nwidth = 1.1\n', "utf-8"
    )
    fleet = tmp_path / "fleet.toml"
    fleet.write_text(
        """
        profiles = "mine.toml"
        hub = { lon = 7.4212, lat = 43.7312 }

        [[vehicle]]
        id = "trike"
        profile = "tricycle"
        kg = 150
        litres = 1500
        equipment = ["insulated_box"]
        shift = [{ courier = "Inès", hours = "08:00-21:00" }]
        """,
        "utf-8",
    )
    day = tmp_path / "day"
    succeed("plan", orders, "--town", "monaco", "--fleet", fleet, "--seconds", 1, "--out", day)
    assert (day / "plan-profiles.toml").read_text("utf-8") == (tmp_path / "mine.toml").read_text()
    assert document("check", day)["matrices_recomputed"] is True

    (tmp_path / "mine.toml").write_text('[[profile]]\nnome = "tricycle"\n', "utf-8")
    plan = ("plan", orders, "--town", "monaco", "--fleet", fleet, "--out", day)
    wrong = document(*plan, code=ExitCode.INPUT)["error"]
    told = [(error["code"], error["values"]["line"]) for error in wrong]
    assert told == [("profiles.missing", 1), ("profiles.missing", 1), ("profiles.unknown_key", 2)]
