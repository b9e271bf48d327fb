"""Every example of docs/reference/rules.md is true."""

import pytest

from routing.check import verify
from routing.model.cost import shown_cents
from tests.days import Table, change, first_day, page_examples, page_sections, read_day

EXAMPLES = [
    pytest.param(changes, id=f"{heading} ({number})")
    for number, (heading, changes) in enumerate(page_examples())
]


@pytest.mark.parametrize("changes", EXAMPLES)
def test_the_verifier_agrees_with_the_page(changes: Table) -> None:
    day = read_day(change(first_day(), changes))
    found = [str(v.code).removeprefix("violation.") for v in verify(day.problem, day.plan)]
    assert sorted(found) == sorted(day.broken)


@pytest.mark.parametrize("changes", EXAMPLES)
def test_a_valid_example_costs_what_the_page_says(changes: Table) -> None:
    day = read_day(change(first_day(), changes))
    if day.cost:
        euros, cents = divmod(shown_cents(day.plan.cost), 100)
        assert f"{euros}.{cents:02}" == day.cost


def test_every_rule_has_a_drawing_and_a_valid_example() -> None:
    rules = {heading: text for heading, text in page_sections().items() if heading[0].isdigit()}
    assert len(rules) == 13
    for heading, text in rules.items():
        examples = [changes for name, changes in page_examples() if name == heading]
        assert "```text\n" in text, heading
        assert any("cost" in changes and "broken" not in changes for changes in examples), heading


def test_every_example_is_a_day_of_four_orders() -> None:
    assert {len(change(first_day(), day)["order"]) for _, day in page_examples()} == {4}
