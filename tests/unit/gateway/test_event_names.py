"""Whoever asks to be told of an event that there is not is told so, and which one was meant."""

import pytest

from gateway.event_names import GUESSED, check_events, check_known, check_types, faults, known
from gateway.subscribed import SOURCES
from kernel import Invalid
from services.groups import LOGS


def test_all_that_is_published_may_be_asked_for():
    assert set(known()) == {
        f"{source}.{name}" for source in SOURCES for name in ("*", *LOGS[source].types)
    }
    check_events(list(known()))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("customer.CustomerRegistred", "customer.CustomerRegistered"),
        ("customer.customerClaimed", "customer.CustomerClaimed"),
        ("customer.CustomerClaimed.v1", "customer.CustomerClaimed"),
        ("customer.OpportunityWon", "pipeline.OpportunityWon"),
        ("OpportunityWon", "pipeline.OpportunityWon"),
        ("customer", "customer.*"),
        ("customers.*", "customer.*"),
        ("customer.Customer*", "customer.*"),
    ],
)
def test_what_was_probably_meant_is_said(asked, meant):
    [message] = faults(["gateway.*", asked])
    assert asked in message
    assert message.endswith(f" Did you mean {meant}?")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("pipeline.Foo", "no event pipeline.Foo. /docs/events says which there are."),
        ("customer.Nope", "no event customer.Nope. /docs/events says which there are."),
        ("billing.*", "is no such thing as customer.*"),
        ("#", "is no such thing as customer.*"),
        ("customer.*\n", r"'customer.*\n' is no such thing as"),
    ],
)
def test_where_nothing_is_alike_it_is_said_how_or_where(asked, says):
    [message] = faults([asked])
    assert says in message


def test_the_field_is_named_and_none_at_all_is_refused_as_well():
    for events in ([], ["customer.*", "pipeline.Foo"]):
        with pytest.raises(Invalid) as refused:
            check_events(events)
        assert [error["field"] for error in refused.value.fields["errors"]] == ["events"]
    check_known([])  # of a key that is not for the feed


@pytest.mark.parametrize("wrong", ["CustomerRegistred", "OpportunityWon", "*", "#", "x.y"])
def test_the_feed_is_not_asked_for_what_never_comes(wrong):
    check_types("customer", ["CustomerRegistered", "CustomerClaimed"])
    check_types("customer", [])
    with pytest.raises(Invalid) as refused:
        check_types("customer", ["CustomerRegistered", wrong])
    assert [error["field"] for error in refused.value.fields["errors"]] == ["types"]


def test_a_hundred_wrong_ones_are_all_named_and_for_a_few_it_is_guessed_what_was_meant():
    messages = faults(f"customer.CustomerRegistred{n}" for n in range(100))
    assert len(messages) == 100
    assert sum("Did you mean" in message for message in messages) == GUESSED
