"""The service is killed under load: what was acknowledged is there then, and nothing twice."""

import datetime as dt
import random
import secrets
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import select

from api.domain.actor import Role
from api.domain.ids import Kind
from api.domain.order_state import OrderState
from api.domain.town import TownShift
from api.services import keys as key_service
from api.services import users as user_service
from api.services.keys import WantedKey
from api.services.users import WantedUser
from api.store import events, fleet, orders, pools, work
from api.store.database import Database
from api.store.orders import Sought
from api.store.schema import upgrade
from api.store.tables import events as event_rows
from api.store.work import Means
from tests.service.asking import ADMIN
from tests.service.small_town import DOORS, SmallTown, settle
from tests.service.test_cli_serve import serving

TOMORROW = dt.datetime.now(ZoneInfo("Europe/Monaco")).date() + dt.timedelta(days=1)
MEANS = Means(lambda: dt.datetime.now(dt.UTC), secrets.token_bytes)

CALLERS = 4


class Shoppers:
    """Shops that go on ordering whatever happens, and remember what they were told."""

    def __init__(self, small: SmallTown, key: str) -> None:
        self.small, self.key = small, key
        self.drafted: dict[str, str] = {}
        """Acknowledged orders: id by the reference that we gave."""
        self.accepted: set[str] = set()
        self.unanswered: list[str] = []
        self._number = 0
        self._lock = threading.Lock()
        self._answered = threading.Condition()

    @contextmanager
    def ordering(self, url: str) -> Iterator[None]:
        """While all of them order."""
        stop = threading.Event()
        threads = [threading.Thread(target=self._go_on, args=(url, stop)) for _ in range(CALLERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def wait_for(self, more: int) -> None:
        """Until so many more orders are acknowledged."""
        with self._answered:
            wanted = len(self.drafted) + more
            assert self._answered.wait_for(lambda: len(self.drafted) >= wanted, timeout=60)

    def ask_again(self, url: str) -> None:
        """Send once more what nobody has answered, under the same keys."""
        waiting, self.unanswered = self.unanswered, []
        with self._client(url) as client:
            for reference in waiting:
                self._draft(client, reference)

    def _go_on(self, url: str, stop: threading.Event) -> None:
        with self._client(url) as client:
            while not stop.is_set():
                reference = self._new()
                try:
                    self._promise(client, self._draft(client, reference))
                except httpx.TransportError:
                    if reference not in self.drafted:
                        self.unanswered.append(reference)
                    return

    def _client(self, url: str) -> httpx.Client:
        return httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {self.key}"}, timeout=30
        )

    def _new(self) -> str:
        with self._lock:
            self._number += 1
            return f"order {self._number}"

    def _draft(self, client: httpx.Client, reference: str) -> str:
        answer = client.post(
            "/v1/orders",
            headers={"Idempotency-Key": reference.replace(" ", "-")},
            json={
                "shop": self.small.shops[0].id,
                "date": TOMORROW.isoformat(),
                "reference": reference,
                "recipient": {"name": "M. Petit"},
                "address": {"text": DOORS[int(reference.split()[1]) % len(DOORS)]},
                "parcels": [{"grams": 100, "litres": 1}],
            },
        )
        assert answer.status_code == 201, answer.text
        with self._answered:
            self.drafted[reference] = answer.json()["id"]
            self._answered.notify_all()
        return self.drafted[reference]

    def _promise(self, client: httpx.Client, order: str) -> None:
        quote = client.post("/v1/quotes", json={"order": order}).json()
        fitting = [offer["slot"] for offer in quote["offers"] if offer["price_cents"] is not None]
        if not fitting:
            return
        told = {"quote": quote["id"], "slot": fitting[-1]}
        answer = client.post(f"/v1/orders/{order}/accept", json=told)
        assert answer.status_code in {200, 409}, answer.text
        if answer.status_code == 200:
            self.accepted.add(order)


def opened(folder: Path) -> tuple[Database, Shoppers]:
    """A town on a new database, with shifts for tomorrow."""
    database = Database.of_file(folder / "chaland.sqlite")
    upgrade(database)
    with work.writing(database, MEANS) as one:
        small = settle(one)
        for shift in small.shifts:
            midnight = dt.datetime.combine(TOMORROW, dt.time(), tzinfo=ZoneInfo("Europe/Monaco"))
            fleet.add_shift(
                one,
                TownShift(
                    one.new(Kind.SHIFT),
                    small.town.id,
                    shift.courier,
                    shift.vehicle,
                    TOMORROW,
                    starts=(midnight + dt.timedelta(hours=9)).astimezone(dt.UTC),
                    ends=(midnight + dt.timedelta(hours=20)).astimezone(dt.UTC),
                ),
            )
        wanted = WantedUser("shop", Role.SHOP, small.town.id, small.shops[0].id)
        user = user_service.add(one, ADMIN, wanted)
        key = key_service.add(one, ADMIN, WantedKey("till", user.id)).secret
    return database, Shoppers(small, key)


def killed_while_ordering(folder: Path, times: int) -> None:
    database, counter = opened(folder)
    dice = random.Random(times)  # noqa: S311
    for _ in range(times):
        with serving(folder, "--no-worker") as (said, process):
            counter.ask_again(said["url"])
            with counter.ordering(said["url"]):
                counter.wait_for(dice.randint(1, 12))
                process.kill()
    with serving(folder, "--no-worker") as (said, _):
        counter.ask_again(said["url"])
    with work.reading(database, MEANS) as one:
        found = orders.page(one, counter.small.planner, Sought(date=TOMORROW), None, 10_000)
        pool = pools.read(one, counter.small.town.id, TOMORROW)
        told = one.connection.execute(
            select(event_rows.c.order).where(event_rows.c.kind == "order.accepted")
        ).scalars()
        accepted_events = Counter(told)
        assert events.last_position(one, counter.small.town.id) > 0
    database.close()
    references = Counter(order.reference for order in found)
    assert len(counter.drafted) > times
    assert references == Counter(dict.fromkeys(counter.drafted, 1))
    assert {order.reference: order.id for order in found} == counter.drafted
    promised = {order.id for order in found if order.state is OrderState.ACCEPTED}
    assert counter.accepted <= promised
    assert promised == {order for tasks in pool.sequences.values() for order, _ in tasks}
    assert accepted_events == Counter(dict.fromkeys(promised, 1))
    numbers = [order.number for order in found if order.number is not None]
    assert sorted(numbers) == list(range(1, len(promised) + 1))


def test_what_was_acknowledged_survives_five_kills(tmp_path: Path) -> None:
    killed_while_ordering(tmp_path, 5)


@pytest.mark.long
def test_what_was_acknowledged_survives_fifty_kills(tmp_path: Path) -> None:
    killed_while_ordering(tmp_path, 50)
