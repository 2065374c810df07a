"""The loader's client: a command is repeated until it is answered, and cannot happen twice."""

import pytest

from cli.load.client import GaveUp, problem
from cli.load.retry import LONGEST_PAUSE, pause, retry_after
from cli.load.transport import Disconnected
from tests.unit.cli.scripted import Script, reply

RECEIPT = {"id": "42", "version": 1, "position": "customer:7"}


@pytest.mark.parametrize(
    "failure", [reply(503), reply(504), reply(502), reply(429), Disconnected("reset")]
)
def test_a_command_without_an_answer_is_sent_again_under_the_same_key(failure):
    script = Script([failure, reply(201, RECEIPT)])
    answer = script.client().post("/v1/customers", {"name": "李雷"}, "k1")
    assert answer.accepted
    assert [asked[3]["Idempotency-Key"] for asked in script.asked] == ["k1", "k1"]
    assert script.asked[0] == script.asked[1]
    assert len(script.slept) == 1


@pytest.mark.parametrize("status", [400, 404, 409, 412, 422])
def test_a_refusal_is_an_answer_and_is_not_asked_again(status):
    script = Script([reply(status, {"type": "https://x/problems/duplicate"})])
    answer = script.client().post("/v1/customers", {}, "k1")
    assert not answer.accepted
    assert answer.slug == "duplicate"
    assert len(script.asked) == 1


def test_a_customer_that_a_service_has_not_heard_of_yet_is_asked_for_again():
    script = Script([reply(404), reply(404), reply(200, RECEIPT)])
    assert script.client().post("/v1/x", {}, "k1", unknown_yet=5).accepted
    assert len(script.asked) == 3


def test_a_customer_that_stays_unknown_is_an_answer():
    script = Script([reply(404)])
    assert script.client().post("/v1/x", {}, "k1", unknown_yet=2).status == 404
    assert len(script.asked) == 3


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_not_good_enough_ends_the_load(status):
    script = Script([reply(status, {"detail": "Your role may not do this."})])
    with pytest.raises(GaveUp, match="Your role may not do this"):
        script.client().post("/v1/customers", {}, "k1")


def test_a_system_that_stays_away_ends_the_load_after_some_patience():
    script = Script([Disconnected("connection refused")])
    with pytest.raises(GaveUp, match="connection refused"):
        script.client(patience=30.0).post("/v1/customers", {}, "k1")
    assert len(script.asked) > 3


def test_reading_what_is_not_there_says_why():
    script = Script([reply(404, {"type": "https://x/problems/not-found", "detail": "No such id."})])
    with pytest.raises(GaveUp, match="not-found · No such id"):
        script.client().get("/v1/customers", "customer:1,pipeline:2", q="李 雷")
    assert script.asked[0][1] == "/v1/customers?q=%E6%9D%8E+%E9%9B%B7"
    assert script.asked[0][3] == {"X-Read-After": "customer:1,pipeline:2"}


def test_the_pause_doubles_up_to_a_ceiling_and_is_spread_by_chance():
    assert pause(0, 0.0) == 0.0
    assert pause(1, 0.5) == pause(0, 0.5) * 2
    assert pause(500, 0.999) < LONGEST_PAUSE
    assert pause(0, 0.5, retry_after=2.0) > 2.0


@pytest.mark.parametrize(
    ("header", "seconds"), [("3", 3.0), ("-1", 0.0), ("Wed, 21 Oct", 0.0), ("900", LONGEST_PAUSE)]
)
def test_retry_after_is_obeyed_as_far_as_it_makes_sense(header, seconds):
    assert retry_after({"Retry-After": header}) == seconds


def test_a_problem_names_the_fields():
    body = {"type": "x/invalid", "errors": [{"field": "phones.0", "message": "is no number"}]}
    assert problem(body) == "invalid · phones.0: is no number"
