"""The read models of calendars."""

from services.analytics.appointments import APPOINTMENTS
from services.analytics.feeds import FEEDS
from services.analytics.rooms import POLICIES, ROOMS

CALENDARS = (APPOINTMENTS, ROOMS, POLICIES, FEEDS)
