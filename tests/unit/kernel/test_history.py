"""A log that is not the one that was followed is noticed, whether it is shorter or other."""

from datetime import UTC, datetime

import pytest

from kernel.history import Rewound, changed, confirm, gone, mark, marks
from kernel.log import Draft, Entry, MemoryLog
from kernel.refusal import Unavailable, from_json, to_json
from kernel.subscription_metrics import Delay

AT = datetime(2026, 1, 5, tzinfo=UTC)


def log_of(*commands: str, size: int = 2) -> MemoryLog:
    log = MemoryLog("game")
    for number, command in enumerate(commands):
        entries = tuple(
            Entry("game/ann", number * size + n, "Scored", 1, {}) for n in range(1, size + 1)
        )
        log.append(Draft(entries, AT, {"command_id": command}))
    return log


def test_a_cursor_that_stands_on_the_commit_it_knows_goes_on() -> None:
    confirm(log_of("a", "b"), 4, "b")
    confirm(log_of("a", "b"), 2, "a")
    confirm(log_of("a", "b"), 4, "")  # stored by a version that kept no mark
    confirm(log_of(), 0, "")


def test_a_cursor_beyond_the_end_is_refused_with_what_to_do() -> None:
    with pytest.raises(Rewound, match="log-went-back") as caught:
        confirm(log_of("a"), 4, "b")
    assert "4 has been read, and the log ends at 2" in caught.value.detail
    assert "./crm mend game" in caught.value.detail


@pytest.mark.parametrize("other", [log_of("a", "x"), log_of("a", "x", "y"), log_of("x", size=9)])
def test_a_log_that_went_on_otherwise_is_refused_though_it_is_long_enough(other: MemoryLog) -> None:
    with pytest.raises(Rewound, match="log-changed"):
        confirm(other, 4, "b")


def test_over_the_wire_it_arrives_as_what_it_is_made_from() -> None:
    for rewound in (gone("game", 4, 2), changed("game", 4)):
        arrived = from_json(to_json(rewound))
        assert type(arrived) is Unavailable
        assert (arrived.slug, arrived.detail) == (rewound.slug, rewound.detail)


def test_a_mark_tells_an_event_from_another_at_its_place() -> None:
    event = {"source": "/guanxi/game", "subject": "game/ann", "version": 3, "time": "T"}
    assert marks([event, event | {"version": 4}]) == {"game": mark(event | {"version": 4})}
    others = [event | {"subject": "game/bob"}, event | {"version": 4}, event | {"time": "U"}]
    assert len({mark(event), *map(mark, others)}) == 4


def test_delay_is_the_age_of_the_first_event_that_is_not_processed() -> None:
    delay = Delay()
    assert delay.seen(100, position=5, head=5) == 0
    assert delay.seen(102, position=5, head=8) == 0  # just come
    assert delay.seen(104, position=5, head=20) == 2
    assert delay.seen(106, position=8, head=20) == 2  # those of 104 are the oldest now
    assert delay.seen(108, position=20, head=20) == 0


def test_delay_of_a_busy_worker_that_keeps_up_does_not_grow() -> None:
    delay = Delay()
    behind = [delay.seen(now, position=now * 10 - 10, head=now * 10) for now in range(1, 100)]
    assert max(behind) <= 1
