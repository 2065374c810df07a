"""Servers of the operator's own that do not answer are named before anything starts."""

import os

import pytest

from cli.given import confirm


def test_servers_that_answer_are_confirmed() -> None:
    confirm(os.environ)


def test_servers_that_we_start_ourselves_are_not_asked() -> None:
    confirm({})


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("MONGO_URI", "mongodb://127.0.0.1:9/?replicaSet=x"),
        ("MONGO_URI", "nonsense"),
        ("AMQP_URI", "amqp://guest:guest@127.0.0.1:9/%2F"),
        ("AMQP_URI", "foo"),
    ],
)
def test_one_that_does_not_answer_is_named(
    name: str, uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, uri)
    with pytest.raises(SystemExit, match=name):
        confirm({name: uri})
