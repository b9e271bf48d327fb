"""Days as they come: couriers who are late, early, out of order or silent, and orders all day.

Whatever happens, the pool can be built from what is stored, all that is promised is in it once, and
neither a promise nor a plan makes anything later than it is already.
"""

import datetime as dt
from contextlib import suppress
from random import Random

import pytest

from api.domain.errors import RefusedError
from api.domain.event import Deed, Event
from api.domain.ids import Kind
from api.domain.job import JobState
from api.domain.order_state import PROMISED, OrderState
from api.domain.progress import progress
from api.domain.round import Round, cost_again
from api.services import following, ordering, quoting, telling
from api.services.telling import ToldDeed
from api.store import deeds, rounds
from api.store.database import Database
from api.store.work import Means
from routing.model import Stage, TaskKind
from routing.solve.quote import LivePlan
from tests.service.planning_desk import MORNING_CLOSES, Desk
from tests.service.small_town import DATE, told

OVER = frozenset({OrderState.DELIVERED, OrderState.FAILED, OrderState.RETURNED})


class RandomDay:
    """A day on which everything happens by chance."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.draw = desk, Random(seed)  # noqa: S311

    def live(self) -> None:
        """From the morning orders until nobody tells of anything any more."""
        for number in range(4):
            self.desk.promised("morning", shop=number % 3, door=number)
        self.desk.now = MORNING_CLOSES
        self.close()
        self.desk.now = dt.datetime(2026, 11, 27, 8, 15, tzinfo=dt.UTC)
        while self.desk.now < dt.datetime(2026, 11, 27, 19, 30, tzinfo=dt.UTC):
            self.desk.now += dt.timedelta(minutes=self.draw.randint(1, 25))
            self.close()
            self.draw.choice([self.order, self.order, self.tap, self.tap, self.tap, self.plan])()
            self.require_whole()
        while self.tap():
            pass

    def close(self) -> None:
        """What the worker does."""
        late = self.late()
        for job in self.desk.close_slots():
            assert self.desk.do(job).state is JobState.DONE
        assert self.require_whole() <= late

    def order(self) -> None:
        """Somebody asks for a slot, and takes one that fits."""
        desk, shop = self.desk, self.draw.randrange(3)
        keeper = desk.small.keeper(shop)
        with desk.work() as work:
            draft = told(desk.small.shops[shop], self.draw.randrange(4))
            order = ordering.draft(work, keeper, draft, desk.live).order
        with desk.work() as work:
            quote = quoting.quote(work, keeper, order, desk.live)
        fitting = [offer.slot for offer in quote.offers if offer.fits]
        if fitting:
            slot, late = self.draw.choice(fitting), self.late()
            with desk.work() as work:
                promise = quoting.accept(work, keeper, order, quote.id, slot, desk.live)
            assert promise.order.state is OrderState.ACCEPTED
            assert self.late() <= late

    def plan(self) -> None:
        """The planner looks for something better, and publishes it."""
        plan = self.desk.planned()
        if self.draw.random() < 0.5:
            self.desk.now += dt.timedelta(minutes=self.draw.randint(0, 5))
            late = self.late()
            with suppress(RefusedError):  # it held when it was made; couriers have gone on
                self.desk.publish(plan)
            assert self.late() <= late

    def tap(self) -> bool:
        """A courier tells of what was next, or of something else."""
        found = [one for one in self.rounds() if self.open_in(one)]
        if not found:
            return False
        a_round = self.draw.choice(found)
        waiting = self.open_in(a_round)
        order, kind = waiting[0] if self.draw.random() < 0.8 else self.draw.choice(waiting)
        deed = Deed.COLLECTED if kind is TaskKind.PICKUP else Deed.DELIVERED
        if self.draw.random() < 0.1:
            deed = Deed.NOT_READY if kind is TaskKind.PICKUP else Deed.NOBODY_THERE
        name = self.tell(a_round, order, deed)
        if self.draw.random() < 0.1:
            self.tell(a_round, order, Deed.UNDONE, name)
        return True

    def tell(self, a_round: Round, order: str, deed: Deed, undoes: str = "") -> str:
        desk = self.desk
        rider = [one.id for one in desk.small.couriers].index(a_round.courier)
        with desk.work() as work:
            name = f"tap-{work.new(Kind.EVENT)}"
            event = ToldDeed(Event(name, order, deed, work.now, undoes))
            heard = telling.tell(work, desk.small.rider(rider), [event])
        assert heard.answers[0].outcome == "accepted"
        return name

    def rounds(self) -> list[Round]:
        with self.desk.work() as work:
            return rounds.on_date(work, self.desk.small.planner, DATE)

    def open_in(self, a_round: Round) -> list[tuple[str, TaskKind]]:
        with self.desk.work() as work:
            events = deeds.of_rounds(work, [a_round.id]).get(a_round.id, [])
        done = progress(a_round, events)
        return [(one.handover.order, one.handover.kind) for one in done.open]

    def late(self) -> int:
        return self.desk.day().now.late

    def require_whole(self) -> int:
        """Everything promised is in the pool once, and can be ridden; says how late it is."""
        day = self.desk.day()
        LivePlan.from_sequences(day.problem, day.sequences)
        tasks = [task for some in day.sequences.values() for task in some]
        assert len(tasks) == len(set(tasks))
        waiting = {one.id for one in self.desk.orders().values() if one.state in PROMISED}
        assert {one.id for one in day.problem.shipments} - day.ground.marks == waiting
        for shipment in day.problem.shipments:
            aboard = shipment.commitment and shipment.commitment.stage is Stage.ON_BOARD
            assert ((shipment.id, TaskKind.PICKUP) in tasks) != bool(aboard)
            assert (shipment.id, TaskKind.DELIVERY) in tasks
        with self.desk.work() as work:
            for a_round in rounds.on_date(work, self.desk.small.planner, DATE):
                view = following.find(work, self.desk.small.planner, a_round.id)
                shown = [(one.order, one.kind) for stop in view.stops for one in stop.handovers]
                whole = {(order, kind) for order in a_round.orders for kind in TaskKind}
                assert len(shown) == len(whole)
                assert set(shown) == whole
                assert cost_again(a_round) == a_round.cost
        return day.now.late


@pytest.mark.parametrize(
    "seed",
    [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 20))],
)
def test_whatever_happens_all_that_is_promised_is_kept(
    database: Database, means: Means, seed: int
) -> None:
    day = RandomDay(Desk(database, means, couriers=1 + seed % 2), seed)
    day.live()
    ended = day.desk.orders().values()
    assert {one.state for one in ended if one.number is not None} <= OVER
    in_rounds = [order for one in day.rounds() for order in one.orders]
    assert sorted(in_rounds) == sorted(one.id for one in ended if one.number is not None)
