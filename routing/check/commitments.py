"""Rule 12: what a re-plan may not touch."""

from collections.abc import Iterator

from routing.check.ride import Ride
from routing.check.violation import Violation, ViolationCode, broken
from routing.model import TaskKind


def check_commitments(ride: Ride) -> Iterator[Violation]:
    """Each committed shipment on its shift, its delivery where and when it is fixed."""
    for _, done in ride.services():
        commitment = done.shipment.commitment
        if commitment is None or done.service.kind is not TaskKind.DELIVERY:
            continue
        shift, shipment, start = ride.shift.id, done.shipment.id, done.service.start
        if commitment.shift != shift:
            yield broken(
                ViolationCode.COMMITTED_SHIFT,
                shift=shift,
                shipment=shipment,
                expected=commitment.shift,
            )
            continue
        if commitment.position is not None and done.position != commitment.position:
            yield broken(
                ViolationCode.COMMITTED_POSITION,
                shift=shift,
                shipment=shipment,
                position=done.position,
                expected=commitment.position,
            )
        if commitment.start is not None and start != commitment.start:
            yield broken(
                ViolationCode.COMMITTED_START,
                shift=shift,
                shipment=shipment,
                start=start,
                expected_time=commitment.start,
            )
