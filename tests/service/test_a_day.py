"""docs/examples/a_day.py lives a whole day through HTTP only."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_whole_day_is_lived_through_http() -> None:
    lived = subprocess.run(
        [sys.executable, "docs/examples/a_day.py"],
        cwd=ROOT,
        env={name: text for name, text in os.environ.items() if name != "CHALAND_DATABASE_URL"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert lived.returncode == 0, lived.stderr
    day = json.loads(lived.stdout)
    assert (day["ordered by API"], day["imported"]["refused"]) == (28, 0)
    promised = day["promised by API"] + day["imported"]["accepted"]
    assert promised >= 38
    assert day["rounds"] >= 1
    assert day["late order"] == "accepted"
    assert (day["not at home"], day["taps undone"]) == (1, 1)
    assert day["events"] >= 2 * promised
    states = day["orders by state"]
    assert states["returned"] == 1
    assert states["delivered"] == promised - 1
    assert states["accepted"] == 1
