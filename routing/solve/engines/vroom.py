"""VROOM's model of a day.

VROOM 1.15 knows several windows, breaks between tasks, skills, loads in several dimensions,
profiles, fixed costs and costs of riding time and of distance. It does not count waiting, and
serves whatever it can. Imported in child processes only.

References
----------
.. [1] J. Coupey, J.-M. Nicod, C. Varnier, "VROOM v1", https://github.com/VROOM-Project/vroom
"""

from datetime import timedelta

import numpy as np
import vroom  # type: ignore[import-untyped]

from routing.model import Objective
from routing.model.units import Cents
from routing.solve.child import Report, Request
from routing.solve.engines.owed_breaks import inside
from routing.solve.engines.scaled import Scaled
from routing.solve.indexed import Indexed, Nodes

MOST = 1 << 24
"""VROOM refuses costs that it fears to overflow."""

DEEPEST = 5
"""Its highest level of exploration."""

THREADS = 2


def search(request: Request, report: Report) -> None:
    """Search at a level of exploration, for so many seconds at most."""
    stop = request.stop
    solution = (
        _Model(request.day)
        .input()
        .solve(
            exploration_level=min(stop.iterations or DEEPEST, DEEPEST),
            nb_threads=THREADS,
            timeout=None if stop.seconds is None else timedelta(seconds=stop.seconds),
        )
    )
    report(_nodes(request.day, solution))


def _nodes(day: Indexed, solution: vroom._vroom.Solution) -> list[Nodes]:
    by_shift: list[Nodes] = [()] * len(day.shifts)
    steps = solution.routes
    steps = steps[steps["type"].isin(["pickup", "delivery"])]
    for number, route in steps.groupby("vehicle_id"):
        by_shift[number] = tuple(int(node) for node in route["id"])
    return by_shift


class _Model:
    """A vehicle for each shift; tasks are numbered as nodes, which are the matrices' rows."""

    def __init__(self, day: Indexed) -> None:
        self.day = day
        self.scaled = Scaled(day, MOST)
        names = sorted({name for shipment in day.shipments for name in shipment.needs})
        self.skills = {name: number for number, name in enumerate(names)}

    def input(self) -> vroom.Input:
        """The day as VROOM reads it."""
        problem = vroom.Input()
        for profile in self.day.roads:
            problem.set_durations_matrix(profile, self.scaled.hops(profile).astype(np.uint32))
            distances = self.scaled.distances(profile)
            problem.set_distances_matrix(profile, distances.astype(np.uint32))
        problem.add_vehicle([self._vehicle(number) for number in range(len(self.day.shifts))])
        problem.add_job([self._shipment(number) for number in range(len(self.day.shipments))])
        return problem

    def _vehicle(self, number: int) -> vroom.Vehicle:
        shift = self.day.shifts[number]
        hours, pauses = inside(shift.shift.window, shift.shift.breaks)
        breaks = [
            vroom.Break(
                position,
                [vroom.TimeWindow(*self.scaled.span(pause.window))],
                self.scaled.up(pause.duration),
            )
            for position, pause in enumerate(pauses)
        ]
        return vroom.Vehicle(
            number,
            start=shift.start,
            end=shift.end,
            profile=shift.vehicle.profile,
            capacity=shift.vehicle.capacity.amounts,
            skills={self.skills[name] for name in shift.vehicle.equipment if name in self.skills},
            time_window=vroom.TimeWindow(*self.scaled.span(hours)),
            breaks=breaks,
            costs=self._costs(number),
        )

    def _costs(self, number: int) -> vroom.VehicleCosts:
        """By the hour of 3,600 and the kilometre of 1,000 of its units."""
        objective, costs = self.day.problem.objective, self.day.shifts[number].vehicle.costs
        fixed: Cents
        if objective is Objective.MONEY:
            fixed, per_hour, per_km = costs.fixed, costs.per_hour, costs.per_km
        else:
            fewest = objective is Objective.VEHICLES
            fixed, per_hour, per_km = self.scaled.horizon if fewest else 0, 0, 1_000
        return vroom.VehicleCosts(fixed=fixed, per_hour=per_hour, per_km=per_km)

    def _shipment(self, number: int) -> vroom.Shipment:
        shipment = self.day.shipments[number]
        return vroom.Shipment(
            self._step(2 * number),
            self._step(2 * number + 1),
            amount=self.day.loads[number],
            skills={self.skills[name] for name in shipment.needs},
        )

    def _step(self, node: int) -> vroom.ShipmentStep:
        return vroom.ShipmentStep(
            node,
            node,
            default_service=self.scaled.service[node],
            time_windows=[vroom.TimeWindow(*span) for span in self.scaled.spans(node)],
        )
