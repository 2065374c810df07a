import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.events import Phone
from services.customer.phone import identity, parse

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    ("written", "e164", "extension"),
    [
        ("13800138000", "+8613800138000", None),
        ("138 0013 8000", "+8613800138000", None),
        ("１３８００１３８０００", "+8613800138000", None),
        ("+86 138-0013-8000", "+8613800138000", None),
        ("008613800138000", "+8613800138000", None),
        ("86-13800138000", "+8613800138000", None),
        ("0571-8888 8888", "+8657188888888", None),
        ("（0571）88888888", "+8657188888888", None),
        ("0571-88888888转8001", "+8657188888888", "8001"),
        ("0571-88888888 轉 8001", "+8657188888888", "8001"),
        ("0571-88888888-8001", "+8657188888888", "8001"),
        ("0571—88888888—8001", "+8657188888888", "8001"),
        ("0571-88888888分机号：8001", "+8657188888888", "8001"),
        ("0571-88888888 ext. 8001", "+8657188888888", "8001"),
        ("0571-88888888#8001", "+8657188888888", "8001"),
        ("+1 917 584 0243", "+19175840243", None),
    ],
)
def test_numbers_as_they_are_typed_in_china(written, e164, extension):
    assert parse(written, "CN") == Phone(written, e164, extension, True)


@pytest.mark.parametrize(
    ("written", "e164", "extension"),
    [
        ("9175840243", "+19175840243", None),
        ("917-584-0243x4606", "+19175840243", "4606"),
        ("(917)584-0243x04606", "+19175840243", "04606"),
        ("917.584.0243 ext. 12", "+19175840243", "12"),
        ("001-307-937-7505x54026", "+13079377505", "54026"),
        ("1-917-584-0243", "+19175840243", None),
        ("+1-917-584-0243x4606", "+19175840243", "4606"),
        ("+86 138 0013 8000", "+8613800138000", None),
    ],
)
def test_numbers_as_they_are_typed_in_america(written, e164, extension):
    assert parse(written, "US") == Phone(written, e164, extension, True)


@pytest.mark.parametrize(
    ("written", "e164", "extension"),
    [
        ("8888 8888", "+8657188888888", None),
        ("８８８８８８８８", "+8657188888888", None),
        ("88888888转8001", "+8657188888888", "8001"),
        ("88888888-8001", "+8657188888888", "8001"),
        ("0571-88888888", "+8657188888888", None),
        ("010-65298888", "+861065298888", None),
        ("13800138000", "+8613800138000", None),
        ("400-8352-114", None, None),
        ("95588", None, None),
    ],
)
def test_a_landline_without_area_code_is_one_of_the_city(written, e164, extension):
    assert parse(written, "CN", "0571") == Phone(written, e164, extension, True)


@pytest.mark.parametrize(("written", "region"), [("88888888", "US"), ("888888", "CN")])
def test_what_is_no_landline_is_completed_by_no_area_code(written, region):
    assert not parse(written, region, "0571").valid


@pytest.mark.parametrize(
    ("written", "extension"),
    [
        ("400-8352-114", None),
        ("４００８３５２１１４", None),
        ("+86 400 835 2114", None),
        ("400-8352-114转2", "2"),
        ("400-8352-114-2", "2"),
        ("800-810-8888", None),
        ("95588", None),
    ],
)
def test_hotlines_are_valid_and_kept_as_national_numbers(written, extension):
    assert parse(written, "CN") == Phone(written, None, extension, True)


@pytest.mark.parametrize(
    ("written", "region", "extension"),
    [
        ("88888888", "CN", None),  # which city's?
        ("138001380001", "CN", None),
        ("13800138000/13900139000", "CN", None),
        ("+1-499-541-7311x35493", "US", "35493"),
        ("(671)519-7003x86136", "US", "86136"),
        ("400-835-2114", "US", None),
    ],
)
def test_what_is_no_number_is_kept_as_written_and_flagged(written, region, extension):
    assert parse(written, region) == Phone(written, None, extension, False)


@pytest.mark.parametrize("written", ["", "12", "call me", "转转转", "\u0661", "+"])
def test_what_has_no_digits_to_compare_is_refused(written):
    with pytest.raises(ValueError, match="telephone number"):
        parse(written, "CN")


@pytest.mark.parametrize(
    ("one", "other", "region"),
    [
        ("13800138000", "+86 138 0013 8000", "CN"),
        ("0571-88888888-8001", "0571 8888 8888 转 8001", "CN"),
        ("400-8352-114", "+86-4008352114", "CN"),
        ("917-584-0243x4606", "001.917.584.0243 ext 4606", "US"),
        ("(499)541-7311x35493", "499.541.7311 ext 35493", "US"),  # no number, and the same
        ("001-499-541-7311", "+1 499 541 7311", "US"),
    ],
)
def test_spellings_of_one_telephone_are_equal(one, other, region):
    assert identity(parse(one, region)) == identity(parse(other, region))


@pytest.mark.parametrize("number", ["4008352114", "8008108888", "95588"])
@pytest.mark.parametrize(
    "before",
    ["+86", "+86 ", "(+86)", "（+86）", "+(86)", "0086", "0086-", "86-", "(86)", "0-", "+86-0-"],
)
@pytest.mark.parametrize(("after", "extension"), [("", None), (" 转 2", "2")])
def test_a_hotline_is_the_same_whatever_stands_before_it(before, number, after, extension):
    spelled = parse(before + number + after, "CN")

    assert (spelled.valid, spelled.extension) == (True, extension)
    assert identity(spelled) == identity(parse(number + after, "CN"))


@pytest.mark.parametrize("written", ["864008352114", "04008352114", "+8604008352114"])
def test_a_hotline_is_the_same_written_in_one_with_what_stands_before_it(written):
    assert identity(parse(written, "CN")) == identity(parse("400-8352-114", "CN"))


def test_a_hotline_that_was_kept_as_an_international_number_is_the_same():
    kept = Phone("(+86)4008352114", "+864008352114", None, True)
    assert identity(kept) == identity(parse("4008352114", "CN"))


def test_the_number_of_some_town_is_not_taken_for_a_hotline():
    assert not parse("8695588", "CN").valid


@pytest.mark.parametrize(
    ("one", "other", "region"),
    [
        ("0571-88888888-8001", "0571-88888888-8002", "CN"),
        ("0571-88888888转08001", "0571-88888888转8001", "CN"),  # a switchboard tells them apart
        ("0571-88888888-8001", "0571-88888888", "CN"),
        ("400-8352-114-1", "400-8352-114", "CN"),
        ("(499)541-7311x1", "(499)541-7311x2", "US"),
    ],
)
def test_every_extension_is_a_telephone_of_its_own(one, other, region):
    assert identity(parse(one, region)) != identity(parse(other, region))


def test_a_hotline_is_not_taken_for_a_foreign_number_with_the_same_digits():
    assert identity(parse("4008352114", "CN")) != identity(parse("4008352114", "US"))


@given(
    st.sampled_from(["13800138000", "0571-88888888", "4008352114", "95588", "010-65298888"]),
    st.sampled_from(["", "转8001", "-8001", " 轉 ８００１", " ext. 8001", "分机8001"]),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from([" ", "　"])), max_size=3),
)
def test_width_and_blanks_make_no_other_telephone(number, ending, wide, blanks):
    typed = number + ending
    for place, blank in blanks:
        place = min(place, len(number))
        typed = typed[:place] + blank + typed[place:]
    typed = typed.translate(WIDE) if wide else typed

    assert identity(parse(typed, "CN")) == identity(parse(number + ending, "CN"))
