"""``chaland bench streets``, ``rules``, ``addresses``: how good and how fast a town's map is."""

from pathlib import Path
from typing import TYPE_CHECKING

from chaland.bench.options import (
    RESULTS,
    BenchProfile,
    Invented,
    OneTown,
    Out,
    Points,
    Queries,
    Rivals,
    Seed,
    SeedOfDoors,
    StreetsTown,
    Tiles,
    listed,
    one_of,
    show_all,
)
from chaland.exits import UsageError
from chaland.invocation import invocation
from chaland.output import show, table
from chaland.words import say
from routing.errors import InputError
from routing.typography import SPACE, number

if TYPE_CHECKING:
    from benchmarks.addresses import Result
    from benchmarks.street_rules import Result as RulesResult

TYPED = {
    "as written": "said.typed.as_written",
    "plain": "said.typed.plain",
    "abbreviated": "said.typed.abbreviated",
    "one edit": "said.typed.one_edit",
    "swapped": "said.typed.swapped",
    "nonsense": "said.typed.nonsense",
}
RULES = {
    "access": "said.rule.access",
    "destination": "said.rule.destination",
    "barriers": "said.rule.barriers",
    "sizes": "said.rule.sizes",
    "one_way": "said.rule.one_way",
    "contraflow": "said.rule.contraflow",
    "pushing": "said.rule.pushing",
    "restrictions": "said.rule.restrictions",
    "turns": "said.rule.turns",
    "dismounting": "said.rule.dismounting",
    "lights": "said.rule.lights",
    "surfaces": "said.rule.surfaces",
    "limits": "said.rule.limits",
    "hills": "said.rule.hills",
    "snapping": "said.rule.snapping",
}


def streets(  # one parameter for each option
    town: StreetsTown = None,
    profile: BenchProfile = "bike",
    points: Points = 1_000,
    tiles: Tiles = 1,
    rivals: Rivals = "networkx,scipy",
    out: Out = RESULTS,
) -> None:
    """Measure matrices against plain libraries."""
    from benchmarks.streets import RIVALS, run
    from chaland.home import town_folders
    from routing.street.profile import PROFILES
    from routing.town.pack import find_town

    if town and not Path(town).is_dir():
        source: Path | None = find_town(town, town_folders())
    else:
        source = Path(town) if town else None
    if profile not in PROFILES:
        raise UsageError("usage.profile", profile=profile, known=", ".join(PROFILES))
    asked = listed("--rivals", rivals, one_of(RIVALS), "streets")
    show_all(run(source, out, profile=profile, points=points, tiles=tiles, rivals=asked))


def rules(
    town: OneTown = None,
    profile: BenchProfile = "bike",
    points: Points = 300,
    seed: SeedOfDoors = 1,
    out: Out = RESULTS,
) -> None:
    """Measure what each rule of the streets changes."""
    from benchmarks.street_rules import run
    from chaland.towns import open_town
    from routing.street.profile import PROFILES

    if profile not in PROFILES:
        raise UsageError("usage.profile", profile=profile, known=", ".join(PROFILES))
    _show_rules(run(open_town(town or "monaco"), out, profile=profile, points=points, seed=seed))


def _show_rules(result: "RulesResult") -> None:
    language = invocation().language
    shown = table(
        say("said.rule"),
        say("said.pairs_changed"),
        say("said.rule_slower"),
        say("said.rule_most"),
        say("said.doors_near"),
        say("said.doors_near_without"),
        right=range(1, 6),
    )
    for row in result.differences:
        shown.add_row(
            say(RULES[row.rule]),
            _percent(row.changed),
            _signed_percent(row.slower),
            number(row.most, language),
            number(row.doors_with, language),
            number(row.doors_without, language),
        )
    written = say("said.result_file", file=str(result.document["file"]))
    show(result.document, shown, say("said.rules_read"), written)


def _signed_percent(share: float) -> str:
    sign = "+" if share > 0 else "−" if share < 0 else ""
    return sign + _percent(abs(share))


def addresses(
    town: OneTown = None,
    invented: Invented = None,
    out: Out = RESULTS,
    seed: Seed = 1,
    queries: Queries = 1_000,
) -> None:
    """Measure how a town's own addresses are found."""
    from benchmarks.addresses import run
    from benchmarks.ban_town import invented_town
    from chaland.towns import open_town

    if town and invented:
        raise UsageError("usage.town_or_invented")
    chosen = invented_town(invented, seed) if invented else open_town(town or "monaco")
    if not chosen.addresses:
        raise InputError("bench.no_doors", town=chosen.name)
    _show_addresses(run(chosen, out, seed=seed, queries=queries))


def _show_addresses(result: "Result") -> None:
    from benchmarks.address_queries import NONSENSE

    language = invocation().language
    shown = table(
        say("said.typed"),
        say("said.queries"),
        say("said.first"),
        say("said.sure"),
        say("said.wrongly_sure"),
        say("said.waited"),
        say("said.worked"),
        right=range(1, 7),
    )
    for row in result.answers:
        shown.add_row(
            say(TYPED[row.kind]),
            number(row.queries, language),
            "–" if row.kind == NONSENSE else _percent(row.first),
            _percent(row.confident),
            number(row.wrongly_confident, language),
            number(row.milliseconds.p99, language, 1),
            number(row.processor_milliseconds.p99, language, 1),
        )
    typing = result.typing
    typed = say(
        "said.typing",
        letters=number(typing.letters, language),
        waited=number(typing.milliseconds.p99, language, 1),
        worked=number(typing.processor_milliseconds.p99, language, 1),
        file=str(result.document["file"]),
    )
    show(result.document, shown, typed)


def _percent(share: float) -> str:
    return f"{number(100 * share, invocation().language, 1)}{SPACE}%"
