"""What is sent by webhook is held against the log; each doctored history is found."""

import pytest

from kernel.envelope import envelopes
from kernel.log import Commit, Entry
from tests.chaos.checks.hooked import Hooked
from tests.chaos.checks.stored import Stored
from tests.unit.chaos.story import CLAIMED, REGISTERED, STORY

HEADS = {"customer": 6, "pipeline": 99}


def sent_of(commit: Stored) -> list[dict[str, object]]:
    entries = tuple(
        Entry(one["stream"], one["version"], one["type"], one["v"], one["data"])
        for one in commit.events
    )
    return list(envelopes("customer", Commit(commit.position, entries, commit.at, {})))


ALL = [one for commit in STORY for one in sent_of(commit)]


def wrong(sent, signed=True):
    hooked = Hooked("customer")
    for one in sent:
        hooked.take(one, signed)
    return sorted([*hooked.missing(HEADS, {}), *hooked.differs(STORY, HEADS)])


def test_all_of_it_in_order_and_signed_is_well():
    assert wrong(ALL) == []


def test_what_comes_again_and_what_overtakes_another_subject_is_well():
    assert wrong([*ALL, *ALL[:2]]) == []
    assert wrong([ALL[1], ALL[0], ALL[3], ALL[2], ALL[5], ALL[4]]) == []


@pytest.mark.parametrize("without", [[5], [4, 5]])
def test_what_was_not_sent_is_lost(without):
    told = wrong([one for at, one in enumerate(ALL) if at not in without])
    assert told == [
        f"lost: customer:{at + 1} is stored and was not sent by webhook" for at in without
    ]


def test_what_was_judged_before_and_what_is_of_others_is_not_asked_for():
    assert Hooked("customer").missing(HEADS, {"customer": 6}) == []


def test_a_subject_that_was_overtaken_by_itself_is_an_inversion():
    claimed, registered = sent_of(CLAIMED), sent_of(REGISTERED)
    [first, second, third] = wrong([*claimed, *registered, *ALL[4:]])
    assert first == "inversion: by webhook, customer:1: customer/c1 went from 2 to 1"
    assert second.endswith("customer/c1 went from 0 to 2")
    assert third.endswith("customer/c1 went from 1 to 3")


def test_a_wrong_signature_is_told():
    assert wrong(ALL[:1] + ALL[1:], signed=False)[0] == (
        "customer:1 was sent with a wrong signature"
    )


def test_what_says_something_else_or_never_happened_is_told():
    other = ALL[0] | {"data": {"owner": "eve"}}
    assert wrong([other, *ALL[1:]]) == [
        "by webhook, customer:1 was published otherwise than stored"
    ]
    beyond = ALL[4] | {"position": 7, "version": 4}
    assert "by webhook, customer:7 was published and is not in the log" in wrong([*ALL, beyond])
