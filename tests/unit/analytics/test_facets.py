"""A value of a field of one's own is found however it is spelled."""

import pytest

from kernel.refusal import Invalid
from services.analytics.facets import spelled

DEFINED = [
    {"_id": "n", "kind": "number"}, {"_id": "m", "kind": "money"}, {"_id": "t", "kind": "text"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("pair", "kept"),
    [
        ("n:12.50", "n:12.5"), ("n:12.5", "n:12.5"), ("n: 1200.0 ", "n:1200"), ("n:-0", "n:0"),
        ("n:x", "n:x"), ("n:", "n:"), ("n", "n"), ("n:1e-99999999", "n:1e-99999999"),
        ("n:NaN", "n:NaN"),
        ("m:1200 CNY", "m:1200.00 CNY"), ("m:0.1250 USD", "m:0.125 USD"), ("m:12", "m:12"),
        ("t:12.50", "t:12.50"),
    ],
)  # fmt: skip
def test_a_number_is_asked_for_as_it_is_kept(pair, kept):
    assert spelled(pair, DEFINED) == kept


@pytest.mark.parametrize("pair", ["u:12.50", "u", ":12.50", ""])
def test_a_field_that_there_is_not_is_said_so(pair):
    with pytest.raises(Invalid, match="there is no field"):
        spelled(pair, DEFINED)
