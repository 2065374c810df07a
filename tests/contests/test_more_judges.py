"""The judges of lists, imports and handovers, on histories that were doctored."""

from copy import deepcopy
from typing import Any

from tests.contests.batching import listed_wrongly, places_wrongly
from tests.contests.client import Answer, Client
from tests.contests.handing import Leaver, handed_wrongly
from tests.contests.holding import holding
from tests.contests.importing import imported_wrongly
from tests.contests.test_judges import Document, a_claim, commit, event, receipt, refused

PHONE = "13800138000"


def holder(person: str) -> Client:
    return Client("http://localhost:1", person, "")


def taken(person: str, id: str, kind: str = "HoldingTaken") -> Document:
    return event(f"portfolio/{person}", 1, kind, person=person, customer_id=id, claimed_on=None)


def claimed(person: str, id: str) -> Document:
    return event(f"customer/{id}", 2, "CustomerClaimed", customer_id=id, by=person)


def test_two_hands_on_one_customer_are_seen() -> None:
    sound = [commit(1, claimed("ann", "7"), taken("ann", "7"))]
    assert holding(sound).damage == dict.fromkeys(holding(sound).damage, 0)
    also = commit(3, taken("bob", "7"))
    assert holding([*sound, also]).two_hands == 1
    assert holding([commit(1, claimed("ann", "7"), taken("bob", "7"))]).apart == 1
    dropped = commit(3, taken("ann", "7", "HoldingDropped"))
    assert holding([*sound, dropped]).apart == 1


def test_damage_of_few_places_is_seen() -> None:
    log, answers = a_claim()
    full = refused("ann", "/v1/customers/7/claim", "claims-per-day")
    found = places_wrongly(log, ["7"], [*answers, full], (holder("ann"), holder("bob")))
    assert found["people who got more or fewer than were left"] == 2
    assert found["refused for another reason"] == 2  # bob's too: the place was nobody's


def listed(person: str, *rows: dict[str, Any]) -> Answer:
    return Answer(person, "/v1/customers/claim", 200, {"items": list(rows)})


def test_damage_of_lists_is_seen() -> None:
    log = [commit(1, claimed("ann", "7"), taken("ann", "7"))]
    done = {"id": "7", "ok": True}
    lost = {"id": "7", "ok": False, "problem": {"type": "…/already-claimed", "owner": "cho"}}
    odd = {"id": "7", "ok": False, "problem": {"type": "…/not-found"}}
    assert listed_wrongly(log, ["7"], [listed("bob", done)])[
        "rows done, and not so in the log"] == 2  # fmt: skip
    found = listed_wrongly(log, ["7", "8"], [listed("ann", done), listed("bob", lost, odd)])
    assert found["rows done, and not so in the log"] == 0
    assert found["rows told a wrong owner"] == 1
    assert found["rows refused for another reason"] == 1
    assert found["customers that nobody got"] == 1
    assert found["rows too many or too few"] > 0


def test_damage_of_imports_is_seen() -> None:
    report = {"added": 1, "updated": 0, "unchanged": 0, "skipped": 0, "rejected": 0}
    made = {"phones": [{"e164": f"+86{PHONE}"}], "customer_id": "1"}
    log = [commit(1, event("customer/1", 1, "CustomerRegistered", **made))]
    late = refused("bob", "/v1/customers", "duplicate", duplicates=[{"holder": "1"}])
    assert not any(imported_wrongly(log, [PHONE], [late], report).values())

    twin = deepcopy(log[0]) | {"_id": 2, "meta": {"command_id": "c2", "actor": "bob"}}
    twin["events"][0]["stream"] = "customer/2"
    first = Answer("bob", "/v1/customers", 201, receipt("customer", 2, "2", 1))
    found = imported_wrongly([*log, twin], [PHONE], [first], report)
    assert found["phones with two customers"] == 1
    found = imported_wrongly([], [PHONE], [], report | {"added": 0})
    assert (found["phones without a customer"], found["rows without an outcome"]) == (1, 1)
    other = refused("bob", "/v1/customers", "duplicate", duplicates=[{"holder": "9"}])
    found = imported_wrongly(log, [PHONE], [other], report | {"added": 2})
    assert found["losers not told which customer"] == 1
    assert found["rows and answers that added more or less than is there"] == 1


def a_handover() -> tuple[list[Document], list[Document]]:
    """Customer 1 goes to bob; 2 was eve's by then."""
    owned = [
        event(f"customer/{id}", 1, "CustomerRegistered", customer_id=id, owner=who)
        for id, who in (("1", "ann"), ("2", "eve"))
    ]
    to_bob = event("customer/1", 2, "CustomerAssigned", customer_id="1", to="bob")
    done = event(
        "handover/h", 2, "CustomersHandedOver", leaver="ann",
        handed=[{"customer_id": "1", "to": "bob"}],
        kept=[{"customer_id": "2", "owner": "eve"}],
    )  # fmt: skip
    moves = [taken("ann", "1", "HoldingDropped"), taken("bob", "1") | {"version": 1}]
    log = [
        commit(1, owned[0], owned[1], taken("ann", "1"), taken("eve", "2")),
        commit(5, event("handover/h", 1, "HandoverListed", customers=["1", "2"])),
        commit(6, done, to_bob, moves[0] | {"version": 2}, moves[1]),
    ]
    opened = event("opportunity/o", 1, "OpportunityOpened", opportunity_id="o", owner="ann")
    given = event("opportunity/o", 2, "OpportunityReassigned", opportunity_id="o", to="bob")
    return log, [commit(1, opened), commit(2, given)]


REPORT = {"given": [{"count": 1}], "reasons": {"changed-hands": 1}, "customers": 2}


def judged(log: list[Document], deals: list[Document], report: Any = REPORT) -> dict[str, int]:
    leaving = [Leaver(holder("ann"), ["1", "2"], ["o"], holder("ann"))]
    return {what: n for what, n in handed_wrongly(log, deals, leaving, [report]).items() if n}


def test_damage_of_handovers_is_seen() -> None:
    assert judged(*a_handover()) == {}
    log, deals = a_handover()
    assert judged(log, deals[:1]) == {"deals left with who leaves": 1}
    assert judged(log, deals, REPORT | {"customers": 3}) == {"reports that do not add up": 1}

    log[2]["events"][0]["data"]["kept"] = []
    assert judged(log, deals) == {"customers not accounted for, or twice": 1}
    log, _ = a_handover()
    log[2]["events"][0]["data"]["kept"][0]["owner"] = "cho"
    assert judged(log, deals) == {"customers not as they were told to be": 1}
    log, _ = a_handover()
    moves = [taken("eve", "2", "HoldingDropped") | {"version": 2}, taken("fay", "2")]
    late = commit(9, *log[2]["events"])  # after another has claimed what it had looked at
    log[2:] = [commit(6, claimed("fay", "2"), *moves), late]
    assert judged(log, deals) == {}
    log, _ = a_handover()
    log[2]["events"][0]["data"]["handed"][0]["to"] = "cho"
    assert judged(log, deals) == {"customers not as they were told to be": 1}
    log, _ = a_handover()
    del log[2]["events"][2]  # ann's portfolio keeps it
    found = judged(log, deals)
    assert found["customers left with who leaves"] == found["customers in two portfolios"] == 1
