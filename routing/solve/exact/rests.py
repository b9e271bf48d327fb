"""Rule 7 in CP-SAT: the breaks of one shift, on its circuit or in free time."""

from ortools.sat.python import cp_model

from routing.model import Break
from routing.solve.exact.circuit import Arc, Circuit, Event


class Rest:
    """One break of a shift.

    Parameters
    ----------
    follows
        By event: whether the break is taken between it and the next.
    """

    def __init__(self, circuit: Circuit, pause: Break) -> None:
        self.model: cp_model.CpModel = circuit.model
        self.pause = pause
        name = f"{circuit.shift.id}: {pause.id}"
        self.start = self.model.new_int_var(pause.window.start, pause.window.end, name)
        self.interval = self.model.new_optional_fixed_size_interval_var(
            self.start, pause.duration, circuit.used, name
        )
        self.before = self.model.new_bool_var(f"{name} before")
        self.after = self.model.new_bool_var(f"{name} after")
        self._follows = {
            id(event): self.model.new_bool_var(f"{name} follows") for event in circuit.events
        }
        self.model.add_exactly_one(~circuit.used, self.before, self.after, *self._follows.values())
        self.model.add(self.start + pause.duration <= circuit.start).only_enforce_if(self.before)
        self.model.add(self.start >= circuit.end).only_enforce_if(self.after)
        for event in circuit.events:
            self._begin(event)
        for arc in circuit.arcs:
            self._finish(arc)

    def ticks(self, event: Event) -> cp_model.LinearExpr:
        """What it adds between an event and the next."""
        return self.pause.duration * self._follows[id(event)]

    @property
    def paid(self) -> cp_model.LinearExpr:
        """What it adds to the route."""
        return self.pause.duration * cp_model.LinearExpr.sum(list(self._follows.values()))

    def _begin(self, event: Event) -> None:
        """Not before the service is done; but a reload may be interrupted."""
        follows = self._follows[id(event)]
        self.model.add_implication(follows, event.on)
        service = event.ticks if event.task is not None else 0
        self.model.add(self.start >= event.leaves + service).only_enforce_if(follows)

    def _finish(self, arc: Arc) -> None:
        """Before the next event; where nobody waits, before the arrival."""
        here = [arc.on, self._follows[id(arc.one)]]
        end = self.start + self.pause.duration + (0 if arc.other.task is not None else 1)
        self.model.add(end <= arc.other.comes).only_enforce_if(here)
