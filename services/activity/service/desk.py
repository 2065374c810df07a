"""What every command of the activity service has at hand: its log, its caller, whose is what."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from kernel.nameko import at_start, caller, log, rows
from kernel.patience import LONGEST, patiently
from kernel.settings import time_zone
from services.activity import rights
from services.activity.events import UPCASTS, Event
from services.activity.owners import OWNERS, Standing, find
from services.activity.people import PEOPLE, gone
from services.staff import require_active

Json = dict[str, Any]


class Desk:
    log = log(Event, UPCASTS)
    caller = caller()
    owners = rows(OWNERS)
    people = rows(PEOPLE)
    zone = at_start(lambda: ZoneInfo(time_zone()))
    patience = LONGEST
    heard: Any  # the subscription that `owners` are filled by

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
        works_on = lambda customer: rights.works_on(self.caller, customer, at)  # noqa: E731
        return patiently(
            lambda: find(self.owners, customer_id),
            allowed or works_on,
            self.patience,
            self.heard.wait,
            sure=self.heard.sure,
        )

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
