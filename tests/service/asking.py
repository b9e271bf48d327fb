"""Asking a service over HTTP without a network: in this process, from any number of threads."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from api.domain.actor import Role, Scope, acting
from api.domain.job import Job
from api.domain.public_url import read_public_url
from api.domain.user import User
from api.http.app import make_app
from api.services import keys as key_service
from api.services import links
from api.services import users as user_service
from api.services.keys import WantedKey
from api.services.service import Limits, Service, Settings
from api.services.users import WantedUser
from api.store import work
from api.store.database import Database
from api.store.work import Means, Work
from tests.service.small_town import SmallTown, live_pools, settle

ADMIN = acting("usr_admin", Role.ADMIN, None)

PLENTY = Limits(requests=1_000_000, unknown_requests=1_000_000, sign_ins=1_000_000)
"""For tests that are about something else."""


class NoJobs:
    """Nobody has anything done."""

    def enqueue(self, work: Work, job: Job) -> None:
        """Leave it."""


class Client:
    """Asks an application. What nobody has foreseen is raised in the test too, while `raises`.

    Parameters
    ----------
    key
        Sent with every request, unless it is empty.
    """

    def __init__(self, app: FastAPI, portal: BlockingPortal, key: str = "") -> None:
        self.app, self.portal, self.key = app, portal, key
        self.cookies: dict[str, str] = {}
        self.address = "192.0.2.7"
        self.raises = True

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """What is answered."""
        return self.portal.call(partial(self._ask, method, path, **options))

    def get(self, path: str, **options: Any) -> httpx.Response:
        """What is answered to a GET."""
        return self.ask("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """What is answered to a POST."""
        return self.ask("POST", path, **options if json is None else {"json": json, **options})

    def patch(self, path: str, json: Any, **options: Any) -> httpx.Response:
        """What is answered to a PATCH."""
        return self.ask("PATCH", path, json=json, **options)

    def knowing(self, key: str) -> "Client":
        """The same application, asked with another key."""
        return Client(self.app, self.portal, key)

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, Any] | None = None, **options: Any
    ) -> httpx.Response:
        sent = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        transport = httpx.ASGITransport(
            self.app, raise_app_exceptions=self.raises, client=(self.address, 4_000)
        )
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", cookies=self.cookies
        ) as client:
            return await client.request(
                method, path, headers={**sent, **(headers or {})}, **options
            )


@dataclass
class Site:
    """A service with a small town, somebody of each role, and a key for each of them."""

    service: Service
    small: SmallTown
    app: FastAPI
    portal: BlockingPortal
    users: dict[Role, User]
    keys: dict[Role, str]

    def client(self, role: Role | None = None) -> Client:
        """Whoever asks with the key of a role; None: without any."""
        return Client(self.app, self.portal, "" if role is None else self.keys[role])

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction that writes."""
        with work.writing(self.service.database, self.service.means) as one:
            yield one

    def key(
        self,
        role: Role,
        scopes: frozenset[Scope] | None = None,
        expires: dt.datetime | None = None,
    ) -> str:
        """One more key."""
        with self.work() as one:
            wanted = WantedKey("One more", self.users[role].id, scopes, expires)
            return key_service.add(one, ADMIN, wanted).secret


@contextmanager
def site(
    database: Database,
    means: Means,
    limits: Limits = PLENTY,
    public_url: str = "http://127.0.0.1:8000",
) -> Iterator[Site]:
    """A service that is asked in this process."""
    settings = Settings(read_public_url(public_url), limits)
    service = Service(database, means, live_pools(), NoJobs(), settings)
    with work.writing(database, means) as one:
        links.prepare(one)
        small = settle(one)
        users = {role: _user(one, role, small) for role in _SUBJECTS}
        keys = {
            role: key_service.add(one, ADMIN, WantedKey(role, user.id)).secret
            for role, user in users.items()
        }
    app = make_app(service)
    with start_blocking_portal("asyncio") as portal:
        yield Site(service, small, app, portal, users, keys)


_SUBJECTS = (Role.ADMIN, Role.PLANNER, Role.SHOP, Role.COURIER)


def _user(one: Work, role: Role, small: SmallTown) -> User:
    subjects = {Role.SHOP: small.shops[0].id, Role.COURIER: small.couriers[0].id}
    town = None if role is Role.ADMIN else small.town.id
    wanted = WantedUser(f"{role}@example.org", role, town, subjects.get(role))
    return user_service.add(one, ADMIN, wanted)
