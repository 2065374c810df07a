"""Finding a customer: the duplicate check and the one box, as the number of customers grows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any
from urllib.parse import quote

from bench import lists, load, people
from bench.building import build, local
from bench.figures import Figure, Goal, at_most, of_rounds
from bench.history import phone_number, registered
from bench.load import Load
from bench.plan import Plan, say
from bench.seed import fill
from bench.system import System, servers, system
from bench.usage import per_operation, spent, usage
from bench.wire import request
from kernel.database import connect, service_database
from kernel.mongo import MongoLog
from kernel.settings import setting
from services.analytics.groups import LISTS
from services.customer.heard import HEARD

SIZES = (10_000, 100_000, 1_000_000)
NEEDED = ("customer", "analytics", "gateway")
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
    known, unknown = phone_number(size // 3), "17012345678"
    firm = "上海芳芳茶业有限责任公司"
    return {
        "check, a phone that is taken": check(phones=[known]),
        "check, a phone that is free": check(phones=[unknown]),
        "check, a company that many have": check(company=firm),
        "check, a company with a wrong character": check(company="上海方方茶叶有限公司"),
        "check, all that may be asked": check(
            name="杭州云帆信息科技", company=firm, phones=[known, unknown],
            emails=["li@example.cn"], credit_code="91350100M000100Y43",
            messaging=[{"kind": "wechat", "id": "lilei88"}],
        ),
        "search, a whole phone number": search(known),
        "search, the end of a phone number": search(known[-4:]),
        "search, a surname": search("王"),
        "search, a surname, manager": search("王", role="manager"),
        "search, the pinyin of a name": search("wangweiwei"),
        "search, the initials of a name": search("www"),
        "search, the pinyin of a common syllable": search("wang"),
        "search, a company written traditionally": search("上海芳芳茶業"),
        "search, two common words": search("王 上海"),
        "search, nothing is found": search("zzzz"),
    }  # fmt: skip


def check(**body: Any) -> Kind:
    return Kind("POST", CHECKED, body, goals=CHECK)


def search(q: str, role: str = "sales") -> Kind:
    return Kind("GET", LISTED + quote(q), role=role)


def figures(plan: Plan) -> list[Figure]:
    return [
        figure for size in plan.size(whole=SIZES, quick=SIZES[:1]) for figure in of_size(plan, size)
    ]


def of_size(plan: Plan, size: int) -> Iterator[Figure]:
    folder = plan.folder / "finding"
    with servers(folder), connect() as client:
        written(client, size)
    with system(folder, NEEDED, keep=True) as running:
        for name, kind in kinds(size).items():
            yield one(plan, running, f"{name}, {size:,} customers", kind)


def written(client: Any, size: int) -> None:
    """A log, and both read models folded from it in bulk."""
    say(f"finding, {size:,} customers are written")
    log = MongoLog(service_database(client, "customer"), "customer")
    log.create_indexes()
    fill(log.collection, registered(range(size), setting("GUANXI_IDENTITY_KEY").encode()))
    for group in (LISTS, HEARD):
        say(f"finding, {group.name} of {size:,} customers")
        upto = dict.fromkeys(group.sources, 0) | {"customer": log.head()}
        build(group, local(client, {"customer": log}), upto)
    client.admin.command("fsync")  # so that nothing of the filling is left to do


def one(plan: Plan, running: System, what: str, kind: Kind) -> Figure:
    """One request after another, of one client: what one person waits for."""
    before = usage(running.pids())
    seconds = plan.size(whole=2.0, quick=1.0)
    loads = plan.repeat(what, partial(asked, running.url, kind, seconds))
    used = spent(before, usage(running.pids()))
    notes = [per_operation(used, sum(len(each.round.latencies) for each in loads))]
    notes += [loads[-1].note()] if any(each.refused for each in loads) else []
    return of_rounds(what, [each.round for each in loads], kind.goals, notes)


def asked(url: str, kind: Kind, seconds: float) -> Load:
    made = request(kind.method, kind.path, people.token(kind.role), kind.body)
    return load.run(url, [lists.until(monotonic() + seconds, made)])
