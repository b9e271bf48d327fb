"""The round of `street_day`, asked about over HTTP by everybody whom it concerns, and by others."""

import asyncio
import datetime as dt
import json
import random
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from starlette.types import Message

from api.domain.actor import Role
from api.services import keys, users
from api.services.keys import WantedKey
from api.services.users import WantedUser
from api.store import work
from api.store.database import Database
from api.store.work import Means
from tests.service.asking import ADMIN, Client, Site, site
from tests.service.small_town import monaco
from tests.service.street_day import Street, street


@dataclass
class Ridden:
    """A service under way.

    Parameters
    ----------
    keys
        By who asks: ``planner``, ``rider``, ``A`` and ``B`` (the shops); those of another town
        begin with ``other``.
    """

    site: Site
    day: Street
    other: Street
    hands: list[dt.datetime]
    keys: dict[str, str] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """Somebody who asks."""
        return self.site.client().knowing(self.keys[who])

    def at(self, text: str, days: int = 0) -> None:
        """Set all clocks."""
        self.hands[0] = self.day.now = self.day.clock(text, days)

    def deed(self, name: str, order: str, kind: str, time: str, **more: object) -> dict[str, Any]:
        """A deed as a phone sends it."""
        return {
            "id": name,
            "order": self.day.names[order],
            "kind": kind,
            "at": self.day.clock(time).isoformat(),
            **more,
        }

    def tell(self, *told: Mapping[str, Any], who: str = "rider", **options: Any) -> httpx.Response:
        """Send a batch."""
        return self.client(who).post("/v1/events", {"events": list(told)}, **options)

    @property
    def path(self) -> str:
        """Of the round."""
        return f"/v1/rounds/{self.day.round.id}"


@contextmanager
def ridden(database: Database, means: Means) -> Iterator[Ridden]:
    """A service with the round and one of another town, at 13:50 on its date."""
    hands = [dt.datetime(2026, 11, 27, tzinfo=dt.UTC)]
    held = replace(means, now=lambda: hands[0])
    with site(database, held) as one:
        day = street(database, held, pack=monaco())
        dice = random.Random(2).randbytes  # noqa: S311
        other = street(database, replace(held, random_bytes=dice), name="B", pack=monaco())
        made = Ridden(one, day, other, hands)
        made.at("13:50")
        for prefix, town in (("", day), ("other ", other)):
            people = [
                ("planner", Role.PLANNER, None),
                ("rider", Role.COURIER, town.courier.id),
                *((letter, Role.SHOP, shop.id) for letter, shop in town.shops.items()),
            ]
            for name, role, subject in people:
                made.keys[f"{prefix}{name}"] = _key(made, town, prefix + name, role, subject)
        made.keys["admin"] = one.keys[Role.ADMIN]
        yield made


def _key(made: Ridden, town: Street, name: str, role: Role, subject: str | None) -> str:
    with work.writing(made.site.service.database, made.site.service.means) as one:
        login = f"{name.replace(' ', '-')}@street.example"
        user = users.add(one, ADMIN, WantedUser(login, role, town.town.id, subject))
        return keys.add(one, ADMIN, WantedKey(name, user.id)).secret


class Watcher:
    """A browser that watches a stream, and goes away when it has seen enough."""

    def __init__(
        self, client: Client, path: str, headers: Mapping[str, str] | None = None, *, events: int
    ) -> None:
        self._client, self._events = client, events
        self._path, _, self._query = path.partition("?")
        self._headers = {"Authorization": f"Bearer {client.key}", **(headers or {})}
        self.text = ""
        self.status = 0
        self.began = threading.Event()
        self._future: Future[None] = client.portal.start_task_soon(self._watch)

    def seen(self) -> list[dict[str, str]]:
        """What came, each event by its fields, once there is enough of it."""
        self._future.result(60)
        blocks = [block.split("\n") for block in self.text.split("\n\n") if block]
        fields = [
            dict(line.split(": ", 1) for line in block if not line.startswith(":"))
            for block in blocks
        ]
        return [one for one in fields if "data" in one]

    async def _watch(self) -> None:
        enough = asyncio.Event()

        async def receive() -> Message:
            await enough.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            self.status = message.get("status", self.status)
            self.text += message.get("body", b"").decode()
            if self.text:
                self.began.set()
            if self.text.count("\nid: ") >= self._events or self.status != 200:
                enough.set()

        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": self._query.encode(),
            "headers": [
                (name.lower().encode(), text.encode()) for name, text in self._headers.items()
            ],
            "client": (self._client.address, 4_000),
            "server": ("127.0.0.1", 8_000),
        }
        await asyncio.wait_for(self._client.app(scope, receive, send), 60)


def data_of(event: Mapping[str, str]) -> dict[str, Any]:
    """What an event of a stream carries."""
    found = json.loads(event["data"])
    assert isinstance(found, dict)
    return found
