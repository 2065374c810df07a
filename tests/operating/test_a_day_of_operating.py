"""The operator's commands on a whole system: what is wrong is said, repaired, and well again."""

import json
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from cli.load.lead_rows import COLUMNS
from tests.e2e.conftest import System, running
from tests.operating.operated import ask, eventually, mongo, register, run, status


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system of its own: what is broken here would break other tests."""
    with running(tmp_path_factory.mktemp("operated")) as started:
        yield started


@pytest.mark.timeout(420)
def test_a_day_in_the_life_of_an_operator(own: System) -> None:
    for number in range(5):
        register(own, f"Customer {number} Ltd")
    all_is_well(own)
    what_cannot_be_done_is_said_at_once(own)
    a_stopped_process_is_named_and_told_from_a_slow_one(own)
    a_parked_stream_is_listed_and_replayed(own)
    a_wrong_row_is_found_and_switching_back_and_forth_works(own)
    a_restored_log_is_refused_mended_and_rebuilt(own)
    half_a_system_still_has_a_status(own)


def all_is_well(own: System) -> None:
    found = eventually(lambda: (now := status(own))["well"] and now)
    [log] = [log for log in found["logs"] if log["source"] == "customer"]
    eventually(lambda: status(own)["logs"][1]["published"] == log["head"] >= 5)
    assert log["commits"] == 5
    assert log["group"] >= 1
    assert {line["condition"] for line in found["subscriptions"]} <= {"caught up", "catching up"}
    assert {line["queue"] for line in found["subscriptions"]} == {
        "analytics.lists", "analytics.reports", "pipeline.owners",
        "activity.reminders", "activity.deals", "activity.commitments", "activity.reactions",
        "activity.people", "activity.news", "activity.webhooks",
        "pipeline.reactions", "pipeline.handovers", "pipeline.heard",
        "customer.returns", "customer.reactions", "customer.people",
    }  # fmt: skip
    shown = eventually(lambda: (now := run(own, "status")).returncode == 0 and now)
    assert shown.stdout.startswith("all is well\n")
    assert "\033" not in shown.stdout
    again = run(own, "up", "--scale", "customer=2")
    assert again.returncode == 1
    assert "running already" in again.stderr


def what_cannot_be_done_is_said_at_once(own: System) -> None:
    """And nobody is asked whether he wants it."""
    mended = run(own, "mend", "customer")
    assert mended.returncode == 0
    assert "nothing to mend" in mended.stdout
    unknown = run(own, "rebuild", "nope")
    assert unknown.returncode == 2
    assert "groups: activity.deals, activity.people, activity.reminders" in unknown.stderr
    assert run(own, "rebuild", "--all", "--back").returncode == 1
    [mongo] = [one for one in status(own)["processes"] if one["name"] == "mongo"]
    os.kill(mongo["pid"], signal.SIGSTOP)
    try:
        leads = own.run_dir / "leads.csv"
        leads.write_text(",".join(COLUMNS) + "\n")
        began = time.monotonic()
        refused = run(own, "load", "leads", str(leads))
        assert time.monotonic() - began < 45  # a request would be repeated for 90 seconds
        assert refused.returncode == 1
        assert "mongo (stopped)" in refused.stderr
    finally:
        os.kill(mongo["pid"], signal.SIGCONT)
    eventually(lambda: status(own)["well"])


def a_stopped_process_is_named_and_told_from_a_slow_one(own: System) -> None:
    [lists] = [one for one in status(own)["processes"] if one["name"] == "lists"]
    os.kill(lists["pid"], signal.SIGSTOP)
    try:
        shown = run(own, "status")
        assert shown.returncode == 1
        assert f"-> kill -CONT {lists['pid']}" in shown.stdout
        # caught up it is all the while; only its lease tells that nobody is there
        assert eventually(lambda: conditions(own)["analytics.lists"] == {"dead"})
        assert conditions(own)["analytics.reports"] == {"caught up"}
    finally:
        os.kill(lists["pid"], signal.SIGCONT)
    eventually(lambda: status(own)["well"])


def conditions(own: System) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in status(own)["subscriptions"]:
        found.setdefault(line["queue"], set()).add(line["condition"])
    return found


def a_parked_stream_is_listed_and_replayed(own: System) -> None:
    id = register(own, "Parked Ltd")["id"]
    eventually(lambda: ask(own, "GET", f"/v1/customers/{id}").ok)
    envelope = {"source": "/guanxi/customer", "subject": f"customer/{id}", "type": "nonsense"}
    with mongo(own) as client:
        client["guanxi_analytics"]["parked"].insert_one(
            {"_id": "x", "checkpoint": "lists.g1", "source": "customer", "stream": f"customer/{id}",
             "position": 10**9, "envelope": json.dumps(envelope), "error": "ValueError: nonsense"}
        )  # fmt: skip
    listed = run(own, "parked")
    assert f"customer/{id}" in listed.stdout
    assert "ValueError: nonsense" in listed.stdout
    where = ("analytics.lists", "customer", f"customer/{id}")
    assert '"nonsense"' in run(own, "parked", "inspect", *where).stdout
    assert "analytics.lists has parked 1 streams" in run(own, "status").stdout
    assert run(own, "parked", "replay", *where).returncode == 1
    assert run(own, "parked", "drop", *where).returncode == 1  # nobody agreed
    assert f"customer/{id}" in run(own, "parked").stdout
    assert run(own, "parked", "drop", *where, "--yes").returncode == 0
    listed = run(own, "parked").stdout
    assert "nothing is parked" in listed
    assert "analytics.lists does without 1 events that were given up" in listed
    assert run(own, "parked", "replay").returncode == 2
    assert run(own, "parked", "inspect", "nobody", "x", "y").returncode == 2


def a_wrong_row_is_found_and_switching_back_and_forth_works(own: System) -> None:
    eventually(lambda: status(own)["well"])
    assert run(own, "verify", "--all").returncode == 0
    with mongo(own) as client:
        rows = client["guanxi_analytics"]["directory.g1"]
        rows.update_one({"name": "Customer 3 Ltd"}, {"$set": {"name": "Somebody Else"}})
    found = run(own, "verify", "customer", "--all")
    assert found.returncode == 1
    assert "name is 'Somebody Else', not 'Customer 3 Ltd'" in found.stdout
    assert run(own, "rebuild", "lists").returncode == 0
    assert run(own, "verify", "--all").returncode == 0
    assert run(own, "rebuild", "lists", "--back").returncode == 0
    assert run(own, "verify", "--all").returncode == 1
    assert run(own, "rebuild", "lists", "--back").returncode == 0
    assert run(own, "verify", "nothing").returncode == 2


def a_restored_log_is_refused_mended_and_rebuilt(own: System) -> None:
    lost = register(own, "Lost Ltd")
    position = int(lost["position"].split(":")[1])
    eventually(lambda: ask(own, "GET", f"/v1/customers/{lost['id']}").ok)
    eventually(lambda: status(own)["well"])
    with mongo(own) as client:
        client["guanxi_customer"]["log"].delete_one({"keys": f"customer/{lost['id']}@1"})
    [refused] = eventually(
        lambda: [a for a in [ask(own, "GET", "/v1/customers")] if a.status_code == 503]
    )
    assert refused.json()["type"].endswith("/rows-beyond-log")
    assert refused.headers["Retry-After"]
    shown = run(own, "status")
    assert shown.returncode == 1
    assert "./crm mend customer" in shown.stdout
    assert run(own, "mend", "customer").returncode == 1  # nobody agreed
    assert run(own, "mend", "customer", "--yes").returncode == 0
    shown = run(own, "status").stdout
    assert "customer is down" not in shown  # it was asked to begin anew
    assert "has failed" not in shown
    assert run(own, "rebuild", "--all").returncode == 0
    eventually(lambda: status(own)["well"])
    eventually(lambda: ask(own, "GET", "/v1/customers").ok)
    assert ask(own, "GET", f"/v1/customers/{lost['id']}").status_code == 404
    after = register(own, "After Ltd")
    assert int(after["position"].split(":")[1]) > position
    eventually(lambda: ask(own, "GET", f"/v1/customers/{after['id']}").ok)
    eventually(lambda: status(own)["well"])
    assert run(own, "verify", "--all").returncode == 0


def half_a_system_still_has_a_status(own: System) -> None:
    [server] = [one for one in status(own)["processes"] if one["name"] == "mongo"]
    os.kill(server["pid"], signal.SIGSTOP)
    try:
        shown = run(own, "status")
        assert shown.returncode == 1
        assert "mongo was stopped by a signal" in shown.stdout
        assert "the database does not answer" in shown.stdout
        assert "gateway" in shown.stdout
    finally:
        os.kill(server["pid"], signal.SIGCONT)


def test_where_nothing_runs_nothing_is_made(tmp_path: Any) -> None:
    here = System("", tmp_path)
    commands = "status", "lag", "parked", "verify", "mend customer", "rebuild --all"
    for arguments in map(str.split, commands):
        done = run(here, *arguments)
        assert done.returncode == 3, done.stderr
    assert json.loads(run(here, "status", "--json").stdout) == {"running": False}
    assert run(here, "up", "--scale", "gateway=2").returncode == 2
    assert run(here, "load", "leads", str(tmp_path / "nothing.csv")).returncode == 2
    assert list(tmp_path.iterdir()) == []
