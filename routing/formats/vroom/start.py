"""The routes that a VROOM problem asks to begin with: a plan whose times nobody has looked at."""

from collections.abc import Iterator

from routing.formats.vroom.document import StepKind, VroomDocument, VroomVehicle
from routing.model import Load, Plan, Problem, Route, Service, TaskKind, Visit

Task = tuple[str, TaskKind]

_HALVES = {StepKind.PICKUP: TaskKind.PICKUP, StepKind.DELIVERY: TaskKind.DELIVERY}


def start_of(document: VroomDocument, problem: Problem) -> Plan | None:
    """The routes of the vehicles' steps, to be mended by `routing.solve`; None without any.

    Steps that name no task of the document are passed over.
    """
    numbers = {
        (task.kind, task.id): str(number)
        for number, order in enumerate(document.orders)
        for task in order.tasks
    }
    routes = [
        _route(problem, shift, list(_tasks(problem, vehicle, numbers)))
        for shift, vehicle in zip(problem.shifts, document.vehicles, strict=True)
        if vehicle.steps
    ]
    return Plan(tuple(routes), (), 0) if routes else None


def _tasks(
    problem: Problem, vehicle: VroomVehicle, numbers: dict[tuple[StepKind, int], str]
) -> Iterator[Task]:
    """What is brought is taken at the start, what is taken along is given at the end."""
    named = [
        (kind, numbers[kind, step_id])
        for kind, step_id in vehicle.steps
        if (kind, step_id) in numbers
    ]
    jobs = [name for kind, name in named if kind is StepKind.JOB]
    brought = {name for name in jobs if problem.shipment_by_id[name].delivery.place.endswith("job")}
    for name in jobs:
        if name in brought:
            yield name, TaskKind.PICKUP
    for kind, name in named:
        if kind is StepKind.JOB:
            yield name, TaskKind.DELIVERY if name in brought else TaskKind.PICKUP
        else:
            yield name, _HALVES[kind]
    for name in jobs:
        if name not in brought:
            yield name, TaskKind.DELIVERY


def _route(problem: Problem, shift: str, tasks: list[Task]) -> Route:
    """Tasks in their order, at no time in particular."""
    visits = tuple(
        Visit(
            problem.shipment_by_id[name].task(kind).place,
            0,
            0,
            (Service(name, kind, 0, 0),),
            Load(),
        )
        for name, kind in tasks
    )
    return Route(shift, 0, 0, visits, (), 0, 0)
