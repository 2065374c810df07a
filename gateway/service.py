"""The HTTP front door: every route there is."""

from gateway import tokens
from gateway.customers import CustomerRoutes
from gateway.documents import DocumentRoutes
from gateway.events import EventRoutes
from gateway.follow_ups import FollowUpRoutes
from gateway.http import routes
from gateway.imports import ImportRoutes
from gateway.ladder import LadderRoutes
from gateway.me import MeRoutes
from gateway.opportunities import OpportunityRoutes
from gateway.reports import ReportRoutes
from kernel.nameko import at_start


class Gateway(
    CustomerRoutes,
    LadderRoutes,
    FollowUpRoutes,
    OpportunityRoutes,
    ImportRoutes,
    ReportRoutes,
    EventRoutes,
    MeRoutes,
    DocumentRoutes,
):
    name = "gateway"

    key = at_start(tokens.key)


ROUTES = routes(Gateway)  # fails here, at start, when one of them does not say who may call it
