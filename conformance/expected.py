"""What must have been booked: the sample's outcome as a fold over the whole history."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kernel.envelope import Envelope, kind

Outcome = dict[str, list[dict[str, Any]]]


def expected(customers: Iterable[Envelope], deals: Iterable[Envelope]) -> Outcome:
    """Customers as they are in the end; deals as they were when they were won."""
    profiles: dict[str, dict[str, Any]] = {}
    for envelope in customers:
        if kind(envelope["type"])[1] in ("CustomerRegistered", "CustomerEdited"):
            profiles[envelope["data"]["customer_id"]] = envelope["data"]
    books = Books(profiles)
    for envelope in deals:
        books.enter(envelope)
    return books.outcome()


class Books:
    def __init__(self, profiles: dict[str, dict[str, Any]]) -> None:
        self.profiles = profiles
        self.names: dict[str, str] = {}
        self.since: dict[str, str] = {}
        self.orders: dict[str, dict[str, Any]] = {}
        self.standing: dict[str, dict[str, Any]] = {}  # a deal's order that is not cancelled
        self.ledger: list[dict[str, Any]] = []

    def enter(self, envelope: Envelope) -> None:
        name, data = kind(envelope["type"])[1], envelope["data"]
        if name in ("OpportunityOpened", "OpportunityEdited"):
            self.names[data["opportunity_id"]] = data["name"]
        elif name == "OpportunityWon":
            self.order(envelope["id"].removeprefix("/guanxi/"), data)
        elif name == "OpportunityReopened" and data["was"] == "won":
            self.cancel(data)

    def order(self, number: str, data: dict[str, Any]) -> None:
        deal, customer, money = data["opportunity_id"], data["customer_id"], data["amount"] or {}
        if customer is not None:
            self.since.setdefault(customer, data["at"])
        order = {
            "id": number, "deal": deal, "subject": self.names.get(deal), "partner": customer,
            "amount": money.get("amount"), "currency": money.get("currency"),
            "won_at": data["at"], "cancelled_at": None,
        }  # fmt: skip
        self.orders[number] = self.standing[deal] = order
        self.book(order, order["amount"], data["at"])

    def cancel(self, data: dict[str, Any]) -> None:
        order = self.standing.pop(data["opportunity_id"])
        order["cancelled_at"] = data["at"]
        amount = order["amount"]
        self.book(order, None if amount is None else format(-Decimal(amount), "f"), data["at"])

    def book(self, order: dict[str, Any], amount: str | None, at: str) -> None:
        if amount is not None:
            self.ledger.append({
                "entry": len(self.ledger) + 1, "order": order["id"], "partner": order["partner"],
                "amount": amount, "currency": order["currency"], "at": at,
            })  # fmt: skip

    def outcome(self) -> Outcome:
        return {
            "partners": [self.partner(customer) for customer in sorted(self.since)],
            "orders": [self.orders[number] for number in sorted(self.orders)],
            "ledger": self.ledger,
        }

    def partner(self, customer: str) -> dict[str, Any]:
        profile = self.profiles.get(customer, {})
        return {
            "id": customer,
            "name": profile.get("company") or profile.get("name"),
            "credit_code": profile.get("credit_code"),
            "since": self.since[customer],
        }
