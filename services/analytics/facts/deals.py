"""Deals as a fact: a row for each, seen by whoever sees the records of its owner."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kernel.rows import Rows
from services.analytics import deals
from services.analytics.facts.fact import (
    FLAG,
    MONEY,
    NUMBER,
    TEXT,
    TIME,
    Fact,
    Field,
    Setting,
    days_between,
    team_of,
)
from services.analytics.groups import REPORTS
from services.analytics.ladder import LADDER
from services.analytics.reading import Stage


def customer(rows: Rows) -> Sequence[Stage]:
    """What is known of a deal's customer stands on the ladder."""
    ladder = rows.collection(LADDER).name
    ids = {"from": ladder, "localField": "customer_id", "foreignField": "_id", "as": "customer"}
    return [{"$lookup": ids}, {"$set": {"customer": {"$first": "$customer"}}}]


def expected_close(setting: Setting) -> Any:
    """A day, as the moment in which it begins for the company."""
    about = {"dateString": "$expected_close", "timezone": setting.clock.zone, "onNull": None}
    return {"$dateFromString": about}


WEIGHTED = {"$divide": [{"$multiply": ["$amount", "$probability"]}, Decimal(100)]}
DEALS = Fact(
    "deals",
    "deals, each as it stands today",
    REPORTS,
    deals.DEALS,
    lambda asker: asker.own(),
    {
        "id": Field(TEXT, "the deal", "_id"),
        "name": Field(TEXT, "what it is called", "name"),
        "stage": Field(TEXT, "where it stands; won and lost are stages too", "stage"),
        "owner": Field(TEXT, "whose it is", "owner"),
        "team": Field(TEXT, "its owner's team today", computed=team_of("owner")),
        "customer_id": Field(TEXT, "whom it is with", "customer_id"),
        "source": Field(TEXT, "where its customer came from", "customer.source", joined="customer"),
        "industry": Field(
            TEXT, "its customer's industry", "customer.industry", joined="customer"
        ),
        "region": Field(
            TEXT, "the province, or else the city, of its customer's address", "customer.region",
            joined="customer",
        ),
        "product": Field(TEXT, "what is to be sold", "product"),
        "pipeline": Field(TEXT, "which pipeline it runs in", "pipeline_id"),
        "priority": Field(TEXT, "how urgent it is", "priority"),
        "forecast": Field(TEXT, "what its owner commits to", "forecast"),
        "key_deal": Field(FLAG, "whether it is marked as a key deal", "key"),
        "probability": Field(NUMBER, "percent, of the stage where it stands", "probability"),
        "reopened": Field(NUMBER, "how often it was opened again", "reopened"),
        "lost_reason": Field(TEXT, "why it was lost", "lost_reason"),
        "lost_to": Field(TEXT, "the competitor it was lost to", "lost_to"),
        "amount": Field(
            MONEY, "what it is worth, whole: deal_parts has who shares it", "amount",
            currency="currency",
        ),
        "weighted": Field(
            MONEY, "what it is worth times the probability of its stage",
            computed=lambda _: WEIGHTED, currency="currency",
        ),
        "currency": Field(TEXT, "of its amount", "currency"),
        "opened_at": Field(TIME, "when it was opened", "opened_at"),
        "engaged_at": Field(TIME, "when it was engaged first", "engaged_at"),
        "stage_since": Field(TIME, "since when it stands there", "stage_since"),
        "closed_at": Field(TIME, "when it was won or lost", "closed_at"),
        "stuck_at": Field(TIME, "when it has stood there for longer than expected", "stuck_at"),
        "expected_close": Field(TIME, "on which day it may be closed", computed=expected_close),
        "recorded_at": Field(TIME, "when it was entered here", "recorded_at"),
        "cycle_days": Field(
            NUMBER, "days from engaged to closed; from opened, if it was closed on its first stage",
            computed=days_between(deals.BEGAN, "$closed_at"),
        ),
    },
    {"customer": customer},
)  # fmt: skip
