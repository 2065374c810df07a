"""A subscriber's key over HTTP: it holds on to versions, and is renewed before it ends."""

import json
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from jsonschema import Draft202012Validator

from tests.integration.gateway.client import Client, fields, kind

KEYS = "/v1/api-keys"
PIN = "gateway.ApiKeyIssued@1"
FEED = "/v1/events?source=gateway&types=ApiKeyIssued&limit=1000"
FOR = {"role": "manager", "access": "feed", "events": ["gateway.*"]}
PATIENCE = 20.0  # seconds


@pytest.fixture
def root(api: Client) -> Iterator[Client]:
    with api.speaking_for("root", "admin") as client:
        yield client


def done(root: Client, path: str, body: dict[str, object]) -> dict[str, str]:
    response = root.post(path, body, headers={"Idempotency-Key": uuid4().hex})
    assert response.status_code == 201, response.text
    told: dict[str, str] = response.json()
    return told


def program(root: Client, key: str) -> Client:
    made = root.speaking_for("x", "sales")
    made.session.headers["Authorization"] = f"Bearer {key}"
    return made


def test_who_holds_on_to_a_version_is_told_in_it_as_an_independent_decoder_reads_it(
    root: Client,
) -> None:
    made = done(root, KEYS, {"name": "erp-old", "pins": [PIN], **FOR})
    with program(root, made["key"]) as subscriber:
        told = subscriber.get(FEED)
        asked = subscriber.get(FEED + "&pin=ApiKeyIssued@1")
    assert (told.status_code, told.headers["Content-Type"]) == (200, "application/json")
    assert asked.json() == told.json()
    [event] = [one for one in told.json()["events"] if one["data"]["key_id"] == made["id"]]
    assert event["data"]["pins"] == [PIN]
    assert event["type"] == "guanxi.gateway.ApiKeyIssued.v1"

    read = JSONFormat().read(CloudEvent, json.dumps(event))
    assert (read.get_data(), read.get_id()) == (event["data"], event["id"])
    where = str(read.get_dataschema())
    schema = root.get(where.removeprefix("http://localhost:8000"))
    Draft202012Validator(schema.json()).validate(event["data"])


@pytest.mark.parametrize(
    "how",
    [
        {"pins": ["gateway.ApiKeyIssued@2"]},
        {"pins": ["gateway.Nothing@1"]},
        {"pins": [PIN], "personal": False},
    ],
)
def test_a_version_that_there_is_not_is_refused_when_it_is_asked_for(
    root: Client, how: dict[str, object]
) -> None:
    refused = root.post(
        KEYS, {"name": "erp", **FOR, **how}, headers={"Idempotency-Key": uuid4().hex}
    )
    assert (refused.status_code, kind(refused), set(fields(refused))) == (400, "invalid", {"pins"})
    for pin in ("ApiKeyIssued@2", "ApiKeyIssued", "*@1"):
        refused = root.get(f"{FEED}&pin={pin}")
        assert (refused.status_code, fields(refused)) == (400, ["pin"])


def test_a_key_is_renewed_and_the_old_one_is_good_for_as_long_as_it_was_said(root: Client) -> None:
    made = done(root, KEYS, {"name": "erp", "pins": [PIN], **FOR})
    second = done(root, f"{KEYS}/{made['id']}/renew", {"overlap_days": 3})
    for key in (made["key"], second["key"]):
        with program(root, key) as subscriber:
            assert subscriber.get(FEED).status_code == 200

    third = done(root, f"{KEYS}/{made['id']}/renew", {"overlap_days": 0})
    with program(root, made["key"]) as ended:
        until = time.monotonic() + PATIENCE
        while (refused := ended.get(FEED)).status_code != 401:
            assert time.monotonic() < until
    assert kind(refused) == "api-key-invalid"
    shown = {one["id"]: one for one in root.get(KEYS).json()["items"]}
    about = [
        {name: shown[key["id"]][name] for name in ("name", "access", "events", "pins")}
        for key in (second, third)
    ]
    assert about == [{"name": "erp", "access": "feed", "events": ["gateway.*"], "pins": [PIN]}] * 2
    unknown = root.post(f"{KEYS}/none/renew", {}, headers={"Idempotency-Key": uuid4().hex})
    assert (unknown.status_code, kind(unknown)) == (404, "not-found")
