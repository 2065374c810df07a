"""Growth and the time until a disk is full, told in words that say what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel.outlook import Growth, Sample, days_left, disk_words, growth, growth_words
from kernel.standing import rebuild_words, told

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
