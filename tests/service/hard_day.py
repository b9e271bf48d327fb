"""A day on which the service is killed again and again: all who ask it, and what they were told.

Whoever is not answered asks again under the same key, as soon as somebody answers.
"""

import datetime as dt
import itertools
import json
import subprocess
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from tests.integration.command import CHALAND, environment
from tests.service.small_town import DOORS

ORDERED_FOR = dt.date(2026, 11, 30)
"""The Monday after the rounds that are ridden."""
MORNING = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
"""When the service begins, on the day of the rounds."""
LATER = dt.timedelta(minutes=3)
"""By so much each service is later than the one before: its leases and beats have run out."""

PATIENCE = 60
"""Seconds after which something hangs."""


@contextmanager
def serving(
    database_url: str, log: Path, moment: dt.datetime
) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A service with its worker at a moment: its URL as soon as it answers, and its process."""
    ahead = round((moment - dt.datetime.now(dt.UTC)).total_seconds())
    given = {
        "CHALAND_DATABASE_URL": database_url,
        "CHALAND_CLOCK_AHEAD": str(ahead),
        "CHALAND_WEBHOOK_TARGETS": "127.0.0.1",
    }
    with (
        log.open("a", encoding="utf-8") as errors,
        subprocess.Popen(
            [CHALAND, "serve", "--port", "0", "--json"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment(given),
        ) as process,
    ):
        assert process.stdout is not None
        said = ""
        while not said.endswith("}\n"):
            line = process.stdout.readline()
            assert line, log.read_text(encoding="utf-8")
            said += line
        try:
            yield json.loads(said)["url"], process
        finally:
            process.kill()


class Asker(ABC):
    """Somebody who asks until nobody answers, and remembers what they were not answered.

    Parameters
    ----------
    threads
        So many at once.
    """

    def __init__(self, key: str, threads: int = 1) -> None:
        self.key, self.threads = key, threads
        self.unanswered: list[str] = []
        self._numbers = itertools.count(1)

    @abstractmethod
    def ask(self, client: httpx.Client, name: str) -> None:
        """Ask for one thing, which has a name, and hold the answer to what it must be."""

    def go_on(self, url: str, stop: threading.Event) -> None:
        """Ask for one thing after the other."""
        with self._client(url) as client:
            while not stop.wait(0.01):
                self._ask(client, f"{type(self).__name__}-{next(self._numbers):06d}")

    def ask_again(self, url: str) -> None:
        """Ask once more for what nobody has answered."""
        waiting, self.unanswered = self.unanswered, []
        with self._client(url) as client:
            for name in waiting:
                self.ask(client, name)

    def _ask(self, client: httpx.Client, name: str) -> None:
        try:
            self.ask(client, name)
        except httpx.TransportError:
            self.unanswered.append(name)

    def _client(self, url: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.Client(base_url=url, headers=headers, timeout=PATIENCE)


class Shoppers(Asker):
    """A shop that orders: drafts, and the first slots that fit."""

    def __init__(self, key: str, shop: str) -> None:
        super().__init__(key, threads=3)
        self.shop = shop
        self.drafted: dict[str, str] = {}
        """Acknowledged orders: id by the reference that we gave."""
        self.accepted: set[str] = set()
        self._answered = threading.Condition()

    def ask(self, client: httpx.Client, name: str) -> None:
        """Draft an order, and accept a slot of it unless that was done already."""
        order = self._drafted(client, name)
        quote = client.post("/v1/quotes", json={"order": order})
        if quote.status_code == 409:  # accepted before the service could say so
            assert quote.json()["code"] == "order.not_now", quote.text
            return
        assert quote.status_code == 201, quote.text
        offers = quote.json()["offers"]
        fitting = [offer["slot"] for offer in offers if offer["price_cents"] is not None]
        if not fitting:
            return
        told = {"quote": quote.json()["id"], "slot": fitting[-1]}
        answer = client.post(f"/v1/orders/{order}/accept", json=told)
        assert answer.status_code in {200, 409}, answer.text
        if answer.status_code == 200:
            self.accepted.add(order)

    def wait_for(self, more: int) -> None:
        """Until so many more orders are acknowledged."""
        with self._answered:
            wanted = len(self.drafted) + more
            assert self._answered.wait_for(lambda: len(self.drafted) >= wanted, timeout=PATIENCE)

    def _drafted(self, client: httpx.Client, name: str) -> str:
        answer = client.post(
            "/v1/orders",
            headers={"Idempotency-Key": name},
            json={
                "shop": self.shop,
                "date": str(ORDERED_FOR),
                "reference": name,
                "recipient": {"name": "M. Petit"},
                "address": {"text": DOORS[int(name[-6:]) % len(DOORS)]},
                "parcels": [{"grams": 100, "litres": 1}],
            },
        )
        assert answer.status_code == 201, answer.text
        with self._answered:
            self.drafted[name] = answer.json()["id"]
            self._answered.notify_all()
        return self.drafted[name]


class Rider(Asker):
    """A courier who taps wrong, and takes it back: two events at a time."""

    def __init__(self, key: str, orders: Sequence[str]) -> None:
        super().__init__(key)
        self.orders = orders
        self.told: set[str] = set()
        """Acknowledged events."""

    def ask(self, client: httpx.Client, name: str) -> None:
        """Tell of a batch, which the service may know already."""
        number = int(name[-6:])
        at = (MORNING - dt.timedelta(hours=1) + number * dt.timedelta(milliseconds=20)).isoformat()
        deed = {"order": self.orders[number % len(self.orders)], "at": at}
        wrong, undone = f"{name}-wrong", f"{name}-undone"
        batch = [
            {**deed, "id": wrong, "kind": "nobody_there"},
            {**deed, "id": undone, "kind": "undone", "undoes": wrong},
        ]
        answer = client.post("/v1/events", json={"events": batch})
        assert answer.status_code == 200, answer.text
        outcomes = {one["outcome"] for one in answer.json()["answers"]}
        assert outcomes in ({"accepted"}, {"known"}), answer.text  # whole or not at all
        self.told |= {wrong, undone}


class Planner(Asker):
    """Who starts plans, and has more and more receivers told."""

    def __init__(self, key: str, receiver: str) -> None:
        super().__init__(key)
        self.receiver = receiver
        self.jobs: dict[str, str] = {}
        self.webhooks: dict[str, str] = {}
        """Acknowledged jobs and webhooks, by what we call them."""

    def ask(self, client: httpx.Client, name: str) -> None:
        """Ask for a plan, or for a webhook."""
        if name.startswith("plan"):
            answer = self._post(client, name, "/v1/plans", date=str(ORDERED_FOR), seconds=1)
            assert answer.status_code == 202, answer.text
            self.jobs[name] = answer.json()["id"]
        else:
            answer = self._post(client, name, "/v1/webhooks", url=self.receiver)
            assert answer.status_code == 201, answer.text
            self.webhooks[name] = answer.headers["Location"].rpartition("/")[2]

    def ask_for(self, url: str, name: str) -> None:
        """Ask for one thing, once."""
        with self._client(url) as client:
            self._ask(client, name)

    def _post(self, client: httpx.Client, name: str, path: str, **body: object) -> httpx.Response:
        return client.post(path, json=body, headers={"Idempotency-Key": name})


@contextmanager
def asking(url: str, *askers: Asker) -> Iterator[None]:
    """While all of them ask, whether they are answered or not."""
    stop = threading.Event()
    with ExitStack() as stack:
        for asker in askers:
            for _ in range(asker.threads):
                thread = threading.Thread(target=asker.go_on, args=(url, stop))
                thread.start()
                stack.callback(thread.join)
        stack.callback(stop.set)
        yield
