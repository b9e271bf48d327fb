"""The panel of the literature: drawn by lot, with every class, size and city in it."""

from pathlib import Path

from benchmarks.panel import CITIES, CLASSES, PANEL, draw, read_instances, read_panel, written


def test_the_panel_is_the_one_that_is_drawn(instances: Path) -> None:
    drawn = draw(list(read_instances(instances).values()))
    assert read_panel() == drawn
    assert PANEL.read_text(encoding="utf-8") == written(drawn)


def test_every_class_city_and_size_is_in_it(instances: Path) -> None:
    known = read_instances(instances)
    parts = read_panel()
    panel = [known[name] for part in parts.values() for name in part.instances]
    assert {one.kind for one in panel} == {*CLASSES, *CITIES}
    assert {(one.kind in CITIES, one.size) for one in panel} == {
        *((False, size) for size in (100, 200, 400, 600, 800, 1000)),
        *((True, size) for size in (100, 200, 400, 600, 1000)),
    }
    assert len({one.name for one in panel}) == len(panel) == 32
    assert {name: (part.seconds, len(part.instances)) for name, part in parts.items()} == {
        "10s": (10, 20),
        "60s": (60, 12),
    }


def test_the_best_known_is_read_beside_the_instances(instances: Path) -> None:
    known = read_instances(instances)
    best = {(one.best_vehicles, one.best_cost) for one in map(known.get, ("lc101",)) if one}
    assert best == {(10, 828.9369)}
    assert known["bar-n100-1"].file.name == "bar-n100-1.txt.gz"
    assert known["lrc2_10_7"].is_long
    assert not known["lr1_10_7"].is_long
