"""Who holds on to a version of an event is told in it, whenever the event was recorded.

No published event has a second version yet: this one has three.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from jsonschema import Draft202012Validator

from kernel.codec import Codec, UnknownEvent
from kernel.compatible import advice, untold
from kernel.event_schema import schemas
from kernel.log import Draft, Entry, MemoryLog
from kernel.nameko.feed import Feed
from kernel.personal import PERSONAL
from kernel.pinned import pinned
from kernel.rpc_message import dumps

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Named:
    """The third version: in the first there was one name, in the second a fixed line as well."""

    id: str
    company: str
    person: Annotated[str | None, PERSONAL] = None
    line: str | None = None


@dataclass(frozen=True)
class Closed:
    id: str


FIRST, SECOND, THIRD = (
    {"id": "1", "name": "茶行"},
    {"id": "1", "name": "茶行", "telephone": "0571"},
    {"id": "1", "company": "茶行", "person": "王芳", "line": "0571"},
)


def split(data: dict[str, Any]) -> dict[str, Any]:
    return {"id": data["id"], "company": data["name"], "line": data["telephone"]}


def joined(data: dict[str, Any]) -> dict[str, Any]:
    return {"id": data["id"], "name": data["company"], "telephone": data["line"]}


def without_line(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "telephone"}


UP = {("Named", 1): lambda data: data | {"telephone": None}, ("Named", 2): split}
DOWN = {("Named", 2): without_line, ("Named", 3): joined}
CODEC = Codec(Named | Closed, UP, DOWN)


class Service(Feed):
    def __init__(self, codec: Codec = CODEC) -> None:
        log = MemoryLog("shop")
        for number, data in enumerate((FIRST, SECOND, THIRD), 1):
            entries = (
                Entry("shop/1", 2 * number - 1, "Named", number, data),
                Entry("shop/1", 2 * number, "Closed", 1, {"id": "1"}),
            )
            log.append(Draft(entries, NOON, {"command_id": str(number)}))
        self.log: Any = SimpleNamespace(log=log, states=SimpleNamespace(codec=codec))

    def told(self, **asked: Any) -> list[dict[str, Any]]:
        return [one for one in self.feed(0, **asked)["events"] if ".Named." in one["type"]]


def data(told: list[dict[str, Any]]) -> list[Any]:
    return [one["data"] for one in told]


def test_who_holds_on_to_nothing_is_told_as_it_was_recorded() -> None:
    assert data(Service().told()) == [FIRST, SECOND, THIRD]
    assert data(Service().told(pins={"Closed": 1})) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("version", "first", "third"),
    [
        (1, FIRST, {"id": "1", "name": "茶行"}),
        (2, FIRST | {"telephone": None}, {"id": "1", "name": "茶行", "telephone": "0571"}),
        (3, {"id": "1", "company": "茶行", "line": None}, THIRD),
    ],
)
def test_newer_events_are_told_in_the_older_version_and_older_ones_in_the_newer(
    version: int, first: dict[str, Any], third: dict[str, Any]
) -> None:
    told = Service().told(pins={"Named": version})

    assert (told[0]["data"], told[2]["data"]) == (first, third)
    assert {one["type"] for one in told} == {f"guanxi.shop.Named.v{version}"}
    where = f"http://localhost:8000/v1/schemas/shop/Named/{version}"
    assert {one["dataschema"] for one in told} == {where}


def test_all_else_of_an_envelope_stays_and_an_independent_decoder_reads_it() -> None:
    recorded, held = Service().told(), Service().told(pins={"Named": 1})
    changed = {"type", "dataschema", "data"}

    for was, now in zip(recorded, held, strict=True):
        assert {k: v for k, v in was.items() if k not in changed} == {
            k: v for k, v in now.items() if k not in changed
        }
        read = JSONFormat().read(CloudEvent, dumps(now))
        assert (read.get_type(), read.get_data()) == (now["type"], now["data"])
        assert read.get_dataschema() == now["dataschema"]


def test_what_is_told_in_the_newest_version_fits_its_schema() -> None:
    check = Draft202012Validator(schemas(CODEC)["Named.v3"])
    told = data(Service().told(pins={"Named": 3}))
    assert [check.is_valid(one) for one in told] == [True] * 3
    assert not check.is_valid(FIRST)


def test_without_persons_all_is_told_in_the_version_that_says_what_is_personal() -> None:
    told = Service().told(personal=False)
    assert {one["type"] for one in told} == {"guanxi.shop.Named.v3"}
    assert "王芳" not in str(told)
    assert told[2]["withheld"] == "person"


@pytest.mark.parametrize("asked", [{"personal": False}, {"pins": {"Named": 1}}])
def test_who_follows_patiently_is_told_no_more_than_others(asked: dict[str, Any]) -> None:
    assert Service().told(patient=True, **asked) == Service().told(**asked)


def test_a_program_that_is_older_than_an_event_does_not_hand_it_on_in_another_version() -> None:
    older = Codec(Named, {("Named", 1): UP["Named", 1]}, DOWN)
    with pytest.raises(UnknownEvent, match=r"Named\.v3"):
        Service(older).told(pins={"Named": 1})


def test_a_version_that_nothing_leads_back_to_is_named_before_it_is_released() -> None:
    assert CODEC.told_in("Named") == [3, 2, 1]
    assert CODEC.told_in("Unheard") == []
    stuck = Codec(Named | Closed, UP, {("Named", 3): joined})
    assert stuck.told_in("Named") == [3, 2]
    with pytest.raises(UnknownEvent, match=r"Named\.v2 as v1"):
        pinned(stuck, {"Named": 1}, Service().told())

    known = {"Named.v1": {}, "Named.v2": {}, "Named.v3": {}, "Closed.v1": {}, "Money": {}}
    assert untold(CODEC.told_in, known) == []
    [found] = untold(stuck.told_in, known)
    assert found.startswith("Named.v1 is told no more")
    assert "DOWNCASTS[('Named', 2)]" in advice([found])
