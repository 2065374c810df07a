"""Whatever happens to the messages, a subscriber ends up with the sequential fold of the log."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.refusal import Unavailable
from kernel.subscription import Subscription, sort
from kernel.table import as_stored
from tests.game import TALLY, TOTALS, Bought, Left, Scored, Whispered, World, folded, group
from tests.unit.kernel.memory_sink import Killed, MemorySink, Stored

PLAYERS = st.sampled_from(["ann", "bob", "cho"])
GAME_EVENTS = st.one_of(
    st.builds(Scored, PLAYERS, st.integers(0, 9)),
    st.builds(Left, PLAYERS),
    st.builds(Whispered, st.just("hush")),
)
SHOP_EVENTS = st.builds(Bought, PLAYERS, st.sampled_from(["1.10", "20.00"]))
COMMITS = st.lists(
    st.one_of(
        st.tuples(st.just("game"), st.lists(GAME_EVENTS, min_size=1, max_size=4)),
        st.tuples(st.just("shop"), st.lists(SHOP_EVENTS, min_size=1, max_size=3)),
    ),
    max_size=12,
)


def world_of(commits: list[tuple[str, list[Any]]]) -> World:
    world = World()
    for source, events in commits:
        world.happen(*events, source=source)
    return world


def scores(*positions: int) -> list[dict[str, Any]]:
    return [{"source": "/guanxi/game", "position": position} for position in positions]


def subscription(world: World, sink: MemorySink, page: int = 3) -> Subscription:
    made = Subscription(world.heads, sink.positions, sink.apply, world.fetch, page)
    made.reload()
    return made


def catch_up(subscribed: Subscription) -> None:
    while subscribed.behind:
        for source in sorted(subscribed.behind):
            subscribed.read(source)


def expected(world: World) -> dict[str, Any]:
    return {name: as_stored(rows) for name, rows in folded(world, [TOTALS, TALLY]).items()}


def test_what_has_been_seen_is_forgotten() -> None:
    assert sort({"game": 3}, scores(1, 3, 2)) == ([], set())


def test_what_comes_next_is_applied_in_order_however_it_came() -> None:
    assert sort({"game": 3}, scores(5, 4, 6, 4)) == (scores(4, 5, 6), set())


def test_nothing_beyond_a_gap_is_applied() -> None:
    assert sort({"game": 3}, scores(4, 6, 7)) == (scores(4), {"game"})


def test_a_gap_in_one_source_holds_up_no_other() -> None:
    bought = {"source": "/guanxi/shop", "position": 1}
    ready, behind = sort({"game": 0, "shop": 0}, [*scores(2), bought])
    assert (ready, behind) == ([bought], {"game"})


def test_a_gap_is_filled_from_the_feed() -> None:
    world, stored = World(), Stored()
    subscribed = subscription(world, MemorySink(group(), stored))
    catch_up(subscribed)
    _, _, third = (world.happen(Scored("ann", n))[0] for n in (1, 2, 3))
    subscribed.take([third])
    assert subscribed.behind == {"game"}
    catch_up(subscribed)
    assert stored.rows == expected(world)


def test_a_lost_last_message_shows_when_the_feed_is_asked() -> None:
    world, stored = World(), Stored()
    subscribed = subscription(world, MemorySink(group(), stored))
    catch_up(subscribed)
    world.happen(Scored("ann", 1))
    subscribed.read("game")
    assert stored.positions == {"game": 1}


def test_a_feed_that_does_not_go_on_is_not_asked_for_ever() -> None:
    sink = MemorySink(group(), Stored())
    stuck = Subscription(["game"], sink.positions, sink.apply, nothing_before(7))
    stuck.reload()
    with pytest.raises(Unavailable):
        stuck.read("game")


def test_a_log_that_is_shorter_than_what_was_processed_is_not_taken_quietly() -> None:
    sink = MemorySink(group(), Stored({"game": 9}))
    ahead = Subscription(["game"], sink.positions, sink.apply, nothing_before(7))
    ahead.reload()
    with pytest.raises(Unavailable, match="log-went-back"):
        ahead.read("game")


def nothing_before(head: int) -> Callable[[str, int, int], dict[str, Any]]:
    return lambda source, after, limit: {"events": [], "next": after, "head": head}


@given(commits=COMMITS, data=st.data())
@settings(max_examples=80, deadline=None)
def test_lost_doubled_and_shuffled_messages_leave_the_sequential_fold(
    commits: list[tuple[str, list[Any]]], data: st.DataObject
) -> None:
    world, stored = world_of(commits), Stored()
    every = [envelope for source in world.heads for envelope in world.envelopes(source)]
    messages = data.draw(st.lists(st.sampled_from(every), max_size=30)) if every else []
    subscribed = subscription(world, MemorySink(group(), stored))
    subscribed.behind = set()  # as if it had been idle until now
    while messages:
        size = data.draw(st.integers(1, 5))
        batch, messages = messages[:size], messages[size:]
        subscribed.take(batch)
        if data.draw(st.booleans()):
            catch_up(subscribed)
    subscribed.behind = set(world.heads)  # the idle check
    catch_up(subscribed)
    assert stored.positions == {source: head for source, head in world.heads.items() if head}
    assert {name: rows for name, rows in stored.rows.items() if rows} == {
        name: rows for name, rows in expected(world).items() if rows
    }


@given(commits=COMMITS, kills=st.lists(st.integers(0, 6), max_size=8))
@settings(max_examples=80, deadline=None)
def test_a_kill_between_any_two_steps_leaves_effects_exactly_once(
    commits: list[tuple[str, list[Any]]], kills: list[int]
) -> None:
    """Steps: apply, checkpoint, acknowledge. What was not acknowledged is delivered again."""
    world, stored = world_of(commits), Stored()
    unacknowledged = [e for source in world.heads for e in world.envelopes(source)]
    lives = [*kills, 10_000]  # steps until each kill
    while True:
        try:
            unacknowledged = live(world, stored, unacknowledged, lives.pop(0))
        except Killed:
            continue
        break
    assert {name: rows for name, rows in stored.rows.items() if rows} == {
        name: rows for name, rows in expected(world).items() if rows
    }


def live(world: World, stored: Stored, messages: list[Any], steps: int) -> list[Any]:
    """One life of a worker, from its start to its kill."""

    def step() -> None:
        nonlocal steps
        steps -= 1
        if steps < 0:
            raise Killed

    subscribed = subscription(world, MemorySink(group(), stored, step))
    subscribed.behind = set()
    while messages:
        subscribed.take(messages[:2])
        catch_up(subscribed)
        step()
        messages = messages[2:]
    return messages


def test_what_cannot_be_read_is_read_from_the_log_before_anything_stops_for_it() -> None:
    world, stored = World(), Stored()
    sink = MemorySink(group(), stored)
    subscribed = Subscription(
        world.heads, sink.positions, sink.apply, world.fetch,
        readable=lambda envelope: "points" in envelope["data"],
    )  # fmt: skip
    subscribed.reload()
    catch_up(subscribed)
    [scored] = world.happen(Scored("ann", 1))
    subscribed.take([scored | {"data": {"nothing": 1}}])
    assert (subscribed.behind, stored.positions.get("game", 0)) == ({"game"}, 0)
    catch_up(subscribed)
    assert stored.rows == expected(world)


def test_what_cannot_be_read_but_was_seen_is_forgotten() -> None:
    world, stored = World(), Stored()
    sink = MemorySink(group(), stored)
    [scored] = world.happen(Scored("ann", 1))
    subscribed = Subscription(
        world.heads, sink.positions, sink.apply, world.fetch, readable=lambda envelope: False
    )
    subscribed.reload()
    catch_up(subscribed)
    subscribed.take([scored])
    assert subscribed.behind == set()
