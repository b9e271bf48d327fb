"""What takes minutes: the native search under sanitizers, many more days against brute force."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from routing.check import verify
from routing.solve import Engine, Stop, solve
from tests.architecture.sources import ROOT
from tests.conformance.test_engines import best_value, value
from tests.four_orders import four_orders

pytestmark = pytest.mark.long

SEARCHES = """
import importlib.util, sys
found = importlib.util.spec_from_file_location("routing.native.core", sys.argv[1])
core = sys.modules["routing.native.core"] = importlib.util.module_from_spec(found)
found.loader.exec_module(core)
from routing.solve import Engine, Stop, solve
from routing.solve.quote import Effort
from tests.four_orders import four_orders, four_promised_orders
from tests.large_days import large_day
from tests.live_days import SLOTS, three_and_one
for seed in range(60):
    live, order = three_and_one(seed)
    for slot in SLOTS:
        answer, = live.quote(order, [slot], reshuffle=Effort(iterations=20, seconds=None))
        if answer.changes:
            live.accept(order, slot, answer)
            live.remove(order.id)
    for day in (four_orders(seed), four_promised_orders(seed)):
        plan = solve(day, stop=Stop(iterations=300), seed=1, engine=Engine.SEARCH)
        solve(day, stop=Stop(seconds=0.2), seed=2, start=plan, engine=Engine.SEARCH)
for orders in (40, 320):
    for plain in (True, False):
        day = large_day(orders, plain=plain)
        plan = solve(day, stop=Stop(iterations=600), seed=1, engine=Engine.SEARCH)
        assert len(plan.unserved) < orders
        solve(day, stop=Stop(seconds=2.0), seed=2, engine=Engine.SEARCH)
print("searched with", core.__file__)
"""

TWO_THREADS = """
import importlib.util, sys
found = importlib.util.spec_from_file_location("routing.native.core", sys.argv[1])
core = sys.modules["routing.native.core"] = importlib.util.module_from_spec(found)
found.loader.exec_module(core)
from routing.solve.hopeful import hopeful
from routing.solve.indexed import Indexed
from routing.solve.native import Spots
from tests.asciitown import draw
from tests.four_orders import four_orders, four_promised_orders
from tests.large_days import large_day
for seed in range(20):
    for problem in (four_orders(seed), four_promised_orders(seed)):
        day = Indexed(problem, hopeful(problem))
        if day.shipments:
            Spots(day).problem().search(
                start=[], seed=seed, fewest_routes=seed % 2 == 0, seconds=0.3, iterations=0,
                stale_seconds=9.0, threads=2, watch=lambda cost, better: False,
            )
for orders, plain in ((40, True), (320, True), (320, False)):
    day = Indexed(problem := large_day(orders, plain=plain), hopeful(problem))
    Spots(day).problem().search(
        start=[], seed=1, fewest_routes=plain, seconds=6.0, iterations=0, stale_seconds=9.0,
        threads=2, watch=lambda cost, better: False,
    )
streets = draw("a---b---c", "abc residential").graph("bike")
doors = streets.snap([streets.network.node_lonlat[0] / 1e7] * 50)
assert streets.matrix(doors, threads=2).durations.shape == (50, 50)
print("searched with", core.__file__)
"""


def answer(*command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def runtime(name: str) -> str:
    """Where the compiler keeps a sanitizer."""
    return answer(os.environ.get("CXX", "c++"), f"-print-file-name=lib{name}.so")


def built(folder: Path, sanitizers: str) -> Path:
    """The native module with sanitizers."""
    flags = f"-fsanitize={sanitizers} -fno-sanitize-recover=all -O1 -g"
    binaries = Path(sys.executable).parent
    configure: list[str | Path] = [binaries / "cmake", "-G", "Ninja", "-S", ROOT, "-B", folder]
    configure += [f"-DCMAKE_MAKE_PROGRAM={binaries / 'ninja'}", f"-DCMAKE_CXX_FLAGS={flags}"]
    configure += [f"-DPython_EXECUTABLE={sys.executable}", "-DCMAKE_BUILD_TYPE=Debug"]
    nanobind = answer(sys.executable, "-m", "nanobind", "--cmake_dir")
    configure += [f"-Dnanobind_DIR={nanobind}"]
    subprocess.run(configure, check=True, capture_output=True)
    subprocess.run([binaries / "ninja", "-C", folder], check=True, capture_output=True)
    [module] = folder.glob("core*.so")
    return module


@pytest.mark.parametrize(
    ("sanitizers", "runtimes", "options", "program"),
    [
        # Python itself leaves memory to the system at its end: leaks are not looked for.
        ("address,undefined", ("asan", "ubsan"), {"ASAN_OPTIONS": "detect_leaks=0"}, SEARCHES),
        ("thread", ("tsan",), {"TSAN_OPTIONS": "halt_on_error=1"}, TWO_THREADS),
    ],
)
def test_the_native_search_is_clean_under_sanitizers(
    sanitizers: str,
    runtimes: tuple[str, ...],
    options: dict[str, str],
    program: str,
    tmp_path: Path,
) -> None:
    module = built(tmp_path, sanitizers)
    preload = " ".join(map(runtime, runtimes))
    done = subprocess.run(
        [sys.executable, "-c", program, module],
        env={**os.environ, "LD_PRELOAD": preload, **options},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4_000:]
    assert str(module) in done.stdout


@pytest.mark.parametrize(
    ("engine", "stop", "share"),
    [
        (Engine.ORTOOLS, Stop(iterations=200), 0.9),
        (Engine.SEARCH, Stop(iterations=3_000), 1.0),
    ],
)
def test_a_hundred_more_days_come_near_to_brute_force(
    engine: Engine, stop: Stop, share: float
) -> None:
    days = range(1_000, 1_100)
    optimal = 0
    for seed in days:
        problem = four_orders(seed)
        plan = solve(problem, stop=stop, seed=1, engine=engine)
        assert verify(problem, plan) == ()
        best = best_value(problem)
        assert value(problem, plan) >= best
        optimal += value(problem, plan) == best
    print(f"{engine}: {optimal} of {len(days)} days as well as can be")
    assert optimal >= share * len(days)
