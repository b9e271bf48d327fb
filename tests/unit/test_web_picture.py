"""The picture of a town: all of it, named, with north, scale and whose map it is."""

import html
import json
import re
from dataclasses import replace

import pytest

from api.web.drawing import WHOLE_TOWN, draw_town
from api.web.picture import town_svg
from routing.town.town import Town
from tests.asciitown import draw
from tests.ridden_day import small_day

WIDE = "-" * 300
PICTURE = f"a{WIDE}b\n|\nc"


def town(table: str) -> Town:
    return replace(small_day().town, network=draw(PICTURE, table).network)


def names(the_town: Town) -> set[str]:
    return {name.text for name in draw_town(the_town).overview.wide_names}


def test_the_picture_shows_north_a_scale_and_whose_map_it_is() -> None:
    svg = town_svg(town("ab primary name=Longue\nac residential"), "fr")
    assert 'class="m-north"' in svg
    assert re.search(r">500\sm<", svg)
    assert "© contributeurs OpenStreetMap, ODbL\u202f1.0" in svg.replace("\u00a0", "\u202f")
    assert ">Longue</text>" in svg
    (told,) = re.findall(r"<metadata>(.*)</metadata>", svg)
    assert json.loads(html.unescape(told)) == {
        "attribution": "© OpenStreetMap contributors",
        "licence": "ODbL-1.0",
        "map_date": "2023-12-26T00:00:00+00:00",
        "map_sha256": "0" * 64,
    }


def test_a_main_road_without_a_name_shows_its_number() -> None:
    assert names(town("ab primary ref=D_7\nac residential")) == {"D_7"}
    assert names(town("ab primary ref=D_7 name=Longue\nac residential")) == {"Longue"}
    assert names(town("ab residential ref=D_7\nac residential")) == set()


def test_a_ferry_far_out_does_not_make_the_town_small() -> None:
    alone = draw_town(town("ac residential")).overview.box
    with_ferry = draw_town(town("ac residential\nab route=ferry")).overview.box
    assert (alone.width, alone.height) == (with_ferry.width, with_ferry.height)


@pytest.mark.parametrize(("times", "pixels"), [(1, 13 / 2.66), (20, 3.6 * 8 / 50.3)])
def test_streets_are_drawn_thinner_when_a_whole_country_is_shown(times: int, pixels: float) -> None:
    """Of 3.19 km a pixel shows 2.66 m, of 60.4 km 50.3 m: there 3.6 pixels are for 8 m."""
    drawn = town("ab primary\nac residential")
    lonlat = drawn.network.node_lonlat
    spread = (lonlat[:1] + times * (lonlat - lonlat[:1])).astype(lonlat.dtype)
    shown = draw_town(replace(drawn, network=replace(drawn.network, node_lonlat=spread))).overview
    drawn_pixels = shown.widths["major"] * WHOLE_TOWN / shown.box.width
    assert drawn_pixels == pytest.approx(pixels, rel=0.01)
