"""What a subscriber may be called, and which events there are for it."""

from collections.abc import Sequence


def check(name: str, events: Sequence[str]) -> str:
    """What is wrong, and what to do; empty when nothing is."""
    from deploy.rabbitmq.subscriber import may_be_called

    if not may_be_called(name):
        return (
            f"a subscriber cannot be called {name!r}: small letters, digits and dashes, such as "
            "erp-main, and no name of a service of ours"
        )
    if not events:
        return "--events names none; 'customer.*,pipeline.OpportunityWon'"
    known = there_are()
    for one in events:
        source, _, event = one.partition(".")
        if source not in known:
            return f"{one}: events are those of {', '.join(sorted(known))}"
        if event != "*" and event not in known[source]:
            near = ", ".join(sorted(known[source]))
            return f"{one} is no event; {source}.* means all of {near}"
    return ""


def there_are() -> dict[str, frozenset[str]]:
    """Of each source the names of its events."""
    from services.groups import LOGS

    return {source: frozenset(codec.types) for source, codec in LOGS.items()}
