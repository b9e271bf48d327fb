"""Links that let somebody in without a password: a recipient, a user.

All of them are signed with one secret of the installation, made once (`prepare`) and kept in its
database, so any process of it reads what another has signed.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from api.domain.actor import Actor, Role, acting
from api.domain.errors import MissingError, ServiceError
from api.domain.links import LinkPurpose, read, recipient_until, sign
from api.domain.order import Order
from api.domain.public_url import AbsoluteLink, PublicUrl
from api.store import installation, orders, towns
from api.store.work import Work

SIGN_IN_LASTS = dt.timedelta(minutes=30)

_SETTING = "link_secret"
_SECRET_BYTES = 32


def prepare(work: Work) -> None:
    """Make the secret that signs links, if this installation has none."""
    installation.settle(work, _SETTING, work.means.random_bytes(_SECRET_BYTES).hex())


def recipient_link(work: Work, public: PublicUrl, order: Order) -> AbsoluteLink:
    """The link that an order's recipient gets; it opens until the end of the day after its date."""
    return public.link(f"/s/{recipient_token(work, order)}")


def recipient_token(work: Work, order: Order) -> str:
    """What follows ``/s/`` in the link of an order's recipient.

    It holds no instant: an order that is moved to another date takes its link along.
    """
    return sign(_secret(work), LinkPurpose.RECIPIENT, order.id)


def recipient_of(work: Work, token: str) -> Actor:
    """Whoever opens the link of an order: they see that order and nothing else.

    Raises
    ------
    MissingError
        ``link.unknown``: not signed here, not for this, or over.
    """
    subject = read(_secret(work), LinkPurpose.RECIPIENT, token, work.now)
    order = orders.by_id(work, [subject]).get(subject)
    if order is None:
        raise MissingError("link.unknown")
    actor = acting(order.id, Role.RECIPIENT, order.town, order.id)
    zone = ZoneInfo(towns.find(work, actor, order.town).zone)
    if recipient_until(order.date, zone) <= work.now:
        raise MissingError("link.unknown")
    return actor


def sign_in_token(work: Work, user: str, lasts: dt.timedelta = SIGN_IN_LASTS) -> str:
    """A token that lets a user in without a password, for a while."""
    return sign(_secret(work), LinkPurpose.SIGN_IN, user, work.now + lasts)


def sign_in_user(work: Work, token: str) -> str:
    """The user of a sign-in token.

    Raises
    ------
    MissingError
        ``link.unknown``.
    """
    return read(_secret(work), LinkPurpose.SIGN_IN, token, work.now)


def _secret(work: Work) -> str:
    secret = installation.setting(work, _SETTING)
    if secret is None:
        raise ServiceError("service.no_link_secret")
    return secret
