"""The columns of an orders file, and the names under which people write them."""

import difflib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from routing.errors import InputError

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "order": ("order_id", "id", "commande", "numero", "no_commande", "numero_de_commande"),
        "date": ("day", "jour", "date_de_livraison"),
        "shop": ("store", "merchant", "commerce", "commercant", "magasin", "boutique"),
        "shop_name": ("nom_du_commerce", "nom_commerce", "enseigne"),
        "shop_lon": ("shop_longitude", "commerce_lon", "commerce_longitude"),
        "shop_lat": ("shop_latitude", "commerce_lat", "commerce_latitude"),
        "recipient": ("customer", "name", "client", "cliente", "destinataire", "nom"),
        "address": ("delivery_address", "adresse", "adresse_de_livraison"),
        "lon": ("longitude",),
        "lat": ("latitude",),
        "instructions": ("notes", "note", "comment", "consigne", "consignes", "remarque"),
        "slot": ("slots", "time_slot", "window", "creneau", "creneaux"),
        "slot_start": ("from", "debut", "creneau_debut", "debut_creneau"),
        "slot_end": ("to", "fin", "creneau_fin", "fin_creneau"),
        "ready_at": ("ready", "pret", "pret_a", "prete_a", "heure_pret"),
        "parcels": ("parcel", "packages", "colis", "nb_colis", "nombre_de_colis"),
        "grams": ("g", "weight_g", "grammes", "poids_g"),
        "kg": ("kilograms", "weight_kg", "kilos", "poids_kg"),
        "litres": ("liters", "l", "volume_l", "litre"),
        "cold": ("chilled", "froid", "frais", "au_frais"),
        "return": ("is_return", "retour"),
        "max_minutes_on_board": ("minutes_max", "minutes_max_a_bord", "duree_max_minutes"),
        "penalty_eur": ("penalty", "penalite", "penalite_eur", "penalite_euros"),
    }
)
"""English name of each column, and its aliases, all as `plain` leaves them."""

REQUIRED = ("order", "date", "shop")

_EXCLUDING = (("kg", "grams"), ("slot_start", "slot"), ("slot_end", "slot"))
_COLUMN_OF = {name: column for column, aliases in COLUMNS.items() for name in (column, *aliases)}

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column stands.

    Parameters
    ----------
    cells
        As written in the file.
    index
        Cell of each known column.
    """

    cells: tuple[str, ...]
    index: Mapping[str, int]

    def written(self, column: str) -> str:
        """The column's name in this file."""
        return self.cells[self.index[column]] if column in self.index else column


def plain(text: str) -> str:
    """Lower case, without accents, words joined by ``_``.

    Examples
    --------
    >>> plain("Prêt à "), plain("N° commande")
    ('pret_a', 'no_commande')
    """
    letters = unicodedata.normalize("NFKD", text.replace("°", "o").casefold())
    kept = (c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return "_".join("".join(kept).split())


def names_of(own: Mapping[str, str] = NOTHING) -> Mapping[str, str]:
    """The columns by all names under which they are understood, as `plain` leaves them.

    Parameters
    ----------
    own
        How somebody's files call some of our columns, by our name; these are then called nothing
        else.
    """
    usual = {name: column for name, column in _COLUMN_OF.items() if column not in own}
    return {**usual, **{plain(name): column for column, name in own.items()}}


def recognised(cells: Sequence[str], names: Mapping[str, str] = _COLUMN_OF) -> int:
    """How many cells are names of columns."""
    return sum(plain(cell) in names for cell in cells)


def read_header(
    cells: Sequence[str],
    line: int,
    names: Mapping[str, str] = _COLUMN_OF,
    needless: Collection[str] = (),
) -> tuple[Header, list[InputError]]:
    """The columns of a header, and all that is wrong with it.

    Parameters
    ----------
    names
        The columns by their names (`names_of`).
    needless
        Columns that may be missing though they usually may not.
    """
    errors: list[InputError] = []
    index: dict[str, int] = {}
    for position, cell in enumerate(cells):
        column = names.get(plain(cell))
        if column is None:
            if cell:
                errors.append(_unknown(cell, line))
        elif column in index:
            first = cells[index[column]]
            errors.append(InputError("orders.column_twice", line=line, column=cell, first=first))
        else:
            index[column] = position
    header = Header(tuple(cells), index)
    for column, other in _EXCLUDING:
        if column in index and other in index:
            written, first = header.written(column), header.written(other)
            errors.append(InputError("orders.column_twice", line=line, column=written, first=first))
    return header, errors + _missing(header, line, needless)


def _missing(header: Header, line: int, needless: Collection[str]) -> list[InputError]:
    needed = [column for column in REQUIRED if column not in needless]
    missing = [column for column in needed if column not in header.index]
    if "address" not in header.index and not {"lon", "lat"} & header.index.keys():
        missing.append("address")
    return [
        InputError(
            "orders.missing_column", line=line, column=column, aliases=", ".join(COLUMNS[column])
        )
        for column in missing
    ]


def _unknown(cell: str, line: int) -> InputError:
    close = difflib.get_close_matches(plain(cell), _COLUMN_OF, n=3, cutoff=0.6)
    known = dict.fromkeys(_COLUMN_OF[name] for name in close) or COLUMNS
    return InputError("orders.unknown_column", line=line, column=cell, known=", ".join(known))
