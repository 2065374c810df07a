"""A source that says nothing is asked: soon when it has just spoken, seldom when it has not."""

import pytest

from kernel.silence import FIRST, LONGEST, Silence


class Told:
    def __init__(self) -> None:
        self.now = 100.0
        self.silence = Silence(["game", "shop"], lambda: self.now)
        for source in ("game", "shop"):
            self.silence.heard(source)

    def waits(self) -> list[float]:
        """After which times the game is asked, when it never has anything to tell."""
        found = []
        for _ in range(5):
            self.silence.heard("shop")
            began = self.now
            while "game" not in self.silence.over():
                self.now += 0.5
            found.append(self.now - began)
            self.silence.asked("game", told=False)
        return found


def test_everybody_is_asked_at_first() -> None:
    silence = Silence(["game", "shop"])
    assert silence.over() == {"game", "shop"}
    assert silence.left() < 0


def test_who_has_nothing_to_tell_is_asked_less_and_less_often_but_never_given_up() -> None:
    assert Told().waits() == [FIRST, 2 * FIRST, LONGEST, LONGEST, LONGEST]


@pytest.mark.parametrize("of_the_queue", [True, False])
def test_who_has_told_something_is_asked_soon_again(of_the_queue: bool) -> None:
    told = Told()
    told.waits()
    if of_the_queue:
        told.silence.heard("game")
    else:
        told.silence.asked("game", told=True)
    assert told.waits()[0] == FIRST


def test_it_is_known_how_long_one_may_listen() -> None:
    told = Told()
    told.now += 0.25
    assert told.silence.left() == pytest.approx(FIRST - 0.25)
    told.silence.heard("game")
    assert told.silence.left() == pytest.approx(FIRST - 0.25)
