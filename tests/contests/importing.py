"""A file is imported while people register the same telephones: one customer each."""

from collections import Counter
from functools import partial
from time import monotonic
from typing import Any
from uuid import uuid4

from tests.contests import history
from tests.contests.claiming import accepted, flat, told
from tests.contests.client import Answer, Client, at_once, until
from tests.contests.company import Company, Document
from tests.contests.registering import body
from tests.contests.row import OURS, Row

OVER = ("finished", "failed")
MAPPING = '{"名称": "name", "电话": "phones"}'


def imports(company: Company, clients: int, rows: int, each: int) -> Row:
    """Each phone once more, from all over the file; half of the people begin at its end."""
    numbers = [f"171{uuid4().int % 10**8:08d}" for _ in range(rows)]
    people, boss = company.people(clients), company.boss()
    wanted = numbers[:: rows // (clients * each)]
    shares = [wanted[n::clients][:each] for n in range(clients)]
    began = monotonic()
    sent = bring(boss, numbers)
    answers = flat(at_once([
        partial(register, one, share[::-1] if number % 2 else share)
        for number, (one, share) in enumerate(zip(people, shares, strict=True))
    ]))  # fmt: skip
    path = f"/v1/imports/{sent.body['id']}"
    report = until(lambda: boss.get(path, sent.body["position"]), over).body
    seconds = monotonic() - began
    contest = f"{rows} rows imported while {clients} people register {len(answers)} of the phones"
    damage = imported_wrongly(company.log("customer"), numbers, answers, report)
    return Row(contest, OURS, rows + len(answers), told([sent, *answers]), damage, seconds)


def over(answer: Answer) -> bool:
    return answer.body.get("state") in OVER


def bring(boss: Client, numbers: list[str]) -> Answer:
    """It is taken up the moment that it has been answered."""
    content = "\r\n".join(["名称,电话", *[f"导入客户 {one},{one}" for one in numbers]])
    return boss.send_file("/v1/imports", content, mapping=MAPPING, pool="public")


def register(client: Client, numbers: list[str]) -> list[Answer]:
    return [client.post("/v1/customers", body(one)) for one in numbers]


def imported_wrongly(
    log: list[Document], numbers: list[str], answers: list[Answer], report: dict[str, Any]
) -> dict[str, int]:
    wanted = {f"+86{number}" for number in numbers}
    made = Counter(
        phone["e164"]
        for event in history.events(log, "CustomerRegistered")
        for phone in event["data"]["phones"]
    )
    holders = {
        phone["e164"]: event["data"]["customer_id"]
        for event in history.events(log, "CustomerRegistered")
        for phone in event["data"]["phones"]
    }
    refused = [answer for answer in answers if answer.slug == "duplicate"]
    known = {holders[one] for one in wanted if one in holders}
    named = [{one["holder"] for one in answer.body["duplicates"]} for answer in refused]
    return {
        "answers other than 201, 409": sum(a.status not in (201, 409) for a in answers),
        "phones with two customers": sum(made[one] > 1 for one in wanted),
        "phones without a customer": sum(not made[one] for one in wanted),
        "rows without an outcome": abs(len(numbers) - outcomes(report)),
        "rows and answers that added more or less than is there": abs(
            report["added"] + len(accepted(answers)) - sum(made[one] for one in wanted)
        ),
        "losers not told which customer": sum(not ids & known for ids in named),
        "acknowledged, not in the log": history.lost(log, accepted(answers)),
        **history.damage(log),
    }


def outcomes(report: dict[str, Any]) -> int:
    names = ("added", "updated", "unchanged", "skipped", "rejected")
    return sum(int(report[name]) for name in names)
