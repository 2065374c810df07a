"""Webhooks that are not sent to are among what is wrong, once and by their cause."""

from typing import Any

from cli.looking import Seen
from cli.problems import problems

UNSENT = {"level": "act", "what": "nobody sends", "do": "./crm logs webhooks"}
GONE = {"level": "act", "what": "1 webhook is paused: ERP", "do": "resume it"}
FAILS = {"level": "look", "what": "1 webhook fails: BI", "do": "look"}
ASKED = {"level": "well", "what": "1 webhook is paused, as asked: X", "do": "resume it"}


def told(*seen: Seen, unsent: Any = (), sentences: Any = ()) -> list[tuple[str, bool]]:
    facts = {"webhooks": {"unsent": unsent, "sentences": sentences}}
    return [(one.what, one.wrong) for one in problems(seen, facts)]


def test_what_is_paused_is_wrong_and_what_somebody_asked_for_is_worth_knowing() -> None:
    assert told(sentences=[ASKED, FAILS, GONE]) == [
        (GONE["what"], True), (ASKED["what"], False), (FAILS["what"], False)
    ]  # fmt: skip


def test_that_nobody_sends_is_wrong_where_the_process_seems_well_or_is_elsewhere() -> None:
    assert told(Seen("webhooks", "ready", up=99.0), unsent=[UNSENT]) == [("nobody sends", True)]
    assert told(Seen("customer", "ready", up=1.0), unsent=[UNSENT]) == [("nobody sends", True)]


def test_a_sender_that_is_down_or_begins_is_told_once() -> None:
    [(what, _)] = told(Seen("webhooks", "down", exit=-9), unsent=[UNSENT])
    assert what.startswith("webhooks is down")
    assert told(Seen("webhooks", "ready", up=3.0), unsent=[UNSENT]) == []


def test_where_they_could_not_be_read_nothing_is_said() -> None:
    assert problems([], {"webhooks": {}}) == []
