"""What every command of the activity service has at hand: its log, its caller, whose is what."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from kernel.nameko import at_start, caller, log, rows
from kernel.patience import LONGEST, patiently
from kernel.settings import time_zone
from services.activity import rights
from services.activity.events import UPCASTS, Event
from services.activity.heard import HEARD
from services.activity.owners import Standing, find, holding
from services.activity.people import PEOPLE, gone
from services.staff import require_active

Json = dict[str, Any]
T = TypeVar("T")


class Desk:
    log = log(Event, UPCASTS)
    caller = caller()
    heard = rows(HEARD)
    people = rows(PEOPLE)
    zone = at_start(lambda: ZoneInfo(time_zone()))
    patience = LONGEST
    hearing: Any  # the subscription that `heard` is filled by

    def _made(self, what: str = "") -> str:
        """The id of what a command makes comes from its own, so that a repeated one answers the
        same.
        """
        return str(uuid5(NAMESPACE_OID, self.caller.command_id + what))

    def _standing(
        self,
        customer_id: str,
        at: datetime,
        allowed: Callable[[Standing], bool] | None = None,
    ) -> Standing:
        """A no is believed when the read model has had time to hear the news."""
        allowed = allowed or (lambda customer: rights.works_on(self.caller, customer, at))
        found = self._patiently(customer_id, lambda: holding(self.heard, customer_id), allowed)
        return found if allowed(found) else find(self.heard, customer_id)

    def _patiently(
        self,
        key: str,
        ask: Callable[[], T],
        content: Callable[[T], bool],
        hearing: Any = None,
    ) -> T:
        """What has just been made may not have been heard of yet; `key` is that of its row."""
        told = hearing or self.hearing
        wait = partial(told.wait_for, key)
        return patiently(ask, content, self.patience, wait, sure=told.sure)

    def _require_active(self, *people: str | None) -> None:
        """Who calls is active: the gateway has looked."""
        others = {person for person in people if person and person != self.caller.actor}
        if others:
            require_active(gone(self.people, others))

    def _day(self, at: datetime) -> date:
        """The company's day."""
        return at.astimezone(self.zone).date()


def now() -> datetime:
    return datetime.now(UTC)
