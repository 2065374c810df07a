"""Every event ever published reads for ever.

`<service>/published.json` holds at least one example of each type in each version that has ever
been written to a log. Examples are added, never changed or removed.
"""

import json
from dataclasses import make_dataclass
from pathlib import Path
from types import NoneType
from typing import get_args, get_type_hints

import pytest

from gateway import events as gateway
from kernel.codec import Codec
from services.activity import events as activity
from services.customer import events as customer
from services.pipeline import events as pipeline

HERE = Path(__file__).parent
SERVICES = {
    "customer": customer,
    "pipeline": pipeline,
    "activity": activity,
    "gateway": gateway,
}


def codec(service):
    return Codec(SERVICES[service].Event, SERVICES[service].UPCASTS, SERVICES[service].DOWNCASTS)


def examples(service):
    return json.loads((HERE / service / "published.json").read_text(encoding="utf-8"))


PUBLISHED = [
    pytest.param(service, example, id=f"{example['type']}.v{example['v']}")
    for service in SERVICES
    for example in examples(service)
]


def lost(known, example):
    """What of an example this program does not read, or reads as something else."""
    event = known.load(example["type"], example["v"], example["data"])
    name, version, data = known.dump(event)
    assert name == example["type"]
    if version != example["v"]:
        return {}  # an upcast may have changed anything; that it reads is enough
    return {name: old for name, old in example["data"].items() if not holds(data.get(name), old)}


def holds(new, old):
    """Fields may have been added, also to what an event is made of."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(holds(new.get(name), old[name]) for name in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(new) == len(old) and all(map(holds, new, old))
    return new == old


@pytest.mark.parametrize(("service", "example"), PUBLISHED)
def test_a_published_event_reads_and_keeps_every_field(service, example):
    assert lost(codec(service), example) == {}


@pytest.mark.parametrize("service", SERVICES)
def test_every_type_in_every_version_has_its_example(service):
    known = codec(service)
    shown = {(example["type"], example["v"]) for example in examples(service)}

    assert shown == {
        (name, version)
        for name, newest in known.versions.items()
        for version in range(1, newest + 1)
    }


@pytest.mark.parametrize("service", SERVICES)
def test_every_optional_field_is_shown_with_and_without_a_value(service):
    """Otherwise a field could lose its None, and with it the old events that have none."""
    shown = {
        (example["type"], field, value is None)
        for example in examples(service)
        for field, value in example["data"].items()
    }

    assert shown >= {
        (name, field, missing)
        for name, cls in codec(service).types.items()
        for field, hint in get_type_hints(cls).items()
        if NoneType in get_args(hint)
        for missing in (True, False)
    }


CLAIMED = {"type": "CustomerClaimed", "v": 1, "data": {"customer_id": "c1", "by": "ann"}}


def test_the_check_notices_a_field_that_is_gone():
    narrowed = make_dataclass("CustomerClaimed", [("customer_id", str)])

    assert lost(Codec(narrowed), CLAIMED) == {"by": "ann"}


def test_the_check_notices_what_is_gone_from_a_part_of_an_event():
    assert holds({"phone": "1", "new": None}, {"phone": "1"})
    assert not holds([{"phone": "1"}], [{"phone": "1", "extension": None, "e164": "2"}])
    assert not holds([{"phone": "1"}], [{"phone": "1"}, {"phone": "2"}])


def test_the_check_notices_a_field_that_has_another_name():
    renamed = make_dataclass("CustomerClaimed", [("customer_id", str), ("claimer", str)])

    with pytest.raises(ValueError, match="lacks claimer"):
        lost(Codec(renamed), CLAIMED)
