import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.likeness import LIKE, blocks, likeness, looked_for, title


def of(text, field="company"):
    return title(field, text)


ALIKE = [
    ("杭州西湖茶业有限公司", "杭州西湖茶業有限責任公司", "legal form"),
    ("杭州西湖茶业有限公司", "杭州西湖茶叶有限公司", "sounds"),
    ("杭州西湖茶业有限公司", "西湖茶业（杭州）有限公司", "place"),
    ("杭州西湖茶业有限公司", "西湖茶业有限公司", "place"),
    ("浙江省杭州市西湖茶业", "西湖茶业", "place"),
    ("云帆信息科技有限公司", "云航信息科技有限公司", "alike"),
    ("云帆信息科技有限公司", "云帆信息技有限公司", "alike"),
    ("Hangzhou Tea Co., Ltd", "Hangzou Tea Limited", "alike"),
    ("Acme Tools Inc", "ACME TOOL LLC", "alike"),
]


@pytest.mark.parametrize(("one", "other", "because"), ALIKE)
def test_near_duplicates_are_told_with_the_reason(one, other, because):
    found = likeness(of(one), of(other))

    assert LIKE <= found.score <= 100
    assert because in found.reason


@pytest.mark.parametrize(("one", "other", "because"), ALIKE)
def test_near_duplicates_are_filed_under_a_common_number(one, other, because):
    assert set(blocks(of(one))) & set(looked_for(of(other)))
    assert set(blocks(of(other))) & set(looked_for(of(one)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海西湖茶业有限公司", "杭州西湖茶业有限公司"),  # both say where they are
        ("杭州西湖茶业有限公司", "杭州龙井茶业有限公司"),
        ("云帆科技", "云海科技"),  # too short for an error
        ("Acme", "Apex"),
    ],
)
def test_what_is_not_alike_bothers_nobody(one, other):
    assert likeness(of(one), of(other)).score < LIKE


def test_people_s_names_are_no_duplicates_by_themselves():
    assert likeness(of("王芳", "name"), of("王芳", "name")).score == 0
    assert blocks(of("王芳", "name")) == []
    assert likeness(of("华为", "sign"), of("华为公司")).score == 100


@given(
    st.text("云帆信息科技西湖茶业", min_size=5, max_size=12),
    st.integers(0, 11),
    st.sampled_from("甲乙丙"),
)
def test_one_wrong_missing_or_added_character_is_looked_for(name, place, other):
    place %= len(name)
    for wrong in (
        name[:place] + other + name[place + 1 :],
        name[:place] + other + name[place:],
        name[:place] + name[place + 1 :],
    ):
        if len(wrong) >= 5:
            assert set(blocks(of(wrong))) & set(looked_for(of(name)))


def test_how_much_is_looked_at_is_bounded():
    assert len(blocks(of("杭州西湖茶业有限公司"))) == 4
    assert len(looked_for(of("杭州西湖茶业有限公司"))) <= 8
