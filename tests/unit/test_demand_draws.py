"""Draws keep to their likelihoods and to their seed."""

from collections import Counter

import pytest

from data.demand.dice import Dice


def test_a_seed_gives_the_same_draws_on_every_python() -> None:
    dice = Dice(7)
    assert [dice.below(1_000) for _ in range(5)] == [323, 150, 650, 72, 535]
    assert dice.shuffled("abcdefgh") == list("fhebgdac")
    assert [dice.poisson(2.0) for _ in range(8)] == [2, 2, 3, 2, 0, 2, 3, 0]


@pytest.mark.parametrize("mean", [0.3, 1.5, 6.0])
def test_poisson_numbers_have_their_mean_and_variance(mean: float) -> None:
    dice, count = Dice(1), 20_000
    drawn = [dice.poisson(mean) for _ in range(count)]
    average = sum(drawn) / count
    variance = sum((number - average) ** 2 for number in drawn) / count
    assert average == pytest.approx(mean, rel=0.03)
    assert variance == pytest.approx(mean, rel=0.05)


def test_weights_are_shares() -> None:
    dice = Dice(2)
    drawn = Counter(dice.by_table((("a", 1.0), ("b", 3.0), ("never", 0.0))) for _ in range(10_000))
    assert drawn["b"] / drawn["a"] == pytest.approx(3.0, rel=0.1)
    assert "never" not in drawn


def test_shuffling_keeps_all_and_favours_none() -> None:
    dice = Dice(3)
    firsts = Counter(dice.shuffled("abc")[0] for _ in range(9_000))
    assert sorted(dice.shuffled("abc")) == list("abc")
    assert all(share == pytest.approx(3_000, rel=0.06) for share in firsts.values())
