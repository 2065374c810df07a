"""The sample's firms as commands of the public API, in the order in which such things happen."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cli.demo.deals import Deal
from cli.demo.firms import contact
from cli.demo.sample import ASSIGNED, CLAIMED, Prospect
from cli.demo.words import DORMANT
from cli.load.steps import Command, Loading

HEARD = 8  # times that a service is asked for a customer that it has not heard of yet

Commands = Iterator[Command]


def enter(loading: Loading, firms: list[Prospect]) -> None:
    """Each step for all firms before the next one; every command under a key of its own."""
    ids = loading.ids("firms registered", {one.key: registration(one) for one in firms})
    there = [one for one in firms if one.key in ids]

    def step(title: str, commands: Callable[[Prospect, str], Commands]) -> None:
        found = [each for one in there for each in commands(one, ids[one.key])]
        loading.step(title, found, unknown_yet=HEARD)

    step("contacts", contacts)
    step("claimed from the pool", claims)
    step("assigned by a manager", assignments)
    step("follow-ups", follow_ups)
    step("first rung", lambda one, id_: rung(one, id_, 0))
    step("second rung", lambda one, id_: rung(one, id_, 1))
    enter_deals(loading, there, ids)
    step("given up", releases)


def registration(one: Prospect) -> Command:
    return command(one, "", one.registration, "register")


def contacts(one: Prospect, id_: str) -> Commands:
    person = contact(int(one.key), one.registration)
    yield command(one, f"/{id_}/contacts", person, "contact")


def claims(one: Prospect, id_: str) -> Commands:
    if one.fate == CLAIMED:
        yield command(one, f"/{id_}/claim", {}, "claim")


def assignments(one: Prospect, id_: str) -> Commands:
    if one.fate == ASSIGNED:
        yield command(one, f"/{id_}/assign", {"to": one.owner}, "assign")


def follow_ups(one: Prospect, id_: str) -> Commands:
    for count, talk in enumerate(one.talks):
        yield command(one, f"/{id_}/follow-ups", talk, f"talk-{count}")


def rung(one: Prospect, id_: str, count: int) -> Commands:
    """Down to lost it goes for a reason, the one that its deal was lost for."""
    for to in one.rungs[count : count + 1]:
        why = next((deal.lose["reason"] for deal in one.deals if deal.lose), None)
        body = {"to": to, "reason": why} if to == "lost" else {"to": to}
        yield command(one, f"/{id_}/stage", body, f"rung-{count}")


def releases(one: Prospect, id_: str) -> Commands:
    if one.give_up:
        yield command(one, f"/{id_}/release", {"reason": one.give_up, "pool": DORMANT}, "release")


def command(one: Prospect, path: str, body: Mapping[str, Any], step: str) -> Command:
    return Command(one.name, f"/v1/customers{path}", body, f"demo/{one.key}/{step}")


def enter_deals(loading: Loading, firms: list[Prospect], customers: Mapping[str, str]) -> None:
    found = {deal.key: (deal, customers[one.key]) for one in firms for deal in one.deals}
    openings = {key: opening(*pair) for key, pair in found.items()}
    ids = loading.ids("deals opened", openings, unknown_yet=HEARD)
    opened = [found[key][0] for key in ids]
    engaged = [(one, one.engaging) for one in opened if one.engaging]
    won = [(one, one.win) for one in opened if one.win]
    lost = [(one, one.lose) for one in opened if one.lose]
    loading.step("deals engaged", [move(one, ids, "stage", body) for one, body in engaged])
    loading.step("deals won", [move(one, ids, "win", body) for one, body in won])
    loading.step("deals lost", [move(one, ids, "lose", body) for one, body in lost])


def opening(one: Deal, customer_id: str) -> Command:
    body = {"customer_id": customer_id, **one.opening}
    return Command(f"deal {one.key}", "/v1/opportunities", body, f"demo/deal/{one.key}/open")


def move(one: Deal, ids: Mapping[str, str], verb: str, body: Mapping[str, Any]) -> Command:
    path = f"/v1/opportunities/{ids[one.key]}/{verb}"
    return Command(f"deal {one.key}", path, body, f"demo/deal/{one.key}/{verb}")
