"""Keys for programs: made once, shown once, kept as hashes."""

import datetime as dt
import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from api.domain.actor import SCOPES, Actor, Scope
from api.domain.errors import MissingError
from api.domain.ids import Kind
from api.domain.user import Key, User
from api.store import keys, users
from api.store.work import Work
from routing.errors import InputError

_PREFIX_BYTES, _SECRET_BYTES = 4, 32
_KEY = re.compile(rf"(chl_[0-9a-f]{{{2 * _PREFIX_BYTES}}})_[0-9a-f]{{{2 * _SECRET_BYTES}}}")


@dataclass(frozen=True, slots=True)
class WantedKey:
    """What a key is to be.

    Parameters
    ----------
    name
        What people call it.
    user
        Whose; None: of who asks.
    scopes
        Less than all that the user may do; None: all that both may do.
    expires
        Aware; None: never.
    """

    name: str
    user: str | None = None
    scopes: Collection[Scope] | None = None
    expires: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key and, this once, itself."""

    key: Key
    secret: str = field(repr=False)


def add(work: Work, actor: Actor, wanted: WantedKey) -> MadeKey:
    """Make a key. Nobody gives it more than they may do themselves.

    Raises
    ------
    MissingError
        When the user is not one that the actor sees.
    ForbiddenError
        ``auth.not_allowed``: a scope that the actor lacks, or a planner asks for somebody else.
    InputError
        ``key.scope``: one that the user's role lacks; ``key.expired``.
    """
    actor.require(Scope.KEYS)
    user = _user(work, actor, wanted.user)
    if wanted.expires is not None and wanted.expires <= work.now:
        raise InputError("key.expired", pointer="/expires")
    made, prefix = _written(work)
    key = Key(
        id=work.new(Kind.KEY),
        town=user.town,
        user=user.id,
        name=wanted.name,
        prefix=prefix,
        sha256=sha256_of(made),
        scopes=_scopes(actor, user, wanted.scopes),
        created=work.now,
        expires=wanted.expires,
    )
    keys.add(work, key)
    return MadeKey(key, made)


def revoke(work: Work, actor: Actor, key: str) -> None:
    """Let a key open nothing any more.

    Raises
    ------
    MissingError
    """
    actor.require(Scope.KEYS)
    keys.revoke(work, keys.find(work, actor, key).id)


def prefix_of(key: str) -> str | None:
    """What people see of a key; None where a text is no key.

    Examples
    --------
    >>> prefix_of("chl_0123abcd_" + 64 * "0"), prefix_of("chl_0123abcd_1")
    ('chl_0123abcd', None)
    """
    found = _KEY.fullmatch(key)
    return found[1] if found else None


def sha256_of(secret: str) -> str:
    """What is kept of a secret of many random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _user(work: Work, actor: Actor, user: str | None) -> User:
    """Whoever runs the installation may make keys for anybody; others for themselves.

    A key acts as its user: a planner who makes one for a shop would read its customers' names.
    """
    wanted = user or actor.id
    if wanted != actor.id:
        if actor.subject is not None:
            raise MissingError("missing.row", id=wanted)
        actor.require(Scope.INSTALLATION)
    return users.find(work, actor, wanted)


def _scopes(actor: Actor, user: User, wanted: Collection[Scope] | None) -> frozenset[Scope]:
    allowed = SCOPES[user.role]
    if wanted is None:
        return allowed & actor.scopes
    for scope in sorted(wanted):
        actor.require(scope)
        if scope not in allowed:
            raise InputError("key.scope", pointer="/scopes", scope=scope, role=user.role)
    return frozenset(wanted)


def _written(work: Work) -> tuple[str, str]:
    prefix = f"chl_{work.means.random_bytes(_PREFIX_BYTES).hex()}"
    return f"{prefix}_{work.means.random_bytes(_SECRET_BYTES).hex()}", prefix
