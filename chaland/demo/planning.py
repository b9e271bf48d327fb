"""Plans of the demo's day: at its cut-offs as a worker makes them, and one that is asked for."""

import datetime as dt

from api.domain.job import Job
from api.domain.plan import PlanVersion
from api.services import planning
from api.services.plan_making import PlanMaker
from api.services.pool_problem import pool_day
from api.services.ports import Heard
from api.store import jobs, plans, pools, rounds
from api.store.work import Work
from chaland.demo.members import Members
from chaland.demo.scene import Scene
from routing.errors import InputError
from routing.model import Comparison, Plan, Problem, Totals
from routing.solve import Stop, solve
from routing.solve.alone import compare

SEED = 1

ALONE_SECONDS = 2.0
"""Of search for all shops alone, beside one plan."""


class AtOnce:
    """Who has jobs done that the demo does itself, before there is a worker."""

    def enqueue(self, work: Work, job: Job) -> None:
        """Nobody else is to do it."""


def search_here(
    problem: Problem,
    start: Plan,
    *,
    seconds: int,
    heard: Heard,  # noqa: ARG001  (nobody cancels)
) -> Plan:
    """See `api.services.ports.Search`: nobody waits for this process yet."""
    return solve(problem, stop=Stop(seconds=seconds), seed=SEED, start=start)


class Planning:
    """The desk of the town, and what happens at its cut-offs."""

    def __init__(self, scene: Scene, members: Members, date: dt.date) -> None:
        self._scene, self._members, self._date = scene, members, date
        self._maker = PlanMaker(scene.database, scene.means, scene.live_pools.packs, search_here)
        self._compared: list[Comparison] = []

    @property
    def comparison(self) -> Comparison:
        """All that was published, beside every shop alone."""
        alone: dict[str, Totals] = {}
        for one in self._compared:
            for shop, totals in one.alone_by_owner.items():
                alone[shop] = alone.get(shop, Totals()) + totals
        return Comparison(sum((one.pooled for one in self._compared), Totals()), alone)

    def close_slots(self) -> list[str]:
        """Plan and publish what is due, and compare it with each shop alone; gives its rounds."""
        with self._scene.work() as work:
            before, problem = self._rounds(work), self._problem(work)
            due = planning.cut_offs_due(work)
        for cut_off in due:
            with self._scene.work() as work:
                job = planning.at_cut_off(work, AtOnce(), cut_off)
            if job is not None:
                made = self._done(job)
                self._compared.append(compare(problem, made.plan, seconds=ALONE_SECONDS))
        with self._scene.work() as work:
            return sorted(self._rounds(work) - before)

    def ask(self) -> PlanVersion:
        """A plan that a planner has asked for, and may publish."""
        planner, served = self._members.planner.acting(), self._members.served
        with self._scene.work() as work:
            job = planning.ask(work, planner, AtOnce(), town=served.id, date=self._date)
        return self._done(job)

    def _done(self, job: Job) -> PlanVersion:
        self._maker.run(job.id)
        planner = self._members.planner.acting()
        with self._scene.work() as work:
            done = jobs.find(work, planner, job.id)
            if done.problem is not None:
                raise InputError(done.problem.code, **done.problem.values)
            return plans.find(work, planner, done.plan or "")

    def _problem(self, work: Work) -> Problem:
        served = self._members.served
        pool = pools.read(work, served.id, self._date)
        return pool_day(work, served, pool, self._scene.live_pools.packs).problem

    def _rounds(self, work: Work) -> set[str]:
        found = rounds.on_date(work, self._members.planner.acting(), self._date)
        return {one.id for one in found}
