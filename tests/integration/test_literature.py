"""The literature's best-known solutions, on the files' own numbers and through the reader."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from routing.check import verify
from routing.check.literature import check_solution
from routing.formats.instances import read_instance
from routing.formats.sintef import write_solution
from routing.model import Plan, Problem, TaskKind
from tests.builders import Step, plan_of, timed_route


@dataclass(frozen=True)
class Best:
    name: str
    instance: Path
    solution: Path
    vehicles: int
    cost: float


def best_known(folder: Path) -> Iterator[Best]:
    files = {path.name.split(".")[0]: path for path in folder.glob("*/*.txt*")}
    with (folder / "bks.csv").open() as table:
        for row in csv.DictReader(table):
            name = row["instance"]
            solution = folder / "bks-solutions" / f"{name}.sol"
            yield Best(name, files[name], solution, int(row["vehicles"]), float(row["cost"]))


def read_sequences(solution: Path) -> list[list[str]]:
    lines = solution.read_text().splitlines()
    return [line.partition(":")[2].split() for line in lines if line.startswith("Route")]


def plan_in_order(problem: Problem, sequences: list[list[str]]) -> Plan:
    """Each sequence of nodes on a vehicle of its own, each node as early as may be."""
    steps: dict[str, Step] = {}
    for shipment in problem.shipments:
        steps[shipment.pickup.place] = shipment.id, TaskKind.PICKUP
        steps[shipment.delivery.place] = shipment.id, TaskKind.DELIVERY
    return plan_of(
        problem,
        (
            timed_route(problem, shift, [steps[node] for node in sequence])
            for shift, sequence in zip(problem.shifts, sequences, strict=False)
        ),
    )


@pytest.mark.parametrize(("folder", "count"), [("li-lim", 178), ("sartori-buriol", 70)])
def test_best_known_solutions_are_worth_what_the_tables_say(
    instances: Path, folder: str, count: int
) -> None:
    found = [*best_known(instances / folder)]
    assert len(found) == count
    for best in found:
        checked = check_solution(best.instance, best.solution)
        assert checked.violations == (), best.name
        assert checked.vehicles == best.vehicles, best.name
        assert checked.cost == pytest.approx(best.cost, rel=0, abs=0.0001), best.name


def test_rounding_distances_up_by_a_millionth_keeps_every_best_known_solution_valid(
    instances: Path,
) -> None:
    for best in [*best_known(instances / "li-lim")][::5]:
        problem = read_instance(best.instance)
        plan = plan_in_order(problem, read_sequences(best.solution))
        assert verify(problem, plan) == (), best.name
        assert len(plan.routes) == best.vehicles, best.name
        assert plan.cost / 1_000_000 == pytest.approx(best.cost, rel=0, abs=0.002), best.name


def test_whole_minutes_keep_the_best_known_solutions_of_streets_valid(instances: Path) -> None:
    for best in [*best_known(instances / "sartori-buriol")][::5]:
        problem = read_instance(best.instance)
        plan = plan_in_order(problem, read_sequences(best.solution))
        assert verify(problem, plan) == (), best.name
        assert (len(plan.routes), plan.cost) == (best.vehicles, best.cost), best.name


def test_a_plan_is_written_as_the_tables_keep_it(instances: Path, tmp_path: Path) -> None:
    best = next(best_known(instances / "li-lim"))
    problem = read_instance(best.instance)
    sequences = read_sequences(best.solution)
    text = write_solution(problem, plan_in_order(problem, sequences))
    written = tmp_path / "written.sol"
    written.write_text(text)
    assert f"Route 1 : {' '.join(sequences[0])}\n" in text
    assert read_sequences(written) == sequences
    assert check_solution(best.instance, written).violations == ()
