import pytest

from services.customer.phone import parse
from services.telephones import masked, shown


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("13800138000", "138 0013 8000"),
        ("+86-138-0013-8000", "138 0013 8000"),
        ("057188888888转8001", "0571 8888 8888 转 8001"),
        ("010-65298888", "010 6529 8888"),
        ("0335-3888888", "0335 388 8888"),
        ("4008352114", "400 835 2114"),
        ("400-8352-114转2", "400 835 2114 转 2"),
        ("+86 400 835 2114", "400 835 2114"),
        ("95588", "95588"),
        ("+1 917 584 0243", "+1 917-584-0243"),
    ],
)
def test_a_number_is_shown_as_it_is_dialled(written, told):
    phone = parse(written, "CN")

    assert shown(phone.written, phone.e164, phone.extension, phone.valid) == told


def test_what_is_no_number_is_shown_as_it_was_written():
    assert shown("call 12 34", None, None, False) == "call 12 34"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("+86-138-0013-8000", "138****8000"),
        ("057188888866转8001", "0571******66"),
        ("010-65298877", "010******77"),
        ("4008352114", "********14"),
        ("95588", "***88"),
        ("+1 917 584 0243", "+1********43"),
    ],
)
def test_of_a_masked_number_its_kind_and_its_end_are_left(written, told):
    phone = parse(written, "CN")

    assert masked(phone.written, phone.e164) == told


def test_of_what_is_no_number_only_the_end_is_left():
    assert masked("Li: 138 0013", None) == "*******13"
    assert masked("110", None) == "***"
