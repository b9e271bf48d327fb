"""Who may have webhooks, whose they see, and where these may lead."""

import datetime as dt

import pytest

from api.domain.errors import ForbiddenError, MissingError, RefusedError, StaleError
from api.domain.signature import is_genuine
from api.domain.targets import read_allow_list
from api.services import hooks
from api.services.hooks import MOST, Change, Subscription
from api.store import webhooks
from api.store.database import Database
from api.store.work import Means, reading, writing
from routing.errors import InputError
from tests.service.conftest import Clock
from tests.service.hooks_town import NOTHING, URL, HooksTown
from tests.service.small_town import settle


@pytest.fixture
def town(database: Database, means: Means) -> HooksTown:
    with writing(database, means) as work:
        small = settle(work)
    return HooksTown(database, means, small)


def test_a_shop_sees_its_own_webhooks_and_the_planner_all_of_the_town(
    town: HooksTown, clock: Clock
) -> None:
    small = town.small
    mine, _ = town.subscribe(small.keeper(0))
    clock.forward(seconds=1)
    theirs, _ = town.subscribe(small.keeper(1))
    clock.forward(seconds=1)
    of_town, _ = town.subscribe(small.planner)
    assert (mine.shop, of_town.shop) == (small.shops[0].id, None)
    with reading(town.database, town.means) as work:
        assert [one.id for one in webhooks.page(work, small.keeper(0), None, 9)] == [mine.id]
        every = [mine.id, theirs.id, of_town.id]
        assert [one.id for one in webhooks.page(work, small.planner, None, 9)] == every
        assert [one.id for one in webhooks.page(work, small.planner, mine.id, 1)] == [theirs.id]
        for unseen in (theirs, of_town):
            with pytest.raises(MissingError):
                webhooks.find(work, small.keeper(0), unseen.id)


def test_nobody_registers_for_another_shop_or_another_town(town: HooksTown) -> None:
    small = town.small
    with town.work() as work:
        other = settle(work, name="Elsewhere")
        for who, shop in ((small.keeper(0), small.shops[1]), (small.planner, other.shops[0])):
            wanted = Subscription(URL, shop=shop.id)
            with pytest.raises(MissingError):
                hooks.add(work, who, small.town.id, wanted, NOTHING)
        with pytest.raises(ForbiddenError):
            hooks.add(work, small.rider(0), small.town.id, Subscription(URL), NOTHING)


def test_private_targets_are_refused_when_they_are_registered_and_when_changed(
    town: HooksTown,
) -> None:
    planner = town.small.planner
    with pytest.raises(InputError, match=r"webhook\.private_target"):
        town.subscribe(planner, url="https://127.0.0.1/")
    hook, _ = town.subscribe(planner, url="http://127.0.0.1/", allowed="127.0.0.0/8")
    assert hook.url == "http://127.0.0.1/"
    with town.work() as work, pytest.raises(InputError, match=r"webhook\.not_https"):
        hooks.change(work, planner, hook, Change(url="http://example.org/"), NOTHING)
    with town.work() as work:
        moved = hooks.change(work, planner, hook, Change(url=URL), NOTHING)
    assert (moved.url, moved.version) == (URL, 2)
    assert town.now_of(hook) == moved


def test_what_is_not_named_in_a_change_stays(town: HooksTown) -> None:
    hook, _ = town.subscribe(town.small.planner, "order.*")
    with town.work() as work:
        off = hooks.change(work, town.small.planner, hook, Change(active=False), NOTHING)
    assert (off.url, off.kinds, off.active) == (URL, ("order.*",), False)
    town.happens()
    assert town.turn() == 0
    with town.work() as work:
        all_kinds = Change(kinds=[], active=True)
        on = hooks.change(work, town.small.planner, off, all_kinds, read_allow_list(""))
    assert (on.kinds, on.active) == ((), True)
    assert town.turn() == 1


def test_a_webhook_that_somebody_else_has_changed_is_not_overwritten(town: HooksTown) -> None:
    hook, _ = town.subscribe(town.small.planner)
    with town.work() as work:
        hooks.change(work, town.small.planner, hook, Change(active=False), NOTHING)
    with town.work() as work, pytest.raises(StaleError):
        hooks.change(work, town.small.planner, hook, Change(active=True), NOTHING)


def test_deliveries_do_not_count_as_changes(town: HooksTown) -> None:
    hook, _ = town.subscribe(town.small.planner)
    town.happens()
    town.turn()
    assert town.now_of(hook).version == hook.version


def test_for_a_day_the_secret_before_still_counts(town: HooksTown, clock: Clock) -> None:
    hook, old = town.subscribe(town.small.planner)
    with town.work() as work:
        renewed, new = hooks.renew_secret(work, town.small.planner, hook)
    assert new.text != old.text
    town.happens()
    town.turn()
    clock.forward(days=1)
    town.happens()
    town.turn()
    first, second = town.till.posted
    before = clock.now - dt.timedelta(days=1)
    assert is_genuine(first.headers, first.body, old, before)
    assert is_genuine(first.headers, first.body, new, before)
    assert not is_genuine(second.headers, second.body, old, clock.now)
    assert is_genuine(second.headers, second.body, new, clock.now)
    with town.work() as work:
        again, _ = hooks.renew_secret(work, town.small.planner, renewed)
    assert len(again.secrets) == 2


def test_a_replay_reaches_no_further_than_the_log(town: HooksTown) -> None:
    hook, _ = town.subscribe(town.small.planner)
    with town.work() as work, pytest.raises(InputError, match=r"webhook\.position"):
        hooks.replay(work, town.small.planner, hook, 1)


def test_there_is_an_end_to_webhooks(town: HooksTown) -> None:
    for _ in range(MOST):
        town.subscribe(town.small.keeper(0))
    with pytest.raises(RefusedError, match=r"webhook\.too_many"):
        town.subscribe(town.small.keeper(0))
    town.subscribe(town.small.keeper(1))


def test_a_deleted_webhook_is_gone(town: HooksTown) -> None:
    hook, _ = town.subscribe(town.small.planner)
    town.happens()
    with town.work() as work:
        hooks.remove(work, town.small.planner, hook)
    assert town.turn() == 0
    with pytest.raises(MissingError):
        town.now_of(hook)
