"""How everything is answered: problems, versions, pages, headers."""

from api.domain.actor import Role
from tests.service.asking import Site

MEDIA_TYPE = "application/problem+json"


def test_a_key_tells_who_asks(served: Site) -> None:
    answer = served.client(Role.SHOP).get("/v1/me")
    assert answer.status_code == 200
    assert answer.json()["role"] == "shop"
    assert answer.json()["subject"] == served.small.shops[0].id
