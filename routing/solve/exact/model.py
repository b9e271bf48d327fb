"""A very small day as a model of CP-SAT, which finds the best plan and proves that it is.

One circuit a shift (see `circuit`), its rules (`ride`, `rests`), and here what is chosen between
circuits: who serves what, at what price. What one plan is better by than another is one number, as
in `routing.solve.prices`, but with the smallest weights that the day allows: the closer they are,
the sooner a bound meets a plan.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from ortools.sat.python import cp_model

from routing.model import Objective, Plan, Problem, TaskKind
from routing.model.units import CostUnits
from routing.solve.exact.circuit import Circuit
from routing.solve.exact.ride import Ride
from routing.solve.exact.tasks import ExactTasks
from routing.solve.kinds import kind_of
from routing.solve.prices import lateness_rate, left_out_cost, price
from routing.solve.sequence import Sequences
from routing.solve.value import Value


class Term(NamedTuple):
    """Something that costs.

    Parameters
    ----------
    most
        It never comes to more.
    """

    value: cp_model.LinearExpr
    most: CostUnits


class ExactModel:
    """The model of one problem.

    Parameters
    ----------
    most_left_out
        Of the shipments that must be served: no plan that leaves out more of them is looked for.
    """

    def __init__(self, problem: Problem, most_left_out: int) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.tasks = ExactTasks(self.model, problem)
        self.groups = [
            [
                Ride(Circuit(self.tasks, shift, self._serves(shift)), self.tasks)
                for shift in twins[: len(problem.shipments)]
            ]
            for twins in self._twins()
        ]
        self.rides = [ride for group in self.groups for ride in group]
        for number, left_out in enumerate(self.tasks.left_out):
            serves = (ride.circuit.serves.get(number) for ride in self.rides)
            self.model.add_exactly_one(left_out, *(on for on in serves if on is not None))
        for group in self.groups:
            self._order(group)
        self._price(most_left_out)

    def hint(self, plan: Plan) -> None:
        """Let a search begin with a valid plan."""
        number = {shipment.id: index for index, shipment in enumerate(self.problem.shipments)}
        starts = {
            (service.shipment, service.kind): service.start
            for route in plan.routes
            for _, service in route.services()
        }
        for twins, rides in zip(self._twins(), self.groups, strict=True):
            routes = sorted(
                (route for route in plan.routes if route.shift in twins),
                key=lambda route: min(number[service.shipment] for _, service in route.services()),
            )
            for ride, route in zip_longest(rides, routes):
                ride.circuit.hint(route)
        for task in (task for pair in self.tasks.by_shipment for task in pair if task.id in starts):
            self.model.add_hint(task.start, starts[task.id])
        for shipment, left_out in zip(self.problem.shipments, self.tasks.left_out, strict=True):
            self.model.add_hint(left_out, (shipment.id, TaskKind.DELIVERY) not in starts)

    def value(self, bound: float) -> Value:
        """What an objective stands for."""
        must, rest = divmod(round(bound), self._must_weight)
        return Value(must, *divmod(rest, self._route_weight))

    def sequences(self, solution: cp_model.CpSolverSolutionCallback) -> Sequences:
        """Who does what in a solution."""
        orders = {ride.circuit.shift.id: ride.circuit.order(solution) for ride in self.rides}
        return {
            shift: sequence
            for shift, events in orders.items()
            if (sequence := tuple(event.task.id for event in events if event.task is not None))
        }

    def _serves(self, shift_id: str) -> dict[int, cp_model.IntVar]:
        """By shipment that a shift can serve, as far as equipment and promises go."""
        vehicle, _ = self.problem.shifts[shift_id]
        return {
            number: self.model.new_bool_var(f"{shift_id} serves {shipment.id}")
            for number, shipment in enumerate(self.problem.shipments)
            if self.tasks.by_shipment[number]
            and shipment.needs <= vehicle.equipment
            and (shipment.commitment is None or shipment.commitment.shift == shift_id)
        }

    def _twins(self) -> list[list[str]]:
        """Shifts that differ in nothing but their names."""
        committed = {s.commitment.shift for s in self.problem.shipments if s.commitment is not None}
        kinds: dict[object, list[str]] = {}
        for name, pair in self.problem.shifts.items():
            kinds.setdefault(kind_of(*pair, committed), []).append(name)
        return list(kinds.values())

    def _order(self, twins: list[Ride]) -> None:
        """Each twin's first shipment comes after the first of the twin before it."""
        for one, other in pairwise(twins):
            for number, on in other.circuit.serves.items():
                earlier = (by for n, by in one.circuit.serves.items() if n < number)
                self.model.add_bool_or(*earlier).only_enforce_if(on)

    def _price(self, most_left_out: int) -> None:
        terms = [*self._lateness(), *self._penalties()]
        terms += [term for ride in self.rides for term in self._route(ride)]
        must = [
            left_out
            for shipment, left_out in zip(self.problem.shipments, self.tasks.left_out, strict=True)
            if shipment.penalty is None
        ]
        self.model.add(_sum(must) <= most_left_out)
        routes_first = self.problem.objective is Objective.VEHICLES
        routes = [ride.circuit.used for ride in self.rides] if routes_first else []
        self._route_weight = 1 + sum(term.most for term in terms)
        self._must_weight = self._route_weight * (len(routes) + 1)
        self.model.minimize(
            _sum([term.value for term in terms])
            + self._route_weight * _sum(routes)
            + self._must_weight * _sum(must)
        )

    def _route(self, ride: Ride) -> Iterator[Term]:
        """Rule 9."""
        costs, used = price(self.problem, ride.circuit.vehicle.costs), ride.circuit.used
        yield Term(costs.fixed * used, costs.fixed)
        yield Term(costs.tick * ride.distance, costs.tick * ride.farthest)
        if costs.paid_tick:
            window = ride.circuit.shift.window
            most = max(costs.minimum_paid, window.end - window.start)
            paid = self.model.new_int_var(0, most, "paid")
            self.model.add(paid >= ride.duration)
            self.model.add(paid >= ride.at_least)
            self.model.add(paid >= ride.apart)
            self.model.add(paid >= costs.minimum_paid * used)
            yield Term(costs.paid_tick * paid, costs.paid_tick * most)

    def _lateness(self) -> Iterator[Term]:
        """Rule 11."""
        for task in (task for pair in self.tasks.by_shipment for task in pair):
            rate = lateness_rate(self.problem, task.task)
            if rate and task.late is not None:
                yield Term(rate * task.late, rate * (task.spans[-1][1] - task.task.windows[-1].end))

    def _penalties(self) -> Iterator[Term]:
        """Rule 13."""
        for shipment, left_out in zip(self.problem.shipments, self.tasks.left_out, strict=True):
            penalty = left_out_cost(self.problem, shipment)
            yield Term(penalty * left_out, penalty)


def _sum(terms: Sequence[cp_model.LinearExpr]) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.sum(terms)
