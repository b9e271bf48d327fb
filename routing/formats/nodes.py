"""What Li & Lim's and Sartori & Buriol's files share: lines of nodes, paired by number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routing.errors import InputError, InputErrors, Value
from routing.model import Load, Objective, Place, Shift, Shipment, Task, Vehicle, Window
from routing.model.builder import ProblemBuilder

PROFILE = "instance"
COLUMNS = ("id", "x", "y", "demand", "earliest", "latest", "service", "pickup", "delivery")


@dataclass(frozen=True, slots=True)
class Lines:
    """A text file with its name, for errors that say where they are."""

    file: str
    text: Sequence[str]

    def where(self, index: int) -> dict[str, Value]:
        """File and line number for people, of a line counted from 0."""
        return {"file": self.file, "line": index + 1}

    def whole_number(self, index: int, column: str, value: str) -> int:
        """A whole number of a line (counted from 0).

        Raises
        ------
        InputError
            When the text is none.
        """
        try:
            return int(value)
        except ValueError:
            where = self.where(index)
            raise InputError("instance.number", **where, column=column, value=value) from None


@dataclass(frozen=True, slots=True)
class Node:
    """A line: node 0 is the depot, each other a pickup or a delivery.

    Parameters
    ----------
    line
        Of the file, from 1.
    x, y
        Latitude and longitude in Sartori & Buriol's files.
    pickup, delivery
        The partner's number in the column that says what the partner is; 0 in the other.
    """

    line: int
    number: int
    x: float
    y: float
    demand: int
    earliest: int
    latest: int
    service: int
    pickup: int
    delivery: int


def read_nodes(lines: Lines, first: int, end: int) -> tuple[Node, ...]:
    """All nodes of a span of lines.

    Raises
    ------
    InputErrors
        Every line that is no node, or whose partner does not answer it.
    """
    nodes: list[Node] = []
    errors: list[InputError] = []
    written = (index for index in range(first, end) if lines.text[index].strip())
    for number, index in enumerate(written):
        try:
            nodes.append(_read_node(lines, index, number))
        except InputError as error:
            errors.append(error)
    errors = errors or [
        InputError("instance.pair", file=lines.file, line=node.line, node=node.number)
        for node in nodes[1:]
        if not _is_answered(node, nodes)
    ]
    if not nodes and not errors:
        errors.append(InputError("instance.no_nodes", file=lines.file))
    if errors:
        raise InputErrors(errors)
    return tuple(nodes)


def _read_node(lines: Lines, index: int, number: int) -> Node:
    cells = lines.text[index].split()
    where = lines.where(index)
    if len(cells) != len(COLUMNS):
        raise InputError("instance.columns", **where, found=len(cells), expected=len(COLUMNS))
    try:
        x, y = float(cells[1]), float(cells[2])
    except ValueError:
        value = f"{cells[1]} {cells[2]}"
        raise InputError("instance.number", **where, column="x y", value=value) from None
    found, *rest = (
        lines.whole_number(index, column, cell)
        for column, cell in zip(COLUMNS, cells, strict=True)
        if column not in {"x", "y"}
    )
    if found != number:
        raise InputError("instance.node_order", **where, found=found, expected=number)
    node = Node(index + 1, number, x, y, *rest)
    if node.earliest > node.latest:
        start, end = node.earliest, node.latest
        raise InputError("instance.window", **where, earliest=start, latest=end)
    if node.service < 0:
        raise InputError("instance.negative", **where, column="service", value=node.service)
    return node


def _is_answered(node: Node, nodes: Sequence[Node]) -> bool:
    partner_number = node.delivery or node.pickup
    if (node.pickup == 0) == (node.delivery == 0) or not 0 < partner_number < len(nodes):
        return False
    partner = nodes[partner_number]
    if node.demand != -partner.demand or (node.demand < 0) == (node.pickup == 0):
        return False
    return node.number == (partner.pickup if node.pickup == 0 else partner.delivery)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a unit of the file is in ticks."""

    ticks: int

    def window(self, node: Node) -> Window:
        """When a service may start at a node."""
        return Window(node.earliest * self.ticks, node.latest * self.ticks)

    def task(self, node: Node) -> Task:
        """What is done at a node, which is a place of its own."""
        return Task(str(node.number), (self.window(node),), node.service * self.ticks)


def start_problem(
    name: str, nodes: Sequence[Node], positions: Iterable[tuple[float, float]], scale: Scale
) -> ProblemBuilder:
    """Places named by node number, shipments named by their pickup's node number.

    The file's demand is counted in parcels.
    """
    builder = ProblemBuilder(name, objective=Objective.VEHICLES, ticks_per_unit=scale.ticks)
    for node, position in zip(nodes, positions, strict=True):
        builder.add_place(Place(str(node.number), position))
    for node in nodes[1:]:
        if node.pickup == 0:
            builder.add_shipment(
                Shipment(
                    str(node.number),
                    pickup=scale.task(node),
                    delivery=scale.task(nodes[node.delivery]),
                    load=Load(parcels=node.demand),
                )
            )
    return builder


def add_fleet(
    builder: ProblemBuilder, depot: Node, count: int, capacity: int, scale: Scale
) -> None:
    """So many equal vehicles, from depot to depot."""
    for number in range(1, count + 1):
        name = f"vehicle {number}"
        shift = Shift(name, scale.window(depot), str(depot.number), str(depot.number))
        builder.add_vehicle(Vehicle(name, PROFILE, Load(parcels=capacity), (shift,)))
