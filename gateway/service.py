"""The HTTP front door: every route there is."""

from gateway import tokens
from gateway.callers import Callers
from gateway.contacts import ContactRoutes
from gateway.customers import CustomerRoutes
from gateway.deal_terms import DealTermRoutes
from gateway.definitions import DefinitionRoutes
from gateway.documents import DocumentRoutes
from gateway.duplicates import DuplicateRoutes
from gateway.feed import EventRoutes
from gateway.files import FileRoutes
from gateway.follow_ups import FollowUpRoutes
from gateway.handovers import HandoverRoutes
from gateway.http import routes
from gateway.imports import ImportRoutes
from gateway.ladder import LadderRoutes
from gateway.loading_deals import LoadingRoutes
from gateway.me import MeRoutes
from gateway.opportunities import OpportunityRoutes
from gateway.ownership import OwnershipRoutes
from gateway.people import PeopleRoutes
from gateway.pipelines import PipelineRoutes
from gateway.pools import PoolRoutes
from gateway.reports import ReportRoutes
from gateway.reveals import RevealRoutes
from gateway.sharing import SharingRoutes
from gateway.teams import TeamRoutes
from kernel.nameko import Feed, at_start


class Gateway(
    CustomerRoutes,
    ContactRoutes,
    FileRoutes,
    DefinitionRoutes,
    DuplicateRoutes,
    OwnershipRoutes,
    PoolRoutes,
    LadderRoutes,
    FollowUpRoutes,
    OpportunityRoutes,
    DealTermRoutes,
    LoadingRoutes,
    PipelineRoutes,
    ImportRoutes,
    HandoverRoutes,
    ReportRoutes,
    EventRoutes,
    SharingRoutes,
    RevealRoutes,
    PeopleRoutes,
    TeamRoutes,
    MeRoutes,
    DocumentRoutes,
    Feed,
):
    name = "gateway"

    key = at_start(tokens.key)
    callers = Callers()


ROUTES = routes(Gateway)  # fails here, at start, when one of them does not say who may call it
