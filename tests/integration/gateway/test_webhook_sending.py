"""Webhooks over real HTTP and a real database: in order, at least once, paused and not dropped."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from gateway import webhook
from gateway.sending.signature import secret_of
from gateway.webhook_remembered import Webhook
from tests.integration.gateway.receiver import Answer, Received, Receiver, receiver
from tests.integration.gateway.sending_rig import Rig, eventually

ROOT = Path(__file__).parents[3]


def upto(target: Receiver, last: int) -> list[int]:
    eventually(lambda: last in target.positions())
    return target.positions()


def every(target: Receiver, last: int) -> list[int]:
    """Of several subjects that are sent side by side the last one may be there first."""
    eventually(lambda: set(range(1, last + 1)) <= set(target.positions()))
    return target.positions()


def test_everything_arrives_signed_and_in_order(rig: Rig, target: Receiver) -> None:
    rig.happened("customer/1", "customer/2", "customer/1")
    id = rig.register(target.url)
    rig.start()
    assert sorted(every(target, 3)) == [1, 2, 3]
    rig.happened("customer/1")
    upto(target, 4)

    assert target.positions("customer/1") == [1, 3, 4]
    secret = secret_of(id, "s1")
    assert all(got.signed_with(secret) for got in target.received)
    [first] = [got for got in target.received if got.event["position"] == 1]
    assert first.headers["webhook-id"] == first.event["id"] == "/guanxi/customer/1"
    assert first.headers["content-type"] == "application/cloudevents+json"
    delivered = eventually(lambda: len(rig.deliveries(id)) == 4 and rig.deliveries(id))
    assert {one["outcome"] for one in delivered} == {"taken"}


def test_only_what_was_chosen_is_sent_and_the_rest_is_passed_by(rig: Rig, target: Receiver) -> None:
    id = rig.register(target.url, ["customer.Wanted"])
    rig.happened("customer/1")
    rig.happened("customer/1", type="Wanted")
    rig.happened("customer/1")
    rig.start()
    assert upto(target, 2) == [2]
    eventually(lambda: rig.standing(id).sources["customer"]["position"] == 3)


def test_a_target_that_fails_is_tried_again_and_nothing_overtakes(
    rig: Rig, target: Receiver
) -> None:
    refused: list[int] = []

    def moody(got: Received) -> Answer:
        if len(refused) < 6 and got.event["subject"] == "customer/1":
            refused.append(got.event["position"])
            return 500, {}
        return 204, {}

    target.answer = moody
    rig.happened("customer/1", "customer/1", "customer/2", "customer/3")
    rig.register(target.url)
    rig.start()
    upto(target, 2)
    assert refused == [1] * 6
    assert sorted(target.positions()[:2]) == [3, 4]  # of others, side by side


def test_a_target_that_hangs_delays_no_other(rig: Rig, target: Receiver) -> None:
    with receiver() as slow:
        slow.answer = slow.hang
        rig.happened(*(f"customer/{number}" for number in range(20)))
        hanging = rig.register(slow.url)
        rig.register(target.url)
        rig.start(seconds=20)
        eventually(lambda: len(slow.received) == 4)
        assert sorted(every(target, 20)) == list(range(1, 21))
        assert rig.standing(hanging).sources == {}
        slow.hanging.set()
        upto(slow, 20)


def test_a_source_that_is_away_delays_no_other(rig: Rig, target: Receiver) -> None:
    rig.happened("customer/1")
    rig.register(target.url, ["activity.*", "customer.*"])
    rig.start()
    assert upto(target, 1) == [1]


def test_one_that_cannot_go_on_at_all_harms_no_other(rig: Rig, target: Receiver) -> None:
    broken = rig.register(target.url)
    rig.database["webhook_standing"].insert_one({"_id": broken, "epoch": 0, "unheard_of": 1})
    rig.happened("customer/1")
    rig.register(target.url)
    rig.start()
    assert upto(target, 1) == [1]
    rig.happened("customer/1")
    assert upto(target, 2) == [1, 2]


def test_a_target_that_asks_for_a_rest_gets_it(rig: Rig, target: Receiver) -> None:
    target.answer = lambda got: (429, {"Retry-After": "3600"})
    rig.happened("customer/1", "customer/2")
    id = rig.register(target.url)
    rig.start()
    standing = eventually(lambda: rig.standing(id).tried_at and rig.standing(id))
    assert standing.rest_until - standing.tried_at == pytest.approx(3600, abs=1)
    sent = len(target.received)
    rig.happened("customer/3")
    eventually(lambda: rig.standing(id).sources["customer"]["tried"])
    assert len(target.received) == sent == 2


@pytest.mark.parametrize(("status", "why"), [(410, "gone"), (503, "failing"), (500, "failing")])
def test_it_is_paused_and_goes_on_where_it_stood(
    rig: Rig, target: Receiver, status: int, why: str
) -> None:
    rig.happened("customer/1")
    id = rig.register(target.url)
    rig.start(0.05, 0.05)
    upto(target, 1)
    target.answer = lambda got: (status, {})
    rig.happened("customer/1", "customer/1")
    eventually(lambda: rig.hook(id).paused)
    hook, sent = rig.hook(id), len(target.received)
    assert (hook.paused, hook.status) == (why, status)
    assert sent == (2 if why == "gone" else 1 + 3)
    eventually(lambda: REGISTRY.get_sample_value("guanxi_webhooks_paused") == 1)
    rig.happened("customer/1")

    target.answer = lambda got: (204, {})
    rig.command(webhook.resume, id)
    assert upto(target, 4) == [1, 2, 3, 4]
    assert len(target.received) == sent + 3


def test_one_that_was_paused_is_sent_a_ping_and_nothing_else(rig: Rig, target: Receiver) -> None:
    id = rig.register(target.url)
    rig.command(webhook.pause, id)
    rig.happened("customer/1")
    rig.command(webhook.ping, id, "p1")
    rig.start()
    [delivered] = eventually(lambda: rig.deliveries(id))
    assert (delivered["type"], delivered["outcome"]) == ("guanxi.webhook.Ping.v1", "taken")
    assert [got.event["id"] for got in target.received] == ["/guanxi/webhooks/ping/p1"]


def test_it_is_sent_again_from_where_somebody_says(rig: Rig, target: Receiver) -> None:
    rig.happened("customer/1", "customer/1", "customer/1")
    id = rig.register(target.url)
    rig.start()
    upto(target, 3)
    rig.command(webhook.replay, id, {"customer": 1})
    eventually(lambda: len(target.taken) == 5)
    assert [one["position"] for one in target.taken] == [1, 2, 3, 2, 3]


def test_of_two_senders_one_works_and_the_other_takes_over(rig: Rig, target: Receiver) -> None:
    rig.register(target.url)
    first = rig.start()
    rig.happened("customer/1")
    upto(target, 1)
    rig.start()
    rig.happened("customer/1")
    upto(target, 2)
    first.set()
    rig.happened("customer/1")
    upto(target, 3)
    assert [one["position"] for one in target.taken] == [1, 2, 3]


def test_a_change_of_its_choice_counts_at_once(rig: Rig, target: Receiver) -> None:
    id = rig.register(target.url, ["customer.Wanted"])
    rig.start()
    rig.happened("customer/1", type="Wanted")
    upto(target, 1)
    rig.command(webhook.edit, id, {"events": ("customer.*",)}, {})
    eventually(lambda: rig.hook(id).events == ("customer.*",))
    before: Webhook = rig.hook(id)
    eventually(lambda: arrives(rig, target))
    assert before.marks == rig.hook(id).marks


def arrives(rig: Rig, target: Receiver) -> bool:
    """Whether something of the other type does by now; one more is made for each look."""
    rig.happened("customer/1")
    return any(".Happened." in one["type"] for one in target.taken)


def test_a_sender_that_is_killed_loses_nothing_and_keeps_the_order(
    rig: Rig, target: Receiver
) -> None:
    """Some is sent twice; of each subject nothing before what came before it."""
    subjects = [f"customer/{number % 7}" for number in range(150)]
    rig.register(target.url)
    for begin in range(0, 150, 50):
        rig.happened(*subjects[begin : begin + 50])
    for upto_now in (20, 80):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.gateway.sending_process", *["0.2"] * 9],
            cwd=ROOT, env=os.environ.copy(),
        )  # fmt: skip
        try:
            eventually(lambda wanted=upto_now: len(target.positions()) >= wanted)
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    rig.start()
    eventually(lambda: len(target.positions()) == 150)
    for subject in set(subjects):
        assert target.positions(subject) == sorted(target.positions(subject))
    assert len(target.taken) < 150 + 2 * 8
