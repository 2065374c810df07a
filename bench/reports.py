"""Every report over all of the deals of a company, as everybody who may ask for it asks.

The read models are built straight from logs of 5,000,000 events of deals: 1,000,000 deals, and a
customer for ten of them. `any` day of a period makes edges that are not whole months.
"""

from dataclasses import replace
from datetime import timedelta

from bench import lists, people
from bench.building import build, local
from bench.figures import Figure, at_most
from bench.history import registered
from bench.plan import Plan, say
from bench.sales import DEALS_OF_CUSTOMER, EVENTS_OF_DEAL, sales
from bench.seed import fill
from bench.system import System, servers, system
from gateway.tokens import issue
from kernel.database import connect, service_database
from kernel.mongo import MongoLog
from kernel.settings import setting
from services.analytics.groups import REPORTS

GOAL = (at_most("p99", 1_000), at_most("errors", 0))
NEEDED = ("analytics", "gateway")
NAMES = (
    "won-value", "average-deal", "win-rate", "sales-cycle", "loss-reasons", "funnel", "conversion",
    "time-in-stage", "remaining-time", "paths", "stuck-deals", "forecast", "rung-conversion",
    "time-on-rung",
)  # fmt: skip
ASKED = (
    "",
    "by=person",
    "by=industry",
    "by=month",
    "by=week",
    "from=2021-02-03&to=2023-11-17&by=person",
)
OPENED = "won-value/deals?by=person&key=seller-7"


def figures(plan: Plan) -> list[Figure]:
    deals = plan.size(whole=1_000_000, quick=20_000)
    folder = plan.folder / "reports"
    with servers(folder):
        said = filled(deals)
    with system(folder, NEEDED, keep=True) as running:
        manager, seller = people.token("manager"), issue("seller-7", "sales", timedelta(hours=2))
        size = f"{deals * EVENTS_OF_DEAL:,} events of deals"
        found = [
            one(plan, running, f"{name} {asked}".strip(), size, f"{name}?{asked}", manager)
            for name in NAMES
            for asked in ASKED
        ]
        found += [one(plan, running, f"{n}, a seller", size, n, seller) for n in NAMES]
        found.append(one(plan, running, "deals behind a figure", size, OPENED, manager))
    return [replace(found[0], notes=[*found[0].notes, said]), *found[1:]]


def one(plan: Plan, running: System, what: str, size: str, path: str, token: str) -> Figure:
    return lists.answered(plan, running, f"{what}, {size}", f"/v1/reports/{path}", token, GOAL)


def filled(deals: int) -> str:
    """Logs and read models; says at which rate they were folded."""
    customers, secret = deals // DEALS_OF_CUSTOMER, setting("GUANXI_IDENTITY_KEY").encode()
    histories = {"customer": registered(range(customers), secret), "pipeline": sales(deals)}
    upto = dict.fromkeys(REPORTS.sources, 0)
    with connect() as client:
        for source, drafts in histories.items():
            say(f"reports, the log of {source} is written")
            log = MongoLog(service_database(client, source), source)
            log.create_indexes()
            upto[source] = fill(log.collection, drafts)
        say("reports, the read models are built")
        rate = build(REPORTS, local(client), upto)
    return f"{sum(upto.values()):,} events were folded at {rate:,.0f}/s"
