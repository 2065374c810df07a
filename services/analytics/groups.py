"""The read models, in two groups that are folded, scaled and rebuilt apart from each other."""

from kernel.codec import Codec
from kernel.group import Group
from services.activity import events as activity
from services.analytics.deals import DEALS
from services.analytics.definitions import DEFINITIONS
from services.analytics.directory import DIRECTORY
from services.analytics.handovers import HANDOVERS
from services.analytics.imports import IMPORTS
from services.analytics.ladder import LADDER
from services.analytics.opportunities import OPPORTUNITIES
from services.analytics.pipelines import PIPELINES
from services.analytics.pools import POOLS
from services.analytics.timeline import TIMELINE
from services.analytics.workload import WORKLOAD
from services.customer import events as customer
from services.pipeline import events as pipeline

SOURCES = {
    "customer": Codec(customer.Event, customer.UPCASTS),
    "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
    "activity": Codec(activity.Event, activity.UPCASTS),
}
LISTS = Group(
    "lists",
    "analytics",
    (DIRECTORY, TIMELINE, OPPORTUNITIES, DEFINITIONS, POOLS, IMPORTS, HANDOVERS, PIPELINES),
    SOURCES,
)
REPORTS = Group("reports", "analytics", (DEALS, WORKLOAD, LADDER), SOURCES)
GROUPS = {"lists": LISTS, "reports": REPORTS}
