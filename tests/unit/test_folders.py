"""Whether a place can be written is known before the work that ends there."""

from pathlib import Path

import pytest

from chaland.folders import try_file, try_folder
from routing.errors import InputError


def test_a_folder_that_is_tried_is_there_and_empty(tmp_path: Path) -> None:
    folder = tmp_path / "far" / "away"
    try_folder(folder)
    try_folder(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("path", ["file", "file/below", "n" * 300])
def test_a_folder_that_cannot_be_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as caught:
        try_folder(tmp_path / path)
    assert caught.value.code == "output.not_writable"


def test_a_file_that_is_tried_is_neither_made_nor_changed(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("of an earlier search")
    try_file(there)
    try_file(tmp_path / "far" / "away")
    assert there.read_text() == "of an earlier search"
    assert list((tmp_path / "far").iterdir()) == []


@pytest.mark.parametrize("path", ["folder", "file/below", "n" * 300])
def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError) as caught:
        try_file(tmp_path / path)
    assert caught.value.code == "output.not_writable"
