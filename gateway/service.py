"""The HTTP front door: every route there is."""

from gateway.api_keys import ApiKeyRoutes
from gateway.appointments import AppointmentRoutes
from gateway.asking import AskingRoutes
from gateway.calendar_imports import CalendarImportRoutes
from gateway.calendars import CalendarRoutes
from gateway.call_lists import CallListRoutes
from gateway.callers import Callers
from gateway.calling_hours import CallingHoursRoutes
from gateway.changes import ChangeRoutes
from gateway.commitments import CommitmentRoutes
from gateway.consent import ConsentRoutes
from gateway.contacts import ContactRoutes
from gateway.conversations import ConversationRoutes
from gateway.customers import CustomerRoutes
from gateway.customers_behind import CustomersBehindRoutes
from gateway.deal_terms import DealTermRoutes
from gateway.deals_behind import DealsBehindRoutes
from gateway.definitions import DefinitionRoutes
from gateway.documents import DocumentRoutes
from gateway.duplicates import DuplicateRoutes
from gateway.exports import ExportRoutes
from gateway.feed import EventRoutes
from gateway.feeds import FeedRoutes
from gateway.files import FileRoutes
from gateway.follow_up_files import FollowUpFileRoutes
from gateway.follow_ups import FollowUpRoutes
from gateway.handovers import HandoverRoutes
from gateway.http import routes
from gateway.imports import ImportRoutes
from gateway.itineraries import ItineraryRoutes
from gateway.jwks import KeyRoutes
from gateway.key_renewals import KeyRenewalRoutes
from gateway.keys import KEYS
from gateway.ladder import LadderRoutes
from gateway.loading_deals import LoadingRoutes
from gateway.me import MeRoutes
from gateway.notifications import NotificationRoutes
from gateway.opportunities import OpportunityRoutes
from gateway.ownership import OwnershipRoutes
from gateway.passwords import PasswordRoutes
from gateway.people import PeopleRoutes
from gateway.pipelines import PipelineRoutes
from gateway.pools import PoolRoutes
from gateway.quick_logs import QuickLogRoutes
from gateway.reminders import ReminderRoutes
from gateway.report_pictures import ReportPictureRoutes
from gateway.reports import ReportRoutes
from gateway.reveals import RevealRoutes
from gateway.rooms import RoomRoutes
from gateway.saved_queries import SavedQueryRoutes
from gateway.sharing import SharingRoutes
from gateway.sign_in import SignInRoutes
from gateway.status import StatusRoutes
from gateway.tasks import TaskRoutes
from gateway.teams import TeamRoutes
from gateway.vcards import VCardRoutes
from gateway.watching import WatchingRoutes
from gateway.webhook_running import WebhookRunningRoutes
from gateway.webhooks import WebhookRoutes
from gateway.working_days import WorkingDayRoutes
from kernel.nameko import Feed, at_start


class Gateway(
    CustomerRoutes,
    ContactRoutes,
    VCardRoutes,
    FileRoutes,
    DefinitionRoutes,
    DuplicateRoutes,
    OwnershipRoutes,
    PoolRoutes,
    LadderRoutes,
    FollowUpRoutes,
    ConversationRoutes,
    QuickLogRoutes,
    CallListRoutes,
    ConsentRoutes,
    CallingHoursRoutes,
    WorkingDayRoutes,
    FollowUpFileRoutes,
    CommitmentRoutes,
    ItineraryRoutes,
    AppointmentRoutes,
    CalendarRoutes,
    CalendarImportRoutes,
    FeedRoutes,
    RoomRoutes,
    TaskRoutes,
    OpportunityRoutes,
    ExportRoutes,
    DealTermRoutes,
    LoadingRoutes,
    PipelineRoutes,
    ImportRoutes,
    HandoverRoutes,
    ReportRoutes,
    DealsBehindRoutes,
    CustomersBehindRoutes,
    ReportPictureRoutes,
    AskingRoutes,
    SavedQueryRoutes,
    EventRoutes,
    ChangeRoutes,
    SharingRoutes,
    RevealRoutes,
    SignInRoutes,
    PasswordRoutes,
    ApiKeyRoutes,
    WebhookRoutes,
    WebhookRunningRoutes,
    KeyRenewalRoutes,
    PeopleRoutes,
    TeamRoutes,
    StatusRoutes,
    MeRoutes,
    NotificationRoutes,
    WatchingRoutes,
    ReminderRoutes,
    KeyRoutes,
    DocumentRoutes,
    Feed,
):
    name = "gateway"

    keys = at_start(KEYS.ring)
    callers = Callers()


ROUTES = routes(Gateway)  # fails here, at start, when one of them does not say who may call it
