"""The shops that deliver with the others."""

from dataclasses import replace

from opening_hours import validate

from api.domain.actor import Actor, Scope
from api.domain.ids import Kind
from api.domain.town import MemberShop, ServedTown
from api.services.days import coming_dates
from api.services.keeping_promises import keeping_promises
from api.services.live_pools import LivePools
from api.store import shops, towns
from api.store.work import Work
from routing.errors import InputError, InputErrors
from routing.town.pack import bounds


def add(
    work: Work, actor: Actor, served: ServedTown, shop: MemberShop, live_pools: LivePools
) -> MemberShop:
    """Let a shop deliver with the others.

    Parameters
    ----------
    shop
        Its id is given here.

    Raises
    ------
    InputErrors
        ``shop.opening_hours``, ``shop.outside``.
    """
    actor.require(Scope.WRITE_TOWN)
    made = replace(shop, id=work.new(Kind.SHOP), town=served.id)
    _check(work, served, made, live_pools)
    with keeping_promises(work, actor, served.id, coming_dates(served, work.now), live_pools):
        shops.add(work, made)
    return made


def change(work: Work, actor: Actor, changed: MemberShop, live_pools: LivePools) -> MemberShop:
    """Change a shop; gives it as it is then.

    Parameters
    ----------
    changed
        With the version that was read.

    Raises
    ------
    InputErrors
        ``shop.opening_hours``, ``shop.outside``.
    RefusedError
        ``town.promises_broken``.
    StaleError
    """
    actor.require(Scope.WRITE_TOWN)
    served = towns.find(work, actor, changed.town)
    _check(work, served, changed, live_pools)
    with keeping_promises(work, actor, served.id, coming_dates(served, work.now), live_pools):
        shops.change(work, changed)
    return replace(changed, version=changed.version + 1)


def _check(work: Work, served: ServedTown, shop: MemberShop, live_pools: LivePools) -> None:
    found = []
    if shop.opening_hours and not validate(shop.opening_hours):
        found.append(InputError("shop.opening_hours", pointer="/opening_hours"))
    west, south, east, north = bounds(live_pools.packs.of(work, served.pack).town)
    lon, lat = shop.position
    if not (west <= lon <= east and south <= lat <= north):
        found.append(InputError("shop.outside", pointer="/position"))
    if found:
        raise InputErrors(found)
