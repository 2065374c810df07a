"""The command handler: load, decide, append, once per command id, over one stream or several."""

import pytest

from kernel.change import change, expecting
from kernel.commits import Commits, Receipt
from kernel.context import Context
from kernel.envelope import envelopes
from kernel.log import Conflict, MemoryLog
from kernel.refusal import NotFound, Rejected, Reused, Stale, Unavailable
from tests.unit.kernel.shop import Process
from tests.unit.kernel.till import PURSE, TILL, Paid, Taken, pay, take


@pytest.fixture
def log():
    return MemoryLog("shop")


@pytest.fixture
def shop(log):
    process = Process(log)
    process.open()
    return process


def test_a_decision_is_appended_and_its_receipt_says_where(shop, log):
    assert shop.pay(5) == Receipt("1", version=2, source="shop", position=2)
    assert log.commits[-1].entries[0].data == {"till_id": "1", "coins": 5}


def test_a_receipt_names_the_position_of_the_last_event(shop):
    commits = shop.as_command()

    receipt = commits.commit(change(TILL, "1", pay, "1", 3), change(PURSE, "ann", pay, "ann", 3))

    assert receipt.to_json() == {"id": "1", "version": 2, "position": "shop:3"}


def test_the_circumstances_are_stored_with_the_commit(shop, log):
    shop.pay(5, "id-7")

    meta = log.commits[-1].meta
    assert (meta["actor"], meta["command_id"], meta["fingerprint"]) == ("ann", "id-7", "body")
    assert meta["answer"] == {"id": "1", "version": 2}


def test_a_refusal_writes_nothing(shop, log):
    with pytest.raises(Rejected, match="too-little"):
        shop.take(1)
    assert log.head() == 1


def test_what_is_so_already_writes_nothing_and_answers_the_present_version(shop, log):
    assert shop.pay(0) == Receipt("1", version=1, source="shop", position=1)
    assert log.head() == 1


def test_nothing_from_the_first_change_makes_the_whole_commit_nothing(shop, log):
    shop.as_command().commit(change(TILL, "1", pay, "1", 0), change(PURSE, "ann", pay, "ann", 3))

    assert log.head() == 1


def test_what_is_so_already_is_not_refused_by_a_later_change(shop, log):
    receipt = shop.as_command().commit(
        change(TILL, "1", pay, "1", 0), change(PURSE, "ann", take, "ann", 1)
    )

    assert receipt == Receipt("1", version=1, source="shop", position=1)
    assert log.head() == 1


def test_nothing_from_a_later_change_leaves_the_others(shop, log):
    shop.as_command().commit(change(TILL, "1", pay, "1", 3), change(PURSE, "ann", pay, "ann", 0))

    assert [entry.stream for entry in log.commits[-1].entries] == ["till/1"]


def test_all_changes_decide_before_any_is_written(shop, log):
    with pytest.raises(Rejected):
        shop.as_command().commit(
            change(TILL, "1", pay, "1", 3), change(PURSE, "ann", take, "ann", 1)
        )
    assert log.head() == 1


def test_two_changes_of_one_stream_are_a_defect(shop):
    with pytest.raises(ValueError, match="same stream"):
        shop.as_command().commit(change(TILL, "1", pay, "1", 3), change(TILL, "1", pay, "1", 4))


def test_a_command_without_an_id_is_a_defect(shop):
    with pytest.raises(ValueError, match="needs an id"):
        Commits(shop.states, Context()).commit(change(TILL, "1", pay, "1", 3))


def test_what_never_began_is_not_found_unless_it_is_implicit(shop):
    with pytest.raises(NotFound):
        shop.as_command().commit(change(TILL, "2", pay, "2", 3))
    assert shop.as_command().commit(change(PURSE, "bob", pay, "bob", 3)).version == 1


def test_what_has_begun_cannot_be_created_again(shop):
    with pytest.raises(Rejected, match="already-exists"):
        shop.open()


def test_an_expected_version_is_compared_with_the_newest_one(shop, log):
    Process(log).pay(5)  # somebody else's edit: this process has not seen it yet

    with pytest.raises(Stale) as caught:
        shop.as_command().commit(expecting(1, change(TILL, "1", pay, "1", 3)))
    assert caught.value.fields == {"version": 2}
    assert shop.as_command().commit(expecting(2, change(TILL, "1", pay, "1", 3))).version == 3


@pytest.mark.parametrize(("expected", "fits"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_version_may_be_expected_before_what_nobody_reads(shop, expected, fits):
    shop.pay(1)
    made = expecting(expected, change(TILL, "1", pay, "1", 3), lambda till: 1)

    if fits:
        assert shop.as_command().commit(made).version == 3
    else:
        with pytest.raises(Stale):
            shop.as_command().commit(made)


def test_the_same_command_answers_what_it_answered_the_first_time(shop, log):
    first = shop.pay(5, "id-7")
    shop.pay(1)

    assert shop.pay(5, "id-7") == first
    assert log.head() == 3


def test_the_same_command_is_recognised_in_another_process(shop, log):
    first = shop.pay(5, "id-7")

    assert Process(log).pay(5, "id-7") == first


def test_the_same_id_with_another_request_is_refused(shop, log):
    shop.pay(5, "id-7")

    with pytest.raises(Reused):
        shop.pay(6, "id-7", fingerprint="another body")
    assert log.head() == 2


def test_a_command_that_was_done_is_answered_even_if_it_would_be_refused_now(shop):
    shop.pay(5)
    first = shop.take(5, "id-8")

    assert shop.take(5, "id-8") == first


def test_a_command_without_events_leaves_no_trace_and_is_decided_anew(shop):
    with pytest.raises(Rejected):
        shop.take(5, "id-9")
    shop.pay(5)

    assert shop.take(5, "id-9").version == 3


def test_a_refusal_is_never_answered_from_the_cache_alone(shop, log):
    with pytest.raises(Rejected):
        shop.take(5)
    Process(log).pay(5)

    assert shop.take(5).version == 3


def test_nothing_to_do_is_never_answered_from_the_cache_alone(shop, log):
    def top_up(coins, till_id, goal):
        return [Paid(till_id, goal - coins)] if coins < goal else []

    shop.pay(5)
    Process(log).take(5)

    receipt = shop.as_command().commit(change(TILL, "1", top_up, "1", 5))

    assert receipt.version == 4


def test_when_somebody_else_got_in_first_it_is_decided_again(shop, log):
    shop.pay(5)
    Process(log).take(3)

    with pytest.raises(Rejected, match="too-little") as caught:
        shop.take(4)
    assert caught.value.fields == {"coins": 2}
    assert shop.take(2).version == 4


def test_who_loses_every_race_is_told_to_come_back(shop):
    class Busy(MemoryLog):
        def append(self, draft):
            raise Conflict

    busy = Busy("shop")
    busy.commits, busy._taken = shop.states.log.commits, {}

    with pytest.raises(Unavailable, match="busy"):
        Process(busy).pay(1)


def test_a_stream_unknown_here_but_begun_elsewhere_is_read_after_all(shop, log):
    shop.as_command().commit(change(PURSE, "bob", pay, "bob", 3))

    receipt = Process(log).as_command().commit(change(PURSE, "bob", take, "bob", 3))

    assert receipt.version == 2
    assert log.commits[-1].entries[0].type == Taken.__name__


def test_a_commit_says_what_it_rests_on_in_other_logs(log, shop):
    commits = shop.as_command()
    commits.rests_on("customer", 345)
    commits.rests_on("customer", 12)
    commits.commit(change(TILL, "1", pay, "1", 3))

    [envelope] = envelopes("shop", log.commits[-1])
    assert envelope["knowing"] == "customer:345"
    shop.pay(4)
    assert "knowing" not in envelopes("shop", log.commits[-1])[0]
