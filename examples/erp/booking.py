"""What each event means to the ERP: statements inside the transaction that moves the checkpoint.

Events of one source come in order; of the two sources either may be ahead. So a deal may be won
before its customer was heard of, and each statement must come out the same either way.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .database import Database

Data = dict[str, Any]
UNDERSTOOD = 1  # version of the events below that this program was written for


class TooNew(Exception):
    """Booking what one does not understand is worse than stopping."""


def book(database: Database, event: Data) -> None:
    """`event` is a CloudEvent of type `guanxi.pipeline.OpportunityWon.v1`."""
    _, source, name, _ = event["type"].split(".")
    if name not in BOOKED.get(source, {}):
        return
    if not understood(event):
        raise TooNew(f"{event['type']} at {event['id']}: please update this program")
    BOOKED[source][name](database, event["data"], event["id"].removeprefix("/guanxi/"))


def understood(event: Data) -> bool:
    """The queue has events as they were recorded, the feed has them in the version we ask for."""
    _, source, name, version = event["type"].split(".")
    return name not in BOOKED.get(source, {}) or version == f"v{UNDERSTOOD}"


def customer_told(database: Database, told: Data, number: str) -> None:
    """Registered, or edited: the whole profile. Only who is a partner already is renamed."""
    name, credit_code = told.get("company") or told.get("name"), told.get("credit_code")
    database.run(
        "INSERT INTO heard_customers VALUES (?, ?, ?) ON CONFLICT (id)"
        " DO UPDATE SET name = excluded.name, credit_code = excluded.credit_code",
        told["customer_id"], name, credit_code,
    )  # fmt: skip
    database.run(
        "UPDATE partners SET name = ?, credit_code = ? WHERE id = ?",
        name, credit_code, told["customer_id"],
    )  # fmt: skip


def deal_told(database: Database, told: Data, number: str) -> None:
    database.run(
        "INSERT INTO heard_deals VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        told["opportunity_id"], told["name"],
    )  # fmt: skip


def won(database: Database, told: Data, number: str) -> None:
    """The first won deal makes a customer a partner; each is an order, named by its event."""
    customer, deal, at = told["customer_id"], told["opportunity_id"], told["at"]
    money = told["amount"] or {"amount": None, "currency": None}
    if customer is not None:
        heard = "SELECT name, credit_code FROM heard_customers WHERE id = ?"
        name, credit_code = database.run(heard, customer).fetchone() or (None, None)
        database.run(
            "INSERT INTO partners VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            customer, name, credit_code, at,
        )  # fmt: skip
    subject = database.run("SELECT name FROM heard_deals WHERE id = ?", deal).fetchone() or [None]
    database.run(
        "INSERT INTO sales_orders VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        number, deal, subject[0], customer, money["amount"], money["currency"], at,
    )  # fmt: skip
    if money["amount"] is not None:
        enter(database, number, customer, Decimal(money["amount"]), money["currency"], at)


def reopened(database: Database, told: Data, number: str) -> None:
    """One that was won: its order is cancelled, and countered in the ledger. Partners stay."""
    if told["was"] != "won":
        return
    order, partner, amount, currency = database.run(
        "SELECT id, partner, amount, currency FROM sales_orders"
        " WHERE deal = ? AND cancelled_at IS NULL",
        told["opportunity_id"],
    ).fetchone()
    database.run("UPDATE sales_orders SET cancelled_at = ? WHERE id = ?", told["at"], order)
    if amount is not None:
        enter(database, order, partner, -Decimal(amount), currency, told["at"])


def enter(
    database: Database, order: str, partner: str | None, amount: Decimal, currency: str, at: str
) -> None:
    """Entries are numbered without a hole: who moves the checkpoint is alone in here."""
    (last,) = database.run("SELECT COALESCE(MAX(entry), 0) FROM ledger").fetchone()
    database.run(
        "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?)",
        last + 1, order, partner, format(amount, "f"), currency, at,
    )  # fmt: skip


BOOKED: dict[str, dict[str, Callable[[Database, Data, str], None]]] = {
    "customer": {"CustomerRegistered": customer_told, "CustomerEdited": customer_told},
    "pipeline": {
        "OpportunityOpened": deal_told,
        "OpportunityEdited": deal_told,
        "OpportunityWon": won,
        "OpportunityReopened": reopened,
    },
}
