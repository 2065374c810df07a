"""What every command of the customer service has at hand: its log, its caller, its settings."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from kernel import NotFound
from kernel.change import Change, change
from kernel.form import identifier
from kernel.key_of_log import confirm
from kernel.nameko import at_start, caller, log, process, rows
from services.customer import ownership, portfolio, settings
from services.customer.catalogue import CATALOGUE, ONE, Catalogue
from services.customer.customer import CUSTOMER, Customer, Hold
from services.customer.events import DOWNCASTS, UPCASTS, Event, Profile
from services.customer.heard import HEARD
from services.customer.known_pools import known
from services.customer.pool import POOL, PUBLIC, Into, Pool, open_for, sees, takes
from services.customer.portfolio import PORTFOLIO
from services.customer.profile import area_of
from services.customer.staff import PEOPLE, STAFF
from services.customer.terms import Terms, terms
from services.staff import inactive, require_active

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
    log = log(Event, UPCASTS, DOWNCASTS)
    caller = caller()
    settings = at_start(configured)
    heard = rows(HEARD)
    people = rows(PEOPLE)

    def _customer(self, customer_id: str, fresh: bool) -> Customer:
        state: Customer = self.log.states.load(CUSTOMER, customer_id, fresh).state
        return state

    def _area(self, customer_id: str, given: Mapping[str, Any]) -> str | None:
        """Of the landlines that are given; where a customer is, is told to who may see it."""
        if not given.get("phones"):
            return None
        known = self._customer(identifier("customer", customer_id), fresh=False)
        return area_of(known.profile.addresses) if self._sees(known) else None

    def _sees(self, customer: Customer) -> bool:
        """A no is said by the pool as it is now."""
        return any(
            ownership.sees(self.caller, customer, self._pool(customer.home, sure), now())
            for sure in (False, True)
        )

    def _pool(self, pool_id: str, sure: bool = True) -> Pool:
        """As it is now, or as it was a second ago: who refuses for its rules must be sure."""
        states = self.log.states
        now = states.load(POOL, pool_id, fresh=True) if sure else states.lately(POOL, pool_id)
        state: Pool = now.state
        return state

    def _fields(self) -> Catalogue:
        return self.log.states.newest(CATALOGUE, ONE)

    def _pools(self) -> Callable[[str], Pool]:
        """For one answer: each pool is looked at once, and only when something lies in it."""
        return cache(lambda pool_id: self._pool(pool_id, sure=False))

    def _terms(self, pool_id: str, pool: Pool, profile: Profile) -> Terms:
        return terms(pool_id, pool, profile, self.settings.limits, self.settings.zone)

    def _into(self, pool_id: str) -> Into:
        """Whether the caller may put a customer there."""
        if any(takes(self.caller, self._pool(pool_id, sure), pool_id) for sure in (False, True)):
            return Into(pool_id)
        pool = self._pool(pool_id)
        closed = pool.closed and sees(self.caller, pool)
        return Into(pool_id, False, known(self.heard, self.caller), closed)

    def _back(self, home: str) -> Into:
        """Where it came from takes it back, from no member too; if closed, the public one does."""
        takes_it = any(open_for(self._pool(home, sure), home) for sure in (False, True))
        return Into(home if takes_it else PUBLIC)

    def _had_under(self, found: Customer) -> Terms | None:
        """The terms of the pool that the caller had it from, where it lies in another one now."""
        home = found.had_from(self.caller.actor)
        return self._terms(home, self._pool(home), found.profile) if home else None

    def _visible(self, customer_id: str, fresh: bool) -> Customer:
        """NotFound when there is none, or it lies in a pool that the caller is no member of."""
        customer = self._customer(customer_id, fresh)
        if not customer.id:
            raise NotFound(what="customer", id=customer_id)
        self._require_member(customer)
        return customer

    def _require_member(self, customer: Customer) -> None:
        """What lies in a pool of others does not exist."""
        if customer.lies_in:
            pool = self._pool(customer.lies_in, sure=False)
            if not sees(self.caller, pool):
                pool = self._pool(customer.lies_in)
            ownership.require_sight(self.caller, customer, pool)

    def _told(self, expected: int | None, customer_id: str) -> int | None:
        """A version is nothing to tell to who may not see the customer: then none is expected."""
        if expected is None:
            return None
        return expected if self._sees(self._customer(customer_id, fresh=True)) else None

    def _gone(self, people: Iterable[str]) -> frozenset[str]:
        """Who of these has been deactivated, as far as this service has heard."""
        return inactive(self.people.collection(STAFF), people)

    def _require_active(self, *people: str | None) -> None:
        """Who calls is active: the gateway has looked."""
        others = {person for person in people if person and person != self.caller.actor}
        if others:
            require_active(self._gone(others))

    def _taking(
        self,
        person: str,
        customer_id: str,
        at: datetime,
        claimed: bool = False,
        under: Terms | None = None,
        won: bool = False,
        had: Terms | None = None,
    ) -> Change[Any, Any]:
        """Without terms: by the company's own settings, as what the public pool has no rule for."""
        under = under or self._terms(PUBLIC, Pool(), Profile(name=""))
        day = under.day(at) if claimed else None
        return change(
            PORTFOLIO, person, portfolio.take, person, customer_id, under.limits, at, day,
            under.under, won, had.claims(at) if had else None,
        )  # fmt: skip

    def _dropping(self, hold: Hold, customer_id: str, at: datetime) -> Change[Any, Any]:
        """From the portfolio of its owner, counted as it was when it was taken."""
        assert hold.owner
        return change(
            PORTFOLIO, hold.owner, portfolio.drop, hold.owner, customer_id, at, hold.under, hold.won
        )
