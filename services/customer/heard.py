"""What this service has heard of the three logs, its own among them: read models of one group.

One queue, one worker and one transaction for a batch of events, whichever rows it changes: each
more would open every event again and move a checkpoint of its own. Who has left is heard of the
gateway, in a group apart: customers return to their pools while that one is away.
"""

from kernel.codec import Codec
from kernel.group import Group
from services.activity import events as activity
from services.customer import events as customer
from services.customer.filing import SIMILAR
from services.customer.known_pools import POOLS
from services.customer.returns import HELD
from services.pipeline import events as pipeline

HEARD = Group(
    "returns",  # as the first of them was called, so that its rows renew themselves after a deploy
    "customer",
    (HELD, POOLS, SIMILAR),
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
        "activity": Codec(activity.Event, activity.UPCASTS),
    },
    outgrown=("customer.similar", "customer.staff", "customer.worked"),
)
