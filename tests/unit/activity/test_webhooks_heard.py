"""Who registered a webhook is told when it is paused, unless by themselves."""

from dataclasses import replace

from gateway.events import WebhookPaused, WebhookResumed
from kernel.testing import recorded
from services.activity.events import PersonNotified
from services.activity.inbox import INBOX
from services.activity.webhooks_heard import react
from tests.unit.activity.examples import NOON

FAILING = WebhookPaused("w1", "failing", 503, "root", "webhooks", NOON)


def told(event):
    made = [change.decide(INBOX.initial) for change in react(recorded(event))]
    return [one for notes in made for one in notes]


def test_its_owner_is_told_that_the_retries_have_ended():
    [change] = react(recorded(FAILING))
    assert change.stream == "inbox/root"
    assert told(FAILING) == [
        PersonNotified("root", 1, "webhook-paused", None, "w1", NOON, None, None, None, NOON)
    ]


def test_and_who_it_was_if_somebody_has_paused_it():
    [note] = told(replace(FAILING, why="asked", status=None, by="ann"))
    assert note.by == "ann"
    assert told(replace(FAILING, why="asked", by="root")) == []


def test_nothing_else_is_told():
    assert told(WebhookResumed("w1", "ann", NOON)) == []
