"""What a person holds: how many customers at once, and how many claims in a day, rule by rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

from kernel import Aggregate, Rejected
from services.customer.events import HoldingDropped, HoldingTaken, PortfolioEvent, WinCounted

Under = tuple[str, str]  # a pool and the name of one of its rules
BASE: Under = ("public", "")  # the company's own settings


@dataclass(frozen=True)
class Limits:
    holding_cap: int
    claims_per_day: int
    won_count: bool = True  # whether those that are won count against the cap


@dataclass(frozen=True)
class Claims:
    """How many there may be on a day under one rule."""

    under: Under
    day: date
    most: int


@dataclass(frozen=True)
class Hand:
    """What is held under one rule."""

    held: int = 0
    won: int = 0  # of these; may be heard of after the customer has gone
    day: date = date.min  # the last day with a claim
    claims: int = 0  # on that day; giving a customer back does not take one away


@dataclass(frozen=True)
class Portfolio:
    hands: Mapping[Under, Hand] = field(default_factory=dict)

    @property
    def held(self) -> int:
        return sum(hand.held for hand in self.hands.values())

    def hand(self, under: Under) -> Hand:
        return self.hands.get(under, Hand())


def take(
    portfolio: Portfolio,
    person: str,
    customer_id: str,
    limits: Limits,
    at: datetime,
    claimed_on: date | None = None,
    under: Under = BASE,
    won: bool = False,
    had: Claims | None = None,
) -> list[PortfolioEvent]:
    """Only a claim counts for its day (the pool's); registered and assigned ones do not.

    `had`: of the pool that the person had it from before, where a claim must be left as well.
    """
    hand = portfolio.hand(under)
    if limits.won_count or not won:
        require_room(person, hand.held if limits.won_count else hand.held - hand.won, limits)
    if claimed_on:
        require_claims(portfolio, Claims(under, claimed_on, limits.claims_per_day))
    if had:
        require_claims(portfolio, had)
    return [HoldingTaken(person, customer_id, claimed_on, at, *told(under), won)]


def require_room(person: str, counted: int, limits: Limits) -> None:
    if counted >= limits.holding_cap:
        raise Rejected(
            "holding-cap",
            f"{person} holds {counted} customers, which is as many as allowed: release one first",
            held=counted,
            cap=limits.holding_cap,
        )


def require_claims(portfolio: Portfolio, claims: Claims) -> None:
    if claims_on(portfolio.hand(claims.under), claims.day) >= claims.most:
        raise Rejected(
            "claims-per-day",
            f"{claims.most} claims a day are allowed: go on tomorrow",
            limit=claims.most,
        )


def drop(
    portfolio: Portfolio,
    person: str,
    customer_id: str,
    at: datetime,
    under: Under = BASE,
    won: bool = False,
) -> list[PortfolioEvent]:
    return [HoldingDropped(person, customer_id, at, *told(under), won)]


def count_win(
    portfolio: Portfolio, person: str, customer_id: str, won: bool, under: Under, at: datetime
) -> list[PortfolioEvent]:
    """Adding up is all that is asked: it may come after the customer has been dropped as won."""
    return [WinCounted(person, customer_id, won, *told(under), at)]


def claims_on(hand: Hand, day: date) -> int:
    """A day before the last one is the last one by a slower clock, and no second quota."""
    return hand.claims if day <= hand.day else 0


def evolve(portfolio: Portfolio, event: PortfolioEvent) -> Portfolio:
    under = under_of(event)
    return Portfolio({**portfolio.hands, under: counted(portfolio.hand(under), event)})


def counted(hand: Hand, event: PortfolioEvent) -> Hand:
    match event:
        case HoldingTaken():
            more = replace(hand, held=hand.held + 1, won=hand.won + event.won)
            return claimed(more, event.claimed_on)
        case HoldingDropped():
            return replace(hand, held=hand.held - 1, won=hand.won - event.won)
        case WinCounted():
            return replace(hand, won=hand.won + (1 if event.won else -1))
        case _:
            assert_never(event)


def claimed(hand: Hand, day: date | None) -> Hand:
    if day is None:
        return hand
    return replace(hand, day=max(day, hand.day), claims=claims_on(hand, day) + 1)


def told(under: Under) -> tuple[str | None, str | None]:
    """As `rules_pool` and `rule` of an event: of the company's own settings nothing is said."""
    pool, rule = under
    return None if pool == BASE[0] else pool, rule or None


def under_of(event: object) -> Under:
    """Of any event that tells by which rule of which pool."""
    return getattr(event, "rules_pool", None) or BASE[0], getattr(event, "rule", None) or BASE[1]


PORTFOLIO = Aggregate("portfolio", Portfolio(), evolve, PortfolioEvent, implicit=True)
