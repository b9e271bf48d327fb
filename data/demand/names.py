"""Invented names of shops, customers and couriers. Any likeness to real ones is chance."""

from collections.abc import Mapping, Sequence

from data.demand.dice import Dice


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SIGNS: Mapping[str, tuple[str, ...]] = {
    "florist": ("Fleurs", "Bouquets", "L’Atelier floral"),
    "grocer": ("Primeurs", "L’Épicerie", "Le Panier"),
    "butcher": ("Boucherie", "La Table", "Traiteur"),
    "bakery": ("Boulangerie", "Le Fournil", "Les Miches"),
    "pharmacy": ("Pharmacie", "L’Officine"),
    "wine": ("La Cave", "Les Caves"),
    "books": ("Librairie", "Les Pages"),
    "clothes": ("Le Vestiaire", "Les Étoffes"),
    "tools": ("Quincaillerie", "Les Outils"),
}
_OF = (
    "du Martin-pêcheur",
    "de la Loutre",
    "des Trois Tilleuls",
    "du Merle bleu",
    "de l’Alouette",
    "du Vieux Chaland",
    "des Quatre Vents",
    "de la Roue libre",
    "du Marronnier",
    "de la Petite Écluse",
    "du Renard roux",
    "des Deux Ponts",
    "de la Lanterne",
    "du Figuier",
    "de l’Hirondelle",
    "du Chemin creux",
    "de la Belle Saison",
    "des Cerises",
    "du Héron cendré",
    "de la Grande Ourse",
    "du Mimosa",
    "de la Marelle",
    "des Bateliers",
    "du Tamaris",
    "de l’Olivette",
    "du Passe-muraille",
    "de la Rose des sables",
    "des Halles bleues",
    "du Pinson",
    "de la Voile rouge",
)
_FIRST_NAMES = _words(
    "Alix Anouk Aurèle Basile Bérénice Blanche Candice Célestin Clélia Colombe Côme Doriane Éléa "
    "Éloi Emma Ferdinand Flavie Gaspard Hélène Honoré Inès Isaure Joachim Joseph Judith Lazare "
    "Léonie Lison Lucien Maël Margot Mathilde Maxence Mona Naïma Nils Noé Octave Olympe Oriane "
    "Paolo Perrine Quentin Rachid Rosalie Samia Sixtine Théo Ulysse Valère Yasmine Zacharie"
)
_SURNAMES = _words(
    "Aubrelle Barjonet Bellanger Bessonac Boisvallon Brindamour Cassegrain Chantemerle Clairvoix "
    "Cordelier Courtepaille Daubrée Desplanques Douxlieu Escandier Fauvergne Fontenelle Gardanne "
    "Grandpierre Hautecombe Houdelot Jolivan Lacassagne Larivoire Lestrange Loiselay Malvoisin "
    "Marcassou Montjoie Nadaillan Orsenne Paradou Peyrelade Pommeraie Quatremain Rivecourt "
    "Rochebrune Sautereau Sérafin Taillandon Tournemire Tremblois Vaucresson Verdolin Vireloup"
)
_COURIERS = ("Inès", "Marius", "Awa", "Joris", "Lou", "Tarik", "Solène", "Bastien", "Nour", "Elio")

INSTRUCTIONS = (
    "Sonner deux fois",
    "2\u1d49 étage",
    "Appeler en bas",
    "Porte bleue, au fond de la cour",
    "Laisser chez le gardien",
    "Rez-de-chaussée, à gauche",
    "Attention au chien",
    "4\u1d49 étage, ascenseur en panne",
)


def shop_names(trades: Sequence[str], dice: Dice) -> list[str]:
    """A name for each shop, by its trade; no two the same."""
    halves = dice.shuffled(_OF)
    names = []
    for number, trade in enumerate(trades):
        lap, index = divmod(number, len(halves))
        names.append(f"{dice.pick(_SIGNS[trade])} {halves[index]}" + (f" {lap + 1}" if lap else ""))
    return names


def customers(count: int, dice: Dice) -> list[str]:
    """First names and surnames; nobody twice as long as there are enough."""
    everybody = dice.shuffled([f"{first} {last}" for first in _FIRST_NAMES for last in _SURNAMES])
    return [everybody[number % len(everybody)] for number in range(count)]


def courier(number: int) -> str:
    """The first name of a courier, from 0; each comes once, then with a figure."""
    lap, index = divmod(number, len(_COURIERS))
    return _COURIERS[index] + (f" {lap + 1}" if lap else "")
