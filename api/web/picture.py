"""A map of rounds as an SVG file of its own, for any page or document."""

from collections.abc import Sequence

from api.web.credit import map_credit
from api.web.drawing import WIDE, draw_atlas, scale_words
from api.web.template import render_page, static_text
from routing.day.rounds import Round
from routing.town.town import Town


def map_svg(
    town: Town,
    rounds: Sequence[Round],
    language: str,
    unserved: Sequence[tuple[float, float]] = (),
) -> str:
    """The rounds on the town's own streets, with stops numbered, scale and attribution.

    The picture asks nothing of any server and follows the reader's light or dark theme. It holds no
    names and no addresses.

    Parameters
    ----------
    rounds
        All of them, or one.
    language
        ``fr`` or ``en``.
    unserved
        (longitude, latitude) of doors left out, marked as such.
    """
    atlas = draw_atlas(town, rounds, unserved)
    return render_page(
        "map-alone.svg.j2",
        styles=static_text("tokens.css") + static_text("map.css"),
        ground=atlas.ground,
        map=atlas.overview,
        width=WIDE,
        height=round(WIDE / atlas.overview.ratio),
        letters=", ".join(a_round.letter for a_round in rounds),
        town=town.name,
        scale=scale_words(atlas.overview.scale_metres, language),
        credit=map_credit(town, language),
    )
