"""The page of a day: one file, whole, honest, and nobody's secret but the courier's."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from api.web.picture import map_svg
from api.web.rounds import rounds_page
from routing.day.rounds import Round
from routing.model import Comparison, Plan, Totals
from routing.sentences import LANGUAGES, render
from tests.ridden_day import ORDERS, RiddenDay, ridden_day, without_buildings

LICENCES = {"https://opendatacommons.org/licenses/odbl/1-0/"}
NAMESPACE = "http://www.w3.org/2000/svg"
"""A name, which nobody fetches."""
VOID = {"meta", "br", "path", "rect", "circle", "line", "use"}
PERSONAL = ("Mme", "Benhaddou", "Nakamura", "Corbier", "12 bis", "B2407", "Inès", "Ondine")


class Page(HTMLParser):
    """Elements, texts, and what is left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.said.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.said))


@pytest.fixture(scope="module")
def ridden() -> RiddenDay:
    return ridden_day()


def page_text(ridden: RiddenDay, language: str = "fr") -> str:
    return rounds_page(ridden.day, ridden.plan, ridden.rounds, ridden.comparison, language)


@pytest.fixture(scope="module", params=LANGUAGES)
def page(ridden: RiddenDay, request: pytest.FixtureRequest) -> Page:
    return Page(page_text(ridden, request.param))


def read(ridden: RiddenDay, language: str = "fr") -> str:
    return Page(page_text(ridden, language)).text


def with_alone(ridden: RiddenDay, alone: Totals) -> RiddenDay:
    comparison = Comparison(ridden.comparison.pooled, {"cave": alone})
    return replace(ridden, comparison=comparison)


def test_every_element_is_closed(page: Page) -> None:
    assert page.open == []


def test_the_page_asks_nothing_of_any_server(ridden: RiddenDay) -> None:
    text = page_text(ridden)
    outside = set(re.findall(r"(?:https?:)?//[^\s\"'<>)]+", text))
    assert outside == LICENCES | {NAMESPACE}
    assert not re.search(r"@import|url\(|<script|<link|<img|<iframe|srcset|javascript:", text)


def test_only_ids_that_exist_are_pointed_at_and_each_exists_once(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = {
        (attributes.get("href") or "").removeprefix("#")
        for tag in ("a", "use")
        for attributes in page.all(tag)
        if attributes.get("href") not in LICENCES
    }
    labelled = {a["aria-labelledby"] for _, a in page.elements if "aria-labelledby" in a}
    assert (pointed | labelled) - set(ids) == set()
    assert {"round-A", "round-B"} <= pointed


def test_what_people_wrote_is_text_and_never_markup(ridden: RiddenDay) -> None:
    text = page_text(ridden)
    assert "Cave <du" not in text
    assert "<b>Benhaddou" not in text
    assert "Cave <du Port> & fils" in read(ridden)


def test_the_page_is_in_the_language_of_its_reader(page: Page) -> None:
    (html,) = page.all("html")
    assert html["lang"] in LANGUAGES
    heading = {"fr": "Tournées du samedi 28 novembre", "en": "Rounds of Saturday 28 November"}
    assert heading[str(html["lang"])] in page.text


def test_headings_go_down_one_step_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_map_has_a_name_and_every_drawing_beside_it_is_hidden(page: Page) -> None:
    maps = [svg for svg in page.all("svg") if "map" in (svg.get("class") or "").split()]
    assert len(maps) == 3
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in maps)
    icons = [svg for svg in page.all("svg") if svg.get("class") == "i"]
    assert icons
    assert all(svg.get("aria-hidden") == "true" for svg in icons)


def test_the_owners_of_the_map_are_named_with_licence_and_date(ridden: RiddenDay) -> None:
    french, english = read(ridden), read(ridden, "en")
    assert "© contributeurs OpenStreetMap, ODbL 1.0 · 26 décembre 2023" in french
    assert "© OpenStreetMap contributors, ODbL 1.0 · 26 December 2023" in english


def test_the_day_is_told_in_figures(ridden: RiddenDay) -> None:
    text = read(ridden)
    assert "commandes4 sur 5" in text
    assert "commerces2" in text
    assert "distance1,4 km" in text
    assert "coût20,50 €" in text
    assert "chacun seul30,75 €" in text


def test_an_order_left_out_is_told_with_reason_and_remedy(ridden: RiddenDay) -> None:
    for language in LANGUAGES:
        text = read(ridden, language)
        sentence = render("reason.too_large", {}, language)
        assert "piano" in text
        for said in (sentence.wrong, sentence.mend):
            assert re.sub(r"\s+", " ", said) in text


def test_a_day_without_orders_left_out_says_nothing_of_them(ridden: RiddenDay) -> None:
    served = replace(ridden, plan=replace(ridden.plan, unserved=()))
    text = page_text(served)
    assert 'id="unserved"' not in text
    assert "pin-need" not in text.split("</style>")[1]


def test_what_pooling_saves_is_said(ridden: RiddenDay) -> None:
    text = read(ridden)
    assert "Livrer ensemble coûte 10,25 € de moins ce jour." in text
    assert "10,25 € de moins, soit 33 %" in text


def test_what_pooling_loses_is_said_as_plainly(ridden: RiddenDay) -> None:
    pooled = ridden.comparison.pooled
    cheaper = Totals(1, pooled.distance, pooled.duration, pooled.cost // 2, pooled.served, 1)
    text = read(with_alone(ridden, cheaper))
    assert "Livrer ensemble coûte 10,25 € de plus ce jour" in text
    assert "10,25 € de plus, soit 100 %" in text


def test_how_a_shop_alone_is_reckoned_stands_with_the_figures(ridden: RiddenDay) -> None:
    french, english = read(ridden), read(ridden, "en")
    assert "ne sont pas payés entre deux sorties : seul paraît donc moins cher qu’en vrai" in french
    assert "are not paid between two outings: alone so looks cheaper than it would be" in english


def test_a_hub_that_two_vehicles_leave_by_two_streets_has_one_house(ridden: RiddenDay) -> None:
    first, second = ridden.rounds
    legs = list(second.legs)
    moved = replace(legs[0].path, lonlat=legs[0].lonlat + 1e-5)
    legs[0] = replace(legs[0], path=moved)
    rounds = (first, replace(second, legs=tuple(legs)))
    overview = map_svg(ridden.day.town, rounds, "fr")
    assert overview.count('class="pin pin-hub') == 1


def test_unequal_sides_are_said_to_be_unequal(ridden: RiddenDay) -> None:
    served = ridden.comparison.pooled.served
    equal, unequal = (
        read(with_alone(ridden, Totals(1, 900, 900, 10**9, count, 0)))
        for count in (served, served + 1)
    )
    assert "le compte n’est pas égal" in unequal
    assert "le compte n’est pas égal" not in equal


def test_bars_are_as_long_as_what_they_show(ridden: RiddenDay) -> None:
    widths = re.findall(
        r'class="b-(alone|together)" x="1" y="\d+" width="([\d.]+)%', page_text(ridden)
    )
    assert [float(width) for _, width in widths[:2]] == pytest.approx(
        [98, 98 * 20.44 / 30.66], abs=0.1
    )


def test_a_day_with_nothing_to_compare_compares_nothing(ridden: RiddenDay) -> None:
    lonely = replace(ridden, comparison=Comparison(ridden.comparison.pooled, {}))
    text = page_text(lonely)
    assert 'id="together"' not in text
    assert "chacun seul" not in text


def test_a_day_on_which_nobody_rides_is_still_a_page(ridden: RiddenDay) -> None:
    empty = replace(ridden, rounds=(), plan=Plan((), ridden.plan.unserved, 0))
    page = Page(page_text(empty))
    assert "Aucune tournée" in page.text
    assert "piano" in page.text


def test_a_town_of_which_only_the_streets_are_known_is_drawn(ridden: RiddenDay) -> None:
    bare = replace(ridden, day=without_buildings(ridden.day))
    text = page_text(bare)
    assert 'id="g-major"' in text
    assert not re.search(r'id="g-(building|park|sea)"', text)
    assert "© contributeurs OpenStreetMap, ODbL 1.0. Licence" in Page(text).text


def test_the_ground_is_in_the_page_once_and_the_ways_too(ridden: RiddenDay) -> None:
    text = page_text(ridden)
    for name in ("g-major", "g-sea", "g-building", "g-park", "way-A", "way-B"):
        assert text.count(f'id="{name}"') == 1
    assert text.count('href="#way-A"') == 4


def test_a_picture_alone_holds_map_and_credit_but_nobodys_data(ridden: RiddenDay) -> None:
    svg = map_svg(ridden.day.town, ridden.rounds[:1], "fr", [(2.0005, 47.9998)])
    assert svg.startswith("<svg xmlns=")
    assert not any(secret in svg for secret in PERSONAL)
    assert not any(order in svg for order in ORDERS)
    assert "© contributeurs OpenStreetMap" in svg
    assert svg.count('class="pin pin-') == 1 + 4 + 1
    assert "way-B" not in svg
    outside = set(re.findall(r"https?://[^\s\"'<>)]+", svg))
    assert outside == {NAMESPACE}


def test_ten_couriers_all_have_their_section(ridden: RiddenDay) -> None:
    many: list[Round] = [replace(ridden.rounds[0], letter=letter) for letter in "ABCDEFGHIJ"]
    page = Page(page_text(replace(ridden, rounds=tuple(many))))
    assert sum("round" in (s.get("class") or "").split() for s in page.all("section")) == 10
