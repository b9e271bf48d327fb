"""docs/reference/database.md tells of the database as it is."""

import re

from api.store.archive import FORMAT
from api.store.tables import METADATA
from tests.service.database_page import PAGE, parts, personal_table


def test_the_table_of_personal_columns_is_the_generated_one() -> None:
    _, table, _ = parts()
    assert table == personal_table(), "renew it with python -m tests.service.database_page"


def test_every_table_is_told_of_once() -> None:
    section = PAGE.read_text("utf-8").partition("## Tables\n")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert sorted(told) == sorted(METADATA.tables)


def test_the_format_of_a_backup_is_named() -> None:
    assert FORMAT in PAGE.read_text("utf-8")
