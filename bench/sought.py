"""What is asked for when a customer is looked for: each kind of key, name and part of a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bench import described as made
from bench.figures import Goal, at_most
from bench.history import phone_number

CHECK = (at_most("p99", 30), at_most("errors", 0))
SEARCH = (at_most("p99", 100), at_most("errors", 0))
LISTED, CHECKED = "/v1/customers?q=", "/v1/customers/check"


@dataclass(frozen=True)
class Kind:
    """What is asked, by whom, and how long it may take."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    role: str = "sales"
    goals: tuple[Goal, ...] = SEARCH


def kinds(size: int) -> Mapping[str, Kind]:
    return {**checks(size // 4 * 2), **searches(size // 8 * 4)}


def checks(number: int) -> Mapping[str, Kind]:
    """Of a customer who has a contact."""
    known, unknown = phone_number(number), "17012345678"
    firm = "上海芳芳茶业有限责任公司"
    messenger = [{"kind": "wechat", "id": made.wechat(number).id}]
    return {
        "check, a phone that is taken": check(phones=[known]),
        "check, a phone that is free": check(phones=[unknown]),
        "check, a contact's phone": check(phones=[made.contacts_number(number)]),
        "check, an e-mail": check(emails=[made.email(number)]),
        "check, a messaging id": check(messaging=messenger),
        "check, a credit code": check(credit_code=made.credit_code(number)),
        "check, a company that many have": check(company=firm),
        "check, a company with a wrong character": check(company="上海方方茶叶有限公司"),
        "check, a company written traditionally": check(company="上海芳芳茶業有限公司"),
        "check, all that may be asked": check(
            name="杭州云帆信息科技", company=firm, phones=[known, unknown],
            emails=[made.email(number + 1)], messaging=messenger,
            credit_code=made.credit_code(number),
        ),
    }  # fmt: skip


def searches(number: int) -> Mapping[str, Kind]:
    """Of a customer with a contact and a switchboard. By parts of what is masked for them, people
    who hold no customer find none; what they wait for is another question."""
    known = phone_number(number)
    return {
        "search, a whole phone number": search(known),
        "search, the end of a phone number": search(known[-4:]),
        "search, the end of a phone number, manager": search(known[-4:], "manager"),
        "search, the middle of a phone number, manager": search(known[2:8], "manager"),
        "search, a number without its area code, manager": search(made.landline(number), "manager"),
        "search, the end of a contact's number, manager": search(
            made.contacts_number(number)[-6:], "manager"
        ),
        "search, a contact's name": search(made.person(number + 7)),
        "search, a surname": search("王"),
        "search, a surname, manager": search("王", "manager"),
        "search, the pinyin of a name": search("wangweiwei"),
        "search, the initials of a name": search("www"),
        "search, the initials of a company": search("shffcy"),
        "search, the pinyin of a common syllable": search("wang"),
        "search, a company written traditionally": search("上海芳芳茶業"),
        "search, a street": search("天目山路"),
        "search, the beginning of an e-mail": search(made.email(number)[:8]),
        "search, a messaging id": search(made.wechat(number).id),
        "search, the end of a credit code": search(made.credit_code(number)[8:]),
        "search, two common words": search("王 上海"),
        "search, a name and the end of a number, manager": search(f"王 {known[-4:]}", "manager"),
        "search, nothing is found": search("zzzz"),
    }


def check(**body: Any) -> Kind:
    return Kind("POST", CHECKED, body, goals=CHECK)


def search(q: str, role: str = "sales") -> Kind:
    return Kind("GET", LISTED + quote(q), role=role)
