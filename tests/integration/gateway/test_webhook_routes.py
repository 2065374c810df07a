"""Webhooks as an administrator asks for them: routes over a real log, and the sender at work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gateway.asked import Asked
from gateway.http import routes
from gateway.sending.deliveries import Deliveries
from gateway.sending.standing import Shelf
from gateway.service import Gateway
from gateway.shape import load
from gateway.subscribed import SOURCES
from gateway.tokens import Caller
from gateway.webhook_rows import WebhookRows
from kernel import Forbidden, Invalid, NotFound, Rejected
from kernel.commits import Commits
from kernel.context import Context
from kernel.database import service_database
from kernel.feed import feed
from kernel.log import Log
from kernel.mongo import MongoLog
from kernel.refusal import Stale
from tests.integration.gateway.receiver import Receiver
from tests.integration.gateway.sending_rig import LOOSE, Rig, eventually

ROUTES = routes(Gateway)
ROOT = Caller("root", "admin", datetime.now(UTC) + timedelta(hours=1), visibility="all")


class Source:
    """A service as the gateway sees it, straight from its log."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def within(self, seconds: float) -> "Source":
        return self

    def head(self) -> int:
        return self.log.head()

    def feed(self, after: int, limit: int, personal: bool) -> Any:
        return feed(self.log, after, limit)


class Desk:
    """The gateway for one person; each call is a command of its own, unless it has a key."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.rows = WebhookRows()
        self.rows.policy = LOOSE
        self.rows.shelf, self.rows.deliveries = Shelf(rig.database), Deliveries(rig.database)

    def ask(
        self,
        route: str,
        *ids: str,
        body: Any = None,
        key: str = "",
        who: Caller = ROOT,
        expected: int | None = None,
        **query: Any,
    ) -> Any:
        """What is answered; it has exactly the fields that are published."""
        declared = ROUTES[route]
        assert who.role in declared.roles
        context = Context(who.user, who.role, key or uuid4().hex, visibility=who.visibility)
        given = load(declared.body, body or {}) if declared.body else {}
        asked = Asked(
            context, who, body=given, query=load(declared.query, query), expected=expected
        )
        result = getattr(self._gateway(context), route)(asked, *ids)
        assert declared.answer.respond(asked, result).status_code == declared.answer.status
        assert declared.answer.schema
        assert declared.answer.schema().validate(result) == {}
        return result

    def _gateway(self, context: Context) -> Any:
        made: Any = Gateway()
        made.log = Commits(self.rig.states, context)
        made.webhook_rows = self.rows
        for source in SOURCES:
            setattr(made, source, Source(self._log(source)))
        return made

    def _log(self, source: str) -> Log:
        return MongoLog(service_database(self.rig.client, source), source)

    def register(self, url: str, /, **how: Any) -> Any:
        body = {"name": "ERP", "url": url, "events": ["customer.*"], "personal": True}
        return self.ask("register_webhook", body=body | how)


@pytest.fixture
def desk(rig: Rig) -> Desk:
    return Desk(rig)


def test_it_is_told_what_happens_from_then_on_and_can_verify_it(
    rig: Rig, desk: Desk, target: Receiver
) -> None:
    rig.happened("customer/1")
    hook = desk.register(target.url)
    rig.start()
    rig.happened("customer/1")
    eventually(lambda: target.positions() == [2])
    assert target.received[0].signed_with(hook["secret"])

    other = desk.ask("rotate_webhook_secret", hook["id"], body={"overlap_hours": 1})
    desk.ask("ping_webhook", hook["id"])
    eventually(lambda: len(target.received) == 2)
    assert all(target.received[1].signed_with(one["secret"]) for one in (hook, other))
    last = desk.ask("rotate_webhook_secret", hook["id"], body={"overlap_hours": 0})
    desk.ask("ping_webhook", hook["id"])
    eventually(lambda: len(target.received) == 3)
    assert target.received[2].signed_with(last["secret"])
    assert not target.received[2].signed_with(other["secret"])


def test_the_secret_is_told_with_the_command_and_nowhere_else(desk: Desk) -> None:
    made = desk.register("https://erp.example.cn/in")
    body = {"name": "x", "url": "https://b.example/", "events": ["customer.*"], "personal": False}
    key = uuid4().hex
    first = desk.ask("register_webhook", body=body, key=key)
    assert desk.ask("register_webhook", body=body, key=key) == first
    shown = desk.ask("find_webhooks")["items"]
    assert {one["id"] for one in shown} == {made["id"], first["id"]}
    logged = str(list(desk.rig.log.collection.find()))
    for one in (made, first):
        assert one["secret"].startswith("whsec_")
        assert one["secret"] not in str(shown) + logged


def test_it_is_paused_resumed_and_sent_again(rig: Rig, desk: Desk, target: Receiver) -> None:
    id = desk.register(target.url)["id"]
    rig.start()
    desk.ask("pause_webhook", id)
    assert desk.ask("read_webhook", id)["state"] == "paused"
    rig.happened("customer/1", "customer/1")
    desk.ask("resume_webhook", id)
    eventually(lambda: target.positions() == [1, 2])
    for wish, again in (
        ({"after": ["customer:1"]}, [2]),
        ({"since": "2020-01-01T00:00:00Z"}, [1, 2]),
    ):
        eventually(lambda: desk.ask("read_webhook", id)["taken"] == ["customer:2"])
        target.taken.clear()
        desk.ask("replay_webhook", id, body=wish)
        eventually(lambda wanted=again: target.positions() == wanted)

    first = desk.ask("find_deliveries", id, limit=2)
    assert [one["outcome"] for one in first["items"]] == ["taken"] * 2
    rest = desk.ask("find_deliveries", id, limit=2, cursor=first["next"])
    assert rest["items"][0]["number"] == first["items"][-1]["number"] - 1


def test_a_target_that_fails_is_seen_to_fail(rig: Rig, desk: Desk, target: Receiver) -> None:
    target.answer = lambda got: (503, {"Retry-After": "600"})
    id = desk.register(target.url)["id"]
    rig.happened("customer/1")
    rig.start()
    shown = eventually(lambda: (now := desk.ask("read_webhook", id))["status"] and now)
    assert (shown["state"], shown["status"], shown["taken"]) == ("failing", 503, ["customer:0"])
    wait = datetime.fromisoformat(shown["next_try_at"]) - datetime.now(UTC)
    assert timedelta(minutes=9) < wait < timedelta(minutes=11)

    target.answer = lambda got: (204, {})
    desk.ask("change_webhook", id, body={"url": target.url + "/new"})
    eventually(lambda: target.taken)
    assert target.received[-1].path == "/in/new"
    eventually(lambda: desk.ask("read_webhook", id)["state"] == "active")


def test_one_that_is_removed_is_not_there(rig: Rig, desk: Desk, target: Receiver) -> None:
    id = desk.register(target.url)["id"]
    rig.start()
    rig.happened("customer/1")
    eventually(lambda: target.taken)
    desk.ask("remove_webhook", id)
    eventually(lambda: not Shelf(rig.database).load_all([id]))
    for route in ("read_webhook", "find_deliveries", "pause_webhook", "remove_webhook"):
        with pytest.raises(NotFound):
            desk.ask(route, id)


PROGRAM = replace(ROOT, user="api-key/erp", program=True)
SEES_LESS = replace(ROOT, user="tom", visibility="team")


@pytest.mark.parametrize("who", [PROGRAM, SEES_LESS])
def test_neither_programs_nor_those_who_see_less_do_anything(desk: Desk, who: Caller) -> None:
    id = desk.register("https://erp.example.cn/in")["id"]
    body = {"name": "x", "url": "https://b.example/", "events": ["customer.*"], "personal": False}
    with pytest.raises(Forbidden):
        desk.ask("register_webhook", body=body, who=who)
    for route, how in (
        ("change_webhook", {"name": "y"}), ("rotate_webhook_secret", {}), ("pause_webhook", {}),
        ("resume_webhook", {}), ("ping_webhook", {}), ("remove_webhook", {}),
        ("replay_webhook", {"after": ["customer:0"]}),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            desk.ask(route, id, body=how, who=who)
    assert [one["name"] for one in desk.ask("find_webhooks")["items"]] == ["ERP"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("url", "https://user:secret@erp.example.cn/"),
        ("url", "https://169.254.169.254/latest/meta-data"),
        ("url", "ftp://erp.example.cn/"),
        ("events", ["customer"]),
        ("events", ["customer.CustomerRegistred"]),
        ("events", []),
        ("personal", None),
        ("secret", "whsec_mine"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(desk: Desk, field: str, wrong: Any) -> None:
    with pytest.raises(Invalid) as caught:
        desk.register("https://erp.example.cn/in", **{field: wrong})
    assert [one["field"] for one in caught.value.fields["errors"]] == [field]
    assert desk.rig.log.head() == 0


def test_a_change_compares_the_version_of_this_webhook_alone(desk: Desk) -> None:
    id, other = (desk.register("https://erp.example.cn/in")["id"] for _ in range(2))
    read = desk.ask("read_webhook", id)["version"]
    desk.ask("pause_webhook", id)
    desk.ask("change_webhook", other, body={"name": "x"})
    desk.ask("change_webhook", id, body={"name": "y"}, expected=read)
    with pytest.raises(Stale):
        desk.ask("change_webhook", id, body={"name": "z"}, expected=read)
    with pytest.raises(NotFound):
        desk.ask("change_webhook", "none", body={"name": "z"}, expected=0)


def test_nothing_is_sent_again_from_where_nothing_is(desk: Desk) -> None:
    id = desk.register("https://erp.example.cn/in")["id"]
    for wish in ({}, {"after": ["customer:0"], "since": "2026-01-01T00:00:00Z"},
                 {"after": ["customer:1"]}, {"after": ["customer:x"]}):  # fmt: skip
        with pytest.raises(Invalid):
            desk.ask("replay_webhook", id, body=wish)
    with pytest.raises(Rejected):
        desk.ask("replay_webhook", id, body={"after": ["pipeline:0"]})
