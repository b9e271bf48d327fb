"""plan.json says exactly what was planned, and is read only when it says it rightly."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.check.verify import verify
from routing.errors import InputError, ModelErrors
from routing.formats.json_value import JsonValue
from routing.formats.plan_json import PlanFile, plan_file_in, plan_text, read_plan, write_plan
from routing.model import Objective
from routing.sentences import LANGUAGES, render_error
from tests.unit.plan_files import plan_files, small_day

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/reference/plan.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

Steps = tuple[str | int, ...]


def read(document: object) -> PlanFile:
    return plan_file_in(JsonValue(document, "plan.json"))


def small_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(plan_text(small_day()))
    return document


def steps_to_values(value: object, steps: Steps = ()) -> Iterator[Steps]:
    """Where every value of a document stands, the document itself left out."""
    pairs: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        pairs = iter(value.items())
    elif isinstance(value, list):
        pairs = iter(enumerate(value))
    for step, inner in pairs:
        yield (*steps, step)
        yield from steps_to_values(inner, (*steps, step))


def holder_of(document: Any, steps: Steps) -> Any:
    for step in steps[:-1]:
        document = document[step]
    return document


ALL_STEPS = list(steps_to_values(small_document()))


def test_the_small_day_is_valid() -> None:
    day = small_day()
    assert verify(day.problem, day.plan) == ()


@given(plan_files)
def test_what_is_written_is_read_back_equal(file: PlanFile) -> None:
    document = json.loads(plan_text(file))
    assert read(document) == file
    VALIDATOR.validate(document)


def test_the_document_begins_with_format_origin_zone_and_town() -> None:
    assert list(small_document())[:4] == ["format", "origin", "zone", "town"]
    assert plan_text(small_day()).startswith(
        '{\n "format": "chaland.plan/1",\n "origin": "2026-11-30T00:00:00+01:00",\n'
        ' "zone": "Europe/Paris",\n "town": {\n  "name": "Petiteville",'
    )


def test_files_are_read_back_with_their_matrices(tmp_path: Path) -> None:
    write_plan(tmp_path, small_day())
    assert read_plan(tmp_path) == small_day()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["matrices.npz", "plan.json"]


def test_a_plan_without_its_matrices_is_read_without_them(tmp_path: Path) -> None:
    write_plan(tmp_path, small_day())
    (tmp_path / "matrices.npz").unlink()
    assert dict(read_plan(tmp_path).problem.matrices) == {}


def test_a_write_that_fails_leaves_the_older_file(tmp_path: Path) -> None:
    write_plan(tmp_path, small_day())
    before = (tmp_path / "plan.json").read_bytes()
    day = small_day()
    infinite = replace(day.problem.places[0], position=(float("inf"), 0.0))
    wrong = replace(day, problem=replace(day.problem, places=(infinite,)))
    with pytest.raises(ValueError, match="Out of range"):
        write_plan(tmp_path, wrong)
    assert (tmp_path / "plan.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["matrices.npz", "plan.json"]


def test_a_literature_problem_is_refused() -> None:
    day = small_day()
    in_millionths = replace(day.problem, ticks_per_unit=1_000_000, objective=Objective.VEHICLES)
    with pytest.raises(InputError, match="not_a_town_day"):
        plan_text(replace(day, problem=in_millionths))


@given(st.sampled_from(ALL_STEPS), st.sampled_from([None, True, -1, 0.5, "", [], {}, "x" * 65]))
def test_a_value_that_the_schema_refuses_is_refused(steps: Steps, wrong: object) -> None:
    document = small_document()
    holder_of(document, steps)[steps[-1]] = copy.deepcopy(wrong)
    if not VALIDATOR.is_valid(document):
        with pytest.raises(InputError):
            read(document)


@given(st.sampled_from([steps for steps in ALL_STEPS if isinstance(steps[-1], str)]))
def test_a_missing_key_is_refused_by_schema_and_reader(steps: Steps) -> None:
    document = small_document()
    if "alone_by_owner" in steps[:-1] or steps[-2:-1] == ("values",):
        return  # any key may stand there
    del holder_of(document, steps)[steps[-1]]
    assert not VALIDATOR.is_valid(document)
    with pytest.raises(InputError):
        read(document)


@pytest.mark.parametrize(
    ("steps", "value", "code"),
    [
        (("format",), "chaland.plan/2", "plan_file.format"),
        (("origin",), "2026-11-30", "plan_file.origin"),
        (("origin",), "2026-11-30T00:00:00", "plan_file.origin"),
        (("origin",), "2026-11-30T00:00:00+02:00", "plan_file.origin"),
        (("zone",), "Europe/Atlantis", "plan_file.zone"),
        (("zone",), "../../etc/passwd", "plan_file.zone"),
        (("town", "sha256"), "no", "plan_file.sha256"),
        (("problem", "places", 0, "position"), [181.0, 0], "plan_file.not_position"),
        (("problem", "places", 0, "position"), [1.0], "plan_file.not_position"),
        (("problem", "places", 0, "position", 0), float("nan"), "plan_file.not_number"),
        (("problem", "places", 0, "setup"), 2**63, "plan_file.not_integer"),
        (("plan", "cost", "cents"), 3, "plan_file.cents"),
        (("plan", "routes", 0, "visits", 0, "reload"), 0, "plan_file.not_boolean"),
        (("plan", "unserved", 0, "reason"), "reason.lazy", "plan_file.not_known"),
        (("comparison", "alone", "routes"), 7, "plan_file.alone"),
        (("personal",), "Mme Dupont", "plan_file.key_unknown"),
    ],
)
def test_each_fault_has_its_code_and_its_sentence(steps: Steps, value: object, code: str) -> None:
    document = small_document()
    holder_of(document, steps)[steps[-1]] = value
    with pytest.raises(InputError) as caught:
        read(document)
    assert caught.value.code == code
    for language in LANGUAGES:
        sentence = render_error(caught.value, language)
        assert "plan.json" in sentence.wrong
        assert sentence.mend


@pytest.mark.parametrize(
    ("steps", "value", "codes"),
    [
        (("places", 1, "id"), "hub", {"model.id_twice", "model.unknown_place"}),
        (("vehicles", 0, "shifts", 0, "end_place"), "x", {"model.unknown_place"}),
        (("shipments", 0, "load", "grams"), -1, {"model.too_small"}),
    ],
)
@pytest.mark.parametrize("with_matrices", [True, False])
def test_a_problem_that_contradicts_itself_is_refused(
    tmp_path: Path, steps: Steps, value: object, codes: set[str], *, with_matrices: bool
) -> None:
    write_plan(tmp_path, small_day())
    document = small_document()
    holder_of(document["problem"], steps)[steps[-1]] = value
    (tmp_path / "plan.json").write_text(json.dumps(document), "utf-8")
    if not with_matrices:
        (tmp_path / "matrices.npz").unlink()
    with pytest.raises(ModelErrors) as caught:
        read_plan(tmp_path)
    assert {error.code for error in caught.value.errors} == codes


def test_an_error_names_the_place_in_the_document() -> None:
    document = small_document()
    document["plan"]["routes"][0]["visits"][1]["arrival"] = "noon"
    with pytest.raises(InputError) as caught:
        read(document)
    assert caught.value.values["where"] == "plan.routes[0].visits[1].arrival"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "plan_file.not_json"),
        (b"\xff\xfe", "plan_file.not_json"),
        (b"[" * 100_000, "plan_file.not_json"),
        (b"[]", "plan_file.not_object"),
        (b"{}", "plan_file.format"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_plan(tmp_path)
    assert caught.value.code == code


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_plan(tmp_path)
    assert caught.value.code == "plan_file.missing"
    assert str(tmp_path) in str(caught.value.values["file"])


@pytest.mark.parametrize(
    ("arrays", "code"),
    [
        ({}, "matrices.array_missing"),
        ({"bike.durations": np.zeros((2, 2), np.int64)}, "matrices.shape"),
        ({"bike.durations": np.zeros((3, 3))}, "matrices.shape"),
        ({"bike.durations": np.array([[object()]])}, "matrices.unreadable"),
    ],
)
def test_matrices_that_do_not_fit_are_refused(
    tmp_path: Path, arrays: dict[str, Any], code: str
) -> None:
    write_plan(tmp_path, small_day())
    np.savez(tmp_path / "matrices.npz", **arrays)
    with pytest.raises(InputError) as caught:
        read_plan(tmp_path)
    assert caught.value.code == code


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    write_plan(tmp_path, small_day())
    archive = tmp_path / "matrices.npz"
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(InputError, match="unreadable"):
        read_plan(tmp_path)
