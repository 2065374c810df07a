"""Whole loads against an API in memory: order, repetition, and what waits for something refused."""

from decimal import Decimal

import pytest

from cli.demo.entering import enter
from cli.demo.sample import sample
from cli.load import batching, crm_sales, leads
from cli.load.batching import Row
from cli.load.client import Answer
from cli.load.crm_files import Account, CrmFiles, Deal, at_noon
from cli.load.lead_rows import Lead
from cli.load.steps import Loading
from cli.load.summary import Step
from tests.unit.cli.memory_api import MemoryApi
from tests.unit.cli.test_sample import TODAY

OPENED, CLOSED = at_noon(TODAY.replace(year=2017)), at_noon(TODAY.replace(year=2018))
TAKEN = {"type": "https://x/problems/duplicate", "detail": "The phone is taken."}


def deal(id_: str, account: str | None, stage: str) -> Deal:
    value = Decimal(10) if stage == "Won" else None
    closed = CLOSED if stage in ("Won", "Lost") else None
    price = Decimal(12)
    return Deal(id_, "Ann", "GTX Pro", price, account, stage, OPENED, OPENED, closed, value)


def files() -> CrmFiles:
    accounts = [Account(name, "retail", "Kenya", "") for name in ("Isdom", "Cancity")]
    deals = [
        deal("W1", "Isdom", "Won"),
        deal("L1", "Cancity", "Lost"),
        deal("E1", None, "Engaging"),
    ]
    team = {"sales_agent": "Ann", "manager": "Meg", "regional_office": "West"}
    return CrmFiles(accounts, deals, [team], {"GTX Pro": Decimal(12)})


def lead(number: int, stage: str = "Qualified") -> Lead:
    phones = (f"91758402{number:02d}", f"917-584-03{number:02d}x46")
    return Lead(f"id{number}", "Ann", f"Lead {number}", "Inc", phones, (), "", "", stage, "Hello")


def written(loading: Loading) -> list[tuple[str, int, int, int]]:
    steps = loading.summary.steps
    return [(step.title, step.written, step.already, len(step.refused)) for step in steps]


def test_a_deal_is_loaded_for_its_customer_with_what_came_of_it():
    api = MemoryApi()
    crm_sales.load(api.loading(), files())
    ids = {
        body["name"]: f"customer-{n}"
        for n, (path, body, _) in enumerate(api.commands, 1)
        if path == "/v1/customers"
    }
    deals = [body for path, body, _ in api.commands if path == "/v1/opportunities/load"]
    customers = {body["name"][:2]: body.get("customer_id") for body in deals}
    assert customers == {"W1": ids["Isdom"], "L1": ids["Cancity"], "E1": None}
    ends = {body["name"][:2]: (body.get("outcome"), body.get("closed_at")) for body in deals}
    closed = CLOSED.isoformat()
    assert ends == {"W1": ("won", closed), "L1": ("lost", closed), "E1": (None, None)}
    [paid] = [body["paid"] for body in deals if "paid" in body]
    assert paid == {"amount": "10.00", "currency": "USD"}


def test_an_office_is_a_team_with_the_teams_of_its_managers_below_it():
    api = MemoryApi()
    crm_sales.load(api.loading(), files())
    office, managers = [body for path, body, _ in api.commands if path == "/v1/teams"]
    assert (office, managers) == ({"name": "West"}, {"name": "Meg", "parent": "gateway-1"})
    assert [body for path, body, _ in api.commands if path == "/v1/people"] == [
        {"login": "Meg", "role": "manager", "team": "gateway-2", "visibility": "team"},
        {"login": "Ann", "role": "sales", "team": "gateway-2"},
    ]
    regions = [body["addresses"] for path, body, _ in api.commands if path == "/v1/customers"]
    assert regions == [[{"province": "Kenya"}]] * 2


def test_teams_and_people_that_are_there_stay_as_they_are():
    api = MemoryApi()
    api.loading().client.post("/v1/teams", {"name": "West"}, "by-hand")
    api.loading().client.post("/v1/people", {"login": "Ann", "role": "manager"}, "hers")
    loading = api.loading()
    crm_sales.load(loading, files())
    assert written(loading)[:3] == [
        ("offices → teams", 0, 1, 0), ("managers → their teams", 1, 0, 0), ("people", 1, 1, 0)
    ]  # fmt: skip
    assert [body["parent"] for _, body, _ in api.commands if body.get("name") == "Meg"] == [
        "gateway-1"
    ]


def test_who_belongs_to_a_refused_office_waits_for_it():
    api = MemoryApi(lambda path, body: TAKEN if body.get("name") == "West" else None)
    loading = api.loading()
    crm_sales.load(loading, files())
    assert [row for row, _ in loading.summary.refused] == ["team West"]
    assert not [path for path, _, _ in api.commands if path == "/v1/people"]


def test_a_second_load_of_sales_adds_nothing():
    api = MemoryApi()
    crm_sales.load(api.loading(), files())
    before = list(api.commands)
    again = api.loading()
    crm_sales.load(again, files())
    assert api.commands == before
    assert again.summary.written == 0
    assert sum(step.already for step in again.summary.steps) == len(before)


def test_deals_are_sent_many_at_once_and_each_refusal_is_its_row_s():
    rows = [Row(f"deal {n}", {"key": f"x/{n}"}) for n in range(batching.TOGETHER + 1)]
    step = Step("deals")
    told = [{"ok": True, "already": bool(n)} for n in range(batching.TOGETHER)]
    told[7] = {"ok": False, "problem": TAKEN}
    batching.judge(step, rows[: batching.TOGETHER], Answer(200, {"items": told}))
    batching.judge(step, rows[batching.TOGETHER :], Answer(503, {"detail": "away"}))
    assert (step.written, step.already) == (1, batching.TOGETHER - 2)
    assert [row for row, _ in step.refused] == ["deal 7", f"deal {batching.TOGETHER}"]


def test_the_deals_of_a_refused_account_wait_for_it_and_are_reported():
    api = MemoryApi(lambda path, body: TAKEN if body.get("name") == "Isdom" else None)
    loading = api.loading()
    crm_sales.load(loading, files())
    assert loading.summary.refused == [
        ("account Isdom", "duplicate · The phone is taken."),
        ("deal W1", "no customer · Isdom"),
    ]
    assert loading.summary.exit_code == 1
    load = "/v1/opportunities/load"
    opened = [body["name"][:2] for path, body, _ in api.commands if path == load]
    assert sorted(opened) == ["E1", "L1"]


def test_leads_are_registered_followed_up_and_raised():
    api = MemoryApi()
    loading = api.loading()
    leads.load(loading, [lead(1), lead(2, "On Hold")], "US")
    assert written(loading) == [
        ("leads → customers", 2, 0, 0),
        ("notes → follow-ups", 2, 0, 0),
        ("deal stages → ladder", 1, 0, 0),
    ]


def test_a_second_load_of_leads_adds_nothing():
    api = MemoryApi()
    leads.load(api.loading(), [lead(1), lead(2)], "US")
    before = list(api.commands)
    again = api.loading()
    leads.load(again, [lead(1), lead(2)], "US")
    assert api.commands == before
    assert again.summary.written == 0


def test_a_lead_whose_phone_is_taken_is_reported_and_the_others_go_on():
    api = MemoryApi(lambda path, body: TAKEN if body.get("name") == "Lead 1" else None)
    loading = api.loading()
    leads.load(loading, [lead(1), lead(2)], "US")
    assert loading.summary.refused == [("lead id1 Lead 1", "duplicate · The phone is taken.")]
    assert [title_written[1] for title_written in written(loading)] == [1, 1, 1]


def test_numbers_are_counted_as_the_service_has_understood_them():
    loading = MemoryApi().loading()
    leads.load(loading, [lead(1), lead(2)], "US")
    [line] = [line for line in loading.summary.remarks if "phone numbers" in line]
    assert line.startswith("2 phone numbers are valid")
    assert "2 are not, kept as written" in line


@pytest.fixture(scope="module")
def entered() -> MemoryApi:
    api = MemoryApi()
    enter(api.loading(), sample(TODAY))
    return api


def test_the_sample_is_entered_without_a_refusal_and_only_once(entered):
    before = len(entered.commands)
    again = entered.loading()
    enter(again, sample(TODAY))
    assert len(entered.commands) == before
    assert again.summary.exit_code == 0
    assert again.summary.written == 0


def test_down_to_lost_goes_for_a_reason(entered):
    stages = [body for path, body, _ in entered.commands if path.endswith("/stage")]
    lost = [body for body in stages if body["to"] == "lost"]
    assert lost
    assert all(body["reason"] for body in lost)


def test_a_firm_is_released_after_all_else_has_happened(entered):
    paths = [path for path, _, _ in entered.commands]
    releases = [number for number, path in enumerate(paths) if path.endswith("/release")]
    assert releases == list(range(len(paths) - len(releases), len(paths)))
