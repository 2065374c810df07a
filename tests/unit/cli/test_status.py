"""`./crm status` for people: what is wrong stands first, tables under it."""

from typing import Any

from cli.status import report
from cli.status_tables import holder

PROCESS = {
    "name": "customer", "state": "ready", "why": "", "pid": 41, "restarts": 0, "exit": None,
    "address": "127.0.0.1:1", "up": 200.0, "memory": 5e7, "files": 12, "rpc_served_p99": 0.05,
    "stalled_seconds": 1.2,
}  # fmt: skip
LOG = {
    "source": "customer", "head": 1234, "published": 1200, "unpublished": 34, "seconds": 1.5,
    "relay": "host:99:x", "group": 2.25, "commits": 9, "conflicts": 3, "lost_races": 6,
    "epoch": 5,
}  # fmt: skip
LINE = {
    "queue": "analytics.lists", "source": "customer", "position": 1234, "behind": 0,
    "seconds": 0.0, "parked_streams": 0, "worker": "host/41/x", "condition": "caught up",
    "newer": "",
}  # fmt: skip


def shown(**other: Any) -> str:
    known = {
        "problems": [], "processes": [PROCESS], "logs": [LOG], "subscriptions": [LINE],
        "addresses": {"gateway": "http://127.0.0.1:8000"},
    }  # fmt: skip
    return "\n".join(report(known | other))


def test_well_is_said_in_one_line() -> None:
    assert shown().startswith("all is well\n\nprocess")


def test_what_is_wrong_stands_first_with_what_to_do() -> None:
    problem = {"what": "mongo is down", "do": "./crm logs mongo", "wrong": True}
    lines = shown(problems=[problem]).splitlines()
    assert lines[:3] == ["1 thing is wrong", "  ! mongo is down", "      -> ./crm logs mongo"]


def test_a_note_is_no_fault() -> None:
    note = {"what": "lists passes over X", "do": "deploy", "wrong": False}
    assert shown(problems=[note]).startswith("all is well\n  · lists passes over X")


def test_figures_stand_under_their_headings() -> None:
    text = shown()
    assert " ".join(next(x for x in text.splitlines() if "1,234" in x).split()) == (
        "customer 1,234 1,200 34 2 s 2.2 3 6 host 99 5"
    )
    assert (
        "customer  ready   41  3 min         0   50 MB     12  50 ms      1 s  127.0.0.1:1" in text
    )


def test_when_the_database_is_away_the_processes_are_shown_all_the_same() -> None:
    text = shown(logs=[], subscriptions=[])
    assert "subscription" not in text
    assert "customer  ready" in text


def test_a_lease_is_named_by_the_process_that_holds_it() -> None:
    assert holder("host/41/abc", [PROCESS]) == "customer"
    assert holder("other:77:abc", [PROCESS]) == "other 77"
    assert holder("", [PROCESS]) == "nobody"


def test_while_something_starts_all_is_not_well_yet_and_nothing_is_wrong() -> None:
    starting = PROCESS | {"name": "lists", "state": "starting"}
    text = shown(processes=[PROCESS, starting])
    assert text.startswith("nothing is wrong, and not all of it has started yet\n")


def test_where_a_newer_program_stands_is_not_guessed() -> None:
    text = shown(subscriptions=[LINE | {"newer": "format 2", "condition": "newer", "position": 0}])
    [line] = [line for line in text.splitlines() if line.startswith("analytics.lists")]
    assert line.split()[1:] == ["customer", "newer", "-", "-", "-", "customer"]


def test_growth_and_room_are_told_in_words_with_what_to_do() -> None:
    full = {"level": "act", "what": "the disk will be full in 3 days", "do": "add space"}
    grows = {"level": "well", "what": "200 events come in a day", "do": ""}
    lines = shown(outlook={"sentences": [full, grows]}).splitlines()
    at = lines.index("  ! the disk will be full in 3 days")
    assert lines[at + 1 : at + 3] == ["      -> add space", "  ✓ 200 events come in a day"]


HOOKS = [
    {"name": "ERP 主", "state": "paused", "since": "2026-11-20T10:15:30Z", "behind": 1234,
     "status": 410},
    {"name": "BI", "state": "active", "since": None, "behind": 0, "status": None},
]  # fmt: skip


def test_webhooks_have_a_table_of_their_own_with_since_when_and_who_sends() -> None:
    text = shown(webhooks={"sender": "host/41/abc", "hooks": HOOKS, "sentences": []})
    erp, bi = (line for line in text.splitlines() if line.startswith(("ERP", "BI")))
    assert erp.split()[2:] == ["paused", "2026-11-20", "10:15", "1,234", "410", "customer"]
    assert bi.split() == ["BI", "active", "-", "0", "-", "customer"]
    assert "webhook" not in shown(webhooks={})
    assert "webhook" not in shown(webhooks={"sender": "", "hooks": []})
