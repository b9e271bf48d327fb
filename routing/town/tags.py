"""Which tags of OpenStreetMap a town keeps.

A key is kept with all its refinements: ``oneway`` stands for ``oneway:bicycle``, ``cycleway`` for
``cycleway:left:oneway``, ``access`` for ``access:conditional``. Kept is whatever may tell a present
or later profile where somebody may go, how fast and how steep, what a turn costs, what a courier is
told, and how it is drawn. Left out are names in other languages, surveys, sources and registers.
"""

from collections.abc import Mapping

Tags = Mapping[str, str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KIND = """
    highway route ferry service footway cycleway path sidewalk busway junction area construction
    disused abandoned railway embedded_rails bicycle_road cyclestreet living_street motorroad
    mountain_pass indoor corridor
"""
_ACCESS = """
    access foot bicycle electric_bicycle speed_pedelec cargo_bike vehicle motor_vehicle motorcar
    motorcycle moped mofa goods hgv trailer carriage psv bus minibus taxi tourist_bus emergency
    delivery agricultural forestry horse wheelchair stroller hov car_sharing private residents
    permit toll fee seasonal opening_hours locked
"""
_DIRECTION = "oneway lanes turn change priority overtaking destination direction noexit"
_SPEED = "maxspeed minspeed zone traffic_calming traffic_signals traffic_sign traffic_island"
_GROUND = """
    surface smoothness tracktype incline ele width est_width lane_width mtb class sac_scale
    trail_visibility segregated lit step_count ramp handrail conveying escalator elevator ford
    covered tunnel bridge layer level embankment cutting shoulder parking hazard winter_service
    winter_road ice_road snowplowing passing_places
"""
_LIMIT = "maxwidth maxheight maxweight maxlength maxaxleload maxbogieweight width height"
_OBSTACLE = """
    barrier bollard bollard_type cycle_barrier crossing crossing_ref kerb tactile_paving stop
    give_way button_operated red_turn swing_gate lift_gate motorcycle_barrier entrance obstacle
    opening
"""
_FERRY = "duration interval"

_ROUTING = _words(
    f"{_KIND} {_ACCESS} {_DIRECTION} {_SPEED} {_GROUND} {_LIMIT} {_OBSTACLE} {_FERRY}"
)
_NAMES = _words("""
    name alt_name official_name loc_name short_name name:left name:right noname ref source:maxspeed
""")
_NO_STREET = _words("""
    construction proposed planned platform bus_stop rest_area services abandoned disused razed
    demolished removed no
""")

_SELLING_AMENITIES = _words("""
    pharmacy restaurant cafe fast_food bar pub biergarten ice_cream food_court marketplace florist
""")
_PLACES = _words("""
    hamlet isolated_dwelling farm neighbourhood suburb quarter square village locality town
""")
_NOT_A_SHOP = _words("no vacant disused")

_GREEN = {
    "leisure": _words("park garden playground dog_park"),
    "landuse": _words("grass forest cemetery village_green recreation_ground meadow"),
    "natural": _words("wood"),
}
_WATER = {
    "natural": _words("water"),
    "waterway": _words("riverbank dock"),
    "landuse": _words("reservoir basin"),
}

WANTED = {
    "highway": (),
    "route": ("ferry",),
    "addr:housenumber": (),
    "shop": (),
    "amenity": tuple(sorted(_SELLING_AMENITIES)),
    "building": (),
    "place": tuple(sorted(_PLACES)),
    "natural": ("coastline", "water", "wood"),
    "waterway": tuple(sorted(_WATER["waterway"])),
    "landuse": tuple(sorted(_WATER["landuse"] | _GREEN["landuse"] | {"farmyard"})),
    "leisure": tuple(sorted(_GREEN["leisure"])),
    "type": ("restriction", "associatedStreet", "street"),
}
"""What to ask a server for: keys, with the values that matter (none: any)."""


def is_street(tags: Tags) -> bool:
    """Whether a way is part of the network: any kind of street that exists, or a ferry."""
    kind = tags.get("highway")
    return tags.get("route") == "ferry" if kind is None else kind not in _NO_STREET


def way_tags(tags: Tags) -> dict[str, str]:
    """What a street keeps: routing tags and its names."""
    return {
        key: value
        for key, value in sorted(tags.items())
        if key in _NAMES or key.partition(":")[0] in _ROUTING
    }


def node_tags(tags: Tags) -> dict[str, str]:
    """What a node of a street keeps: routing tags."""
    return {key: value for key, value in sorted(tags.items()) if key.partition(":")[0] in _ROUTING}


def shop_kind(tags: Tags) -> str:
    """The value of ``shop=*`` or of an ``amenity=*`` that sells; empty when neither."""
    shop = tags.get("shop", "")
    if shop and shop not in _NOT_A_SHOP:
        return shop
    amenity = tags.get("amenity", "")
    return amenity if amenity in _SELLING_AMENITIES else ""


def place_kind(tags: Tags) -> str:
    """The value of ``place=*``, or ``farm``; empty when it is neither, or has no name."""
    if not tags.get("name", "").strip():
        return ""
    place = tags.get("place", "")
    if place in _PLACES:
        return place
    is_farm = tags.get("building") == "farm" or tags.get("landuse") == "farmyard"
    return "farm" if is_farm else ""


def area_kind(tags: Tags) -> str:
    """``building``, ``water``, ``park`` or, for anything else, empty."""
    if tags.get("building", "no") != "no":
        return "building"
    if any(tags.get(key) in values for key, values in _WATER.items()):
        return "water"
    if any(tags.get(key) in values for key, values in _GREEN.items()):
        return "park"
    return ""
