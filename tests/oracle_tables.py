"""The tables of ``docs/reference/profiles.md``, for the oracle."""

DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

OPENS = ["yes", "designated", "official", "permissive", "destination", "delivery", "customers"]
CLOSES = [
    "no",
    "private",
    "agricultural",
    "forestry",
    "military",
    "emergency",
    "permit",
    "residents",
    "use_sidepath",
    "dismount",
]
MODES = {
    "foot": ["foot"],
    "bike": ["bicycle", "vehicle"],
    "e_bike": ["electric_bicycle", "bicycle", "vehicle"],
    "cargo_bike": ["cargo_bike", "bicycle", "vehicle"],
    "cargo_trailer": ["cargo_bike", "bicycle", "vehicle"],
    "van": ["goods", "motorcar", "motor_vehicle", "vehicle"],
    "small_truck": ["hgv", "motor_vehicle", "vehicle"],
}
BY_INVITATION = {
    "foot": [],
    "bike": ["bridleway", "busway", "footway"],
    "e_bike": ["bridleway", "busway", "footway"],
    "cargo_bike": ["bridleway", "busway", "footway", "path"],
    "cargo_trailer": ["bridleway", "busway", "footway", "path"],
    "van": ["busway", "pedestrian"],
    "small_truck": ["busway", "pedestrian"],
}
KEPT_OUT = {
    "foot": ["motorroad"],
    "bike": ["motorroad", "sac_scale"],
    "e_bike": ["motorroad", "sac_scale"],
    "cargo_bike": ["motorroad", "sac_scale"],
    "cargo_trailer": ["motorroad", "sac_scale"],
    "van": [],
    "small_truck": [],
}
PROFILES = list(MODES)

BIKES = ["bike", "e_bike", "cargo_bike", "cargo_trailer"]
MOTORS = ["van", "small_truck"]

# highway: foot, bike, e-bike, cargo bike, cargo bike with trailer, van, small truck
SPEEDS = {
    "motorway": (0, 0, 0, 0, 0, 80_000, 80_000),
    "motorway_link": (0, 0, 0, 0, 0, 35_000, 35_000),
    "trunk": (4_800, 16_000, 18_000, 15_000, 13_000, 55_000, 55_000),
    "trunk_link": (4_800, 16_000, 18_000, 15_000, 13_000, 35_000, 35_000),
    "primary": (4_800, 16_000, 18_000, 15_000, 13_000, 35_000, 35_000),
    "primary_link": (4_800, 16_000, 18_000, 15_000, 13_000, 35_000, 35_000),
    "secondary": (4_800, 16_000, 18_000, 15_000, 13_000, 35_000, 35_000),
    "secondary_link": (4_800, 16_000, 18_000, 15_000, 13_000, 35_000, 35_000),
    "tertiary": (4_800, 16_000, 18_000, 15_000, 13_000, 35_000, 35_000),
    "tertiary_link": (4_800, 16_000, 18_000, 15_000, 13_000, 35_000, 35_000),
    "unclassified": (4_800, 16_000, 18_000, 15_000, 13_000, 35_000, 35_000),
    "residential": (4_800, 16_000, 18_000, 15_000, 13_000, 20_000, 20_000),
    "road": (4_800, 16_000, 18_000, 15_000, 13_000, 20_000, 20_000),
    "living_street": (4_800, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000),
    "service": (4_800, 12_000, 12_000, 12_000, 12_000, 10_000, 10_000),
    "track": (4_800, 12_000, 12_000, 10_000, 8_000, 10_000, 10_000),
    "busway": (0, 16_000, 18_000, 15_000, 13_000, 20_000, 20_000),
    "pedestrian": (4_800, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000),
    "cycleway": (4_800, 16_000, 18_000, 15_000, 13_000, 0, 0),
    "path": (4_800, 12_000, 12_000, 10_000, 8_000, 0, 0),
    "bridleway": (4_800, 8_000, 8_000, 8_000, 8_000, 0, 0),
    "footway": (4_800, 8_000, 8_000, 6_000, 6_000, 0, 0),
    "corridor": (4_800, 0, 0, 0, 0, 0, 0),
    "steps": (2_400, 0, 0, 0, 0, 0, 0),
}
LIMIT_IS_SPEED = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
]
NAMED_LIMITS = {
    "walk": 5,
    "living_street": 20,
    "zone20": 20,
    "zone:20": 20,
    "bicycle_road": 30,
    "zone30": 30,
    "zone:30": 30,
    "urban": 50,
    "rural": 80,
    "trunk": 110,
    "motorway": 130,
}
ABROAD = {
    "CH:trunk": 100,
    "CH:motorway": 120,
    "DE:living_street": 7,
    "DE:rural": 100,
    "ES:rural": 90,
    "ES:trunk": 90,
    "ES:motorway": 120,
    "IT:rural": 90,
}
SURFACES = {
    "compact": ["compacted", "fine_gravel"],
    "cobbled": [
        "cobblestone",
        "cobblestone:flattened",
        "grass_paver",
        "pebblestone",
        "sett",
        "unhewn_cobblestone",
    ],
    "loose": ["dirt", "earth", "gravel", "ground", "rock", "unpaved"],
    "soft": ["grass", "mud", "sand", "snow", "woodchips"],
    "firm": [
        "asphalt",
        "bricks",
        "chipseal",
        "concrete",
        "concrete:lanes",
        "concrete:plates",
        "metal",
        "paved",
        "paving_stones",
        "wood",
    ],
}
TRACKTYPES = {
    "grade1": "firm",
    "grade2": "compact",
    "grade3": "loose",
    "grade4": "soft",
    "grade5": "soft",
}
# ground: as the columns of SPEEDS
NO_BOUND = 999_000
AT_MOST = {
    "firm": (NO_BOUND,) * 7,
    "compact": (NO_BOUND, 14_000, 14_000, 12_000, 10_000, 30_000, 30_000),
    "cobbled": (NO_BOUND, 12_000, 12_000, 10_000, 8_000, 20_000, 20_000),
    "loose": (NO_BOUND, 10_000, 10_000, 8_000, 6_000, 15_000, 15_000),
    "soft": (4_000, 6_000, 6_000, 5_000, 0, 8_000, 8_000),
}
SMOOTH = {
    "bad": (NO_BOUND, 12_000, 12_000, 10_000, 8_000, 20_000, 20_000),
    "very_bad": (NO_BOUND, 8_000, 8_000, 6_000, 0, 10_000, 10_000),
    "horrible": (NO_BOUND, 5_000, 5_000, 0, 0, 0, 0),
    "very_horrible": (NO_BOUND, 0, 0, 0, 0, 0, 0),
    "impassable": (NO_BOUND, 0, 0, 0, 0, 0, 0),
}
PUSHING = {"bike": 4_000, "e_bike": 4_000, "cargo_bike": 3_500, "cargo_trailer": 3_000}
ON_STEPS = {"bike": 1_500, "e_bike": 1_000}
# metres: width, height, length; tonnes
SIZES = {
    "cargo_bike": {"width": 0.9},
    "cargo_trailer": {"width": 1.1},
    "van": {"width": 2.1, "height": 2.6, "length": 6.0, "weight": 3.5},
    "small_truck": {"width": 2.4, "height": 3.3, "length": 7.5, "weight": 7.5},
}
SIGNS = {
    "maxheight": "height",
    "maxheight:physical": "height",
    "maxwidth": "width",
    "maxwidth:physical": "width",
    "maxlength": "length",
    "maxweight": "weight",
    "maxweightrating": "weight",
}
UNITS = {
    **{("", what): 1.0 for what in ("width", "height", "length", "weight")},
    **{("m", what): 1.0 for what in ("width", "height", "length")},
    **{("cm", what): 0.01 for what in ("width", "height", "length")},
    **{("ft", what): 0.3048 for what in ("width", "height", "length")},
    ("t", "weight"): 1.0,
    ("kg", "weight"): 0.001,
}
GAPS = ["block", "bollard", "jersey_barrier", "log", "planter", "rock", "yes"]
# whom a barrier stops
BARRIERS = {
    ("foot", *BIKES, *MOTORS): [
        "ditch",
        "fence",
        "guard_rail",
        "hedge",
        "retaining_wall",
        "wall",
    ],
    (*BIKES, *MOTORS): [
        "full-height_turnstile",
        "horse_stile",
        "kissing_gate",
        "stile",
        "turnstile",
    ],
    ("cargo_bike", "cargo_trailer", *MOTORS): [
        "chain",
        "cycle_barrier",
        "motorcycle_barrier",
        "step",
    ],
    ("cargo_trailer",): ["rope", "wicket_gate"],
    ("cargo_trailer", *MOTORS): ["log"],
    (*MOTORS,): [
        "block",
        "bollard",
        "bus_trap",
        "debris",
        "height_restrictor",
        "jersey_barrier",
        "planter",
        "rock",
        "sump_buster",
        "yes",
    ],
}

# left, right, u_turn, then as in WAITS: milliseconds
DELAYS = {
    "foot": (0, 0, 0, 0, 0, 0, 0, 0),
    "bike": (4_000, 2_000, 8_000, 12_000, 2_000, 4_000, 2_000, 1_000),
    "e_bike": (4_000, 2_000, 8_000, 12_000, 2_000, 4_000, 2_000, 1_000),
    "cargo_bike": (4_000, 2_000, 8_000, 12_000, 2_000, 4_000, 2_000, 1_000),
    "cargo_trailer": (4_000, 2_000, 8_000, 12_000, 2_000, 4_000, 2_000, 1_000),
    "van": (6_000, 3_000, 15_000, 15_000, 2_000, 5_000, 3_000, 2_000),
    "small_truck": (8_000, 4_000, 30_000, 15_000, 2_000, 5_000, 3_000, 2_000),
}
DISMOUNTING = 3_000
WAITS = ["traffic_signals", "crossing", "stop", "give_way", "mini_roundabout"]
