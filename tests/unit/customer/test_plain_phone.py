"""The quick way to read a telephone says what the thorough one says, or nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.customer import phone, plain_phone

GAP = st.sampled_from(["", " ", "-", "  ", "·"])
BEFORE = st.sampled_from(["", "", "0", "86", "+86", "+86 ", "+86-", "0086", "+860", "+1", "("])
DIGITS = "0123456789"


@st.composite
def spelled(draw):
    """Digits in groups, as they are typed: mobiles, landlines, hotlines, and what is none."""
    groups = draw(st.lists(st.text(DIGITS, min_size=1, max_size=5), min_size=1, max_size=4))
    begins = draw(st.sampled_from(["", "1", "13", "17", "19", "10", "571", "755", "400", "95"]))
    gaps = draw(st.lists(GAP, min_size=len(groups), max_size=len(groups)))
    written = begins + "".join(group + gap for group, gap in zip(groups, gaps, strict=True))
    return draw(BEFORE) + written


@st.composite
def usual(draw):
    """Of the usual lengths: most of these are numbers."""
    gap = draw(st.sampled_from(["", " ", "-"]))
    rest = draw(st.text(DIGITS, min_size=8, max_size=8))
    begins = draw(st.one_of(
        st.integers(100, 199).map(str), st.integers(10, 999).map(lambda code: f"0{code}"),
        st.integers(10, 999).map(lambda code: f"+86{code}"),
    ))  # fmt: skip
    short = draw(st.booleans())
    return begins + gap + rest[short:4] + gap + rest[4:]


@settings(max_examples=400, deadline=None)
@given(st.one_of(spelled(), usual()), st.sampled_from(["CN", "CN", "US"]), st.sampled_from(
    [None, "571", "0571"]))  # fmt: skip
def test_what_is_read_quickly_is_what_is_read_thoroughly(written, region, area):
    if found := plain_phone.plain(written, region):
        assert found == phone.thorough(written, region, area)


@st.composite
def american(draw):
    """Area codes of the United States, of Canada, of islands, of services, and of nowhere."""
    areas = ["212", "917", "369", "416", "604", "876", "787", "340", "800", "888", "900", "500"]
    area = draw(st.one_of(st.sampled_from(areas), st.text(DIGITS, min_size=3, max_size=3)))
    gap = draw(st.sampled_from(["", " ", "-", "."]))
    middle = draw(st.one_of(st.just("555"), st.text(DIGITS, min_size=3, max_size=3)))
    last = draw(st.text(DIGITS, min_size=4, max_size=4))
    before = draw(st.sampled_from(["", "", "+1", "+1-", "001-", "001", "1-"]))
    extension = draw(
        st.one_of(st.just(""), st.text(DIGITS, min_size=1, max_size=6).map("x".__add__))
    )
    area = draw(st.sampled_from([f"({area})", f"({area}) ", area + gap]))
    return before + area + middle + gap + last + extension


@settings(max_examples=600, deadline=None)
@given(american())
def test_an_american_one_is_read_as_thoroughly_and_is_the_same_key(written):
    if found := plain_phone.plain(written, "US"):
        assert found == phone.thorough(written, "US")
        assert phone.identity(found) == phone.key(found)


@pytest.mark.parametrize(
    "written",
    ["9802005297", "917-584-0243x4606", "369.329.6963", "+1-917-584-0243", "001-917-584-0243x06",
     "(917)584-0243", "(917) 584-0243x1"],
)  # fmt: skip
def test_the_usual_american_spellings_are_read_quickly(written):
    assert plain_phone.plain(written, "US")


@settings(max_examples=400, deadline=None)
@given(usual())
def test_what_reaches_the_same_telephone_is_one_key(written):
    if found := plain_phone.plain(written, "CN"):
        assert phone.identity(found) == found.e164 == phone.key(found)


@pytest.mark.parametrize(
    "written",
    ["13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "+8613800138000",
     "0571-88888888", "0571 8888 8888", "010-6552 9988", "057188888888", "0310-3012345"],
)  # fmt: skip
def test_the_usual_spellings_are_read_quickly(written):
    assert plain_phone.plain(written, "CN")


@pytest.mark.parametrize(
    "written", ["12345678901", "400-8352-114", "95588", "0571-88888888-8001", "8888 8888", "１３８"]
)
def test_what_is_not_plain_is_left_to_others(written):
    assert plain_phone.plain(written, "CN") is None
