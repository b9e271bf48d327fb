"""Directions as sentences: French and English as people say them."""

import itertools
import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np
import pytest

from routing.sentences import LANGUAGES
from routing.street.directions import (
    Heading,
    Kind,
    Modifier,
    Step,
    Street,
    StreetKind,
    spoken_distance,
    spoken_duration,
    tell,
)
from routing.typography import SPACE

LOCALE = Path(__file__).parents[2] / "routing/locale"
WORDS: dict[str, dict[str, Any]] = {
    language: tomllib.loads((LOCALE / language / "directions.toml").read_text("utf-8"))
    for language in LANGUAGES
}
GRAMMAR = {"to", "at", "refs", "types", "kinds_at"}
"""What each language has in its own way."""


def street(name: str = "", ref: str = "", kind: StreetKind = StreetKind.STREET) -> Street:
    return Street(name, ref, kind)


def step(kind: Kind, modifier: Modifier | None, on: Street, **facts: Any) -> Step:
    return Step(kind, modifier, on, 100, 30, (7.4, 43.7), np.zeros((1, 2)), **facts)


def left(name: str) -> str:
    """The end of a turn to the left in French, without its full stop."""
    said = tell(step(Kind.TURN, Modifier.LEFT, street(name)), "fr")
    return said.removeprefix("Tournez à gauche ").removesuffix(".")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Rue Grimaldi", "dans la rue Grimaldi"),
        ("Boulevard des Moulins", "sur le boulevard des Moulins"),
        ("Avenue de la Costa", "sur l’avenue de la Costa"),
        ("Place du Palais", "sur la place du Palais"),
        ("Impasse de la Fontaine", "dans l’impasse de la Fontaine"),
        ("Quai Albert Ier", "sur le quai Albert Iᵉʳ"),
        ("Boulevard Albert 1er", "sur le boulevard Albert 1ᵉʳ"),
        ("Passage de l'Ancienne Poterie", "dans le passage de l’Ancienne Poterie"),
        ("Chemin des Révoires", "sur le chemin des Révoires"),
        ("Ruelle Herculis", "dans la ruelle Herculis"),
        ("Route de la Piscine", "sur la route de la Piscine"),
        ("Pont de l'Europe", "sur le pont de l’Europe"),
        ("Escaliers Malbousquet", "dans les escaliers Malbousquet"),
        ("Escalier de la Costa", "dans l’escalier de la Costa"),
        ("Esplanade des Pêcheurs", "sur l’esplanade des Pêcheurs"),
        ("Allées des Boulingrins", "sur les allées des Boulingrins"),
        ("Allée Lazare Sauvaigo", "sur l’allée Lazare Sauvaigo"),
        ("Rond-Point du Portier", "sur le rond-point du Portier"),
        ("Hameau du Lac", "dans le hameau du Lac"),
        ("Petite Rue Nationale", "dans la Petite Rue Nationale"),
        ("Ancienne Route de Rouen", "sur l’Ancienne Route de Rouen"),
        ("Grand'Rue", "dans la grand’rue"),
        ("Parvis", "sur le parvis"),
        ("Hauptstrasse", "dans Hauptstrasse"),
        ("Bayreuther Straße", "dans Bayreuther Straße"),
        ("Carrer Major", "dans Carrer Major"),
        ("Avinguda Meritxell", "sur Avinguda Meritxell"),
        ("Am Bühl", "sur Am Bühl"),
    ],
)
def test_a_french_street_has_its_preposition_and_its_article(name: str, said: str) -> None:
    assert left(name) == said


@pytest.mark.parametrize(
    ("ref", "said"), [("D 914", "sur la D 914"), ("A 13", "sur l’A 13"), ("CG-2", "sur la CG-2")]
)
def test_a_number_is_said_as_a_road(ref: str, said: str) -> None:
    turned = step(Kind.TURN, Modifier.RIGHT, street(ref=ref))
    assert tell(turned, "fr") == f"Tournez à droite {said}."
    assert tell(turned, "en") == f"Turn right onto {ref}."


@pytest.mark.parametrize(
    ("told", "french", "english"),
    [
        (
            step(Kind.DEPART, None, street("Rue Basse"), heading=Heading.NORTH_EAST),
            "Partez vers le nord-est dans la rue Basse.",
            "Head north-east on Rue Basse.",
        ),
        (
            step(Kind.DEPART, None, street(), heading=Heading.WEST),
            "Partez vers l’ouest.",
            "Head west.",
        ),
        (
            step(Kind.CONTINUE, Modifier.RIGHT, street("Quai Antoine 1er")),
            "Continuez sur le quai Antoine 1ᵉʳ.",
            "Continue onto Quai Antoine 1ᵉʳ.",
        ),
        (
            step(Kind.TURN, Modifier.LEFT, street("Rue Grimaldi")),
            "Tournez à gauche dans la rue Grimaldi.",
            "Turn left into Rue Grimaldi.",
        ),
        (
            step(Kind.TURN, Modifier.SLIGHT_RIGHT, street("Rue Grimaldi"), stays=True),
            "Prenez légèrement à droite pour rester dans la rue Grimaldi.",
            "Bear right to stay on Rue Grimaldi.",
        ),
        (
            step(Kind.TURN, Modifier.LEFT, street(kind=StreetKind.PATH), stays=True),
            "Tournez à gauche.",
            "Turn left.",
        ),
        (
            step(Kind.TURN, Modifier.LEFT, street(kind=StreetKind.STEPS)),
            "Tournez à gauche dans les escaliers.",
            "Turn left onto the steps.",
        ),
        (
            step(Kind.ROUNDABOUT, Modifier.LEFT, street("Avenue de Roqueville"), exit=3),
            "Au rond-point, prenez la troisième sortie, sur l’avenue de Roqueville.",
            "At the roundabout, take the third exit onto Avenue de Roqueville.",
        ),
        (
            step(Kind.ROUNDABOUT, Modifier.STRAIGHT, street(), exit=11),
            "Au rond-point, prenez la 11ᵉ sortie.",
            "At the roundabout, take the 11th exit.",
        ),
        (
            step(Kind.ROUNDABOUT, Modifier.BACK, street("Rue Plati"), exit=4, stays=True),
            "Faites le tour du rond-point et revenez dans la rue Plati.",
            "Go all the way round the roundabout and back into Rue Plati.",
        ),
        (
            step(Kind.ROUNDABOUT, Modifier.STRAIGHT, street(kind=StreetKind.ROUNDABOUT)),
            "Engagez-vous sur le rond-point.",
            "Enter the roundabout.",
        ),
        (
            step(Kind.PUSH, Modifier.LEFT, street("Rue Basse"), pushed=True),
            "Tournez à gauche dans la rue Basse en poussant le vélo.",
            "Turn left into Rue Basse, pushing the bike.",
        ),
        (
            step(Kind.RIDE, Modifier.STRAIGHT, street("Rue Basse")),
            "Continuez tout droit dans la rue Basse\u202f: vous pouvez remonter en selle.",
            "Continue straight on into Rue Basse: you may ride again.",
        ),
        (
            step(Kind.U_TURN, Modifier.BACK, street("Rue Basse"), stays=True),
            "Faites demi-tour dans la rue Basse.",
            "Turn round, back into Rue Basse.",
        ),
        (
            step(Kind.ARRIVE, Modifier.RIGHT, street("Rue Basse")),
            "Vous arrivez à destination, à droite.",
            "You have arrived: it is on the right.",
        ),
    ],
)
def test_a_step_is_one_sentence(told: Step, french: str, english: str) -> None:
    assert tell(told, "fr") == french
    assert tell(told, "en") == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_that_there_may_be_has_a_sentence(language: str) -> None:
    streets = [street("Rue Basse"), *(street(kind=kind) for kind in StreetKind)]
    for kind, modifier, on, stays, exit_ in itertools.product(
        Kind, Modifier, streets, (False, True), (None, 2)
    ):
        told = step(kind, modifier, on, stays=stays, exit=exit_, heading=Heading.EAST)
        said = tell(told, language)
        assert re.fullmatch(r"[A-Z][^{}]*[^\s{}]\.", said), said
        assert "  " not in said


def leaves(table: dict[str, Any], path: str = "") -> dict[str, str]:
    """Every text of a table by its dotted name; lists are taken as one."""
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= leaves(value, f"{path}{key}.")
        else:
            found[path + key] = value if isinstance(value, str) else "".join(value)
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_sentences() -> None:
    french, english = (
        leaves({key: table for key, table in WORDS[language].items() if key not in GRAMMAR})
        for language in LANGUAGES
    )
    assert french.keys() == english.keys()
    assert {key: placeholders(text) for key, text in french.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


def test_french_is_set_as_french_is() -> None:
    for text in leaves(WORDS["fr"]).values():
        assert "'" not in text
        assert not re.search(r"[^\u202f][;:!?]", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_type_of_street_has_one_preposition_and_one_article(language: str) -> None:
    types = WORDS[language]["types"]
    listed = [word for place in ("in", "on") for words in types[place].values() for word in words]
    assert sorted(listed) == sorted({word.lower() for word in listed})


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (0, "0 m"),
        (1, "10 m"),
        (17, "20 m"),
        (94, "90 m"),
        (96, "100 m"),
        (137, "150 m"),
        (974, "950 m"),
        (976, "1 km"),
        (1_049, "1 km"),
        (1_234, "1,2 km"),
        (9_960, "10 km"),
        (12_600, "13 km"),
    ],
)
def test_distances_are_rounded_as_people_say_them(metres: int, said: str) -> None:
    assert spoken_distance(metres, "fr").replace(SPACE, " ") == said


@pytest.mark.parametrize(
    ("seconds", "french", "english"),
    [
        (29, "moins d’une minute", "under a minute"),
        (31, "1 min", "1 min"),
        (3_570, "1 h", "1 h"),
        (5_050, "1 h 25", "1 h 25 min"),
    ],
)
def test_times_are_rounded_as_people_say_them(seconds: int, french: str, english: str) -> None:
    assert spoken_duration(seconds, "fr").replace(SPACE, " ") == french
    assert spoken_duration(seconds, "en").replace(SPACE, " ") == english
