"""Commitments as a fact: a row for each promise, seen by who sees its owner's records."""

from services.analytics import commitments
from services.analytics.facts.fact import FLAG, NUMBER, TEXT, TIME, Fact, Field, team_of
from services.analytics.groups import LISTS

COMMITMENTS = Fact(
    "commitments",
    "promises to customers, each as it stands today",
    LISTS,
    commitments.COMMITMENTS,
    lambda asker: asker.own(),
    {
        "id": Field(TEXT, "the promise", "_id"),
        "owner": Field(TEXT, "who has to keep it", "owner"),
        "team": Field(TEXT, "their team today", computed=team_of("owner")),
        "customer_id": Field(TEXT, "to whom it was made", "customer_id"),
        "status": Field(TEXT, "what became of it", "status", words=commitments.STATUSES),
        "late": Field(FLAG, "kept, but after its day", "late"),
        "postponed": Field(NUMBER, "how often it was put off", "postponed"),
        "due_on": Field(TEXT, "its day, as 2026-01-31", "due_on"),
        "promised_at": Field(TIME, "when it was made", "promised_at"),
        "closed_at": Field(TIME, "when it was kept or broken", "closed_at"),
    },
)
