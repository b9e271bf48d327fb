"""``docs/reference/profiles.md``, sections 1 to 5, read a second time for the oracle."""

Tags = dict[str, str]

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
    "cargo_bike": ["bicycle", "vehicle"],
    "van": ["goods", "motorcar", "motor_vehicle", "vehicle"],
}
BY_INVITATION = {
    "foot": [],
    "bike": ["bridleway", "busway", "footway"],
    "cargo_bike": ["bridleway", "busway", "footway", "path"],
    "van": ["busway", "pedestrian"],
}
KEPT_OUT = {
    "foot": ["motorroad"],
    "bike": ["motorroad", "sac_scale"],
    "cargo_bike": ["motorroad", "sac_scale"],
    "van": [],
}
PROFILES = list(MODES)

# highway: foot, bike, cargo bike, van
SPEEDS = {
    "motorway": (0, 0, 0, 80_000),
    "motorway_link": (0, 0, 0, 35_000),
    "trunk": (4_800, 16_000, 15_000, 55_000),
    "trunk_link": (4_800, 16_000, 15_000, 35_000),
    "primary": (4_800, 16_000, 15_000, 35_000),
    "primary_link": (4_800, 16_000, 15_000, 35_000),
    "secondary": (4_800, 16_000, 15_000, 35_000),
    "secondary_link": (4_800, 16_000, 15_000, 35_000),
    "tertiary": (4_800, 16_000, 15_000, 35_000),
    "tertiary_link": (4_800, 16_000, 15_000, 35_000),
    "unclassified": (4_800, 16_000, 15_000, 35_000),
    "residential": (4_800, 16_000, 15_000, 20_000),
    "road": (4_800, 16_000, 15_000, 20_000),
    "living_street": (4_800, 10_000, 10_000, 10_000),
    "service": (4_800, 12_000, 12_000, 10_000),
    "track": (4_800, 12_000, 10_000, 10_000),
    "busway": (0, 16_000, 15_000, 20_000),
    "pedestrian": (4_800, 5_000, 5_000, 5_000),
    "cycleway": (4_800, 16_000, 15_000, 0),
    "path": (4_800, 12_000, 10_000, 0),
    "bridleway": (4_800, 8_000, 8_000, 0),
    "footway": (4_800, 8_000, 6_000, 0),
    "corridor": (4_800, 0, 0, 0),
    "steps": (2_400, 0, 0, 0),
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
    "zone30": 30,
    "zone:30": 30,
    "urban": 50,
    "rural": 80,
    "trunk": 110,
    "motorway": 130,
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
# ground: foot, bike, cargo bike, van
NO_BOUND = 999_000
AT_MOST = {
    "firm": (NO_BOUND, NO_BOUND, NO_BOUND, NO_BOUND),
    "compact": (NO_BOUND, 14_000, 12_000, 30_000),
    "cobbled": (NO_BOUND, 12_000, 10_000, 20_000),
    "loose": (NO_BOUND, 10_000, 8_000, 15_000),
    "soft": (4_000, 6_000, 5_000, 8_000),
}
# whom a barrier stops
BARRIERS = {
    ("foot", "bike", "cargo_bike", "van"): [
        "ditch",
        "fence",
        "guard_rail",
        "hedge",
        "retaining_wall",
        "wall",
    ],
    ("bike", "cargo_bike", "van"): [
        "full-height_turnstile",
        "horse_stile",
        "kissing_gate",
        "stile",
        "turnstile",
    ],
    ("cargo_bike", "van"): ["chain", "cycle_barrier", "motorcycle_barrier", "step"],
    ("van",): [
        "block",
        "bollard",
        "bus_trap",
        "debris",
        "height_restrictor",
        "jersey_barrier",
        "log",
        "planter",
        "rock",
        "sump_buster",
        "yes",
    ],
}


def access(tags: Tags, profile: str, direction: str) -> bool | None:
    """True: opened by an own key. False: closed. None: nothing said."""
    keys = []
    for mode in [*MODES[profile], "access"]:
        keys += [f"{mode}:{direction}", mode]
    for key in keys:
        if tags.get(key) in OPENS:
            return None if key.startswith("access") else True
        if tags.get(key) in CLOSES:
            return False
    return None


def may_enter(tags: Tags, profile: str, direction: str) -> bool:
    said = access(tags, profile, direction)
    if said is None:
        if tags["highway"] in BY_INVITATION[profile]:
            return False
        return all(tags.get(key) in (None, "no") for key in KEPT_OUT[profile])
    return said


def one_way(value: str | None) -> str | None:
    if value in ("yes", "true", "1"):
        return "forward"
    if value in ("-1", "reverse"):
        return "backward"
    if value in ("no", "false", "0", "alternating"):
        return "forward backward"
    if value == "reversible":
        return ""
    return None


def directions(tags: Tags, profile: str) -> str:
    for mode in MODES[profile]:
        own = one_way(tags.get("oneway:" + mode))
        if own is not None:
            return own
    if profile == "foot":
        return "forward backward"
    if profile in ("bike", "cargo_bike"):
        for key in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both"):
            if tags.get(key, "")[:8] == "opposite" or tags.get(key + ":oneway") in ("no", "-1"):
                return "forward backward"
    plain = one_way(tags.get("oneway"))
    if plain is not None:
        return plain
    if tags.get("junction") in ("roundabout", "circular") or tags["highway"] == "motorway":
        return "forward"
    return "forward backward"


def posted_limit(text: str) -> int | None:
    """Metres per hour."""
    number = text.removesuffix(" mph")
    if number.isdecimal() and number.isascii() and number[0] != "0" and len(number) <= 3:
        return int(number) * (1_609 if number != text else 1_000)
    if len(text) > 3 and text[2] == ":" and text[:2].isascii() and text[:2].isupper():
        text = text[3:]
    return NAMED_LIMITS[text] * 1_000 if text in NAMED_LIMITS else None


def ground(tags: Tags) -> str:
    for name, surfaces in SURFACES.items():
        if tags.get("surface") in surfaces:
            return name
    return TRACKTYPES.get(tags.get("tracktype", ""), "firm")


def speed(tags: Tags, profile: str) -> int:
    column = PROFILES.index(profile)
    speed = SPEEDS[tags["highway"]][column]
    limit = posted_limit(tags.get("maxspeed", ""))
    if profile == "van" and limit is not None:
        reached = limit * 70 // 100
        speed = reached if tags["highway"] in LIMIT_IS_SPEED else min(speed, reached)
    return min(speed, AT_MOST[ground(tags)][column])


def speeds(tags: Tags, profile: str) -> dict[str, int]:
    """Metres per hour by direction, where one may ride at all."""
    if SPEEDS.get(tags.get("highway", ""), (0, 0, 0, 0))[PROFILES.index(profile)] == 0:
        return {}
    allowed = directions(tags, profile).split()
    return {way: speed(tags, profile) for way in allowed if may_enter(tags, profile, way)}


def is_stopped(tags: Tags, profile: str) -> bool:
    if "barrier" not in tags:
        return False
    said = access(tags, profile, "both_ways")
    if said is not None:
        return not said
    if tags.get("locked") == "yes":
        return True
    return any(
        profile in stopped and tags["barrier"] in kinds for stopped, kinds in BARRIERS.items()
    )


# left, right, u_turn, traffic_signals, crossing, stop, give_way, mini_roundabout: milliseconds
DELAYS = {
    "foot": (0, 0, 0, 0, 0, 0, 0, 0),
    "bike": (4_000, 2_000, 8_000, 12_000, 2_000, 4_000, 2_000, 1_000),
    "cargo_bike": (4_000, 2_000, 8_000, 12_000, 2_000, 4_000, 2_000, 1_000),
    "van": (6_000, 3_000, 15_000, 15_000, 2_000, 5_000, 3_000, 2_000),
}
SIGNS = ["traffic_signals", "crossing", "stop", "give_way", "mini_roundabout"]


def delay_of_turn(profile: str, kind: str) -> int:
    """Milliseconds; ``straight`` costs none."""
    left, right, u_turn = DELAYS[profile][:3]
    return {"left": left, "right": right, "u_turn": u_turn, "straight": 0}[kind]


def wait_at(tags: Tags, profile: str, direction: str) -> int:
    """Milliseconds at a node that is passed as its way is drawn (``forward``) or against it."""
    signs = [sign.strip() for sign in tags.get("highway", "").split(";")]
    lights = tags.get("crossing") in ("traffic_signals", "toucan", "pelican", "puffin")
    if lights or tags.get("crossing:signals") == "yes":
        signs.append("traffic_signals")
    other_way = {"forward": "backward", "backward": "forward"}[direction]
    waits = [0]
    for sign in signs:
        faces = "traffic_signals:direction" if sign == "traffic_signals" else "direction"
        is_turned = sign in ("traffic_signals", "stop", "give_way")
        if sign in SIGNS and not (is_turned and tags.get(faces) == other_way):
            waits.append(DELAYS[profile][3 + SIGNS.index(sign)])
    return max(waits)


def binds(tags: Tags, profile: str) -> str:
    """The value of a turn relation that binds the profile, else nothing."""
    for mode in MODES[profile]:
        value = turn_value(tags.get(f"restriction:{mode}"))
        if value:
            return value
    excepted = [word.strip() for word in tags.get("except", "").split(";")]
    if profile == "foot" or any(mode in excepted for mode in MODES[profile]):
        return ""
    return turn_value(tags.get("restriction")) or turn_value(tags.get("restriction:conditional"))


def turn_value(text: str | None) -> str:
    value = (text or "").split("@")[0].strip()
    return value if value.startswith(("no_", "only_")) else ""
