"""What PostgreSQL ends for the sake of another is begun again, with all that was sent."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from api.domain.actor import Actor, Role
from api.domain.order_import import OrderImport
from api.http import imports
from api.http.service_route import TRIES
from api.services.importing import Upload, import_orders
from api.services.live_pools import LivePools
from api.store.work import Work
from tests.service.asking import Site
from tests.service.small_town import DOORS

KEY = {"Idempotency-Key": "2f1c7a54-9d0e-4f0b-8a44-1c9f0ad0a5a1"}


class ContendedError(Exception):
    """What PostgreSQL says when it ends a transaction for the sake of another."""

    sqlstate = "40001"


def contend(work: Work) -> None:
    """End a transaction as PostgreSQL does; SQLite, which never does so, as if it did."""
    if work.connection.dialect.name == "postgresql":
        raised = "RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001'"
        work.connection.execute(text(f"DO $$ BEGIN {raised}; END $$"))
    raise OperationalError("", {}, ContendedError())


@pytest.mark.parametrize("headers", [{}, KEY])
def test_an_import_that_is_tried_again_reads_its_file_whole(
    served: Site, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    sizes: list[int] = []

    def contended(
        work: Work, actor: Actor, shop: str, upload: Upload, live_pools: LivePools
    ) -> OrderImport:
        done = import_orders(work, actor, shop, upload, live_pools)
        sizes.append(len(upload.data))
        if len(sizes) < TRIES:
            contend(work)
        return done

    monkeypatch.setattr(imports, "import_orders", contended)
    lines = "\n".join(
        ("order;date;recipient;address", *(f"A-{n};2026-11-27;R{n};{DOORS[n]}" for n in range(2)))
    )
    answered = served.client(Role.SHOP).post(
        f"/v1/orders/import?shop={served.small.shops[0].id}",
        files={"file": ("orders.csv", lines.encode(), "text/csv")},
        headers=headers,
    )
    assert answered.status_code == 200, answered.text
    assert [one["outcome"] for one in answered.json()["lines"]] == ["accepted", "accepted"]
    assert sizes == [len(lines.encode())] * TRIES
    kept = served.client(Role.SHOP).get("/v1/orders").json()["orders"]
    assert sorted(one["reference"] for one in kept) == ["A-0", "A-1"]
