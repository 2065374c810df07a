"""A deal that came of a conversation: who logged that has been let in where they logged it."""

from services.followed import Coming, Talk
from services.pipeline.events import DEFAULT, Money, OpportunityEvent, OpportunityOpened
from services.pipeline.pipelines import Version
from services.pipeline.remembered import Opportunity


def open_deal(
    opportunity: Opportunity, talk: Talk, coming: Coming, version: Version
) -> list[OpportunityEvent]:
    """Of who talked to the customer, from when they did, on the first stage.

    Nothing is asked for there: who logged the conversation cannot be asked any more.
    """
    first = version.stages[0]
    amount = Money(coming.amount, coming.currency) if coming.amount and coming.currency else None
    return [
        OpportunityOpened(
            coming.opportunity_id, talk.customer_id, coming.name, coming.product, talk.author,
            first.id, amount, coming.expected_close, None, talk.author, talk.at,
            DEFAULT, version.number, first.probability, first.expected_days, talk.follow_up_id,
        )
    ]  # fmt: skip
