"""``chaland bench load``: what measures the service.

``python -m chaland.bench.service`` prints the table of ``docs/explanation/load.md``, out of the
result that is kept.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chaland.bench.options import RESULTS, OneTown, Out, Seed, ShareOfLoad, pack_of
from chaland.invocation import invocation
from chaland.output import show, table
from chaland.words import say
from routing.sentences import render
from routing.typography import number

KEPT = RESULTS / "load-monaco.json"

_RATES = (
    ("said.load.drafts", "drafts"),
    ("said.load.quotes", "quotes"),
    ("said.load.promises", "promises"),
)
_WAITS = (
    ("said.load.accept", ("accept",)),
    ("said.load.quote_filling", ("quote_filling",)),
    ("said.load.quote_alone", ("quote_alone",)),
    ("said.load.quote_together", ("quote_together",)),
    ("said.load.day", ("reads", "day")),
    ("said.load.round", ("reads", "round")),
    ("said.load.health", ("reads", "health")),
)


def load(
    town: OneTown = None, out: Out = RESULTS, seed: Seed = 1, share: ShareOfLoad = 1.0
) -> None:
    """Measure the service while many ask it."""
    from benchmarks.load import run
    from benchmarks.load_figures import Size

    document = run(pack_of(town), out, size=Size().scaled(share), seed=seed)
    heading, *rest = rows(document, invocation().language)
    shown = table(*heading, right=range(1, len(heading)))
    for cells in rest:
        shown.add_row(*cells)
    missing = document["left_out"]
    why = [say("said.load.left_out", why=missing)] if missing else []
    show(document, shown, *why, say("said.result_file", file=str(document["file"])))


def rows(document: Mapping[str, Any], language: str) -> Iterator[list[str]]:
    """The figures in a column for each database, the heading first; milliseconds are p50 / p99."""

    def named(code: str) -> str:
        return render(code, {}, language, "chaland").wrong

    def spread(found: Mapping[str, float]) -> str:
        return f"{number(found['p50'], language, 1)} / {number(found['p99'], language, 1)}"

    databases = document["databases"]
    yield ["", *(f"{one['database']} {one['version']}" for one in databases)]
    raw = [" / ".join(number(rate, language) for rate in one["raw_commits"]) for one in databases]
    yield [named("said.load.raw"), *raw]
    for code, rate in _RATES:
        yield [named(code), *(number(one[rate], language) for one in databases)]
    share = [number(100 * one["share_of_raw"], language) for one in databases]
    yield [named("said.load.share"), *share]
    for code, path in _WAITS:
        waits = [_at(one, path) for one in databases]
        inside, outside = "in_service", "at_caller"
        told = [f"{spread(one[inside])} ({spread(one[outside])})" for one in waits]
        yield [named(code), *told]


def page(document: Mapping[str, Any]) -> str:
    """The same for the page."""
    heading, *rest = (f"| {' | '.join(cells)} |" for cells in rows(document, "en"))
    return "\n".join([heading, f"|---{'|---' * len(document['databases'])}|", *rest])


def _at(document: Mapping[str, Any], path: tuple[str, ...]) -> Mapping[str, Any]:
    for name in path:
        document = document[name]
    return document


if __name__ == "__main__":
    print(page(json.loads(Path(KEPT).read_text(encoding="utf-8"))))
