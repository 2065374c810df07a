"""Passwords are long and not everybody's; nothing else is asked of them."""

import pytest

from gateway.password_policy import fault_of, normal, require_good
from kernel.refusal import Invalid


@pytest.mark.parametrize(
    "password",
    [
        "a long walk by the lake",
        "wmzqkfhtpelx",
        "839201746352",  # of digits alone: what it is made of is nobody's business
        "我喜欢在西湖边上慢慢散步喝茶",
        "four words chosen badly",
        "annabelle rows to hangzhou",
        "!)$%~^_#{/*@",
    ],
)
def test_a_good_one(password):
    assert fault_of(password, ("ann", "Ann Li")) is None


@pytest.mark.parametrize("password", ["", "short", "elevenchars", "短短的密码"])
def test_a_short_one(password):
    assert "at least 12" in (fault_of(password, ()) or "")


def test_a_very_long_one_would_cost_too_much():
    assert fault_of("x1y2" * 64, ()) is None
    assert "at most 256" in (fault_of("x1y2" * 64 + "z", ()) or "")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password1234!",
        "P@ssw0rd2026!",
        "passwordpassword",
        "password password",
        "zhang.wei zhang.wei",
        "123456789012",
        "098765432109",
        "qwertyuiop[]1",
        "qwertyuiopas",
        "abcdefghijkl",
        "abcabcabcabc",
        "aaaaaaaaaaaa",
        "121212121212",
        "woaini1314520",
        "hangzhou20260101",
        "guanxi-2026-11-22",
        "zhang.wei1988",
        "1988zhang.wei",
    ],
)
def test_one_that_many_choose_or_anybody_guesses(password):
    assert "Many people" in (fault_of(password, ("zhang.wei",)) or "")


def test_it_is_the_same_on_every_keyboard():
    assert normal("ｐａｓｓ　ｗｏｒｄ") == "pass word"


def test_the_refusal_names_the_field():
    with pytest.raises(Invalid) as caught:
        require_good("short", "ann", field="password")
    assert [error["field"] for error in caught.value.fields["errors"]] == ["password"]
