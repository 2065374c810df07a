"""Everybody wants the same customers: one owner each, and nobody beyond cap and quota."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from time import monotonic
from typing import Any

from tests.contests import history
from tests.contests.client import Answer, Client, at_once
from tests.contests.company import CLAIMS_PER_DAY, HOLDING_CAP, Company, Document
from tests.contests.row import OURS, Row, counted

HANDS = 8  # connections that fill the pool


def claims(company: Company, clients: int, customers: int) -> Row:
    """Each client claims every customer, all in the same order, all begun at once."""
    ids, people = in_pool(company, customers), company.people(clients)
    began = monotonic()
    answers = flat(at_once([partial(claim_each, person, ids) for person in people]))
    seconds = monotonic() - began
    contest = f"{clients} clients claim {customers:,} customers at once"
    damage = judged(company, ids, answers) | unowned(answers, ids)
    return Row(contest, OURS, len(answers), told(answers), damage, seconds)


def quota(company: Company, people: int, connections: int) -> Row:
    """Each person claims twice as much as a day allows, through several connections at once."""
    hands = [[one, *more_of(company, one, connections)] for one in company.people(people)]
    ids = in_pool(company, people * connections * -(-2 * CLAIMS_PER_DAY // connections))
    began = monotonic()
    answers = flat(at_once(shared(ids, [hand for own in hands for hand in own])))
    seconds = monotonic() - began
    taken = Counter(answer.person for answer in answers if answer.status == 200)
    short = sum(taken[own[0].person] != CLAIMS_PER_DAY for own in hands)
    damage = judged(company, ids, answers) | {"people not exactly at the quota": short}
    contest = f"{people} people claim twice their day's {CLAIMS_PER_DAY}, {connections} ways each"
    return Row(contest, OURS, len(answers), told(answers), damage, seconds)


def cap(company: Company, connections: int) -> Row:
    """One person claims and registers at once, together more than one may hold."""
    [one] = company.people(1)
    hands = [one, *more_of(company, one, connections)]
    ids = in_pool(company, HOLDING_CAP)
    own = [f"自有客户 {number}" for number in range(HOLDING_CAP)]
    began = monotonic()
    registering = shared(own, hands[::2], register_each)
    answers = flat(at_once([*shared(ids, hands[1::2]), *registering]))
    seconds = monotonic() - began
    held = sum(answer.status in (200, 201) for answer in answers)
    damage = judged(company, ids, answers) | {"not exactly at the cap": held != HOLDING_CAP}
    contest = f"one person claims and registers {2 * HOLDING_CAP}, may hold {HOLDING_CAP}"
    return Row(contest, OURS, len(answers), told(answers), damage, seconds)


def in_pool(company: Company, number: int) -> list[str]:
    boss = [company.boss() for _ in range(min(HANDS, number))]
    names = [f"公海客户 {index}" for index in range(number)]
    answers = flat(at_once(shared(names, boss, partial(register_each, pool="public"))))
    assert {answer.status for answer in answers} == {201}, told(answers)
    return [answer.body["id"] for answer in answers]


def more_of(company: Company, one: Client, connections: int) -> list[Client]:
    return [company.client(one.person) for _ in range(connections - 1)]


def shared(things: Sequence[str], clients: Sequence[Client], do: Any = None) -> list[Any]:
    """Each client its share of the things."""
    step = len(clients)
    return [
        partial(do or claim_each, client, things[number::step])
        for number, client in enumerate(clients)
    ]


def claim_each(client: Client, ids: Iterable[str]) -> list[Answer]:
    return [client.post(f"/v1/customers/{id}/claim") for id in ids]


def register_each(client: Client, names: Iterable[str], **fields: str) -> list[Answer]:
    return [client.post("/v1/customers", {"name": name, **fields}) for name in names]


def flat(answers: Iterable[Iterable[Answer]]) -> list[Answer]:
    return [answer for some in answers for answer in some]


def told(answers: Sequence[Answer]) -> dict[str, int]:
    kinds = counted(f"{a.status} {a.slug}".strip() for a in answers)
    waited = sum(answer.told_to_wait for answer in answers)
    return kinds | ({"503 or 504, then tried again": waited} if waited else {})


def judged(company: Company, ids: list[str], answers: list[Answer]) -> dict[str, int]:
    """By log and answers, and by what a manager sees once the read model has come so far."""
    log = company.log("customer")
    boss, head = company.boss(), log[-1]["_id"] + len(log[-1]["events"]) - 1
    sample = owners(log, ids)[:50]
    shown = [boss.get(f"/v1/customers/{id}", f"customer:{head}") for id, _ in sample]
    wrong = sum(a.body.get("owner") != one[1] for a, one in zip(shown, sample, strict=True))
    return claimed_wrongly(log, ids, answers) | {"owners that a read model has otherwise": wrong}


def owners(log: list[Document], ids: list[str]) -> list[tuple[str, str]]:
    claims = [event["data"] for event in history.events(log, "CustomerClaimed")]
    wanted = set(ids)
    return [(one["customer_id"], one["by"]) for one in claims if one["customer_id"] in wanted]


def claimed_wrongly(log: list[Document], ids: list[str], answers: list[Answer]) -> dict[str, int]:
    """What somebody was refused for must be true as well."""
    claims = owners(log, ids)
    owner, lost = dict(claims), [a for a in answers if a.slug == "already-claimed"]
    won = [answer for answer in answers if answer.status == 200]
    return {
        "answers other than 200, 201, 409": sum(a.status not in (200, 201, 409) for a in answers),
        "customers claimed twice": history.repeated(id for id, _ in claims),
        "customers promised to two": history.repeated(claimed(a) for a in won),
        "winners who are not the owner": sum(owner.get(claimed(a)) != a.person for a in won),
        "losers told a wrong owner": sum(owner.get(claimed(a)) != a.body["owner"] for a in lost),
        "acknowledged, not in the log": history.lost(log, accepted(answers)),
        "people beyond the quota": beyond(log, "claimed_on", CLAIMS_PER_DAY),
        "people beyond the cap": beyond(log, "", HOLDING_CAP),
        **history.damage(log),
    }


def unowned(answers: list[Answer], ids: list[str]) -> dict[str, int]:
    taken = {claimed(answer) for answer in answers if answer.status == 200}
    return {"customers that nobody got": len(set(ids) - taken)}


def claimed(answer: Answer) -> str:
    return answer.path.split("/")[3]


def accepted(answers: Iterable[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.status in (200, 201)]


def beyond(log: list[Document], counted_by: str, most: int) -> int:
    """People whose portfolio took in more: of one day's claims, or of all that it holds."""
    taken: Counter[tuple[str, str]] = Counter()
    for event in history.events(log):
        data = event["data"]
        if event["type"] == "HoldingTaken" and (not counted_by or data[counted_by]):
            taken[data["person"], data.get(counted_by, "")] += 1
        if event["type"] == "HoldingDropped" and not counted_by:
            taken[data["person"], ""] -= 1
    return sum(count > most for count in taken.values())
