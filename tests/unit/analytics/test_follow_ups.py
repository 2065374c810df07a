"""How a conversation reads in the register, and what it is found by."""

from typing import Any

import pytest

from kernel.refusal import Invalid
from kernel.testing import project, recorded
from services.activity.events import FollowUpFileRemoved, NewOpportunity
from services.analytics.conversation_words import SEARCHED, grams, searching
from services.analytics.follow_ups import FOLLOW_UPS, shown
from tests.unit.analytics.conversations import FILE, SAMPLE, amended, said
from tests.unit.analytics.examples import DAY, NOON
from tests.unit.analytics.matching import fits


def row(*events: Any) -> Any:
    [found] = project(FOLLOW_UPS, *events).values()
    return found


def test_everything_that_was_said_is_shown() -> None:
    words = {"needs": "小包装", "discussed": "价格", "market_info": "对手降价"}
    names = {"contacts": ("k1",), "opportunity_id": "o1", "promises": (SAMPLE,)}
    made = said(**words, **names, at=NOON - DAY)

    assert shown(row(recorded(made, 9, source="activity")), "老王", {"p1": "kept"}) == {
        "id": "f1", "customer_id": "c1", "customer": "老王", "author": "ann", "channel": "visit",
        "outcome": "interested", "note": "想要小包装", **words,
        "contacts": ["k1"], "opportunity_id": "o1",
        "promises": [
            {"commitment_id": "p1", "text": "寄样品", "due_on": "2026-01-12", "owner": "ann",
             "status": "kept"},
        ],
        "next_contact_at": "2026-01-12T04:00:00Z", "at": "2026-01-04T04:00:00Z",
        "entered_at": "2026-01-05T04:00:00Z", "files": [], "version": 0, "position": "activity:9",
        "amended_at": None, "amended_by": None, "amended_because": None, "reached": None,
        "opened_opportunity": False,
    }  # fmt: skip


def test_it_reads_as_it_was_amended_last_by_the_same_author_at_the_same_time() -> None:
    told = {"by": "may", "reason": "misheard", "next_contact_at": None}
    found = shown(row(said(), amended(**told)))

    assert (found["note"], found["next_contact_at"]) == ("想要大包装", None)
    assert (found["author"], found["at"]) == ("ann", "2026-01-05T04:00:00Z")
    assert (found["amended_by"], found["amended_because"]) == ("may", "misheard")
    assert found["amended_at"] == "2026-01-05T05:00:00Z"


def test_an_amendment_that_came_before_what_it_amends_holds() -> None:
    assert row(amended(), said())["note"] == "想要大包装"
    assert row(amended(), said())["position"]


def test_its_version_is_that_of_its_own_stream() -> None:
    at = recorded(amended(), 8, version=3)
    assert row(recorded(said(), 7, version=50), at)["version"] == 3


def test_its_files_are_those_that_are_still_there() -> None:
    removed = FollowUpFileRemoved("f1", "c1", "d1", "ann", NOON)
    [file] = row(said(), FILE)["files"]
    assert (file["id"], file["name"], file["size"]) == ("d1", "shelf.jpg", 9)
    assert row(said(), FILE, FILE)["files"] == [file]
    assert row(said(), FILE, removed)["files"] == []


@pytest.mark.parametrize(
    "q",
    ["小包装", "想要小包装", "包", "GMP", "gmp 证书", "對手", "对手降价了", "寄样品", "interest"],
)
def test_any_part_of_what_was_said_or_promised_finds_it(q: str) -> None:
    made = said(needs="GMP 证书", market_info="对手降价了", promises=(SAMPLE,))
    assert fits(searching(q)["$and"] and searching(q), row(made)["grams"])


@pytest.mark.parametrize("q", ["大包装", "小装", "GMP 样张", "kg"])
def test_what_nobody_said_finds_nothing(q: str) -> None:
    assert not fits(searching(q), row(said(needs="GMP 证书"))["grams"])


def test_what_was_amended_away_is_not_found_any_more() -> None:
    assert not fits(searching("小包装"), row(said(), amended())["grams"])


def test_a_long_text_does_not_make_an_index_without_end() -> None:
    long = "".join(chr(0x4E00 + n % 5_000) for n in range(10_000))
    assert len(grams([long])) <= SEARCHED
    assert grams(["aaaaaaaaaa"]) == ["aaaa", "aaa", "aa", "a"]


def test_a_question_without_end_is_refused() -> None:
    with pytest.raises(Invalid):
        searching("字" * 101)


def test_what_led_to_a_new_deal_says_so() -> None:
    led = said(opportunity_id="o5", opens=NewOpportunity("o5", "春茶", None, None, None, None))
    assert row(led)["facets"][-2:] == ["deal=true", "opened=true"]
    assert shown(row(led))["opened_opportunity"]
    elsewhere = amended(opportunity_id="o1")
    assert shown(row(led, elsewhere))["opened_opportunity"]  # what it led to stays


def test_it_is_filtered_by_how_the_contact_was_and_whether_there_is_a_deal() -> None:
    assert row(said())["facets"] == [
        "channel=visit",
        "outcome=interested",
        "deal=false",
        "opened=false",
    ]
    call = amended(channel="phone", opportunity_id="o1")
    assert row(said(), call)["facets"] == [
        "channel=phone",
        "outcome=interested",
        "deal=true",
        "opened=false",
    ]
