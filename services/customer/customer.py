"""What is decided about a customer: registered and edited. How it changes hands: `ownership.py`."""

from collections.abc import Callable, Sequence
from datetime import datetime

from kernel import Rejected
from kernel.context import Context
from kernel.refusal import Overtaken
from services.customer import rights
from services.customer.events import (
    CustomerEdited,
    CustomerEvent,
    CustomerRegistered,
    Profile,
)
from services.customer.pool import Into, require_into
from services.customer.portfolio import BASE, Under
from services.customer.portfolio import told as under_told
from services.customer.profile import Values, differing, merged, told
from services.customer.remembered import CUSTOMER as CUSTOMER
from services.customer.remembered import Customer as Customer
from services.customer.remembered import Hold as Hold

Decide = Callable[["Customer"], Sequence[CustomerEvent]]


def register(
    customer: Customer,
    customer_id: str,
    profile: Profile,
    owner: str | None,
    pool: str | None,
    by: str,
    at: datetime,
    under: Under = BASE,
    into: Into | None = None,
) -> list[CustomerEvent]:
    if into:
        require_into(into)
    rules_pool, rule = under_told(under)
    return [
        CustomerRegistered(
            customer_id=customer_id, owner=owner, pool=pool, by=by, at=at,
            rules_pool=rules_pool, rule=rule, **told(profile),
        )
    ]  # fmt: skip


class OwnerMoved(Overtaken):
    """The customer changed hands since somebody looked whose portfolio the commit must touch."""


def edit(customer: Customer, asker: Context, given: Values, at: datetime) -> list[CustomerEvent]:
    require_work_on(asker, customer, at)
    after = merged(customer.profile, given)
    changed = differing(customer.profile, after)
    if not changed:
        return []
    return [
        CustomerEdited(
            customer_id=customer.id, changed=changed, by=asker.actor, at=at, **told(after)
        )
    ]


class Moved(Rejected):
    """The customer is no longer as it was when the rest of the commit was made up."""


def unmoved(customer: Customer, before: Customer, decide: Decide) -> Sequence[CustomerEvent]:
    if customer != before:
        raise Moved("moved", "the customer has just changed")
    return decide(customer)


def require_work_on(asker: Context, customer: Customer, at: datetime) -> None:
    rights.require_sight(asker, customer, at)
    require_live(customer)


def require_live(customer: Customer) -> None:
    if customer.archived:
        raise Rejected("archived", "this customer is archived: restore it first")
