"""The page of a day's rounds: one file that opens anywhere, on a phone and on paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.web.credit import licence, map_credit
from api.web.drawing import draw_atlas, scale_words
from api.web.map import Map
from api.web.sheet_writer import SheetWriter
from api.web.template import capitalize_first, render_page, static_text
from api.web.words import Words
from routing import typography
from routing.day.day import Day
from routing.day.rounds import Round
from routing.day.unreached import why
from routing.model import Plan
from routing.model.comparison import Comparison
from routing.model.cost import shown_cents
from routing.model.units import CostUnits
from routing.sentences import Sentence
from routing.town.notice import notice


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what it counts."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of the day, alone and together; the longer bar takes 98 per cent."""

    name: str
    spoken: str
    alone: str
    together: str
    alone_percent: float
    together_percent: float
    difference: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An order without a place in any round."""

    order: str
    what: str


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Orders left out for one reason, with what would help."""

    sentence: Sentence
    orders: tuple[LeftOut, ...]


def rounds_page(
    day: Day, plan: Plan, rounds: Sequence[Round], comparison: Comparison, language: str
) -> str:
    """The rounds as one HTML file, styles and maps inside, that asks nothing of any server.

    It holds recipients' names, addresses and instructions: it is the couriers' sheet.

    Parameters
    ----------
    rounds
        Of that plan, as `routing.day.rounds.rounds` makes them.
    language
        ``fr`` or ``en``.
    """
    writer = SheetWriter(day, rounds, language)
    return render_page(
        "rounds.html.j2",
        styles=static_text("tokens.css") + static_text("map.css") + static_text("rounds.css"),
        icons=static_text("icons.svg"),
        wordmark=static_text("wordmark.svg"),
        words=Words("rounds", language),
        notice=notice(day.town),
        page=RoundsPage(day, plan, comparison, language),
        sheets=[writer.sheet(a_round) for a_round in rounds],
        atlas=draw_atlas(day.town, rounds, unserved_doors(day, plan)),
    )


def unserved_doors(day: Day, plan: Plan) -> list[tuple[float, float]]:
    """Where the orders left out were to go, or to be fetched when they are returns."""
    places = []
    for left_out in plan.unserved:
        shipment = day.problem.shipment_by_id[left_out.shipment]
        places += [
            day.problem.place(task.place).position
            for task in (shipment.pickup, shipment.delivery)
            if day.places[task.place].kind == "door"
        ]
    return places


class RoundsPage:
    """What the page says about the day as a whole."""

    def __init__(self, day: Day, plan: Plan, comparison: Comparison, language: str) -> None:
        self.language = language
        self._day = day
        self._plan = plan
        self._comparison = comparison
        self._words = Words("rounds", language)

    @property
    def town(self) -> str:
        """The town's name."""
        return self._day.town.name

    @property
    def day(self) -> str:
        """The day in words."""
        return typography.day(self._day.date, self.language)

    @property
    def day_and_year(self) -> str:
        """The day in words, with its year."""
        return typography.day(self._day.date, self.language, year=True)

    @property
    def figures(self) -> list[Figure]:
        """The day in five figures."""
        pooled, shipments = self._comparison.pooled, self._day.problem.shipments
        served = self._words("of", served=pooled.served, total=len(shipments))
        figures = [
            Figure(self._words("orders"), served),
            Figure(self._words("shops"), str(len({shipment.owner for shipment in shipments}))),
            Figure(self._words("distance"), typography.distance(pooled.distance, self.language)),
            Figure(self._words("cost"), self._cost(pooled.cost)),
        ]
        if self._comparison.alone_by_owner:
            alone = self._cost(self._comparison.alone.cost)
            figures.append(Figure(self._words("each_alone"), alone))
        return figures

    def _cost(self, cost: CostUnits) -> str:
        return typography.money(shown_cents(cost), self.language)

    @property
    def verdict(self) -> str:
        """What pooling gains or loses; empty when there is nothing to compare."""
        if not self._comparison.alone_by_owner:
            return ""
        saved = shown_cents(self._comparison.alone.cost) - shown_cents(self._comparison.pooled.cost)
        key = "verdict_less" if saved > 0 else "verdict_more" if saved < 0 else "verdict_same"
        return self._words(key, amount=typography.money(abs(saved), self.language))

    @property
    def unequal(self) -> str:
        """A warning when the two sides do not serve as many orders."""
        pooled, alone = self._comparison.pooled, self._comparison.alone
        if pooled.served == alone.served:
            return ""
        return self._words("unequal", together=pooled.served, alone=alone.served)

    @property
    def bars(self) -> list[Bar]:
        """Cost, distance and time, alone and together."""
        pooled, alone = self._comparison.pooled, self._comparison.alone
        return [
            self._bar("cost", shown_cents(alone.cost), shown_cents(pooled.cost), typography.money),
            self._bar("distance", alone.distance, pooled.distance, typography.distance),
            self._bar("time", alone.duration, pooled.duration, typography.duration),
        ]

    def _bar(self, key: str, alone: int, together: int, write: Callable[[int, str], str]) -> Bar:
        longest = max(alone, together, 1)
        name, written = self._words(key), [write(n, self.language) for n in (alone, together)]
        return Bar(
            name=capitalize_first(name),
            spoken=self._words("bars", what=name, alone=written[0], together=written[1]),
            alone=written[0],
            together=written[1],
            alone_percent=98 * alone / longest,
            together_percent=98 * together / longest,
            difference=self._difference(alone, together, write),
        )

    def _difference(self, alone: int, together: int, write: Callable[[int, str], str]) -> str:
        if alone == together:
            return self._words("same")
        if alone == 0:
            return ""
        return self._words(
            "less" if together < alone else "more",
            amount=write(abs(alone - together), self.language),
            percent=round(100 * abs(alone - together) / alone),
        )

    @property
    def left_out(self) -> int:
        """How many orders have no place."""
        return len(self._plan.unserved)

    @property
    def unserved(self) -> list[Reasoned]:
        """Orders without a place, by their reason."""
        by_reason: dict[Sentence, list[LeftOut]] = {}
        for left_out in self._plan.unserved:
            sentence = why(self._day, left_out, self.language)
            by_reason.setdefault(sentence, []).append(self._left_out(left_out.shipment))
        return [Reasoned(sentence, tuple(orders)) for sentence, orders in by_reason.items()]

    def _left_out(self, shipment: str) -> LeftOut:
        order = self._day.orders[shipment]
        key = "from_to" if order.recipient else "from_to_nobody"
        what = self._words(key, shop=order.shop, recipient=order.recipient, address=order.address)
        return LeftOut(shipment, what)

    @property
    def credit(self) -> str:
        """Whose map it is, its licence, and of when."""
        return map_credit(self._day.town, self.language)

    @property
    def licence(self) -> str:
        """The licence of the map's data."""
        return licence(self._day.town)

    def scale(self, shown: Map) -> str:
        """What the scale bar of a map says."""
        return scale_words(shown.scale_metres, self.language)
