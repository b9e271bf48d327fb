"""Orders out of a file: each line on its own, by the same acceptance as all others.

A line that is wrong keeps no other from its promise. A dry run does all that the import would do,
and then takes it back: what it tells is what would have been promised.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from api.domain.actor import Actor, Scope
from api.domain.order import MOST_PARCELS, Order, Parcel
from api.domain.order_import import (
    ImportedLine,
    Likeness,
    OrderImport,
    Outcome,
    likeness,
    offers_asked,
)
from api.domain.order_state import OrderState
from api.domain.slots import instant
from api.domain.town import MemberShop, ServedTown
from api.services import ordering, quoting
from api.services.addressing import Address
from api.services.live_pools import LivePools
from api.services.ordering import Drafted, OrderDraft
from api.store import events, orders, people, pools, shops, towns
from api.store.orders import Sought
from api.store.trial import Trial, trying
from api.store.work import Work
from routing.errors import InputError, InputErrors
from routing.formats.order_columns import COLUMNS, plain
from routing.formats.orders import OrderRow, OrdersFile, parse_orders

MOST_LINES = 300
"""Of one file: all its promises are made in one transaction."""

MOST_LINES_READ = 10 * MOST_LINES
"""Broken ones, empty ones and those of long cells too: they are read while others wait."""

LONGEST = {"recipient": 120, "address": 200, "instructions": 500}

_UNKNOWN_COLUMN = "orders.unknown_column"

_OF_THE_FILE = frozenset(
    {
        "orders.empty_file",
        "orders.no_header",
        "orders.missing_column",
        "orders.column_twice",
        "orders.no_orders",
    }
)
"""Errors with which no line can be read."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file, and how it is to be taken.

    Parameters
    ----------
    data
        As it was saved, in any of the encodings of `routing.formats.csv_text`.
    columns
        How it calls some of our columns, by our name; None: as the shop's last file did.
    keep_alike
        Whether an order is made though the shop has one like it on that date, with another
        reference.
    """

    data: bytes
    columns: Mapping[str, str] | None = None
    dry_run: bool = False
    keep_alike: bool = False


def import_orders(
    work: Work, actor: Actor, shop_id: str, upload: Upload, live_pools: LivePools
) -> OrderImport:
    """Make the orders of a shop's file.

    Columns that were named are remembered for the shop's next file.

    Raises
    ------
    MissingError
        When the shop is not the actor's.
    InputError
        When nothing of the file can be read; what is wrong with single lines is told with them.
    """
    actor.require(Scope.WRITE_ORDERS)
    actor.require(Scope.QUOTE)
    shop = shops.find(work, actor, shop_id)
    columns = _columns(shop, upload)
    _require_few(max(upload.data.count(b"\n"), upload.data.count(b"\r")), MOST_LINES_READ)
    file = parse_orders(upload.data, columns=columns, shop=shop.name)
    ignored = _ignored(file)
    _require_few(len(file.rows), MOST_LINES)
    with trying(work) as trial:
        lines = list(_Import(trial.work, actor, shop, upload, live_pools).lines(file.rows))
        if upload.dry_run:
            trial.take_back()
    if not upload.dry_run and columns != dict(shop.settings.csv_columns):
        settings = replace(shop.settings, csv_columns=columns)
        shops.change(work, replace(shop, settings=settings))
    lines += _refused(file)
    lines.sort(key=lambda line: line.line)
    return OrderImport(tuple(lines), upload.dry_run, ignored)


def _require_few(lines: int, most: int) -> None:
    if lines > most:
        raise InputError("import.many_lines", found=lines, most=most)


class _Import:
    """One file's lines.

    What its promises make of the live plan is kept apart, in pools of its own, until the
    transaction stands; then the others build theirs anew from what is stored.
    """

    def __init__(
        self, work: Work, actor: Actor, shop: MemberShop, upload: Upload, live_pools: LivePools
    ) -> None:
        self.work, self.actor, self.shop, self.upload = work, actor, shop, upload
        self.served: ServedTown = towns.find(work, actor, shop.town)
        self.zone = ZoneInfo(self.served.zone)
        self.live_pools = LivePools(live_pools.packs)
        self.by_reference: dict[str, Order] = {}
        self.by_likeness: dict[Likeness, Order] = {}

    def lines(self, rows: tuple[OrderRow, ...]) -> Iterator[ImportedLine]:
        """What becomes of each line."""
        for date in sorted({row.date for row in rows}):
            pools.lock(self.work, self.served.id, date)  # all of them before the log
            for order in self._known(date):
                self._remember(order)
        for row in rows:
            yield self._line(row)

    def _known(self, date: dt.date) -> Iterator[Order]:
        sought, after = Sought(date=date, shop=self.shop.id), None
        while page := orders.page(self.work, self.actor, sought, after, MOST_LINES):
            yield from (order for order in page if order.state is not OrderState.CANCELLED)
            after = page[-1].id

    def _remember(self, order: Order) -> None:
        """Know an order again: the first of several that are alike."""
        self.by_likeness.setdefault(self._likeness(order), order)
        if order.reference:
            self.by_reference.setdefault(order.reference, order)

    def _likeness(self, order: Order) -> Likeness:
        name = "" if order.recipient is None else people.recipient(self.work, order.recipient).name
        door = None if order.door is None else people.find_door(self.work, order.door)
        return likeness(order, name, door, people.note_of(self.work, order.id).address)

    def _line(self, row: OrderRow) -> ImportedLine:
        told = ImportedLine(row.line, Outcome.REFUSED, row.id)
        errors = tuple(self._errors(row))
        if errors:
            return replace(told, errors=errors)
        known = self.by_reference.get(row.id)
        if known is not None:
            return replace(told, outcome=Outcome.DUPLICATE, order=known)
        try:
            with trying(self.work) as trial:
                made = self._made(trial, row, told)
        except InputError as error:
            return replace(told, errors=(error,))
        if made.outcome is not Outcome.DUPLICATE and made.order is not None:
            self._remember(made.order)
        return made

    def _made(self, trial: Trial, row: OrderRow, told: ImportedLine) -> ImportedLine:
        """A draft of the line and, where one of its slots fits, the promise."""
        drafted = ordering.draft(trial.work, self.actor, self._draft(row), self.live_pools)
        alike = self.by_likeness.get(self._likeness(drafted.order))
        if alike is not None and not self.upload.keep_alike:
            trial.take_back()
            return replace(told, outcome=Outcome.DUPLICATE, order=alike)
        return self._promised(trial.work, row, drafted, told)

    def _promised(
        self, work: Work, row: OrderRow, drafted: Drafted, told: ImportedLine
    ) -> ImportedLine:
        order, live_pools = drafted.order, self.live_pools
        left = replace(told, outcome=Outcome.DRAFT, order=order, candidates=drafted.candidates)
        if order.door is not None:
            quote = quoting.quote(work, self.actor, order, live_pools)
            midnight = dt.datetime.combine(order.date, dt.time(), tzinfo=self.zone)
            for offer in offers_asked(quote.offers, row.slots, midnight):
                promise = quoting.accept(work, self.actor, order, quote.id, offer.slot, live_pools)
                if promise.fresh is None:
                    return replace(left, outcome=Outcome.ACCEPTED, order=promise.order)
                quote = promise.fresh or quote
            left = replace(left, offers=tuple(offer for offer in quote.offers if offer.fits))
        events.append(
            work,
            "order.left_draft",
            town=order.town,
            actor=self.actor,
            date=order.date,
            order=order.id,
        )
        return left

    def _draft(self, row: OrderRow) -> OrderDraft:
        ready_at = None
        if row.ready_at is not None:
            ready_at = instant(row.date, row.ready_at, self.zone)
        return OrderDraft(
            shop=self.shop.id,
            date=row.date,
            parcels=tuple(_parcels(row)),
            address=Address(text=row.address, pin=row.pin),
            name=row.recipient,
            instructions=row.instructions,
            is_return=row.is_return,
            reference=row.id,
            ready_at=ready_at,
        )

    def _errors(self, row: OrderRow) -> Iterator[InputError]:
        """What the service asks of a line beyond what planning a file does."""
        if plain(row.shop) not in {plain(self.shop.name), plain(self.shop.id)}:
            yield _error("import.other_shop", row, "shop")
        if not row.recipient:
            yield _error("orders.empty_cell", row, "recipient")
        for column, most in LONGEST.items():
            if len(getattr(row, column)) > most:
                yield _error("orders.too_long", row, column, most=most)
        if row.load.parcels > MOST_PARCELS:
            yield _error("import.many_parcels", row, "parcels", most=MOST_PARCELS)
        if row.longest_on_board is not None:
            yield _error("import.not_here", row, "max_minutes_on_board")
        if row.penalty is not None:
            yield _error("import.not_here", row, "penalty_eur")


def _columns(shop: MemberShop, upload: Upload) -> dict[str, str]:
    """How the file calls our columns."""
    if upload.columns is None:
        return dict(shop.settings.csv_columns)
    for column in upload.columns:
        if column not in COLUMNS:
            raise InputError("import.no_such_column", known=", ".join(COLUMNS))
    return dict(upload.columns)


def _ignored(file: OrdersFile) -> tuple[str, ...]:
    """Columns that nobody knows.

    Raises
    ------
    InputErrors
        When no line can be read.
    """
    of_file = [error for error in file.errors if error.code in _OF_THE_FILE]
    if of_file:
        raise InputErrors(of_file)
    unknown = (error for error in file.errors if error.code == _UNKNOWN_COLUMN)
    return tuple(str(error.values["column"]) for error in unknown)


def _refused(file: OrdersFile) -> list[ImportedLine]:
    """The lines that could not be understood, with all that is wrong with each."""
    references = {row.line: row.id for row in file.spoilt}
    wrong: dict[int, list[InputError]] = {}
    for error in file.errors:
        if error.code != _UNKNOWN_COLUMN:
            wrong.setdefault(int(error.values["line"]), []).append(error)
    return [
        ImportedLine(line, Outcome.REFUSED, references.get(line, ""), errors=tuple(errors))
        for line, errors in wrong.items()
    ]


def _parcels(row: OrderRow) -> Iterator[Parcel]:
    """The load of a line, divided among its parcels as evenly as whole numbers allow."""
    grams, litres, parcels = row.load.amounts
    for number in range(parcels):
        yield Parcel(_part(grams, parcels, number), _part(litres, parcels, number), cold=row.cold)


def _part(whole: int, parts: int, number: int) -> int:
    return whole * (number + 1) // parts - whole * number // parts


def _error(code: str, row: OrderRow, column: str, **values: int) -> InputError:
    return InputError(code, line=row.line, column=row.written(column), **values)
