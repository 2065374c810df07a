"""What the broker's names and arguments must have, because their lack has lost messages before."""

from kernel.topology import TOPOLOGY

LISTS = TOPOLOGY.subscription("analytics.lists")


def test_the_names_are_those_that_outside_subscribers_know() -> None:
    assert TOPOLOGY.events.name == "crm.events"
    assert TOPOLOGY.events.type == "topic"
    assert [queue.name for queue in TOPOLOGY.queues] == [
        "crm.events.log", "crm.unroutable", "crm.dead",
    ]  # fmt: skip


def test_a_batch_that_none_of_our_groups_takes_goes_to_the_alternate_exchange() -> None:
    assert TOPOLOGY.events.arguments == {"alternate-exchange": "crm.unroutable"}
    assert TOPOLOGY.batches.arguments == {"alternate-exchange": "crm.unroutable"}
    assert not [b for b in TOPOLOGY.bindings if b.exchange == TOPOLOGY.batches.name]


def test_a_subscriber_parts_from_what_it_was_bound_to_before_batches() -> None:
    [outgrown] = TOPOLOGY.outgrown_bindings(LISTS.name, ["customer"])
    assert (outgrown.exchange, outgrown.to, outgrown.key) == (
        "crm.events", "analytics.lists", "customer.#",
    )  # fmt: skip


def test_the_stream_keeps_every_event() -> None:
    [kept] = [b for b in TOPOLOGY.bindings if b.to == "crm.events.log"]
    assert (kept.exchange, kept.key) == ("crm.events", "#")


def test_a_subscriber_queue_keeps_order_when_a_message_is_returned() -> None:
    assert LISTS.arguments["x-queue-type"] == "quorum"
    assert LISTS.arguments["x-delivery-limit"] == 20
    assert LISTS.arguments["x-single-active-consumer"] is True


def test_a_subscriber_queue_never_refuses_the_publisher() -> None:
    assert not {"x-max-length", "x-max-length-bytes", "x-overflow"} & LISTS.arguments.keys()


def test_a_poison_message_ends_in_the_dead_letter_queue() -> None:
    assert LISTS.arguments["x-dead-letter-exchange"] == TOPOLOGY.dead.name
    assert TOPOLOGY.dead.name in [binding.exchange for binding in TOPOLOGY.bindings]


def test_a_subscriber_gets_everything_of_its_sources() -> None:
    bound = TOPOLOGY.subscription_bindings(LISTS.name, ["customer", "activity"])
    assert [(b.exchange, b.to, b.key) for b in bound] == [
        ("crm.batches", "analytics.lists", "customer"),
        ("crm.batches", "analytics.lists", "activity"),
    ]
