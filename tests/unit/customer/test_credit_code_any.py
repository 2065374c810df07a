import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.credit_code import DIGITS, check_character, parse


@pytest.mark.parametrize(
    "written",
    [
        "91350100M000100Y43",
        "91350100m000100y43",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100 M000100Y4-3",
    ],
)
def test_a_code_is_kept_in_capitals_however_it_is_typed(written):
    assert parse(written) == "91350100M000100Y43"


@pytest.mark.parametrize(
    "written", ["91350100M000100Y44", "91350100M000100Y4", "I1350100M000100Y43"]
)
def test_what_is_none_is_refused(written):
    with pytest.raises(ValueError, match=r"must|wrong"):
        parse(written)


@given(st.text(st.sampled_from(DIGITS), min_size=17, max_size=17), st.integers(0, 16), st.data())
def test_one_wrong_character_never_goes_unnoticed(body, place, drawn):
    code = body + check_character(body)
    other = drawn.draw(st.sampled_from(DIGITS.replace(body[place], "")))

    assert parse(code) == code
    with pytest.raises(ValueError, match="wrong"):
        parse(code[:place] + other + code[place + 1 :])
