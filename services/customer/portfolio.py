"""What a person holds: how many customers at once, and how many claims in a day."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from kernel import Aggregate, Rejected
from services.customer.events import HoldingDropped, HoldingTaken, PortfolioEvent


@dataclass(frozen=True)
class Limits:
    holding_cap: int
    claims_per_day: int


@dataclass(frozen=True)
class Portfolio:
    held: int = 0
    day: date = date.min  # the last day with a claim
    claims: int = 0  # on that day; giving a customer back does not take one away


def take(
    portfolio: Portfolio,
    person: str,
    customer_id: str,
    limits: Limits,
    at: datetime,
    claimed_on: date | None = None,
) -> list[PortfolioEvent]:
    """Only a claim counts for its day (the company's); registered and assigned ones do not."""
    if portfolio.held >= limits.holding_cap:
        raise Rejected(
            "holding-cap",
            f"{person} holds {portfolio.held} customers, which is as many as allowed: "
            "release one first",
            held=portfolio.held,
            cap=limits.holding_cap,
        )
    if claimed_on and claims_on(portfolio, claimed_on) >= limits.claims_per_day:
        raise Rejected(
            "claims-per-day",
            f"{limits.claims_per_day} claims a day are allowed: go on tomorrow",
            limit=limits.claims_per_day,
        )
    return [HoldingTaken(person, customer_id, claimed_on, at)]


def drop(portfolio: Portfolio, person: str, customer_id: str, at: datetime) -> list[PortfolioEvent]:
    return [HoldingDropped(person, customer_id, at)]


def claims_on(portfolio: Portfolio, day: date) -> int:
    """A day before the last one is the last one by a slower clock, and no second quota."""
    return portfolio.claims if day <= portfolio.day else 0


def evolve(portfolio: Portfolio, event: PortfolioEvent) -> Portfolio:
    match event:
        case HoldingTaken():
            return counted(replace(portfolio, held=portfolio.held + 1), event.claimed_on)
        case HoldingDropped():
            return replace(portfolio, held=portfolio.held - 1)
        case _:
            assert_never(event)


def counted(portfolio: Portfolio, day: date | None) -> Portfolio:
    if day is None:
        return portfolio
    claims = claims_on(portfolio, day) + 1
    return replace(portfolio, day=max(day, portfolio.day), claims=claims)


PORTFOLIO = Aggregate("portfolio", Portfolio(), evolve, PortfolioEvent, implicit=True)
