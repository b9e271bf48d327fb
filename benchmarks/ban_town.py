"""A French town that does not exist, in the files of the Base Adresse Nationale.

No file of the register comes with Chaland, and one department is half a million rows; so its
readers are tried on rows of its form, drawn from a seed: streets named as French streets are
named, in three communes, numbered by sides, with *bis* and *ter*, gaps and hamlets.
"""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from routing.town.ban import with_ban
from routing.town.build import streets_town
from routing.town.extract import UNITS_PER_DEGREE
from routing.town.streets import Street, assembled
from routing.town.town import Town

HEADER = (
    *("id", "id_fantoir", "numero", "rep", "nom_voie", "code_postal", "code_insee", "nom_commune"),
    *("code_insee_ancienne_commune", "nom_ancienne_commune", "x", "y", "lon", "lat"),
    *("type_position", "alias", "nom_ld", "libelle_acheminement", "nom_afnor"),
    *("source_position", "source_nom_voie", "certification_commune", "cad_parcelles"),
)
"""The columns of ``adresses-DEPARTMENT.csv``, in their order."""

_COMMUNES = (
    ("99001", "99100", "Valmoutier"),
    ("99002", "99110", "Saint-Aubin-les-Prés"),
    ("99003", "99120", "Le Mesnil-sur-Orvelle"),
)
_TYPES = """
    rue rue rue rue rue rue avenue avenue boulevard impasse impasse chemin chemin allée allée place
    route square passage cours quai résidence
"""
_THINGS = """
    de_l’Église du_Moulin des_Prés du_Lavoir de_la_Gare du_Stade des_Écoles de_la_Mairie du_Marché
    des_Lilas des_Tilleuls du_Château de_la_Fontaine des_Vignes du_Pont-Neuf de_la_République
    de_Verdun
    du_8_Mai_1945 du_11_Novembre_1918 de_la_Liberté des_Acacias du_Puits des_Forges du_Four
    de_la_Croix-Blanche des_Champs-Fleuris du_Bois-Joli de_la_Libération des_Coquelicots du_Port
    de_la_Poste des_Tanneurs de_l’Abbaye du_Général_de_Gaulle du_Maréchal_Foch du_Docteur_Roux
    Notre-Dame Saint-Michel Saint-Nicolas Sainte-Catherine Saint-Pierre d’Alsace de_Bretagne
    des_Frères_Lumière des_Hirondelles des_Mésanges du_Clos-Fleury de_la_Haute-Borne des_Sources
"""
_FIRST = """
    Jean Pierre Marie Louise Jules Victor Émile Paul Henri Claude Jeanne Lucie Simone René André
    Gustave Marcel Camille François Georges Léon Charles Irène Berthe Aristide
"""
_LAST = """
    Ferron Delmas Aubrac Carpentier Lemoine Vasseur Boutin Chastel Brossard Guérin Poirier Malherbe
    Tessier Fontenay Rivoire Lachaume Duvernoy Marchand Béranger Clavel Sorel Vidal Joubert Perrault
    Colbert Daumier Garnier Hébert Lacombe Mercier Noiret Pasquier Quesnel Rostand Séverin Thibault
    Vauquelin Wallon Ybert Zeller Arnoux Baudry Cauchois Dutertre Échivard Fleuriot Gosselin
"""
_HAMLETS = """
    La_Grande_Ferme Le_Bas-Bourg Les_Quatre-Vents La_Houssaye Le_Fond_des_Prés La_Métairie
    Les_Bruyères Le_Val-Richard La_Cour-Normande
"""
_ORIGIN = (1.1, 49.3)
_STREETS_A_ROW = 30
_LENGTH, _APART = 0.004, 0.0016
"""Of a street, and from one to the next, in degrees: about 300 m and 150 m."""
_DOORS_A_STREET = 20


@dataclass(frozen=True, slots=True)
class InventedStreet:
    """A straight street from west to east.

    Parameters
    ----------
    start
        (longitude, latitude) in degrees.
    """

    name: str
    commune: tuple[str, str, str]
    start: tuple[float, float]
    hamlet: str


def invented_streets(doors: int, seed: int) -> list[InventedStreet]:
    """Streets for about so many doors, no two of a commune with one name."""
    chance = random.Random(seed)  # noqa: S311
    wanted = max(1, round(doors / _DOORS_A_STREET))
    taken: set[tuple[str, str]] = set()
    streets: list[InventedStreet] = []
    while len(streets) < wanted:
        commune = chance.choices(_COMMUNES, (6, 2, 1))[0]
        name = _street_name(chance)
        if (name, commune[0]) not in taken:
            taken.add((name, commune[0]))
            row, column = divmod(len(streets), _STREETS_A_ROW)
            start = _ORIGIN[0] + 1.25 * _LENGTH * column, _ORIGIN[1] + _APART * row
            hamlet = _spoken(chance.choice(_HAMLETS.split())) if chance.random() < 0.02 else ""
            streets.append(InventedStreet(name, commune, start, hamlet))
    return streets


def _street_name(chance: random.Random) -> str:
    kind = chance.choice(_TYPES.split()).capitalize()
    if chance.random() < 0.25:
        return f"{kind} {_spoken(chance.choice(_THINGS.split()))}"
    return f"{kind} {chance.choice(_FIRST.split())} {chance.choice(_LAST.split())}"


def _spoken(words: str) -> str:
    return words.replace("_", " ")


def ban_csv(streets: list[InventedStreet], seed: int) -> str:
    """The doors of some streets as a file of the register."""
    chance = random.Random(f"doors {seed}")  # noqa: S311
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, delimiter=";", lineterminator="\n", restval="")
    writer.writeheader()
    for nth, street in enumerate(streets):
        writer.writerows(_rows(nth, street, chance))
    return text.getvalue()


def _rows(nth: int, street: InventedStreet, chance: random.Random) -> Iterator[dict[str, object]]:
    insee, postcode, city = street.commune
    most = chance.randint(12, 36)
    for number in range(1, most + 1):
        if chance.random() < 0.2:
            continue
        side = 1 if number % 2 else -1
        for repeat in ("", *chance.choices([(), ("bis",), ("bis", "ter")], (18, 2, 1))[0]):
            yield {
                "id": "_".join(filter(None, (insee, f"{nth:04}", f"{number:05}", repeat))),
                "numero": number,
                "rep": repeat,
                "nom_voie": street.name,
                "code_postal": postcode,
                "code_insee": insee,
                "nom_commune": city,
                "lon": round(street.start[0] + _LENGTH * number / most, 6),
                "lat": round(street.start[1] + side * 0.0001, 6),
                "type_position": "entrée",
                "nom_ld": street.hamlet,
                "libelle_acheminement": city.upper(),
                "source_position": "commune",
                "source_nom_voie": "commune",
                "certification_commune": 1,
            }


def streets_only(streets: list[InventedStreet]) -> Town:
    """The town before its doors are read: a way for each street."""
    ends = [
        (start[0] + _LENGTH * share, start[1])
        for start in (street.start for street in streets)
        for share in (0, 1)
    ]
    points = np.rint(np.array(ends) * UNITS_PER_DEGREE).astype(np.int32)
    ways = [
        Street(nth + 1, np.array([2 * nth, 2 * nth + 1]), {"highway": "residential", "name": name})
        for nth, name in enumerate(street.name for street in streets)
    ]
    ids = np.arange(1, len(points) + 1, dtype=np.int64)
    network = assembled(ways, node_ids=ids, node_points=points, tags_of_nodes={})
    return streets_town(network, name="Valmoutier", source="invented", zone="Europe/Paris")


def invented_town(doors: int, seed: int) -> Town:
    """A town with about so many doors, read from a file as the register writes it."""
    streets = invented_streets(doors, seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "adresses-99.csv"
        path.write_text(ban_csv(streets, seed), encoding="utf-8")
        return with_ban(streets_only(streets), [path])
