import re
from datetime import UTC, datetime
from inspect import signature

import pytest

from gateway.answers import Record
from gateway.http import delete, get, patch, post, put, routes
from gateway.me import Me
from gateway.routes import ANYBODY, table
from gateway.service import ROUTES, Gateway
from gateway.shape import Shape
from gateway.tokens import ROLES, Caller, Unauthorised
from kernel.nameko import HttpEntrypoint
from kernel.refusal import Forbidden
from tests.unit.gateway.requests import question

# Who may call what. A line that changes here changes what somebody is allowed to do.
TABLE = """
/.well-known/jwks.json GET: anybody
/asyncapi.json GET: anybody
/docs GET: anybody
/docs/events GET: anybody
/docs/events/<source>.json GET: anybody
/openapi.json GET: anybody
/v1/api-keys GET: admin
/v1/api-keys POST: admin
/v1/api-keys/<key_id>/renew POST: admin
/v1/api-keys/<key_id>/revoke POST: admin
/v1/appointments POST: sales, manager, admin
/v1/appointments/<appointment_id> GET: sales, manager, admin
/v1/appointments/<appointment_id> PATCH: sales, manager, admin
/v1/appointments/<appointment_id>/answer POST: sales, manager, admin
/v1/appointments/<appointment_id>/cancel POST: sales, manager, admin
/v1/appointments/<appointment_id>/occurrences/<occurrence>/cancel POST: sales, manager, admin
/v1/appointments/<appointment_id>/occurrences/<occurrence>/move POST: sales, manager, admin
/v1/board GET: sales, manager, admin
/v1/calendar GET: sales, manager, admin
/v1/calendar/<token>.ics GET: anybody
/v1/calendar/busy GET: sales, manager, admin
/v1/calendar/feeds GET: sales, manager, admin
/v1/calendar/feeds POST: sales, manager, admin
/v1/calendar/feeds/<feed_id>/revoke POST: sales, manager, admin
/v1/calendar/import POST: sales, manager, admin
/v1/calendar/policy GET: sales, manager, admin
/v1/calendar/policy POST: manager, admin
/v1/calendar/slots GET: sales, manager, admin
/v1/call-lists GET: sales, manager, admin
/v1/call-lists POST: sales, manager, admin
/v1/call-lists/<list_id> GET: sales, manager, admin
/v1/call-lists/<list_id>/close POST: sales, manager, admin
/v1/call-lists/<list_id>/customers POST: sales, manager, admin
/v1/call-lists/<list_id>/strike POST: sales, manager, admin
/v1/calling-hours GET: sales, manager, admin
/v1/calling-hours PUT: manager, admin
/v1/commitments GET: sales, manager, admin
/v1/commitments/<commitment_id> GET: sales, manager, admin
/v1/commitments/<commitment_id>/break POST: sales, manager, admin
/v1/commitments/<commitment_id>/keep POST: sales, manager, admin
/v1/commitments/<commitment_id>/postpone POST: sales, manager, admin
/v1/commitments/<commitment_id>/reassign POST: sales, manager, admin
/v1/commitments/export GET: sales, manager, admin
/v1/customers GET: sales, manager, admin
/v1/customers POST: sales, manager, admin
/v1/customers/<customer_id> GET: sales, manager, admin
/v1/customers/<customer_id> PATCH: sales, manager, admin
/v1/customers/<customer_id>/archive POST: sales, manager, admin
/v1/customers/<customer_id>/assign POST: sales, manager, admin
/v1/customers/<customer_id>/claim POST: sales, manager, admin
/v1/customers/<customer_id>/collaborators POST: sales, manager, admin
/v1/customers/<customer_id>/collaborators/remove POST: sales, manager, admin
/v1/customers/<customer_id>/contacts POST: sales, manager, admin
/v1/customers/<customer_id>/contacts.vcf GET: sales, manager, admin
/v1/customers/<customer_id>/contacts/<contact_id> PATCH: sales, manager, admin
/v1/customers/<customer_id>/contacts/<contact_id>/primary POST: sales, manager, admin
/v1/customers/<customer_id>/contacts/<contact_id>/remove POST: sales, manager, admin
/v1/customers/<customer_id>/contacts/import POST: sales, manager, admin
/v1/customers/<customer_id>/do-not-contact GET: sales, manager, admin
/v1/customers/<customer_id>/do-not-contact PUT: sales, manager, admin
/v1/customers/<customer_id>/files POST: sales, manager, admin
/v1/customers/<customer_id>/files/<file_id> GET: sales, manager, admin
/v1/customers/<customer_id>/files/<file_id>/remove POST: sales, manager, admin
/v1/customers/<customer_id>/follow-ups POST: sales, manager, admin
/v1/customers/<customer_id>/lock POST: sales, manager, admin
/v1/customers/<customer_id>/quick-log/<key> POST: sales, manager, admin
/v1/customers/<customer_id>/release POST: sales, manager, admin
/v1/customers/<customer_id>/restore POST: sales, manager, admin
/v1/customers/<customer_id>/reveal POST: sales, manager, admin
/v1/customers/<customer_id>/rungs GET: sales, manager, admin
/v1/customers/<customer_id>/second-owner POST: sales, manager, admin
/v1/customers/<customer_id>/stage POST: sales, manager, admin
/v1/customers/<customer_id>/timeline GET: sales, manager, admin
/v1/customers/<customer_id>/unlock POST: sales, manager, admin
/v1/customers/<customer_id>/unwatch POST: sales, manager, admin
/v1/customers/<customer_id>/watch POST: sales, manager, admin
/v1/customers/<customer_id>/withdraw POST: sales, manager, admin
/v1/customers/assign POST: sales, manager, admin
/v1/customers/check POST: sales, manager, admin
/v1/customers/claim POST: sales, manager, admin
/v1/customers/export GET: sales, manager, admin
/v1/customers/release POST: sales, manager, admin
/v1/customers/stage POST: sales, manager, admin
/v1/customers/vcards POST: sales, manager, admin
/v1/events GET: manager, admin
/v1/events/stream GET: sales, manager, admin
/v1/exports GET: sales, manager, admin
/v1/exports/<export_id> GET: sales, manager, admin
/v1/fields GET: sales, manager, admin
/v1/fields POST: manager, admin
/v1/fields/<field_id>/choices POST: manager, admin
/v1/fields/<field_id>/choices/<choice_id>/rename POST: manager, admin
/v1/fields/<field_id>/choices/<choice_id>/retire POST: manager, admin
/v1/fields/<field_id>/rename POST: manager, admin
/v1/fields/<field_id>/require POST: manager, admin
/v1/fields/<field_id>/retire POST: manager, admin
/v1/fields/order POST: manager, admin
/v1/follow-ups GET: sales, manager, admin
/v1/follow-ups.csv GET: sales, manager, admin
/v1/follow-ups/<follow_up_id> GET: sales, manager, admin
/v1/follow-ups/<follow_up_id> PATCH: sales, manager, admin
/v1/follow-ups/<follow_up_id>/files POST: sales, manager, admin
/v1/follow-ups/<follow_up_id>/files/<file_id> GET: sales, manager, admin
/v1/follow-ups/<follow_up_id>/files/<file_id>/remove POST: sales, manager, admin
/v1/follow-ups/export GET: sales, manager, admin
/v1/handovers GET: manager, admin
/v1/handovers POST: manager, admin
/v1/handovers/<handover_id> GET: manager, admin
/v1/handovers/<handover_id>/undo POST: manager, admin
/v1/imports GET: manager, admin
/v1/imports POST: manager, admin
/v1/imports/<import_id> GET: manager, admin
/v1/imports/<import_id>/events GET: manager, admin
/v1/imports/<import_id>/rejects.csv GET: manager, admin
/v1/imports/<import_id>/undo POST: manager, admin
/v1/imports/columns POST: manager, admin
/v1/imports/template.csv GET: manager, admin
/v1/imports/template.xlsx GET: manager, admin
/v1/itineraries/<week> GET: sales, manager, admin
/v1/itineraries/<week>/order POST: sales, manager, admin
/v1/itineraries/<week>/people GET: sales, manager, admin
/v1/itineraries/<week>/submit POST: sales, manager, admin
/v1/itineraries/<week>/visits POST: sales, manager, admin
/v1/itineraries/<week>/visits/<visit_id> PATCH: sales, manager, admin
/v1/itineraries/<week>/visits/<visit_id>/drop POST: sales, manager, admin
/v1/me GET: sales, manager, admin
/v1/me/password PUT: sales, manager, admin
/v1/notifications GET: sales, manager, admin
/v1/notifications/<notification_id>/read POST: sales, manager, admin
/v1/notifications/count GET: sales, manager, admin
/v1/notifications/read POST: sales, manager, admin
/v1/notifications/stream GET: sales, manager, admin
/v1/opportunities GET: sales, manager, admin
/v1/opportunities POST: sales, manager, admin
/v1/opportunities/<opportunity_id> GET: sales, manager, admin
/v1/opportunities/<opportunity_id> PATCH: sales, manager, admin
/v1/opportunities/<opportunity_id>/assign POST: sales, manager, admin
/v1/opportunities/<opportunity_id>/items POST: sales, manager, admin
/v1/opportunities/<opportunity_id>/key POST: sales, manager, admin
/v1/opportunities/<opportunity_id>/lose POST: sales, manager, admin
/v1/opportunities/<opportunity_id>/people POST: sales, manager, admin
/v1/opportunities/<opportunity_id>/reopen POST: sales, manager, admin
/v1/opportunities/<opportunity_id>/stage POST: sales, manager, admin
/v1/opportunities/<opportunity_id>/win POST: sales, manager, admin
/v1/opportunities/export GET: sales, manager, admin
/v1/opportunities/load POST: manager, admin
/v1/people GET: sales, manager, admin
/v1/people POST: admin
/v1/people/<person> GET: sales, manager, admin
/v1/people/<person>/deactivate POST: admin
/v1/people/<person>/export-right POST: admin
/v1/people/<person>/move POST: admin
/v1/people/<person>/password POST: admin
/v1/people/<person>/reactivate POST: admin
/v1/people/<person>/rename POST: admin
/v1/people/<person>/role POST: admin
/v1/people/<person>/visibility POST: admin
/v1/pipelines GET: sales, manager, admin
/v1/pipelines POST: manager, admin
/v1/pipelines/<pipeline_id> GET: sales, manager, admin
/v1/pipelines/<pipeline_id>/migrate POST: manager, admin
/v1/pipelines/<pipeline_id>/retire POST: manager, admin
/v1/pipelines/<pipeline_id>/versions POST: manager, admin
/v1/pools GET: sales, manager, admin
/v1/pools POST: manager, admin
/v1/pools/<pool_id> GET: sales, manager, admin
/v1/pools/<pool_id>/admins POST: manager, admin
/v1/pools/<pool_id>/close POST: manager, admin
/v1/pools/<pool_id>/members POST: sales, manager, admin
/v1/pools/<pool_id>/rename POST: sales, manager, admin
/v1/pools/<pool_id>/rules POST: sales, manager, admin
/v1/pools/<pool_id>/shown POST: sales, manager, admin
/v1/pools/<pool_id>/simulate POST: sales, manager, admin
/v1/queries GET: sales, manager, admin
/v1/queries POST: sales, manager, admin
/v1/queries.csv POST: sales, manager, admin
/v1/queries.png POST: sales, manager, admin
/v1/queries.svg POST: sales, manager, admin
/v1/queries.xlsx POST: sales, manager, admin
/v1/queries/<query_id> DELETE: sales, manager, admin
/v1/queries/<query_id> GET: sales, manager, admin
/v1/queries/<query_id> PUT: sales, manager, admin
/v1/queries/<query_id>/explain GET: sales, manager, admin
/v1/queries/<query_id>/result GET: sales, manager, admin
/v1/queries/<query_id>/result.csv GET: sales, manager, admin
/v1/queries/<query_id>/result.png GET: sales, manager, admin
/v1/queries/<query_id>/result.svg GET: sales, manager, admin
/v1/queries/<query_id>/result.xlsx GET: sales, manager, admin
/v1/queries/<query_id>/share POST: sales, manager, admin
/v1/queries/explain POST: sales, manager, admin
/v1/queries/facts GET: sales, manager, admin
/v1/quick-logs GET: sales, manager, admin
/v1/quick-logs POST: sales, manager, admin
/v1/quick-logs/<key> PUT: sales, manager, admin
/v1/quick-logs/<key>/retire POST: sales, manager, admin
/v1/reminder-rules GET: sales, manager, admin
/v1/reminder-rules POST: manager, admin
/v1/reports/<name> GET: sales, manager, admin
/v1/reports/<name>.csv GET: sales, manager, admin
/v1/reports/<name>.png GET: sales, manager, admin
/v1/reports/<name>.svg GET: sales, manager, admin
/v1/reports/<name>.xlsx GET: sales, manager, admin
/v1/reports/<name>/customers GET: sales, manager, admin
/v1/reports/<name>/deals GET: sales, manager, admin
/v1/reports/workload/deeds GET: sales, manager, admin
/v1/rooms GET: sales, manager, admin
/v1/rooms POST: manager, admin
/v1/rooms/<room_id>/close POST: manager, admin
/v1/rooms/<room_id>/describe POST: manager, admin
/v1/rooms/<room_id>/reopen POST: manager, admin
/v1/schemas/<source>/<event>/<version> GET: anybody
/v1/sessions POST: anybody
/v1/sign-in POST: anybody
/v1/sign-in/refresh POST: anybody
/v1/sign-out POST: sales, manager, admin
/v1/sign-out-everywhere POST: sales, manager, admin
/v1/status GET: manager, admin
/v1/tasks GET: sales, manager, admin
/v1/tasks POST: sales, manager, admin
/v1/tasks/<task_id> GET: sales, manager, admin
/v1/tasks/<task_id> PATCH: sales, manager, admin
/v1/tasks/<task_id>/done POST: sales, manager, admin
/v1/tasks/<task_id>/drop POST: sales, manager, admin
/v1/tasks/<task_id>/pass-on POST: sales, manager, admin
/v1/tasks/<task_id>/reopen POST: sales, manager, admin
/v1/teams GET: sales, manager, admin
/v1/teams POST: admin
/v1/teams/<team_id>/dissolve POST: admin
/v1/teams/<team_id>/move POST: admin
/v1/teams/<team_id>/rename POST: admin
/v1/watched GET: sales, manager, admin
/v1/webhooks GET: admin
/v1/webhooks POST: admin
/v1/webhooks/<webhook_id> DELETE: admin
/v1/webhooks/<webhook_id> GET: admin
/v1/webhooks/<webhook_id> PATCH: admin
/v1/webhooks/<webhook_id>/deliveries GET: admin
/v1/webhooks/<webhook_id>/pause POST: admin
/v1/webhooks/<webhook_id>/ping POST: admin
/v1/webhooks/<webhook_id>/replay POST: admin
/v1/webhooks/<webhook_id>/resume POST: admin
/v1/webhooks/<webhook_id>/rotate POST: admin
/v1/working-days/<year> GET: sales, manager, admin
/v1/working-days/<year> PUT: manager, admin
"""


def test_who_may_call_what_is_as_agreed():
    assert table(ROUTES) == TABLE.split("\n")[1:-1]


@pytest.mark.parametrize("roles", [(), ("root",), ("sales", "root"), ("sales", *ANYBODY)])
def test_a_route_that_does_not_say_who_may_call_it_does_not_start(roles):
    with pytest.raises(TypeError, match="must declare roles"):
        question(roles=roles)


@pytest.mark.parametrize("declare", [get, post, put, patch, delete])
def test_roles_are_not_optional(declare):
    """The program ends while it is read: no process with such a route gets as far as a port."""
    told = {"answer": Record(Me)} if declare is get else {"body": Shape}
    known = signature(declare).parameters
    with pytest.raises(TypeError, match="roles"):
        declare("/v1/me", **{name: value for name, value in told.items() if name in known})


def test_an_entrypoint_beside_the_declarations_does_not_start():
    class Sneaky(Gateway):
        @HttpEntrypoint.decorator("GET", "/v1/sneaky")
        def sneaky(self, request):
            return "hello"

    with pytest.raises(TypeError, match="sneaky must be declared by get or post"):
        routes(Sneaky)


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_tells_what_it_does_in_a_line(name):
    assert re.fullmatch(r"[^\n]{10,100}", ROUTES[name].summary)


@pytest.mark.parametrize("name", ROUTES)
def test_every_id_of_a_path_is_an_argument_of_the_method(name):
    parameters = signature(getattr(Gateway, name)).parameters

    assert tuple(parameters) == ("self", "asked", *re.findall(r"<(\w+)>", ROUTES[name].path))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ROUTES)
def test_a_route_admits_whom_it_names_and_nobody_else(name, role):
    route = ROUTES[name]
    caller = Caller("ann", role, datetime.now(UTC), exports=True)

    if route.public or role in route.roles:
        route.admit(caller)
    else:
        with pytest.raises(Forbidden):
            route.admit(caller)


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route.takes_away])
def test_whole_lists_are_for_who_has_the_right_to_take_them_away(name):
    with pytest.raises(Forbidden) as refused:
        ROUTES[name].admit(Caller("ann", "admin", datetime.now(UTC)))
    assert refused.value.slug == "export-not-allowed"


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if not route.public])
def test_nobody_is_admitted_without_a_token(name):
    with pytest.raises(Unauthorised):
        ROUTES[name].admit(None)
