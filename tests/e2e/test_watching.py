"""Watching a customer over HTTP: what is new reaches who watches it, as far as they may see it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, settled, slug
from tests.e2e.conftest import System
from tests.e2e.staff import hired


class Office:
    """Ann has a customer; bob shares it; eve leads and sees all; cy has nothing to do with it."""

    def __init__(self, system: System) -> None:
        self.mark = uuid4().hex[:6]
        self.root = Api(system.url, system.token("operator", "admin"))
        self.ann, self.bob, self.cy = (
            hired(system, f"{who}.{self.mark}") for who in ("ann", "bob", "cy")
        )
        self.eve = hired(system, f"eve.{self.mark}", "manager")
        self.path = f"/v1/customers/{self.customer()}"
        self.ann.do(f"{self.path}/collaborators", {"person": self.login("bob")})

    def login(self, who: str) -> str:
        return f"{who}.{self.mark}"

    def customer(self) -> str:
        return str(self.ann.do("/v1/customers", {"name": f"茶行 {uuid4().hex[:6]}"})["id"])

    def news(self, api: Api, path: str) -> list[str]:
        """All that somebody was told of a customer."""
        items = api.read("/v1/notifications", limit=200)["items"]
        known = [one for one in items if one["kind"] == "customer-news"]
        return [what for one in known if one["customer_id"] == path.split("/")[-1]
                for what in one["news"]]  # fmt: skip


@pytest.fixture(scope="module")
def office(system: System) -> Office:
    return Office(system)


def watching(api: Api, made: dict[str, Any]) -> list[str]:
    return [one["id"] for one in api.every("/v1/watched", after=made["position"])]


def test_who_watches_is_told_what_others_do_in_all_three_services(office):
    for api in (office.ann, office.bob, office.eve):
        settled(lambda api=api: api.post(f"{office.path}/watch"))
    office.ann.do(f"{office.path}/follow-ups", {"channel": "phone", "outcome": "reached"})
    edited = office.ann.patch(office.path, {"level": "A"})
    assert edited.status_code == 200
    deal = {"name": "tea", "customer_id": office.path.split("/")[-1]}
    office.ann.do("/v1/opportunities", deal)

    expected = {"FollowUpLogged", "CustomerEdited", "OpportunityOpened"}
    for api in (office.bob, office.eve):
        eventually(lambda api=api: set(office.news(api, office.path)), expected.issubset)
    assert office.news(office.ann, office.path) == []
    items = office.eve.read("/v1/notifications", limit=200)["items"]
    by = {one["by"] for one in items if one["kind"] == "customer-news"}
    assert by == {office.login("ann")}


def test_what_one_may_not_see_any_more_is_told_no_more(office):
    path = f"/v1/customers/{office.customer()}"
    office.ann.do(f"{path}/collaborators", {"person": office.login("bob")})
    for api in (office.bob, office.eve):
        settled(lambda api=api: api.post(f"{path}/watch"))
    office.ann.do(f"{path}/collaborators/remove", {"person": office.login("bob")})
    eventually(lambda: office.news(office.eve, path), lambda told: "CollaboratorRemoved" in told)
    office.ann.do(f"{path}/follow-ups", {"channel": "phone", "outcome": "secret"})
    eventually(lambda: office.news(office.eve, path), lambda told: "FollowUpLogged" in told)
    assert "FollowUpLogged" not in office.news(office.bob, path)
    [one] = [one for one in office.bob.every("/v1/watched") if path.endswith(one["id"])]
    assert (one["name"], one["owner"]) == (None, None)
    left = office.bob.do(f"{path}/unwatch")
    assert path.split("/")[-1] not in watching(office.bob, left)


def test_the_list_has_what_is_watched_and_others_customers_do_not_exist(office):
    first, second = office.customer(), office.customer()
    for id in (first, second):
        made = office.ann.do(f"/v1/customers/{id}/watch")
    assert watching(office.ann, made)[:2] == [second, first]
    page = office.ann.read("/v1/watched", made["position"], limit=1)
    assert page["next"]
    assert [one["name"][:2] for one in page["items"]] == ["茶行"]
    for verb in ("watch", "unwatch"):
        refused = settled(lambda verb=verb: office.cy.post(f"/v1/customers/{first}/{verb}"))
        assert (refused.status_code, slug(refused)) == (404, "not-found")


def test_who_pressed_a_key_is_told_that_its_effect_was_refused_later(office):
    key = {"scope": "person", "name": "up", "channel": "phone", "outcome": "keen",
           "effects": [{"do": "raise"}]}  # fmt: skip
    assert office.ann.send("PUT", "/v1/quick-logs/7", key, {}).status_code == 200
    id = office.customer()
    office.ann.do(f"/v1/customers/{id}/stage", {"to": "high-intent", "reason": "keen"})
    pressed = office.ann.do(f"/v1/customers/{id}/quick-log/7")

    def told() -> list[dict[str, Any]]:
        items = office.ann.read("/v1/notifications", limit=200)["items"]
        return [one for one in items if one["kind"] == "effect-refused"]

    [one] = eventually(told, bool)
    assert (one["customer_id"], one["about"]) == (id, pressed["id"])
    assert datetime.fromisoformat(one["at"]) > datetime.now(UTC) - timedelta(minutes=5)
