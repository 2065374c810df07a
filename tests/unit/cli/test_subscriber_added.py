"""`./crm subscriber add`, up to the API and to the administrator of a broker that is not ours."""

import json

import pytest

from cli.arguments import parser
from cli.load.client import Answer, GaveUp
from cli.place import Place
from cli.subscriber import ACTIONS

THERE = {"name": "old", "access": "feed", "personal": True, "events": ["customer.*"], "id": "k1"}
REFUSED = {"errors": [{"field": "pins", "message": "there is no such version"}]}


class Api:
    """Keys as the API lists them; what is asked of it is kept."""

    def __init__(self, status=201):
        self.status, self.asked = status, []

    def get(self, path):
        return {"items": [THERE]}

    def post(self, path, body, key):
        self.asked.append((path, body))
        return Answer(self.status, {"key": "gx_1"} if self.status == 201 else REFUSED)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("AMQP_URI", "amqp://guanxi:ours@mq/crm")
    return Place(tmp_path)


def add(place, api, *words):
    asked = parser().parse_args(["subscriber", "add", *words])
    return ACTIONS["add"](place, asked, api, "http://crm")


def test_its_key_is_for_the_feed_of_its_events_and_the_broker_is_told_no_password(place, capsys):
    api = Api()
    assert add(place, api, "erp", "--events", "customer.*, pipeline.OpportunityWon") == 0
    [(path, body)] = api.asked
    assert (path, body["access"], body["role"]) == ("/v1/api-keys", "feed", "manager")
    assert (body["events"], body["personal"]) == (["customer.*", "pipeline.OpportunityWon"], True)

    said = capsys.readouterr().out
    [address] = [line for line in said.splitlines() if "CRM_AMQP=" in line]
    password = address.partition("subscriber-erp:")[2].partition("@")[0]
    [made] = place.folder.glob("*.json")
    assert f"rabbitmqctl import_definitions {made}" in said
    assert made.stat().st_mode & 0o077 == 0
    assert password
    assert password not in made.read_text()
    assert {one["vhost"] for one in json.loads(made.read_text())["permissions"]} == {"crm"}
    assert "CRM_TOKEN=gx_1" in said
    assert "guanxi:" not in said


def test_who_is_told_of_no_persons_is_nobody_on_the_broker(place, capsys):
    api = Api()
    assert add(place, api, "bi", "--events", "customer.*", "--no-personal-data") == 0
    assert [body["personal"] for _, body in api.asked] == [False]
    assert not list(place.folder.glob("*.json"))
    assert "CRM_AMQP" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("erp", "--events", "customer.CustomerRegistred"), 2, "mean customer.CustomerRegistered?"),
        (("erp", "--events", " , "), 2, "names none"),
        (("customer", "--events", "customer.*"), 2, "cannot be called"),
        (("old", "--events", "customer.*"), 1, "remove old first"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(place, capsys, words, code, says):
    api = Api()
    assert add(place, api, *words) == code
    assert says in capsys.readouterr().err
    assert (api.asked, list(place.folder.glob("*"))) == ([], [])


def test_what_the_api_refuses_is_said_with_its_field(place):
    with pytest.raises(GaveUp, match="pins: there is no such version"):
        add(place, Api(400), "erp", "--events", "customer.*", "--pin", "customer.Nothing@1")
