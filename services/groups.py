"""All that follows the logs, by name, and how each log is read: for operators' commands."""

from gateway import events as gateway
from kernel.codec import Codec
from kernel.group import Group, Reactions
from services.activity import events as activity
from services.activity.deals_heard import DEALS_HEARD
from services.activity.handing_on import HANDING_ON
from services.activity.heard import HEARD as ACTIVITY_HEARD
from services.activity.heard import HEARD_OF_DEALS
from services.activity.people import PEOPLE as ACTIVITY_PEOPLE
from services.activity.reactions import REACTIONS as ACTIVITY_REACTIONS
from services.activity.webhooks_heard import WEBHOOKS_HEARD
from services.analytics.groups import GROUPS as ANALYTICS
from services.customer import events as customer
from services.customer.heard import HEARD
from services.customer.reactions import REACTIONS as CUSTOMER_REACTIONS
from services.customer.staff import PEOPLE
from services.pipeline import events as pipeline
from services.pipeline.heard import HEARD as PIPELINE_HEARD
from services.pipeline.owners import OWNERS as PIPELINE_OWNERS
from services.pipeline.reactions import REACTIONS as PIPELINE_REACTIONS
from services.pipeline.staff import HANDING

GROUPS: dict[str, Group] = {  # what can be rebuilt
    **ANALYTICS,
    HEARD_OF_DEALS.queue: HEARD_OF_DEALS,
    ACTIVITY_PEOPLE.queue: ACTIVITY_PEOPLE,
    ACTIVITY_HEARD.queue: ACTIVITY_HEARD,
    PIPELINE_OWNERS.queue: PIPELINE_OWNERS,
    PIPELINE_HEARD.queue: PIPELINE_HEARD,
    HANDING.queue: HANDING,
    HEARD.queue: HEARD,
    PEOPLE.queue: PEOPLE,
}
REACTIONS: dict[str, Reactions] = {
    ACTIVITY_REACTIONS.queue: ACTIVITY_REACTIONS,
    HANDING_ON.queue: HANDING_ON,
    DEALS_HEARD.queue: DEALS_HEARD,
    WEBHOOKS_HEARD.queue: WEBHOOKS_HEARD,
    CUSTOMER_REACTIONS.queue: CUSTOMER_REACTIONS,
    PIPELINE_REACTIONS.queue: PIPELINE_REACTIONS,
}
SUBSCRIPTIONS: tuple[Group | Reactions, ...] = (*GROUPS.values(), *REACTIONS.values())
LOGS: dict[str, Codec] = {
    "customer": Codec(customer.Event, customer.UPCASTS, customer.DOWNCASTS),
    "pipeline": Codec(pipeline.Event, pipeline.UPCASTS, pipeline.DOWNCASTS),
    "activity": Codec(activity.Event, activity.UPCASTS, activity.DOWNCASTS),
    "gateway": Codec(gateway.Event, gateway.UPCASTS, gateway.DOWNCASTS),
}
