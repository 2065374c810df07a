"""One key: what it writes, what it says will follow, and what is refused with nothing written."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.events import PersonAdded, PersonDeactivated
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
from tests.unit.activity.examples import NOON
from tests.unit.people import ANN, BOB, CLERK, MAY
from tests.unit.pipeline.examples import IN_POOL, OWNED_BY_ANN, RELEASED

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
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
    assert round((made.next_contact_at - made.entered_at) / DAY) == 30
    assert (made.next_contact_at.second, made.next_contact_at.microsecond) == (0, 0)
    assert answer["id"] == made.follow_up_id
    assert answer["follows"] == [{"do": "lower", "to": None, "service": "pipeline"}]
    assert datetime.fromisoformat(answer["next_contact_at"]) == made.next_contact_at
    assert answer["template"] == {"scope": "person", "holder": "ann", "key": "3", "version": 1}


def test_no_template_is_set_for_who_has_left_or_never_was_here(desk):
    bind(desk, asker=MAY, holder="bob")
    desk.people.hear(
        PersonAdded("bob", "Bob", "sales", "own", None, "root", NOON),
        PersonDeactivated("bob", "left", "root", NOON),
    )
    before = desk.log.head()
    for holder, why in (("bob", "person-deactivated"), ("BOB", "person-unknown")):
        with pytest.raises(Rejected, match=why):
            bind(desk, "4", MAY, holder=holder)
    with pytest.raises(Forbidden):
        bind(desk, "4", ANN, holder="BOB")
    assert desk.log.head() == before
    desk.as_(MAY).retire_quick_log("3", "person", "bob")


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
        assert (planned - made.entered_at + MINUTE) % DAY <= 2 * MINUTE


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
