"""Maps as SVG files of their own, for any page or document: of rounds, or of a whole town."""

from collections.abc import Sequence

from api.web.credit import map_credit
from api.web.drawing import WHOLE_TOWN, WIDE, draw_atlas, draw_spot, draw_town, scale_words
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
    letters = ", ".join(a_round.letter for a_round in rounds)
    return _alone(town, draw_atlas(town, rounds, unserved), WIDE, letters, language)


def town_svg(town: Town, language: str) -> str:
    """A whole town: streets with the names of the main ones, water, parks, north, scale, credit."""
    return _alone(town, draw_town(town), WHOLE_TOWN, "", language)


def spot_svg(
    town: Town, spot: tuple[float, float], metres: float, pixels: int, language: str
) -> str:
    """A square of a town with a pin in its middle; whose map it is stands beside it.

    Parameters
    ----------
    spot
        (longitude, latitude) of the middle.
    metres, pixels
        From edge to edge, on the ground and on a screen.
    """
    drawn = draw_spot(town, spot, metres, pixels)
    return _alone(town, drawn, pixels, "", language, is_credited=False)


def _alone(  # noqa: PLR0913
    town: Town,
    atlas: Atlas,
    width: int,
    letters: str,
    language: str,
    *,
    is_credited: bool = True,
) -> str:
    shown = atlas.overview
    return render_page(
        "map-alone.svg.j2",
        styles=static_text("tokens.css") + static_text("map.css"),
        ground=atlas.ground,
        map=shown,
        width=width,
        height=round(width / shown.ratio),
        letters=letters,
        town=town.name,
        scale=scale_words(shown.scale_metres, language),
        credit=map_credit(town, language) if is_credited else "",
        notice=notice(town),
    )
