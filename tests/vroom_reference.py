"""VROOM's rules for a solution, written from its API.md alone: the plain judge of what we write.

Knows nothing of our rules, places or arcs; reads the problem and the solution as JSON.
"""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Json = dict[str, Any]
NEVER = 10**12


def faults(problem: Json, solution: Json) -> list[str]:
    """All that is wrong with a solution of a problem that has matrices."""
    return list(_Judge(problem, solution).faults())


class _Judge:
    def __init__(self, problem: Json, solution: Json) -> None:
        self.problem, self.solution = problem, solution
        self.tasks: dict[tuple[str, int], Json] = {}
        self.partner: dict[tuple[str, int], tuple[str, int]] = {}
        for job in problem.get("jobs", []):
            self.tasks["job", job["id"]] = job
        for shipment in problem.get("shipments", []):
            shared = {name: shipment.get(name) for name in ("skills", "priority")}
            pickup, delivery = shipment["pickup"], shipment["delivery"]
            amount = shipment.get("amount", [])
            self.tasks["pickup", pickup["id"]] = {**pickup, **shared, "pickup": amount}
            self.tasks["delivery", delivery["id"]] = {**delivery, **shared, "delivery": amount}
            self.partner["delivery", delivery["id"]] = ("pickup", pickup["id"])

    def faults(self) -> Iterator[str]:
        """Of the whole, then of each route."""
        routes = self.solution["routes"]
        served = [
            (step["type"], step["id"])
            for route in routes
            for step in route["steps"]
            if step["type"] in {"job", "pickup", "delivery"}
        ]
        left_out = [(one["type"], one["id"]) for one in self.solution["unassigned"]]
        if sorted(served + left_out) != sorted(self.tasks):
            yield "each task is served or left out, once"
        used = [route["vehicle"] for route in routes]
        if len(set(used)) < len(used):
            yield "a vehicle has one route"
        summary = self.solution["summary"]
        if summary["routes"] != len(routes) or summary["unassigned"] != len(left_out):
            yield "counts"
        for name in ("cost", "setup", "service", "duration", "waiting_time", "priority"):
            if summary[name] != sum(route[name] for route in routes):
                yield f"sum of {name}"
        for route in routes:
            yield from _Route(self, route).faults()


class _Route:
    def __init__(self, judge: _Judge, route: Json) -> None:
        self.judge, self.route, self.steps = judge, route, route["steps"]
        vehicles = judge.problem["vehicles"]
        self.vehicle = next(one for one in vehicles if one["id"] == route["vehicle"])
        self.matrices = judge.problem["matrices"][self.vehicle.get("profile", "car")]

    def faults(self) -> Iterator[str]:
        """Of one route."""
        yield from self.order()
        yield from self.times()
        yield from self.loads()
        yield from self.breaks()
        if self.route["violations"]:
            yield "violations"
        cost = self.cost()
        if abs(self.route["cost"] - cost) > 0.5:
            yield f"cost {self.route['cost']} instead of {cost}"

    def order(self) -> Iterator[str]:
        """Ends, skills, halves."""
        if (self.steps[0]["type"], self.steps[-1]["type"]) != ("start", "end"):
            yield "a route has a start and an end"
        skills = set(self.vehicle.get("skills", []))
        seen: set[tuple[str, int]] = set()
        for step in self.task_steps():
            name = (step["type"], step["id"])
            if not set(self.judge.tasks[name].get("skills") or []) <= skills:
                yield f"skills of {name}"
            if name in self.judge.partner and self.judge.partner[name] not in seen:
                yield f"{name} before its pickup"
            seen.add(name)
        for delivery, pickup in self.judge.partner.items():
            if pickup in seen and delivery not in seen:
                yield f"{delivery} in another route"

    def task_steps(self) -> list[Json]:
        return [step for step in self.steps if step["type"] in {"job", "pickup", "delivery"}]

    def times(self) -> Iterator[str]:
        """Arrivals, windows, set-up, sums."""
        hours = self.vehicle.get("time_window", [0, NEVER])
        if not hours[0] <= self.steps[0]["arrival"] <= self.steps[-1]["arrival"] <= hours[1]:
            yield "hours"
        here = self.vehicle.get("start_index")
        ridden = 0
        for before, step in pairwise(self.steps):
            left_at = before["arrival"] + before["waiting_time"] + before["setup"]
            left_at += before["service"]
            moved = step["duration"] - before["duration"]
            if step["arrival"] != left_at + moved or moved < 0 or step["waiting_time"] < 0:
                yield f"arrival at {step['type']}"
            ridden += moved
            if step["type"] == "break":
                continue
            there = self.vehicle.get("end_index")
            if step["type"] != "end":
                task = self.judge.tasks[step["type"], step["id"]]
                there = task["location_index"]
                yield from self.task_times(step, task, here)
            if ridden != self.seconds(here, there):
                yield f"travel to {step['type']}"
            ridden, here = 0, there
        yield from self.sums()

    def sums(self) -> Iterator[str]:
        """Of the route's times."""
        total = sum(step["waiting_time"] + step["setup"] + step["service"] for step in self.steps)
        took = self.steps[-1]["arrival"] - self.steps[0]["arrival"]
        if took != total + self.steps[-1]["duration"]:
            yield "time that is nowhere"
        for name in ("setup", "service", "waiting_time"):
            if self.route[name] != sum(step[name] for step in self.steps):
                yield f"sum of {name} in a route"
        if self.route["duration"] != self.steps[-1]["duration"]:
            yield "duration"

    def task_times(self, step: Json, task: Json, here: int | None) -> Iterator[str]:
        begins = step["arrival"] + step["waiting_time"]
        windows = task.get("time_windows")
        if windows and not any(start <= begins <= end for start, end in windows):
            yield f"window of {step['type']} {step['id']}"
        setup = 0 if here == task["location_index"] else task.get("setup", 0)
        if step["setup"] != setup or step["service"] != task.get("service", 0):
            yield f"set-up of {step['type']} {step['id']}"

    def seconds(self, here: int | None, there: int | None) -> int:
        if here is None or there is None:
            return 0
        factor: float = self.vehicle.get("speed_factor", 1)
        duration: int = self.matrices["durations"][here][there]
        return math.floor(duration / factor + 0.5)

    def loads(self) -> Iterator[str]:
        """What is on board after each step."""
        capacity = self.vehicle.get("capacity", [0])
        names = [(step["type"], step["id"]) for step in self.task_steps()]
        jobs = [self.judge.tasks[name] for name in names if name[0] == "job"]
        load = [sum(job.get("delivery", [0])[0] for job in jobs)]
        for step in self.steps:
            if step["type"] in {"job", "pickup", "delivery"}:
                task = self.judge.tasks[step["type"], step["id"]]
                load = [load[0] + _first(task.get("pickup")) - _first(task.get("delivery"))]
            if "load" in step and step["load"] != load:
                yield f"load at {step['type']}"
            if load[0] > capacity[0] or load[0] < 0:
                yield f"capacity at {step['type']}"

    def breaks(self) -> Iterator[str]:
        """Each once, in its window."""
        owed = {one["id"]: one for one in self.vehicle.get("breaks", []) if one.get("service")}
        taken = [step for step in self.steps if step["type"] == "break"]
        if sorted(step["id"] for step in taken) != sorted(owed):
            yield "breaks"
        for step in taken:
            begins = step["arrival"] + step["waiting_time"]
            windows = owed[step["id"]].get("time_windows") or [[0, NEVER]]
            if not any(start <= begins <= end for start, end in windows):
                yield f"window of break {step['id']}"
            if step["service"] != owed[step["id"]]["service"]:
                yield f"length of break {step['id']}"

    def cost(self) -> float:
        """Of riding, of working, and of using the vehicle at all."""
        costs = self.vehicle.get("costs", {})
        here = self.vehicle.get("start_index")
        total = float(costs.get("fixed", 0))
        rows = [
            *(
                self.judge.tasks[one["type"], one["id"]]["location_index"]
                for one in self.task_steps()
            ),
            self.vehicle.get("end_index"),
        ]
        for there in rows:
            total += self.seconds(here, there) * costs.get("per_hour", 3_600) / 3_600
            if here is not None and there is not None and costs.get("per_km"):
                total += self.matrices["distances"][here][there] * costs["per_km"] / 1_000
            here = there
        worked: int = sum(step["setup"] + step["service"] for step in self.task_steps())
        per_hour: int = costs.get("per_task_hour", 0)
        return total + worked * per_hour / 3_600


def _first(amounts: list[int] | None) -> int:
    return amounts[0] if amounts else 0
