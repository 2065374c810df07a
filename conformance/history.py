"""A few months of a sales team, made up at random: customers, deals, and what becomes of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from kernel.codec import Codec
from kernel.envelope import Envelope, envelopes
from kernel.log import Commit, Entry
from services.customer import events as customer
from services.pipeline import events as pipeline

CODECS = {"customer": Codec(customer.Event), "pipeline": Codec(pipeline.Event)}
BEGUN = datetime(2026, 1, 5, 1, tzinfo=UTC)
AMOUNTS = ("1200.00", "0.10", "88888888888.88", "5", "199.90", "1000000.000")
PEOPLE = ("ann", "bob", "may")
NAMES = ("西湖茶行", "Blue Door", "王伟 & Söhne", "龙井村合作社", 'The "Last" Leaf', "O'Hara")
UNHEARD = "c0"  # a customer whose registration is not told of
STEPS = 90


@dataclass
class Deal:
    id: str
    customer_id: str | None
    stage: str = ""  # empty: not opened yet


@dataclass
class Team:
    chance: Random
    now: datetime = BEGUN
    told: list[tuple[str, str, Any]] = field(default_factory=list)  # source, stream, event

    def tell(self, source: str, stream: str, event: Any) -> None:
        self.told.append((source, stream, event))

    def who(self) -> str:
        return self.chance.choice(PEOPLE)

    def name(self) -> str:
        return f"{self.chance.choice(NAMES)} {self.chance.randrange(100)}"

    def money(self) -> pipeline.Money | None:
        if self.chance.random() < 0.1:
            return None
        currency = "CNY" if self.chance.random() < 0.8 else "USD"
        return pipeline.Money(self.chance.choice(AMOUNTS), currency)


def history(chance: Random, steps: int = STEPS) -> dict[str, list[Envelope]]:
    """Each source's log from its first event on; a deal may be won before its customer is heard of,
    since nobody says how two logs stand to each other."""
    team = Team(chance)
    names = [f"c{number}" for number in range(1, chance.randint(3, 5))]
    deals = [Deal(f"o{number}", chance.choice([*names, UNHEARD, None])) for number in range(1, 8)]
    known: set[str] = set()
    for _ in range(steps):
        team.now += timedelta(minutes=chance.randint(1, 3000))
        if chance.random() < 0.3:
            about_customer(team, chance.choice(names), known)
        else:
            about_deal(team, chance.choice(deals))
    return {source: list(published(source, team.told)) for source in CODECS}


def about_customer(team: Team, customer_id: str, known: set[str]) -> None:
    stream, who, at = f"customer/{customer_id}", team.who(), team.now
    told: dict[str, Any] = {"customer_id": customer_id, "name": team.name(), "by": who, "at": at}
    if team.chance.random() < 0.5:
        told["company"] = f"{team.name()} Ltd."
    if customer_id not in known:
        known.add(customer_id)
        team.tell("customer", stream, customer.CustomerRegistered(**told, owner=who, pool=None))
    elif team.chance.random() < 0.7:
        team.tell("customer", stream, customer.CustomerEdited(**told, changed=("name", "company")))
    else:
        team.tell("customer", stream, customer.CustomerReleased(
            customer_id, who, "no answer", "public", who, at))  # fmt: skip


def about_deal(team: Team, deal: Deal) -> None:
    happens = team.chance.choice(NEXT[deal.stage])
    happens(team, deal)


def tell(team: Team, deal: Deal, event: Any) -> None:
    team.tell("pipeline", f"opportunity/{deal.id}", event)


def opened(team: Team, deal: Deal) -> None:
    deal.stage = "prospecting"
    tell(team, deal, pipeline.OpportunityOpened(
        deal.id, deal.customer_id, team.name(), None, team.who(), deal.stage, team.money(), None,
        None, team.who(), team.now))  # fmt: skip


def edited(team: Team, deal: Deal) -> None:
    tell(team, deal, pipeline.OpportunityEdited(
        deal.id, deal.customer_id, ("name",), team.name(), None, team.money(), None, None, None,
        None, (), (), team.who(), team.now))  # fmt: skip


def marked(team: Team, deal: Deal) -> None:
    key = team.chance.random() < 0.5
    tell(team, deal, pipeline.KeyDealMarked(deal.id, deal.customer_id, key, "may", team.now))


def won(team: Team, deal: Deal) -> None:
    was, deal.stage = deal.stage, "won"
    tell(team, deal, pipeline.OpportunityWon(
        deal.id, deal.customer_id, team.who(), team.money(), team.who(), team.now,
        was))  # fmt: skip


def lost(team: Team, deal: Deal) -> None:
    was, deal.stage = deal.stage, "lost"
    tell(team, deal, pipeline.OpportunityLost(
        deal.id, deal.customer_id, team.who(), "price", team.who(), team.now, was))  # fmt: skip


def reopened(team: Team, deal: Deal) -> None:
    was, deal.stage = deal.stage, "prospecting"
    tell(team, deal, pipeline.OpportunityReopened(
        deal.id, deal.customer_id, team.who(), was, deal.stage, "they called again", "may",
        team.now))  # fmt: skip


NEXT: Mapping[str, Sequence[Callable[[Team, Deal], None]]] = {
    "": (opened,),
    "prospecting": (won, won, lost, edited, marked),
    "won": (reopened,),
    "lost": (reopened,),
}


def published(source: str, told: Sequence[tuple[str, str, Any]]) -> Iterator[Envelope]:
    versions: dict[str, int] = {}
    own = [(stream, event) for where, stream, event in told if where == source]
    for position, (stream, event) in enumerate(own, 1):
        versions[stream] = versions.get(stream, 0) + 1
        entry = Entry(stream, versions[stream], *CODECS[source].dump(event))
        yield from envelopes(source, Commit(position, (entry,), event.at, {"actor": event.by}))
