"""Writes the list that a courier rides by, in the courier's words."""

import re
from collections.abc import Iterable, Sequence

from api.web.map import tone_of
from api.web.nearby import nearest_streets
from api.web.plate import plate
from api.web.sheet import Hand, Item, Row, Sheet, Turning
from api.web.words import Words
from routing import typography
from routing.day.day import Day
from routing.day.rounds import Handover, Leg, Round, RoundStop
from routing.model import Load, TakenBreak, TaskKind, Window
from routing.model.units import Instant
from routing.street.directions import Guide, spoken_distance, tell

WORTH_SAYING = 60
"""Seconds of waiting from which a courier is told."""
RECENT = 1_800
"""Seconds after which a courier need not know any more when a window opened."""
HEAVY = 5_000
"""Grams from which an order's weight is told."""


class SheetWriter:
    """Writes the sheets of a day in one language."""

    def __init__(self, day: Day, rounds: Sequence[Round], language: str) -> None:
        self.day = day
        self.language = language
        self.words = Words("rounds", language)
        self.guide = Guide(day.town.network)
        self.streets = nearest_streets(
            day.town,
            (stop.position for one in rounds for stop in one.stops if not _address(stop)),
        )

    def sheet(self, a_round: Round) -> Sheet:
        """The sheet of a round."""
        return Sheet(
            letter=a_round.letter,
            tone=tone_of(a_round.letter),
            courier=a_round.courier,
            vehicle=a_round.vehicle,
            hours=self._span(Window(a_round.start, a_round.end)),
            stops=self.words("stops", len(a_round.stops)),
            distance=typography.distance(a_round.metres, self.language),
            facts=self._facts(a_round),
            rows=self._rows(a_round),
        )

    def _facts(self, a_round: Round) -> tuple[tuple[str, str], ...]:
        kinds = [stop.kind for stop in a_round.stops]
        where = ", ".join(
            self.words(key, len({s.place for s in a_round.stops if s.kind == kind}))
            for kind, key in (("shop", "shops_counted"), ("door", "doors"))
            if kind in kinds
        )
        vehicle, _ = self.day.problem.shifts[a_round.shift]
        return (
            (self.words("where"), where),
            (self.words("ride"), typography.distance(a_round.metres, self.language)),
            (self.words("duration"), typography.duration(a_round.duration, self.language)),
            (self.words("load"), self._load(heaviest(a_round), vehicle.capacity)),
        )

    def _load(self, load: Load, capacity: Load) -> str:
        """The dimension of the load that comes closest to the vehicle's limit."""
        written = (
            lambda grams: typography.weight(grams, self.language),
            lambda litres: f"{typography.number(litres, self.language)}{typography.SPACE}L",
            lambda parcels: self.words("parcels", parcels),
        )
        filled = [
            (amount / limit, index)
            for index, (amount, limit) in enumerate(
                zip(load.amounts, capacity.amounts, strict=True)
            )
            if limit
        ]
        _, index = max(filled, key=lambda share: share[0], default=(0, 0))
        return self.words(
            "load_of",
            load=written[index](load.amounts[index]),
            capacity=written[index](capacity.amounts[index]),
        )

    def _rows(self, a_round: Round) -> tuple[Row, ...]:
        first, last = (
            Row(key, self._clock(instant), title=self.words(key), detail=label, way=way)
            for key, instant, label, way in (
                ("leave", a_round.start, a_round.start_label, ()),
                ("back", a_round.end, a_round.end_label, self._way(a_round.legs[-1])),
            )
        )
        taken_at = {taken.order: taken.end for stop in a_round.stops for taken in stop.takes}
        lines = [(stop.arrival, self._stop_row(a_round, stop, taken_at)) for stop in a_round.stops]
        lines += [(pause.start, self._pause_row(a_round, pause)) for pause in a_round.breaks]
        between = (row for _, row in sorted(lines, key=lambda line: line[0]))
        return (first, *between, last)

    def _pause_row(self, a_round: Round, pause: TakenBreak) -> Row:
        length = typography.duration(pause.end - pause.start, self.language)
        here = next((s for s in a_round.stops if s.arrival <= pause.start <= s.departure), None)
        detail = (
            self.words("pause_here", duration=length, place=here.label)
            if here
            else self.words("pause_on_the_way", duration=length)
        )
        return Row("pause", self._clock(pause.start), title=self.words("pause"), detail=detail)

    def _stop_row(self, a_round: Round, stop: RoundStop, taken_at: dict[str, Instant]) -> Row:
        address = _address(stop) or self.streets.get(stop.position, "")
        titles = {"shop": stop.label, "hub": self.words("reload"), "door": ""}
        return Row(
            kind=stop.kind,
            time=self._clock(stop.arrival),
            number=str(stop.number),
            plate=plate(address) if address else None,
            title=titles[stop.kind] or ("" if address else self.words("spot")),
            way=self._way(a_round.legs[stop.number - 1]),
            wait=self._wait(a_round, stop),
            hands=tuple(self._hands(a_round, stop, taken_at)),
        )

    def _way(self, leg: Leg) -> tuple[Turning, ...]:
        """How one rides from a stop to the next, where the streets are our own."""
        steps = self.guide.steps(leg.path, self.day.problem.place(leg.destination).position)
        return tuple(
            Turning(
                tell(step, self.language),
                spoken_distance(step.metres, self.language) if step.metres else "",
            )
            for step in (steps if leg.metres and leg.path.rides else ())
        )

    def _wait(self, a_round: Round, stop: RoundStop) -> str:
        """Until when the courier waits, when it is worth saying."""
        setup = self.day.problem.place(stop.place).setup
        paused = sum(
            pause.end - pause.start
            for pause in a_round.breaks
            if stop.arrival <= pause.start < stop.start
        )
        if stop.start - stop.arrival - setup - paused < WORTH_SAYING:
            return ""
        return self.words("wait", time=self._clock(stop.start))

    def _hands(
        self, a_round: Round, stop: RoundStop, taken_at: dict[str, Instant]
    ) -> Iterable[Hand]:
        groups: dict[tuple[bool, str], list[Handover]] = {}
        for handover in stop.handovers:
            whose = (handover.kind is TaskKind.DELIVERY, self._person(stop, handover))
            groups.setdefault(whose, []).append(handover)
        for (given, person), handovers in groups.items():
            yield Hand(
                verb=self.words("give" if given else "take"),
                total=self._total("give_sum" if given else "take_sum", handovers),
                person=person,
                instructions=self._instructions(stop, handovers),
                goods=tuple(self._item(a_round, stop, h, taken_at) for h in handovers),
            )

    def _person(self, stop: RoundStop, handover: Handover) -> str:
        """Whom to ask for: at a shop its name is on the line already."""
        return unbroken_title(handover.recipient) if stop.kind == "door" else ""

    def _instructions(self, stop: RoundStop, handovers: Sequence[Handover]) -> tuple[str, ...]:
        if stop.kind != "door":
            return ()
        return tuple(dict.fromkeys(h.instructions for h in handovers if h.instructions))

    def _total(self, key: str, handovers: Sequence[Handover]) -> str:
        """How many parcels; empty when the only order says it."""
        if len(handovers) == 1:
            return ""
        parcels = self.words("parcels", sum(h.load.parcels for h in handovers))
        shops = len({h.shop for h in handovers})
        if shops > 1:
            parcels = self.words(
                "parcels_of_shops", parcels=parcels, shops=self.words("shops_counted", shops)
            )
        return self.words(key, sum=parcels)

    def _item(
        self, a_round: Round, stop: RoundStop, handover: Handover, taken_at: dict[str, Instant]
    ) -> Item:
        what = [self.words("parcels", handover.load.parcels)] if handover.load.parcels else []
        if handover.load.grams >= HEAVY:
            what.append(typography.weight(handover.load.grams, self.language))
        return Item(
            order=handover.order,
            what=", ".join(what),
            other=handover.shop if stop.kind == "door" else unbroken_title(handover.recipient),
            cold=self._cold(handover, taken_at) if handover.cold else "",
            when=self._when(a_round, handover),
        )

    def _cold(self, handover: Handover, taken_at: dict[str, Instant]) -> str:
        longest = self.day.problem.shipment_by_id[handover.order].longest_on_board
        taken = taken_at.get(handover.order)
        if handover.kind is TaskKind.PICKUP or longest is None or taken is None:
            return self.words("cold")
        return self.words("cold_until", time=self._clock(taken + longest))

    def _when(self, a_round: Round, handover: Handover) -> str:
        """The window that holds: its end inside the round, its beginning when it is near."""
        window = next((w for w in handover.windows if handover.start in w), None)
        if window is None:
            return ""
        opens = window.start > max(a_round.start, handover.start - RECENT)
        closes = window.end < a_round.end
        if opens and closes:
            return self._span(window)
        if closes:
            return self.words("before", time=self._clock(window.end))
        return self.words("after", time=self._clock(window.start)) if opens else ""

    def _clock(self, seconds: Instant) -> str:
        return typography.clock(typography.instant(self.day.origin, seconds), self.language)

    def _span(self, window: Window) -> str:
        return typography.span(
            typography.instant(self.day.origin, window.start),
            typography.instant(self.day.origin, window.end),
            self.language,
        )


def _address(stop: RoundStop) -> str:
    return stop.label if stop.kind == "door" else stop.address


def heaviest(a_round: Round) -> Load:
    """The most on board after any handover, each dimension on its own."""
    on_board = Load()
    most = Load()
    for stop in a_round.stops:
        for handover in stop.handovers:
            taken = handover.kind is TaskKind.PICKUP
            on_board = on_board + handover.load if taken else on_board - handover.load
            most = Load(*map(max, most.amounts, on_board.amounts))
    return most


_TITLE = re.compile(r"\b(M\.|MM\.|Mme|Mmes|Mlle|Dr|Me|Mr|Mrs|Ms) (?=\w)")


def unbroken_title(name: str) -> str:
    """A person's name whose title stays on the line of the name.

    Examples
    --------
    >>> unbroken_title("Mme Petit") == f"Mme{typography.SPACE}Petit"
    True
    """
    return _TITLE.sub(rf"\1{typography.SPACE}", name)
