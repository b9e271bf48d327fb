"""A pool as a problem: what was promised, who works, what is under way, and the ways between.

Everything in it is an id or a number. Published rounds are commitments in it; what is done is no
part of it any more.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from api.domain.order import Order
from api.domain.order_state import OrderState
from api.domain.pool import Pool, Sequence
from api.domain.round import Seconds
from api.domain.town import ServedTown, TownShift
from api.services.closing import Closings
from api.services.days import heard_from
from api.services.moments import Ground, Moment, moment
from api.services.problem_parts import (
    HUB,
    door_place,
    shipment_of,
    shop_place,
    vehicle_of,
    ways_between,
)
from api.services.riding import Riding, riding_on
from api.services.town_packs import TownPacks
from api.store import deeds, fleet, orders, people, shops
from api.store.work import Work
from routing.day.clock import DayClock
from routing.day.streets import Streets
from routing.formats.fleet import StopTimes
from routing.model import Place, Plan, Problem, Route
from routing.model.units import CostUnits
from routing.solve.sequence import Sequences
from routing.town.town import Town


@dataclass(frozen=True)
class PoolDay:
    """A pool with its problem: all that is still to be done of it.

    Parameters
    ----------
    streets
        By profile: the ways between the places, in the order of the problem's.
    ground
        Of which its problem is made, at this instant or a later one.
    now
        The pool at `ground.first`.
    heard
        The position in the log of the last that was told of the rounds.
    """

    served_town: ServedTown
    town: Town
    pool: Pool
    clock: DayClock
    times: StopTimes
    streets: Mapping[str, Streets]
    shifts: tuple[TownShift, ...]
    ground: Ground
    now: Moment
    heard: int

    @property
    def problem(self) -> Problem:
        """Shipments by order id, shifts by shift id, places: the hub, shops and doors by ids.

        Of a round it has what is open, committed to its courier, and where that one is.
        """
        return self.now.problem

    @property
    def sequences(self) -> Mapping[str, Sequence]:
        """The pool's, as far as they are still to be done: the proof that all promises fit."""
        return self.now.sequences

    @property
    def riding(self) -> Mapping[str, Riding]:
        """Couriers with a round, by their shifts."""
        return self.ground.riding

    @property
    def has_begun(self) -> bool:
        """Whether it changes while time passes: somebody is on duty, or has a round."""
        return bool(self.riding) or any(
            self.clock.after(shift.starts) < self.ground.first for shift in self.shifts
        )

    @property
    def spent(self) -> CostUnits:
        """What the rounds have cost so far."""
        return sum(
            one.spent(one.round.costs, self.now.standings[shift])
            for shift, one in self.riding.items()
        )

    def at(self, instant: Seconds) -> Moment:
        """The pool at a later instant."""
        return moment(self.ground, self.pool.sequences, instant)

    def rest_of(self, sequences: Sequences) -> dict[str, Sequence]:
        """What of some sequences is still to be done."""
        return self.ground.rest_of(sequences, self.now.standings)

    def orders_only(self, plan: Plan) -> Plan:
        """A plan without what stands for where couriers are: as it is kept."""
        return replace(plan, routes=tuple(map(self._orders_only, plan.routes)))

    def _orders_only(self, route: Route) -> Route:
        visits = (
            replace(
                visit,
                services=tuple(
                    one for one in visit.services if one.shipment not in self.ground.marks
                ),
            )
            for visit in route.visits
        )
        return replace(
            route, visits=tuple(visit for visit in visits if visit.services or visit.reload)
        )


def pool_day(
    work: Work, served: ServedTown, pool: Pool, packs: TownPacks, *, ahead: Seconds = 0
) -> PoolDay:
    """The problem of a pool, as it stands at this work's instant.

    Parameters
    ----------
    pool
        As this work has read it, locked by whoever decides by it.
    ahead
        Nothing that is open begins sooner than so much later.

    Raises
    ------
    ModelErrors
        When what is stored contradicts itself.
    """
    town = packs.of(work, served.pack).town
    clock = DayClock(pool.date, served.zone)
    times = pool.times or served.settings.times
    riding = riding_on(work, served.id, clock)
    promised = [
        order
        for order in orders.of_day(work, served.id, pool.date, {OrderState.ACCEPTED})
        if order.promised is not None
    ]
    carried = [order for one in riding.values() for order in one.orders.values()]
    vehicles = fleet.vehicles_by_id(work, served.id)
    shifts = tuple(fleet.shifts_on(work, served.id, pool.date))
    profiles = sorted({vehicles[shift.vehicle].profile for shift in shifts})
    places = _places(work, served, [*promised, *carried], times)
    streets, places = ways_between(town, profiles, places, clock)
    ground = Ground(
        name=f"{served.name} {pool.date}",
        places=tuple(places),
        matrices={profile: ways.matrix() for profile, ways in streets.items()},
        vehicles={shift.id: vehicle_of(shift, vehicles[shift.vehicle], clock) for shift in shifts},
        promised=_heard(served, promised, clock),
        riding=riding,
        shipment=lambda order: shipment_of(order, clock, times),
        first=clock.after(work.now) + ahead,
    )
    return PoolDay(
        served_town=served,
        town=town,
        pool=pool,
        clock=clock,
        times=times,
        streets=streets,
        shifts=shifts,
        ground=ground,
        now=moment(ground, pool.sequences, ground.first),
        heard=deeds.heard(work, [one.round.id for one in riding.values()]),
    )


def _heard(
    served: ServedTown, promised: Collection[Order], clock: DayClock
) -> dict[str, tuple[Order, Seconds]]:
    """Each order with when it is known to whoever rides it."""
    closings = Closings(served, clock.date)
    return {
        order.id: (order, clock.after(heard_from(served, closings.of(order)))) for order in promised
    }


def _places(
    work: Work, served: ServedTown, carried: Collection[Order], times: StopTimes
) -> list[Place]:
    """The hub, then all shops, then the doors of what is carried.

    A door that was forgotten on the day is behind its courier; the hub stands for it.
    """
    hub = served.settings.hub
    members = shops.of_town_by_id(work, served.id)
    doors = people.doors_by_id(work, {order.door for order in carried if order.door})
    positions = {door.id: door.position or hub for door in doors.values()}
    return [
        Place(HUB, hub),
        *(shop_place(members[shop], times) for shop in sorted(members)),
        *(door_place(door, positions[door], times) for door in sorted(positions)),
    ]
