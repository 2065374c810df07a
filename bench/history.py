"""A company's years, made up: customers of a public pool, claimed, followed up, sold to.

Of ten customers two are claimed, contacted three times and brought to intent, and one has a deal
that is won: 36 events in three logs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.seed import meta, moment
from kernel.codec import Codec
from kernel.log import Draft, Entry
from services.activity import events as activity
from services.customer import events as customer
from services.customer import identity
from services.customer.events import Phone
from services.pipeline import events as pipeline

CODEC = Codec(customer.Event | pipeline.Event | activity.Event)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红"
TRADES = ("茶业", "机械", "电子", "食品", "贸易", "建材", "纺织", "物流", "软件", "医药")
CITIES = ("上海", "北京", "深圳", "杭州", "成都", "武汉", "南京", "青岛", "苏州", "西安")
EVENTS_OF_TEN = 36
HELD = 200  # customers of a person


@dataclass(frozen=True)
class Sold:
    """One customer that somebody has claimed."""

    number: int
    place: int  # which claim of all it is

    @property
    def by(self) -> str:
        return f"seller-{self.place // HELD}"


def sold(customers: range) -> Iterator[Sold]:
    return (Sold(number, number // 5) for number in customers if number % 5 == 0)


def customer_id(number: int) -> str:
    return f"019a0000-0000-7000-8000-{number:012x}"


def phone_number(number: int) -> str:
    return f"139{number:08d}"


def registered(customers: range, secret: bytes) -> Iterator[Draft]:
    for number in customers:
        yield registration(number, secret)


def with_claims(customers: range, secret: bytes) -> Iterator[Draft]:
    for number in customers:
        yield registration(number, secret)
        if number % 5 == 0:
            yield claim(Sold(number, number // 5))


def registration(number: int, secret: bytes) -> Draft:
    id, at, written = customer_id(number), moment(60 * number), phone_number(number)
    name = SURNAMES[number % 20] + GIVEN[number % 27] + GIVEN[number // 27 % 27]
    company = f"{CITIES[number % 10]}{GIVEN[number % 23]}{GIVEN[number % 19]}{TRADES[number % 7]}"
    known = customer.CustomerRegistered(
        customer_id=id, name=name, company=f"{company}有限公司",
        phones=(Phone(written, f"+86{written}", None, True),), owner=None, pool="public",
        by="seller-0", industry=TRADES[number % 10], source="fair", at=at,
    )  # fmt: skip
    stream = f"phone/{identity.keyed(f'+86{written}', secret)}"
    entries = entry(f"customer/{id}", 1, known), entry(stream, 1, customer.IdentityReserved(id, at))
    return Draft(entries, at, meta(f"r{number}", "seller-0", id, 1))


def claim(made: Sold) -> Draft:
    id, at = customer_id(made.number), moment(60 * made.number + 600)
    taken = customer.HoldingTaken(made.by, id, at.date(), at)
    entries = (
        entry(f"customer/{id}", 2, customer.CustomerClaimed(id, made.by, at)),
        entry(f"portfolio/{made.by}", made.place % HELD + 1, taken),
    )
    return Draft(entries, at, meta(f"c{made.number}", made.by, id, 2))


def followed_up(customers: range) -> Iterator[Draft]:
    for made in sold(customers):
        id = customer_id(made.number)
        for turn in range(1, 4):
            at = moment(60 * made.number + 1_000 * turn)
            said = activity.FollowUpLogged(
                f"f{made.number}.{turn}", id, made.by, ("phone", "visit", "wechat")[turn - 1],
                "reached", "谈了价格", None, at, at,
            )  # fmt: skip
            command = meta(f"f{made.number}.{turn}", made.by, id, turn)
            yield Draft((entry(f"contact/{id}", turn, said),), at, command)


def climbed(customers: range) -> Iterator[Draft]:
    for made in sold(customers):
        id, at = customer_id(made.number), moment(60 * made.number + 4_000)
        for version, was, to in ((1, "pool", "claimed"), (2, "claimed", "intent")):
            step = pipeline.StageAdvanced(id, was, to, made.by, None, at)
            command = meta(f"s{made.number}.{version}", made.by, id, version)
            yield Draft((entry(f"ladder/{id}", version, step),), at, command)
        if made.number % 10 == 0:
            yield from deal(made)


def deal(made: Sold) -> Iterator[Draft]:
    id, by = f"019a0000-0000-7000-9000-{made.number:012x}", made.by
    began, at = moment(60 * made.number + 4_500), moment(60 * made.number + 900_000)
    amount = pipeline.Money(f"{made.number % 9_000 + 100}.00", "CNY")
    product = TRADES[made.number // 10 % 10]
    opened = pipeline.OpportunityOpened(
        id, None, "Deal", product, by, "engaging", amount, None, began, by, began
    )
    won = pipeline.OpportunityWon(id, None, by, amount, by, at)
    for version, event in ((1, opened), (2, won)):
        command = meta(f"d{made.number}.{version}", by, id, version)
        yield Draft((entry(f"opportunity/{id}", version, event),), event.at, command)


def entry(stream: str, version: int, event: Any) -> Entry:
    return Entry(stream, version, *CODEC.dump(event))
