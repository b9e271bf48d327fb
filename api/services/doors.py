"""Doors as the town keeps them: one address is one door, so that its orders share a stop."""

import datetime as dt
from dataclasses import replace
from typing import overload

from api.domain.ids import Kind
from api.domain.people import Door
from api.services.addressing import PIN
from api.store import people
from api.store.work import Work


@overload
def kept_door(work: Work, door: Door, date: dt.date) -> Door: ...
@overload
def kept_door(work: Work, door: Door | None, date: dt.date) -> Door | None: ...
def kept_door(work: Work, door: Door | None, date: dt.date) -> Door | None:
    """A door with its id: the town's own of that address, or a new one.

    Parameters
    ----------
    door
        As `find_door` finds it; None: none was chosen.
    date
        Of the order that it is for: the clock of forgetting counts from it.
    """
    if door is None or door.id:
        return door
    if door.source != PIN:
        same = people.same_door(work, door.town, door.source, door.label)
        if same is not None and same.position is not None:
            people.used(work, None, same.id, date)
            return same
    new = replace(door, id=work.new(Kind.DOOR))
    people.add_door(work, new, date)
    return new
