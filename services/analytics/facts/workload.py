"""What people did as facts: figures added up in each quarter of an hour, and deed by deed."""

from services.analytics.deeds import DEEDS as ROWS
from services.analytics.facts.fact import NUMBER, TEXT, TIME, Fact, Field, team_of
from services.analytics.groups import REPORTS
from services.analytics.work import FIGURES
from services.analytics.work import WORKLOAD as COUNTED

WHO = {
    "person": Field(TEXT, "who did it", "person"),
    "team": Field(TEXT, "their team today", computed=team_of("person")),
}

WORKLOAD = Fact(
    "workload",
    "what people did, counted in each quarter of an hour",
    REPORTS,
    COUNTED,
    lambda asker: asker.own("person"),
    WHO
    | {"at": Field(TIME, "when", "at")}
    | {name: Field(NUMBER, f"how many {name.replace('_', ' ')}", name) for name in FIGURES},
)
DEEDS = Fact(
    "deeds",
    "what people did, one by one",
    REPORTS,
    ROWS,
    lambda asker: asker.own("person"),
    WHO
    | {
        "what": Field(TEXT, "the event that says so", "what"),
        "customer_id": Field(TEXT, "with whom", "customer_id"),
        "channel": Field(TEXT, "of a follow-up: how they spoke", "channel"),
        "outcome": Field(TEXT, "of a follow-up: what came of it", "outcome"),
        "done_at": Field(TIME, "when", "done_at"),
    },
)
