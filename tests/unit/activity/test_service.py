"""What one follow-up writes and answers, over a log in memory."""

from datetime import datetime

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected
from tests.unit.activity.diary import Diary, inside
from tests.unit.people import ANN, BOB, MAY
from tests.unit.pipeline.examples import ASSIGNED_TO_BOB, OWNED_BY_ANN, RELEASED

CALL = {"channel": "phone", "outcome": "interested"}


@pytest.fixture
def diary():
    return Diary()


def test_a_follow_up_is_logged_by_who_made_it(diary):
    answer = diary.desk(ANN).log_follow_up(
        "c1", note="wants\na sample", next_contact_at=inside(days=3), **CALL
    )

    made = diary.last()
    assert answer == {"id": made.follow_up_id, "version": 0, "position": "activity:1"}
    assert (made.author, made.channel, made.outcome) == ("ann", "phone", "interested")
    assert made.note == "wants\na sample"
    assert made.at == made.entered_at


def test_follow_ups_of_one_customer_follow_each_other_in_one_stream(diary):
    answers = [diary.desk(ANN).log_follow_up("c1", **CALL) for _ in range(3)]

    streams = [entry.stream for commit in diary.log.commits for entry in commit.entries]
    assert streams == ["contact/c1"] * 3
    assert [answer["version"] for answer in answers] == [0, 0, 0]  # of the follow-up itself
    assert len({answer["id"] for answer in answers}) == 3


def test_the_same_command_again_answers_the_same_follow_up(diary):
    first = diary.desk(ANN, "one").log_follow_up("c1", **CALL)
    diary.owners.hear(ASSIGNED_TO_BOB)

    assert diary.desk(ANN, "one").log_follow_up("c1", **CALL) == first
    assert diary.log.head() == 1


def test_an_importer_keeps_author_time_and_plan(diary):
    past = {"author": "bob", "at": inside(days=-90), "next_contact_at": inside(days=-80)}
    with pytest.raises(Forbidden):
        diary.desk(ANN).log_follow_up("c1", **CALL | past)

    diary.desk(MAY).log_follow_up("c1", **CALL | past)

    made = diary.last()
    assert (made.author, made.at) == ("bob", datetime.fromisoformat(past["at"]))
    assert made.entered_at > made.at


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"channel": "telepathy"}, "channel"),
        ({"channel": None}, "channel"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "x" * 201}, "outcome"),
        ({"outcome": "a\nb"}, "outcome"),
        ({"note": "a\0b"}, "note"),
        ({"note": "x" * 10_001}, "note"),
        ({"note": 7}, "note"),
        ({"next_contact_at": "tomorrow"}, "next_contact_at"),
        ({"next_contact_at": inside(days=-1)}, "next_contact_at"),
        ({"author": ["ann"]}, "author"),
        ({"author": "ann\u200b"}, "author"),
        ({"author": " ann"}, "author"),
        ({"at": inside(days=1)}, "at"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(diary, given, field):
    with pytest.raises(Invalid) as caught:
        diary.desk(MAY).log_follow_up("c1", **CALL | given)
    assert [error["field"] for error in caught.value.fields["errors"]] == [field]
    assert diary.log.head() == 0


def test_a_claim_that_has_not_been_heard_of_yet_is_read_in_the_log(diary):
    diary.customers.say(OWNED_BY_ANN, ASSIGNED_TO_BOB)
    diary.desk(BOB).log_follow_up("c1", **CALL)

    assert diary.last().author == "bob"


def test_who_does_not_own_it_is_refused_in_the_end(diary):
    with pytest.raises(NotFound):
        diary.desk(BOB).log_follow_up("c1", **CALL)
    diary.owners.hear(RELEASED)
    with pytest.raises(Rejected, match="in-pool"):
        diary.desk(ANN).log_follow_up("c1", **CALL)
    for id in ("c2", "a/b", 7):
        with pytest.raises(NotFound):
            diary.desk(MAY).log_follow_up(id, **CALL)
