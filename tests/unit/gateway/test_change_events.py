"""Changes followed as they come: by right, in order, for as long as somebody may listen."""

from itertools import islice

import pytest

from gateway.change_events import EACH, LATEST, SILENCE
from gateway.change_places import written
from kernel.refusal import Unavailable
from tests.unit.gateway.changing import (
    ANN,
    BOB,
    MIA,
    START,
    Company,
    begun,
    events,
    listener,
    listening,
    positions,
)


@pytest.fixture
def company():
    return Company()


def test_who_comes_first_is_told_from_now_on(company):
    company.happened("CustomerEdited", "ann")
    stream = events(listening().begin(listener(company)))
    assert next(stream) == (
        "ready", written({**START, "customer": 101}, ANN), {"resumed": False}
    )  # fmt: skip

    company.happened("CustomerEdited", "ann")

    name, id, data = next(stream)
    assert (name, data["id"], data["position"]) == ("customer", "ann", "customer:102")
    assert id == written({**START, "customer": 102}, ANN)


def test_each_is_told_what_they_see_of_it(company):
    all_of_them = listening()
    ann, bob, mia = (begun(company, all_of_them, who=who) for who in (ANN, BOB, MIA))
    for owner in ("ann", "bob", "zoe", "ann"):
        company.happened("CustomerEdited", owner)

    assert positions(ann, 2) == ["customer:101", "customer:104"]
    assert positions(bob, 1) == ["customer:102"]
    assert positions(mia, 4) == [f"customer:{at}" for at in range(101, 105)]


def test_one_question_is_asked_for_all_who_listen(company):
    all_of_them = listening()
    streams = [begun(company, all_of_them, who=who) for who in (ANN, BOB, MIA)]
    for source, event in (("customer", "CustomerEdited"), ("activity", "FollowUpLogged")):
        company.happened(event, "ann", source)
        assert [next(stream)[2]["id"] for stream in (streams[0], streams[2])] == ["ann", "ann"]

    assert (company.asked, company.pages) == (2, 2)


def test_how_far_the_lists_are_is_asked_now_and_then(company):
    all_of_them = listening(pause=1000)
    streams = [begun(company, all_of_them, who=who) for who in (ANN, BOB)]
    company.happened("CustomerEdited", "ann")
    assert next(streams[0])[0] == "customer"
    assert company.looks == 3  # as each began, and once since

    assert list(streams[1]) == []
    assert company.looks == 3


def test_who_had_it_is_told_that_it_is_gone(company):
    stream = begun(company)
    company.happened("CustomerAssigned", "bob", owner_before="ann")
    company.happened("CustomerEdited", "bob")
    company.happened("CustomerEdited", "ann")

    assert [data["gone"] for _, _, data in islice(stream, 2)] == [True, False]


def test_what_the_lists_do_not_show_yet_is_told_when_they_do(company):
    stream = begun(company)
    company.shown = dict(company.heads)
    company.happened("CustomerEdited", "ann", times=2)
    company.happened("FollowUpLogged", "ann", "activity")
    company.shown |= {"activity": 6}
    assert positions(stream, 1) == ["activity:6"]

    company.shown |= {"customer": 101}
    assert positions(stream, 1) == ["customer:101"]
    company.happened("FollowUpLogged", "ann", "activity")
    company.shown |= {"activity": 7}
    assert positions(stream, 1) == ["activity:7"]

    company.shown |= {"customer": 102}
    assert positions(stream, 1) == ["customer:102"]


def test_a_pool_with_other_members_is_news_to_who_does_not_see_all(company):
    all_of_them = listening()
    ann, mia = (begun(company, all_of_them, who=who) for who in (ANN, MIA))
    company.happened("PoolMembersSet", "ann", pool_id="east")
    company.happened("CustomerEdited", "ann")

    assert next(ann)[::2] == ("reload", {"why": "pools"})
    assert positions(ann, 1) == positions(mia, 1) == ["customer:102"]


def test_only_what_was_asked_for_is_told(company):
    stream = begun(company, kinds=("follow-up",))
    company.happened("CustomerEdited", "ann")
    company.happened("FollowUpLogged", "ann", "activity")

    assert positions(stream, 1) == ["activity:6"]


def test_who_may_listen_no_more_hears_nothing_more(company):
    now = [ANN]
    stream = begun(company, rights=lambda: now[0])
    company.happened("CustomerEdited", "ann")
    now[0] = None

    assert list(stream) == []


def test_a_service_that_is_away_for_a_moment_ends_no_stream(company):
    stream = listening(step=SILENCE / 4).begin(listener(company))
    assert b"event: ready" in next(stream)
    company.away = True
    company.happened("CustomerEdited", "ann")
    assert next(stream).startswith(b": still here\nid: ")
    company.away = False

    assert positions(events(stream), 1) == ["customer:101"]


def test_a_log_that_is_away_for_a_moment_leaves_nothing_out(company):
    company.happened("CustomerEdited", "ann")
    stream = listening(step=SILENCE / 4).begin(listener(company, place=START))
    assert b"event: ready" in next(stream)
    company.log_away = True
    assert next(stream).startswith(b": still here\n")
    company.log_away = False

    assert positions(events(stream), 1) == ["customer:101"]


def test_who_sees_nothing_of_it_goes_on_behind_it_all_the_same(company):
    stream = listening(step=SILENCE / 4).begin(listener(company))
    next(stream)
    company.happened("CustomerEdited", "bob", times=3)
    company.heads["customer"] += 2  # what nobody is told of

    assert f"id: {written({**START, 'customer': 105}, ANN)}\n".encode() in next(stream)


def test_nobody_is_answered_before_it_is_known_how_far_the_lists_are(company):
    company.away, all_of_them = True, listening(streams=1)
    with pytest.raises(Unavailable):
        all_of_them.begin(listener(company))
    company.away = False

    assert begun(company, all_of_them)  # and the place is free again


def test_a_stream_ends_before_its_requests_time_is_up_and_says_when_to_come_back(company):
    chunks = list(listening(step=LATEST / 10).begin(listener(company)))

    assert chunks[0].startswith(b"retry: 2000\n\nevent: ready\n")
    assert len(chunks) < 12


def test_who_comes_while_others_are_let_in_is_counted_with_them(company):
    all_of_them, waiting, refused = listening(), [], []

    def stand():
        waiting.append(1)
        if len(waiting) <= EACH:  # the next one comes while the lists are asked
            try:
                all_of_them.begin(listener(company))
            except Unavailable:
                refused.append(1)
        return dict(company.heads)

    company.stand = stand
    all_of_them.begin(listener(company))
    assert (len(waiting), len(refused)) == (EACH, 1)


def test_nobody_takes_the_place_of_everybody(company):
    all_of_them = listening(streams=EACH + 1)
    streams = [all_of_them.begin(listener(company)) for _ in range(EACH)]
    with pytest.raises(Unavailable, match="too-many-streams"):
        all_of_them.begin(listener(company))
    bob = all_of_them.begin(listener(company, who=BOB))
    with pytest.raises(Unavailable, match="too-many-streams"):
        all_of_them.begin(listener(company, who=MIA))

    bob.close()
    streams.pop().close()

    assert all_of_them.begin(listener(company))
    assert all_of_them.begin(listener(company, who=MIA))
