"""``chaland matrix`` and ``chaland route``, on the town that comes with Chaland."""

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from chaland.exits import ExitCode
from tests.integration.command import chaland, document, succeed

POINTS = {"palais": "7.4207,43.7314", "casino": "7.4279,43.7409", "port": "7.4231,43.7330"}
WHERE = ("--town", "monaco", "--profile", "bike")


@pytest.fixture
def points(tmp_path: Path) -> Path:
    file = tmp_path / "points.csv"
    lines = [f"{name},{position}" for name, position in POINTS.items()]
    file.write_text("\n".join(["id,lon,lat", *lines]), "utf-8")
    return file


def route(origin: str, destination: str, *options: str) -> tuple[str, ...]:
    return ("route", POINTS[origin], POINTS[destination], *WHERE, *options)


def test_matrix_and_route_say_the_same(points: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "m.csv"
    told = document("matrix", points, *WHERE, "--out", out)
    assert (told["file"], told["points"], told["unreachable"]) == (str(out), 3, 0)
    with out.open(encoding="utf-8", newline="") as file:
        rows = {(row["from"], row["to"]): row for row in csv.DictReader(file)}
    assert rows.keys() == {(one, other) for one in POINTS for other in POINTS}
    ridden = document(*route("palais", "casino"))
    row = rows["palais", "casino"]
    assert (ridden["seconds"], ridden["metres"]) == (int(row["seconds"]), int(row["metres"]))


def test_a_matrix_is_a_numpy_archive_when_its_name_says_so(points: Path, tmp_path: Path) -> None:
    succeed("matrix", points, *WHERE, "--out", tmp_path / "m.npz")
    with np.load(tmp_path / "m.npz", allow_pickle=False) as archive:
        assert archive["ids"].tolist() == list(POINTS)
        assert archive["seconds"].shape == archive["metres"].shape == (3, 3)


def test_a_route_is_a_document_with_steps_that_add_up_and_join() -> None:
    told = document(*route("port", "casino", "--lang", "en"))
    steps, line = told["steps"], told["geometry"]["coordinates"]
    assert sum(step["metres"] for step in steps) == told["metres"]
    assert sum(step["seconds"] for step in steps) == told["seconds"]
    assert (steps[0]["kind"], steps[-1]["kind"]) == ("depart", "arrive")
    assert told["from"]["street"] == line[0] == steps[0]["lonlat"]
    assert told["to"]["street"] == line[-1] == steps[-1]["lonlat"]
    for one, after in pairwise(steps):
        assert one["geometry"]["coordinates"][-1] == after["geometry"]["coordinates"][0]
    assert all(step["said"].endswith(".") for step in steps)
    assert "ODbL" in told["licence"]


def test_a_route_is_told_in_french_and_in_english() -> None:
    french, english = (succeed(*route("port", "casino", "--lang", lang)) for lang in ("fr", "en"))
    assert "Vous arrivez à destination" in french
    assert "sur l’avenue" in french
    assert "You have arrived" in english
    assert "© OpenStreetMap" in french
    assert "© OpenStreetMap" in english


def test_a_point_may_be_west_of_greenwich() -> None:
    there = ("-1.5536,47.2173", POINTS["port"])
    (error,) = document("route", *there, *WHERE, code=ExitCode.INPUT)["error"]
    assert (error["code"], error["values"]["point"]) == ("route.too_far", there[0])


SPORTING = "7.4383318,43.747504"
"""By the exit of a car park that is closed to vans."""


def test_a_point_that_a_street_comes_near_is_told_with_what_stands_in_the_way(
    tmp_path: Path,
) -> None:
    van = ("--town", "monaco", "--profile", "van")
    (error,) = document("route", POINTS["port"], SPORTING, *van, code=ExitCode.INPUT)["error"]
    assert error["code"] == "obstacle.access"
    assert (error["values"]["place"], error["values"]["street"], error["values"]["way"]) == (
        SPORTING,
        "Sortie du Sporting",
        159175445,
    )
    assert error["values"]["metres"] > 150
    file = tmp_path / "points.csv"
    file.write_text(f"id,lon,lat\nport,{POINTS['port']}\nsporting,{SPORTING}\n", "utf-8")
    asked = ("matrix", file, *van, "--out", tmp_path / "m.csv")
    (error,) = document(*asked, code=ExitCode.INPUT)["error"]
    assert (error["code"], error["values"]["line"]) == ("obstacle.access", 3)
    said = chaland(*asked, "--lang", "en").stderr
    assert "“sporting” (line 3): van may not use the nearest street" in " ".join(said.split())


def test_an_own_profile_rides_too(tmp_path: Path) -> None:
    own = tmp_path / "profiles.toml"
    own.write_text(
        '[[profile]]\nname = "slow"\nlike = "bike"\n[profile.delays]\nleft = 60\nright = 60\n',
        "utf-8",
    )
    town = ("--town", "monaco", "--profiles", own)
    slow, bike = (
        document("route", POINTS["port"], POINTS["casino"], *town, "--profile", profile)["seconds"]
        for profile in ("slow", "bike")
    )
    assert slow > bike
    asked = ("route", POINTS["port"], POINTS["casino"], *town, "--profile", "horse")
    (error,) = document(*asked, code=ExitCode.USAGE)["error"]
    assert "slow" in error["values"]["known"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("7.42", POINTS["port"], *WHERE), "usage.point"),
        (("7.42,443.7", POINTS["port"], *WHERE), "usage.point"),
        ((POINTS["port"], *WHERE), "usage.missing"),
        ((POINTS["port"], POINTS["palais"], *WHERE, "--hills"), "usage.no_such_option"),
        (
            (POINTS["port"], POINTS["palais"], "--town", "monaco", "--profile", "horse"),
            "usage.profile",
        ),
    ],
)
def test_a_route_that_is_not_understood_is_a_usage_error(
    arguments: tuple[str, ...], code: str
) -> None:
    (error,) = document("route", *arguments, code=ExitCode.USAGE)["error"]
    assert error["code"] == code


def test_every_damaged_line_and_every_far_point_is_told(tmp_path: Path) -> None:
    file, out = tmp_path / "points.csv", tmp_path / "m.csv"
    file.write_text(f"id,lon,lat\na,{POINTS['port']}\nb,7.4\nc,x,43.7\n", "utf-8")
    wrong = document("matrix", file, *WHERE, "--out", out, code=ExitCode.INPUT)["error"]
    assert [(error["code"], error["values"]["line"]) for error in wrong] == [
        ("points.cells", 3),
        ("points.degrees", 4),
    ]
    file.write_text(
        f"id,lon,lat\nswapped,43.733,7.4231\na,{POINTS['port']}\nsea,7.44,43.72", "utf-8"
    )
    wrong = document("matrix", file, *WHERE, "--out", out, code=ExitCode.INPUT)["error"]
    assert [(error["code"], error["values"]["line"], error["values"]["id"]) for error in wrong] == [
        ("points.too_far", 2, "swapped"),
        ("points.too_far", 4, "sea"),
    ]
    assert not out.exists()


def test_a_matrix_that_cannot_be_written_is_told(points: Path) -> None:
    done = chaland("matrix", points, *WHERE, "--out", "/dev/null/m.csv")
    assert done.returncode == ExitCode.INPUT
