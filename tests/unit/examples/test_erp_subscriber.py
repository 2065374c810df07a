"""The algorithm of the reference subscriber, without a broker: what it makes of each message."""

import json
from typing import Any

import pytest
from pika.exceptions import ProbableAccessDeniedError, ProbableAuthenticationError

from examples.erp.__main__ import main
from examples.erp.database import connect
from examples.erp.feed import FeedAway, Refused
from examples.erp.outcome import outcome
from examples.erp.patience import LONGEST, Patience
from examples.erp.settings import read
from examples.erp.subscriber import Beyond, NotLetIn, Subscriber, verdict


class FeedInMemory:
    def __init__(self, log: list[dict[str, Any]], page: int = 2) -> None:
        self.log, self.size = log, page
        self.asked: list[tuple[str, int]] = []

    def page(self, source: str, after: int) -> dict[str, Any]:
        self.asked.append((source, after))
        log = self.log if source == "customer" else []
        events = log[after : after + self.size]
        return {"events": events, "next": min(after + self.size, len(log)), "head": len(log)}


def renamed(position: int) -> dict[str, Any]:
    name = "CustomerRegistered" if position == 1 else "CustomerEdited"
    return {
        "id": f"/guanxi/customer/{position}",
        "source": "/guanxi/customer",
        "type": f"guanxi.customer.{name}.v1",
        "position": position,
        "data": {"customer_id": "c1", "name": f"name {position}"},
    }


LOG = [renamed(position) for position in range(1, 6)]


@pytest.fixture
def subscriber() -> Subscriber:
    return fresh(LOG)


def fresh(log: list[dict[str, Any]]) -> Subscriber:
    made = Subscriber(read({}), connect("sqlite::memory:", ""))
    made.feed = FeedInMemory(log)  # type: ignore[assignment]
    return made


def heard(subscriber: Subscriber) -> str | None:
    found = subscriber.database.run("SELECT name FROM heard_customers").fetchone()
    return found[0] if found else None


def take(subscriber: Subscriber, *positions: int) -> None:
    for position in positions:
        subscriber.take(json.dumps(renamed(position)).encode())


@pytest.mark.parametrize(
    ("position", "what"), [(1, "forget"), (4, "forget"), (5, "book"), (6, "read"), (600, "read")]
)
def test_a_position_says_what_to_do(position: int, what: str) -> None:
    assert verdict(4, position) == what


def test_the_next_one_is_booked_without_asking(subscriber: Subscriber) -> None:
    take(subscriber, 1, 2)

    assert (heard(subscriber), subscriber.feed.asked) == ("name 2", [])  # type: ignore[attr-defined]


def test_one_that_comes_again_is_forgotten(subscriber: Subscriber) -> None:
    take(subscriber, 1, 2, 1)

    assert heard(subscriber) == "name 2"


def test_a_gap_is_read_from_the_feed_to_its_end(subscriber: Subscriber) -> None:
    take(subscriber, 1, 4, 2, 3)

    assert heard(subscriber) == "name 5"
    assert subscriber.database.positions()["customer"] == 5


def test_it_goes_on_where_its_database_stands(subscriber: Subscriber) -> None:
    take(subscriber, 1, 2)

    again = Subscriber(subscriber.settings, subscriber.database)
    assert again.last == {"customer": 2, "pipeline": 0}


def test_one_in_another_version_is_a_hint_and_is_read_from_the_feed(
    subscriber: Subscriber,
) -> None:
    newer = renamed(1) | {"type": "guanxi.customer.CustomerRegistered.v2", "data": {"odd": 1}}
    subscriber.take(json.dumps(newer).encode())

    assert subscriber.feed.asked[0] == ("customer", 0)  # type: ignore[attr-defined]
    assert heard(subscriber) == "name 5"


class Broken:
    """A feed that is away for so long, and a subscriber that is told so."""

    def __init__(self, times: int, subscriber: Subscriber, error: Exception) -> None:
        self.times, self.error = times, error
        self.waits: list[float] = []
        subscriber.feed = self  # type: ignore[assignment]
        subscriber.patience = Patience(1.0, self.waits.append)

    def page(self, source: str, after: int) -> dict[str, Any]:
        self.times -= 1
        raise self.error if self.times > 0 else Refused("CRM_TOKEN opens nothing")


def test_it_waits_longer_each_time_and_ends_when_waiting_does_not_help(
    subscriber: Subscriber,
) -> None:
    broken = Broken(9, subscriber, FeedAway("503"))

    with pytest.raises(Refused):
        subscriber.run()

    most = [min(LONGEST, 2.0**n) for n in range(8)]
    assert all(m / 2 <= waited <= m for waited, m in zip(broken.waits, most, strict=True))
    assert len(set(broken.waits)) == len(broken.waits)
    subscriber.patience.reset()
    subscriber.patience.wait()
    assert broken.waits[-1] <= 1.0


@pytest.mark.parametrize("error", [ProbableAuthenticationError(), ProbableAccessDeniedError()])
def test_a_broker_that_does_not_know_us_is_the_end(
    subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def listen() -> None:
        raise error

    monkeypatch.setattr(subscriber, "listen", listen)
    with pytest.raises(NotLetIn, match="CRM_AMQP"):
        subscriber.run()


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"CRM_AMQP": ""}, "CRM_AMQP is not set"),
        ({"CRM_TOKEN": ""}, "CRM_TOKEN is not set"),
        ({"ERP_DATABASE": "mysql:x:secret"}, "ERP_DATABASE begins with mysql: it is sqlite:PATH"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named_and_is_the_end(
    environment: dict[str, str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = {"CRM_AMQP": "amqp://mq", "CRM_QUEUE": "erp", "CRM_FEED": "http://x", "CRM_TOKEN": "t"}
    for name, value in (given | environment).items():
        monkeypatch.setenv(name, value)

    assert main([]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert said in line
    assert "secret" not in line


def test_silence_is_asked_about(subscriber: Subscriber) -> None:
    subscriber.ask_the_silent()

    assert subscriber.database.positions()["customer"] == 5


def test_what_is_no_event_is_left_to_the_feed(
    subscriber: Subscriber, capsys: pytest.CaptureFixture[str]
) -> None:
    for body in (b"\xff", b"[]", b"{}", b'{"source": "/guanxi/moon", "position": 1}'):
        subscriber.take(body)

    assert subscriber.last == {"customer": 0, "pipeline": 0}
    assert capsys.readouterr().err.count("not an event of ours") == 4


def test_a_log_that_has_become_shorter_is_an_alarm() -> None:
    shorter = fresh(LOG[:3])
    shorter.last = {"customer": 4, "pipeline": 0}

    with pytest.raises(Beyond, match="its log ends at 3"):
        shorter.catch_up("customer")


def test_a_feed_that_does_not_go_on_is_no_reason_to_ask_without_end(
    subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = {"events": [], "next": 0, "head": 5}
    monkeypatch.setattr(subscriber.feed, "page", lambda source, after: stuck)

    with pytest.raises(FeedAway, match="a head at 5"):
        subscriber.catch_up("customer")


def test_a_prospect_s_name_is_no_part_of_the_books(subscriber: Subscriber) -> None:
    take(subscriber, 1)

    assert outcome(subscriber.database)["partners"] == []
