"""Subscribers are named, limited and introduced; what could go too far is refused before."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.arguments import parser
from cli.load.client import Answer
from cli.place import Place
from cli.subscriber import ACTIONS
from cli.subscriber_told import address, introduce, let_in, lines, renewed
from cli.subscriber_words import check
from deploy.rabbitmq.subscriber import definitions, keys, own
from kernel.topology import TOPOLOGY

EVENTS = ("customer.*", "pipeline.OpportunityWon")


def test_it_is_asked_for_as_the_manual_says():
    asked = parser().parse_args(
        ["subscriber", "add", "erp-main", "--events", "customer.*", "--no-personal-data"]
    )
    assert (asked.action, asked.name, asked.events) == ("add", "erp-main", "customer.*")
    assert asked.no_personal_data
    assert parser().parse_args(["subscriber", "remove", "erp"]).name == "erp"
    again = parser().parse_args(["subscriber", "renew", "erp", "--overlap", "3", "--broker"])
    assert (again.action, again.name, again.overlap, again.broker) == ("renew", "erp", 3, True)


@pytest.mark.parametrize("name", ["erp", "erp-main", "2nd"])
def test_names_and_events_that_are_well(name):
    assert check(name, EVENTS) == ""


@pytest.mark.parametrize(
    "name",
    ["", "ERP", "erp.main", "erp main", "-erp", "erp|.*", "erp\n", "a" * 51,
     "crm", "rpc", "amq", "analytics", "customer", "gateway", "relay", "operator"],
)  # fmt: skip
def test_a_name_that_would_open_queues_of_ours_is_refused(name):
    assert "cannot be called" in check(name, EVENTS)


@pytest.mark.parametrize(
    "event",
    ["billing.*", "customer", "customer.", "customer.#", "*.OpportunityWon", "#",
     "customer.OpportunityWon", "pipeline.Opportunity*"],
)  # fmt: skip
def test_events_that_there_are_not_are_refused(event):
    assert event in check("erp", [*EVENTS, event])
    assert check("erp", [])


def test_what_it_calls_its_own_is_nobody_elses():
    for theirs in ("erp", "erp.more", "erp.a.b"):
        assert re.match(own("erp"), theirs)
    for others in ("erp-main", "erp2", "my.erp", "crm.events", "analytics.lists", "erp."):
        assert not re.match(own("erp"), others)


def test_it_binds_by_its_own_keys_and_by_none_that_mean_more():
    for key in ("customer.*", "customer.CustomerClaimed", "pipeline.OpportunityWon"):
        assert re.match(keys(EVENTS), key)
    for key in ("#", "*.*", "customer.#", "customer.*.#", "#.customer.*", "pipeline.*",
                "pipeline.OpportunityLost", "pipeline.OpportunityWon.x"):  # fmt: skip
        assert not re.match(keys(EVENTS), key)


def test_the_definitions_hold_no_password_and_give_no_more_than_that():
    made = definitions("erp-main", EVENTS, "secret-of-theirs", "crm")
    assert "secret-of-theirs" not in str(made)
    [user], [right], [topic] = made["users"], made["permissions"], made["topic_permissions"]
    assert (user["name"], user["tags"]) == ("subscriber-erp-main", [])
    for pattern in (right["configure"], right["write"], right["read"], topic["write"]):
        for name in (
            TOPOLOGY.batches.name,
            TOPOLOGY.dead.name,
            "crm.events.log",
            "amq.default",
            "x",
        ):
            assert not re.match(pattern, name)
    assert re.match(right["read"], TOPOLOGY.events.name)
    assert not re.match(right["write"], TOPOLOGY.events.name)
    assert [one["routing_key"] for one in made["bindings"]] == list(EVENTS)
    assert {one["vhost"] for kind in made.values() for one in kind if "name" not in one} == {"crm"}


def told(capsys, password):
    introduce(
        "erp-main", EVENTS, "amqp://guanxi:ours@mq:5673/%2F", password, "http://crm", "gx_1",
        datetime(2027, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    return capsys.readouterr().out


def test_its_team_is_told_all_they_need_and_nothing_of_ours(capsys):
    said = told(capsys, "p/w")
    for line in (
        "CRM_AMQP=amqp://subscriber-erp-main:p%2Fw@mq:5673/%2F",
        "CRM_QUEUE=erp-main",
        "CRM_FEED=http://crm/v1/events",
        "CRM_TOKEN=gx_1",
        "2027-11-22",
        "examples/erp",
    ):
        assert line in said
    assert "ours" not in said
    assert address("amqp://mq/x", "erp", "p") == "amqp://subscriber-erp:p@mq/x"


def test_a_broker_with_tls_is_told_with_who_vouches_for_it(capsys):
    ours = "amqps://guanxi:ours@mq:5671/%2F?cacertfile=%2Frun%2Fca.pem"
    introduce(
        "erp-main", EVENTS, ours, "p", "https://crm", "gx_1", datetime(2027, 11, 22, tzinfo=UTC)
    )
    said = capsys.readouterr().out.splitlines()
    assert "  CRM_AMQP=amqps://subscriber-erp-main:p@mq:5671/%2F" in said
    assert "  CRM_CA_FILE=/run/ca.pem" in said
    assert any("Hand the file of CRM_CA_FILE on" in line for line in said)


def test_a_token_that_was_renewed_is_told_and_until_when_the_other_one_is_good(capsys):
    renewed("erp", "gx_2", datetime(2027, 11, 22, tzinfo=UTC), 7)
    said = capsys.readouterr().out
    assert "CRM_TOKEN=gx_2" in said
    assert "2027-11-22; the one before for 7 days yet at most" in said


def test_a_new_password_is_told_with_where_it_lets_in(capsys):
    let_in("erp", "amqp://guanxi:ours@mq:5673/%2F", "p/w")
    said = capsys.readouterr().out
    assert "CRM_AMQP=amqp://subscriber-erp:p%2Fw@mq" in said
    assert "ours" not in said


class Api:
    """Keys as the API lists them; what is asked of it is kept."""

    def __init__(self, *keys):
        self.keys, self.asked = keys, []

    def get(self, path):
        return {"items": list(self.keys)}

    def post(self, path, body, key):
        self.asked.append((path, body))
        return Answer(201, {"key": "gx_2"})


def test_the_newest_token_for_the_feed_is_renewed_and_no_other_of_that_name(capsys, monkeypatch):
    monkeypatch.setenv("AMQP_URI", "amqp://guanxi:ours@mq/")
    about = {"name": "erp", "access": "feed", "personal": True, "events": list(EVENTS)}
    keys = [about | {"id": f"k{n}", "at": f"2026-11-2{n}"} for n in (1, 3, 2)]
    api = Api(*keys, about | {"id": "k9", "at": "2026-11-29", "access": "write"})
    asked = parser().parse_args(["subscriber", "renew", "erp", "--overlap", "3"])

    assert ACTIONS["renew"](Path(), asked, api, "http://crm") == 0

    [(path, body)] = api.asked
    assert (path, body["overlap_days"]) == ("/v1/api-keys/k3/renew", 3)
    assert "gx_2" in capsys.readouterr().out
    assert ACTIONS["renew"](Path(), asked, Api(), "http://crm") == 1
    assert "no subscriber erp" in capsys.readouterr().err


def renew_on_the_broker(folder, monkeypatch, **key):
    monkeypatch.setenv("AMQP_URI", "amqp://guanxi:ours@mq/")
    about = {"name": "erp", "access": "feed", "events": list(EVENTS), "id": "k1", "at": "2026"}
    asked = parser().parse_args(["subscriber", "renew", "erp", "--broker"])
    return ACTIONS["renew"](Place(folder), asked, Api(about | key), "http://crm")


def test_a_new_token_is_told_whatever_becomes_of_the_password(capsys, monkeypatch, tmp_path):
    """Both are made once; the one that was made is not lost with the other."""
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(OSError, match="file"):
        renew_on_the_broker(in_the_way, monkeypatch, personal=True)
    assert "CRM_TOKEN=gx_2" in capsys.readouterr().out
    assert renew_on_the_broker(tmp_path / "run", monkeypatch, personal=True) == 0
    said = capsys.readouterr().out
    assert said.index("CRM_TOKEN=gx_2") < said.index("CRM_AMQP=amqp://subscriber-erp:")


def test_who_has_no_queue_is_not_promised_a_password(capsys, monkeypatch, tmp_path):
    assert renew_on_the_broker(tmp_path, monkeypatch, personal=False) == 0
    said = capsys.readouterr().out
    assert "CRM_AMQP" not in said
    assert "no queue, nor a password" in said


def test_without_personal_data_there_is_no_queue(capsys):
    said = told(capsys, "")
    assert "CRM_AMQP" not in said
    assert "wait=30" in said


def test_all_of_them_are_listed():
    key = {"events": list(EVENTS), "personal": True, "expires_at": "2027-11-22T00:00:00Z",
           "pins": ["customer.CustomerRegistered@1"]}  # fmt: skip
    rows = list(
        lines(
            [key | {"name": "erp"}, key | {"name": "bi", "personal": False}, key | {"name": "old"}],
            {"erp": 7},
        )
    )
    assert rows[1].split() == ["erp", "yes", "7", "2027-11-22", *EVENTS, *key["pins"]]
    assert "feed only" in rows[2]
    assert "no queue" in rows[3]
    assert "add NAME" in next(lines([], {}))
