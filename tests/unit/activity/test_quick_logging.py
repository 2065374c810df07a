"""One key: what it writes, what it says will follow, and what is refused with nothing written."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kernel import Forbidden, Invalid, NotFound, Rejected
from services.activity.events import Effect, FollowUpLogged, TemplateUsed
from services.customer.events import (
    CollaboratorAdded,
    ContactAdded,
    PoolMembersSet,
    PoolOpened,
    PrimaryContactNamed,
)
from services.weeks import week_of
from services.working_days import SHIPPED
from tests.unit.activity.call_desk import NOT_INTERESTED, CallDesk
from tests.unit.activity.counting import counted
from tests.unit.activity.examples import NOON
from tests.unit.people import ANN, BOB, CLERK, MAY
from tests.unit.pipeline.examples import ASSIGNED_TO_BOB, IN_POOL, OWNED_BY_ANN, RELEASED

SHANGHAI = ZoneInfo("Asia/Shanghai")
LI = ContactAdded(customer_id="c1", contact_id="p1", name="李雷", by="ann", at=NOON)
WANG = ContactAdded(customer_id="c1", contact_id="p2", name="王刚", by="ann", at=NOON)
PRIMARY = PrimaryContactNamed("c1", "p1", "ann", NOON)
NAME = OWNED_BY_ANN.name


@pytest.fixture
def desk():
    return CallDesk(OWNED_BY_ANN, LI, WANG, PRIMARY)


def bind(desk, key="3", asker=ANN, scope="person", **said):
    desk.later()
    return desk.as_(asker).bind_quick_log(key, scope, **NOT_INTERESTED | said)


def logged(desk):
    return [event for event in desk.events() if isinstance(event, FollowUpLogged)]


def test_one_key_writes_the_follow_up_with_its_text_filled_in(desk):
    bind(desk, effects=[{"do": "lower"}], next_contact_days=30)
    answer = desk.as_(ANN).quick_log("c1", "3")

    made, today = desk.last(), datetime.now(SHANGHAI).date().isoformat()
    assert made.note == f"{today} 致电 {NAME} 李雷，无意向"
    assert (made.channel, made.outcome, made.author) == ("phone", "not interested", "ann")
    assert made.template == TemplateUsed("person", "ann", "3", 1)
    assert (made.effects, made.owner, made.ownership) == ((Effect("lower"),), "ann", 1)
    assert (made.next_contact_at - made.entered_at).days == 30
    assert answer["id"] == made.follow_up_id
    assert answer["follows"] == [{"do": "lower", "to": None, "service": "pipeline"}]
    assert datetime.fromisoformat(answer["next_contact_at"]) == made.next_contact_at
    assert answer["template"] == {"scope": "person", "holder": "ann", "key": "3", "version": 1}


def test_all_of_it_is_one_commit_of_one_event(desk):
    bind(desk, effects=[{"do": "release"}])
    before = len(desk.log.commits)
    desk.as_(ANN).quick_log("c1", "3")
    assert [len(commit.entries) for commit in desk.log.commits[before:]] == [1]


def test_what_is_said_besides_goes_with_it(desk):
    bind(desk, next_contact_days=3)
    ahead = "2099-01-05T04:00:00+00:00"
    desk.as_(ANN).quick_log("c1", "3", note="下周\n再打", contact_id="p2", next_contact_at=ahead)
    made = desk.last()
    assert made.note.endswith("王刚，无意向\n下周\n再打")
    assert (made.contacts, made.next_contact_at) == (("p2",), datetime.fromisoformat(ahead))


def test_the_next_contact_is_moved_to_a_day_that_is_worked(desk):
    for days in range(7):
        bind(desk, next_contact_days=days, working_day=True)
        desk.later()
        desk.as_(ANN).quick_log("c1", "3")
        made = desk.last()
        planned = made.next_contact_at.astimezone(SHANGHAI)
        assert SHIPPED.is_working(planned.date())
        assert planned.timetz() == made.entered_at.astimezone(SHANGHAI).timetz()


def test_the_days_that_the_company_has_entered_count(desk):
    today = datetime.now(SHANGHAI).date()
    bind(desk, next_contact_days=0, working_day=True)
    off = {"name": "厂休", "first": today.isoformat(), "last": today.isoformat()}
    desk.as_(MAY).set_working_year(str(today.year), [off])
    desk.later()
    desk.as_(ANN).quick_log("c1", "3")
    assert desk.last().next_contact_at.astimezone(SHANGHAI).date() > today


def test_a_key_says_whether_anybody_answered(desk):
    for reached in (False, True, None):
        bind(desk, reached=reached)
        desk.later()
        desk.as_(ANN).quick_log("c1", "3")
        assert desk.last().reached is reached


def test_a_visit_with_one_key_stands_in_the_itinerary_as_any_other(desk):
    bind(desk, channel="visit")
    today = datetime.now(SHANGHAI).date()
    planned = {"customer_id": "c1", "day": today.isoformat(), "goal": "签约"}
    desk.as_(ANN).plan_visit(week_of(today), **planned)
    before = len(desk.log.commits)
    answer = desk.as_(ANN).quick_log("c1", "3")
    [commit] = desk.log.commits[before:]
    assert [entry.type for entry in commit.entries] == ["FollowUpLogged", "VisitMade"]
    assert desk.last().follow_up_id == answer["id"]


def test_the_version_that_was_used_is_kept(desk):
    bind(desk)
    desk.as_(ANN).quick_log("c1", "3")
    bind(desk, text="不需要")
    desk.later()
    desk.as_(ANN).quick_log("c1", "3")
    assert [(made.template.version, made.note) for made in logged(desk)][1] == (2, "不需要")
    assert logged(desk)[0].template.version == 1


def test_a_key_that_has_just_been_bound_is_known_at_once(desk):
    with pytest.raises(NotFound):
        desk.as_(ANN).quick_log("c1", "3")
    desk.as_(ANN).bind_quick_log("3", "person", **NOT_INTERESTED)  # and no time passes
    desk.as_(ANN).quick_log("c1", "3")
    assert desk.last().template.version == 1


def test_the_team_s_key_holds_where_one_has_none(desk):
    bind(desk, asker=MAY, scope="team", holder="east")
    bind(desk, asker=MAY, scope="company", text="总部")
    desk.later()
    desk.as_(ANN).quick_log("c1", "3", teams=["east", "all"])
    assert desk.last().template == TemplateUsed("team", "east", "3", 1)
    desk.as_(ANN).quick_log("c1", "3", teams=["west"])
    assert desk.last().template.scope == "company"


def test_the_same_command_again_answers_the_same_though_all_has_changed(desk):
    bind(desk, effects=[{"do": "release"}])
    first = desk.as_(ANN, "one").quick_log("c1", "3")
    desk.as_(ANN).retire_quick_log("3", "person")
    desk.owners.hear(RELEASED)
    desk.later()
    head = desk.log.head()
    assert desk.as_(ANN, "one").quick_log("c1", "3") == first
    assert desk.log.head() == head


@pytest.mark.parametrize(
    ("asker", "customer", "key", "said", "refusal", "slug"),
    [
        (ANN, "c1", "9", {}, NotFound, "unknown-key"),
        (BOB, "c1", "3", {}, NotFound, "not-found"),
        (ANN, "c2", "3", {}, NotFound, "not-found"),
        (ANN, "a/b", "3", {}, NotFound, "not-found"),
        (CLERK, "c1", "3", {}, Forbidden, "role-not-allowed"),
        (ANN, "c1", "3", {"contact_id": "p9"}, NotFound, "not-found"),
        (ANN, "c1", "3", {"next_contact_at": "2020-01-05T04:00:00Z"}, Invalid, "invalid"),
        (ANN, "c1", "3", {"next_contact_at": "soon"}, Invalid, "invalid"),
        (ANN, "c1", "3", {"note": "x" * 5_001}, Invalid, "invalid"),
        (ANN, "c1", "3", {"teams": "east"}, Invalid, "invalid"),
    ],
)
def test_what_is_refused_leaves_nothing(desk, asker, customer, key, said, refusal, slug):
    bind(desk, asker=MAY, scope="company")
    desk.later()
    head = desk.log.head()
    with pytest.raises(refusal) as refused:
        desk.as_(asker).quick_log(customer, key, **said)
    assert refused.value.slug == slug
    assert desk.log.head() == head


def test_who_may_not_release_it_is_told_before_anything_is_written(desk):
    bind(desk, asker=MAY, scope="company", effects=[{"do": "release"}])
    desk.owners.hear(CollaboratorAdded("c1", "bob", None, "ann", NOON))
    head = desk.log.head()
    with pytest.raises(Forbidden, match="ann or a manager"):
        desk.as_(BOB).quick_log("c1", "3")
    assert desk.log.head() == head
    desk.as_(MAY).quick_log("c1", "3")
    assert desk.last().owner == "ann"


def test_what_lies_in_a_pool_has_nothing_to_raise():
    desk = CallDesk(IN_POOL)
    bind(desk, asker=MAY, scope="company", effects=[{"do": "raise"}])
    with pytest.raises(Rejected, match="in-pool"):
        desk.as_(MAY).quick_log("c1", "3")


def test_a_template_releases_into_pools_that_its_maker_may_use():
    desk = CallDesk(PoolOpened("north", "北方", "may", NOON),
                    PoolMembersSet("north", ("bob",), "may", NOON))  # fmt: skip
    for asker, pool in ((ANN, "north"), (MAY, "south"), (ANN, "south")):
        with pytest.raises(Invalid, match="errors"):
            bind(desk, asker=asker, effects=[{"do": "release", "to": pool}])
    for asker, pool in ((BOB, "north"), (MAY, "north"), (ANN, "public")):
        bind(desk, asker=asker, effects=[{"do": "release", "to": pool}])


def test_a_call_list_is_answered_row_by_row(desk):
    second = replace(OWNED_BY_ANN, customer_id="c2", name="二号")
    desk.owners.hear(second, replace(IN_POOL, customer_id="c3"))
    bind(desk)
    rows = [{"customer_id": "c1", "key": "3"}, {"customer_id": "c2", "key": "9"},
            {"customer_id": "c3", "key": "3"}, {"customer_id": "a/b", "key": "3"}]  # fmt: skip
    answer = desk.as_(ANN, "list").quick_logs(rows)

    assert [item["ok"] for item in answer["items"]] == [True, False, False, False]
    slugs = [item["problem"]["slug"] for item in answer["items"][1:]]
    assert slugs == ["unknown-key", "in-pool", "not-found"]
    [made] = logged(desk)
    assert answer["items"][0]["follow_up_id"] == made.follow_up_id
    assert answer["position"] == answer["items"][0]["position"]
    assert desk.as_(ANN, "list").quick_logs(rows) == answer  # sent again: the same
    assert len(logged(desk)) == 1


@pytest.mark.parametrize(
    "rows",
    [[], "c1", [7], [{"customer_id": f"c{n}", "key": "3"} for n in range(6)],
     [{"customer_id": "c1", "key": "3"}, {"customer_id": "c1", "key": "4"}],
     [{"customer_id": "c1"}], [{"key": "3"}]],
)  # fmt: skip
def test_a_call_list_that_cannot_be_read_is_refused_whole(desk, rows):
    bind(desk)
    with pytest.raises(Invalid):
        desk.as_(ANN).quick_logs(rows)
    assert logged(desk) == []


def test_a_customer_that_changed_hands_is_not_logged_about_by_who_had_it(desk):
    bind(desk)
    desk.owners.hear(ASSIGNED_TO_BOB)
    with pytest.raises(NotFound):
        desk.as_(ANN).quick_log("c1", "3")


def test_a_key_costs_one_look_up_and_one_commit_and_a_call_list_one_look_up_for_all(desk):
    """What everybody asks for and hardly anybody changes is looked at once a second."""
    bind(desk, effects=[{"do": "raise"}], next_contact_days=30, working_day=True)
    desk.as_(ANN).quick_log("c1", "3")
    asked = counted(desk)
    for _ in range(10):
        desk.as_(ANN).quick_log("c1", "3")
    assert asked == {"find_one": 10, "append": 10}

    others = [replace(OWNED_BY_ANN, customer_id=f"d{n}") for n in range(5)]
    desk.owners.hear(*others)
    asked.clear()
    desk.as_(ANN).quick_logs([{"customer_id": one.customer_id, "key": "3"} for one in others])
    assert asked == {"find": 1, "append": 5}
