"""The papers of docs/legal, and what the documents say of forgetting, are those of the schema."""

import re
from pathlib import Path

import pytest

from api.domain.retention import MOST_DAYS
from api.store.personal import personal_columns
from chaland.kept import WORDS, all_kept
from chaland.legal import BEGIN, BEGIN_FOR_PEOPLE, END, kept_table, pages, renewed
from routing.sentences import LANGUAGES
from tests.architecture.sources import ROOT, shown

LEGAL = ROOT / "docs/legal"
PAGES = pages(LEGAL)
COLUMNS = [column for marked in personal_columns().values() for column in marked]
LAWYER = {"fr": "À faire relire par un juriste.", "en": "For a lawyer's eye."}


def test_each_paper_is_there_in_both_languages() -> None:
    assert [list(PAGES.values()).count(language) for language in LANGUAGES] == [3, 3]
    others = {page for page in LEGAL.glob("*.md") if page not in PAGES}
    assert others == {LEGAL / "README.md"}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_paper_has_the_table_of_the_schema(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.count(BEGIN) + text.count(BEGIN_FOR_PEOPLE) == text.count(END) == 1
    assert text == renewed(text, PAGES[page]), "run: make legal"


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_paper_says_first_that_a_lawyer_must_read_it(page: Path) -> None:
    text = page.read_text("utf-8")
    heading, _, after = text.partition("\n\n")
    assert heading.startswith("# ")
    assert after.startswith(f"> **{LAWYER[PAGES[page]]}**")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_names_every_column_once(language: str) -> None:
    named = re.findall(r"`([\w.]+)`", kept_table(language))
    assert sorted(named) == sorted(column.name for column in COLUMNS)


def test_every_column_has_words_and_no_words_are_left_over() -> None:
    assert WORDS.keys() == {column.name for column in COLUMNS}


def test_the_table_tells_what_is_chosen() -> None:
    chosen = {kept.data: kept.days for kept in all_kept("en", {"purpose.proof": 7})}
    usual = {kept.data: kept.days for kept in all_kept("en")}
    assert {data for data in usual if chosen[data] != usual[data]} == {
        "photo of the handed-over order"
    }


def test_the_explanation_has_the_figures_of_the_schema() -> None:
    page = (ROOT / "docs/explanation/forgetting.md").read_text("utf-8")
    told = dict(
        re.findall(r"^\| `(\w+)`[^|]*(\| [\d,]+(?: days)? \| [\d,]+ \|)$", page, re.MULTILINE)
    )
    figures = {
        name: tuple(int(figure.replace(",", "")) for figure in re.findall(r"[\d,]+", row))
        for name, row in told.items()
    }
    days = {column.mark.purpose: column.mark.days for column in COLUMNS}
    assert figures == {
        purpose.removeprefix("purpose."): (days[purpose], most)
        for purpose, most in MOST_DAYS.items()
    }


@pytest.mark.parametrize("page", [page for page in PAGES if PAGES[page] == "fr"], ids=shown)
def test_french_papers_have_french_typography(page: Path) -> None:
    text = re.sub(
        r"`[^`]*`|<!--.*?-->|\]\([^)]*\)|^\|[-|\s]+\|$",
        "",
        page.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    assert (
        re.findall(r".{0,20}'.{0,20}|.{0,20}[^\u202f:;!?](?=[:;!?»](?:\s|$)).?|«(?!\u202f)", text)
        == []
    )
