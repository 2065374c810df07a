"""Growth and the time until a disk is full, told in words that say what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel.outlook import Growth, Sample, days_left, disk_words, growth, growth_words
from kernel.standing import told
from kernel.standing_words import calm_words, lag_words, log_words, rebuild_words

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
GB = 1_000_000_000


def sample(hours: float, events: int, data: int, used: int, total: int = 100 * GB) -> Sample:
    return Sample(NOON + timedelta(hours=hours), {"customer": events}, data, used, total)


def test_growth_is_that_of_a_day_and_the_disk_counts_what_others_add() -> None:
    grown = growth([sample(0, 1_000, GB, 10 * GB), sample(12, 2_000, 2 * GB, 14 * GB)])
    assert grown.events == {"customer": 2_000}
    assert (grown.data, grown.disk) == (2 * GB, 8 * GB)


def test_others_who_clear_up_do_not_hide_our_own_growth() -> None:
    grown = growth([sample(0, 0, GB, 10 * GB), sample(24, 1, 3 * GB, 8 * GB)])
    assert grown.disk == 2 * GB


@pytest.mark.parametrize("looks", [[], [sample(0, 1, 1, 1)], [sample(0, 1, 1, 1)] * 2])
def test_from_less_than_an_hour_nothing_is_told(looks: list[Sample]) -> None:
    assert growth(looks).seconds == 0
    assert "not known yet" in growth_words(growth(looks))["what"]


@pytest.mark.parametrize(
    ("used", "daily", "level", "says"),
    [
        (10, 1, "well", "full in 85 days"),
        (10, 4, "look", "full in 21 days"),
        (90, 1, "act", "full in 5 days"),
        (94, 1, "act", "full within a day"),
        (96, 0, "act", "does not grow"),
        (91, 0, "look", "does not grow"),
        (50, 0, "well", "does not grow"),
        (50, 0.001, "well", "not be full for ten years"),
    ],
)
def test_the_disk_in_words(used: int, daily: float, level: str, says: str) -> None:
    now = sample(24, 0, 0, used * GB)
    words = disk_words(now, Growth(86_400.0, {}, 0.0, daily * GB))
    assert words["level"] == level
    assert says in words["what"]
    assert bool(words["do"]) == (level != "well")


def test_a_disk_of_unknown_size_is_said_and_nothing_is_made_up() -> None:
    now = sample(0, 0, 0, 0, total=0)
    assert days_left(now, Growth(1.0, {}, 1.0, 1.0)) is None
    assert disk_words(now, Growth(1.0, {}, 1.0, 1.0))["level"] == "look"


def test_what_is_to_be_done_at_once_stands_first_and_names_the_whole() -> None:
    history = [sample(0, 0, 0, 90 * GB), sample(24, 1, GB, 94 * GB)]
    found = told(NOON, [], [], [], [], history[-1], history)
    assert found["level"] == "act"
    assert [one["level"] for one in found["sentences"]] == ["act", "well"]
    assert found["storage"]["days_until_full"] == 0.2


def test_a_rebuild_says_how_far_it_is_and_one_that_ended_badly_what_to_do() -> None:
    one = {
        "group": "lists", "phase": "reading", "why": "", "events": 2_000, "of": 10_000,
        "seconds_left": 4,
    }  # fmt: skip
    [going] = rebuild_words([one])
    assert going["what"].startswith("lists is being rebuilt: 2,000 of 10,000 events, 4 s left")
    [killed] = rebuild_words([one | {"phase": "killed"}])
    assert killed["level"] == "look"
    assert "./crm rebuild lists" in killed["do"]
    assert list(rebuild_words([one | {"phase": "done"}])) == []


def log(**about: object) -> dict[str, object]:
    return {"source": "customer", "head": 9, "unpublished": 0, "seconds": 0.0, "fault": ""} | about


def test_what_waits_says_for_how_long_and_where_to_look() -> None:
    [stuck] = log_words([log(unpublished=1, seconds=301.0)])
    assert (stuck["level"], stuck["what"]) == (
        "act", "1 event of customer wait to be sent on, the oldest for 301 s"
    )  # fmt: skip
    assert "relay-customer" in stuck["do"]
    assert list(log_words([log(unpublished=5, seconds=1.0)])) == []
    [damaged] = log_words([log(fault="12 is missing")])
    assert "./crm verify customer" in damaged["do"]


def test_old_rows_and_events_that_could_not_be_read_are_told_apart() -> None:
    line = {"group": "lists", "behind": 1_001, "parked": 2}
    parked, late = lag_words([line])
    assert (parked["level"], late["level"]) == ("act", "look")
    assert "2 events could not be read into lists" in parked["what"]
    assert "1,001 events are not in it yet" in late["what"]
    assert list(lag_words([line | {"behind": 1_000, "parked": 0}])) == []


def test_that_nothing_waits_is_said_as_well() -> None:
    line = {"group": "lists", "behind": 0, "parked": 0}
    assert "all 9 events are in" in calm_words([log()], [line])["what"]
    assert "3 events on the way" in calm_words([log()], [line | {"behind": 3}])["what"]
