"""A day planned, compared, verified and written: what `chaland plan` does."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chaland.folders import make_folder, write_file, writing
from chaland.invocation import invocation
from routing import typography
from routing.day.day import Day
from routing.day.rounds import Round, rounds
from routing.formats.plan_json import MATRICES, PLAN, Heading, PlanFile, write_plan
from routing.model import Comparison, Plan
from routing.model.cost import shown_cents
from routing.model.units import CostUnits
from routing.solve import Engine, Proof

PAGE = "rounds.html"
GEOJSON = "rounds.geojson"

LEAST_COMPARING = 2.0
"""Seconds."""


@dataclass(frozen=True)
class PlannedDay:
    """A day, its plan, and what pooling saves.

    Parameters
    ----------
    comparison
        Without any shop when Ctrl-C broke it off.
    proof
        Of very small days.
    """

    day: Day
    plan: Plan
    comparison: Comparison
    proof: Proof | None = None

    @property
    def compared(self) -> Comparison | None:
        """The comparison; None when it was broken off."""
        return self.comparison if self.comparison.alone_by_owner else None

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """The plan as couriers ride it; made when first asked for, as it takes a while."""
        return rounds(self.day, self.plan)


def plan_day(day: Day, *, seconds: float, seed: int, engine: Engine = Engine.SEARCH) -> PlannedDay:
    """Search, verify, compare; the comparison has half of the search's seconds on top.

    Raises
    ------
    InvalidPlanError
        When the search gives back a plan that breaks a rule: nothing is written then.
    """
    from chaland.searching import compared, search_and_prove

    plan, proof = search_and_prove(
        day.problem, seconds=seconds, seed=seed, engine=engine, write_cost=_money
    )
    comparison = compared(day.problem, plan, seconds=max(LEAST_COMPARING, seconds / 2))
    return PlannedDay(day, plan, comparison, proof)


def _money(cost: CostUnits) -> str:
    return typography.money(shown_cents(cost), invocation().language)


def keep_plan(planned: PlannedDay, folder: Path) -> tuple[Path, ...]:
    """Write the plan for programs and for `chaland check`, and take an earlier plan's rounds away.

    Nothing then lies beside the plan that belongs to another, even if no rounds follow.

    Returns
    -------
    The files.
    """
    file = PlanFile(_heading(planned.day), planned.day.problem, planned.plan, planned.compared)
    make_folder(folder)
    with writing(folder):
        write_plan(folder, file)
        for pattern in (PAGE, GEOJSON, "round-*.gpx", "round-*.svg"):
            for old in folder.glob(pattern):
                old.unlink()
    return folder / PLAN, folder / MATRICES


def _heading(day: Day) -> Heading:
    from routing.town.notice import town_date

    town = day.town
    return Heading(
        day.origin,
        town.zone,
        town.name,
        town.sha256,
        town_date(town),
        town.attribution,
        town.licence,
    )


def write_rounds(planned: PlannedDay, folder: Path) -> tuple[Path, ...]:
    """Write the rounds of a planned day: the couriers' page, a map and two files for each.

    Returns
    -------
    The files, ``rounds.html`` first.
    """
    from api.web.picture import map_svg
    from api.web.rounds import rounds_page
    from routing.day.geojson import rounds_geojson
    from routing.day.gpx import round_gpx

    day, ridden, language = planned.day, planned.rounds, invocation().language
    texts = {
        PAGE: rounds_page(day, planned.plan, ridden, planned.comparison, language),
        GEOJSON: rounds_geojson(day, ridden),
        **{f"round-{one.letter}.gpx": round_gpx(day, one) for one in ridden},
        **{f"round-{one.letter}.svg": map_svg(day.town, [one], language) for one in ridden},
    }
    for name, text in texts.items():
        write_file(folder / name, text)
    return tuple(folder / name for name in texts)
