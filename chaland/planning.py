"""A day planned, compared, verified and written: what `chaland plan` does."""

from dataclasses import dataclass
from pathlib import Path

from chaland.folders import make_folder, write_file, writing
from chaland.invocation import invocation
from routing import typography
from routing.day.day import Day
from routing.day.rounds import Round
from routing.model import Comparison, Plan
from routing.model.cost import shown_cents
from routing.model.units import CostUnits
from routing.solve import Engine, Proof

PAGE = "rounds.html"
GEOJSON = "rounds.geojson"

LEAST_COMPARING = 2.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day, its plan as couriers ride it, and what pooling saves.

    Parameters
    ----------
    comparison
        Without any shop when Ctrl-C broke it off.
    proof
        Of very small days.
    """

    day: Day
    plan: Plan
    rounds: tuple[Round, ...]
    comparison: Comparison
    proof: Proof | None = None

    @property
    def compared(self) -> Comparison | None:
        """The comparison; None when it was broken off."""
        return self.comparison if self.comparison.alone_by_owner else None


def plan_day(day: Day, *, seconds: float, seed: int, engine: Engine = Engine.SEARCH) -> PlannedDay:
    """Search, verify, compare; the comparison has half of the search's seconds on top.

    Raises
    ------
    InvalidPlanError
        When the search gives back a plan that breaks a rule: nothing is written then.
    """
    from chaland.searching import compared, search_and_prove
    from routing.day.rounds import rounds

    plan, proof = search_and_prove(
        day.problem, seconds=seconds, seed=seed, engine=engine, write_cost=_money
    )
    comparison = compared(day.problem, plan, seconds=max(LEAST_COMPARING, seconds / 2))
    return PlannedDay(day, plan, rounds(day, plan), comparison, proof)


def _money(cost: CostUnits) -> str:
    return typography.money(shown_cents(cost), invocation().language)


def write_day(planned: PlannedDay, folder: Path) -> tuple[Path, ...]:
    """Write all files of a planned day; rounds of an earlier plan in the folder are taken away.

    Returns
    -------
    The files, ``rounds.html`` first.
    """
    from api.web.picture import map_svg
    from api.web.rounds import rounds_page
    from routing.day.geojson import rounds_geojson
    from routing.day.gpx import round_gpx
    from routing.formats.plan_json import MATRICES, PLAN, Heading, PlanFile, write_plan
    from routing.town.notice import town_date

    day, plan, rounds, comparison = (
        planned.day, planned.plan, planned.rounds, planned.comparison,
    )  # fmt: skip
    language = invocation().language
    texts = {
        PAGE: rounds_page(day, plan, rounds, comparison, language),
        GEOJSON: rounds_geojson(day, rounds),
        **{f"round-{one.letter}.gpx": round_gpx(day, one) for one in rounds},
        **{f"round-{one.letter}.svg": map_svg(day.town, [one], language) for one in rounds},
    }
    town = day.town
    heading = Heading(
        day.origin,
        town.zone,
        town.name,
        town.sha256,
        town_date(town),
        town.attribution,
        town.licence,
    )
    make_folder(folder)
    with writing(folder):
        write_plan(folder, PlanFile(heading, day.problem, plan, planned.compared))
        for old in (*folder.glob("round-*.gpx"), *folder.glob("round-*.svg")):
            old.unlink()
    for name, text in texts.items():
        write_file(folder / name, text)
    return tuple(folder / name for name in (PAGE, PLAN, MATRICES, *list(texts)[1:]))
