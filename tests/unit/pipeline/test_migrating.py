"""Running deals that move to another version of their pipeline, over a log in memory."""

from dataclasses import replace

import pytest

from kernel import Forbidden, Invalid, NotFound
from kernel.testing import project
from services.pipeline.events import OpportunityEvent, OpportunityMigrated
from services.pipeline.heard import RUNNING
from tests.unit.known import Known
from tests.unit.people import ANN, MAY
from tests.unit.pipeline.desk import Office
from tests.unit.pipeline.test_loading import told

TALK = {"id": "talk", "name": "Talk", "probability": 10}
OFFER = {"id": "offer", "name": "Offer", "probability": 40, "expected_days": 9}
QUOTE = {"id": "quote", "name": "Quotation", "probability": 50, "expected_days": 20}


class Told(Known):
    """With the rows of running deals, as new as the log."""

    def __init__(self, office):
        super().__init__()
        self.office = office

    def wait(self, source, position):
        assert (source, position) == ("pipeline", self.office.log.head())

    def collection(self, projection):
        return self if projection is RUNNING else super().collection(projection)

    def find(self, wanted, sort, limit):
        events = [one for one in told(self.office) if isinstance(one, OpportunityEvent)]
        rows = project(RUNNING, *events).values()
        mine = [row for row in rows if row["pipeline_id"] == wanted["pipeline_id"]]
        after = wanted["_id"]["$gt"]
        return sorted((row for row in mine if row["_id"] > after), key=lambda row: row["_id"])[
            :limit
        ]


@pytest.fixture
def office():
    made = Office()
    desk = made.desk

    def hearing(*asked):
        service = desk(*asked)
        service.told = Told(made)
        return service

    made.desk = hearing
    publish(made, TALK, OFFER)
    return made


def publish(office, *stages):
    office.desk(MAY).publish_pipeline("projects", "Projects", list(stages))


def opened(office, stage="talk"):
    return office.desk(ANN).open_opportunity(name="tea", pipeline="projects", stage=stage)["id"]


def migrate(office, asker=MAY, **asked):
    return office.desk(asker).migrate_pipeline("projects", **asked)


def stands(office, id):
    deal = office.desk(ANN)._deal(id, fresh=True)
    return deal.pipeline_version, deal.stage


ITEMS, DESCRIBED = {"kind": "items"}, {"kind": "field", "field": "description"}
MAPPED_TALK = [{"was": "talk", "to": "offer"}]
MAPPED = [{"was": "offer", "to": "quote"}]


def test_a_deal_runs_on_its_version_until_it_is_moved(office):
    first, second = opened(office), opened(office, "offer")
    publish(office, TALK, QUOTE)
    third = opened(office)
    assert [stands(office, id) for id in (first, second, third)] == [
        (1, "talk"), (1, "offer"), (2, "talk")
    ]  # fmt: skip

    answer = migrate(office, mapping=MAPPED)

    assert (answer["moved"], answer["kept"], answer["next"]) == (2, [], None)
    assert [stands(office, id) for id in (first, second, third)] == [
        (2, "talk"), (2, "quote"), (2, "talk")
    ]  # fmt: skip
    moves = [one for one in told(office) if isinstance(one, OpportunityMigrated)]
    assert [(one.was, one.to, one.probability, one.expected_days) for one in moves] == [
        ("talk", "talk", 10, None), ("offer", "quote", 50, 20)
    ]  # fmt: skip
    assert len(office.log.commits[-1].entries) == 3


def test_a_deal_whose_stage_is_not_mapped_is_named_and_stays(office):
    id = opened(office, "offer")
    publish(office, TALK, QUOTE)

    answer = migrate(office)

    assert (answer["moved"], answer["position"]) == (0, None)
    assert answer["kept"] == [
        {"opportunity_id": id, "reason": "stage-not-mapped", "stage": "offer"}
    ]
    assert stands(office, id) == (1, "offer")


def test_what_is_closed_stays_on_its_version(office):
    id = opened(office)
    office.desk(ANN).lose(id, "too dear")
    publish(office, TALK, QUOTE)
    assert migrate(office, mapping=MAPPED)["moved"] == 0
    assert stands(office, id) == (1, "lost")


def test_many_are_moved_batch_by_batch_and_only_once(office):
    for _ in range(5):
        opened(office)
    publish(office, TALK, QUOTE)

    moved, cursor = [], None
    while cursor or not moved:
        answer = migrate(office, limit=2, cursor=cursor)
        moved.append(answer["moved"])
        cursor = answer["next"]
    assert moved == [2, 2, 1]
    assert migrate(office)["moved"] == 0


@pytest.mark.parametrize("cursor", ["nothing", "zzz zzz"])
def test_a_cursor_is_one_that_was_answered(office, cursor):
    """Else a slip of the pen would tell that there is nothing more to move."""
    opened(office)
    with pytest.raises(Invalid) as caught:
        migrate(office, cursor=cursor)
    assert [error["field"] for error in caught.value.fields["errors"]] == ["cursor"]
    elsewhere = office.desk(ANN).open_opportunity(name="tea")["id"]
    with pytest.raises(Invalid):
        migrate(office, cursor=elsewhere)


def test_who_moves_a_deal_beside_is_not_lost(office):
    """Between our look and our commit its owner moves it on."""
    id = opened(office)
    publish(office, TALK, OFFER, QUOTE)
    look, todo = office.states.load_many, ["offer"]

    def faster(wanted):
        found = look(wanted)
        if todo:
            office.desk(ANN).change_stage(id, todo.pop())
        return found

    office.states.load_many = faster
    assert migrate(office)["moved"] == 1
    assert stands(office, id) == (2, "offer")


def test_back_to_an_older_version_too(office):
    publish(office, TALK, QUOTE)
    id = opened(office)
    assert migrate(office, version=1)["moved"] == 1
    assert stands(office, id) == (1, "talk")


def test_only_who_sees_all_deals_moves_them(office):
    for asker in (ANN, replace(MAY, visibility="")):
        with pytest.raises(Forbidden):
            migrate(office, asker)
    with pytest.raises(NotFound):
        office.desk(MAY).migrate_pipeline("nothing")
    with pytest.raises(NotFound, match="projects has no version 7: it has 1 to 1"):
        migrate(office, version=7)


@pytest.mark.parametrize(
    "mapping",
    [
        "x",
        [{"was": "talk"}],
        [{"was": "talk", "to": "nowhere"}],
        [{"was": "nowhere", "to": "talk"}],
        [*MAPPED_TALK, *MAPPED_TALK],
    ],
)
def test_a_mapping_names_stages_that_there_are(office, mapping):
    with pytest.raises(Invalid):
        migrate(office, mapping=mapping)


def test_the_first_stage_asks_for_what_opening_takes_and_a_later_one_for_anything(office):
    takes = [
        {"kind": "customer"}, {"kind": "amount"}, {"kind": "visited", "days": 9},
        {"kind": "followed-up", "days": 9}, {"kind": "field", "field": "product"},
        {"kind": "field", "field": "expected_close"},
    ]  # fmt: skip
    later = {**OFFER, "conditions": [ITEMS, DESCRIBED, {"kind": "contact"}]}
    publish(office, {**TALK, "conditions": takes}, later)


@pytest.mark.parametrize(
    ("stages", "field"),
    [
        ([], "stages"),
        ("talk", "stages"),
        ([TALK, TALK], "stages"),
        ([{**TALK, "id": "won"}], "stages.0.id"),
        ([{**TALK, "id": "first talk"}], "stages.0.id"),
        ([{**TALK, "probability": 101}], "stages.0.probability"),
        ([{**TALK, "probability": None}], "stages.0.probability"),
        ([{**TALK, "expected_days": 0}], "stages.0.expected_days"),
        ([{**TALK, "back_to": ["offer"]}, OFFER], "stages.0.back_to"),
        ([{**TALK, "conditions": [{"kind": "luck"}]}], "stages.0.conditions.0.kind"),
        ([{**TALK, "conditions": [{"kind": "visited"}]}], "stages.0.conditions.0.days"),
        ([{**TALK, "conditions": [{"kind": "field"}]}], "stages.0.conditions.0.field"),
        (
            [{**TALK, "conditions": [{"kind": "field", "field": "owner"}]}],
            "stages.0.conditions.0.field",
        ),
        ([{**TALK, "conditions": [{"kind": "amount"}, ITEMS]}], "stages.0.conditions.1"),
        ([{**TALK, "conditions": [{"kind": "contact"}]}, OFFER], "stages.0.conditions.0"),
        ([{**TALK, "conditions": [DESCRIBED]}], "stages.0.conditions.0"),
    ],
)
def test_a_wrong_stage_is_named_by_its_place(office, stages, field):
    before = office.log.head()
    with pytest.raises(Invalid) as caught:
        office.desk(MAY).publish_pipeline("projects", "Projects", stages)
    assert field in [error["field"] for error in caught.value.fields["errors"]]
    assert office.log.head() == before
