import pytest

from services.customer.credit_code import DIGITS, parse, parse_licence

REAL = ("91330100716105852F", "9144030071526726XG", "914403001922038216")


@pytest.mark.parametrize("code", REAL)
def test_the_code_of_a_real_firm_is_right(code):
    assert parse(code) == code


def test_it_is_kept_in_capitals_without_blanks_and_of_normal_width():
    assert parse(" 91330100 71610585 2f ") == "91330100716105852F"
    assert parse("９１３３０１００７１６１０５８５２Ｆ") == "91330100716105852F"


@pytest.mark.parametrize("code", REAL)
@pytest.mark.parametrize("place", range(18))
def test_any_single_wrong_character_is_noticed(code, place):
    for char in set(DIGITS) - {code[place]}:
        with pytest.raises(ValueError, match="wrong character"):
            parse(code[:place] + char + code[place + 1 :])


@pytest.mark.parametrize(
    "code", ["", "9133010071610585", "913301007161058520I", "统一社会信用代码" * 3]
)
def test_what_has_another_form_is_told_the_form(code):
    with pytest.raises(ValueError, match="18 digits and capitals"):
        parse(code)


def test_a_licence_number_has_fifteen_digits():
    assert parse_licence("3301 0600 0012 345") == "330106000012345"
    with pytest.raises(ValueError, match="15 digits"):
        parse_licence("91330100716105852F")
