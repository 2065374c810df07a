"""A contact in examples."""

from datetime import UTC, datetime, timedelta

from services.activity.contact import FollowUp
from services.activity.events import ContactReset, FollowUpLogged
from services.activity.owners import Standing

LAST_YEAR = datetime(2025, 3, 1, 4, tzinfo=UTC)
NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
NEXT_WEEK = NOON + timedelta(days=7)

ANNS = Standing(known=True, owner="ann")
BOBS = Standing(known=True, owner="bob")
FREE = Standing(known=True, owner=None)
PUT_AWAY = Standing(known=True, archived=True, kept_for="ann")
UNHEARD = Standing()

CALL = FollowUp("ann", "phone", "interested", "wants a sample", NEXT_WEEK, None)
LOGGED = FollowUpLogged(
    "f1", "c1", "ann", "phone", "interested", "wants a sample", NEXT_WEEK, NOON, NOON
)
RESET = ContactReset("c1", "CustomerReleased", LATER)
