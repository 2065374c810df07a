from time import process_time

import pytest

from gateway.strict_json import read_json
from kernel.refusal import Invalid


def refused(body):
    with pytest.raises(Invalid) as caught:
        read_json(body)
    return caught.value


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"name": "Li Wei", "phones": ["1", "2"]}', {"name": "Li Wei", "phones": ["1", "2"]}),
        ('{"name": "李伟"}'.encode(), {"name": "李伟"}),
        ("\ufeff{}".encode(), {}),
        (rb'"\ud83d\ude00"', "😀"),
        (b"[1, 2.5, true, null]", [1, 2.5, True, None]),
    ],
)
def test_plain_json_is_read(body, value):
    assert read_json(body) == value


def test_broken_json_is_refused_with_the_place_where_it_breaks():
    refusal = refused(b'{\n  "name": "Li",\n  "phones": [}')

    assert refusal.slug == "broken-json"
    assert (refusal.fields["line"], refusal.fields["column"]) == (3, 14)
    assert "line 3, column 14" in refusal.detail


@pytest.mark.parametrize("body", [b"{", b"", b"{'a': 1}", b'{"a": 1,}', b"{} {}", b'"a\x00b"'])
def test_what_is_nearly_json_is_broken(body):
    assert refused(body).slug == "broken-json"


def test_bytes_that_are_not_utf_8_are_refused_with_their_place():
    assert "byte 11" in refused('{"name": "李"}'.encode("gb18030")).detail


def test_a_name_given_twice_is_refused_at_any_level():
    assert "'amount' twice" in refused(b'{"a": {"amount": 1, "b": 2, "amount": 3}}').detail


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 5000])
def test_what_is_no_number_to_keep_is_refused(number):
    assert refused(b'{"amount": ' + number + b"}").slug == "unsafe-json"


@pytest.mark.parametrize("body", [rb'{"name": "\ud800"}', rb'{"\udc00": 1}', rb'[["\ud800x"]]'])
def test_half_a_character_is_refused(body):
    assert refused(body).slug == "unsafe-json"


@pytest.mark.parametrize("levels", [17, 100, 100_000])
def test_deep_nesting_is_refused(levels):
    assert refused(b"[" * levels + b"]" * levels).slug == "too-deep"


def test_sixteen_levels_are_accepted():
    assert read_json(b"[" * 16 + b"]" * 16)


def test_ten_thousands_of_names_with_the_last_given_twice_are_refused_at_once():
    names = [*range(50_000), 49_999]
    body = "{" + ",".join(f'"{name}":0' for name in names) + "}"
    began = process_time()

    assert "'49999' twice" in refused(body.encode()).detail
    assert process_time() - began < 1
