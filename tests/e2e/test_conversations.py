"""A conversation over HTTP: written, amended, with a file, looked up; and what it promised."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, nothing_written, settled, slug
from tests.e2e.conftest import System
from tests.e2e.staff import hired

SHANGHAI = timedelta(hours=8)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3_000


def inside(**time: float) -> str:
    return (datetime.now(UTC) + timedelta(**time)).isoformat()


def day(**time: float) -> str:
    return (datetime.now(UTC) + SHANGHAI + timedelta(**time)).date().isoformat()


class Office:
    """Two people who sell, who leads them, and a customer of the first."""

    def __init__(self, system: System) -> None:
        mark = uuid4().hex[:6]
        self.ann, self.bob = f"ann.{mark}", f"bob.{mark}"
        self.anns, self.bobs = hired(system, self.ann), hired(system, self.bob)
        self.boss = Api(system.url, system.token(f"may.{mark}", "manager"))
        self.root = Api(system.url, system.token("operator", "admin"))
        made = self.anns.do("/v1/customers", {"name": f"老王 {mark}"})
        self.id, self.path = made["id"], f"/v1/customers/{made['id']}"
        contact = self.anns.do(f"{self.path}/contacts", {"name": "李雷"})
        self.contact = contact["id"]
        deal = {"name": "春茶", "customer_id": self.id}
        self.opened = self.anns.do("/v1/opportunities", deal)
        self.deal = self.opened["id"]

    def talked(self, **said: Any) -> dict[str, Any]:
        call = {"channel": "visit", "outcome": "有意向", "note": "想要小包装"}
        return self.anns.do(f"{self.path}/follow-ups", call | said)


@pytest.fixture
def office(system: System) -> Office:
    return Office(system)


def test_all_that_was_said_is_read_again(office: Office) -> None:
    said = {
        "needs": "小包装\n便宜", "discussed": "价格、交期", "market_info": "对手降价",
        "contacts": [office.contact], "opportunity_id": office.deal,
        "next_contact_at": inside(days=3),
    }  # fmt: skip
    made = office.anns.post(f"{office.path}/follow-ups", said | {
        "channel": "visit", "outcome": "有意向",
        "promises": [{"text": "寄样品", "due_on": day(days=2)}],
    })  # fmt: skip
    assert made.status_code == 201, made.text
    id, position = made.json()["id"], made.json()["position"]
    assert (made.headers["Location"], made.headers["ETag"]) == (f"/v1/follow-ups/{id}", '"0"')

    found = office.anns.read(f"/v1/follow-ups/{id}", position)
    kept = {name: found[name] for name in said if name != "next_contact_at"}
    assert kept == {name: value for name, value in said.items() if name != "next_contact_at"}
    assert found["author"] == office.ann
    [promise] = found["promises"]
    assert (promise["text"], promise["status"]) == ("寄样品", "open")
    for query in ({"q": "对手降"}, {"q": "寄样"}, {"opportunity_id": office.deal}):
        listed = office.anns.every("/v1/follow-ups", customer_id=office.id, **query)
        assert [one["id"] for one in listed] == [id]
    assert office.bobs.get(f"/v1/follow-ups/{id}").status_code == 404
    assert office.bobs.get("/v1/follow-ups", customer_id=office.id).status_code == 404


def test_a_visit_leads_to_a_deal(office: Office) -> None:
    money = {"amount": "1200.00", "currency": "CNY"}
    made = office.talked(new_opportunity={"name": "夏茶", "amount": money})
    deal = eventually(
        partial(office.anns.get, f"/v1/opportunities/{made['opportunity_id']}"),
        lambda answer: answer.status_code == 200,
    )
    told = deal.json()
    assert (told["name"], told["owner"], told["amount"]) == ("夏茶", office.ann, money)
    assert told["customer_id"] == office.id
    wanted = {"channel": "visit", "opened_opportunity": "true", "customer_id": office.id}
    [led] = office.anns.read("/v1/follow-ups", made["position"], **wanted)["items"]
    assert (led["id"], led["opportunity_id"]) == (made["id"], made["opportunity_id"])


def test_an_amendment_shows_everywhere_and_the_log_keeps_the_first(office: Office) -> None:
    made = office.talked(next_contact_at=inside(days=3))
    path = f"/v1/follow-ups/{made['id']}"
    new = {"note": "想要大包装", "next_contact_at": inside(days=9)}
    changed = office.anns.patch(path, new, If_Match='"0"')
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"1"'), changed.text
    after = changed.json()["position"]

    assert office.anns.read(path, after)["note"] == "想要大包装"
    now = office.anns.read(office.path, after)["next_contact_at"]
    assert now[:19] == new["next_contact_at"][:19]
    happened = office.anns.read(f"{office.path}/timeline", after)["items"]
    [talk] = [one for one in happened if one["what"] == "FollowUpLogged"]
    assert talk["details"]["note"] == "想要大包装"
    assert "FollowUpAmended" in [one["what"] for one in happened]
    first = recorded(office.root, made["position"])
    assert first["data"]["note"] == "想要小包装"
    # Who reads on from these waits for the customer that they rest on as well.
    for written in (first, recorded(office.root, office.opened["position"])):
        assert written["knowing"].startswith("customer:")

    assert slug(office.anns.patch(path, new, If_Match='"0"')) == "stale"
    assert settled(lambda: office.bobs.patch(path, new)).status_code == 404
    for body, field in [({"author": office.bob}, "author"), ({"outcome": None}, "outcome"),
                        ({"next_contact_at": inside(days=-1)}, "next_contact_at"),
                        ({"contacts": ["nobody"]}, "contacts.0")]:  # fmt: skip
        refused = settled(partial(office.anns.patch, path, body))
        assert refused.status_code == 400, refused.text
        assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert office.boss.patch(path, {"note": "x"}).status_code == 400
    assert office.boss.patch(path, {"note": "x", "reason": "listened again"}).status_code == 200


def recorded(root: Api, position: str) -> dict[str, Any]:
    """The event at the end of what a receipt is of."""
    source, at = position.split(":")
    [event] = root.read(f"/v1/events?source={source}&after={int(at) - 1}&limit=1")["events"]
    found: dict[str, Any] = event
    return found


def test_a_file_is_attached_read_and_removed(office: Office) -> None:
    made = office.talked()
    path = f"/v1/follow-ups/{made['id']}"
    sent = {"file": ("货架.png", PNG, "image/png")}
    session = office.anns.session
    done = session.post(f"{office.anns.url}{path}/files", files=sent, timeout=30)
    assert done.status_code == 201, done.text
    file, after = done.json()["id"], done.json()["position"]

    [shown] = office.anns.read(path, after)["files"]
    assert (shown["id"], shown["name"], shown["size"]) == (file, "货架.png", len(PNG))
    assert shown["media_type"] == "image/png"
    assert office.boss.get(f"{path}/files/{file}").content == PNG
    assert settled(lambda: office.bobs.get(f"{path}/files/{file}")).status_code == 404
    gone = office.anns.do(f"{path}/files/{file}/remove")
    assert office.anns.get(f"{path}/files/{file}").status_code == 404
    assert office.anns.read(path, gone["position"])["files"] == []
    wrong = {"file": ("shelf.png", b"MZ", "image/png")}
    refused = session.post(f"{office.anns.url}{path}/files", files=wrong, timeout=30)
    assert refused.status_code == 400


def test_what_was_promised_is_kept_and_goes_with_the_customer(office: Office) -> None:
    promises = [
        {"text": "寄样品", "due_on": day(days=2)}, {"text": "报价", "due_on": day(days=1)},
        {"text": "安装", "due_on": day(days=5), "owner": office.bob},
    ]  # fmt: skip
    made = office.talked(promises=promises)
    after = made["position"]
    mine = office.anns.read("/v1/commitments", after, due=f"{day()}..{day(days=9)}")["items"]
    assert [one["text"] for one in mine] == ["报价", "寄样品"]
    offer, sample = (one["id"] for one in mine)
    [others] = office.bobs.read("/v1/commitments", after)["items"]
    assert (others["text"], others["customer"]) == ("安装", None)

    kept = office.anns.do(f"/v1/commitments/{offer}/keep", {"note": "已发邮件"})
    found = office.anns.read(f"/v1/commitments/{offer}", kept["position"])
    assert (found["status"], found["late"], found["kept_on"]) == ("kept", False, day())
    assert slug(office.anns.post(f"/v1/commitments/{offer}/break", {"reason": "x"})) == (
        "already-kept"
    )
    refused = settled(lambda: office.bobs.post(f"/v1/commitments/{sample}/keep"))
    assert refused.status_code == 404

    office.root.do(f"{office.path}/assign", {"to": office.bob})
    owner = eventually(
        lambda: office.boss.read(f"/v1/commitments/{sample}")["owner"], office.bob.__eq__
    )
    assert owner == office.bob
    refused = settled(lambda: office.anns.post(f"/v1/commitments/{sample}/keep"))
    assert refused.status_code == 404
    office.bobs.do(f"/v1/commitments/{sample}/break", {"reason": "缺货"})


def test_what_it_names_must_be_the_customers(office: Office) -> None:
    other = office.anns.do("/v1/opportunities", {"name": "x"})["id"]
    for named, field in [
        ({"contacts": ["nobody"]}, "contacts.0"), ({"opportunity_id": other}, "opportunity_id"),
        ({"promises": [{"text": "x", "due_on": day(days=-1)}]}, "promises.0.due_on"),
        ({"promises": [{"text": "x"}]}, "promises.0.due_on"),
    ]:  # fmt: skip
        call = {"channel": "phone", "outcome": "x"} | named
        with nothing_written(office.root):
            refused = settled(partial(office.anns.post, f"{office.path}/follow-ups", call))
        assert refused.status_code == 400, refused.text
        assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_who_has_left_keeps_no_promise(office: Office) -> None:
    office.root.do(f"/v1/people/{office.bob}/deactivate", {"reason": "left"})
    promise = {"text": "x", "due_on": day(days=1), "owner": office.bob}
    call = {"channel": "phone", "outcome": "x", "promises": [promise]}
    refused = eventually(
        lambda: office.anns.post(f"{office.path}/follow-ups", call),
        lambda answer: answer.status_code == 409,
    )
    assert slug(refused) == "person-deactivated"


def test_the_register_is_a_table_for_spreadsheets(office: Office) -> None:
    team = office.root.do("/v1/teams", {"name": office.ann})["id"]
    office.root.do(f"/v1/people/{office.ann}/move", {"team": team})
    made = office.talked(note="=1+1", promises=[{"text": "寄样品", "due_on": "2099-01-02"}])
    asked = partial(office.boss.get, "/v1/follow-ups.csv", made["position"], team=team)
    table = settled(asked)
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, line = table.content.decode("utf-8-sig").strip().split("\r\n")
    assert head.startswith('"时间 at","客户 customer"')
    assert '"\'=1+1"' in line
    assert f'"寄样品 (2099-01-02, {office.ann}, open)"' in line
    assert day() in line
    assert office.boss.get("/v1/follow-ups.csv", team="none").status_code == 404
