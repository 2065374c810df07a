"""A moment as a position: before everything that was recorded from then on, found by halving."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.log_positions import LogPositions, before
from kernel.refusal import Invalid

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)
HEAD = 1000
LOOKS = 10


def asked(moment, head=HEAD):
    """The position, and how many events were looked at; one is recorded each minute."""
    looked = []

    def page(after):
        looked.append(after)
        if after >= head:
            return []
        return [{"position": after + 1, "time": (AT + timedelta(minutes=after)).isoformat()}]

    return before(moment, head, page), len(looked)


@pytest.mark.parametrize("after", [0, 1, 499, 500, 998, 999])
def test_what_comes_after_it_was_recorded_from_then_on(after):
    found, looks = asked(AT + timedelta(minutes=after))
    assert found == after
    assert looks <= LOOKS


def test_beyond_the_ends_it_is_everything_or_nothing():
    assert asked(AT - timedelta(days=9))[0] == 0
    assert asked(AT + timedelta(days=9))[0] == HEAD
    assert asked(AT, head=0) == (0, 0)


def test_a_source_that_is_named_twice_is_refused():
    with pytest.raises(Invalid) as refused:
        LogPositions()._given(["customer:0", "pipeline:1", "customer:1"])
    [error] = refused.value.fields["errors"]
    assert (error["field"], "customer once" in error["message"]) == ("after", True)
