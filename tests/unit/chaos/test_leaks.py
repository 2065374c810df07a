"""What processes hold on to is compared with what their like held before."""

from tests.chaos.leaks import Held, leaks, role

BEFORE = {
    "mongo (primary)": Held(500_000_000, 300, 200),
    "mongo (secondary)": Held(300_000_000, 190, 130),
    "customer": Held(60_000_000, 30, 20),
}


def test_nodes_go_by_what_they_are_and_others_by_their_name() -> None:
    leads = {"a:1": True, "a:2": False}.__getitem__
    assert role("mongo-2", "a:1", leads) == "mongo (primary)"
    assert role("mongo-2", "a:2", leads) == "mongo (secondary)"
    assert role("mongo", "a:1", leads) == "mongo"
    assert role("customer.2", "", leads) == "customer.2"


def test_another_primary_than_before_has_leaked_nothing() -> None:
    assert leaks(BEFORE, dict(reversed(BEFORE.items()))) == []


def test_what_the_primary_has_more_than_the_primary_had_is_a_leak() -> None:
    now = BEFORE | {"mongo (primary)": Held(500_000_000, 405, 274)}
    assert leaks(BEFORE, now) == [
        "leak: mongo (primary) has 105 more of files than at the beginning",
        "leak: mongo (primary) has 74 more of threads than at the beginning",
    ]


def test_a_node_that_has_led_keeps_at_most_what_a_leader_has() -> None:
    assert leaks(BEFORE, BEFORE | {"mongo (secondary)": BEFORE["mongo (primary)"]}) == []
    now = BEFORE | {"mongo (secondary)": Held(300_000_000, 300, 231)}
    assert leaks(BEFORE, now) == [
        "leak: mongo (secondary) has 31 more of threads than at the beginning"
    ]


def test_the_worst_of_several_is_the_one_that_counts() -> None:
    assert Held(5, 1, 2).most(Held(3, 9, 2)) == Held(5, 9, 2)
