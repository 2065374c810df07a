"""Who works on a customer beside its owner: a second owner, and collaborators for a time."""

from datetime import datetime

from kernel import Rejected
from kernel.context import Context
from services.customer import rights
from services.customer.customer import Customer
from services.customer.events import (
    CollaboratorAdded,
    CollaboratorRemoved,
    CustomerEvent,
    SecondOwnerNamed,
)

MOST = 20  # collaborators of one customer


def name_second_owner(
    customer: Customer, asker: Context, person: str | None, at: datetime
) -> list[CustomerEvent]:
    require_may_share(customer, asker, person, at)
    if customer.second_owner == person:
        return []
    return [SecondOwnerNamed(customer.id, person, customer.second_owner, asker.actor, at)]


def add_collaborator(
    customer: Customer, asker: Context, person: str, until: datetime | None, at: datetime
) -> list[CustomerEvent]:
    """Adding somebody again gives them another end."""
    require_may_share(customer, asker, person, at)
    if person in customer.collaborators and customer.collaborators[person] == until:
        return []
    sharing = {who for who in customer.collaborators if customer.collaborates(who, at)}
    if len(sharing | {person}) > MOST:
        raise Rejected("too-many-collaborators", f"at most {MOST} share a customer", most=MOST)
    return [CollaboratorAdded(customer.id, person, until, asker.actor, at)]


def remove_collaborator(
    customer: Customer, asker: Context, person: str, at: datetime
) -> list[CustomerEvent]:
    """Who collaborates may also go by themselves."""
    rights.require_sight(asker, customer, at)
    if person not in customer.collaborators:
        return []
    if person != asker.actor:
        rights.require_hold(asker, customer, "take a collaborator away")
    return [CollaboratorRemoved(customer.id, person, asker.actor, at)]


def require_may_share(customer: Customer, asker: Context, person: str | None, at: datetime) -> None:
    rights.require_sight(asker, customer, at)
    if customer.owner is None:
        raise Rejected("in-pool", "nobody holds this customer: claim it first")
    rights.require_hold(asker, customer, "share it")
    if person == customer.owner:
        raise Rejected("owner-already", f"{person} is its owner already")
