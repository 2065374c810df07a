"""Who may log what about which customer."""

from datetime import datetime

from kernel import Forbidden, NotFound
from kernel.context import Context
from services.activity.owners import Standing
from services.rights import LEADS, lies_in_sight, require_staff, works_on


def answers_for(asker: Context, whose: str | None, customer: Standing, at: datetime) -> bool:
    """What somebody has written or promised: theirs and of who sees theirs, wherever the customer
    is by now, and of who works on it.
    """
    mine = whose is not None and asker.sees(whose)
    return mine or works_on(asker, customer, at)


def reads(asker: Context, whose: str, customer: Standing, at: datetime) -> bool:
    """Also who may know of the customer in its pool or in the archive."""
    return answers_for(asker, whose, customer, at) or lies_in_sight(asker, customer)


def leads(asker: Context) -> bool:
    return asker.role in LEADS


def require_may_import(asker: Context, author: str | None, at: datetime | None) -> None:
    """Only a manager writes down what somebody else did, or what was done before."""
    if (author in (None, asker.actor) and at is None) or asker.role in LEADS:
        return
    raise Forbidden("role-not-allowed", "only a manager may name another author or time")


def require_plans_for(asker: Context, person: str) -> None:
    """Everybody plans their own weeks; who leads, also those of whom they see."""
    require_staff(asker)
    if person == asker.actor or (asker.role in LEADS and asker.sees(person)):
        return
    raise NotFound(what="itinerary", id=person)
