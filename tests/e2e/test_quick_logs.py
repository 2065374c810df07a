"""One key for each customer, over HTTP alone: what it writes, what follows, and who comes next."""

from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, nothing_written, slug
from tests.e2e.conftest import System

SAID = {
    "name": "无意向",
    "text": "致电 {customer} {contact}，无意向",
    "channel": "phone",
    "outcome": "not interested",
}


class Team:
    """A salesperson in a team below another, and who leads it."""

    def __init__(self, system: System) -> None:
        mark = uuid4().hex[:6]
        self.root = root = Api(system.url, system.token("operator", "admin"))
        self.above = root.do("/v1/teams", {"name": f"north {mark}"})["id"]
        self.id = root.do("/v1/teams", {"name": f"desk {mark}", "parent": self.above})["id"]
        self.who = f"ann.{mark}"
        for login, role, sees in ((self.who, "sales", "own"), (f"lea.{mark}", "manager", "team")):
            known = {"login": login, "role": role, "visibility": sees, "team": self.id}
            root.do("/v1/people", known)
        self.ann = Api(system.url, system.token(self.who, "sales"))
        self.lea = Api(system.url, system.token(f"lea.{mark}", "manager"))
        self.mark = mark
        eventually(lambda: self.lea.read("/v1/me")["role"], "manager".__eq__)

    def customer(self, name: str) -> str:
        phone = f"170{uuid4().int % 10**8:08d}"
        made = self.ann.do("/v1/customers", {"name": f"{name} {self.mark}", "phones": [phone]})
        id = str(made["id"])
        eventually(lambda: self.ann.get(f"/v1/customers/{id}").status_code, (200).__eq__)
        return id

    def bind(self, api: Api, key: str, **said: object) -> str:
        """Once it is known there, too, whose team this is."""
        bound = partial(
            api.send, "PUT", f"/v1/quick-logs/{key}", {"scope": "person", **SAID, **said}
        )
        done = eventually(lambda: bound({}), lambda answer: answer.status_code == 200)
        return str(done.json()["position"])


@pytest.fixture(scope="module")
def team(system: System) -> Team:
    return Team(system)


def happened(api: Api, id: str, what: str) -> list[dict[str, object]]:
    items = api.read(f"/v1/customers/{id}/timeline")["items"]
    return [one for one in items if one["what"] == what]


def test_one_key_writes_raises_and_names_who_comes_next(system):
    team = Team(system)  # whose customers are these two
    first, second = team.customer("甲"), team.customer("乙")
    team.ann.do(f"/v1/customers/{first}/contacts", {"name": "李雷"})
    team.bind(team.ann, "1", name="有意向", effects=[{"do": "raise"}], next_contact_days=3)
    after = f"customer:{team.root.heads()['customer']}"
    assert team.ann.read(f"/v1/customers/{first}", after)["stage"] in ("claimed", "pool")

    of = {"next_of": {"owner": team.who, "contact_status": "not_followed_up"}}
    made = team.ann.do(f"/v1/customers/{first}/quick-log/1", of)
    assert made["follows"] == [{"do": "raise", "to": None, "service": "pipeline"}]
    assert made["template"] == {"scope": "person", "holder": team.who, "key": "1", "version": 1}
    assert made["next"]["id"] == second

    [logged] = happened(team.ann, first, "FollowUpLogged")
    assert f"致电 甲 {team.mark}" in str(logged["details"])
    eventually(lambda: team.ann.read(f"/v1/customers/{first}")["stage"], "intent".__eq__)
    [raised] = [one for one in happened(team.ann, first, "StageAdvanced")
                if one["details"]["to"] == "intent"]  # fmt: skip
    assert raised["details"]["follow_up_id"] == made["id"]
    last = team.ann.do(f"/v1/customers/{second}/quick-log/1", of)
    assert last["next"] is None


def test_one_key_gives_a_customer_back_once_however_often_it_is_sent(team):
    id = team.customer("丙")
    team.bind(team.ann, "2", effects=[{"do": "release"}])
    key = {"Idempotency-Key": str(uuid4())}
    answers = [
        team.ann.send("POST", f"/v1/customers/{id}/quick-log/2", {}, key).json() for _ in range(3)
    ]
    assert answers[0] == answers[1]

    lying = eventually(lambda: team.ann.read(f"/v1/customers/{id}"), lambda one: one["pool"])
    assert (lying["owner"], lying["pool"]) == (None, "public")
    [released] = happened(team.ann, id, "CustomerReleased")
    assert released["details"]["reason"] == "not interested"
    assert released["details"]["follow_up_id"] == answers[0]["id"]
    again = team.ann.post(f"/v1/customers/{id}/quick-log/2")
    assert (again.status_code, slug(again)) == (409, "in-pool")
    assert team.ann.send("POST", f"/v1/customers/{id}/quick-log/2", {}, key).json() == answers[0]


def test_what_cannot_follow_is_told_in_the_story(team):
    id = team.customer("丁")
    team.bind(team.ann, "3", effects=[{"do": "lower"}])
    eventually(lambda: team.ann.read(f"/v1/customers/{id}")["stage"], "claimed".__eq__)
    made = team.ann.do(f"/v1/customers/{id}/quick-log/3")
    [refused] = eventually(lambda: happened(team.ann, id, "StageRefused"), bool)
    assert refused["details"]["why"] == "no-rung"
    assert refused["details"]["follow_up_id"] == made["id"]
    assert team.ann.read(f"/v1/customers/{id}")["stage"] == "claimed"


def test_a_key_of_the_team_holds_until_one_has_one_s_own(team):
    team.bind(team.lea, "t", scope="team", holder=team.id, text="团队")
    foreign = team.lea.send(
        "PUT", "/v1/quick-logs/t", {"scope": "team", "holder": team.above, **SAID}, {}
    )
    assert (foreign.status_code, slug(foreign)) == (403, "role-not-allowed")
    position = team.bind(team.lea, "u", scope="team", holder=team.id)

    def mine() -> dict[str, str]:
        found = team.ann.read("/v1/quick-logs", position)["items"]
        return {one["key"]: one["scope"] for one in found}

    assert (mine()["t"], mine()["u"]) == ("team", "team")
    id = team.customer("戊")
    made = team.ann.do(f"/v1/customers/{id}/quick-log/t")
    assert (made["template"]["scope"], made["template"]["holder"]) == ("team", team.id)
    position = team.bind(team.ann, "t", text="自己")
    assert mine()["t"] == "person"
    retired = team.ann.do("/v1/quick-logs/t/retire", {"scope": "person"})
    position = retired["position"]
    assert mine()["t"] == "team"


def test_an_unknown_key_is_refused_with_the_keys_there_are(team):
    id = team.customer("己")
    team.bind(team.ann, "a")
    with nothing_written(team.root):
        refused = team.ann.post(f"/v1/customers/{id}/quick-log/z")
    assert (refused.status_code, slug(refused)) == (404, "unknown-key")
    assert "a" in refused.json()["keys"]


def test_a_call_list_is_logged_with_one_request(team):
    ids = [team.customer(f"名单 {n}") for n in range(20)]
    team.bind(team.ann, "l", next_contact_days=30, working_day=True, reached=False)
    rows = [{"customer_id": id, "key": "l"} for id in ids] + [{"customer_id": "nobody", "key": "l"}]
    key = {"Idempotency-Key": str(uuid4())}
    answer = team.ann.send("POST", "/v1/quick-logs", {"rows": rows}, key).json()
    assert [item["ok"] for item in answer["items"]] == [True] * 20 + [False]
    assert answer["items"][-1]["problem"]["status"] == 404
    again = team.ann.send("POST", "/v1/quick-logs", {"rows": rows}, key).json()
    assert again["items"][:20] == answer["items"][:20]
    for id in ids[:3]:
        assert len(happened(team.ann, id, "FollowUpLogged")) == 1
        planned = team.ann.read(f"/v1/customers/{id}", answer["position"])["next_contact_at"]
        assert datetime.fromisoformat(planned) > datetime.now(UTC)


def test_a_list_is_worked_down_with_one_key_for_each(team):
    ids = [team.customer(f"回访 {n}") for n in range(3)]
    calls = team.ann.do("/v1/call-lists", {"name": f"春季回访 {team.mark}"})["id"]
    again = team.ann.do("/v1/call-lists", {"name": f"再打 {team.mark}"})["id"]
    team.ann.do(f"/v1/call-lists/{calls}/customers", {"ids": ids})
    position = team.bind(team.ann, "w", effects=[{"do": "list", "to": again}])
    called, last = [], ids[0]
    while last:
        called.append(last)
        made = team.ann.do(f"/v1/customers/{last}/quick-log/w", {"call_list": calls})
        last, position = (made["next"] or {}).get("id"), made["position"]
    assert called == ids
    assert team.ann.read(f"/v1/call-lists/{calls}", position)["items"] == []
    told = team.ann.read(f"/v1/call-lists/{again}", position, limit=2)
    assert [one["id"] for one in told["items"]] == ids[:2]
    rest = team.ann.read(f"/v1/call-lists/{again}", cursor=told["next"])
    assert [one["id"] for one in rest["items"]] == ids[2:]
    known = [one["id"] for one in team.ann.every("/v1/call-lists")]
    assert known.index(again) < known.index(calls)
    assert team.ann.get("/v1/call-lists/nowhere").status_code == 404


def test_who_is_not_to_be_called_is_not(team):
    id, path = team.customer("庚"), "/v1/customers/{}/do-not-contact"
    team.bind(team.ann, "c")
    closed = {"channels": ["phone", "sms"], "reason": "不要再打电话"}
    done = team.ann.send("PUT", path.format(id), closed, {})
    assert done.status_code == 200, done.text
    for way in (f"/v1/customers/{id}/quick-log/c", f"/v1/customers/{id}/follow-ups"):
        body = {"channel": "phone", "outcome": "reached"} if "follow" in way else {}
        refused = team.ann.post(way, body)
        assert (refused.status_code, slug(refused)) == (409, "do-not-contact")
        assert "another channel" in refused.json()["detail"]
    [told] = team.ann.read(path.format(id), done.json()["position"])["items"]
    assert (told["channels"], told["reason"]) == (["phone", "sms"], "不要再打电话")
    team.ann.do(f"/v1/customers/{id}/follow-ups", {"channel": "wechat", "outcome": "wrote"})


def test_working_days_are_read_and_entered_by_the_year(team, boss):
    announced = team.ann.read("/v1/working-days/2026")
    assert (announced["known"], announced["working_days"]) == (True, 248)
    year = 2040 + int(uuid4().int % 50)
    body = {"holidays": [{"name": "厂休", "first": f"{year}-07-01", "last": f"{year}-07-03"}]}
    path = f"/v1/working-days/{year}"
    assert team.ann.send("PUT", path, body, {}).status_code == 403
    done = boss.send("PUT", path, body, {})
    assert done.status_code == 200, done.text
    read = team.ann.get(path, done.json()["position"])
    assert read.json()["holidays"] == [{**body["holidays"][0]}]
    assert read.headers["ETag"].startswith(done.headers["ETag"].rstrip('"') + ".")
    stale = boss.send("PUT", path, {"holidays": []}, {"If-Match": '"0"'})
    assert stale.status_code == 412
    wrong = boss.send("PUT", path, {"holidays": [{"name": "x", "first": "2030-01-01"}]}, {})
    assert wrong.status_code == 400
    assert team.ann.get("/v1/working-days/next").status_code == 404
