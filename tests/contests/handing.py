"""Several people leave at once, while all others go on: released, claimed, assigned, won."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from tests.contests import history
from tests.contests.claiming import flat, register_each, shared, told
from tests.contests.client import Answer, Client, at_once, until
from tests.contests.company import Company, Document
from tests.contests.holding import OWNER, Holding
from tests.contests.row import OURS, Row

TAKEN = 4  # of each leaver's customers are released and claimed, as many assigned to another
TALK = {"channel": "phone", "outcome": "有兴趣"}
Owners = dict[str, set[str | None]]  # who has had a customer since it was listed
FINE = (200, 201, 403, 404, 409)  # who was a moment too late is told that it is not theirs any more


@dataclass(frozen=True)
class Leaver:
    client: Client
    customers: list[str]
    deals: list[str]
    busy: Client  # another connection of the same person


def handovers(company: Company, leavers: int, customers: int) -> Row:
    leaving = [leaver(company, customers) for _ in range(leavers)]
    receivers = [one.person for one in company.people(leavers)]
    boss, other = company.boss(), company.people(1)[0]
    began = monotonic()
    first, *others = at_once([
        partial(ask, boss, leaving, receivers),
        *[partial(grab, one, company.client(other.person)) for one in leaving],
        *[partial(give, company.boss(), one, other.person) for one in leaving],
        *[partial(work, one) for one in leaving],
    ])  # fmt: skip
    reports = [until(partial(boss.get, f"/v1/handovers/{one.body['id']}"), over) for one in first]
    seconds = monotonic() - began
    answers = [*first, *flat(others)]
    contest = f"{leavers} people hand {customers} customers each over, all others go on"
    logs = company.log("customer"), company.log("pipeline")
    damage = handed_wrongly(*logs, leaving, [one.body for one in reports]) | {
        f"answers other than {', '.join(map(str, FINE))}": sum(
            answer.status not in FINE for answer in answers
        )
    }
    return Row(contest, OURS, len(answers), told(answers), damage, seconds)


def leaver(company: Company, customers: int) -> Leaver:
    [one] = company.people(1)
    hands = [one, *(company.client(one.person) for _ in range(3))]
    names = [f"交接客户 {number}" for number in range(customers)]
    made = flat(at_once(shared(names, hands, register_each)))
    ids = [answer.body["id"] for answer in made]
    deals = [{"product": "标准版", "customer_id": id} for id in (*ids[-2:], None)]
    opened = [one.post("/v1/opportunities", deal).body["id"] for deal in deals]
    return Leaver(one, ids, opened, hands[1])


def ask(boss: Client, leaving: Sequence[Leaver], receivers: list[str]) -> list[Answer]:
    return [
        boss.post("/v1/handovers", {"from": one.client.person, "to": receivers}) for one in leaving
    ]


def grab(one: Leaver, other: Client) -> list[Answer]:
    """Released into the pool, and claimed out of it."""
    answers = []
    for id in one.customers[:TAKEN]:
        answers.append(one.client.post(f"/v1/customers/{id}/release", {"reason": "离职"}))
        answers.append(other.post(f"/v1/customers/{id}/claim"))
    return answers


def give(boss: Client, one: Leaver, to: str) -> list[Answer]:
    ids = one.customers[TAKEN : 2 * TAKEN]
    deal = boss.post(f"/v1/opportunities/{one.deals[-1]}/assign", {"to": to})
    return [deal, *(boss.post(f"/v1/customers/{id}/assign", {"to": to}) for id in ids)]


def work(one: Leaver) -> list[Answer]:
    path = f"/v1/opportunities/{one.deals[0]}/win"
    talks = [one.busy.post(f"/v1/customers/{id}/follow-ups", TALK) for id in one.customers[-TAKEN:]]
    return [*talks, one.busy.post(path)]


def over(answer: Answer) -> bool:
    states = (answer.body.get("state"), answer.body.get("opportunities", {}).get("state"))
    return states == ("ended", "ended")


def handed_wrongly(
    log: list[Document], deals: list[Document], leaving: Sequence[Leaver],
    reports: Sequence[dict[str, Any]],
) -> dict[str, int]:  # fmt: skip
    """All of a list is accounted for, and is as it was told to be."""
    people, found, untrue = {one.client.person for one in leaving}, Holding(), 0
    since: Owners = {}
    for document in log:
        found.commit(document)
        for event in history.events([document]):
            untrue += told_wrongly(event, found, since)
    listed = told_of(log, "HandoverListed", "customers")
    handed = [one["customer_id"] for one in told_of(log, "CustomersHandedOver", "handed")]
    kept = [one["customer_id"] for one in told_of(log, "CustomersHandedOver", "kept")]
    return {
        "customers not accounted for, or twice": len(set(listed) ^ {*handed, *kept})
        + history.repeated([*handed, *kept]),
        "customers not as they were told to be": untrue,
        "customers left with who leaves": sum(len(found.held.get(one, ())) for one in people),
        "deals left with who leaves": sum(one in people for one in deal_owners(deals)),
        "reports that do not add up": sum(not adds_up(report) for report in reports),
        **found.damage,
        **history.damage(log),
        **{f"{what} (pipeline)": count for what, count in history.damage(deals).items()},
    }


def told_of(log: list[Document], kind: str, field: str) -> list[Any]:
    return [one for event in history.events(log, kind) for one in event["data"][field]]


def told_wrongly(event: dict[str, Any], found: Holding, since: Owners) -> int:
    """A customer that is handed over is so in that very commit.

    One that is kept is not touched: somebody may have it a moment after it was looked at. What is
    told of it must have been true at some time since it was listed.
    """
    data = event["data"]
    if event["type"] == "HandoverListed":
        since.update((id, {found.owner.get(id)}) for id in data["customers"])
    elif (id := data.get("customer_id")) in since and event["type"] in OWNER:
        since[id].add(found.owner.get(id))
    if event["type"] != "CustomersHandedOver":
        return 0
    handed = sum(found.owner.get(one["customer_id"]) != one["to"] for one in data["handed"])
    kept = sum(
        one["owner"] == data["leaver"] or one["owner"] not in since.get(one["customer_id"], ())
        for one in data["kept"]
    )
    return int(handed + kept)


def deal_owners(log: list[Document]) -> list[str | None]:
    """Of the deals that are open at the end."""
    owners: dict[str, str | None] = {}
    for event in history.events(log):
        data = event["data"]
        if event["type"] == "OpportunityOpened":
            owners[data["opportunity_id"]] = data["owner"]
        elif event["type"] == "OpportunityReassigned":
            owners[data["opportunity_id"]] = data["to"]
        elif event["type"] in ("OpportunityWon", "OpportunityLost"):
            owners.pop(data["opportunity_id"])
    return list(owners.values())


def adds_up(report: dict[str, Any]) -> bool:
    given = sum(one["count"] for one in report["given"])
    return bool(given + sum(report["reasons"].values()) == report["customers"])
