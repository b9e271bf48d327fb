"""How couriers get about: on foot, by bike, by cargo bike, by van.

A profile is data; the rules that read it are one module each (access, oneway, speed, barrier).
``docs/reference/profiles.md`` says the same for people.

Where the figures come from:

- bikes: 16 km/h moving, measured over 7,340 cargo-bike deliveries in Brussels (kale.ai, Urbike);
  a loaded cargo bike a little less;
- van: 20 km/h in the centre, 35 outside it, 55 in the country, that is 70 % of the limits 30, 50
  and 80: no vehicle moves at the limit;
- foot: 1.33 m/s, R. W. Bohannon, Age and Ageing 26, 1997, doi:10.1093/ageing/26.1.15; on steps half
  of it, within what J. J. Fruin (Pedestrian Planning and Design, 1971) saw;
- a bike at walking pace in pedestrian streets: French highway code, R431-9;
- the rest (paths, rough ground) are our assumptions, to be replaced by measured rides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from routing.street import barrier, oneway, speed
from routing.street.access import Permission, permission
from routing.street.delays import NO_DELAYS, Delays
from routing.street.speed import Ground


@dataclass(frozen=True, slots=True)
class Profile:
    """One way of getting about.

    Parameters
    ----------
    modes
        Its access keys, from the most special to the most general, without ``access``.
    speeds
        Metres per hour by ``highway``; closed where it is absent.
    ground_speeds
        Metres per hour at most by ground; no bound where it is absent.
    stopped_by
        Barriers that cannot be passed.
    invited
        Values of ``highway`` entered only where a tag of its own modes says so.
    kept_out_by
        Keys that close a way unless a tag of its own modes opens it.
    one_way
        Whether plain ``oneway`` binds.
    contraflow
        Whether lanes against the stream are ridden.
    limit_percent
        Share of the posted limit that is reached on average; None when limits do not matter.
    fast
        Values of ``highway`` where a high limit also makes faster.
    """

    name: str
    modes: tuple[str, ...]
    speeds: Mapping[str, int]
    ground_speeds: Mapping[Ground, int]
    stopped_by: frozenset[str]
    invited: frozenset[str] = frozenset()
    kept_out_by: frozenset[str] = frozenset()
    one_way: bool = True
    contraflow: bool = False
    limit_percent: int | None = None
    fast: frozenset[str] = frozenset()
    delays: Delays = NO_DELAYS

    def ride(self, tags: Mapping[str, str]) -> tuple[int, int]:
        """Metres per hour along a way, forward and backward; 0 where it is closed."""
        if tags.get("highway") not in self.speeds:
            return 0, 0
        forward, backward = oneway.directions(
            tags, self.modes, obeys=self.one_way, contraflow=self.contraflow
        )
        pace = self._pace(tags)
        return (
            pace if forward and self._enters(tags, "forward") else 0,
            pace if backward and self._enters(tags, "backward") else 0,
        )

    def stops_at(self, tags: Mapping[str, str]) -> bool:
        """Whether a node cannot be passed."""
        return barrier.stops(tags, self.modes, self.stopped_by)

    def _enters(self, tags: Mapping[str, str], direction: str) -> bool:
        said = permission(tags, self.modes, direction)
        if said is not Permission.UNSAID:
            return said is Permission.OPEN
        kept_out = any(tags.get(key, "no") != "no" for key in self.kept_out_by)
        return not kept_out and tags["highway"] not in self.invited

    def _pace(self, tags: Mapping[str, str]) -> int:
        highway = tags["highway"]
        pace = self.speeds[highway]
        limit = speed.limit(tags)
        if self.limit_percent is not None and limit is not None:
            allowed = limit * self.limit_percent // 100
            pace = allowed if highway in self.fast else min(pace, allowed)
        return min(pace, self.ground_speeds.get(speed.ground(tags), pace))


_ROADS = frozenset({"primary", "secondary", "tertiary", "trunk"})
_LINKS = frozenset(f"{road}_link" for road in _ROADS)
_STREETS = frozenset({"living_street", "residential", "road", "service", "unclassified"})
_WALKS = frozenset({"bridleway", "cycleway", "footway", "path", "pedestrian", "track"})

_WALKING = 4_800

FOOT = Profile(
    name="foot",
    modes=("foot",),
    speeds=MappingProxyType(
        dict.fromkeys(_ROADS | _LINKS | _STREETS | _WALKS | {"corridor"}, _WALKING)
        | {"steps": _WALKING // 2}
    ),
    ground_speeds=MappingProxyType({Ground.SOFT: 4_000}),
    stopped_by=barrier.STOP_WALKERS,
    kept_out_by=frozenset({"motorroad"}),
    one_way=False,
)

BIKE = Profile(
    delays=Delays(
        left=4_000,
        right=2_000,
        u_turn=8_000,
        traffic_signals=12_000,
        crossing=2_000,
        stop=4_000,
        give_way=2_000,
        mini_roundabout=1_000,
    ),
    name="bike",
    modes=("bicycle", "vehicle"),
    speeds=MappingProxyType(
        dict.fromkeys(_ROADS | _LINKS | _STREETS | {"cycleway", "busway"}, 16_000)
        | {
            "living_street": 10_000,
            "service": 12_000,
            "track": 12_000,
            "path": 12_000,
            "bridleway": 8_000,
            "footway": 8_000,
            "pedestrian": 5_000,
        }
    ),
    stopped_by=barrier.STOP_BIKES,
    invited=frozenset({"bridleway", "busway", "footway"}),
    kept_out_by=frozenset({"motorroad", "sac_scale"}),
    ground_speeds=MappingProxyType(
        {
            Ground.COMPACT: 14_000,
            Ground.COBBLED: 12_000,
            Ground.LOOSE: 10_000,
            Ground.SOFT: 6_000,
        }
    ),
    contraflow=True,
)

CARGO_BIKE = Profile(
    delays=BIKE.delays,
    name="cargo_bike",
    modes=("bicycle", "vehicle"),
    speeds=MappingProxyType(
        {highway: min(pace, 15_000) for highway, pace in BIKE.speeds.items()}
        | {"path": 10_000, "track": 10_000, "footway": 6_000}
    ),
    stopped_by=barrier.STOP_CARGO_BIKES,
    invited=BIKE.invited | {"path"},
    kept_out_by=BIKE.kept_out_by,
    ground_speeds=MappingProxyType(
        {
            Ground.COMPACT: 12_000,
            Ground.COBBLED: 10_000,
            Ground.LOOSE: 8_000,
            Ground.SOFT: 5_000,
        }
    ),
    contraflow=True,
)

VAN = Profile(
    delays=Delays(
        left=6_000,
        right=3_000,
        u_turn=15_000,
        traffic_signals=15_000,
        crossing=2_000,
        stop=5_000,
        give_way=3_000,
        mini_roundabout=2_000,
    ),
    name="van",
    modes=("goods", "motorcar", "motor_vehicle", "vehicle"),
    speeds=MappingProxyType(
        dict.fromkeys(_ROADS | _LINKS | {"unclassified"}, 35_000)
        | {
            "motorway": 80_000,
            "motorway_link": 35_000,
            "trunk": 55_000,
            "residential": 20_000,
            "road": 20_000,
            "living_street": 10_000,
            "service": 10_000,
            "track": 10_000,
            "busway": 20_000,
            "pedestrian": 5_000,
        }
    ),
    stopped_by=barrier.STOP_VANS,
    invited=frozenset({"busway", "pedestrian"}),
    ground_speeds=MappingProxyType(
        {
            Ground.COMPACT: 30_000,
            Ground.COBBLED: 20_000,
            Ground.LOOSE: 15_000,
            Ground.SOFT: 8_000,
        }
    ),
    limit_percent=70,
    fast=_ROADS | _LINKS | {"motorway", "motorway_link", "unclassified"},
)

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {profile.name: profile for profile in (FOOT, BIKE, CARGO_BIKE, VAN)}
)
"""By name."""
