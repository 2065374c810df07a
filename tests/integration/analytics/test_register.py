"""The conversation register and commitments, on real rows: who sees what, and what finds it."""

from datetime import date
from typing import Any

import pytest

from kernel.context import Context
from kernel.refusal import Invalid, NotFound
from services.activity.events import CommitmentKept, CommitmentReassigned
from services.analytics.conversation_words import searching
from services.analytics.follow_ups import FOLLOW_UPS
from services.analytics.service import AnalyticsService
from tests.integration.analytics.world import World
from tests.unit.analytics.conversations import DUE, FILE, SAMPLE, amended, promised, said
from tests.unit.analytics.examples import DAY, HOUR, NOON, assigned, registered

LEADER = {"visibility": "team", "team": "ann\nbob"}


def service(world: World, user: str = "mia", role: str = "manager", **sees: str) -> Any:
    made: Any = AnalyticsService()
    made.lists, made.figures = world.rows["lists"], world.rows["reports"]
    usual = {"visibility": "own" if role == "sales" else "all"}
    made.caller = Context(actor=user, role=role, **usual | sees)
    return made


def ids(answer: Any) -> list[str]:
    return [item["id"] for item in answer["items"]]


def register(world: World) -> None:
    world.happened(
        registered("c1", name="王刚"),
        registered("c2", name="李雷", owner="bob"),
        said("f1", "c1", needs="GMP 证书", promises=(SAMPLE,)),
        promised(),
        said("f2", "c2", author="bob", channel="phone", note="对手降价", at=NOON + HOUR),
        said("f3", "c2", author="eve", opportunity_id="o1", at=NOON + DAY),
        amended(position=1, at=NOON + 2 * DAY, needs="GMP 证书"),
    )


def test_the_register_shows_the_latest_contact_first_with_names_and_promises(
    world: World,
) -> None:
    register(world)
    found = service(world).follow_ups()

    assert [(one["id"], one["customer"], one["note"]) for one in found["items"]] == [
        ("f3", "李雷", "想要小包装"),
        ("f2", "李雷", "对手降价"),
        ("f1", "王刚", "想要大包装"),
    ]
    assert found["items"][2]["promises"][0]["status"] == "open"
    world.happened(CommitmentKept("p1", "c1", "ann", DUE, DUE, None, "ann", NOON + 3 * DAY))
    [promise] = service(world).follow_up("f1")["promises"]
    assert promise["status"] == "kept"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"person": "bob"}, ["f2"]),
        ({"people": ["ann", "eve"]}, ["f3", "f1"]),
        ({"people": []}, []),
        ({"person": "bob", "people": ["ann"]}, []),
        ({"from_": "2026-01-06"}, ["f3"]),
        ({"to": "2026-01-05"}, ["f2", "f1"]),
        ({"channel": "phone"}, ["f2"]),
        ({"outcome": "interested", "channel": "visit"}, ["f3", "f1"]),
        ({"customer_id": "c2"}, ["f3", "f2"]),
        ({"opportunity_id": "o1"}, ["f3"]),
        ({"with_opportunity": "true"}, ["f3"]),
        ({"with_opportunity": "false"}, ["f2", "f1"]),
        ({"q": "大包装"}, ["f1"]),
        ({"q": "包装"}, ["f3", "f1"]),
        ({"q": "GMP 证"}, ["f1"]),
        ({"q": "寄样品"}, ["f1"]),
        ({"q": "没有人说过"}, []),
    ],
)
def test_it_is_cut_by_person_day_channel_outcome_customer_deal_and_words(
    world: World, filters: dict[str, Any], expected: list[str]
) -> None:
    register(world)
    assert ids(service(world).follow_ups(**filters)) == expected


def test_somebody_sees_their_own_and_all_of_a_customer_of_theirs(world: World) -> None:
    register(world)
    ann, bob = (service(world, who, "sales") for who in ("ann", "bob"))

    assert ids(ann.follow_ups()) == ["f1"]
    assert ids(bob.follow_ups()) == ["f2"]
    assert ids(bob.follow_ups(customer_id="c2")) == ["f3", "f2"]
    assert bob.follow_up("f3")["author"] == "eve"
    for missing in (lambda: ann.follow_up("f2"), lambda: ann.follow_ups(customer_id="c2")):
        with pytest.raises(NotFound):
            missing()
    leader = service(world, "lea", "sales", **LEADER)
    assert ids(leader.follow_ups()) == ["f2", "f1"]
    assert ids(leader.follow_ups(person="eve")) == []


def test_a_new_owner_reads_what_was_written_and_its_author_does_not_lose_it(world: World) -> None:
    register(world)
    world.happened(assigned("c1", "bob", at=NOON + 3 * DAY))
    ann, bob = (service(world, who, "sales") for who in ("ann", "bob"))

    assert ids(bob.follow_ups(customer_id="c1")) == ["f1"]
    assert bob.follow_up("f1")["customer"] == "王刚"
    mine = ann.follow_up("f1")
    assert (mine["note"], mine["customer"]) == ("想要大包装", None)


def test_the_register_has_pages(world: World) -> None:
    register(world)
    first = service(world).follow_ups(limit=2)
    rest = service(world).follow_ups(limit=2, cursor=first["next"])
    assert (ids(first), ids(rest), rest["next"]) == (["f3", "f2"], ["f1"], None)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"channel": "telepathy"}, "channel"),
        ({"with_opportunity": "maybe"}, "with_opportunity"),
        ({"from_": "yesterday"}, "from"),
        ({"from_": "2026-01-06", "to": "2026-01-05"}, "to"),
        ({"q": "字" * 101}, "q"),
        ({"people": "ann"}, "people"),
        ({"cursor": "nonsense"}, "cursor"),
    ],
)
def test_a_wrong_question_is_refused(world: World, asked: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        service(world).follow_ups(**asked)
    assert refused.value.fields["errors"][0]["field"] == field


def test_files_of_a_follow_up_are_told_with_it(world: World) -> None:
    register(world)
    world.happened(FILE)
    [file] = service(world).follow_up("f1")["files"]
    assert file == {
        "id": "d1", "name": "shelf.jpg", "media_type": "image/jpeg", "size": 9, "sha256": "ab",
        "by": "ann", "at": "2026-01-05T04:00:00Z",
    }  # fmt: skip


def test_any_part_of_what_was_said_is_found_by_an_index(world: World) -> None:
    register(world)
    rows = world.collection(FOLLOW_UPS)
    for word in ("对手降价了", "包"):
        plan = rows.find(searching(word)).explain()
        assert b"grams_1" in plan["queryPlanner"]["winningPlan"].raw


def commitments(world: World) -> None:
    world.happened(
        registered("c1", name="王刚"),
        registered("c2", owner="bob"),
        promised("p1", "c1"),
        promised("p2", "c2", owner="bob", by="bob", due_on=date(2026, 1, 6)),
        promised("p3", "c1", owner="eve", due_on=date(2020, 1, 1)),
        promised("p4", "c2", owner="bob"),
        CommitmentKept("p4", "c2", "bob", DUE, DUE, None, "bob", NOON),
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["p3", "p2", "p1", "p4"]),
        ({"owner": "bob"}, ["p2", "p4"]),
        ({"status": "kept"}, ["p4"]),
        ({"status": "open"}, ["p3", "p2", "p1"]),
        ({"due": "2026-01-06..2026-01-12"}, ["p2", "p1"]),
        ({"customer_id": "c1"}, ["p3", "p1"]),
    ],
)
def test_commitments_come_as_they_fall_due(
    world: World, filters: dict[str, Any], expected: list[str]
) -> None:
    commitments(world)
    assert ids(service(world).commitments(**filters)) == expected


def test_what_is_overdue_is_open_and_its_day_is_over(world: World) -> None:
    commitments(world)
    found = service(world).commitments(due="overdue")["items"]
    assert "p3" in [one["id"] for one in found]
    assert {one["status"] for one in found} == {"open"}
    assert all(one["overdue"] for one in found)


def test_who_sees_a_commitment(world: World) -> None:
    commitments(world)
    ann, bob = (service(world, who, "sales") for who in ("ann", "bob"))

    assert ids(ann.commitments()) == ["p1"]
    assert ids(ann.commitments(customer_id="c1")) == ["p3", "p1"]
    assert ann.commitment("p3")["customer"] == "王刚"
    with pytest.raises(NotFound):
        bob.commitment("p1")
    with pytest.raises(NotFound):
        bob.commitments(customer_id="c1")
    world.happened(CommitmentReassigned("p1", "c1", "bob", "ann", None, DUE, "mia", NOON))
    assert bob.commitment("p1")["customer"] is None
    assert ids(bob.commitments(status="open")) == ["p2", "p1"]
