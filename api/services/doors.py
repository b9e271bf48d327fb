"""Doors as the town keeps them: one address is one door, so that its orders share a stop."""

import datetime as dt
from dataclasses import replace
from typing import overload

from api.domain.ids import Kind
from api.domain.people import Door
from api.services.addressing import PIN
from api.store import belongings, people
from api.store.work import Work


@overload
def kept_door(work: Work, door: Door, date: dt.date) -> Door: ...
@overload
def kept_door(work: Work, door: Door | None, date: dt.date) -> Door | None: ...
def kept_door(work: Work, door: Door | None, date: dt.date) -> Door | None:
    """A door with its id: the town's own of that address, or a new one.

    Whoever asks has taken `people.take_turns`: of two who ask for one address the second finds the
    door of the first.

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


def remember_door(work: Work, recipient: str, door: Door) -> None:
    """Let a door be the one that was chosen last for a recipient, in place of the one before."""
    before = people.recipient(work, recipient).door
    people.remember_door(work, recipient, door.id)
    leave_door(work, before)


def leave_door(work: Work, door: str | None) -> None:
    """Empty a door that an order or an entry had before, unless somebody is still led to it.

    Nothing would lead to it when that person is to be forgotten. Whoever asks has taken
    `people.take_turns`, so that nobody is led there meanwhile.
    """
    if door is not None:
        belongings.empty_doors_left(work, {door})
