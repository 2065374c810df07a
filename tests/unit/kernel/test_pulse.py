"""Standing still is noticed, by whoever looks first: the reader or the beat."""

from kernel.pulse import Pulse


def beating(*moments: float) -> Pulse:
    pulse = Pulse()
    pulse._last = moments[0]
    for moment in moments[1:]:
        pulse.beat(moment)
    return pulse


def test_while_it_beats_nothing_has_waited() -> None:
    assert beating(10.0, 10.1, 10.2).age(10.25) == 0


def test_what_is_read_before_the_next_beat_may_have_waited_since_the_last() -> None:
    assert beating(10.0).age(70.0) == 60


def test_what_is_read_just_after_the_beat_may_have_waited_through_the_gap() -> None:
    assert beating(10.0, 70.0).age(70.1) == 60


def test_soon_all_is_as_before() -> None:
    assert beating(10.0, 70.0, 70.1, 70.2, 70.3, 70.4).age(70.41) == 0
