"""The quick way to read an address says what the thorough one says, or nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.customer import email, plain_email

PART = st.text("abcXYZ019._+-", min_size=1, max_size=12)
NAME = st.one_of(PART, st.sampled_from(["Info", "SALES", "wang.wei", "a+b", "xn--fiq"]))
END = st.sampled_from(
    ["cn", "com", "COM.cn", "test", "local", "localhost", "example", "invalid", "onion", "c", "c0",
     "xn--fiqs8s"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(NAME, NAME, END)
def test_what_is_read_quickly_is_what_is_read_thoroughly(local, host, end):
    written = f"{local}@{host}.{end}"
    if found := plain_email.plain(written):
        assert found == email.thorough(written)


@pytest.mark.parametrize("written", ["wang@example.cn", "Wang.Wei+crm@Mail.163.com", "info@qq.com"])
def test_the_usual_spellings_are_read_quickly(written):
    assert plain_email.plain(written)


@pytest.mark.parametrize(
    "written",
    ["王@example.cn", '"a b"@example.cn', "a@[127.0.0.1]", "a@b", "a..b@c.cn", "a@b.local",
     "a" * 60 + "@example.cn", "a@b--c.cn"],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_others(written):
    assert plain_email.plain(written) is None
