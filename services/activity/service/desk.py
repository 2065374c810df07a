"""What every command of the activity service has at hand: its log, its caller, whose is what."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from kernel.nameko import at_start, caller, log, remote, rows
from kernel.patience import LONGEST, patiently
from kernel.refusal import Refusal, Rejected
from kernel.settings import time_zone
from services.activity.events import DOWNCASTS, UPCASTS, Event
from services.activity.heard import HEARD
from services.activity.owners import OWNER, Standing, find, holding, in_its_pool, standing
from services.activity.people import PEOPLE, gone, strangers
from services.rights import works_on
from services.staff import require_active, require_known
from services.whose import Whose

Json = dict[str, Any]
T = TypeVar("T")
WHOSE = Whose(HEARD, OWNER, holding, standing, in_its_pool, find)


class Desk:
    log = log(Event, UPCASTS, DOWNCASTS)
    caller = caller()
    heard = rows(HEARD)
    people = rows(PEOPLE)
    customers = remote("customer")
    zone = at_start(lambda: ZoneInfo(time_zone()))
    patience = LONGEST
    hearing: Any  # the subscription that `heard` is filled by
    hearing_of_people: Any

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
        """A no is believed when the customers' log itself has said so."""
        allowed = allowed or (lambda customer: works_on(self.caller, customer, at))
        found = WHOSE.asked(
            customer_id, allowed, self.heard, self.hearing, self.customers, self.patience
        )
        self.log.rests_on("customer", found.heard)
        return found

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
            require_known(self._strangers(others))

    def _wrong_people(self, *people: str | None) -> Refusal | None:
        """For a decision that has first to see whether it refuses anything itself."""
        try:
            self._require_active(*people)
        except Rejected as refusal:
            return refusal
        return None

    def _strangers(self, people: Collection[str]) -> frozenset[str]:
        """Who has just come may not have been heard of yet."""
        news = self.hearing_of_people
        return patiently(
            lambda: strangers(self.people, people),
            lambda found: not found,
            self.patience,
            news.wait,
            sure=news.sure,
        )

    def _day(self, at: datetime) -> date:
        """The company's day."""
        return at.astimezone(self.zone).date()


def now() -> datetime:
    return datetime.now(UTC)
