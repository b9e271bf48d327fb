"""An order as a shipment: tasks, windows, times at the counter and at the door."""

from routing.day.clock import DayClock
from routing.day.places import Placed
from routing.errors import InputError
from routing.formats.clock import MIDNIGHT, ClockSpan, clock_text
from routing.formats.fleet import StopTimes
from routing.formats.orders import OrderRow
from routing.model import Shipment, Task, Window

INSULATED = "insulated_box"


def shipment_of(
    row: OrderRow, shop: Placed, door: Placed, clock: DayClock, times: StopTimes
) -> Shipment:
    """The shipment of an order: from its shop to its door, or back.

    Raises
    ------
    InputError
        When the shop is closed whenever the order could be there.
    """
    require_open(row, shop, clock)
    parcels = row.load.parcels
    counter = times.shop_order + parcels * times.shop_parcel
    at_shop = Task(shop.place.id, (), counter)
    at_door = Task(door.place.id, _windows(row.slots, clock), parcels * times.door_parcel)
    first, last = (at_door, at_shop) if row.is_return else (at_shop, at_door)
    if row.ready_at is not None:
        ready = clock.instant(row.ready_at)
        first = Task(first.place, _from(ready, first.windows, clock), first.service)
    return Shipment(
        id=row.id,
        pickup=first,
        delivery=last,
        load=row.load,
        owner=shop.place.id.removeprefix("shop:"),
        needs=frozenset({INSULATED}) if row.cold else frozenset(),
        longest_on_board=None if row.longest_on_board is None else row.longest_on_board * 60,
        penalty=row.penalty,
    )


def require_open(row: OrderRow, shop: Placed, clock: DayClock) -> None:
    """Refuse an order that its shop's opening hours make impossible."""
    if shop.closed:
        raise InputError(
            "orders.shop_closed",
            line=row.line,
            column=row.written("shop"),
            shop=shop.details.label,
            date=row.date.isoformat(),
        )
    span = _at_shop(row)
    wanted = clock.window(span)
    opening = shop.place.opening
    if opening and not any(w.start <= wanted.end and w.end >= wanted.start for w in opening):
        raise InputError(
            "orders.shop_closed_then",
            line=row.line,
            column=_column_of_time(row),
            shop=shop.details.label,
            start=clock_text(span.start),
            end=clock_text(span.end),
        )


def _column_of_time(row: OrderRow) -> str:
    times = ("slot", "slot_end") if row.slots else ("ready_at",)
    return row.written(next((name for name in times if name in row.columns), times[0]))


def _at_shop(row: OrderRow) -> ClockSpan:
    """When the order can be at its shop at all, were the way there no time."""
    ready = row.ready_at or 0
    if row.is_return:
        return ClockSpan(max(ready, row.slots[0].start if row.slots else 0), MIDNIGHT)
    return ClockSpan(ready, row.slots[-1].end if row.slots else MIDNIGHT)


def _windows(slots: tuple[ClockSpan, ...], clock: DayClock) -> tuple[Window, ...]:
    return tuple(clock.window(slot) for slot in slots)


def _from(ready: int, windows: tuple[Window, ...], clock: DayClock) -> tuple[Window, ...]:
    """What is left of windows from an instant on."""
    day = windows or (Window(0, clock.end),)
    return tuple(Window(max(w.start, ready), w.end) for w in day if w.end >= ready)
