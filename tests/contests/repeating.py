"""Every request is sent three times at once under one key: one effect, one answer."""

from functools import partial
from time import monotonic
from typing import Any
from uuid import uuid4

from tests.contests import history
from tests.contests.claiming import flat, told
from tests.contests.client import Answer, Client, at_once
from tests.contests.company import Company, Document
from tests.contests.row import OURS, Row

TIMES = 3
Logs = dict[str, list[Document]]
SOURCES = ("customer", "pipeline", "activity")
TALK = {"channel": "phone", "outcome": "有兴趣", "note": "下周演示"}


class Repeater:
    """One person whose every request goes out three times at once."""

    def __init__(self, hands: list[Client]) -> None:
        self.hands = hands
        self.sent: list[list[Answer]] = []
        self.misused: list[Answer] = []

    def send(self, path: str, body: dict[str, Any], other: dict[str, Any] | None = None) -> str:
        """The id of what it was done to; afterwards the key is misused for the other body."""
        key = str(uuid4())
        same = at_once([partial(hand.post, path, body, key) for hand in self.hands])
        self.sent.append(same)
        if other:
            self.misused.append(self.hands[0].post(path, other, key))
        return str(same[0].body.get("id", ""))

    def live(self) -> "Repeater":
        """A customer's life, with every verb that there is; only the claim has no other body."""
        id = self.send("/v1/customers", {"name": "苏州海纳物流"}, {"name": "苏州海纳商贸"})
        customer = f"/v1/customers/{id}"
        self.send(f"{customer}/follow-ups", TALK, TALK | {"note": "不再联系"})
        self.send(f"{customer}/stage", {"to": "intent"}, {"to": "high-intent"})
        deal = self.send(
            "/v1/opportunities", {"customer_id": id, "product": "标准版"},
            {"customer_id": id, "product": "旗舰版"},
        )  # fmt: skip
        self.send(f"/v1/opportunities/{deal}/stage", {"to": "engaging"}, {"to": "prospecting"})
        self.send(f"/v1/opportunities/{deal}/lose", {"reason": "预算"}, {"reason": "价格"})
        gone = {"reason": "调岗", "pool": "public"}
        self.send(f"{customer}/release", gone, gone | {"pool": "north"})
        self.send(f"{customer}/claim", {})
        return self


def repeats(company: Company, people: int) -> Row:
    before = written(logs_of(company))
    who = [
        Repeater([company.client(one.person) for _ in range(TIMES)])
        for one in company.people(people)
    ]
    began = monotonic()
    lived = at_once([one.live for one in who])
    seconds = monotonic() - began
    sent = [same for one in lived for same in one.sent]
    answers, misused = flat(sent), [answer for one in lived for answer in one.misused]
    contest = f"{len(sent)} requests of 8 kinds, each sent {TIMES} times at once"
    return Row(
        contest, OURS, len(answers) + len(misused), told([*answers, *misused]),
        repeated_wrongly(logs_of(company), sent, misused, before), seconds,
    )  # fmt: skip


def logs_of(company: Company) -> Logs:
    return {source: company.log(source) for source in SOURCES}


def written(logs: Logs) -> int:
    """Commands in all logs; what follows by a reaction is none of a person's."""
    return sum(one["meta"]["actor"] != "system" for log in logs.values() for one in log)


def repeated_wrongly(
    logs: Logs, sent: list[list[Answer]], misused: list[Answer], before: int
) -> dict[str, int]:
    commits = written(logs) - before
    first = [same[0] for same in sent if same[0].status in (200, 201)]
    found: dict[str, int] = {
        "answers other than 200, 201": sum(a.status not in (200, 201) for a in flat(sent)),
        "requests answered in two ways": sum(len({str(key(a)) for a in same}) > 1 for same in sent),
        "effects too many or too few": abs(commits - len(sent)),
        "keys taken for something else": sum(answer.status != 422 for answer in misused),
    }
    for source, log in logs.items():
        own = [answer for answer in first if answer.position[0] == source]
        found[f"acknowledged, not in the log of {source}"] = history.lost(log, own)
        found |= {f"{what} ({source})": count for what, count in history.damage(log).items()}
    return found


def key(answer: Answer) -> tuple[int, str, dict[str, Any]]:
    return answer.status, answer.etag, answer.body
