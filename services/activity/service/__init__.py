"""The activity service, as the gateway calls it: time and ids enter here."""

from kernel.nameko import Feed, subscribe
from services.activity.owners import OWNERS
from services.activity.people import PEOPLE
from services.activity.reactions import REACTIONS
from services.activity.service.booking_appointments import BookingAppointments
from services.activity.service.following_up import FollowingUp
from services.activity.service.keeping_rooms import KeepingRooms


class ActivityService(FollowingUp, BookingAppointments, KeepingRooms, Feed):
    name = "activity"

    heard = subscribe(OWNERS)
    listening = subscribe(PEOPLE)
    reacting = subscribe(REACTIONS)
