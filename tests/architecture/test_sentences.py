"""Codes and sentences: none is missing, none is left over, both languages say the same."""

import ast
import re
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from routing.sentences import LANGUAGES, catalogue
from tests.architecture.raised import Raised, error_classes, raised
from tests.architecture.sources import PACKAGES, ROOT, all_modules, modules, parsed, shown, texts

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
FILE = re.compile(r".*\.(csv|geojson|gpx|gz|html|json|md|npy|npz|osm|pbf|toml|town|txt)")
ERRORS = error_classes(all_modules())
TALKING = [
    package for package in PACKAGES if (ROOT / package / "locale/en/sentences.toml").is_file()
]


def raised_in(package: str) -> list[Raised]:
    return [found for path in modules(ROOT / package) for found in raised(path, ERRORS)]


def family(code: str) -> str:
    return code.partition(".")[0]


def enumerated() -> Iterator[str]:
    """Codes that are values of an enumeration, such as `Reason.NO_ROOM`."""
    for path in all_modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef) and "StrEnum" in map(ast.unparse, node.bases):
                yield from (text for text in texts(node) if CODE.fullmatch(text))


FAMILIES = {
    *(family(found.code) for package in PACKAGES for found in raised_in(package)),
    *(family(code) for package in TALKING for code in catalogue(package, "en")),
    *map(family, enumerated()),
}
"""What codes begin with: ``orders``, ``town``, ``reason``, ``violation`` ..."""


def codes_in(package: str) -> set[str]:
    """Every literal that is a code, wherever it stands; file names look like codes and are none."""
    told = sentences(package, "en")
    return {
        text
        for path in modules(ROOT / package)
        for text in {*texts(parsed(path))} - {*columns_referred_to(parsed(path))}
        if CODE.fullmatch(text) and family(text) in FAMILIES
        if text in told or not FILE.fullmatch(text)
    }


def columns_referred_to(tree: ast.AST) -> Iterator[str]:
    """`orders.id` is a column where a foreign key leads to it, and no code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ForeignKey"):
            yield from texts(node)


def sentences(package: str, language: str) -> Mapping[str, Mapping[str, str]]:
    """The package's own sentences, and those of `routing`, which everybody may use."""
    own = catalogue(package, language) if package in TALKING else {}
    return {**catalogue("routing", language), **own}


def placeholders(entry: Mapping[str, str]) -> set[str]:
    return {
        re.split(r"[.\[]", name)[0]
        for text in entry.values()
        for _, name, _, _ in Formatter().parse(text)
        if name is not None
    }


def test_the_scan_finds_errors_and_families() -> None:
    assert {"InputError", "TownError", "ModelError", "SolverError", "CheckError"} <= ERRORS
    assert any(found.code == "input.several" for found in raised_in("routing"))
    assert {"orders", "town", "reason", "violation"} <= FAMILIES


@pytest.mark.parametrize("package", PACKAGES)
def test_a_code_is_written_out_and_never_put_together(package: str) -> None:
    together = [
        shown(path, node.lineno)
        for path in modules(ROOT / package)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.JoinedStr)
        and re.match("|".join(rf"{name}\.$" for name in FAMILIES), next(texts(node), ""))
    ]
    assert together == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", PACKAGES)
def test_every_code_has_a_sentence(package: str, language: str) -> None:
    raised_codes = {found.code for found in raised_in(package)}
    assert (codes_in(package) | raised_codes) - sentences(package, language).keys() == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_sentence_names_only_values_that_are_given_where_its_code_is_raised(package: str) -> None:
    told = sentences(package, "en")
    unfilled = {
        f"{shown(it.path, it.line)} {it.code}": missing
        for it in raised_in(package)
        if it.code in told and it.values is not None
        if (missing := placeholders(told[it.code]) - it.values)
    }
    assert unfilled == {}


@pytest.mark.parametrize("package", TALKING)
def test_both_languages_have_the_same_codes_with_the_same_values(package: str) -> None:
    french, english = (
        {code: placeholders(entry) for code, entry in catalogue(package, language).items()}
        for language in LANGUAGES
    )
    assert french == english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", TALKING)
def test_a_sentence_says_what_is_wrong_and_nothing_is_empty(package: str, language: str) -> None:
    odd = {
        code: entry
        for code, entry in catalogue(package, language).items()
        if not entry.keys() <= {"wrong", "mend"}
        or "wrong" not in entry
        or not all(text and text.strip() == text for text in entry.values())
    }
    assert odd == {}


@pytest.mark.parametrize("package", TALKING)
def test_no_sentence_is_left_over(package: str) -> None:
    above = PACKAGES[PACKAGES.index(package) :]  # the rooms above raise its codes too
    used = set[str]().union(*(codes_in(room) for room in above))
    assert catalogue(package, "en").keys() - used == set()


def test_french_has_its_typography() -> None:
    """A narrow no-break space before high punctuation and in guillemets; the curved apostrophe."""
    wrong = {
        code: text
        for package in TALKING
        for code, entry in catalogue(package, "fr").items()
        for text in entry.values()
        if "'" in text or re.search(r"[^\u202f:;!?](?=[:;!?»](?:\s|$))|«(?!\u202f)", text)
    }
    assert wrong == {}
