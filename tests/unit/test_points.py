"""Files of points, good and damaged, and the matrices between them."""

from pathlib import Path

import numpy as np
import pytest

from routing.errors import InputErrors
from routing.formats.points import NamedPoint, parse_points, read_points, write_matrix
from routing.model import UNREACHABLE, Matrix


def errors(text: str) -> list[tuple[str, object, object]]:
    """Code, line and column of all that is wrong."""
    with pytest.raises(InputErrors) as wrong:
        parse_points(text.encode("utf-8"))
    return [
        (error.code, error.values.get("line"), error.values.get("column"))
        for error in wrong.value.errors
    ]


@pytest.mark.parametrize(
    "text",
    [
        "id,lon,lat\ndoor,7.5,43.25\n",
        "\ufeffID;Lon;Lat\r\ndoor;7,5;43,25\r\n",
        "lat\tname\tid\tlon\n43.25\tGrimaldi\tdoor\t7.5",
        '\n"id","lon","lat"\n"door","7.5","43.25"\n\n',
    ],
)
def test_points_are_read_as_spreadsheets_write_them(text: str) -> None:
    (point,) = parse_points(text.encode("utf-8"))
    assert (point.id, point.position) == ("door", (7.5, 43.25))


def test_a_point_knows_its_line() -> None:
    points = parse_points(b"id,lon,lat\n\na,1,2\nb,3,4\n")
    assert points == (NamedPoint(3, "a", (1.0, 2.0)), NamedPoint(4, "b", (3.0, 4.0)))


def test_all_damaged_lines_are_told_at_once() -> None:
    assert errors('id,lon,lat\na,1,2\n,1,2\nb,x,91\nc,1\n"d,1,2\na,5,6\ne,nan,inf\nf,1e9,0\n') == [
        ("points.no_id", 3, None),
        ("points.degrees", 4, "lon"),
        ("points.degrees", 4, "lat"),
        ("points.cells", 5, None),
        ("points.broken_line", 6, None),
        ("points.id_twice", 7, None),
        ("points.degrees", 8, "lon"),
        ("points.degrees", 8, "lat"),
        ("points.degrees", 9, "lon"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("points.empty_file", None, None)]),
        ("id,lon,lat\n", [("points.no_points", 1, None)]),
        ("id,x,lat\na,1,2\n", [("points.missing_column", 1, "lon")]),
        (
            "a,7.4,43.7\n",
            [("points.missing_column", 1, column) for column in ("id", "lon", "lat")],
        ),
    ],
)
def test_a_file_without_points_is_told(
    text: str, expected: list[tuple[str, object, object]]
) -> None:
    assert errors(text) == expected


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputErrors) as wrong:
        read_points(tmp_path / "none.csv")
    assert [error.code for error in wrong.value.errors] == ["points.no_file"]


MATRIX = Matrix(np.array([[0, 60], [UNREACHABLE, 0]]), np.array([[0, 250], [UNREACHABLE, 0]]))


def test_a_matrix_in_csv_leaves_cells_without_a_path_empty(tmp_path: Path) -> None:
    write_matrix(tmp_path / "m.csv", ["a", "b;c"], MATRIX)
    assert (tmp_path / "m.csv").read_text("utf-8").splitlines() == [
        "from,to,seconds,metres",
        "a,a,0,0",
        "a,b;c,60,250",
        "b;c,a,,",
        "b;c,b;c,0,0",
    ]


def test_a_matrix_in_npz_says_minus_one_where_there_is_no_path(tmp_path: Path) -> None:
    write_matrix(tmp_path / "m.npz", ["a", "b"], MATRIX)
    with np.load(tmp_path / "m.npz", allow_pickle=False) as archive:
        assert set(archive) == {"ids", "seconds", "metres"}
        assert archive["ids"].tolist() == ["a", "b"]
        assert archive["seconds"].tolist() == [[0, 60], [-1, 0]]
        assert archive["metres"].tolist() == [[0, 250], [-1, 0]]


def test_a_matrix_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "m.csv"
    target.write_text("before", "utf-8")
    with pytest.raises(ValueError, match="longer"):
        write_matrix(target, ["a"], MATRIX)
    assert target.read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [target]
