"""What a log line may hold."""

import json

import pytest

from kernel.logging import as_json


@pytest.mark.parametrize(
    "written",
    [
        "amqp://guanxi:SECRET@rabbit:5672/%2F",
        "cannot reach 'amqps://SECRET:SECRET@rabbit/?cacertfile=/ca.pem'",
        "mongodb://u:SECRET@a:27017,b:27017/?replicaSet=guanxi",
        "postgresql://u:SECRET@SECRET@host/name",
    ],
)
def test_no_account_of_a_uri_is_in_a_log(written: str) -> None:
    line = as_json(None, "", {"event": written, "error": RuntimeError(written), "in": [written]})
    assert "SECRET" not in line
    assert line.count("://***@") == 3
    assert json.loads(line)["event"].endswith(written.rpartition("@")[2])


def test_addresses_without_an_account_stay_as_they_are() -> None:
    said = {"event": "asked", "url": "http://127.0.0.1:8000/v1/me", "who": "ann@example.com"}
    assert json.loads(as_json(None, "", said)) == said
