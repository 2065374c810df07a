"""Nothing follows from an event that a reaction does not name: it is passed by unopened."""

from datetime import UTC, datetime

import pytest

from kernel.event import Recorded
from services.groups import REACTIONS
from tests.unit.test_published_events import codec, examples

AT = datetime(2026, 1, 5, tzinfo=UTC)
CASES = [
    pytest.param(reactions, source, example, id=f"{name} {example['type']}")
    for name, reactions in REACTIONS.items()
    for source in reactions.sources
    for example in examples(source)
]


@pytest.mark.parametrize(("reactions", "source", "example"), CASES)
def test_nothing_follows_from_what_is_passed_by(reactions, source, example):
    event = codec(source).load(example["type"], example["v"], example["data"])
    follows = reactions.react(Recorded(source, 1, "x/1", 1, event, AT))

    assert not follows or reactions.concerned(source, example["type"])


@pytest.mark.parametrize("reactions", REACTIONS.values(), ids=list(REACTIONS))
def test_each_passes_by_something_and_reacts_to_something(reactions):
    concerned = {
        reactions.concerned(source, example["type"])
        for source in reactions.sources
        for example in examples(source)
    }
    assert concerned == {True, False}
