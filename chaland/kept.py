"""What personal data are kept, what for and how long, in words: the schema's marks, said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from api.domain.retention import MOST_DAYS
from api.services.forgetting import days_kept
from api.store.columns import Clock
from api.store.personal import PersonalColumn, personal_columns
from routing.sentences import render

NOTHING_CHOSEN: Mapping[str, int] = MappingProxyType({})

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "recipients.name": "kept.name",
        "recipients.phone": "kept.phone",
        "doors.label": "kept.address",
        "doors.lon": "kept.position",
        "doors.lat": "kept.position",
        "doors.source": "kept.source",
        "order_notes.address": "kept.address_as_typed",
        "order_notes.instructions": "kept.instructions",
        "order_notes.door_code": "kept.door_code",
        "standing_orders.instructions": "kept.standing_instructions",
        "standing_orders.door_code": "kept.standing_door_code",
        "round_lines.lines": "kept.lines",
        "proofs.photo": "kept.photo",
        "answers.body": "kept.answer",
    }
)
"""By column, the sentence that says what lies in it; a test holds it against the schema."""

_SINCE = {
    Clock.DELIVERED: "kept.since_delivery",
    Clock.LAST_ORDER: "kept.since_last_order",
    Clock.CREATED: "kept.since_made",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of personal data.

    Parameters
    ----------
    columns
        Where it lies.
    data, purpose, since
        In words: what it is, what it is for, from when its days are counted.
    days, most
        After which it is emptied, and the longest that may be chosen.
    """

    columns: tuple[str, ...]
    data: str
    purpose: str
    days: int
    most: int
    since: str


def all_kept(language: str, chosen: Mapping[str, int] = NOTHING_CHOSEN) -> Iterator[Kept]:
    """All kinds of personal data, in the order of the schema.

    Parameters
    ----------
    chosen
        Days by purpose, where an installation has chosen them.
    """
    columns = [column for marked in personal_columns().values() for column in marked]
    for (code, mark), same in groupby(columns, lambda one: (WORDS[one.name], one.mark)):
        together: tuple[PersonalColumn, ...] = tuple(same)
        yield Kept(
            tuple(column.name for column in together),
            render(code, {}, language, "chaland").wrong,
            render(mark.purpose, {}, language, "api").wrong,
            days_kept(together[0], chosen),
            MOST_DAYS[mark.purpose],
            render(_SINCE[mark.clock], {}, language, "chaland").wrong,
        )
