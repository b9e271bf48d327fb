"""The page of profiles (sections 1 to 5, 8 to 10) read a second time, for the oracle."""

import re
from functools import cache

from tests.oracle_tables import (
    ABROAD,
    AT_MOST,
    BARRIERS,
    BIKES,
    BY_INVITATION,
    CLOSES,
    DAYS,
    DELAYS,
    DISMOUNTING,
    GAPS,
    KEPT_OUT,
    LIMIT_IS_SPEED,
    MODES,
    MOTORS,
    NAMED_LIMITS,
    NO_BOUND,
    ON_STEPS,
    OPENS,
    PROFILES,
    PUSHING,
    SIGNS,
    SIZES,
    SMOOTH,
    SPEEDS,
    SURFACES,
    TRACKTYPES,
    UNITS,
    WAITS,
)

Tags = dict[str, str]


def access(tags: Tags, modes: list[str], direction: str) -> bool | None:
    """True: opened by an own key. False: closed. None: nothing said."""
    keys = []
    for mode in [*modes, "access"]:
        keys += [f"{mode}:{direction}", mode]
    for key in keys:
        if tags.get(key) in OPENS:
            return None if key.startswith("access") else True
        if tags.get(key) in CLOSES:
            return False
    return None


def is_kept_out(tags: Tags, profile: str) -> bool:
    return any(tags.get(key) not in (None, "no") for key in KEPT_OUT[profile])


def may_enter(tags: Tags, profile: str, direction: str) -> bool:
    said = access(tags, MODES[profile], direction)
    if said is None:
        return tags["highway"] not in BY_INVITATION[profile] and not is_kept_out(tags, profile)
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
    if profile in BIKES:
        for key in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both"):
            if tags.get(key, "")[:8] == "opposite" or tags.get(key + ":oneway") in ("no", "-1"):
                return "forward backward"
    plain = one_way(tags.get("oneway"))
    if plain is not None:
        return plain
    if tags.get("junction") in ("roundabout", "circular") or tags.get("highway") == "motorway":
        return "forward"
    return "forward backward"


def posted_limit(text: str) -> int | None:
    """Metres per hour."""
    if text in ABROAD:
        return ABROAD[text] * 1_000
    if len(text) > 3 and text[2] == ":" and text[:2].isascii() and text[:2].isupper():
        text = text[3:]
    for unit, metres in ((" mph", 1_609), ("mph", 1_609), (" km/h", 1_000), ("", 1_000)):
        number = text.removesuffix(unit) if text.endswith(unit) else ""
        if number.isdecimal() and number.isascii() and number[0] != "0" and len(number) <= 3:
            return int(number) * metres
    return NAMED_LIMITS[text] * 1_000 if text in NAMED_LIMITS else None


def limit(tags: Tags, profile: str, direction: str) -> int | None:
    keys = []
    for key in [*(f"maxspeed:{mode}" for mode in MODES[profile]), "maxspeed"]:
        keys += [f"{key}:{direction}", key]
    if "maxspeed" not in tags:
        keys += ["maxspeed:type", "source:maxspeed", "zone:maxspeed"]
    limits = [posted_limit(tags.get(key, "")) for key in keys]
    return next((found for found in limits if found is not None), None)


def ground(tags: Tags) -> str:
    for name, surfaces in SURFACES.items():
        if tags.get("surface") in surfaces:
            return name
    return TRACKTYPES.get(tags.get("tracktype", ""), "firm")


def bounded(speed: int, tags: Tags, profile: str) -> int:
    """By the ground and how rough it is."""
    column = PROFILES.index(profile)
    rough = SMOOTH.get(tags.get("smoothness", ""), (NO_BOUND,) * 7)
    return min(speed, AT_MOST[ground(tags)][column], rough[column])


def speed(tags: Tags, profile: str, direction: str) -> int:
    speed = SPEEDS.get(tags.get("highway", ""), (0,) * 7)[PROFILES.index(profile)]
    posted = limit(tags, profile, direction)
    if speed and profile in MOTORS and posted is not None:
        reached = posted * 70 // 100
        speed = reached if tags["highway"] in LIMIT_IS_SPEED else min(speed, reached)
    if profile == "small_truck":
        speed = min(speed, 80_000)
    return bounded(speed, tags, profile)


def measure(text: str, what: str) -> float | None:
    """Metres or tonnes."""
    number = text.strip().rstrip("abcdefghijklmnopqrstuvwxyz").strip()
    unit = text.strip()[len(number) :].strip()
    if not number.replace(",", ".", 1).replace(".", "", 1).isdecimal() or number[-1] in ".,":
        return None
    factor = UNITS.get((unit, what))
    return None if factor is None else float(number.replace(",", ".")) * factor


def is_too_large(tags: Tags, profile: str, direction: str) -> bool:
    """By the signs of a way or node."""
    for sign, what in SIGNS.items():
        for key in [sign, *(f"{sign}:{mode}" for mode in MODES[profile])]:
            text = tags.get(f"{key}:{direction}", tags.get(key, ""))
            allowed = measure(text, what)
            if allowed is not None and allowed < SIZES.get(profile, {}).get(what, 0) - 1e-9:
                return True
    return False


def is_narrow(tags: Tags, profile: str, keys: list[str]) -> bool | None:
    """By the first width that is known; None: none is."""
    widths = [measure(tags.get(key, ""), "width") for key in keys]
    for width in widths:
        if width is not None:
            return width < SIZES.get(profile, {}).get("width", 0) - 1e-9
    return None


def pushing(tags: Tags, profile: str, direction: str) -> int:
    """Metres per hour as a pedestrian."""
    highway = tags.get("highway", "")
    walked = SPEEDS.get(highway, (0,))[0] and highway != "corridor"
    if profile not in PUSHING or not walked or is_kept_out(tags, profile):
        return 0
    own = one_way(tags.get("oneway:foot"))
    if own is not None and direction not in own.split():
        return 0
    if access(tags, ["foot"], direction) is False:
        return 0
    speed = PUSHING[profile]
    if highway == "steps":
        ramps = ("ramp", "ramp:bicycle", "ramp:stroller", "ramp:wheelchair")
        has_ramp = any(tags.get(key) == "yes" for key in ramps)
        speed = ON_STEPS.get(profile, 0) if has_ramp and tags.get("ramp:bicycle") != "no" else 0
    return bounded(speed, tags, profile)


def in_force(condition: str, profile: str, day: int, minute: int) -> bool | None:
    """Whether every part of a condition holds at an instant; None where it cannot be read."""
    told: list[bool | None] = []
    for part in condition.split(" AND "):
        if part in ("destination", "delivery", "customers"):
            told.append(True)
        elif part.startswith("weight>"):
            allowed = measure(part.removeprefix("weight>"), "weight")
            own = SIZES.get(profile, {}).get("weight", 0)
            told.append(None if allowed is None else own > allowed)
        else:
            told.append(is_now(part, day, minute))
    return False if False in told else None if None in told else True


def is_now(hours: str, day: int, minute: int) -> bool | None:
    """Of hours such as ``Mo-Fr 06:00-11:00; Sa 07:00-9:00``, the last rule of the day counts."""
    now = False
    for rule in hours.split(";"):
        match = re.fullmatch(r" ?(?:(..)(?:-(..))? )?(\d+):(\d\d)-(\d+):(\d\d)", rule)
        if match is None:
            return None
        first, last, *times = match.groups()
        days = range(DAYS.index(first), DAYS.index(last or first) + 1) if first else range(7)
        start, start_minutes, end, end_minutes = map(int, times)
        if day in days:
            now = start * 60 + start_minutes <= minute < end * 60 + end_minutes
    return now


def at(tags: Tags, profile: str, day: int, minute: int) -> Tags:
    """The tags in force on a weekday at a minute."""
    now = {key: value for key, value in tags.items() if not key.endswith(":conditional")}
    for key, text in tags.items():
        kind = key.partition(":")[0]
        matters = kind in {"access", "oneway", "foot", *MODES[profile]} or kind in SIGNS
        if not key.endswith(":conditional") or not matters:
            continue
        for value, condition in re.findall(r"([^@;]+)@ *(\([^)]*\)|[^;]+)", text):
            holds = in_force(condition.strip("() "), profile, day, minute)
            doubt = value.strip() not in [*OPENS, "none"]
            if doubt if holds is None else holds:
                now[key.removesuffix(":conditional")] = value.strip()
    return now


def speeds(tags: Tags, profile: str) -> dict[str, int]:
    """Metres per hour by direction: the slowest between 8:00 and 20:00 of a working day."""
    return {way: speed for way, (speed, _) in gaits(tags, profile).items()}


def pushed(tags: Tags, profile: str) -> set[str]:
    """Directions in which a bike is pushed."""
    return {way for way, (_, walks) in gaits(tags, profile).items() if walks}


def gaits(tags: Tags, profile: str) -> dict[str, tuple[int, bool]]:
    if not any(key.endswith(":conditional") for key in tags):
        return gaits_now(tags, profile)
    return dict(slowest_by_day(frozenset(tags.items()), profile))


@cache
def slowest_by_day(items: frozenset[tuple[str, str]], profile: str) -> dict[str, tuple[int, bool]]:
    tags = dict(items)
    found: dict[str, tuple[int, bool]] = {}
    for day in range(6):
        for minute in range(8 * 60, 20 * 60, 60):
            for way, reached in gaits_now(at(tags, profile, day, minute), profile).items():
                found[way] = min(reached, found.get(way, reached))
    return found


def gaits_now(tags: Tags, profile: str) -> dict[str, tuple[int, bool]]:
    """Metres per hour by direction and whether pushing, where one may ride or push at all."""
    found = {}
    for way in ("forward", "backward"):
        if is_too_large(tags, profile, way) or is_narrow(tags, profile, ["width"]):
            continue
        reached = speed(tags, profile, way)
        walks = not (reached and way in directions(tags, profile) and may_enter(tags, profile, way))
        if walks:
            reached = pushing(tags, profile, way)
        if reached:
            found[way] = reached, walks
    return found


def only_ends(tags: Tags, profile: str) -> set[str]:
    """Directions in which one may deliver, but not ride through or not at all hours."""
    if not any(key.endswith(":conditional") for key in tags):
        return set(gaits_now(tags, profile)) & ends_now(tags, profile)
    return set(only_ends_by_day(frozenset(tags.items()), profile))


@cache
def only_ends_by_day(items: frozenset[tuple[str, str]], profile: str) -> frozenset[str]:
    opened: set[str] = set()
    bound: set[str] = set()
    for day in range(6):
        for minute in range(8 * 60, 20 * 60, 60):
            now = at(dict(items), profile, day, minute)
            ridden = set(gaits_now(now, profile))
            opened |= ridden
            bound |= ({"forward", "backward"} - ridden) | ends_now(now, profile)
    return frozenset(opened & bound)


def ends_now(tags: Tags, profile: str) -> set[str]:
    """Directions whose deciding key lets in who has business there."""
    found = set()
    for way in ("forward", "backward"):
        rides = speed(tags, profile, way) and way in directions(tags, profile)
        modes = MODES[profile] if rides and may_enter(tags, profile, way) else ["foot"]
        keys = [key for mode in [*modes, "access"] for key in (f"{mode}:{way}", mode)]
        said = [tags[key] for key in keys if tags.get(key) in (*OPENS, *CLOSES)]
        if said and said[0] in ("destination", "delivery", "customers"):
            found.add(way)
    return found


def is_stopped(tags: Tags, profile: str) -> bool:
    gap = is_narrow(tags, profile, ["maxwidth:physical", "maxwidth", "opening"])
    if is_too_large(tags, profile, "both_ways") or ("barrier" in tags and gap):
        return True
    if "barrier" not in tags:
        return False
    kind = tags["barrier"]
    by_kind = any(profile in stopped and kind in kinds for stopped, kinds in BARRIERS.items())
    if (kind in GAPS and gap is False) or (kind == "height_restrictor" and "maxheight" in tags):
        by_kind = False
    locked = tags.get("locked") == "yes"
    said = access(tags, MODES[profile], "both_ways")
    if said is True or (said is None and not locked and not by_kind):
        return False
    if profile not in PUSHING:
        return True
    walkers = access(tags, ["foot"], "both_ways")
    return walkers is False or (locked and walkers is None) or by_kind


def delay_of_turn(profile: str, kind: str) -> int:
    """Milliseconds; ``straight`` costs none."""
    left, right, u_turn = DELAYS[profile][:3]
    return {"left": left, "right": right, "u_turn": u_turn, "straight": 0}[kind]


def delay_of_change(profile: str) -> int:
    """Milliseconds to get off a bike, or on again."""
    return DISMOUNTING if profile in PUSHING else 0


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
        if sign in WAITS and not (is_turned and tags.get(faces) == other_way):
            waits.append(DELAYS[profile][3 + WAITS.index(sign)])
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
