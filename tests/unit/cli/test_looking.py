"""What a process is said to be: one that has just begun is not one that hangs."""

import os

from cli import looking
from cli.looking import STARTING, seen
from cli.pid import Pid

SILENT = {"restarts": 1, "exit": None, "address": "", "health": "http://127.0.0.1:9/readyz"}


def state(monkeypatch, up):
    monkeypatch.setattr(looking, "uptime", lambda pid: up)
    return seen("customer", SILENT, Pid.of(os.getpid()), {}).state


def test_a_process_that_has_just_begun_need_not_answer_yet(monkeypatch):
    assert state(monkeypatch, 1.0) == "starting"


def test_one_that_runs_and_does_not_answer_hangs(monkeypatch):
    assert state(monkeypatch, STARTING + 1) == "hung"
