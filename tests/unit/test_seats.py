"""Nobody has more at once than is theirs, and all together no more than there is."""

from api.services.seats import Seats


def test_a_caller_has_so_many_and_others_have_theirs() -> None:
    seats = Seats(2)
    assert [seats.take("one") for _ in range(3)] == [True, True, False]
    assert seats.take("other")
    seats.leave("one")
    assert seats.is_free("one")
    assert seats.taken == 2


def test_all_together_have_no_more_than_there_are() -> None:
    seats = Seats(2, together=3)
    assert [seats.take(caller) for caller in "aabb"] == [True, True, True, False]
    seats.leave("a")
    assert seats.take("b")
    assert not seats.is_free("a")
