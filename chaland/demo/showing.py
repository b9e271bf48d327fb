"""What the demo says before it serves: the day as it stands, and how to come in."""

from rich.console import RenderableType

from api.domain.order_state import OrderState
from chaland.demo.day import LivedDay
from chaland.demo.entrances import Entrances, states
from chaland.invocation import invocation
from chaland.output import Document, Verbatim, show, table
from chaland.summary import comparison_table
from chaland.words import say
from routing import typography
from routing.formats.plan_document import comparison_document

TOLD = {
    OrderState.DELIVERED: "demo.state.delivered",
    OrderState.COLLECTED: "demo.state.collected",
    OrderState.PLANNED: "demo.state.planned",
    OrderState.FAILED: "demo.state.failed",
    OrderState.ACCEPTED: "demo.state.accepted",
    OrderState.DRAFT: "demo.state.draft",
}
"""States in the order in which they are told, and what is said of them."""


def show_day(day: LivedDay, entrances: Entrances, url: str) -> None:
    """Say what there is to see, and where."""
    show(_document(day, entrances, url), *_shown(day, entrances, url))


def _document(day: LivedDay, entrances: Entrances, url: str) -> Document:
    counted = states(day)
    return {
        "url": url,
        "database": day.scene.database.name,
        "town": day.members.served.name,
        "now": day.now.isoformat(),
        "orders": {str(state): counted[state] for state in TOLD},
        "comparison": comparison_document(day.comparison),
        "people": [
            {"role": str(one.role), "who": one.who, "login": one.login, "link": one.link}
            for one in entrances.every
        ],
        "password": entrances.password,
    }


def _shown(day: LivedDay, entrances: Entrances, url: str) -> list[RenderableType]:
    language = invocation().language
    counted = states(day)
    rows = table(say("said.orders_of_the_day"), say("said.how_many"), right=(1,))
    for state, code in TOLD.items():
        if counted[state]:
            rows.add_row(say(code), str(counted[state]))
    shown: list[RenderableType] = [
        say(
            "said.demo_day",
            town=day.members.served.name,
            day=typography.day(day.date, language, year=True),
            time=typography.clock(day.now, language),
        ),
        rows,
        comparison_table(day.comparison),
        say("said.how_alone"),
        "",
        say("said.demo_people"),
    ]
    for one in entrances.every:
        login = say("said.demo_login", login=one.login) if one.login else ""
        shown += ["", f"{one.who} {login}".rstrip(), Verbatim(one.link)]
    again = say("said.demo_again", url=url, password=entrances.password)
    return [*shown, "", again, say("said.demo_ends")]
