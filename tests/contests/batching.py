"""Lists of the same customers claimed by many at once; twenty claims for a few places left."""

from collections.abc import Sequence
from functools import partial
from time import monotonic
from typing import Any

from tests.contests import history
from tests.contests.claiming import (
    HANDS,
    beyond,
    claim_each,
    claimed_wrongly,
    flat,
    in_pool,
    more_of,
    owners,
    register_each,
    shared,
    told,
)
from tests.contests.client import Answer, Client, at_once
from tests.contests.company import CLAIMS_PER_DAY, HOLDING_CAP, Company, Document
from tests.contests.holding import holding
from tests.contests.row import OURS, Row, counted

PLACES = 3  # that are left to somebody who claims in many ways at once
LIST = 15  # customers of one request; two of them are within the day


def places(company: Company, connections: int) -> Row:
    """One person has three places left below the cap, another three claims of the day."""
    full, busy = company.people(2)
    taken = in_pool(company, CLAIMS_PER_DAY - PLACES)
    wanted = [in_pool(company, connections) for _ in (full, busy)]
    own = [f"自有 {n}" for n in range(HOLDING_CAP - PLACES)]
    at_once(shared(own, [full, *more_of(company, full, HANDS)], register_each))
    busy.post("/v1/customers/claim", {"ids": taken})
    began = monotonic()
    answers = flat(at_once([
        partial(claim_each, hand, [id])
        for one, ids in zip((full, busy), wanted, strict=True)
        for hand, id in zip([one, *more_of(company, one, connections)], ids, strict=False)
    ]))  # fmt: skip
    seconds = monotonic() - began
    contest = f"{connections} claims at once for {PLACES} places, below the cap and of the day"
    ids = [*wanted[0], *wanted[1]]
    damage = places_wrongly(company.log("customer"), ids, answers, (full, busy))
    return Row(contest, OURS, len(answers), told(answers), damage, seconds)


def places_wrongly(
    log: list[Document], ids: list[str], answers: list[Answer], people: Sequence[Client]
) -> dict[str, int]:
    won = [answer.person for answer in answers if answer.status == 200]
    reasons = {people[0].person: "holding-cap", people[1].person: "claims-per-day"}
    refused = [answer for answer in answers if answer.status == 409]
    return claimed_wrongly(log, ids, answers) | {
        "people who got more or fewer than were left": sum(
            won.count(one.person) != PLACES for one in people
        ),
        "refused for another reason": sum(a.slug != reasons[a.person] for a in refused),
    }


def batches(company: Company, people: int, customers: int) -> Row:
    """Each claims two lists, which others claim as well, beginning elsewhere."""
    ids, who = in_pool(company, customers), company.people(people)
    began = monotonic()
    answers = flat(at_once([
        partial(claim_lists, one, lists(ids, number * customers // people))
        for number, one in enumerate(who)
    ]))  # fmt: skip
    seconds = monotonic() - began
    rows = [row for answer in answers for row in answer.body.get("items", ())]
    outcomes = counted("done" if row["ok"] else slug(row["problem"]) for row in rows)
    contest = f"{people} people claim lists of {LIST} of {customers} customers at once"
    damage = listed_wrongly(company.log("customer"), ids, answers)
    return Row(contest, OURS, len(rows), outcomes, damage, seconds)


def lists(ids: Sequence[str], first: int) -> list[list[str]]:
    turned = [*ids[first:], *ids[:first]]
    return [turned[:LIST], turned[LIST : 2 * LIST]]


def claim_lists(client: Client, wanted: Sequence[Sequence[str]]) -> list[Answer]:
    return [client.post("/v1/customers/claim", {"ids": list(ids)}) for ids in wanted]


def slug(problem: dict[str, Any]) -> str:
    return str(problem["type"]).rsplit("/", 1)[-1]


def listed_wrongly(log: list[Document], ids: list[str], answers: list[Answer]) -> dict[str, int]:
    """Each row is an answer of its own, and must be what the log says."""
    claims = owners(log, ids)
    owner = dict(claims)
    rows = [(answer.person, row) for answer in answers for row in answer.body.get("items", ())]
    won = {(row["id"], person) for person, row in rows if row["ok"]}
    lost = [(row["id"], row["problem"]) for _, row in rows if not row["ok"]]
    taken = [(id, one) for id, one in lost if slug(one) == "already-claimed"]
    allowed = ("already-claimed", "claims-per-day")
    return {
        "answers other than 200": sum(answer.status != 200 for answer in answers),
        "rows too many or too few": abs(len(rows) - LIST * len(answers)),
        "customers claimed twice": history.repeated(id for id, _ in claims),
        "rows done, and not so in the log": len(won ^ set(claims)),
        "rows told a wrong owner": sum(owner.get(id) != one["owner"] for id, one in taken),
        "rows refused for another reason": sum(slug(one) not in allowed for _, one in lost),
        "customers that nobody got": len(set(ids) - set(owner)),
        "people beyond the quota": beyond(log, "claimed_on", CLAIMS_PER_DAY),
        **holding(log).damage,
        **history.damage(log),
    }
