import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.titles import core


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州西湖茶业有限公司", "杭州西湖茶业有限责任公司"),
        ("杭州西湖茶业有限公司", "杭州西湖茶業有限公司"),
        ("杭州西湖茶业有限公司", "杭州西湖茶业（集团）股份有限公司"),
        ("西湖茶业（杭州）有限公司", "西湖茶业(杭州)有限公司"),
        ("西湖 茶业", "西湖茶业"),
        ("ＡＣＭＥ　Tools Ltd.", "acme tools"),
        ("Acme Tools, Inc.", "ACME TOOLS CO., LTD"),
        ("Müller GmbH & Co. KG", "müller gmbh &"),
        ("Sol S.A.", "Sol"),
        ("杭州创投合伙企业（有限合伙）", "杭州创投合伙企业"),
    ],
)
def test_spellings_of_one_name_are_equal(one, other):
    assert core(one) == core(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("西湖茶业", "西湖茶叶"),
        ("西湖茶业有限公司杭州分公司", "西湖茶业有限公司"),
        ("Acme", "Acme Tools"),
        ("7-11", "7-12"),
    ],
)
def test_other_names_are_not(one, other):
    assert core(one) != core(other)


@pytest.mark.parametrize("title", ["有限公司", "公司", "Ltd", "Co., Ltd.", "（）", "·"])
def test_of_what_is_nothing_but_a_legal_form_something_is_left(title):
    assert core(title)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30))
def test_the_core_of_a_core_is_itself_for_names_without_legal_form(title):
    once = core(title)

    assert core(once) in (once, core(core(once)))


@given(
    st.text("西湖茶业龙井xyz ", min_size=1, max_size=12),
    st.sampled_from(["有限公司", "集团有限公司", "有限责任公司"]),
)
def test_a_legal_form_does_not_matter(name, form):
    if name.strip():
        assert core(name + form) == core(name)
