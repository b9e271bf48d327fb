"""The table of personal columns in `docs/reference/database.md`.

Written anew by ``python -m tests.service.database_page``.
"""

from pathlib import Path

from api.store.columns import Clock, Personal
from api.store.tables import METADATA
from routing.sentences import render

PAGE = Path(__file__).parents[2] / "docs/reference/database.md"
BEGIN = "<!-- personal columns: python -m tests.service.database_page -->\n"
END = "<!-- end -->\n"

COUNTED_FROM = {
    Clock.DELIVERED: "the end of the order’s day",
    Clock.LAST_ORDER: "the last order",
    Clock.CREATED: "the moment it was made",
}


def personal_table() -> str:
    """The table, as Markdown."""
    rows = ["| column | what for | emptied after | counted from |", "|---|---|---|---|"]
    for table in METADATA.sorted_tables:
        for column in table.columns:
            mark = column.info.get("personal")
            if isinstance(mark, Personal):
                purpose = render(mark.purpose, {}, "en", "api").wrong
                days = "1 day" if mark.days == 1 else f"{mark.days} days"
                rows.append(f"| `{column}` | {purpose} | {days} | {COUNTED_FROM[mark.clock]} |")
    return "\n".join(rows) + "\n"


def parts() -> tuple[str, str, str]:
    """The page before the table, the table, and the page after it."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    table, _, after = rest.partition(END)
    return before, table, after


def main() -> None:
    """Write the table into the page."""
    before, _, after = parts()
    PAGE.write_text(before + BEGIN + personal_table() + END + after, "utf-8")


if __name__ == "__main__":
    main()
