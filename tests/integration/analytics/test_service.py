"""The service class itself, on real rows: whom it asks for, how fresh, and what it refuses."""

import time
from collections import Counter
from datetime import UTC, datetime
from queue import Queue
from threading import Event, Thread, Timer
from typing import Any

import pytest

from kernel.context import Context
from kernel.refusal import Forbidden, Invalid, NotFound, Unavailable
from services.analytics import freshness
from services.analytics.freshness import PLACES
from services.analytics.service import AnalyticsService
from tests.integration.analytics.world import NOW, World
from tests.unit.analytics.examples import followed_up, opened, registered


def service(world: World, user: str = "mia", role: str = "manager") -> Any:
    made: Any = AnalyticsService()
    made.lists, made.figures = world.rows["lists"], world.rows["reports"]
    sees = "own" if role == "sales" else "all"
    made.caller = Context(actor=user, role=role, visibility=sees)
    return made


def test_a_reader_waits_for_the_position_that_it_was_given(world: World) -> None:
    written = Timer(0.3, lambda: world.happened(registered("c1")))
    written.start()
    found = service(world).customer("c1", after=["customer:1"])
    written.join()

    assert found["name"] == "Wang Li"


def test_a_position_that_does_not_come_is_unavailable_within_two_seconds(world: World) -> None:
    began = time.monotonic()
    first = Timer(1.0, lambda: world.happened(registered("c1")))
    first.start()

    with pytest.raises(Unavailable) as refused:
        service(world).report("won-value", after=["customer:1", "pipeline:1", "activity:1"])

    assert refused.value.slug == "not-yet"
    assert refused.value.fields["retry_after"] == 1
    assert time.monotonic() - began < 2.9  # for all of them together
    first.join()


def test_who_wrote_to_a_customer_is_not_told_that_there_is_none_while_its_log_is_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is while a large import is folded in: a position of the one log rests on the other."""
    monkeypatch.setattr(freshness, "PATIENCE", 0.05)
    talked = world.envelope(followed_up("c1"), NOW) | {"knowing": "customer:1"}
    world.engines["lists"].apply([talked])

    ann = service(world, "ann", "sales")
    reads = (ann.timeline, ann.customer, ann.closed_channels)
    for read in reads:
        with pytest.raises(Unavailable) as refused:
            read("c1", after=["activity:1"])
        assert refused.value.slug == "not-yet"
    with pytest.raises(Unavailable):
        ann.customers(after=["activity:1"])
    assert ann.customers(after=["activity:0"])["items"] == []

    world.happened(registered("c1"))
    assert ann.customer("c1", after=["activity:1"])["owner"] == "ann"
    assert len(ann.timeline("c1", after=["activity:1"])["items"]) == 2


class Crowd:
    """Readers of one service; those who wait do so until they are let go."""

    def __init__(self, mia: Any, number: int) -> None:
        self.mia = mia
        self.heard = Queue[str]()
        self.over = Event()
        self.readers = [Thread(target=self.ask) for _ in range(number)]

    def ask(self) -> None:
        with pytest.raises(Unavailable):
            self.mia.customers(after=["customer:5"])
        self.heard.put("refused")

    def wait(self, source: str, position: int, timeout: float) -> None:
        self.heard.put("waits")
        self.over.wait(30)
        raise Unavailable("not-yet")


def test_readers_who_wait_leave_workers_to_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mia = service(world)
    crowd = Crowd(mia, 3 * PLACES)
    monkeypatch.setattr(world.rows["lists"], "wait", crowd.wait)
    for reader in crowd.readers:
        reader.start()

    heard = Counter(crowd.heard.get(timeout=30) for _ in crowd.readers)
    assert heard == {"waits": PLACES, "refused": 2 * PLACES}
    assert mia.customers()["items"] == []  # who waits for nothing is answered meanwhile
    crowd.over.set()
    for reader in crowd.readers:
        reader.join()
    assert Counter(crowd.heard.get(timeout=30) for _ in range(PLACES)) == {"refused": PLACES}


@pytest.mark.parametrize(
    "after", [["customer"], ["customer:-1"], ["customer:x"], ["customer:²"],
              ["customer:" + "9" * 99], [None], [{"$gt": 0}], "customer:1",
              5, True, {"customer:1": 1}, 1.5],
)  # fmt: skip
def test_what_is_no_position_is_refused(world: World, after: Any) -> None:
    with pytest.raises(Invalid) as refused:
        service(world).customers(after=after)
    assert refused.value.fields["errors"][0]["field"] == "after"


def test_a_timeline_is_seen_by_whoever_may_see_the_customer(world: World) -> None:
    world.happened(registered("c1", owner="bob"), followed_up("c1", author="bob"))

    assert len(service(world).timeline("c1")["items"]) == 2
    assert len(service(world, "bob", "sales").timeline("c1", limit=1)["items"]) == 1
    with pytest.raises(NotFound):
        service(world, "ann", "sales").timeline("c1")


def test_every_query_is_forbidden_to_a_role_without_lists(world: World) -> None:
    eve = service(world, "eve", "partner")

    for query in (
        eve.customers,
        eve.opportunities,
        eve.board,
        lambda: eve.customer("c1"),
        lambda: eve.timeline("c1"),
        lambda: eve.opportunity("o1"),
        lambda: eve.report("due"),
    ):
        with pytest.raises(Forbidden):
            query()


def test_lists_deals_and_board_answer(world: World) -> None:
    world.happened(registered("c1"), opened("o1"))
    mia = service(world)

    assert [item["id"] for item in mia.customers(q="tea", limit=1)["items"]] == ["c1"]
    assert mia.opportunity("o1")["customer_id"] == "c1"
    assert [item["id"] for item in mia.opportunities(owner="ann")["items"]] == ["o1"]
    assert mia.board(owner="ann")["columns"][0]["count"] == 1


@pytest.mark.parametrize("id", ["", "a b", "$where", "x" * 65, None, {"$ne": ""}, "c1\x00"])
def test_what_no_id_can_look_like_is_not_found(world: World, id: Any) -> None:
    with pytest.raises(NotFound):
        service(world).customer(id)
    with pytest.raises(NotFound):
        service(world).opportunity(id)


@pytest.mark.parametrize(
    "name", ["owner", "second_owner", "registered_by", "pool", "stage", "q", "due", "city"]
)
@pytest.mark.parametrize("value", [{"$ne": None}, 7, "a\x00", "x" * 500, "\ud800"])
def test_a_filter_takes_text_only(world: World, name: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        service(world).customers(**{name: value})
    assert refused.value.fields["errors"][0]["field"] == name


@pytest.mark.parametrize("value", ["f1:1", [7], ["a"] * 11, {"$ne": None}, [{"$ne": ""}]])
def test_fields_are_a_list_of_texts(world: World, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        service(world).customers(field=value)
    assert refused.value.fields["errors"][0]["field"].startswith("field")


def test_a_report_says_what_it_was_asked(world: World) -> None:
    answered = service(world).report("due", from_="2026-01-01", to="2026-01-31")

    asked = {name: answered[name] for name in ("report", "from", "to", "by")}
    assert asked == {"report": "due", "from": "2026-01-01", "to": "2026-01-31", "by": "person"}


def test_an_unknown_report_is_not_found(world: World) -> None:
    with pytest.raises(NotFound) as refused:
        service(world).report("horoscope")
    assert "won-value" in refused.value.fields["reports"]


def test_today_is_the_day_of_the_settings_zone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    world.happened(registered("c1", at=now), followed_up("c1", at=now, next_at=now))

    for zone in ("Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Niue"):
        monkeypatch.setenv("GUANXI_TIME_ZONE", zone)
        assert len(service(world).customers(due="today")["items"]) == 1


def test_a_figure_opens_to_deals_with_the_names_of_customers_that_are_seen(world: World) -> None:
    world.happened(registered("c1"), opened("o1"))

    [deal] = service(world).deals_behind("funnel", by="person", key="ann", part="prospecting")[
        "items"
    ]

    assert (deal["id"], deal["person"], deal["customer"]) == ("o1", "ann", "Wang Li")
    assert service(world).deals_behind("funnel", part="won")["items"] == []
    assert service(world, "bob", "sales").deals_behind("funnel")["items"] == []
    with pytest.raises(Invalid):
        service(world).deals_behind("funnel", part="x" * 2_001)
