"""Phones as people write them."""

import pytest

from api.domain.phones import is_phone, same_phone


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("06 12 34 56 78", "06.12.34.56.78", True),
        ("0612345678", "+33 (0)6 12 34 56 78", True),
        ("0612345678", "+33 6 12 34 56 78", True),
        ("0033612345678", "+33612345678", True),
        ("+377 93 15 00 00", "93150000", True),
        ("0612345678", "0712345678", False),
        ("12345678", "0612345678", False),
        ("5678", "0612345678", False),
        ("", "0612345678", False),
        ("", "", False),
    ],
)
def test_a_number_is_the_same_with_and_without_its_country(
    one: str, other: str, same: bool
) -> None:
    assert same_phone(one, other) is same
    assert same_phone(other, one) is same


@pytest.mark.parametrize("name", ["Mme Petit", "R2D2", "", " ", "+"])
def test_a_name_is_no_phone(name: str) -> None:
    assert not is_phone(name)
