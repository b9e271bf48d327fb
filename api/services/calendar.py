"""A courier's rounds as a calendar feed (RFC 5545): when, how many stops, and nobody's name.

Calendars fetch a feed from anywhere and without signing in, so its address is the secret: made of
256 random bits, shown once, kept as a hash, taken back at any time.
"""

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from api.domain.actor import Actor, Scope
from api.domain.errors import MissingError
from api.store import calendars, fleet
from api.store.calendars import CalendarRound
from api.store.work import Work
from routing.errors import Value
from routing.sentences import render
from routing.typography import span

DAYS_BACK = 31
"""How long a round stays in the feed."""

_SECRET_BYTES = 32


def open_feed(work: Work, actor: Actor, courier_id: str) -> str:
    """The secret that opens a courier's feed from now on; one before it opens nothing any more.

    Raises
    ------
    MissingError
        When the courier is not the actor's to see: couriers see themselves.
    """
    actor.require(Scope.READ_ROUNDS)
    courier = fleet.find_courier(work, actor, courier_id)
    secret = work.means.random_bytes(_SECRET_BYTES).hex()
    calendars.put(work, courier.town, courier.id, _hash(secret))
    return secret


def close_feed(work: Work, actor: Actor, courier_id: str) -> None:
    """Let no secret open a courier's feed any more; raises as `open_feed`."""
    actor.require(Scope.READ_ROUNDS)
    calendars.remove(work, fleet.find_courier(work, actor, courier_id).id)


def feed(work: Work, secret: str, language: str) -> bytes:
    """The feed that a secret opens, as iCalendar.

    Raises
    ------
    MissingError
        ``calendar.unknown``.
    """
    whose = calendars.opened_by(work, _hash(secret))
    if whose is None:
        raise MissingError("calendar.unknown")
    zone = ZoneInfo(whose.zone)
    calendar = Calendar()
    calendar.add("prodid", "-//Chaland//Rounds//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", render("calendar.name", {}, language, "api").wrong)
    since = work.now.astimezone(zone).date() - dt.timedelta(days=DAYS_BACK)
    for a_round in calendars.rounds_of(work, whose.courier, since):
        calendar.add_component(_event(a_round, zone, language))
    return bytes(calendar.to_ical())


def _event(a_round: CalendarRound, zone: ZoneInfo, language: str) -> Event:
    event = Event()
    event.add("uid", f"{a_round.id}@chaland")
    event.add("dtstamp", a_round.published)
    event.add("sequence", a_round.version - 1)
    event.add("dtstart", a_round.starts)
    event.add("dtend", a_round.ends)
    event.add("summary", _summary(a_round, zone, language))
    return event


def _summary(a_round: CalendarRound, zone: ZoneInfo, language: str) -> str:
    starts, ends = a_round.starts.astimezone(zone), a_round.ends.astimezone(zone)
    code = "calendar.round_of_one" if a_round.stops == 1 else "calendar.round"
    values: dict[str, Value] = {
        "letter": a_round.letter,
        "hours": span(starts, ends, language),
        "stops": a_round.stops,
    }
    return render(code, values, language, "api").wrong


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
