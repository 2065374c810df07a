"""What every command of the activity service has at hand: its log, its caller, whose is what."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from kernel.nameko import caller, log, rows
from kernel.patience import LONGEST, patiently
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
    patience = LONGEST
    heard: Any  # the subscription that `owners` are filled by

    def _made(self) -> str:
        """The id of what a command makes comes from its own, so that a repeated one answers the
        same.
        """
        return str(uuid5(NAMESPACE_OID, self.caller.command_id))

    def _standing(self, customer_id: str, at: datetime) -> Standing:
        """A no is believed when the read model has had time to hear the news."""
        return patiently(
            lambda: find(self.owners, customer_id),
            lambda customer: rights.works_on(self.caller, customer, at),
            self.patience,
            self.heard.wait,
            sure=self.heard.sure,
        )

    def _require_active(self, *people: str | None) -> None:
        """Who calls is active: the gateway has looked."""
        others = {person for person in people if person and person != self.caller.actor}
        if others:
            require_active(gone(self.people, others))


def now() -> datetime:
    return datetime.now(UTC)
