"""Reading back what was registered: page after page, from just before the first of ours."""

from cli.load.registered import COMMIT, registered
from tests.unit.cli.scripted import Script, reply


def page(next_: int, *ids: str) -> dict[str, object]:
    events = [{"data": {"customer_id": id_, "phones": []}} for id_ in ids]
    return {"events": events, "next": next_, "head": 200}


def test_it_reads_on_from_next_until_the_last_position():
    script = Script([reply(200, page(150, "a")), reply(200, page(200, "b"))])
    found = registered(script.client(), [100, 190])
    assert [data["customer_id"] for data in found] == ["a", "b"]
    assert f"after={100 - COMMIT}" in script.asked[0][1]
    assert "after=150" in script.asked[1][1]


def test_a_feed_that_does_not_advance_ends_it():
    script = Script([reply(200, page(0))])
    assert registered(script.client(), [10]) == []
    assert len(script.asked) == 1


def test_nothing_accepted_asks_nothing():
    script = Script([reply(500)])
    assert registered(script.client(), []) == []
    assert script.asked == []
