"""A worker: does jobs, closes slots at their cut-offs, and takes over from workers that died."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from api.jobs.adopting import adopt, tell_lost
from api.jobs.durable import DurableJobs, Runtime
from api.jobs.repeating import Repeating
from api.services.plan_making import PlanMaker
from api.services.planning import at_cut_off, cut_offs_due
from api.store import workers
from api.store.work import reading, writing


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker looks around, in seconds.

    Parameters
    ----------
    beat
        It says that it is alive.
    dead_after
        A worker that has said nothing for so long is taken for dead. One that was only slow does
        its work twice, to no other effect.
    adopt
        It looks for dead ones.
    cut_offs
        It looks for slots that close.
    """

    beat: float = 5
    dead_after: float = 30
    adopt: float = 10
    cut_offs: float = 10


class Worker:
    """One process that works on a database.

    Parameters
    ----------
    maker
        Does the jobs.
    at_once
        Plans made at the same time, beside those of cut-offs.
    besides
        What else it does again and again.
    """

    def __init__(
        self,
        maker: PlanMaker,
        *,
        at_once: int = 1,
        pace: Pace = Pace(),
        besides: Iterable[Repeating] = (),
    ) -> None:
        self.id = f"wrk_{maker.means.random_bytes(8).hex()}"
        self._database, self._means, self._pace = maker.database, maker.means, pace
        self._jobs = DurableJobs(maker.database)
        self._runtime = Runtime(maker.database, self.id, maker.run, at_once=at_once)
        self._repeating = [
            Repeating("beat", pace.beat, self._beat),
            Repeating("adopt", pace.adopt, self._adopt),
            Repeating("cut-offs", pace.cut_offs, self._close_slots),
            *besides,
        ]

    def start(self) -> None:
        """Begin to work. It is known to be alive before it has any work."""
        self._beat()
        self._runtime.launch()
        for repeating in self._repeating:
            repeating.start()

    def stop(self, *, patience: int = 0) -> bool:
        """Take no more work, wait so many seconds for what is being done, and leave the rest.

        Returns
        -------
        Whether all was done.
        """
        for repeating in self._repeating:
            repeating.stop()
        self._runtime.destroy(patience=patience)
        held = self._jobs.held_by(self.id)
        if held:
            self._jobs.give_back(held)
        with writing(self._database, self._means) as work:
            workers.remove(work, self.id)
        self._jobs.close()
        return not held

    def _beat(self) -> None:
        with writing(self._database, self._means) as work:
            workers.beat(work, self.id)

    def _adopt(self) -> None:
        dead_after = dt.timedelta(seconds=self._pace.dead_after)
        adopt(self._database, self._means, self._jobs, dead_after)
        tell_lost(self._database, self._means, self._jobs)

    def _close_slots(self) -> None:
        with reading(self._database, self._means) as work:
            due = cut_offs_due(work)
        for cut_off in due:
            with writing(self._database, self._means) as work:
                at_cut_off(work, self._jobs, cut_off)
