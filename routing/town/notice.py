"""Whose map it is: said in every file that is made from it, as its licence asks."""

from routing.town.town import Town

Notice = dict[str, str | None]


def town_date(town: Town) -> str | None:
    """The instant of a town's data, RFC 3339; None when its map does not tell."""
    return town.date.isoformat() if town.date else None


def notice(town: Town) -> Notice:
    """What a file of a town's data carries, by key.

    ``attribution`` and ``licence``; ``map_date``, the instant of the data (RFC 3339), None when the
    map does not tell; ``map_sha256``, the hash of the pack, which names it.
    """
    return {
        "attribution": town.attribution,
        "licence": town.licence,
        "map_date": town_date(town),
        "map_sha256": town.sha256,
    }
