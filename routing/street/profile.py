"""How couriers get about: on foot, by bike, e-bike, cargo bike, with a trailer, by van, by truck.

What a profile is and how it reads tags stands in `routing.street.rules`; here are the figures.
``docs/reference/profiles.md`` says the same for people.

Where the figures come from:

- bikes: 16 km/h moving, measured over 7,340 cargo-bike deliveries in Brussels (kale.ai, Urbike);
  a loaded cargo bike a little less, with a trailer less again; an e-bike a little more;
- van: 20 km/h in the centre, 35 outside it, 55 in the country, that is 70 % of the limits 30, 50
  and 80: no vehicle moves at the limit;
- foot: 1.33 m/s, R. W. Bohannon, Age and Ageing 26, 1997, doi:10.1093/ageing/26.1.15; on steps half
  of it, within what J. J. Fruin (Pedestrian Planning and Design, 1971) saw;
- a bike at walking pace in pedestrian streets: French highway code, R431-9;
- lights: the uniform delay of the Highway Capacity Manual, c (1 - g)^2 / 2 at a cycle c of 80 s
  with a share g of 45 % green, is 12.1 s; a van starts more slowly;
- the rest (paths, rough ground, turns, sizes, masses, watts) are our assumptions, to be replaced
  by measured rides and by own profiles (`routing.street.own_profiles`).
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from routing.street import barrier
from routing.street.delays import Delays
from routing.street.hills import Walker
from routing.street.power import Cyclist
from routing.street.pushing import LINKS, ROADS, STREETS, WALKS, Pushing
from routing.street.rules import Profile
from routing.street.size import Size
from routing.street.speed import Ground

__all__ = ["BIKE", "CARGO_BIKE", "CARGO_TRAILER", "E_BIKE", "FOOT", "PROFILES"]
__all__ += ["SMALL_TRUCK", "VAN", "Profile"]

_WALKING = 4_800

_BIKE_DELAYS = Delays(
    left=4_000,
    right=2_000,
    u_turn=8_000,
    dismount=3_000,
    traffic_signals=12_000,
    crossing=2_000,
    stop=4_000,
    give_way=2_000,
    mini_roundabout=1_000,
)
_VAN_DELAYS = Delays(
    left=6_000,
    right=3_000,
    u_turn=15_000,
    traffic_signals=15_000,
    crossing=2_000,
    stop=5_000,
    give_way=3_000,
    mini_roundabout=2_000,
)

FOOT = Profile(
    name="foot",
    modes=("foot",),
    speeds=MappingProxyType(
        dict.fromkeys(ROADS | LINKS | STREETS | WALKS | {"corridor"}, _WALKING)
        | {"steps": _WALKING // 2}
    ),
    ground_speeds=MappingProxyType({Ground.SOFT: 4_000}),
    stopped_by=barrier.STOP_WALKERS,
    kept_out_by=frozenset({"motorroad"}),
    one_way=False,
    hills=Walker(),
)

BIKE = Profile(
    name="bike",
    modes=("bicycle", "vehicle"),
    speeds=MappingProxyType(
        dict.fromkeys(ROADS | LINKS | STREETS | {"cycleway", "busway"}, 16_000)
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
    smoothness_speeds=MappingProxyType(
        {
            "bad": 12_000,
            "very_bad": 8_000,
            "horrible": 5_000,
            "very_horrible": 0,
            "impassable": 0,
        }
    ),
    contraflow=True,
    pushing=Pushing(speed=4_000, on_steps=1_500),
    delays=_BIKE_DELAYS,
    hills=Cyclist(mass=105, power=150),
)

E_BIKE = replace(
    BIKE,
    name="e_bike",
    modes=("electric_bicycle", "bicycle", "vehicle"),
    speeds=MappingProxyType(
        {highway: 18_000 if pace == 16_000 else pace for highway, pace in BIKE.speeds.items()}
    ),
    pushing=Pushing(speed=4_000, on_steps=1_000),
    hills=Cyclist(mass=120, power=100, assistance=250),
)

CARGO_BIKE = replace(
    BIKE,
    name="cargo_bike",
    modes=("cargo_bike", "bicycle", "vehicle"),
    speeds=MappingProxyType(
        {highway: min(pace, 15_000) for highway, pace in BIKE.speeds.items()}
        | {"path": 10_000, "track": 10_000, "footway": 6_000}
    ),
    stopped_by=barrier.STOP_CARGO_BIKES,
    invited=BIKE.invited | {"path"},
    ground_speeds=MappingProxyType(
        {
            Ground.COMPACT: 12_000,
            Ground.COBBLED: 10_000,
            Ground.LOOSE: 8_000,
            Ground.SOFT: 5_000,
        }
    ),
    smoothness_speeds=MappingProxyType(
        {
            "bad": 10_000,
            "very_bad": 6_000,
            "horrible": 0,
            "very_horrible": 0,
            "impassable": 0,
        }
    ),
    size=Size(width=900),
    pushing=Pushing(speed=3_500),
    hills=Cyclist(mass=220, power=100, assistance=250, drag_area=8_000),
)

CARGO_TRAILER = replace(
    CARGO_BIKE,
    name="cargo_trailer",
    speeds=MappingProxyType(
        {highway: min(pace, 13_000) for highway, pace in CARGO_BIKE.speeds.items()}
        | {"path": 8_000, "track": 8_000}
    ),
    stopped_by=barrier.STOP_TRAILERS,
    ground_speeds=MappingProxyType(
        {
            Ground.COMPACT: 10_000,
            Ground.COBBLED: 8_000,
            Ground.LOOSE: 6_000,
            Ground.SOFT: 0,
        }
    ),
    smoothness_speeds=MappingProxyType(
        {
            "bad": 8_000,
            "very_bad": 0,
            "horrible": 0,
            "very_horrible": 0,
            "impassable": 0,
        }
    ),
    size=Size(width=1_100),
    pushing=Pushing(speed=3_000),
    hills=Cyclist(mass=330, power=100, assistance=250, drag_area=9_000, walking=2_000, limit=150),
)

VAN = Profile(
    name="van",
    modes=("goods", "motorcar", "motor_vehicle", "vehicle"),
    speeds=MappingProxyType(
        dict.fromkeys(ROADS | LINKS | {"unclassified"}, 35_000)
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
    smoothness_speeds=MappingProxyType(
        {
            "bad": 20_000,
            "very_bad": 10_000,
            "horrible": 0,
            "very_horrible": 0,
            "impassable": 0,
        }
    ),
    limit_percent=70,
    fast=ROADS | LINKS | {"motorway", "motorway_link", "unclassified"},
    size=Size(width=2_100, height=2_600, length=6_000, weight=3_500),
    delays=_VAN_DELAYS,
)

SMALL_TRUCK = replace(
    VAN,
    name="small_truck",
    modes=("hgv", "motor_vehicle", "vehicle"),
    fastest=80_000,
    size=Size(width=2_400, height=3_300, length=7_500, weight=7_500),
    delays=replace(_VAN_DELAYS, left=8_000, right=4_000, u_turn=30_000),
)

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (FOOT, BIKE, E_BIKE, CARGO_BIKE, CARGO_TRAILER, VAN, SMALL_TRUCK)
    }
)
"""By name."""
