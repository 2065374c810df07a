"""The read models of calendars."""

from services.analytics.appointments import APPOINTMENTS
from services.analytics.feeds import FEEDS
from services.analytics.rooms import POLICIES, ROOMS
from services.analytics.tasks import TASKS

CALENDARS = (APPOINTMENTS, ROOMS, POLICIES, FEEDS, TASKS)
