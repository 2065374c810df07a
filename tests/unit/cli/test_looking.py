"""What a process is said to be: one that has just begun is not one that hangs."""

import os

from cli import looking
from cli.looking import SLOW, STARTING, begun, seen
from cli.pid import Pid

SILENT = {
    "restarts": 1,
    "failures": 0,
    "exit": None,
    "address": "",
    "health": "http://127.0.0.1:9/readyz",
}


def state(monkeypatch, up):
    monkeypatch.setattr(looking, "uptime", lambda pid: up)
    return seen("customer", SILENT, Pid.of(os.getpid()), {}).state


def test_a_process_that_has_just_begun_need_not_answer_yet(monkeypatch):
    assert state(monkeypatch, 1.0) == "starting"


def test_one_that_runs_and_does_not_answer_hangs(monkeypatch):
    assert state(monkeypatch, STARTING + 1) == "hung"


def test_one_that_is_not_ready_yet_is_starting_as_long_as_that_may_take():
    assert begun("not ready", "started; mongo", 2.0) == "starting"
    assert begun("not ready", "mongo", STARTING + 1) == "not ready"
    assert begun("not ready", "started", STARTING + 1) == "starting"
    assert begun("not ready", "started", SLOW + 1) == "not ready"
    assert begun("ready", "", 2.0) == "ready"


def test_one_that_has_ended_because_it_was_asked_to_is_about_to_start():
    assert seen("customer", SILENT | {"exit": 0}, None, {}).state == "starting"
    assert seen("customer", SILENT | {"exit": -9}, None, {}).state == "down"
    assert seen("customer", SILENT | {"exit": "no such file"}, None, {}).state == "down"
