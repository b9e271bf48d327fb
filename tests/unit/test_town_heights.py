"""Heights of streets: tiles, tags, and how they are smoothed."""

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import TownError
from routing.street.heights import grades, way_heights
from routing.street.network import Network
from routing.town.build import streets_town
from routing.town.elevation import VOID, Tile, read_tile, with_heights
from routing.town.pack import load_town, save_town
from routing.town.relief import slope, smoothed
from tests.asciitown import draw

SIDE = 1_201


def tile(metres: float = 0.0, *, a_row: float = 0.0, a_column: float = 0.0) -> Tile:
    """N48E002, rising by so many metres a row southwards and a column eastwards."""
    rows, columns = np.indices((SIDE, SIDE))
    return Tile(48, 2, (metres + a_row * rows + a_column * columns).astype(np.int16))


def written(path: Path, heights: Tile) -> Path:
    path.write_bytes(heights.metres.astype(">i2").tobytes())
    return path


def refusal(path: Path) -> str:
    with pytest.raises(TownError) as caught:
        read_tile(path)
    return caught.value.code


def test_heights_lie_between_the_corners_of_their_cell() -> None:
    sloping = tile(100, a_column=10)
    corner, half, east = np.array([[2.0, 48.5], [2 + 0.5 / 1_200, 48.5], [3.0, 48.5]])
    assert sloping.heights(np.array([corner, half, east])) == pytest.approx([100, 105, 12_100])
    # The northern row comes first.
    falling = tile(0, a_row=1)
    assert falling.heights(np.array([[2.5, 49.0], [2.5, 48.0]])) == pytest.approx([0, 1_200])


def test_a_void_corner_leaves_its_weight_to_the_others() -> None:
    metres = tile(50).metres.copy()
    metres[0, 0] = VOID
    near = np.array([[2 + 0.25 / 1_200, 49 - 0.25 / 1_200]])
    assert Tile(48, 2, metres).heights(near) == pytest.approx([50])
    nothing = Tile(48, 2, np.full((SIDE, SIDE), VOID, np.int16))
    assert np.isnan(nothing.heights(near)).all()


def test_outside_a_tile_nothing_is_known() -> None:
    assert np.isnan(tile(50).heights(np.array([[1.999, 48.5], [2.5, 49.001]]))).all()


def test_tiles_are_read_zipped_or_not(tmp_path: Path) -> None:
    plain = written(tmp_path / "N48E002.hgt", tile(7, a_row=1))
    with zipfile.ZipFile(tmp_path / "N48E002.hgt.zip", "w") as packed:
        packed.write(plain, "N48E002.hgt")
    for path in (plain, tmp_path / "N48E002.hgt.zip"):
        read = read_tile(path)
        assert (read.south, read.west) == (48, 2)
        assert read.metres[1_200, 0] == 1_207
    south = written(tmp_path / "S01W062.hgt", tile(7))
    assert (read_tile(south).south, read_tile(south).west) == (-1, -62)


def test_a_tile_that_is_none_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "N48E002.hgt") == "town.tile_missing"
    assert refusal(written(tmp_path / "heights.hgt", tile())) == "town.tile_name"
    (tmp_path / "N48E002.hgt").write_bytes(bytes(1_001))
    assert refusal(tmp_path / "N48E002.hgt") == "town.tile_damaged"
    (tmp_path / "N48E002.hgt.zip").write_bytes(b"no zip")
    assert refusal(tmp_path / "N48E002.hgt.zip") == "town.tile_damaged"


def test_a_tile_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "N48E002.hgt.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("N48E002.hgt", bytes(2 * SIDE * SIDE))
    packed_bytes = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed_bytes[packed_bytes.index(signature) + flags] |= 1
    path.write_bytes(packed_bytes)
    assert refusal(path) == "town.tile_damaged"


@pytest.mark.parametrize(
    ("incline", "expected"),
    [
        ("10%", 0.1),
        ("-5 %", -0.05),
        ("+8,5%", 0.085),
        ("12", 0.12),
        ("1:10", 0.1),
        ("-1:20", -0.05),
        ("45°", None),
        ("10°", 0.1763),
        ("0%", 0.0),
        ("up", None),
        ("steep", None),
        ("80%", None),
        ("1:0", None),
    ],
)
def test_an_incline_is_read_as_a_slope(incline: str, expected: float | None) -> None:
    assert slope(incline) == (None if expected is None else pytest.approx(expected, abs=1e-4))


STREET = "a----b----c----d----e----f----g----h----i----j"


def street(tags: str = "", nodes: str = "") -> Network:
    """Ten nodes, 50 m apart."""
    return draw(STREET, f"abcdefghij residential {tags}\n{nodes}").network


def test_what_is_level_stays_level() -> None:
    assert smoothed(street(), np.full(10, 12.5)).tolist() == [12_500] * 10


def test_a_steady_slope_stays_what_it_is_but_at_its_ends() -> None:
    heights = smoothed(street(), np.linspace(0, 45, 10))
    rises = np.diff(heights)
    assert rises[4] == pytest.approx(5_000, abs=250)
    assert rises[0] == pytest.approx(2_650, abs=20)
    assert (rises <= 5_000).all()


def test_a_bump_of_the_tile_is_flattened_and_its_mean_kept() -> None:
    rough = np.zeros(10, np.float64)
    rough[5] = 10
    heights = smoothed(street(), rough)
    assert 3_000 < heights[5] < 6_000
    assert heights[4] > 1_000
    assert heights.sum() == pytest.approx(10_000, abs=300)


def test_a_bridge_does_not_dive_into_the_valley() -> None:
    town = draw(
        STREET,
        """
        abc  residential
        cdef residential bridge=yes
        fghij residential
        """,
    )
    valley = np.where((np.arange(10) == 3) | (np.arange(10) == 4), 0.0, 40.0)
    assert smoothed(town.network, valley).tolist() == pytest.approx([40_000] * 10, abs=2)


def test_where_nothing_is_known_the_street_runs_on_evenly() -> None:
    rough = np.linspace(0, 18, 10)
    rough[4:6] = np.nan
    rises = np.diff(smoothed(street(), rough).astype(np.int64))
    assert rises[3:6].tolist() == pytest.approx([rises[4]] * 3, abs=60)


def test_a_mapped_slope_bends_the_heights_to_itself() -> None:
    flat = smoothed(street(), np.zeros(10))
    steep = smoothed(street("incline=10%"), np.zeros(10))
    assert np.diff(flat).max() == 0
    assert np.diff(steep)[0] > 2_000
    # Where the ground clearly falls, a rising one is a slip of the sign.
    falling = smoothed(street("incline=10%"), np.linspace(0, -45, 10))
    assert falling[9] - falling[0] == pytest.approx(-45_000, abs=500)


def test_tags_alone_make_heights_too() -> None:
    network = street("incline=10%", "a ele=20")
    town = with_heights(streets_town(network, name="Test", source="", zone="UTC"), [])
    assert town.network.node_heights is not None
    rises = np.diff(town.network.node_heights)
    assert rises.tolist() == pytest.approx([5_000] * 9, rel=0.02)
    up = smoothed(street("incline=up"), np.full(10, np.nan))
    assert np.diff(up).tolist() == pytest.approx([2_500] * 9, rel=0.02)


def test_streets_agree_where_they_meet_and_a_pack_keeps_their_heights(tmp_path: Path) -> None:
    crossing = draw(
        """
             d
             |
        a----b----c
             |
             e
        """,
        "abc residential\n dbe residential",
    ).network
    town = streets_town(crossing, name="Test", source="", zone="UTC")
    assert way_heights(town.network) is None
    raised = with_heights(town, [tile(100, a_column=5, a_row=3)])
    save_town(raised, tmp_path / "test.town")
    loaded = load_town(tmp_path / "test.town").network
    heights = way_heights(loaded)
    assert heights is not None
    assert heights.dtype == np.int64
    at = dict(zip(loaded.way_nodes.tolist(), heights.tolist(), strict=True))
    assert [at[node] for node in loaded.way_nodes.tolist()] == heights.tolist()
    assert heights.min() >= 100_000
    assert raised.sha256 != town.sha256
    save_town(town, tmp_path / "flat.town")
    assert load_town(tmp_path / "flat.town").network.node_heights is None


HEIGHTS = st.lists(st.floats(-10, 3_000), min_size=10, max_size=10)


@given(HEIGHTS, st.integers(-500, 500))
def test_smoothed_heights_lie_between_the_rough_ones_and_rise_with_them(
    rough: list[float], rise: int
) -> None:
    metres = np.array(rough, np.float64)
    heights = smoothed(street(), metres)
    assert 1_000 * metres.min() - 2 <= heights.min()
    assert heights.max() <= 1_000 * metres.max() + 2
    raised = smoothed(street(), metres + rise)
    assert np.abs(raised - heights.astype(np.int64) - 1_000 * rise).max() <= 2


def test_tiles_of_elsewhere_are_refused() -> None:
    town = streets_town(street(), name="Test", source="", zone="UTC")
    with pytest.raises(TownError, match=r"town\.tiles_elsewhere"):
        with_heights(town, [replace(tile(), south=10)])


def test_grades_are_permille_from_each_point_to_the_next() -> None:
    network = street()
    ruler = network.ruler
    heights = np.arange(10) * 5_000
    assert grades(heights, ruler)[:9].tolist() == pytest.approx([100] * 9, abs=1)
    assert grades(-heights, ruler)[:9].tolist() == pytest.approx([-100] * 9, abs=1)
