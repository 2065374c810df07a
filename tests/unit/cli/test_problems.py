"""What is wrong comes first, with what to do; idle is told apart from dead, dead from slow."""

from typing import Any

import pytest

from cli.conditions import condition, home
from cli.exposition import Sample
from cli.looking import Seen
from cli.problems import problems

LOG = {"source": "customer", "head": 9, "published": 9, "unpublished": 0, "seconds": 0.0}
LOG |= {"relay": "host:1:a", "fault": ""}
LINE = {
    "queue": "analytics.lists", "source": "customer", "position": 9, "behind": 0, "seconds": 0.0,
    "moving": None, "parked_events": 0, "parked_streams": 0, "worker": "host/1/a",
    "rebuilding": False, "rewound": False, "unknown": {}, "fault": "", "newer": "",
}  # fmt: skip


def told(*seen: Seen, log: Any = None, line: Any = None, error: str = "") -> list[tuple[str, str]]:
    facts = {"logs": [LOG | (log or {})], "following": [LINE | (line or {})], "error": error}
    return [(problem.what, problem.do) for problem in problems(seen, facts)]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ({}, "caught up"),
        ({"worker": ""}, "dead"),
        ({"worker": "", "behind": 5}, "dead"),
        ({"worker": "", "rebuilding": True}, "rebuilding"),
        ({"behind": 5, "moving": True, "seconds": 99}, "catching up"),
        ({"behind": 5, "moving": False, "seconds": 1}, "catching up"),
        ({"behind": 5, "moving": False, "seconds": 11}, "stalled"),
        ({"behind": -1}, "beyond"),
        ({"rewound": True}, "beyond"),
        ({"behind": 5, "moving": False, "seconds": 11, "fault": "9 is missing"}, "held up"),
        ({"newer": "format 2"}, "newer"),
    ],
)
def test_a_subscription_is_in_one_condition(line: dict[str, Any], word: str) -> None:
    assert condition(LINE | line) == word


def test_where_all_is_well_nothing_is_said() -> None:
    assert told(Seen("customer", "ready"), Seen("epmd", "running")) == []


def test_a_process_that_is_down_names_its_end_and_its_log() -> None:
    [(what, do)] = told(Seen("customer", "down", exit=-9, restarts=2))
    assert "customer is down" in what
    assert "-9" in what
    assert do == "./crm logs customer"


def test_a_relay_that_is_refused_between_two_attempts_is_told_of_the_broker() -> None:
    page = [Sample("guanxi_relay_refused", {"service": "customer"}, 1.0)]
    well = [Sample("guanxi_relay_refused", {"service": "pipeline"}, 0.0)]
    [(what, do)] = told(
        Seen("relay-customer", "ready", samples=page), Seen("relay-pipeline", "ready", samples=well)
    )
    assert "refuses what relay-customer sends" in what
    assert "./crm logs broker" in do


def test_a_process_that_was_stopped_can_be_woken() -> None:
    assert told(Seen("relay-customer", "stopped", pid=77)) == [
        ("relay-customer was stopped by a signal", "kill -CONT 77")
    ]


def test_one_that_hangs_is_not_one_that_is_not_ready() -> None:
    [(hung, _)] = told(Seen("lists", "hung"))
    [(waits, _)] = told(Seen("lists", "not ready", "projector: the rows are being built anew"))
    assert "does not answer" in hung
    assert waits == "lists is not ready: the rows are being built anew"


def test_all_who_wait_for_the_same_are_one_line() -> None:
    waiting = [Seen(name, "not ready", "mongo") for name in ("customer", "pipeline", "lists")]
    assert told(*waiting) == [
        ("3 processes are not ready: the database does not answer", "./crm logs mongo")
    ]


def test_one_that_fails_again_and_again_is_named_though_it_runs_just_now() -> None:
    assert "failed 4 times" in told(Seen("lists", "ready", restarts=4, failures=4, up=3.0))[0][0]
    assert told(Seen("lists", "ready", restarts=4, failures=4, up=5000.0)) == []


def test_one_that_was_asked_to_end_and_begin_anew_is_not_failing() -> None:
    assert told(Seen("customer", "ready", restarts=9, up=3.0)) == []


@pytest.mark.parametrize(
    ("log", "what", "do"),
    [
        ({"relay": ""}, "nobody relays the events of customer", "./crm logs relay-customer"),
        (
            {"unpublished": 1200, "seconds": 200},
            "1,200 events of customer wait",
            "./crm logs relay",
        ),
        ({"unpublished": -3, "published": 12}, "12 was published", "./crm mend customer"),
    ],
)
def test_a_log_that_is_not_relayed_is_named(log: dict[str, Any], what: str, do: str) -> None:
    [(said, advice)] = told(log=log)
    assert what in said
    assert advice.startswith(do)


def test_what_is_on_its_way_is_no_problem() -> None:
    assert told(log={"unpublished": 1200, "seconds": 2.0}) == []
    assert told(line={"behind": 1200, "seconds": 2.0, "moving": False}) == []
    assert told(line={"behind": 1200, "seconds": 900.0, "moving": True}) == []


@pytest.mark.parametrize(
    ("line", "what", "do"),
    [
        ({"worker": ""}, "nobody works for analytics.lists", "./crm logs lists"),
        ({"behind": 5, "moving": False, "seconds": 60}, "stands still", "./crm logs lists"),
        ({"behind": -5}, "lists: they have read events that", "./crm mend customer, then"),
        ({"rewound": True}, "lists: they have read events that", "./crm rebuild --all"),
        ({"parked_streams": 2, "parked_events": 7}, "parked 2 streams of customer (7", "./crm par"),
    ],
)
def test_a_subscription_that_cannot_go_on_is_named(
    line: dict[str, Any], what: str, do: str
) -> None:
    [(said, advice)] = told(line=line)
    assert what in said
    assert advice.startswith(do)


def test_a_type_that_is_passed_over_is_worth_knowing_and_comes_last() -> None:
    line = {"unknown": {"CustomerLocked": 41}, "parked_streams": 1, "parked_events": 1}
    facts = {"logs": [], "following": [LINE | line]}
    found = problems([], facts)
    assert [problem.wrong for problem in found] == [True, False]
    assert "CustomerLocked, since 41" in found[1].what


def test_a_database_that_is_away_is_a_problem_of_its_own() -> None:
    found = problems([], {"error": "no answer"})
    assert [problem.what for problem in found] == ["the database does not answer: no answer"]


def test_what_cannot_be_read_is_not_a_database_that_does_not_answer() -> None:
    [found] = problems([], {"defect": "KeyError: 'live'"})
    assert found.what == "logs and subscriptions could not be looked at: KeyError: 'live'"


HOLE = "customer: 10 is missing"
FOLLOWERS = ("analytics.lists", "analytics.reports", "activity.reminders", "pipeline.owners")


def test_a_hole_in_a_log_is_one_problem_that_names_log_place_and_command() -> None:
    """However many stand before it, and in whatever words they say so."""
    refusal = f"log-hole: {HOLE}. Nothing behind is handed on; restore it from a backup"
    processes = [
        Seen("relay-customer", "not ready", f"relay: {refusal}"),
        Seen("lists", "not ready", f"projector: {refusal}"),
        Seen("reports", "not ready", f"projector: {refusal}"),
    ]
    stuck = {"behind": 3, "moving": False, "seconds": 900.0, "fault": HOLE}
    facts = {
        "logs": [
            LOG | {"head": 12, "unpublished": 3, "seconds": 900.0, "fault": HOLE, "relay": ""}
        ],
        "following": [LINE | stuck | {"queue": queue} for queue in FOLLOWERS],
    }
    [problem] = problems(processes, facts)
    assert problem.what.startswith("the log of customer cannot be read on: 10 is missing")
    assert problem.do.startswith("./crm verify customer ")


def test_a_hole_that_the_relay_has_long_passed_is_named_by_who_comes_later() -> None:
    line = {"behind": 3, "moving": False, "seconds": 900.0, "fault": HOLE}
    [(what, _)] = told(line=line)
    assert "10 is missing" in what


def test_beside_a_hole_other_things_are_still_told() -> None:
    facts = {"logs": [LOG | {"unpublished": 3, "fault": HOLE}], "following": [LINE]}
    found = problems([Seen("pipeline", "not ready", "mongo")], facts)
    assert sorted(problem.do for problem in found)[0] == "./crm logs mongo"
    assert len(found) == 2


def test_what_a_newer_program_has_written_is_one_problem_with_what_to_do() -> None:
    why = "lists.g1 was written by a newer version (format 2): deploy that version, or rebuild"
    lines = [LINE | {"newer": why, "source": source} for source in ("customer", "pipeline")]
    facts = {"logs": [LOG], "following": lines}
    [problem] = problems([Seen("lists", "not ready", f"projector: newer-format: {why}")], facts)
    assert problem.what == (
        "analytics.lists cannot go on: lists.g1 was written by a newer version (format 2)"
    )
    assert problem.do == "deploy that version, or rebuild"
    assert problem.wrong


def test_what_has_just_begun_is_said_to_start_and_nothing_is_wrong() -> None:
    """Its lease and that of its relay are still those of the process before."""
    begun = [Seen("lists", "starting", up=1.0), Seen("relay-customer", "ready", up=12.0)]
    facts = {"logs": [LOG | {"relay": ""}], "following": [LINE | {"worker": ""}]}
    [problem] = problems(begun, facts)
    assert (problem.what, problem.wrong) == ("lists is starting", False)
    late = [Seen("lists", "ready", up=99.0), Seen("relay-customer", "ready", up=99.0)]
    assert len(problems(late, facts)) == 2


def test_who_waits_for_the_same_in_other_words_is_one_line() -> None:
    silent = "the broker does not answer"
    waiting = [
        Seen("lists", "not ready", f"projector: {silent}"),
        Seen("relay-customer", "not ready", f"relay: {silent}"),
    ]
    assert told(*waiting) == [(f"2 processes are not ready: {silent}", "./crm logs lists")]


def test_the_log_to_look_into_is_that_of_the_process_that_works() -> None:
    assert home("analytics.reports") == "reports"
    assert home("pipeline.reactions") == "pipeline"
