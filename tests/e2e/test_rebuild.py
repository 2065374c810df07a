"""Read models can be thrown away: rebuilt from the log they have identical rows."""

import json
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, settled
from tests.e2e.conftest import ROOT, System, environment
from tests.e2e.imported import brought
from tests.e2e.read_models import asked
from tests.e2e.staff import hired

pytestmark = pytest.mark.timeout(900)  # it may be the first to come and loads everything


def checksums(system: System) -> dict[str, str]:
    return dict(json.loads(asked("checksums", environment(system.run_dir), ROOT)))


def at_rest(boss: Api) -> None:
    """Nothing follows from anything any more, and every read model shows it."""
    seen: list[dict[str, int]] = []

    def look() -> list[dict[str, int]]:
        seen.append(boss.heads())
        return seen[-8:]

    [heads, *_] = eventually(look, lambda last: len(last) == 8 and last[0] == last[-1])
    positions = ",".join(f"{source}:{head}" for source, head in heads.items())
    for path in ("/v1/customers", "/v1/reports/win-rate"):
        eventually(lambda path=path: boss.get(path, positions).status_code, lambda got: got == 200)


def empty(found: dict[str, str]) -> list[str]:
    """The read models of which nothing would be proved."""
    return [name for name, rows in found.items() if rows.startswith("0 rows")]


def one_of_each_that_no_input_has(system: System, boss: Api) -> None:
    """A field of the company's own, a pool with members, a person, a key, a notice, and so on."""
    mark = uuid4().hex[:8]
    boss.do("/v1/fields", {"name": f"预算 {mark}", "kind": "text"})
    boss.do("/v1/pools", {"id": f"pool-{mark}", "name": f"北区 {mark}"})
    hired(system, "ann")
    boss.do(f"/v1/pools/pool-{mark}/members", {"members": ["ann"]})
    root = Api(system.url, system.token("operator", "admin"))
    team = root.do("/v1/teams", {"name": f"东区 {mark}"})["id"]
    root.do("/v1/people", {"login": f"staff.{mark}", "role": "sales", "team": team})
    given = boss.do("/v1/customers", {"name": f"茶行 {mark}"})["id"]
    boss.do(f"/v1/customers/{given}/assign", {"to": f"staff.{mark}"})
    staff = Api(system.url, system.token(f"staff.{mark}", "sales"))
    eventually(lambda: staff.read("/v1/notifications/count")["unread"], bool)
    key = {"scope": "company", "name": mark, "channel": "phone", "outcome": "reached"}
    year = {"holidays": [{"name": mark, "first": "2035-01-01"}]}
    kept = boss.do("/v1/customers", {"name": mark})["id"]
    closed = f"/v1/customers/{kept}/do-not-contact"
    puts = {"/v1/quick-logs/F9": key, "/v1/working-days/2035": year, closed: {"channels": ["fax"]}}
    for path, body in puts.items():
        assert boss.send("PUT", path, body, {}).status_code == 200
    boss.do(f"/v1/customers/{kept}/watch")
    calls = boss.do("/v1/call-lists", {"name": mark})["id"]
    boss.do(f"/v1/call-lists/{calls}/customers", {"ids": [kept]})
    talked(boss, kept, mark)
    planned(boss, kept)
    busy(boss, mark)
    designed(boss, mark)
    done = brought(boss, f"客户名称\n{mark}\n".encode())
    assert (done["state"], done["added"]) == ("finished", 1)
    begun = boss.do("/v1/handovers", {"from": f"staff.{mark}", "to": "ann"})
    path = f"/v1/handovers/{begun['id']}"
    told = eventually(lambda: boss.get(path).json(), deals_dealt_with)
    assert told["state"] == "ended"


def designed(boss: Api, mark: str) -> None:
    """A pipeline of the company's own, and a question that is asked again."""
    stage = {"id": "talk", "name": "初谈", "probability": 10}
    boss.do("/v1/pipelines", {"id": f"p-{mark}", "name": mark, "stages": [stage]})
    query = {"name": mark, "fact": "deals", "group": [{"field": "stage"}]}
    assert boss.send("PUT", f"/v1/queries/q-{mark}", query, {}).status_code in (200, 201)


def planned(boss: Api, customer_id: str) -> None:
    """A week of visits."""
    visit = {"customer_id": customer_id, "day": "2035-01-02", "goal": "样品"}
    boss.do("/v1/itineraries/2035-W01/visits", visit)
    boss.do("/v1/itineraries/2035-W01/submit")


def busy(boss: Api, mark: str) -> None:
    """A calendar with all it can hold, and a task."""
    boss.do("/v1/calendar/policy", {"people": "hard", "rooms": "soft"})
    boss.do("/v1/calendar/feeds")
    room = boss.do("/v1/rooms", {"name": f"莲花 {mark}", "seats": 4})["id"]
    hour = {"starts_at": "2035-01-03T10:00:00+08:00", "ends_at": "2035-01-03T11:00:00+08:00"}
    boss.do("/v1/appointments", {"title": mark, "rooms": [room]} | hour)
    boss.do("/v1/tasks", {"title": mark})
    assert settled(partial(boss.get, "/v1/commitments/export")).status_code == 200


def deals_dealt_with(told: dict[str, Any]) -> bool:
    return bool(told.get("opportunities", {}).get("state") == "ended")


def talked(boss: Api, customer_id: str, mark: str) -> None:
    """With somebody, and with a promise."""
    boss.do(f"/v1/customers/{customer_id}/contacts", {"name": mark})
    promise = {"text": mark, "due_on": "2099-01-02"}
    visit = {"channel": "visit", "outcome": "reached", "promises": [promise]}
    boss.do(f"/v1/customers/{customer_id}/follow-ups", visit)


def test_dropped_read_models_are_rebuilt_with_identical_rows(system, crm_sales, leads, boss):
    one_of_each_that_no_input_has(system, boss)
    at_rest(boss)
    assert eventually(lambda: empty(checksums(system)), lambda names: not names) == []
    before = checksums(system)

    system.crm("down")
    asked("drop", environment(system.run_dir), ROOT)
    system.crm("up", "--detach", "--port", str(urlsplit(system.url).port))
    system.crm("rebuild", "--all")

    at_rest(boss)
    assert checksums(system) == before
    of_the_files = {"from": "2016-10-01", "to": "2017-12-31"}
    assert boss.read("/v1/reports/win-rate", **of_the_files)["total"]["won"] == 4238
