"""What every command of the customer service has at hand: its log, its caller, its settings."""

from datetime import UTC, datetime
from typing import Any

from kernel.change import Change, change
from kernel.key_of_log import confirm
from kernel.nameko import at_start, caller, log, process
from services.customer import portfolio, rights, settings
from services.customer.customer import CUSTOMER, Customer
from services.customer.events import UPCASTS, Event
from services.customer.portfolio import PORTFOLIO

Json = dict[str, Any]
Changes = list[Change[Any, Any]]


def configured() -> settings.Settings:
    """Raises WrongKey before anybody can register what is registered already."""
    made = settings.read()
    confirm(process.database("customer"), "GUANXI_IDENTITY_KEY", made.identity_key)
    return made


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    log = log(Event, UPCASTS)
    caller = caller()
    settings = at_start(configured)

    def _customer(self, customer_id: str, fresh: bool) -> Customer:
        state: Customer = self.log.states.load(CUSTOMER, customer_id, fresh).state
        return state

    def _told(self, expected: int | None, customer_id: str) -> int | None:
        """A version is nothing to tell to who may not see the customer: then none is expected."""
        if expected is None:
            return None
        seen = rights.sees(self.caller, self._customer(customer_id, fresh=True), now())
        return expected if seen else None

    def _taking(
        self, person: str, customer_id: str, at: datetime, claimed: bool = False
    ) -> Change[Any, Any]:
        day = self.settings.day(at) if claimed else None
        limits = self.settings.limits
        return change(PORTFOLIO, person, portfolio.take, person, customer_id, limits, at, day)
