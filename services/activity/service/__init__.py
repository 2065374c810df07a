"""The activity service, as the gateway calls it: time and ids enter here."""

from kernel.nameko import Feed, subscribe, tick
from services.activity.deals_heard import DEALS_HEARD
from services.activity.handing_on import HANDING_ON
from services.activity.heard import HEARD, HEARD_OF_DEALS
from services.activity.people import PEOPLE
from services.activity.reactions import REACTIONS
from services.activity.service.amending import Amending
from services.activity.service.closing_off import ClosingOff
from services.activity.service.feeding import Feeding
from services.activity.service.filing import Filing
from services.activity.service.following_up import FollowingUp
from services.activity.service.importing_calendars import ImportingCalendars
from services.activity.service.keeping_rooms import KeepingRooms
from services.activity.service.noticing import Notices
from services.activity.service.notifying import Notifying
from services.activity.service.promising import Promising
from services.activity.service.quick_logging import QuickLogging
from services.activity.service.reminding import Reminders
from services.activity.service.succeeding import Succeeding
from services.activity.service.tasking import Tasking
from services.activity.service.watching import Watching
from services.activity.webhooks_heard import WEBHOOKS_HEARD


class ActivityService(
    FollowingUp,
    Amending,
    Filing,
    Promising,
    QuickLogging,
    ClosingOff,
    ImportingCalendars,
    KeepingRooms,
    Feeding,
    Tasking,
    Notifying,
    Watching,
    Feed,
):
    name = "activity"

    hearing = subscribe(HEARD)
    hearing_of_deals = subscribe(HEARD_OF_DEALS)
    hearing_of_people = subscribe(PEOPLE)
    reacting = subscribe(REACTIONS)
    reacting_to_deals = subscribe(DEALS_HEARD)
    handing_on = subscribe(HANDING_ON)
    reacting_to_webhooks = subscribe(WEBHOOKS_HEARD)
    reminding = tick(HEARD, Reminders)
    noticing = tick(HEARD, Notices)
    succeeding = tick(HEARD, Succeeding)
