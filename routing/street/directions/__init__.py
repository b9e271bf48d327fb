"""What a courier is told on the way: steps without words, then sentences."""

from routing.street.directions.guide import Guide
from routing.street.directions.measures import spoken_distance, spoken_duration
from routing.street.directions.step import Heading, Kind, Modifier, Step
from routing.street.directions.street import Street, StreetKind
from routing.street.directions.telling import tell

__all__ = [
    "Guide",
    "Heading",
    "Kind",
    "Modifier",
    "Step",
    "Street",
    "StreetKind",
    "spoken_distance",
    "spoken_duration",
    "tell",
]
