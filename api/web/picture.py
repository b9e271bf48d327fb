"""Maps as SVG files of their own, for any page or document: of rounds, or of a whole town."""

from collections.abc import Sequence

from api.web.credit import map_credit
from api.web.drawing import WHOLE_TOWN, WIDE, draw_atlas, draw_town, scale_words
from api.web.map import Atlas
from api.web.template import render_page, static_text
from routing.day.rounds import Round
from routing.town.notice import notice
from routing.town.town import Town


def map_svg(
    town: Town,
    rounds: Sequence[Round],
    language: str,
    unserved: Sequence[tuple[float, float]] = (),
) -> str:
    """The rounds on the town's own streets, with stops numbered, north, scale and attribution.

    The picture asks nothing of any server and follows the reader's light or dark theme. It holds no
    names of people and no addresses.

    Parameters
    ----------
    rounds
        All of them, or one.
    language
        ``fr`` or ``en``.
    unserved
        (longitude, latitude) of doors left out, marked as such.
    """
    return atlas_svg(town, draw_atlas(town, rounds, unserved), WIDE, language)


def town_svg(town: Town, language: str) -> str:
    """A whole town: streets with the names of the main ones, water, parks, north, scale, credit."""
    return atlas_svg(town, draw_town(town), WHOLE_TOWN, language)


def atlas_svg(
    town: Town,
    atlas: Atlas,
    width: int,
    language: str,
    *,
    is_credited: bool = True,
) -> str:
    """The overview of an atlas.

    Parameters
    ----------
    width
        Pixels.
    is_credited
        Whether it says whose map it is; else that stands beside it.
    """
    shown = atlas.overview
    return render_page(
        "map-alone.svg.j2",
        styles=static_text("tokens.css") + static_text("map.css"),
        ground=atlas.ground,
        map=shown,
        width=width,
        height=round(width / shown.ratio),
        letters=", ".join(track.letter for track in shown.tracks),
        town=town.name,
        scale=scale_words(shown.scale_metres, language),
        credit=map_credit(town, language) if is_credited else "",
        notice=notice(town),
    )
