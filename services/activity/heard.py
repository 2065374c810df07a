"""What this service has heard of the customers' log and its own: read models of one group.

One queue, one worker and one transaction for a batch of events, whichever rows it changes. Deals
are heard of in a group apart, and so is who works here: nobody may have to wait for a follow-up,
or for a reminder, because the source of something else is away.
"""

from kernel.codec import Codec
from kernel.group import Group
from services.activity import events as activity
from services.activity.duties import APPOINTMENTS, HANDOVERS, TASKS
from services.activity.notices import NOTICES
from services.activity.owners import OWNER, POOLS
from services.activity.references import DEALS, PROMISED, WRITTEN
from services.activity.reminders import AWAITED
from services.customer import events as customer
from services.pipeline import events as pipeline

HEARD = Group(
    "reminders",  # as one of them was called, so that its rows renew themselves after a deploy
    "activity",
    (OWNER, POOLS, AWAITED, NOTICES, TASKS, APPOINTMENTS, HANDOVERS, WRITTEN, PROMISED),
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "activity": Codec(activity.Event, activity.UPCASTS),
    },
    outgrown=("activity.owners", "activity.references", "activity.duties"),
)
HEARD_OF_DEALS = Group(
    "deals", "activity", (DEALS,), {"pipeline": Codec(pipeline.Event, pipeline.UPCASTS)}
)
