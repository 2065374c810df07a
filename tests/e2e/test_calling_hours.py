"""When customers are called, over HTTP: keys wait for the hours, lists leave out who is let be."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.e2e.api import Api, eventually, settled, slug
from tests.e2e.conftest import System
from tests.e2e.staff import hired

PATH = "/v1/calling-hours"
SHANGHAI = timedelta(hours=8)
FAX = {"scope": "person", "name": "fax", "channel": "fax", "outcome": "sent"}


def later() -> dict[str, object]:
    """Hours that are not now; of a channel that no other test uses with a key."""
    early = (datetime.now(UTC) + SHANGHAI).hour < 19
    ends = ("20:00", "21:00") if early else ("08:00", "09:00")
    return {"opens": ends[0], "closes": ends[1], "channels": ["fax"]}


def test_a_key_waits_for_the_hours_and_a_follow_up_does_not(system: System) -> None:
    mark = uuid4().hex[:6]
    ann, boss = hired(system, f"ann.{mark}"), Api(system.url, system.token("operator", "admin"))
    path = f"/v1/customers/{ann.do('/v1/customers', {'name': f'茶行 {mark}'})['id']}"
    assert ann.send("PUT", "/v1/quick-logs/8", FAX, {}).status_code == 200
    assert ann.send("PUT", PATH, later(), {}).status_code == 403
    wrong = boss.send("PUT", PATH, {"opens": "09:00"}, {})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "closes")
    try:
        assert boss.send("PUT", PATH, later(), {}).status_code == 200
        told = ann.read(PATH)
        assert (told["open"], told["channels"]) == (False, ["fax"])
        refused = eventually(
            lambda: ann.post(f"{path}/quick-log/8"), lambda answer: answer.status_code == 409
        )
        assert slug(refused) == "outside-calling-hours"
        assert refused.json()["opens_at"] == told["opens_at"]
        ann.do(f"{path}/follow-ups", {"channel": "fax", "outcome": "came by itself"})
    finally:
        assert boss.send("PUT", PATH, {}, {}).status_code == 200
    assert boss.read(PATH)["open"] is True
    ann.do(f"{path}/quick-log/8")


def test_who_is_not_to_be_called_any_more_is_on_no_list(system: System) -> None:
    mark = uuid4().hex[:6]
    ann = hired(system, f"ann.{mark}")
    ids = [ann.do("/v1/customers", {"name": f"茶行 {mark}"})["id"] for _ in range(2)]
    calls = f"/v1/call-lists/{ann.do('/v1/call-lists', {'name': mark})['id']}"
    put = settled(lambda: ann.post(f"{calls}/customers", {"ids": ids})).json()
    assert [item["ok"] for item in put["items"]] == [True, True]
    closed = ann.send("PUT", f"/v1/customers/{ids[0]}/do-not-contact", {"channels": ["phone"]}, {})
    assert closed.status_code == 200
    after = closed.json()["position"]

    def left() -> list[str]:
        answer = settled(lambda: ann.get(calls, after))  # waits for the list, not for the directory
        return [one["id"] for one in answer.json()["items"]]

    assert eventually(left, bool) == ids[1:]
    again = ann.post(f"{calls}/customers", {"ids": ids[:1]}).json()["items"][0]
    assert again["problem"]["type"].endswith("/do-not-contact")
