"""Who may sign in."""

from dataclasses import dataclass, field, replace

from api.domain.actor import Actor, Role, Scope
from api.domain.errors import MissingError
from api.domain.ids import Kind
from api.domain.user import User
from api.services.passwords import hashed
from api.services.signing_in import tidy_login
from api.store import fleet, sessions, shops, towns, users
from api.store.work import Work
from routing.errors import InputError

_OF_A_TOWN = frozenset({Role.SHOP, Role.COURIER, Role.PLANNER})


@dataclass(frozen=True, slots=True)
class WantedUser:
    """Who is to sign in.

    Parameters
    ----------
    town
        None only for an admin.
    subject
        The shop or the courier that they are.
    password
        Empty: keys and sign-in links lead in.
    """

    login: str = field(repr=False)
    role: Role
    town: str | None = None
    subject: str | None = None
    password: str = field(default="", repr=False)


def add(work: Work, actor: Actor, wanted: WantedUser) -> User:
    """Let somebody sign in.

    Raises
    ------
    ForbiddenError
    MissingError
        When town, shop or courier are not there.
    InputError
        ``user.role``, ``user.login``, ``user.login_taken``, ``user.password_length``.
    """
    actor.require(Scope.WRITE_TOWN if wanted.role in _OF_A_TOWN else Scope.INSTALLATION)
    login = tidy_login(wanted.login)
    if not login or not login.isprintable():
        raise InputError("user.login", pointer="/login")
    if users.of_login(work, login) is not None:
        raise InputError("user.login_taken", pointer="/login")
    _require_subject(work, actor, wanted)
    user = User(
        id=work.new(Kind.USER),
        role=wanted.role,
        town=wanted.town,
        subject=wanted.subject,
        login=login,
        password=hashed(wanted.password) if wanted.password else "",
    )
    users.add(work, user)
    return user


def change_password(work: Work, actor: Actor, user: str, password: str) -> User:
    """Give somebody another password; all their sessions end.

    Raises
    ------
    InputError
        ``user.password_length``.
    """
    actor.require(Scope.WRITE_TOWN)
    changed = replace(users.find(work, actor, user), password=hashed(password))
    users.change(work, changed)
    sessions.remove_all_of(work, user)
    return changed


def shut_out(work: Work, actor: Actor, user: str) -> User:
    """Let somebody sign in no more; their sessions end, their keys open nothing."""
    actor.require(Scope.WRITE_TOWN)
    changed = replace(users.find(work, actor, user), active=False)
    users.change(work, changed)
    sessions.remove_all_of(work, user)
    return changed


def _require_subject(work: Work, actor: Actor, wanted: WantedUser) -> None:
    """Each role is of a town, of a shop or a courier in it, or of neither."""
    if (wanted.town is not None) != (wanted.role in _OF_A_TOWN):
        raise InputError("user.role", pointer="/role", role=wanted.role)
    if (wanted.subject is not None) != (wanted.role in {Role.SHOP, Role.COURIER}):
        raise InputError("user.role", pointer="/role", role=wanted.role)
    if wanted.town is None:
        return
    town = towns.find(work, actor, wanted.town).id
    subject = wanted.subject or ""
    if wanted.role is Role.SHOP and shops.find(work, actor, subject).town != town:
        raise MissingError("missing.row", id=subject)
    if wanted.role is Role.COURIER and fleet.find_courier(work, actor, subject).town != town:
        raise MissingError("missing.row", id=subject)
