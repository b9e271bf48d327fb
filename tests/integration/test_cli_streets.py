"""Days planned on somebody else's streets."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from chaland.exits import ExitCode
from tests.integration.command import document, succeed
from tests.integration.stub_osrm import METRES_A_DEGREE, Osrm, serving_osrm

COUNTS = ("--orders", 5, "--shops", 2)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("orders") / "orders.csv"
    succeed("orders", "--town", "monaco", "--seed", 4, *COUNTS, "--out", file)
    return file


@pytest.fixture
def osrm() -> Osrm:
    return Osrm()


@pytest.fixture
def address(osrm: Osrm) -> Iterator[str]:
    with serving_osrm(osrm) as found:
        yield found


def plan(orders: Path, folder: Path, *streets: str) -> Path:
    named = [word for source in streets for word in ("--streets", source)]
    succeed("plan", orders, "--town", "monaco", "--seconds", 0.5, *named, "--out", folder)
    return folder


def places(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((folder / "plan.json").read_text())["problem"][
        "places"
    ]
    return found


def test_a_day_is_planned_and_checked_on_a_servers_streets(
    orders: Path, address: str, osrm: Osrm, tmp_path: Path
) -> None:
    folder = plan(orders, tmp_path / "day", f"osrm:{address}")
    spots = np.array([place["position"] for place in places(folder)])
    metres = np.abs(spots[:, None] - spots).sum(axis=2) * METRES_A_DEGREE
    with np.load(folder / "matrices.npz") as matrices:
        assert set(matrices) == {"cargo_bike.durations", "cargo_bike.distances"}
        assert np.abs(matrices["cargo_bike.distances"] - metres).max() <= 1
    assert any("/route/v1/" in path for path in osrm.asked)
    assert document("check", folder, "--streets", f"osrm:{address}")["valid"]
    told = document("check", folder, code=ExitCode.VIOLATIONS)
    assert "check.matrix" in {fault["code"] for fault in told["violations"]}


def test_an_order_that_the_server_cannot_reach_is_left_out_with_its_reason(
    orders: Path, address: str, osrm: Osrm, tmp_path: Path
) -> None:
    folder = plan(orders, tmp_path / "day", f"osrm:{address}")
    osrm.island = {tuple(places(folder)[-1]["position"])}  # type: ignore[arg-type]
    told = document(
        "plan", orders, "--town", "monaco", "--seconds", 0.5,
        "--streets", f"osrm:{address}", "--out", tmp_path / "again",
    )  # fmt: skip
    assert "reason.unreachable" in {one["reason"] for one in told["unserved"]}


def test_a_hub_that_the_server_cannot_place_is_said(
    orders: Path, address: str, osrm: Osrm, tmp_path: Path
) -> None:
    folder = plan(orders, tmp_path / "day", f"osrm:{address}")
    (hub,) = (place["position"] for place in places(folder) if place["id"] == "hub")
    osrm.nowhere = {tuple(hub)}  # type: ignore[arg-type]
    options = ("--town", "monaco", "--streets", f"osrm:{address}", "--out", tmp_path / "again")
    (error,) = document("plan", orders, *options, code=ExitCode.INPUT)["error"]
    assert error["code"] == "fleet.hub_unreached"


def test_a_day_is_planned_on_a_matrix_file_of_its_own_figures(orders: Path, tmp_path: Path) -> None:
    own = plan(orders, tmp_path / "own")
    ids = [str(place["id"]) for place in places(own)]
    with np.load(own / "matrices.npz") as matrices:
        seconds, metres = (matrices[f"cargo_bike.{kind}"] for kind in ("durations", "distances"))
    lines = [
        f"{one},{other},{seconds[i, j]},{metres[i, j]}"
        for i, one in enumerate(ids)
        for j, other in enumerate(ids)
    ]
    file = tmp_path / "ways.csv"
    file.write_text("\n".join(["from,to,seconds,metres", *lines]))
    for name, source in (
        ("csv", f"cargo_bike=matrix:{file}"),
        ("npz", f"matrix:{own}/matrices.npz"),
    ):
        folder = plan(orders, tmp_path / name, source)
        assert (folder / "plan.json").read_bytes() == (own / "plan.json").read_bytes()
        assert document("check", folder)["valid"]


@pytest.mark.parametrize(
    ("streets", "code", "exit_code"),
    [
        (["osm:http://host"], "usage.streets", ExitCode.USAGE),
        (["bike=osrm:"], "usage.streets", ExitCode.USAGE),
        (["own", "osrm:http://host"], "usage.streets_twice", ExitCode.USAGE),
        (["bike=own", "bike=own"], "usage.streets_twice", ExitCode.USAGE),
        (["osrm:host:5000"], "osrm.address", ExitCode.INPUT),
        (["matrix:/nowhere/ways.csv"], "matrix_csv.unreadable", ExitCode.INPUT),
        (["matrix:/nowhere/m.npz"], "matrices.unreadable", ExitCode.INPUT),
    ],
)
def test_streets_that_cannot_be_used_are_said(
    orders: Path, tmp_path: Path, streets: list[str], code: str, exit_code: ExitCode
) -> None:
    named = [word for source in streets for word in ("--streets", source)]
    options = ("--town", "monaco", "--out", tmp_path / "day", *named)
    (error,) = document("plan", orders, *options, code=exit_code)["error"]
    assert error["code"] == code
    assert not (tmp_path / "day").exists()
