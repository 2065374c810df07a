"""The activity service, as the gateway calls it: time and ids enter here."""

from kernel.nameko import Feed, subscribe
from services.activity.owners import OWNERS
from services.activity.reactions import REACTIONS
from services.activity.service.closing_off import ClosingOff
from services.activity.service.following_up import FollowingUp
from services.activity.service.quick_logging import QuickLogging


class ActivityService(FollowingUp, QuickLogging, ClosingOff, Feed):
    name = "activity"

    heard = subscribe(OWNERS)
    reacting = subscribe(REACTIONS)
