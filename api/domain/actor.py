"""Who asks: the five roles, what each may do, and whose things each sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from api.domain.errors import ForbiddenError


class Role(StrEnum):
    """What somebody is."""

    SHOP = "shop"
    COURIER = "courier"
    PLANNER = "planner"
    ADMIN = "admin"
    RECIPIENT = "recipient"
    """Whoever opens an order's link."""


class Scope(StrEnum):
    """What a key or a role may do at all."""

    READ_TOWN = "town:read"
    WRITE_TOWN = "town:write"
    """The town's shops, couriers, vehicles, shifts, tariff."""
    READ_ORDERS = "orders:read"
    WRITE_ORDERS = "orders:write"
    QUOTE = "quotes:write"
    READ_PLANS = "plans:read"
    WRITE_PLANS = "plans:write"
    READ_ROUNDS = "rounds:read"
    WRITE_EVENTS = "events:write"
    HOOKS = "webhooks:write"
    KEYS = "keys:write"
    SOLVE = "solve"
    INSTALLATION = "installation:write"


_SHOP = frozenset(
    {
        Scope.READ_TOWN,
        Scope.READ_ORDERS,
        Scope.WRITE_ORDERS,
        Scope.QUOTE,
        Scope.HOOKS,
        Scope.KEYS,
    }
)
_COURIER = frozenset({Scope.READ_TOWN, Scope.READ_ROUNDS, Scope.WRITE_EVENTS})
_PLANNER = _SHOP | _COURIER | {Scope.WRITE_TOWN, Scope.READ_PLANS, Scope.WRITE_PLANS, Scope.SOLVE}

SCOPES: Mapping[Role, frozenset[Scope]] = MappingProxyType(
    {
        Role.SHOP: _SHOP,
        Role.COURIER: _COURIER,
        Role.PLANNER: _PLANNER,
        Role.ADMIN: frozenset(Scope),
        Role.RECIPIENT: frozenset(),
    }
)
"""All that each role may do; a key may be given less."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, as far as what they may do and see depends on it.

    Parameters
    ----------
    id
        Of the user, or of the order whose link is opened.
    town
        None: an admin, who sees every town.
    subject
        The shop or the courier that the user is, or the recipient's order; None: all of the town.
    scopes
        What of the role's scopes this key or session has.
    """

    id: str
    role: Role
    town: str | None
    subject: str | None = None
    scopes: frozenset[Scope] = frozenset()

    def require(self, scope: Scope) -> None:
        """Go on only with a scope.

        Raises
        ------
        ForbiddenError
            ``auth.not_allowed``.
        """
        if scope not in self.scopes:
            raise ForbiddenError("auth.not_allowed", scope=scope, role=self.role)

    @property
    def shop(self) -> str | None:
        """The one shop whose orders are seen; None: those of all shops of the town."""
        return self.subject if self.role is Role.SHOP else None

    @property
    def courier(self) -> str | None:
        """The one courier whose rounds are seen; None: those of all couriers of the town."""
        return self.subject if self.role is Role.COURIER else None


def acting(user: str, role: Role, town: str | None, subject: str | None = None) -> Actor:
    """Somebody with all that their role may do."""
    return Actor(user, role, town, subject, SCOPES[role])
