"""What many customers that change hands at once do to themselves and to portfolios."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from kernel import Rejected
from services.customer import portfolio
from services.customer.customer import CUSTOMER, Customer, Hold
from services.customer.events import (
    CollaboratorRemoved,
    CustomerEvent,
    PortfolioEvent,
    SecondOwnerNamed,
)
from services.customer.portfolio import PORTFOLIO, Limits, Portfolio, Under
from services.customer.terms import Terms

TermsOf = Callable[[Customer], Terms]


@dataclass(frozen=True)
class Move:
    """A customer into somebody's portfolio, or without limits out of it."""

    customer_id: str
    under: Under
    won: bool
    limits: Limits | None = None


class Hands:
    """Customer by customer; each sees what those before it have taken."""

    def __init__(
        self, customers: Mapping[str, Customer], portfolios: Mapping[str, Portfolio],
        terms_of: TermsOf, at: datetime,
    ) -> None:  # fmt: skip
        self.customers = dict(customers)
        self.portfolios = dict(portfolios)
        self.terms_of = terms_of
        self.at = at
        self.events: dict[str, list[CustomerEvent]] = {}
        self.moves: dict[str, list[Move]] = {}  # by person

    def held(self, person: str) -> int:
        return self._portfolio(person).held

    def happen(self, id: str, *events: CustomerEvent) -> None:
        self.events.setdefault(id, []).extend(events)
        self.customers[id] = reduce(CUSTOMER.evolve, events, self.customers[id])

    def take(self, person: str, customer: Customer) -> Terms | None:
        """The terms under which somebody holds it from now on; None when their hands are full."""
        terms = self.terms_of(customer)
        try:
            self._move(person, Move(customer.id, terms.under, customer.won, terms.limits))
        except Rejected:
            return None
        return terms

    def drop(self, hold: Hold, id: str) -> None:
        if hold.owner:
            self._move(hold.owner, Move(id, hold.under, hold.won))

    def _portfolio(self, person: str) -> Portfolio:
        return self.portfolios.get(person, PORTFOLIO.initial)

    def _move(self, person: str, move: Move) -> None:
        before = self._portfolio(person)
        events = moved(before, person, [move], self.at)
        self.portfolios[person] = reduce(PORTFOLIO.evolve, events, before)
        self.moves.setdefault(person, []).append(move)


def moved(
    state: Portfolio, person: str, moves: Sequence[Move], at: datetime
) -> list[PortfolioEvent]:
    """What several customers do to one portfolio; refused as a whole."""
    events: list[PortfolioEvent] = []
    for move in moves:
        about = (person, move.customer_id)
        if move.limits:
            new = portfolio.take(state, *about, move.limits, at, None, move.under, move.won)
        else:
            new = portfolio.drop(state, *about, at, move.under, move.won)
        state = reduce(PORTFOLIO.evolve, new, state)
        events += new
    return events


def ended_for(customer: Customer, person: str, by: str, at: datetime) -> list[CustomerEvent]:
    """Who owns a customer shares it with nobody of the same name."""
    events: list[CustomerEvent] = []
    if customer.second_owner == person:
        events.append(SecondOwnerNamed(customer.id, None, person, by, at))
    if person in customer.collaborators:
        events.append(CollaboratorRemoved(customer.id, person, by, at))
    return events
