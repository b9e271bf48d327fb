"""Who may sign in, in and out of the database."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from api.domain.actor import Actor, Role
from api.domain.user import User
from api.store.rows import found, of_town
from api.store.tables import users
from api.store.work import Work


def find(work: Work, actor: Actor, user: str) -> User:
    """A user, if the actor sees them: an admin sees all, a planner those of the town.

    Raises
    ------
    MissingError
    """
    return _user(found(work, users, of_town(users, actor), user))


def every(work: Work, actor: Actor) -> list[User]:
    """All users that the actor sees, by id."""
    rows = work.connection.execute(select(users).where(of_town(users, actor)).order_by(users.c.id))
    return [_user(row) for row in rows]


def of_login(work: Work, login: str) -> User | None:
    """The user of a login."""
    row = work.connection.execute(select(users).where(users.c.login == login)).first()
    return None if row is None else _user(row)


def of_id(work: Work, user: str) -> User | None:
    """The user of an id, whoever asks: for who asks is only being found out."""
    row = work.connection.execute(select(users).where(users.c.id == user)).first()
    return None if row is None else _user(row)


def add(work: Work, user: User) -> None:
    """Add a user."""
    work.connection.execute(
        insert(users).values(
            id=user.id,
            town=user.town,
            role=str(user.role),
            subject=user.subject,
            login=user.login,
            password=user.password,
            active=user.active,
            created=work.now,
        )
    )


def change(work: Work, user: User) -> None:
    """Write a user's password, and whether they may sign in."""
    work.connection.execute(
        update(users)
        .where(users.c.id == user.id)
        .values(password=user.password, active=user.active)
    )


def _user(row: Row[Any]) -> User:
    return User(row.id, Role(row.role), row.town, row.subject, row.login, row.password, row.active)
