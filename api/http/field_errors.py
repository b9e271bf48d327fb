"""What pydantic finds wrong with a request, as errors of ours: where, and what to write instead."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from routing.errors import InputError, InputErrors, Value

_CODES: Mapping[str, str] = {
    "missing": "field.missing",
    "extra_forbidden": "field.unknown",
    "json_invalid": "field.not_json",
    "string_type": "field.not_text",
    "string_too_short": "field.too_short",
    "string_too_long": "field.too_long",
    "string_pattern_mismatch": "field.pattern",
    "int_type": "field.not_whole",
    "int_parsing": "field.not_whole",
    "int_from_float": "field.not_whole",
    "float_type": "field.not_number",
    "float_parsing": "field.not_number",
    "finite_number": "field.not_number",
    "bool_type": "field.not_boolean",
    "bool_parsing": "field.not_boolean",
    "greater_than": "field.too_small",
    "greater_than_equal": "field.too_small",
    "less_than": "field.too_great",
    "less_than_equal": "field.too_great",
    "too_short": "field.too_few",
    "too_long": "field.too_many",
    "list_type": "field.not_list",
    "set_type": "field.not_list",
    "frozen_set_type": "field.not_list",
    "tuple_type": "field.not_list",
    "model_type": "field.not_object",
    "model_attributes_type": "field.not_object",
    "dict_type": "field.not_object",
    "enum": "field.not_known",
    "literal_error": "field.not_known",
    "union_tag_invalid": "field.not_known",
    "date_type": "field.not_date",
    "date_parsing": "field.not_date",
    "date_from_datetime_parsing": "field.not_date",
    "date_from_datetime_inexact": "field.not_date",
    "datetime_type": "field.not_instant",
    "datetime_parsing": "field.not_instant",
    "datetime_from_date_parsing": "field.not_instant",
    "datetime_object_invalid": "field.not_instant",
    "timezone_aware": "field.not_instant",
    "time_type": "field.not_time",
    "time_parsing": "field.not_time",
}

MOST = 100
"""Errors of one request that are told: whoever has more has sent something else altogether."""

_LIMITS = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "expected")
"""What pydantic may tell of a rule; what was sent is never among them."""

_PLACES = {"query": "parameter", "path": "parameter", "header": "header", "cookie": "cookie"}


def field_errors(found: Sequence[Mapping[str, Any]]) -> InputErrors:
    """What is wrong with a request, each with where it is: the first `MOST`.

    Parameters
    ----------
    found
        As pydantic tells it: ``loc``, ``type``, ``ctx``.
    """
    return InputErrors([_error(one) for one in found[:MOST]])


def _error(found: Mapping[str, Any]) -> InputError:
    code = _CODES.get(found["type"], "field.invalid")
    context = found.get("ctx") or {}
    limit = next((context[name] for name in _LIMITS if name in context), "")
    shown = limit if isinstance(limit, int | float) else str(limit)
    # Of what is no JSON at all, pydantic tells the character and not the field.
    location = found["loc"][:1] if found["type"] == "json_invalid" else found["loc"]
    return InputError(code, **_place(location), limit=shown)


def _place(location: Sequence[str | int]) -> dict[str, Value]:
    """Where it is: a JSON Pointer into the body (RFC 6901), or the name of a parameter."""
    place, *path = location
    where = ".".join(map(str, path)) or str(place)
    if place in _PLACES:
        return {"where": where, "in": _PLACES[str(place)]}
    return {"where": where, "pointer": "".join(f"/{quote(_escaped(str(step)))}" for step in path)}


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
