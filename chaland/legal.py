"""The tables of ``docs/legal``: which personal data are kept, out of the schema itself.

``python -m chaland.legal docs/legal`` writes them anew between their markers, in every page there
whose name ends in a language: ``notice.fr.md``.
"""

import re
import sys
from pathlib import Path

from chaland.kept import Kept, all_kept
from routing.formats.atomic import write_text
from routing.sentences import LANGUAGES, render

BEGIN, END = "<!-- kept: begin, written by make legal -->", "<!-- kept: end -->"
BEGIN_FOR_PEOPLE = "<!-- kept, for people: begin, written by make legal -->"

_HEADINGS = ("said.kept.data", "said.kept.purpose", "said.kept.days", "said.kept.since")
_MORE_HEADINGS = ("said.kept.most", "said.kept.columns")


def kept_table(language: str, *, for_people: bool = False) -> str:
    """All kinds of personal data as a table in Markdown, with the defaults of a new installation.

    Parameters
    ----------
    for_people
        Without the caps and without where in the database it lies.
    """
    codes = _HEADINGS if for_people else _HEADINGS + _MORE_HEADINGS
    headings = [render(code, {}, language, "chaland").wrong for code in codes]
    cells = [_cells(kept)[: len(codes)] for kept in all_kept(language)]
    rows = [headings, ["---"] * len(codes), *cells]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def renewed(page: str, language: str) -> str:
    """A page with its tables written anew; one without markers stays as it is."""
    for begin in (BEGIN, BEGIN_FOR_PEOPLE):
        table = kept_table(language, for_people=begin is BEGIN_FOR_PEOPLE)
        between = re.compile(f"{re.escape(begin)}\n.*?{re.escape(END)}", re.DOTALL)
        page = between.sub(f"{begin}\n{table}{END}", page)
    return page


def pages(folder: Path) -> dict[Path, str]:
    """The pages of a folder by their language."""
    return {
        page: language for language in LANGUAGES for page in sorted(folder.glob(f"*.{language}.md"))
    }


def _cells(kept: Kept) -> list[str]:
    columns = ", ".join(f"`{column}`" for column in kept.columns)
    return [kept.data, kept.purpose, str(kept.days), kept.since, str(kept.most), columns]


if __name__ == "__main__":
    for page, language in pages(Path(sys.argv[1])).items():
        write_text(page, renewed(page.read_text("utf-8"), language))
