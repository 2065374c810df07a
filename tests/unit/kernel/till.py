"""A till with coins in it: the smallest domain that shows what the command handler promises."""

from dataclasses import dataclass

from kernel import Aggregate, Rejected


@dataclass(frozen=True)
class Opened:
    till_id: str


@dataclass(frozen=True)
class Paid:
    till_id: str
    coins: int


@dataclass(frozen=True)
class Taken:
    till_id: str
    coins: int


TillEvent = Opened | Paid | Taken


def evolve(coins: int, event: TillEvent) -> int:
    match event:
        case Opened():
            return 0
        case Paid():
            return coins + event.coins
        case Taken():
            return coins - event.coins


def open_till(coins: int, till_id: str) -> list[TillEvent]:
    return [Opened(till_id)]


def pay(coins: int, till_id: str, amount: int) -> list[TillEvent]:
    return [Paid(till_id, amount)] if amount else []


def take(coins: int, till_id: str, amount: int) -> list[TillEvent]:
    if amount > coins:
        raise Rejected("too-little", coins=coins)
    return [Taken(till_id, amount)]


TILL = Aggregate("till", 0, evolve, TillEvent)
PURSE = Aggregate("purse", 0, evolve, TillEvent, implicit=True)
