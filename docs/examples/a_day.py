"""A whole day of a town, through HTTP only: three shops, forty orders, two couriers.

    python docs/examples/a_day.py

It starts a service of its own on a free port, with a database in a folder that is gone afterwards,
and needs nothing but the installed package. It ends with a JSON document of what has happened.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from data.demand.orders import demand
from routing.formats.orders import OrderRow, write_orders
from routing.town.pack import load_town

Document = dict[str, Any]

CHALAND = (sys.executable, "-c", "from chaland.main import run; run()")
PACK = Path(str(files("data"))) / "towns" / "monaco.town"
ZONE = ZoneInfo("Europe/Monaco")
BY_API, BY_FILE = 28, 12

SETTINGS = """
planning_seconds = 3
[[slots]]
name = "morning"
start = "09:30"
end = "12:30"
cut_off = "08:00"
[[slots]]
name = "afternoon"
start = "14:00"
end = "17:00"
cut_off = "12:00"
[[slots]]
name = "evening"
start = "17:00"
end = "20:00"
cut_off = "15:00"
"""

SHOPS = {
    "Le Cageotin": "7.4189,43.7331",
    "Librairie du Port": "7.4246,43.7376",
    "Fleurs des Moulins": "7.4287,43.7401",
}
COURIERS = ("Inès", "Malo", "Noé")


class Caller:
    """Somebody who asks the service with a key."""

    def __init__(self, url: str, key: str) -> None:
        self._client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"}
        )

    def get(self, path: str, **params: str) -> Document:
        """What is answered to a GET."""
        return self._told(self._client.get(path, params=params))

    def post(self, path: str, body: object = None, **options: Any) -> Document:
        """What is answered to a POST, which may safely be sent twice."""
        headers = {"Idempotency-Key": str(uuid.uuid4()), **options.pop("headers", {})}
        return self._told(self._client.post(path, json=body, headers=headers, **options))

    def put(self, path: str, body: object, version: int) -> Document:
        """What is answered to a change of something that was of this version."""
        headers = {"If-Match": f'"{version}"'}
        return self._told(self._client.put(path, json=body, headers=headers))

    def send(self, path: str, file: bytes, **params: str) -> Document:
        """What is answered to a file."""
        parts = {"file": ("orders.csv", file, "text/csv")}
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        shop = {"shop": params.pop("shop")}
        answer = self._client.post(path, params=shop, data=params, files=parts, headers=headers)
        return self._told(answer)

    def _told(self, answer: httpx.Response) -> Document:
        if answer.is_error:
            sys.exit(f"{answer.request.method} {answer.request.url.path}: {answer.text}")
        found = answer.json()
        assert isinstance(found, dict)
        return found


class Office:
    """Who sets the service up, on its own machine, by commands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def do(self, *command: str) -> Document:
        """Run a command, and read what it says."""
        told = subprocess.run(
            [*CHALAND, *command, "--data", str(self._folder), "--json"],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        found = json.loads(told)
        assert isinstance(found, dict)
        return found

    def key(self, login: str, role: str, of: str = "") -> str:
        """Let somebody in, by a key."""
        self.do("user", "add", login, "--role", role, *(("--of", of) if of else ()))
        return str(self.do("key", "add", login, "--name", "a day")["key"])

    @contextmanager
    def service(self, moment: dt.datetime) -> Iterator[str]:
        """The service, as long as it is wanted, and where it is; its clock begins at a moment."""
        command = [*CHALAND, "serve", "--port", "0", "--data", str(self._folder), "--json"]
        ahead = round((moment - dt.datetime.now(dt.UTC)).total_seconds())
        environment = {**os.environ, "CHALAND_CLOCK_AHEAD": str(ahead)}
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        ) as process:
            assert process.stdout is not None
            told = ""
            while not told.rstrip().endswith("}"):
                told += process.stdout.readline()
            try:
                yield str(json.loads(told)["url"])
            finally:
                process.terminate()


def main() -> None:
    """Live the day, and tell of it."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.do("upgrade")
        settings = Path(folder) / "settings.toml"
        settings.write_text(SETTINGS, encoding="utf-8")
        office.do("town", "add", "Monaco", str(PACK), "--settings", str(settings))
        shops = {
            name: office.do("shop", "add", name, "--at", at)["id"] for name, at in SHOPS.items()
        }
        couriers = {name: office.do("courier", "add", name)["id"] for name in COURIERS}
        keys = {
            "planner": office.key("planner", "planner"),
            **{shop: office.key(shop, "shop", shop) for shop in shops.values()},
            **{rider: office.key(rider, "courier", rider) for rider in couriers.values()},
        }
        day = Day(list(shops.values()), list(couriers.values()))
        with office.service(day.at("06:30")) as url:
            morning = day.begin({who: Caller(url, key) for who, key in keys.items()})
        with office.service(day.at("21:30")) as url:
            evening = day.end({who: Caller(url, key) for who, key in keys.items()})
        print(json.dumps({**morning, **evening}, indent=1, ensure_ascii=False))


class Day:
    """Tomorrow."""

    callers: Mapping[str, Caller]
    planner: Caller

    def __init__(self, shops: list[str], couriers: list[str]) -> None:
        self.shops, self.couriers = shops, couriers
        self.date = dt.datetime.now(ZONE).date() + dt.timedelta(days=1)
        self.rows = self._invented()
        self.rounds: list[str] = []

    def at(self, clock: str) -> dt.datetime:
        """A time of the day."""
        return dt.datetime.combine(self.date, dt.time.fromisoformat(clock), tzinfo=ZONE)

    def begin(self, callers: Mapping[str, Caller]) -> Document:
        """From the first order to the rounds, and one order that comes late."""
        self.callers, self.planner = callers, callers["planner"]
        self._put_on_duty(self.couriers[:2], "09:00", "20:30")
        by_api = [self._ordered(row, n) for n, row in enumerate(self.rows[:BY_API])]
        by_file = self._imported(self.rows[BY_API:])
        self.rounds = self._planned()
        return {
            "date": str(self.date),
            "ordered by API": len(by_api),
            "promised by API": sum(state == "accepted" for state in by_api),
            "imported": {name: by_file[name] for name in ("accepted", "drafts", "refused")},
            "rounds": len(self.rounds),
            "late order": self._late_order(),
        }

    def end(self, callers: Mapping[str, Caller]) -> Document:
        """The rounds as they were ridden, and what the day comes to."""
        self.callers, self.planner = callers, callers["planner"]
        rounds = [self.planner.get(f"/v1/rounds/{name}") for name in self.rounds]
        told = self._ridden(rounds)
        pool = self.planner.get(f"/v1/pools/{self.date}")
        states = Counter(order["state"] for order in self._all_orders())
        return {
            **told,
            "orders by state": dict(sorted(states.items())),
            "collected at doors, cents": sum(one["cents"] for one in pool["collected"]),
        }

    def _invented(self) -> tuple[OrderRow, ...]:
        """Orders as a town's shops have them, for real doors."""
        count = BY_API + BY_FILE
        drawn = demand(load_town(PACK), seed=3, date=self.date, orders=count, shops=3)
        return drawn.rows

    def _put_on_duty(self, couriers: list[str], start: str, end: str) -> None:
        for courier in couriers:
            vehicle = self.planner.post(
                "/v1/vehicles",
                {
                    "name": f"Bike of {courier[-4:]}",
                    "profile": "cargo_bike",
                    "grams": 120_000,
                    "litres": 800,
                    "per_hour_cents": 2_600,
                    "per_km_cents": 5,
                    "equipment": ["insulated_box"],
                },
            )
            shift = {"courier": courier, "vehicle": vehicle["id"], "date": str(self.date)}
            self.planner.post("/v1/shifts", {**shift, "start": start, "end": end})

    def _ordered(self, row: OrderRow, number: int) -> str:
        """One order by the API: drafted, quoted, and the first slot that fits accepted."""
        shop = self.shops[number % len(self.shops)]
        caller = self.callers[shop]
        order = caller.post(
            "/v1/orders",
            {
                "shop": shop,
                "date": str(self.date),
                "recipient": {"name": row.recipient},
                "address": {"text": row.address},
                "instructions": row.instructions,
                "parcels": [{"grams": 2_000, "litres": 10, "cold": row.cold}] * row.load.parcels,
                "amount_due_cents": 1_500 if number % 9 == 0 else None,
            },
        )
        if order["door"] is None and order["candidates"]:  # a person would choose
            order = self._chosen(caller, order)
        quote = caller.post("/v1/quotes", {"order": order["id"]})
        fitting = [offer["slot"] for offer in quote["offers"] if offer["price_cents"] is not None]
        if not fitting:
            return str(order["state"])
        wanted = {"quote": quote["id"], "slot": fitting[number % len(fitting)]}
        return str(caller.post(f"/v1/orders/{order['id']}/accept", wanted)["state"])

    def _chosen(self, caller: Caller, order: Document) -> Document:
        """The pin of the likeliest candidate, as a person would drop it."""
        likeliest = order["candidates"][0]
        choice = {"text": likeliest["label"], "pin": likeliest["position"]}
        return caller.put(f"/v1/orders/{order['id']}/address", choice, order["version"])

    def _imported(self, rows: tuple[OrderRow, ...]) -> Document:
        """The other orders from one shop's file: looked at first, then for good."""
        shop = self.shops[0]
        own = {"shop": next(iter(SHOPS)), "shop_name": "", "slots": (), "ready_at": None}
        file = write_orders([replace(row, **own) for row in rows]).encode()
        self.callers[shop].send("/v1/orders/import", file, shop=shop, dry_run="true")
        return self.callers[shop].send("/v1/orders/import", file, shop=shop)

    def _planned(self) -> list[str]:
        """A plan of all that is promised, published: its rounds."""
        job = self.planner.post("/v1/plans", {"date": str(self.date)})
        while job["state"] in {"queued", "running"}:
            time.sleep(0.2)
            job = self.planner.get(f"/v1/jobs/{job['id']}")
        if job["state"] != "done":
            sys.exit(f"The plan was not made: {job}")
        plan = self.planner.get(f"/v1/plans/{job['plan']}")
        match = {"If-Match": f'"{plan["version"]}"'}
        published = self.planner.post(f"/v1/plans/{plan['id']}/publish", headers=match)
        return [str(one["id"]) for one in published["rounds"]]

    def _ridden(self, rounds: list[Document]) -> Document:
        """Every handover told by its courier; one door stays shut, one tap was wrong."""
        told, failed, undone = 0, "", ""
        for one in rounds:
            courier = self.callers[one["courier"]]
            for stop in one["stops"]:
                for handover in stop["handovers"]:
                    is_pickup = handover["kind"] == "pickup"
                    kind = "collected" if is_pickup else "delivered"
                    at = stop["planned"]["departure"]
                    if not is_pickup and not failed:
                        failed, kind = handover["order"], "nobody_there"
                    elif not is_pickup and not undone:
                        undone = self._tap(courier, handover["order"], "nobody_there", at)
                        self._tap(courier, handover["order"], "undone", at, undone)
                        told += 2
                    self._tap(courier, handover["order"], kind, at)
                    told += 1
            if failed in {order for stop in one["stops"] for order in _orders(stop)}:
                self._tap(courier, failed, "brought_back", one["ends"])
                told += 1
        return {
            "events": told,
            "not at home": 1 if failed else 0,
            "taps undone": 1 if undone else 0,
        }

    def _tap(
        self, courier: Caller, order: str, kind: str, at: str, undoes: str | None = None
    ) -> str:
        """Tell of one deed at a time, and give its id."""
        name = str(uuid.uuid4())
        deed = {"id": name, "order": order, "kind": kind, "at": at}
        batch = {"events": [{**deed, "undoes": undoes} if undoes else deed]}
        (answer,) = courier.post("/v1/events", batch)["answers"]
        if answer["outcome"] != "accepted":
            sys.exit(f"{kind} was refused: {answer}")
        return name

    def _late_order(self) -> str:
        """One more order when the rounds are settled: somebody else comes on duty for it."""
        late = replace(self.rows[0], recipient="Mme Tardive")
        self._put_on_duty(self.couriers[2:], "15:30", "20:30")
        return self._ordered(late, 1)

    def _all_orders(self) -> list[Document]:
        """All orders of the day, page by page."""
        found: list[Document] = []
        page: Document = {"next": ""}
        while page["next"] is not None:
            cursor = {"cursor": page["next"]} if page["next"] else {}
            page = self.planner.get("/v1/orders", date=str(self.date), **cursor)
            found += page["orders"]
        return found


def _orders(stop: Document) -> list[str]:
    return [handover["order"] for handover in stop["handovers"]]


if __name__ == "__main__":
    main()
