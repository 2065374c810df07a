"""The read models, in two groups that are folded, scaled and rebuilt apart from each other."""

from gateway import events as gateway
from kernel.codec import Codec
from kernel.group import Group
from services.activity import events as activity
from services.analytics.calendars import CALENDARS
from services.analytics.call_lists import CALL_LISTS, LISTED
from services.analytics.commitments import COMMITMENTS
from services.analytics.consent import CLOSED
from services.analytics.deals import DEALS
from services.analytics.deeds import DEEDS
from services.analytics.definitions import DEFINITIONS
from services.analytics.directory import DIRECTORY
from services.analytics.exports import EXPORTS
from services.analytics.follow_ups import FOLLOW_UPS
from services.analytics.handovers import HANDOVERS
from services.analytics.imports import IMPORTS
from services.analytics.ladder import LADDER
from services.analytics.notifications import INBOXES, NOTIFICATIONS
from services.analytics.opportunities import OPPORTUNITIES
from services.analytics.organisation import STAFF
from services.analytics.pipelines import PIPELINES
from services.analytics.pools import POOLS
from services.analytics.quick_logs import QUICK_LOGS
from services.analytics.rungs import RUNGS
from services.analytics.saved_queries import SAVED_QUERIES
from services.analytics.timeline import TIMELINE
from services.analytics.visits import VISITS, WEEKS
from services.analytics.watched import WATCHED
from services.analytics.work import WORKLOAD
from services.analytics.working_years import WORKING_YEARS
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
    (
        DIRECTORY,
        TIMELINE,
        OPPORTUNITIES,
        DEFINITIONS,
        POOLS,
        IMPORTS,
        HANDOVERS,
        PIPELINES,
        RUNGS,
        NOTIFICATIONS,
        INBOXES,
        FOLLOW_UPS,
        COMMITMENTS,
        QUICK_LOGS,
        CLOSED,
        WORKING_YEARS,
        CALL_LISTS,
        LISTED,
        WATCHED,
        *CALENDARS,
    ),
    SOURCES,
)
REPORTS = Group(
    "reports",
    "analytics",
    (DEALS, WORKLOAD, DEEDS, LADDER, VISITS, WEEKS, STAFF, SAVED_QUERIES, EXPORTS),
    SOURCES | {"gateway": Codec(gateway.Event, gateway.UPCASTS)},
)
GROUPS = {"lists": LISTS, "reports": REPORTS}
