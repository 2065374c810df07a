"""What follows from a batch: nothing is asked for each event that nothing follows from."""

from datetime import UTC, datetime

import pytest

from kernel.change import change
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.consequences import Consequences
from kernel.context import Context
from kernel.envelope import envelopes
from kernel.group import Reactions
from kernel.log import Commit, Entry, MemoryLog
from kernel.states import States
from tests.unit.kernel.till import PURSE, Opened, Paid, Taken, TillEvent, pay

AT = datetime(2026, 1, 5, tzinfo=UTC)


def emptied(coins, purse):
    return [Taken(purse, coins)] if coins else []


def empty(recorded):
    """Who opens a till, empties the purse of the same name."""
    return [change(PURSE, recorded.event.till_id, emptied, recorded.event.till_id)]


class Shop:
    def __init__(self):
        self.log = MemoryLog("purses")
        self.asked = 0
        excerpts = self.log.excerpts

        def counted(after):
            self.asked += 1
            return excerpts(after)

        self.log.excerpts = counted
        self.states = States(self.log, Codec(TillEvent))
        sources = {"tills": Codec(TillEvent)}
        reactions = Reactions("emptying", "purses", sources, empty, Opened)
        self.consequences = Consequences(reactions, self.states)

    def fill(self, purse, process=None):
        paid = change(PURSE, purse, pay, purse, 5)
        context = Context("ann", "sales", f"fill {purse}")
        Commits(process or self.states, context).commit(paid)

    def told(self, *events):
        """What is to be parked, of events that each are the first of a stream."""
        batch = [
            envelope
            for position, event in enumerate(events, start=1)
            for envelope in envelopes("tills", commit(position, event))
        ]
        return self.consequences.of(batch, set())

    def coins(self, purse):
        return States(self.log, self.states.codec).load(PURSE, purse, fresh=True).state


def commit(position, event):
    entry = Entry(f"till/{event.till_id}", 1, *Codec(TillEvent).dump(event))
    return Commit(position, (entry,), AT, {})


@pytest.fixture
def shop():
    return Shop()


def test_many_events_that_change_nothing_cost_one_question(shop):
    assert shop.told(*(Opened(f"{number}") for number in range(20))) == []

    assert shop.asked == 1
    assert not shop.consequences.followed


def test_what_another_process_has_done_is_seen_by_that_question(shop):
    shop.fill("7", States(shop.log, shop.states.codec))

    shop.told(*(Opened(f"{number}") for number in range(20)))

    assert shop.coins("7") == 0
    assert shop.consequences.followed


def test_what_is_passed_by_is_not_even_opened(shop):
    broken = envelopes("tills", commit(1, Paid("1", 5)))[0] | {"data": "no coins"}

    assert shop.consequences.of([broken], set()) == []
    assert not shop.consequences.followed
    assert shop.asked == 0


def test_an_event_is_opened_once(shop, monkeypatch):
    """To see whether it is good, and to be reacted to; in the next batch it is another one."""
    codec, opened = shop.consequences.reactions.sources["tills"], []
    load = codec.load
    monkeypatch.setattr(codec, "load", lambda *told: opened.append(told) or load(*told))
    for batch in (1, 2):
        [envelope] = envelopes("tills", commit(batch, Opened(f"{batch}")))
        assert shop.consequences.readable(envelope)
        assert shop.consequences.of([envelope], set()) == []
        assert len(opened) == batch


def test_what_is_no_event_is_not_readable_and_what_concerns_nobody_is(shop):
    [envelope] = envelopes("tills", commit(1, Opened("1")))
    assert not shop.consequences.readable(envelope | {"data": {}})
    assert shop.consequences.readable(envelope | {"type": "guanxi.tills.Paid.v1", "data": {}})
