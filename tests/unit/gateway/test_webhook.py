"""Webhooks are registered, changed, paused and resumed, and know from where each source is sent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gateway import webhook
from gateway.events import (
    WebhookChanged,
    WebhookPaused,
    WebhookPinged,
    WebhookRegistered,
    WebhookRemoved,
    WebhookReplayed,
    WebhookResumed,
    WebhookSecretRotated,
)
from gateway.webhook import FAILING, MOST
from gateway.webhook_remembered import WEBHOOKS, Mark
from kernel import NotFound
from kernel.testing import specify

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)
URL = "https://erp.example.cn/hooks"
EVENTS = ("customer.*", "pipeline.OpportunityWon")
HEADS = {"customer": 41, "pipeline": 7, "activity": 3, "gateway": 9}
REGISTERED = WebhookRegistered(
    "w1", "ERP", URL, EVENTS, False, "s1", ("customer:41", "pipeline:7"), "root", AT
)
FAILED = WebhookPaused("w1", FAILING, 503, "root", "webhooks", AT)
ASKED = WebhookPaused("w1", "asked", None, "root", "ann", AT)
RESUMED = WebhookResumed("w1", "ann", AT)

given = specify(WEBHOOKS)


def known(*history):
    return WEBHOOKS.fold(history).known["w1"]


def registering():
    return (webhook.register, "w1", "ERP", URL, EVENTS, False, "s1", HEADS, "root", AT)


def test_it_begins_at_the_end_of_the_logs_that_it_is_sent_something_of():
    given().when(*registering()).then(REGISTERED)
    assert known(REGISTERED).marks == {"customer": Mark(1, 41), "pipeline": Mark(1, 7)}


def test_there_are_not_too_many():
    many = [replace(REGISTERED, webhook_id=str(number)) for number in range(MOST)]
    given(*many).when(*registering()).rejected("too-many-webhooks")


def test_a_source_that_is_new_to_it_begins_now_and_the_others_go_on():
    later = HEADS | {"customer": 99, "activity": 20}
    wider = {"events": ("activity.*", "customer.*")}
    changed = WebhookChanged("w1", "ERP", URL, wider["events"], False, ("activity:20",), "ann", AT)
    given(REGISTERED).when(webhook.edit, "w1", wider, later, "ann", AT).then(changed)

    marks = known(REGISTERED, changed).marks
    assert (marks["customer"], marks["activity"]) == (Mark(1, 41), Mark(2, 20))


def test_what_changes_nothing_is_no_change():
    same = {"name": "ERP", "events": EVENTS}
    given(REGISTERED).when(webhook.edit, "w1", same, HEADS, "ann", AT).then()


def test_another_address_has_refused_nothing_yet():
    moved = WebhookChanged("w1", "ERP", URL + "/2", EVENTS, False, (), "ann", AT)
    assert (known(REGISTERED).turn, known(REGISTERED, moved).turn) == (1, 2)


def test_its_version_is_what_somebody_said_of_it_last_whatever_else_happens():
    other = replace(REGISTERED, webhook_id="w2")
    renamed = WebhookChanged("w1", "E2", URL, EVENTS, False, (), "ann", AT)
    all = WEBHOOKS.fold([REGISTERED, renamed, other, ASKED])
    assert (all.known["w1"].version, all.known["w2"].version) == (2, 3)
    assert (webhook.others_since(all, "w1"), webhook.others_since(all, "w2")) == (2, 1)
    stays = WEBHOOKS.fold([REGISTERED, other, WebhookRemoved("w2", "ann", AT)])
    assert webhook.others_since(stays, "w1") == 2


def test_it_is_paused_and_resumed_once():
    given(REGISTERED).when(webhook.pause, "w1", "ann", AT).then(ASKED)
    given(REGISTERED, ASKED).when(webhook.pause, "w1", "ann", AT).then()
    given(REGISTERED, ASKED).when(webhook.resume, "w1", "ann", AT).then(RESUMED)
    given(REGISTERED).when(webhook.resume, "w1", "ann", AT).then()


def test_who_has_tried_in_vain_pauses_none_that_was_resumed_meanwhile():
    trying = (webhook.pause, "w1", "webhooks", AT, FAILING, 503, 1)
    given(REGISTERED).when(*trying).then(FAILED)
    given(REGISTERED, ASKED, RESUMED).when(*trying).then()


def test_it_is_sent_again_from_where_somebody_says():
    replayed = WebhookReplayed("w1", ("customer:0",), "ann", AT)
    given(REGISTERED).when(webhook.replay, "w1", {"customer": 0}, "ann", AT).then(replayed)
    again = known(REGISTERED, replayed).marks
    assert again == {"customer": Mark(2, 0), "pipeline": Mark(1, 7)}
    given(REGISTERED).when(webhook.replay, "w1", {"activity": 0}, "ann", AT).rejected("not-sent")


def test_the_secret_before_is_remembered_for_as_long_as_it_signs():
    until = AT + timedelta(hours=24)
    rotated = WebhookSecretRotated("w1", "s2", until, "ann", AT)
    given(REGISTERED).when(webhook.rotate, "w1", "s2", until, "ann", AT).then(rotated)
    hook = known(REGISTERED, rotated)
    assert (hook.secret_id, hook.secret_before, hook.until) == ("s2", "s1", until)


def test_what_is_not_there_can_only_be_registered():
    for decide, *how in (
        (webhook.edit, {}, HEADS), (webhook.pause,), (webhook.resume,), (webhook.remove,),
        (webhook.rotate, "s2", AT), (webhook.replay, {}), (webhook.ping, "p1"),
    ):  # fmt: skip
        given().when(decide, "w1", *how, by="ann", at=AT).refused(NotFound, "not-found")


def test_it_is_tried_out_and_removed():
    pinged, removed = WebhookPinged("w1", "p1", "ann", AT), WebhookRemoved("w1", "ann", AT)
    given(REGISTERED).when(webhook.ping, "w1", "p1", "ann", AT).then(pinged)
    given(REGISTERED, pinged).when(webhook.remove, "w1", "ann", AT).then(removed)
    assert not WEBHOOKS.fold([REGISTERED, removed]).known
