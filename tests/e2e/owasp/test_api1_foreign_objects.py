"""API1, broken object level authorisation: an id that somebody knows opens nothing by itself.

Who sees what is proved person by record by verb in tests/e2e/test_rights.py, test_own_rights.py
and test_rights_of_figures.py. Here: every route with an id in its path, whatever routes there are.
"""

from concurrent.futures import ThreadPoolExecutor

from tests.e2e.api import nothing_written
from tests.e2e.owasp.company import Company
from tests.e2e.owasp.operations import Operation

# What belongs to somebody, or to whoever sees a customer. A new id in a path is put here or below.
OWNED = {
    "customer_id", "contact_id", "file_id", "follow_up_id", "commitment_id", "opportunity_id",
    "appointment_id", "occurrence", "task_id", "visit_id", "feed_id", "query_id", "notification_id",
    "export_id",
}  # fmt: skip
# What all who work here share, what a role alone decides about (API5), and words that are no ids.
SHARED = {
    "field_id", "choice_id", "pool_id", "pipeline_id", "room_id", "team_id", "person", "list_id",
    "import_id", "handover_id", "key_id", "token", "key", "name", "source", "week", "year",
    "webhook_id", "event", "version",
}  # fmt: skip
# Who was faster is told: the refusal by which the race for a pool is explained. And to give away
# is a manager's, which is said before anything is looked at.
TOLD = {"claim_customer": 409, "assign_customer": 403, "assign_opportunity": 403}


def owned(company: Company) -> list[Operation]:
    return [one for one in company.spec.operations if set(one.ids) & OWNED]


def test_every_id_of_a_path_is_somebody_s_or_is_shared_on_purpose(company):
    named = {id for one in company.spec.operations for id in one.ids}
    assert named - OWNED - SHARED == set()
    assert set(company.ids) >= OWNED


def test_what_is_somebody_else_s_is_not_there_by_whatever_route(company):
    def status(one: Operation) -> int:
        answer = company.spec.ask(company.stranger, one, company.ids, company.known)
        return answer.status_code

    operations = owned(company)
    with nothing_written(company.root), ThreadPoolExecutor(4) as pool:
        found = dict(
            zip((one.name for one in operations), pool.map(status, operations), strict=True)
        )
    wanted = {one.name: expected(one) for one in operations}
    assert {
        name: (found[name], wanted[name]) for name in found if found[name] != wanted[name]
    } == {}
    assert len(found) > 50


def expected(one: Operation) -> int:
    """What may not be called at all is refused for the role."""
    return TOLD.get(one.name, 404 if "sales" in one.roles else 403)


def test_whose_it_is_reads_it_by_the_same_request(company):
    """Or everything would be refused for another reason than that it is a stranger who asks."""
    reads = [one for one in owned(company) if one.method == "GET" and one.ids != ["feed_id"]]
    answers = {
        one.name: company.spec.ask(company.ann, one, company.ids, company.known).status_code
        for one in reads
        if "files" not in one.path or "customers" in one.path
    }
    assert {name: status for name, status in answers.items() if status != 200} == {}
