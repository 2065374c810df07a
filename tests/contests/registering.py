"""One telephone, spelled in many ways and registered by many at once: one customer."""

from functools import partial
from time import monotonic
from uuid import uuid4

from tests.contests import history
from tests.contests.claiming import accepted, told
from tests.contests.client import Answer, at_once
from tests.contests.company import Company, Document
from tests.contests.row import OURS, Row

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def registrations(company: Company, clients: int, phones: int) -> Row:
    people = company.people(clients)
    answers: list[Answer] = []
    numbers = [f"170{uuid4().int % 10**8:08d}" for _ in range(phones)]
    began = monotonic()
    for number in numbers:
        spelled = spellings(number)
        answers += at_once(
            [
                partial(one.post, "/v1/customers", body(spelled[index % len(spelled)]))
                for index, one in enumerate(people)
            ]
        )
    seconds = monotonic() - began
    contest = f"{clients} registrations of one phone at once, {phones} times"
    damage = registered_wrongly(company.log("customer"), numbers, answers)
    return Row(contest, OURS, len(answers), told(answers), damage, seconds)


def spellings(number: str) -> list[str]:
    """The same mobile number as people and their spreadsheets write it."""
    three, four, last = number[:3], number[3:7], number[7:]
    return [
        number,
        f"+86{number}",
        f"0086-{three}-{four}-{last}",
        f"{three} {four} {last}",
        f"(+86) {three}—{four}—{last}",
        number.translate(WIDE),
    ]


def body(phone: str) -> dict[str, object]:
    return {"name": "杭州云帆科技", "phones": [phone], "pool": "public"}


def registered_wrongly(
    log: list[Document], numbers: list[str], answers: list[Answer]
) -> dict[str, int]:
    made = [
        phone["e164"]
        for event in history.events(log, "CustomerRegistered")
        for phone in event["data"]["phones"]
    ]
    wanted = {f"+86{number}" for number in numbers}
    duplicates = [answer for answer in answers if answer.slug == "duplicate"]
    known = {answer.body["id"] for answer in accepted(answers)}
    named = [{one["holder"] for one in answer.body["duplicates"]} for answer in duplicates]
    return {
        "answers other than 201, 409": sum(a.status not in (201, 409) for a in answers),
        "phones with two customers": history.repeated(one for one in made if one in wanted),
        "phones without a customer": len(wanted - set(made)),
        "phones promised to two": abs(len(known) - len(numbers)),
        "losers not told which customer": sum(not ids & known for ids in named),
        "acknowledged, not in the log": history.lost(log, accepted(answers)),
        **history.damage(log),
    }
