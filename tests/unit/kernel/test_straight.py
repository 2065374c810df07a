"""A row read from the log itself is the row that the read model will have."""

import pytest

from kernel.refusal import Unavailable
from kernel.straight import Straight, row_of
from services.pipeline.owners import OWNER, OWNERS
from tests.unit.known import Customers, Known
from tests.unit.pipeline.examples import ASSIGNED_TO_BOB, OWNED_BY_ANN, RELEASED

ALL = (OWNED_BY_ANN, ASSIGNED_TO_BOB, RELEASED)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_it_is_the_row_that_will_be_heard(count: int) -> None:
    log = Customers()
    log.say(*ALL[:count])

    row = row_of(OWNERS, OWNER, "c1", log.history("customer/c1"))

    assert row == Known(*ALL[:count]).collection(OWNER).find_one({"_id": "c1"})


def test_of_what_is_not_there_nothing_is_told() -> None:
    assert row_of(OWNERS, OWNER, "c2", Customers().history("customer/c2")) is None


def test_the_log_is_asked_once_and_its_word_is_the_last() -> None:
    asked: list[str] = []

    def log() -> dict[str, str]:
        asked.append("c1")
        return {"owner": "bob"}

    straight = Straight(lambda: "ann", lambda row: row["owner"], log)
    assert straight.look() == "ann"
    assert straight.sure()
    assert straight.look() == "bob"
    assert straight.row == {"owner": "bob"}
    assert len(asked) == 1


def test_who_cannot_ask_is_told_so() -> None:
    def away() -> None:
        raise Unavailable("no-answer", "nobody answers for the log")

    with pytest.raises(Unavailable):
        _ = Straight(lambda: "ann", lambda row: "", away).row
