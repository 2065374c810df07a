"""Parts of deals as a fact: a row for each who has one, seen by whoever sees their records."""

from services.analytics import deal_parts
from services.analytics.facts.deals import DEALS
from services.analytics.facts.fact import FLAG, MONEY, NUMBER, TEXT, Fact, Field, team_of

DEAL_PARTS = Fact(
    "deal_parts",
    "parts of deals, one for each who shares a deal; where nobody does, all of it its owner's",
    DEALS.group,
    DEALS.projection,
    lambda asker: asker.own("seen_by"),
    {
        "person": Field(TEXT, "whose part it is", "part.person"),
        "percent": Field(NUMBER, "of the deal", "part.percent"),
        "own": Field(
            FLAG, "whether the deal is theirs", computed=lambda _: {"$eq": [1, "$part.own"]}
        ),
    }
    | {name: one for name, one in DEALS.fields.items() if name != "weighted"}
    | {
        "id": Field(TEXT, "the deal, which several rows may be parts of", "_id"),
        "team": Field(TEXT, "their team today", computed=team_of("part.person")),
        "amount": Field(MONEY, "what the part is worth", "part.amount", currency="currency"),
    },
    DEALS.joins,
    parted=(*deal_parts.EACH, {"$set": {"part.amount": deal_parts.WORTH}}),
    seen_parted=lambda asker: asker.own("part.person"),
)
