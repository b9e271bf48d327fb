"""Links that let somebody in: whose they are, and that they open nothing else."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from api.domain.actor import Role, Scope
from api.domain.errors import ForbiddenError, MissingError, ServiceError
from api.domain.links import LinkPurpose, sign
from api.domain.order import Order
from api.domain.public_url import read_public_url
from api.services import links
from api.store import orders, tables
from api.store.database import Database
from api.store.work import Means, reading, writing
from tests.service import kept_rows
from tests.service.kept_rows import at

DATE = dt.date(2026, 11, 27)
NOW = dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)
LAST_MOMENT = dt.datetime(2026, 11, 28, 22, 59, 59, tzinfo=dt.UTC)
"""In Paris the twenty-eighth is over an hour before it is in Greenwich."""


@pytest.fixture
def made(database: Database, means: Means) -> Order:
    with writing(database, at(means, NOW)) as work:
        links.prepare(work)
        town = kept_rows.town(work)
        shop = kept_rows.shop(work, town)
        person = kept_rows.person(work, town, shop, DATE)
        return orders.by_id(work, [person.order])[person.order]


def token_of(database: Database, means: Means, order: Order) -> str:
    with reading(database, at(means, NOW)) as work:
        return links.recipient_token(work, order)


def test_a_recipient_sees_their_order_and_no_other(
    database: Database, means: Means, made: Order
) -> None:
    token = token_of(database, means, made)
    with writing(database, at(means, NOW)) as work:
        other = kept_rows.person(work, made.town, made.shop, DATE)
        actor = links.recipient_of(work, token)
        assert (actor.role, actor.town, actor.subject) == (Role.RECIPIENT, made.town, made.id)
        assert orders.find(work, actor, made.id) == made
        with pytest.raises(MissingError):
            orders.find(work, actor, other.order)
        for scope in Scope:
            with pytest.raises(ForbiddenError):
                actor.require(scope)


def test_a_recipients_link_opens_until_the_end_of_the_day_after_its_date(
    database: Database, means: Means, made: Order
) -> None:
    token = token_of(database, means, made)
    with reading(database, at(means, LAST_MOMENT)) as work:
        assert links.recipient_of(work, token).subject == made.id
    with (
        reading(database, at(means, LAST_MOMENT + dt.timedelta(seconds=1))) as work,
        pytest.raises(MissingError, match=r"link\.unknown"),
    ):
        links.recipient_of(work, token)


def test_an_order_that_moves_to_another_date_takes_its_link_along(
    database: Database, means: Means, made: Order
) -> None:
    token = token_of(database, means, made)
    with writing(database, at(means, LAST_MOMENT + dt.timedelta(days=1))) as work:
        here = tables.orders.c.id == made.id
        moved = DATE + dt.timedelta(days=1)
        work.connection.execute(update(tables.orders).where(here).values(date=moved))
        assert links.recipient_of(work, token).subject == made.id


def test_a_link_begins_with_the_public_url_and_tells_nothing_personal(
    database: Database, means: Means, made: Order
) -> None:
    public = read_public_url("https://livraison.example.fr")
    with reading(database, at(means, NOW)) as work:
        link = links.recipient_link(work, public, made)
        assert link == f"https://livraison.example.fr/s/{links.recipient_token(work, made)}"
        assert made.recipient is not None
        for kept in (made.recipient, made.door or "-", made.shop, made.town):
            assert kept not in link


def test_a_token_of_one_purpose_opens_no_other(
    database: Database, means: Means, made: Order
) -> None:
    with reading(database, at(means, NOW)) as work:
        tokens = {
            links.recipient_of: links.recipient_token(work, made),
            links.sign_in_user: links.sign_in_token(work, made.id),
        }
        for opening in tokens:
            for made_for, token in tokens.items():
                if opening is made_for:
                    assert opening(work, token)
                else:
                    with pytest.raises(MissingError, match=r"link\.unknown"):
                        opening(work, token)


@pytest.mark.usefixtures("made")
def test_sign_in_links_expire(database: Database, means: Means) -> None:
    lasts = links.SIGN_IN_LASTS
    with reading(database, at(means, NOW)) as work:
        token = links.sign_in_token(work, "usr_1")
    with reading(database, at(means, NOW + lasts - dt.timedelta(seconds=1))) as work:
        assert links.sign_in_user(work, token) == "usr_1"
    with reading(database, at(means, NOW + lasts)) as work, pytest.raises(MissingError):
        links.sign_in_user(work, token)


def test_a_token_of_an_order_that_is_gone_opens_nothing(
    database: Database, means: Means, made: Order
) -> None:
    with reading(database, at(means, NOW)) as work:
        unknown = sign(
            work.connection.scalar(select(tables.installation.c.value)) or "",
            LinkPurpose.RECIPIENT,
            "ord_1",
        )
        with pytest.raises(MissingError, match=r"link\.unknown"):
            links.recipient_of(work, unknown)


def test_the_secret_is_made_once_and_stays(database: Database, means: Means) -> None:
    secrets = []
    for _ in range(2):
        with writing(database, means) as work:
            links.prepare(work)
            secrets.append(work.connection.scalar(select(tables.installation.c.value)))
    assert secrets[0] == secrets[1]
    assert len(bytes.fromhex(secrets[0] or "")) == 32


def test_without_a_secret_nothing_is_signed(database: Database, means: Means) -> None:
    with reading(database, means) as work, pytest.raises(ServiceError, match="no_link_secret"):
        links.sign_in_token(work, "usr_1")
