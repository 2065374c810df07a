"""What can be asked about: each fact with its fields, and who sees which of its rows."""

from collections.abc import Mapping
from typing import Any

from services.analytics.facts.commitments import COMMITMENTS
from services.analytics.facts.customers import CUSTOMERS
from services.analytics.facts.deal_parts import DEAL_PARTS
from services.analytics.facts.deals import DEALS
from services.analytics.facts.fact import GROUPED, MEASURES, TESTS, Fact
from services.analytics.facts.follow_ups import FOLLOW_UPS
from services.analytics.facts.ladder_moves import LADDER_MOVES
from services.analytics.facts.workload import DEEDS, WORKLOAD

EVERY = (DEALS, DEAL_PARTS, FOLLOW_UPS, CUSTOMERS, COMMITMENTS, LADDER_MOVES, WORKLOAD, DEEDS)
FACTS: Mapping[str, Fact] = {fact.name: fact for fact in EVERY}


def described(fact: Fact) -> dict[str, Any]:
    """For whoever writes a query, and for what helps them to."""
    fields = [
        {
            "name": name,
            "kind": one.kind,
            "says": one.says,
            "tests": list(TESTS[one.kind]),
            "grouped": one.kind in GROUPED,
            "measures": list(MEASURES[one.kind]),
            "words": list(one.words),
        }
        for name, one in fact.fields.items()
    ]
    return {"name": fact.name, "says": fact.says, "fields": fields}
