"""All read models of all services by the name of their group: what can be rebuilt."""

from kernel.group import Group
from services.activity.owners import OWNERS as ACTIVITY_OWNERS
from services.analytics.groups import GROUPS as ANALYTICS
from services.pipeline.owners import OWNERS as PIPELINE_OWNERS

GROUPS: dict[str, Group] = {
    **ANALYTICS,
    ACTIVITY_OWNERS.queue: ACTIVITY_OWNERS,
    PIPELINE_OWNERS.queue: PIPELINE_OWNERS,
}
