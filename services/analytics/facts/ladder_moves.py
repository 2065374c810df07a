"""Moves on the ladder as a fact: a row for each, seen by who sees the records of its owner then.

What a customer did under somebody stays theirs, whoever has it today.
"""

from services.analytics.asker import Asker, Condition
from services.analytics.facts.fact import (
    FLAG,
    NUMBER,
    TEXT,
    TIME,
    Fact,
    Field,
    days_between,
    team_of,
)
from services.analytics.groups import REPORTS
from services.analytics.ladder import LADDER, RUNGS
from services.analytics.ladder_reports.behind import KNOWN

ORDER = ["pool", "claimed", "intent", "high-intent", "lost", "won"]  # from the lowest
BEFORE = {  # who had it had it since then; to give it up is a step of who did
    "$filter": {"input": "$owners", "cond": {"$lte": ["$$this.since", "$stays.until"]}}
}
HAD_BY = {"$let": {"vars": {"before": BEFORE}, "in": {"$arrayElemAt": ["$$before.owner", -1]}}}
UP = {
    "$gt": [{"$indexOfArray": [ORDER, "$stays.to"]}, {"$indexOfArray": [ORDER, "$stays.stage"]}]
}  # fmt: skip


def had_by_theirs(asker: Asker) -> Condition:
    """By an index: those that were ever of one of their people."""
    return {"$and": [dict(KNOWN), asker.own("owners.owner")]}


LADDER_MOVES = Fact(
    "ladder_moves",
    "moves of customers on the ladder: the newest 50 of each, without those in the archive",
    REPORTS,
    LADDER,
    had_by_theirs,
    {
        "customer_id": Field(TEXT, "which customer moved", "_id"),
        "was": Field(TEXT, "from which rung", "stays.stage", words=RUNGS),
        "to": Field(TEXT, "to which rung", "stays.to", words=RUNGS),
        "up": Field(FLAG, "whether that is a higher one", computed=lambda _: UP),
        "by": Field(TEXT, "who moved it", "stays.by"),
        "owner": Field(TEXT, "who had it then, or had had it last", "had_by"),
        "team": Field(TEXT, "that person's team today", computed=team_of("had_by")),
        "source": Field(TEXT, "where the customer came from", "source"),
        "industry": Field(TEXT, "its industry", "industry"),
        "region": Field(TEXT, "the province, or else the city, of its address", "region"),
        "at": Field(TIME, "when it moved", "stays.until"),
        "since": Field(TIME, "since when it had stood there", "stays.since"),
        "days": Field(
            NUMBER, "days that it had stood there",
            computed=days_between("$stays.since", "$stays.until"),
        ),
    },
    parted=({"$unwind": "$stays"}, {"$set": {"had_by": HAD_BY}}),
    seen_parted=lambda asker: asker.own("had_by"),
)  # fmt: skip
