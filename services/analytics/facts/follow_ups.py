"""Follow-ups as a fact: a row for each as it reads today, seen by who sees its author's records."""

from services.analytics import follow_ups
from services.analytics.facts.fact import FLAG, TEXT, TIME, Fact, Field, team_of
from services.analytics.groups import LISTS

FOLLOW_UPS = Fact(
    "follow_ups",
    "follow-ups, each as it reads today",
    LISTS,
    follow_ups.FOLLOW_UPS,
    lambda asker: {"$and": [follow_ups.KNOWN, asker.own("author")]},
    {
        "id": Field(TEXT, "the follow-up", "_id"),
        "author": Field(TEXT, "who wrote it", "author"),
        "team": Field(TEXT, "its author's team today", computed=team_of("author")),
        "customer_id": Field(TEXT, "with whom it was", "customer_id"),
        "channel": Field(TEXT, "how they spoke", "channel", words=follow_ups.CHANNELS),
        "outcome": Field(TEXT, "what came of it", "outcome"),
        "opportunity_id": Field(TEXT, "the deal that it was about", "opportunity_id"),
        "opened_opportunity": Field(FLAG, "whether a deal was opened with it", "opened"),
        "reached": Field(FLAG, "false: nobody answered", "reached"),
        "contacted_at": Field(TIME, "when they spoke", "contacted_at"),
        "entered_at": Field(TIME, "when it was written down", "entered_at"),
        "amended_at": Field(TIME, "when it was amended last", "amended_at"),
        "next_contact_at": Field(TIME, "when they are to speak next", "next_contact_at"),
    },
)
