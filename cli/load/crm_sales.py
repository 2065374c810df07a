"""Loads a computer seller's CRM: people and their teams, accounts as customers, deals with owners.

An office is a team with the teams of its managers below it. An account's region is its country:
that is all the files say of where it is.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console

from cli.load import crm_files
from cli.load.batching import Row, load_rows
from cli.load.client import Client, GaveUp
from cli.load.crm_files import Account, CrmFiles, Deal
from cli.load.giving_up import tell
from cli.load.settling import settle
from cli.load.staff import organise
from cli.load.steps import WORKERS, Command, Loading, heads
from cli.load.summary import Step
from cli.load.tables import Unreadable
from cli.load.transport import connect

SOURCES = ("gateway", "customer", "pipeline")
POOL = "public"  # the file names no owner of an account
STAGES = {"Prospecting": "prospecting"}  # every other deal has been engaged
OUTCOMES = {"Won": "won", "Lost": "lost"}
NO_REASON = "not recorded"  # the file says that a deal was lost, not why


def run(base_url: str, token: str, folder: Path) -> int:
    """Load the folder; 0 when every row is in the system. A second run adds nothing."""
    console = Console()
    loading: Loading | None = None
    try:
        files = crm_files.read(folder)
        client = Client(connect(base_url, token, WORKERS))
        loading = Loading(client, console, heads(client, SOURCES))
        load(loading, files)
        settle(loading)
    except (Unreadable, GaveUp) as error:
        tell(console, error, loading)
        return 1
    loading.summary.show(console)
    return loading.summary.exit_code


def load(loading: Loading, files: CrmFiles) -> None:
    describe(loading, files)
    organise(loading, files.teams)
    accounts = {one.name: account(one) for one in files.accounts}
    customers = loading.ids("accounts → customers", accounts)
    deals = known(loading, files.deals, customers)
    rows = [past(one, customers) for one in deals]
    load_rows(loading, "deals", "/v1/opportunities/load", rows)


def known(loading: Loading, deals: list[Deal], customers: Mapping[str, str]) -> list[Deal]:
    """A deal waits for its account: opened without it now, it would stay without it for ever."""
    waiting = [deal for deal in deals if deal.account and deal.account not in customers]
    if waiting:
        refused = [(f"deal {deal.id}", f"no customer · {deal.account}") for deal in waiting]
        loading.summary.steps.append(Step("deals without customer", refused=refused))
    return [deal for deal in deals if not deal.account or deal.account in customers]


def describe(loading: Loading, files: CrmFiles) -> None:
    offices = {row["regional_office"] for row in files.teams}
    managers = {row["manager"] for row in files.teams}
    loading.summary.read = {
        "accounts": len(files.accounts), "products": len(files.products),
        "salespeople": len(files.teams), "managers": len(managers), "offices": len(offices),
        "deals": len(files.deals),
    }  # fmt: skip
    loading.summary.repaired.update(files.repaired)
    idle = files.idle_people
    busy = len(files.teams) - len(idle)
    loading.summary.remarks.append(
        f"{busy} salespeople own deals; {len(idle)} have none: {', '.join(idle)}"
    )
    loading.summary.remarks.append("open deals carry the list price as the amount expected")


def account(one: Account) -> Command:
    body = {
        "name": one.name, "company": one.name, "industry": one.sector, "remark": one.remark,
        "source": "crm-sales", "pool": POOL,
    } | ({"addresses": [{"province": one.country}]} if one.country else {})  # fmt: skip
    return Command(
        f"account {one.name}", "/v1/customers", body, f"crm-sales/account/{quote(one.name)}"
    )


def past(deal: Deal, customers: Mapping[str, str]) -> Row:
    """With all that the file tells of it: it is loaded as history, its days are kept."""
    body = {
        "key": f"crm-sales/{deal.id}",
        "customer_id": deal.account and customers[deal.account],
        "name": " · ".join(part for part in (deal.id, deal.product, deal.account) if part),
        "product": deal.product,
        "amount": deal.price and money(deal.price),
        "stage": STAGES.get(deal.stage, "engaging"),
        "owner": deal.owner,
        "at": deal.opened.isoformat(),
        "engaged_at": deal.engaged and deal.engaged.isoformat(),
    } | ending(deal)
    return Row(f"deal {deal.id}", {name: one for name, one in body.items() if one is not None})


def ending(deal: Deal) -> dict[str, Any]:
    if deal.stage not in OUTCOMES:
        return {}
    closed = {"outcome": OUTCOMES[deal.stage], "closed_at": deal.closed and deal.closed.isoformat()}
    if deal.stage == "Lost":
        return closed | {"reason": NO_REASON}
    return closed | {"paid": money(deal.value) if deal.value is not None else None}


def money(amount: Decimal) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "USD"}
