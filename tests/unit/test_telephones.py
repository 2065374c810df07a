import pytest

from services.customer.phone import parse
from services.telephones import shown


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
