"""The activity service, as the gateway calls it: time and ids enter here."""

from kernel.nameko import Feed, subscribe, tick
from services.activity.duties import DUTIES
from services.activity.owners import OWNERS
from services.activity.people import PEOPLE
from services.activity.reactions import REACTIONS
from services.activity.reminders import REMINDERS
from services.activity.service.feeding import Feeding
from services.activity.service.following_up import FollowingUp
from services.activity.service.importing_calendars import ImportingCalendars
from services.activity.service.keeping_rooms import KeepingRooms
from services.activity.service.reminding import Reminders
from services.activity.service.succeeding import Succeeding
from services.activity.service.tasking import Tasking


class ActivityService(FollowingUp, ImportingCalendars, KeepingRooms, Feeding, Tasking, Feed):
    name = "activity"

    heard = subscribe(OWNERS)
    listening = subscribe(PEOPLE)
    reacting = subscribe(REACTIONS)
    recalling = subscribe(REMINDERS)
    reminding = tick(REMINDERS, Reminders)
    remembering = subscribe(DUTIES)
    succeeding = tick(DUTIES, Succeeding)
