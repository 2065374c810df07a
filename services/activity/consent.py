"""Who is not to be called or written to: the channels that a customer or contact has closed."""

from collections.abc import Mapping, Sequence

from kernel import Rejected
from services.activity.events import DoNotContactSet

Closed = frozenset[str]  # channels
CLOSABLE = ("phone", "sms", "wechat", "message", "email", "fax", "visit")
EVERYBODY = None  # at the customer
INSTEAD = "take another channel, or have it opened again by who may contact them"


def require_open(
    closed: Mapping[str | None, Closed], channel: str, contacts: Sequence[str] = ()
) -> None:
    """For who is about to write down a contact on this channel, with these people there."""
    whole = channel in closed.get(EVERYBODY, ())
    refusing = [one for one in contacts if channel in closed.get(one, ())]
    if whole or refusing:
        who = "the customer does" if whole else "this contact does"
        raise Rejected(
            "do-not-contact",
            f"{who} not want to be contacted by {channel}: {INSTEAD}",
            channel=channel,
            contacts=refusing,
        )


def after(
    closed: Mapping[str | None, Closed], event: DoNotContactSet
) -> Mapping[str | None, Closed]:
    others = {who: channels for who, channels in closed.items() if who != event.contact_id}
    return {**others, event.contact_id: frozenset(event.channels)} if event.channels else others
