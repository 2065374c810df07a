"""The activity service, as the gateway calls it: time and ids enter here."""

from kernel.nameko import Feed, subscribe
from services.activity.handing_on import HANDING_ON
from services.activity.owners import OWNERS
from services.activity.reactions import REACTIONS
from services.activity.references import REFERENCES
from services.activity.service.amending import Amending
from services.activity.service.filing import Filing
from services.activity.service.following_up import FollowingUp
from services.activity.service.promising import Promising


class ActivityService(FollowingUp, Amending, Filing, Promising, Feed):
    name = "activity"

    heard = subscribe(OWNERS)
    listening = subscribe(REFERENCES)
    reacting = subscribe(REACTIONS)
    handing_on = subscribe(HANDING_ON)
