"""The crm-sales files, made into events and folded directly: people, accounts and their deals."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from gateway.events import PersonAdded
from services.analytics.reports import answer, named
from services.customer.events import Address
from services.pipeline.events import Money, OpportunityLost, OpportunityOpened, OpportunityWon
from tests.integration.analytics.world import MANAGER, SHANGHAI, World
from tests.unit.analytics.examples import registered

DATA = Path(__file__).parents[3] / "../shared/data/crm-sales"
ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY = datetime(2016, 10, 1, tzinfo=ZONE)  # of those whose day of opening is not known


def sales_of_files(database: Any) -> World:
    world = World(database)
    world.happened(*(person(row) for row in table("sales_teams.csv")))
    world.happened(*(customer(row) for row in table("accounts.csv")))
    world.happened(*(event for deal in table("sales_pipeline.csv") for event in life(deal)))
    return world


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def person(row: dict[str, str]) -> PersonAdded:
    name = row["sales_agent"]
    return PersonAdded(name, name, "sales", "own", row["manager"], "root", FIRST_DAY)


def customer(row: dict[str, str]) -> Any:
    country = (Address(row["office_location"], province=row["office_location"]),)
    about = {"source": "file", "industry": row["sector"], "addresses": country, "owner": None}
    return registered(row["account"], pool="public", phones=(), emails=(), at=FIRST_DAY, **about)


def life(deal: dict[str, str]) -> Iterator[Any]:
    id, customer, owner = deal["opportunity_id"], deal["account"] or None, deal["sales_agent"]
    engaged, closed = day(deal["engage_date"]), day(deal["close_date"])
    stage = "engaging" if engaged else "prospecting"
    product = {"GTXPro": "GTX Pro"}.get(deal["product"], deal["product"])
    at = engaged or FIRST_DAY
    yield OpportunityOpened(
        id, customer, product, product, owner, stage, None, None, engaged, owner, at
    )
    if deal["deal_stage"] == "Won":
        assert closed
        yield OpportunityWon(id, customer, owner, Money(deal["close_value"], "USD"), owner, closed)
    if deal["deal_stage"] == "Lost":
        assert closed
        yield OpportunityLost(id, customer, owner, "unknown", owner, closed)


def day(text: str) -> datetime | None:
    return datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=ZONE) if text else None


def ask(world: World, name: str, **asked: str) -> dict[str, Any]:
    rows, staff = world.rows[named(name).group.name], world.rows["reports"]
    return answer(name, rows, MANAGER, SHANGHAI, staff=staff, **asked)
