"""Exact best routes for a fixed sequence of tasks on one shift, by every rule of a day."""

from routing.model import Problem, Route
from routing.solve.breaks import best_timing
from routing.solve.ride import Ride, Rides
from routing.solve.sequence import Sequence
from routing.solve.timed import Timed, Timing, with_schedule
from routing.solve.writing import written


class RouteTimer:
    """Times rides of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rides = Rides(problem)

    def timed(self, shift_id: str, sequence: Sequence) -> Timed | None:
        """The best ride of a sequence with its best times.

        Parameters
        ----------
        sequence
            Services only: where the vehicle reloads is chosen here.

        Returns
        -------
        Of least cost, lateness included, then least duration, then soonest start; every service as
        soon as that allows. None when no times keep the rules, or when nothing is to be done.
        """
        best: tuple[Ride, Timing] | None = None
        for at_least, ride in self.rides.rides(shift_id, sequence):
            if best is not None and at_least > best[1].cost:
                break
            timing = best_timing(ride, best[1] if best else None)
            if timing is not None:
                best = ride, timing
        if best is None:
            return None
        return with_schedule(*best)

    def route(self, shift_id: str, sequence: Sequence) -> Route | None:
        """The best route that does these tasks in this order; None when there is none."""
        timed = self.timed(shift_id, sequence)
        return None if timed is None else written(self.problem, timed)


def timed_route(problem: Problem, shift_id: str, tasks: Sequence) -> Route | None:
    """The best route that does these tasks in this order, as `RouteTimer.timed` finds it.

    Parameters
    ----------
    tasks
        Shipment ids with the half to be done: of goods on board only the delivery.
    """
    return RouteTimer(problem).route(shift_id, tasks)
