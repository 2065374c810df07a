"""What rows owe to an event that rests on another log: who reads on from it waits for that too."""

from typing import Any

from kernel import debts
from kernel.debts import Debts

SOURCES = ("customer", "activity")


def happened(position: int, stream: str = "contact/42", knowing: str = "") -> dict[str, Any]:
    told = {"source": "/guanxi/activity", "position": position, "subject": stream}
    return told | ({"knowing": knowing} if knowing else {})


def after(*events: dict[str, Any], customer: int, before: Debts = ()) -> Debts:
    return debts.after(before, events, {"customer": customer, "activity": 99}, SOURCES)


def test_who_reads_on_from_an_event_waits_for_what_it_rests_on() -> None:
    owing = after(happened(7, knowing="customer:345"), happened(8, "memo/1"), customer=300)

    assert debts.owed(owing, [("activity", 7)]) == [("customer", 345)]
    assert debts.owed(owing, [("activity", 8)]) == []
    assert debts.owed(owing, [("customer", 7)]) == []


def test_nothing_is_owed_for_what_has_come() -> None:
    assert after(happened(7, knowing="customer:345"), customer=345) == ()

    owing = after(happened(7, knowing="customer:345"), customer=344)
    assert after(happened(8), customer=345, before=owing) == ()


def test_what_comes_later_on_the_stream_rests_on_it_as_well() -> None:
    owing = after(happened(7, knowing="customer:345"), customer=300)

    owing = after(happened(8), happened(9, "contact/43"), customer=300, before=owing)

    assert debts.owed(owing, [("activity", 8)]) == [("customer", 345)]
    assert debts.owed(owing, [("activity", 9)]) == []


def test_nobody_waits_for_a_log_that_is_not_followed() -> None:
    assert after(happened(7, knowing="gateway:5"), customer=0) == ()


def test_of_too_many_the_oldest_are_counted_together() -> None:
    events = [happened(at, f"contact/{at}", f"customer:{1_000 + at}") for at in range(1, 1_502)]

    owing = after(*events, customer=0)

    assert len(owing) == debts.MOST // 2 + 1
    assert debts.owed(owing, [("activity", 1)]) == [("customer", 2_001)]
    assert debts.owed(owing, [("activity", 1_501)]) == [("customer", 2_501)]
    assert debts.opened(debts.stored(owing)) == owing
