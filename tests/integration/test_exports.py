"""Whatever leaves with a town's data says whose it is and under which licence."""

import json
import re
import zipfile
from collections.abc import Iterator
from gzip import decompress
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from chaland.app import app
from tests.integration.command import succeed

OWNER = re.compile("© OpenStreetMap contributors|© contributeurs OpenStreetMap")
LICENCE = re.compile(r"ODbL[-\s\u00a0\u202f]1\.0")
WRITING = re.compile(r"\b(FILE|DIR)|SVG|PDF", re.IGNORECASE)

EXPORTS = {
    "plan --out": ("plan", "ORDERS", "--town", "monaco", "--seconds", "0.5", "--out", "DIR/day"),
    "town info --picture": ("town", "info", "monaco", "--picture", "DIR/town.svg"),
    "town export --graphml": ("town", "export", "monaco", "--graphml", "DIR/town.graphml"),
    "town export --geojson": ("town", "export", "monaco", "--geojson", "DIR/town.geojson.gz"),
    "town build --out": ("town", "build", "again", "--graphml", "DIR/town.graphml",
                         "--out", "DIR/again.town"),
}  # fmt: skip
"""What writes a town's data, by command and option, and how to make it do so."""

NOT_EXPORTS = {
    "orders --out": "a table of nothing but orders, for Chaland: the command itself says whose map",
    "solve --out": "of an instance, not of a town",
    "bench streets --out": "seconds measured",
    "bench rules --out": "shares measured",
    "bench pdptw --out": "of instances, not of a town",
    "bench days --out": "costs measured",
    "bench ablation --out": "costs measured",
    "bench quote --out": "seconds measured",
    "bench load --out": "milliseconds measured",
    "bench limits --out": "milliseconds and megabytes measured",
    "bench exact --out": "costs measured",
    "bench addresses --out": "shares and milliseconds measured",
    "matrix --out": "figures between the caller's own points: the command itself says whose map",
    "backup FILE": "for `restore`; a town's pack lies in it as it is",
    "restore FILE": "read",
    "deploy --out": "settings of a machine",
    "export-person --out": "what is kept about one person, for that person",
    "town build --ban": "read",
    "check DIR|INSTANCE": "read",
    "town build --graphml": "read",
    "bench pdptw --instances": "read",
    "bench ablation --instances": "read",
    "bench exact --instances": "read",
}

BESIDE_THE_PLAN = {"matrices.npz"}
"""Numbers without a word, read only with the ``plan.json`` beside them, which says it."""


def options_with_files() -> Iterator[str]:
    """Every option of every command that takes a file or a folder."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), get_command(app))]
    while waiting:
        name, command = waiting.pop()
        if isinstance(command, TyperGroup):
            waiting += [((*name, one), below) for one, below in command.commands.items()]
            continue
        for parameter in command.params:
            metavar = str(parameter.metavar or "")
            option = parameter.opts[0]
            if option == "--data":  # where the service's own database lies
                continue
            if WRITING.search(metavar) or option == "--out":
                yield " ".join((*name, option if option.startswith("-") else metavar))


def test_every_option_with_a_file_is_known_here_as_an_export_or_not() -> None:
    """A new one stands in the first table, or in the second with the reason why it need not."""
    assert set(options_with_files()) == EXPORTS.keys() | NOT_EXPORTS.keys()
    assert EXPORTS.keys() & NOT_EXPORTS.keys() == set()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all that the exports write."""
    folder = tmp_path_factory.mktemp("exports")
    orders = tmp_path_factory.mktemp("orders") / "orders.csv"
    counts = ("--orders", 4, "--shops", 2)
    succeed("orders", "--town", "monaco", "--seed", 4, *counts, "--out", orders)
    for command in EXPORTS.values():
        succeed(
            *(word.replace("DIR", str(folder)).replace("ORDERS", str(orders)) for word in command)
        )
    return folder


def text_of(file: Path) -> str:
    if file.suffix == ".town":
        with zipfile.ZipFile(file) as pack:
            return pack.read("manifest.json").decode()
    data = file.read_bytes()
    return (decompress(data) if file.suffix == ".gz" else data).decode()


def test_every_file_says_whose_map_it_is_and_its_licence(written: Path) -> None:
    files = [file for file in written.rglob("*") if file.is_file()]
    assert len(files) > 8
    silent = {
        file.name
        for file in files
        if file.name not in BESIDE_THE_PLAN
        if not (OWNER.search(text := text_of(file)) and LICENCE.search(text))
    }
    assert silent == set()


def test_every_file_names_the_pack_it_was_made_from(written: Path) -> None:
    """All but a pack, which names itself."""
    told = json.loads((written / "day/plan.json").read_text("utf-8"))
    unnamed = {
        file.name
        for file in written.rglob("*")
        if file.is_file() and file.suffix != ".town" and file.name not in BESIDE_THE_PLAN
        if told["town"]["sha256"] not in text_of(file)
    }
    assert unnamed == set()


def test_drawn_orders_say_it_on_the_way(tmp_path: Path) -> None:
    said = succeed("orders", "--town", "monaco", "--seed", 4, "--out", tmp_path / "o.csv")
    said = " ".join(said.split())
    assert OWNER.search(said)
    assert LICENCE.search(said)
