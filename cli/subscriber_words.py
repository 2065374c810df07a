"""What a subscriber may be called, and which events there are for it."""

from collections.abc import Sequence


def check(name: str, events: Sequence[str]) -> str:
    """What is wrong, and what to do; empty when nothing is."""
    from deploy.rabbitmq.subscriber import may_be_called
    from gateway.event_names import faults

    if not may_be_called(name):
        return (
            f"a subscriber cannot be called {name!r}: small letters, digits and dashes, such as "
            "erp-main, and no name of a service of ours"
        )
    if not events:
        return "--events names none; 'customer.*,pipeline.OpportunityWon'"
    return " ".join(faults(events)[:1])
