"""``chaland user`` and ``chaland key``: who may sign in, and what lets programs in."""

import datetime as dt
import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from chaland.options import DataFolder
from chaland.output import Document, show, table
from chaland.served import ServedTownName
from chaland.words import say
from routing.errors import InputError

if TYPE_CHECKING:
    from api.domain.user import Key, User

users_app = typer.Typer(name="user", help=say("help.users"))
keys_app = typer.Typer(name="key", help=say("help.keys"))


class RoleName(StrEnum):
    """What somebody may be who signs in."""

    SHOP = "shop"
    COURIER = "courier"
    PLANNER = "planner"
    ADMIN = "admin"


Login = Annotated[str, typer.Argument(help=say("help.user.login"), metavar="LOGIN")]
RoleOption = Annotated[RoleName, typer.Option("--role", help=say("help.user.role"), metavar="ROLE")]
Whose = Annotated[str | None, typer.Option("--of", help=say("help.user.of"), metavar="ID")]
Password = Annotated[bool, typer.Option("--password", help=say("help.user.with_password"))]
KeyName = Annotated[str, typer.Option("--name", help=say("help.key.name"), metavar="NAME")]
Scopes = Annotated[
    list[str] | None, typer.Option("--scope", help=say("help.key.scope"), metavar="SCOPE")
]
Days = Annotated[
    int | None,
    typer.Option("--days", min=1, max=3_650, help=say("help.key.days"), metavar="N"),
]
Prefix = Annotated[str, typer.Argument(help=say("help.key.prefix"), metavar="PREFIX")]


@users_app.command("add", help=say("help.user.add"), epilog=say("help.everywhere"))
def add_user(
    login: Login,
    role: RoleOption,
    town: ServedTownName = None,
    of: Whose = None,
    password: Password = False,
    data: DataFolder = None,
) -> None:
    """Let somebody sign in."""
    from api.domain.actor import Role
    from api.services import users
    from api.services.users import WantedUser
    from chaland.served import served_town, working
    from chaland.working import commander

    typed = _typed_password() if password else ""
    with working(data) as work:
        served = None if role is RoleName.ADMIN else served_town(work, town).id
        wanted = WantedUser(login, Role(role.value), served, of, typed)
        user = users.add(work, commander(), wanted)
    show(_user(user), say("said.user_added", login=user.login, id=user.id))


@users_app.command("list", help=say("help.user.list"), epilog=say("help.everywhere"))
def list_users(data: DataFolder = None) -> None:
    """Tell who may sign in."""
    from api.store import users
    from chaland.served import working
    from chaland.working import commander

    with working(data) as work:
        every = users.every(work, commander())
    rows = table(say("said.login"), say("said.role"), say("said.id"))
    for user in every:
        shown = user.login if user.active else say("said.shut_out", login=user.login)
        rows.add_row(shown, user.role, user.id)
    show({"users": [_user(user) for user in every]}, rows if every else say("said.nobody_yet"))


@users_app.command("password", help=say("help.user.password"), epilog=say("help.everywhere"))
def set_password(login: Login, data: DataFolder = None) -> None:
    """Give somebody another password."""
    from api.services import users
    from chaland.served import user_of_login, working
    from chaland.working import commander

    typed = _typed_password()
    with working(data) as work:
        found = user_of_login(work, login)
        user = users.change_password(work, commander(), found.id, typed)
    show(_user(user), say("said.password_changed", login=user.login))


@users_app.command("link", help=say("help.user.link"), epilog=say("help.everywhere"))
def make_link(login: Login, data: DataFolder = None) -> None:
    """Make a link by which somebody signs in once."""
    from api.services import links
    from chaland.public import URL, public_url
    from chaland.served import user_of_login, working

    reached_at = public_url(os.environ)
    if reached_at is None:
        raise InputError("served.no_public_url", variable=URL)
    with working(data) as work:
        links.prepare(work)
        user = user_of_login(work, login)
        link = reached_at.link(f"/sign-in/{links.sign_in_token(work, user.id)}")
    minutes = int(links.SIGN_IN_LASTS.total_seconds() // 60)
    document = {"login": user.login, "link": link, "minutes": minutes}
    show(document, say("said.link", link=link, minutes=minutes))


@users_app.command("remove", help=say("help.user.remove"), epilog=say("help.everywhere"))
def remove_user(login: Login, data: DataFolder = None) -> None:
    """Let somebody sign in no more."""
    from api.services import users
    from chaland.served import user_of_login, working
    from chaland.working import commander

    with working(data) as work:
        user = users.shut_out(work, commander(), user_of_login(work, login).id)
    show(_user(user), say("said.user_removed", login=user.login))


@keys_app.command("add", help=say("help.key.add"), epilog=say("help.everywhere"))
def add_key(
    login: Login,
    name: KeyName,
    scope: Scopes = None,
    days: Days = None,
    data: DataFolder = None,
) -> None:
    """Make a key for a user's programs."""
    from api.domain.actor import Scope
    from api.services import keys
    from api.services.keys import WantedKey
    from chaland.served import user_of_login, working
    from chaland.working import commander

    known = {str(one): one for one in Scope}
    unknown = [one for one in scope or () if one not in known]
    if unknown:
        raise InputError("served.no_such_scope", scope=unknown[0], known=", ".join(known))
    scopes = None if scope is None else frozenset(known[one] for one in scope)
    with working(data) as work:
        user = user_of_login(work, login)
        expires = None if days is None else work.now + dt.timedelta(days=days)
        made = keys.add(work, commander(), WantedKey(name, user.id, scopes, expires))
    show({**_key(made.key), "key": made.secret}, say("said.key_made", key=made.secret))


@keys_app.command("list", help=say("help.key.list"), epilog=say("help.everywhere"))
def list_keys(data: DataFolder = None) -> None:
    """Tell which keys there are."""
    from api.store import keys
    from chaland.served import working
    from chaland.working import commander

    with working(data) as work:
        every, now = keys.every(work, commander()), work.now
    rows = table(say("said.key_prefix"), say("said.name"), say("said.user"), say("said.opens"))
    for key in every:
        opens = say("said.yes" if key.is_good_at(now) else "said.no")
        rows.add_row(key.prefix, key.name, key.user, opens)
    show({"keys": [_key(key) for key in every]}, rows if every else say("said.nobody_yet"))


@keys_app.command("revoke", help=say("help.key.revoke"), epilog=say("help.everywhere"))
def revoke_key(prefix: Prefix, data: DataFolder = None) -> None:
    """Let a key open nothing any more."""
    from api.services import keys
    from api.store import keys as key_store
    from chaland.served import working
    from chaland.working import commander

    with working(data) as work:
        key = key_store.of_prefix(work, prefix)
        if key is None:
            raise InputError("served.no_such_key", prefix=prefix)
        keys.revoke(work, commander(), key.id)
        revoked = key_store.find(work, commander(), key.id)
    show(_key(revoked), say("said.key_revoked", prefix=prefix))


def _typed_password() -> str:
    """One line of the standard input; typed at a terminal, it is not shown."""
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass(f"{say('said.password_prompt')} ")
    return sys.stdin.readline().rstrip("\r\n")


def _user(user: "User") -> Document:
    return {
        "id": user.id,
        "login": user.login,
        "role": str(user.role),
        "town": user.town,
        "subject": user.subject,
        "active": user.active,
    }


def _key(key: "Key") -> Document:
    return {
        "id": key.id,
        "prefix": key.prefix,
        "name": key.name,
        "user": key.user,
        "scopes": sorted(map(str, key.scopes)),
        "expires": None if key.expires is None else key.expires.isoformat(),
        "revoked": None if key.revoked is None else key.revoked.isoformat(),
    }
