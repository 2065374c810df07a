from string import Formatter

import pytest
from marshmallow import ValidationError

from gateway import service
from gateway.fields import Choice, Flag, Several, Text, Value
from gateway.import_shapes import Mapping
from gateway.money import Amount, Currency
from gateway.pools import PoolRules
from gateway.queries import Listing, Position, Whole
from gateway.shape import load
from gateway.times import Day, Time
from kernel.refusal import Invalid

TEXT, NOTE, NEEDED = Text(5), Text(6, lines=True), Text(5, required=True)

GOOD = [
    (TEXT, "李伟", "李伟"),
    (TEXT, "  Li\u3000", "Li"),
    (TEXT, "   ", None),
    (TEXT, "😀😀😀😀😀", "😀😀😀😀😀"),
    (NOTE, "a\r\nb\tc", "a\nb\tc"),
    (Choice("won", "lost"), "won", "won"),
    (Flag(), True, True),
    (Several(Text(5, required=True), most=2), ["a", "b"], ["a", "b"]),
    (Time(), "2026-01-05T12:00:00+08:00", "2026-01-05T04:00:00Z"),
    (Time(), "2026-01-05t04:00:00.123456789z", "2026-01-05T04:00:00.123456Z"),
    (Day(), "2024-02-29", "2024-02-29"),
    (Amount(), "1250.00", "1250.00"),
    (Currency(), "CNY", "CNY"),
    (Whole(1, 200), "50", 50),
    (Position(), "customer:1041", "customer:1041"),
]
BAD = [
    (Mapping(), ["name"], 'such as {"电话": "phones"}'),
    (Mapping(), 5, 'such as {"电话": "phones"}'),
    (Mapping(), {"电话": 5}, "as texts"),
    (TEXT, 5, "text in quotes"),
    (TEXT, "123456", "5 characters; it has 6"),
    (TEXT, "a\0b", "control characters"),
    (TEXT, "a\nb", "control characters"),
    (TEXT, "a\u2028b", "control characters"),
    (NOTE, "a\x1bb", "control characters"),
    (NEEDED, " \t", "give a value"),
    (NEEDED, None, "not null"),
    (Choice("won", "lost"), "lots", "one of: won, lost"),
    (Choice("won", "lost"), ["won"], "one of: won, lost"),
    (Flag(), "true", "true or false"),
    (Flag(), 1, "true or false"),
    (Several(TEXT, most=2), "ab", "square brackets"),
    (Several(TEXT, most=2), ["a", "b", "c"], "at most 2; there are 3"),
    (Time(), "2026-01-05T12:00:00", "with its zone"),
    (Time(), "2026-01-05 12:00:00Z", "with its zone"),
    (Time(), "2026-02-30T12:00:00Z", "no such time"),
    (Time(), "2026-01-05T12:00:00+99:00", "no such time"),
    (Time(), 1767600000, "with its zone"),
    (Time(), "1026-01-05T12:00:00Z", "check the year"),
    (Day(), "2026-02-30", "no such day"),
    (Day(), "20260105", "a day such as"),
    (Day(), "0001-01-01", "check the year"),
    (Amount(), 1250.5, "as text"),
    (Amount(), "-1", "not negative"),
    (Amount(), "1e5", "as text"),
    (Amount(), "1.00000", "4 decimals"),
    (Amount(), "١٢", "as text"),
    (Currency(), "RMB", 'such as "CNY"'),
    (Whole(1, 200), "0", "from 1 to 200"),
    (Whole(1, 200), "201", "from 1 to 200"),
    (Whole(1, 200), "-5", "from 1 to 200"),
    (Whole(1, 200), "9" * 5000, "from 1 to 200"),
    (Whole(1, 200), "٥", "from 1 to 200"),
    (Position(), "1041", "as you got it"),
    (Position(), "analytics:1", "as you got it"),
]


@pytest.mark.parametrize(("field", "sent", "kept"), GOOD)
def test_a_good_value_is_kept_in_one_form(field, sent, kept):
    assert field.deserialize(sent) == kept


@pytest.mark.parametrize(("field", "sent", "advice"), BAD)
def test_a_bad_value_is_refused_with_advice(field, sent, advice):
    with pytest.raises(ValidationError) as caught:
        field.deserialize(sent)
    [message] = caught.value.messages

    assert advice in message
    assert message.startswith("Please")


@pytest.mark.parametrize("field", [TEXT, Choice("a"), Flag(), Time(), Day(), Amount()])
def test_null_is_the_same_as_not_given(field):
    assert field.deserialize(None) is None


def test_only_in_a_query_a_number_is_written_as_text():
    rule = load(PoolRules(), {"rules": [{"name": "one", "claims_per_day": 3}]})["rules"][0]
    assert rule["claims_per_day"] == 3
    with pytest.raises(Invalid):
        load(PoolRules(), {"rules": [{"name": "one", "claims_per_day": "3"}]})
    assert load(Listing(), {"limit": "3"}) == {"limit": 3}


def kinds(kind):
    return {kind}.union(*map(kinds, kind.__subclasses__()))


def test_every_message_can_be_said():
    """Braces that are no place for a value would be an error of ours, and not of the sender."""
    assert service.__name__  # all routes are there with it, and so are all kinds of value
    told = {
        place
        for kind in kinds(Value)
        for each in kind.__mro__
        for message in vars(each).get("default_error_messages", {}).values()
        for _, place, _, _ in Formatter().parse(message)
        if place is not None
    }
    assert [place for place in told if not place.isidentifier()] == []
