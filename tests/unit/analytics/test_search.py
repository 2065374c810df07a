from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.refusal import Invalid
from services.analytics.search import REACH, WORDS, digits, grams, searching, words


def matches(q: str, *texts: str) -> bool:
    """What MongoDB answers to the condition for a row with these texts."""
    return fits(searching(q), grams([word for text in texts for word in words(text)]))


def fits(condition: dict[str, Any], indexed: list[str]) -> bool:
    match condition:
        case {"$or": parts}:
            return any(fits(part, indexed) for part in parts)
        case {"$and": parts}:
            return all(fits(part, indexed) for part in parts)
        case {"grams": {"$all": wanted}}:
            return set(wanted) <= set(indexed)
        case {"grams": {"$elemMatch": {"$gte": low, "$lt": high}}}:
            return any(low <= gram < high for gram in indexed)
        case {"_id": {"$in": []}}:
            return False
    return True


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("tea", "Hangzhou Tea"),
        ("HANG tea", "Hangzhou Tea"),
        ("zho", "Hangzhou Tea"),
        ("杭州", "浙江杭州茶叶有限公司"),
        ("茶", "浙江杭州茶叶有限公司"),
        ("ＡＣＭＥ", "Acme"),
        ("li@tea.ex", "wang.li@tea.example"),
        ("a", "Acme"),
        ("7-11", "7-11 便利店"),
    ],
)
def test_any_part_of_a_word_is_found(q: str, text: str) -> None:
    assert matches(q, text)


@pytest.mark.parametrize("q", ["tee", "tea bob", "hangzhoux", "茶杭"])
def test_what_is_no_part_is_not_found(q: str) -> None:
    assert not matches(q, "Hangzhou Tea", "杭州茶")


@pytest.mark.parametrize(
    "q",
    [
        "138 0013 8000", "13800138000", "0013", "+86 138-0013-8000", "008613800138000",
        "１３８００１３８０００", "8",
    ],
)  # fmt: skip
def test_a_mobile_number_is_found_by_any_part_in_any_spelling(q: str) -> None:
    assert matches(q, digits("138 0013 8000"), digits("+8613800138000"))


@pytest.mark.parametrize("q", ["0571-8888 8888", "88888888", "057188888888转8001", "571 8888"])
def test_a_landline_is_found_with_its_area_code_or_without(q: str) -> None:
    assert matches(q, digits("0571-88888888转8001"), digits("+8657188888888"))


def test_a_number_with_area_code_is_found_where_only_the_national_one_was_typed() -> None:
    assert matches("0571 8888 8888", digits("+8657188888888"))


def test_a_north_american_number_is_found_with_its_extension() -> None:
    assert matches("917-584-0243x4606", digits("917-584-0243x4606"))


def test_another_number_is_not_found() -> None:
    assert not matches("13900138000", digits("138 0013 8000"))


@given(st.text(max_size=40), st.integers(0, 40), st.integers(1, 40))
def test_every_part_of_every_word_is_found(text: str, start: int, length: int) -> None:
    for word in words(text):
        if piece := word[start : start + length]:
            assert matches(piece, text)


def test_nothing_asked_is_no_condition() -> None:
    assert searching("  ") == {}


def test_a_number_in_groups_is_one_number() -> None:
    assert not matches("138 0000 0012", digits("138 0000 0128"), digits("+8613800000128"))
    assert matches("138 0000 0012", digits("13800000012"))


def test_zeros_of_a_number_are_its_own() -> None:
    assert matches("0000 0012", digits("13800000012"))
    assert not matches("0000 0012", digits("2065550112"))


@pytest.mark.parametrize("q", ["0000000", "00000000000", "٣", "+٣٣", "\u200b", "(0000000)"])
def test_a_search_that_means_nothing_finds_nothing(q: str) -> None:
    assert not matches(q, "Hangzhou Tea", digits("138 0013 8000"))


def test_a_word_that_another_one_contains_is_looked_for_once() -> None:
    assert searching("a " * 50) == searching("a")
    assert searching("Tea hangzhou tea zhou") == searching("tea hangzhou")


def test_too_many_words_are_refused_with_their_field() -> None:
    most = " ".join("abcdefgh"[:WORDS])

    assert matches(most, most)
    with pytest.raises(Invalid) as refused:
        searching(most + " z")
    assert refused.value.fields["errors"][0]["field"] == "q"


def test_too_long_a_search_is_refused_with_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        searching("x" * 101)
    assert refused.value.fields["errors"][0]["field"] == "q"


def test_a_long_word_takes_one_entry_per_character() -> None:
    assert len(grams(["abcdefghijklmnop"])) == 16
    assert max(map(len, grams(["abcdefghijklmnop"]))) == REACH
