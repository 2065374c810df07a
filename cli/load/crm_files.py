"""The CRM sales files as they should have been written: pure reading, every repair counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from cli.load.tables import Row, Unreadable, rows

COLUMNS = {
    "accounts.csv": (
        "account", "sector", "year_established", "revenue", "employees", "office_location",
        "subsidiary_of",
    ),
    "products.csv": ("product", "series", "sales_price"),
    "sales_teams.csv": ("sales_agent", "manager", "regional_office"),
    "sales_pipeline.csv": (
        "opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date",
        "close_date", "close_value",
    ),
}  # fmt: skip
SPELLING = {"technolgy": "technology", "Philipines": "Philippines"}


@dataclass(frozen=True)
class Account:
    name: str
    sector: str
    country: str
    remark: str


@dataclass(frozen=True)
class Deal:
    id: str
    owner: str
    product: str
    price: Decimal | None  # of the price list: what an open deal is expected to bring
    account: str | None
    stage: str  # as in the file: Prospecting, Engaging, Won, Lost
    opened: datetime
    engaged: datetime | None
    closed: datetime | None
    value: Decimal | None


@dataclass
class CrmFiles:
    accounts: list[Account]
    deals: list[Deal]
    teams: list[Row]
    products: dict[str, Decimal]
    repaired: Counter[str] = field(default_factory=Counter)

    @property
    def idle_people(self) -> list[str]:
        """People of the teams file without a deal."""
        busy = {deal.owner for deal in self.deals}
        return sorted(row["sales_agent"] for row in self.teams if row["sales_agent"] not in busy)


def read(folder: Path) -> CrmFiles:
    """All four files; raises Unreadable before anything is loaded."""
    raw = {name: rows(folder / name, columns) for name, columns in COLUMNS.items()}
    repaired: Counter[str] = Counter()
    products = {row["product"]: Decimal(row["sales_price"]) for row in raw["products.csv"]}
    accounts = [account(row, repaired) for row in raw["accounts.csv"]]
    pipeline = raw["sales_pipeline.csv"]
    last = last_day(pipeline)
    deals = [deal(row, products, last, repaired) for row in pipeline]
    known = {one.name for one in accounts}
    if strangers := {one.account for one in deals if one.account} - known:
        raise Unreadable(f"accounts.csv lacks {', '.join(sorted(strangers))}")
    return CrmFiles(accounts, deals, raw["sales_teams.csv"], products, repaired)


def account(row: Row, repaired: Counter[str]) -> Account:
    country = spelled(row["office_location"], "country", repaired)
    facts = {
        "Office": country,
        "Subsidiary of": row["subsidiary_of"],
        "Established": row["year_established"],
        "Revenue (million USD)": row["revenue"],
        "Employees": row["employees"],
    }
    remark = "; ".join(f"{name}: {value}" for name, value in facts.items() if value)
    return Account(row["account"], spelled(row["sector"], "sector", repaired), country, remark)


def deal(row: Row, products: Mapping[str, Decimal], last: date, repaired: Counter[str]) -> Deal:
    product = reconciled(row["product"], products, repaired)
    engaged, closed = (noon(day(row[name])) for name in ("engage_date", "close_date"))
    if not row["account"]:
        repaired["deals without an account, kept without a customer"] += 1
    if not engaged:
        repaired[f"deals without an engage date, opened on the file's last day {last}"] += 1
    return Deal(
        row["opportunity_id"], row["sales_agent"], product, products.get(product),
        row["account"] or None, row["deal_stage"], engaged or at_noon(last), engaged, closed,
        Decimal(row["close_value"]) if row["close_value"] else None,
    )  # fmt: skip


def spelled(word: str, what: str, repaired: Counter[str]) -> str:
    right = SPELLING.get(word, word)
    if right != word:
        repaired[f"{what} {word} → {right}"] += 1
    return right


def reconciled(product: str, known: Iterable[str], repaired: Counter[str]) -> str:
    """The price list's spelling when exactly one differs by nothing but spaces and case."""
    alike = [name for name in known if squeezed(name) == squeezed(product)]
    if product in alike or len(alike) != 1:
        if product not in alike:
            repaired[f"product {product} is not in the price list, kept as written"] += 1
        return product
    repaired[f"product {product} → {alike[0]}"] += 1
    return alike[0]


def squeezed(name: str) -> str:
    return "".join(name.split()).casefold()


def day(written: str) -> date | None:
    """A date as Americans write it: month/day/year."""
    try:
        return datetime.strptime(written, "%m/%d/%Y").date() if written else None
    except ValueError:
        raise Unreadable(f"{written!r} is no date of the form month/day/year") from None


def noon(when: date | None) -> datetime | None:
    return at_noon(when) if when else None


def at_noon(when: date) -> datetime:
    """12:00 UTC is the same day for everybody from UTC-12 to UTC+11."""
    return datetime.combine(when, time(12), UTC)


def last_day(pipeline: Iterable[Row]) -> date:
    days = [day(row[name]) for row in pipeline for name in ("engage_date", "close_date")]
    return max(found for found in days if found)
