"""An operator is told of webhooks that are paused or fail: which, since when, why, what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.status import StatusShown, with_webhooks
from gateway.webhook_words import standing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HEADS = {"customer": 1041, "pipeline": 7}
ERP = {
    "id": "w1", "name": "ERP", "url": "https://erp.example.cn/hooks?tenant=3", "state": "active",
    "paused": None, "paused_at": None, "failing_since": None, "status": 204, "error": "",
    "taken": ["customer:1041", "pipeline:7"],
}  # fmt: skip
BEFORE = "2026-11-20T10:15:30Z"


def paused(why, name="ERP", at=BEFORE, status=None):
    return ERP | {"name": name, "state": "paused", "paused": why, "paused_at": at, "status": status}


def failing(since, **more):
    return ERP | {"state": "failing", "failing_since": since.isoformat(), "status": 503} | more


def told(*hooks, sender="host/1/x"):
    found = standing(hooks, sender, HEADS, NOW)
    return [*found["unsent"], *found["sentences"]]


def test_of_those_that_are_sent_to_nothing_is_said():
    assert told(ERP) == []
    assert told() == []
    assert told(sender="") == []


@pytest.mark.parametrize(
    ("why", "status", "level", "says"),
    [
        ("gone", 410, "act", "1 webhook is paused, the target has answered 410: ERP since 2026-"),
        ("failing", 503, "act", "nothing was taken until the last try: ERP since 2026-11-20 10:15"),
        ("asked", None, "well", "as somebody asked: ERP since 2026-11-20 10:15 UTC"),
    ],
)
def test_one_that_is_paused_is_named_with_why_and_since_when(why, status, level, says):
    [one] = told(paused(why, status=status))
    assert (one["level"], says in one["what"]) == (level, True)
    assert one["what"].endswith(f"UTC ({status})" if status else "UTC")
    assert "./crm webhook resume NAME" in one["do"]


def test_many_are_one_line_for_each_reason_and_the_longest_waiting_are_named():
    many = [paused("gone", f"h{day}", f"2026-11-{day}T00:00:00Z") for day in range(20, 9, -1)]
    gone, asked = told(*many, paused("asked"))
    assert gone["what"].startswith("11 webhooks are paused, ")
    assert ": h10 since " in gone["what"]
    assert gone["what"].endswith(" and 6 more")
    assert "h16" not in gone["what"]
    assert asked["what"].startswith("1 webhook is paused, as somebody asked")


def test_one_that_fails_is_told_when_that_lasts():
    assert told(failing(NOW - timedelta(minutes=9))) == []
    [one] = told(failing(NOW - timedelta(minutes=11)))
    assert one["level"] == "look"
    assert (
        (one["what"])
        == "1 webhook cannot be reached or refuses: ERP since 2026-11-23 08:49 UTC (503)"
    )


def test_when_nobody_sends_those_who_wait_for_it_are_named():
    [one] = told(ERP, sender="")
    assert (one["level"], one["what"]) == ("act", "nobody sends what 1 webhook should be told: ERP")
    assert "./crm logs webhooks" in one["do"]
    assert [one["level"] for one in told(paused("asked"), sender="")] == ["well"]


def test_each_stands_in_a_line_without_its_address():
    behind = ERP | {"taken": ["customer:1000", "pipeline:9"]}
    at = NOW - timedelta(hours=1)
    lines = standing([behind, paused("gone", status=410), failing(at)], "", HEADS, NOW)["hooks"]
    assert [one["behind"] for one in lines] == [41, 0, 0]
    assert [one["since"] for one in lines] == [None, BEFORE, at.isoformat()]
    assert [one["state"] for one in lines] == ["active", "paused", "failing"]
    assert "erp.example.cn" not in str(lines)


def test_over_http_it_stands_among_all_else_the_worst_first():
    well = {"level": "well", "what": "nothing waits", "do": ""}
    status = {"level": "well", "sentences": [well], "logs": [{"source": "customer", "head": 1050}]}
    found = with_webhooks(status, lambda heads: standing([ERP], "", heads, NOW))
    assert found["level"] == "act"
    assert [one["level"] for one in found["sentences"]] == ["act", "well"]
    assert found["webhooks"][0]["behind"] == 9
    assert (
        StatusShown(partial=True).validate(
            {"webhooks": found["webhooks"], "sentences": found["sentences"]}
        )
        == {}
    )
