"""The problem and the plan in the values of a ``chaland.plan/1`` document."""

from routing.errors import InputError
from routing.formats.json_value import JsonValue
from routing.model import (
    Break,
    Commitment,
    Comparison,
    Costs,
    Lateness,
    Load,
    Objective,
    Place,
    Plan,
    Problem,
    Reason,
    Reload,
    Route,
    Service,
    Shift,
    Shipment,
    Stage,
    TakenBreak,
    Task,
    TaskKind,
    Totals,
    Unserved,
    Vehicle,
    Visit,
    Window,
)
from routing.model.cost import shown_cents
from routing.model.units import CostUnits


def problem_in(value: JsonValue) -> Problem:
    """The problem, without matrices."""
    keys = value.fields("name", "objective", "places", "shipments", "vehicles")
    return Problem(
        name=keys["name"].text(),
        objective=keys["objective"].choice(Objective),
        places=tuple(_place(place) for place in keys["places"].items()),
        shipments=tuple(_shipment(shipment) for shipment in keys["shipments"].items()),
        vehicles=tuple(_vehicle(vehicle) for vehicle in keys["vehicles"].items()),
        matrices={},
    )


def plan_in(value: JsonValue) -> Plan:
    """The plan."""
    keys = value.fields("cost", "routes", "unserved")
    return Plan(
        cost=_cost(keys["cost"]),
        routes=tuple(_route(route) for route in keys["routes"].items()),
        unserved=tuple(_unserved(unserved) for unserved in keys["unserved"].items()),
    )


def comparison_in(value: JsonValue) -> Comparison:
    """The comparison; the sum over all shops must be their sum."""
    keys = value.fields("pooled", "alone", "alone_by_owner")
    owners = keys["alone_by_owner"].mapping()
    comparison = Comparison(
        pooled=_totals(keys["pooled"]),
        alone_by_owner={owner: _totals(totals) for owner, totals in owners.items()},
    )
    if _totals(keys["alone"]) != comparison.alone:
        raise InputError("plan_file.alone", file=value.file, where=keys["alone"].where)
    return comparison


def _window(value: JsonValue) -> Window:
    keys = value.fields("start", "end")
    return Window(start=keys["start"].integer(), end=keys["end"].integer())


def _windows(value: JsonValue) -> tuple[Window, ...]:
    return tuple(_window(window) for window in value.items())


def _load(value: JsonValue) -> Load:
    keys = value.fields("grams", "litres", "parcels")
    return Load(keys["grams"].integer(), keys["litres"].integer(), keys["parcels"].integer())


def _cost(value: JsonValue) -> CostUnits:
    keys = value.fields("units", "cents")
    cost, cents = keys["units"].integer(), keys["cents"].integer()
    if cents != shown_cents(cost):
        raise InputError(
            "plan_file.cents",
            file=value.file,
            where=keys["cents"].where,
            cents=cents,
            units=cost,
            right=shown_cents(cost),
        )
    return cost


def _place(value: JsonValue) -> Place:
    keys = value.fields("id", "position", "setup", "opening")
    return Place(
        id=keys["id"].id(),
        position=keys["position"].position(),
        setup=keys["setup"].count(),
        opening=_windows(keys["opening"]),
    )


def _shipment(value: JsonValue) -> Shipment:
    keys = value.fields(
        "id", "owner", "pickup", "delivery", "load", "needs", "longest_on_board", "penalty",
        "commitment",
    )  # fmt: skip
    return Shipment(
        id=keys["id"].id(),
        owner=keys["owner"].optional(JsonValue.id),
        pickup=_task(keys["pickup"]),
        delivery=_task(keys["delivery"]),
        load=_load(keys["load"]),
        needs=_words(keys["needs"]),
        longest_on_board=keys["longest_on_board"].optional(JsonValue.count),
        penalty=keys["penalty"].optional(JsonValue.count),
        commitment=keys["commitment"].optional(_commitment),
    )


def _task(value: JsonValue) -> Task:
    keys = value.fields("place", "windows", "service", "lateness")
    return Task(
        place=keys["place"].id(),
        windows=_windows(keys["windows"]),
        service=keys["service"].count(),
        lateness=keys["lateness"].optional(_lateness),
    )


def _words(value: JsonValue) -> frozenset[str]:
    return frozenset(word.text() for word in value.items())


def _lateness(value: JsonValue) -> Lateness:
    keys = value.fields("latest", "cents_per_hour")
    return Lateness(keys["latest"].integer(), keys["cents_per_hour"].count())


def _commitment(value: JsonValue) -> Commitment:
    keys = value.fields("shift", "stage", "position", "start")
    return Commitment(
        shift=keys["shift"].id(),
        stage=keys["stage"].choice(Stage),
        position=keys["position"].optional(JsonValue.count),
        start=keys["start"].optional(JsonValue.integer),
    )


def _vehicle(value: JsonValue) -> Vehicle:
    keys = value.fields("id", "profile", "capacity", "equipment", "costs", "shifts")
    return Vehicle(
        id=keys["id"].id(),
        profile=keys["profile"].id(),
        capacity=_load(keys["capacity"]),
        equipment=_words(keys["equipment"]),
        costs=_costs(keys["costs"]),
        shifts=tuple(_shift(shift) for shift in keys["shifts"].items()),
    )


def _costs(value: JsonValue) -> Costs:
    keys = value.fields("fixed", "per_hour", "per_km", "minimum_paid")
    return Costs(
        fixed=keys["fixed"].count(),
        per_hour=keys["per_hour"].count(),
        per_km=keys["per_km"].count(),
        minimum_paid=keys["minimum_paid"].count(),
    )


def _shift(value: JsonValue) -> Shift:
    keys = value.fields("id", "window", "start_place", "end_place", "breaks", "reload")
    return Shift(
        id=keys["id"].id(),
        window=_window(keys["window"]),
        start_place=keys["start_place"].id(),
        end_place=keys["end_place"].id(),
        breaks=tuple(_break(pause) for pause in keys["breaks"].items()),
        reload=keys["reload"].optional(_reload),
    )


def _break(value: JsonValue) -> Break:
    keys = value.fields("id", "window", "duration")
    return Break(keys["id"].id(), _window(keys["window"]), keys["duration"].count())


def _reload(value: JsonValue) -> Reload:
    keys = value.fields("place", "duration", "range")
    return Reload(keys["place"].id(), keys["duration"].count(), keys["range"].count())


def _route(value: JsonValue) -> Route:
    keys = value.fields("shift", "start", "end", "distance", "cost", "visits", "breaks")
    return Route(
        shift=keys["shift"].id(),
        start=keys["start"].integer(),
        end=keys["end"].integer(),
        distance=keys["distance"].integer(),
        cost=_cost(keys["cost"]),
        visits=tuple(_visit(visit) for visit in keys["visits"].items()),
        breaks=tuple(_taken_break(taken) for taken in keys["breaks"].items()),
    )


def _visit(value: JsonValue) -> Visit:
    keys = value.fields("place", "arrival", "departure", "services", "load", "reload")
    return Visit(
        place=keys["place"].id(),
        arrival=keys["arrival"].integer(),
        departure=keys["departure"].integer(),
        services=tuple(_service(service) for service in keys["services"].items()),
        load=_load(keys["load"]),
        reload=keys["reload"].boolean(),
    )


def _service(value: JsonValue) -> Service:
    keys = value.fields("shipment", "kind", "start", "end")
    return Service(
        shipment=keys["shipment"].id(),
        kind=keys["kind"].choice(TaskKind),
        start=keys["start"].integer(),
        end=keys["end"].integer(),
    )


def _taken_break(value: JsonValue) -> TakenBreak:
    keys = value.fields("break", "start", "end")
    return TakenBreak(keys["break"].id(), keys["start"].integer(), keys["end"].integer())


def _unserved(value: JsonValue) -> Unserved:
    keys = value.fields("shipment", "reason", "values")
    return Unserved(
        shipment=keys["shipment"].id(),
        reason=keys["reason"].choice(Reason),
        values={name: scalar.scalar() for name, scalar in keys["values"].mapping().items()},
    )


def _totals(value: JsonValue) -> Totals:
    keys = value.fields("routes", "distance", "duration", "cost", "served", "unserved")
    return Totals(
        routes=keys["routes"].count(),
        distance=keys["distance"].count(),
        duration=keys["duration"].count(),
        cost=_cost(keys["cost"]),
        served=keys["served"].count(),
        unserved=keys["unserved"].count(),
    )
