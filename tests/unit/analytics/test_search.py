from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kernel.refusal import Invalid
from services.analytics.search import WORDS, classes, searching
from services.analytics.search_keys import REACH, grams, keys, words
from tests.unit.analytics.matching import fits

CODE = "91350100M000100Y43"


def matches(q: str, *texts: str) -> bool:
    """For a row with these texts, any part of which may be asked for."""
    return fits(searching(q), grams([word for text in texts for word in words(text)]))


def finds(q: str, **row: Any) -> bool:
    return fits(searching(q), keys(row))


def rank(q: str, **row: Any) -> int | None:
    """In which class a row with these fields is found."""
    found = [number for number, kind in enumerate(classes(q)) if fits(kind, keys(row))]
    assert len(found) <= 1, "a customer stands in one class only"
    return found[0] if found else None


def phone(written: str, e164: str | None = None, extension: str | None = None) -> dict[str, Any]:
    return {"written": written, "e164": e164, "extension": extension}


MOBILE = phone("138 0013 8000", "+8613800138000")
LANDLINE = phone("0571-88888888转8001", "+8657188888888", "8001")


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
        "１３８００１３８０００", "8", "8000", "013800138000", "86 138 0013 8000",
    ],
)  # fmt: skip
def test_a_mobile_number_is_found_by_any_part_in_any_spelling(q: str) -> None:
    assert finds(q, phones=[MOBILE])


@pytest.mark.parametrize("q", ["0571-8888 8888", "88888888", "057188888888转8001", "571 8888"])
def test_a_landline_is_found_with_its_area_code_or_without(q: str) -> None:
    assert finds(q, phones=[LANDLINE])


def test_a_north_american_number_is_found_with_its_extension() -> None:
    american = phone("917-584-0243x4606", "+19175840243", "4606")
    assert finds("917-584-0243x4606", phones=[american])
    assert finds("+1 917 584", phones=[american])


def test_another_number_is_not_found() -> None:
    assert not finds("13900138000", phones=[MOBILE])


@given(st.text(max_size=40), st.integers(0, 40), st.integers(1, 40))
def test_every_part_of_every_word_is_found(text: str, start: int, length: int) -> None:
    for word in words(text):
        if piece := word[start : start + length]:
            assert matches(piece, text)


def test_nothing_asked_is_no_condition() -> None:
    assert searching("  ") == {}


def test_a_number_in_groups_is_one_number() -> None:
    assert not finds("138 0000 0012", phones=[phone("138 0000 0128", "+8613800000128")])
    assert finds("138 0000 0012", phones=[phone("13800000012", "+8613800000012")])


def test_zeros_of_a_number_are_its_own() -> None:
    assert finds("0000 0012", phones=[phone("13800000012", "+8613800000012")])
    assert not finds("0000 0012", phones=[phone("2065550112", "+12065550112")])


@pytest.mark.parametrize("q", ["0000000", "00000000000", "٣", "+٣٣", "\u200b", "(0000000)"])
def test_a_search_that_means_nothing_finds_nothing(q: str) -> None:
    assert not finds(q, name="Hangzhou Tea", phones=[MOBILE])


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


@pytest.mark.parametrize(
    ("q", "row"),
    [
        ("shanxiao", {"name": "单晓"}),
        ("shan", {"name": "单晓"}),
        ("sx", {"name": "单晓"}),
        ("zgf", {"name": "曾国藩"}),
        ("yuchi", {"name": "尉迟恭"}),
        ("ouyangf", {"name": "欧阳锋"}),
        ("lü", {"name": "吕布"}),
        ("lvbu", {"name": "吕布"}),
        ("XIHU", {"company": "杭州西湖茶业有限公司"}),
        ("xihuchaye", {"company": "杭州西湖茶业有限公司"}),
        ("hzxhcy", {"company": "杭州西湖茶业有限公司"}),
        ("xhcy", {"company": "杭州西湖茶业有限公司"}),
        ("chongqing", {"company": "重庆银行股份有限公司"}),
        ("chahang", {"sign": "老王茶行"}),
        ("西湖茶業", {"company": "杭州西湖茶业有限公司"}),
        ("西湖茶业", {"company": "杭州西湖茶業有限公司"}),
        ("茶业", {"short_name": "西湖茶业"}),
        ("老王", {"sign": "老王茶行"}),
        ("李雷", {"shop": {"owner_name": "李雷"}}),
        ("hmm", {"contacts": [{"name": "韩梅梅"}]}),
        ("8000", {"contacts": [{"name": "韩梅梅", "phones": [MOBILE]}]}),
        ("lilei88", {"messaging": [{"kind": "wechat", "id": "LiLei88"}]}),
        ("lei@exam", {"emails": ["li.lei@example.cn"]}),
        ("li.lei@example.cn", {"emails": ["Li.Lei@Example.cn"]}),
        ("文三路", {"addresses": [{"written": "x", "detail": "文三路100号"}]}),
        ("三路100", {"addresses": [{"written": "x", "detail": "文三路100号"}]}),
        ("龙井路", {"addresses": [{"written": "龙井路1号"}]}),
        (CODE, {"credit_code": CODE}),
        ("91350100m", {"credit_code": CODE}),
        ("M000100Y4", {"credit_code": CODE}),
        ("88888888 8001", {"phones": [LANDLINE]}),
        ("西湖 8000", {"company": "西湖茶业", "phones": [MOBILE]}),
    ],
)
def test_a_customer_is_found_by_whatever_one_knows_of_it(q: str, row: dict[str, Any]) -> None:
    assert finds(q, **row)


@pytest.mark.parametrize(
    ("q", "row"),
    [
        ("danxiao", {"name": "单晓"}),
        ("hzx", {"company": "上海西湖茶业"}),
        ("zhongqing", {"company": "重庆银行"}),
        ("王", {"name": "李雷"}),
    ],
)
def test_what_is_read_otherwise_is_not_found(q: str, row: dict[str, Any]) -> None:
    assert not finds(q, **row)


@pytest.mark.parametrize(
    ("q", "row", "place"),
    [
        ("王芳", {"name": "王芳"}, 0),
        ("wangfang", {"name": "王芳"}, 0),
        ("wf", {"name": "王芳"}, 0),
        ("王芳", {"name": "王芳芳"}, 1),
        ("wang", {"name": "王芳"}, 1),
        ("芳", {"name": "王芳"}, 2),
        ("13800138000", {"phones": [MOBILE]}, 0),
        ("+86 138 0013 8000", {"phones": [MOBILE]}, 0),
        ("1380013", {"phones": [MOBILE]}, 1),
        ("8000", {"phones": [MOBILE]}, 2),
        ("Hangzhou Tea", {"company": "Hangzhou Tea"}, 0),
        ("tea", {"company": "Hangzhou Tea"}, 2),
        ("杭州西湖", {"company": "杭州西湖茶业有限公司"}, 1),
        ("龙井", {"company": "杭州西湖茶业有限公司"}, None),
    ],
)
def test_exact_is_more_useful_than_beginning_and_that_than_any_part(
    q: str, row: dict[str, Any], place: int | None
) -> None:
    assert rank(q, **row) == place


@given(
    st.text("王芳西湖茶业 ab1", min_size=1, max_size=12),
    st.text("王芳西湖茶业ab1", min_size=1, max_size=6),
)
@example(name="1 1", q="11")
@example(name="1 12", q="11")
def test_the_classes_are_all_that_is_found_and_each_once(name: str, q: str) -> None:
    assert (rank(q, name=name) is not None) == finds(q, name=name)


def test_how_much_is_indexed_of_a_customer_is_bounded() -> None:
    row = {"name": "王芳", "company": "杭州西湖茶业有限公司", "phones": [MOBILE]}

    assert len(keys(row)) == len(set(keys(row))) <= 50
