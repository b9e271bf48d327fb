"""Ways out of a file: every cell where it belongs, every wrong line named."""

from pathlib import Path

import numpy as np
import pytest

from routing.errors import InputError, InputErrors
from routing.formats.matrices import write_matrices
from routing.formats.matrix_csv import read_matrix_csv
from routing.model import UNREACHABLE, Matrix, Place
from routing.street.matrix_file import MatrixFile

PLACES = (Place("hub", (7.0, 43.0)), Place("shop:1", (7.1, 43.0)), Place("pin:A 1", (7.1, 43.1)))

CSV = """\
from,to,seconds,metres
hub,shop:1,60.2,250
shop:1,hub,70,250.9
shop:1,pin:A 1,,
pin:A 1,elsewhere,1,1
hub,hub,9,9
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "ways.csv"
    file.write_text(text, "utf-8")
    return file


def test_cells_stand_in_the_order_of_the_places_rounded_up(tmp_path: Path) -> None:
    matrix = MatrixFile(written(tmp_path, CSV)).ways("bike", PLACES).matrix()
    none = UNREACHABLE
    assert matrix.durations.tolist() == [[0, 61, none], [70, 0, none], [none, none, 0]]
    assert matrix.distances.tolist() == [[0, 250, none], [251, 0, none], [none, none, 0]]


@pytest.mark.parametrize(
    "text",
    [
        CSV.replace(",", ";").replace("60.2", "60,2"),
        "\ufeff" + CSV.replace("\n", "\r\n"),
        CSV.replace("from,to", '"From","TO"'),
        "\n".join(f"{line},note" for line in CSV.splitlines()),
    ],
    ids=["semicolons", "bom and CRLF", "quoted capitals", "a column more"],
)
def test_spreadsheets_write_the_same_in_other_ways(tmp_path: Path, text: str) -> None:
    plain, other = tmp_path / "plain", tmp_path / "other"
    plain.mkdir()
    other.mkdir()
    cells = read_matrix_csv(written(plain, CSV)).cells
    assert len(cells) == 4
    assert read_matrix_csv(written(other, text)).cells == cells


def test_an_archive_is_read_as_it_lies_beside_a_plan(tmp_path: Path) -> None:
    cells = np.arange(9).reshape(3, 3)
    matrix = Matrix(cells, 2 * cells)
    write_matrices(tmp_path / "matrices.npz", {"bike": matrix})
    assert MatrixFile(tmp_path / "matrices.npz").ways("bike", PLACES).matrix() == matrix


def test_a_way_is_drawn_straight_with_the_figures_of_the_file(tmp_path: Path) -> None:
    ways = MatrixFile(written(tmp_path, CSV)).ways("bike", PLACES)
    path = ways.path(0, 1)
    assert (path.seconds, path.metres) == (61, 250)
    assert path.lonlat.tolist() == [[7.0, 43.0], [7.1, 43.0]]
    with pytest.raises(ValueError, match=r"\(0, 2\)"):
        ways.path(0, 2)


def test_a_place_that_stands_nowhere_is_named(tmp_path: Path) -> None:
    file = written(tmp_path, CSV.replace("pin:A 1", "pin:A1"))
    with pytest.raises(InputError) as caught:
        MatrixFile(file).ways("bike", PLACES)
    assert caught.value.code == "matrix_csv.place_missing"
    assert (caught.value.values["count"], caught.value.values["named"]) == (1, "pin:A 1")


@pytest.mark.parametrize("line", ["hub,shop:1", 'hub,"shop:1,60,250'])
def test_a_line_that_is_cut_off_is_named(tmp_path: Path, line: str) -> None:
    assert errors(tmp_path, line) == [("matrix_csv.line", 7, None)]


@pytest.mark.parametrize("value", ["-1", "soon", "nan", "inf", ""])
def test_what_is_no_measure_is_named(tmp_path: Path, value: str) -> None:
    wrong = errors(tmp_path, f"elsewhere,hub,{value},250")
    assert wrong == [("matrix_csv.value", 7, "seconds")]


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    wrong = errors(tmp_path, "hub,shop:1,1,1\nelsewhere,hub,x,y")
    assert wrong == [
        ("matrix_csv.repeated", 7, None),
        ("matrix_csv.value", 8, "seconds"),
        ("matrix_csv.value", 8, "metres"),
    ]


def errors(folder: Path, more: str) -> list[tuple[str, object, object]]:
    with pytest.raises(InputErrors) as caught:
        read_matrix_csv(written(folder, CSV + more + "\n"))
    return [(e.code, e.values["line"], e.values.get("column")) for e in caught.value.errors]


def test_a_file_without_the_columns_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_matrix_csv(written(tmp_path, "a,b,c\n"))
    assert caught.value.code == "matrix_csv.columns"


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_matrix_csv(tmp_path / "none.csv")
    assert caught.value.code == "matrix_csv.unreadable"
