"""What can happen in working with customers: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast. `at` is when it happened. Fields marked PERSONAL concern
an identifiable person and are what can be shredded.
"""

from collections.abc import Callable
from typing import Any

from services.activity.published.follow_ups import ContactEvent, ContactReset, FollowUpLogged
from services.activity.published.notifications import (
    NoticeGiven,
    NotificationEvent,
    NotificationsRead,
    PersonNotified,
)
from services.activity.published.reminders import (
    ContactReminded,
    ReminderEvent,
    ReminderRulesSet,
    ReminderStep,
)

Event = ContactEvent | ReminderEvent | NotificationEvent  # all that the log of this service holds

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "UPCASTS",
    "ContactEvent",
    "ContactReminded",
    "ContactReset",
    "Event",
    "FollowUpLogged",
    "NoticeGiven",
    "NotificationEvent",
    "NotificationsRead",
    "PersonNotified",
    "ReminderEvent",
    "ReminderRulesSet",
    "ReminderStep",
]
