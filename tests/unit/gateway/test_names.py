import pytest

from gateway.customer_shapes import AssignCustomer, RegisterCustomer
from gateway.follow_ups import LogFollowUp
from gateway.opportunities import OpenOpportunity
from gateway.shape import load
from kernel.refusal import Invalid

RLO, ZWJ, ZWNJ = "\u202e", "\u200d", "\u200c"
UNTITLED = ["\u200b", "\u3164", "\u2800", "\u0301", ZWJ, f"Li{RLO}gpj", "Li\ue000", "Li\u0378",
            "Li\ufeff.", "\u2066Li", "Li\u00ad.", "Li\uffff", "Li\U000e0041"]  # fmt: skip
TITLED = ["李伟", "O'Brien & Sons", "7", "?", "👩‍💻", f"می{ZWNJ}خواهم", "é", "e\u0301", "❤️",
          "李\U00031350", "Ä\u00a0B"]  # fmt: skip
UNNAMED = ["a\u200bnn", f"a{RLO}nn", "a\u00a0nn", f"ann{ZWJ}", "an\u3164n", "an\ue000n"]


def refused(shape, body):
    with pytest.raises(Invalid) as caught:
        load(shape(), body)
    return [error["field"] for error in caught.value.fields["errors"]]


@pytest.mark.parametrize("title", UNTITLED)
def test_a_name_is_seen_and_reads_as_it_is_written(title):
    assert refused(RegisterCustomer, {"name": title}) == ["name"]
    assert refused(RegisterCustomer, {"name": "Li", "company": title}) == ["company"]
    assert refused(OpenOpportunity, {"name": title}) == ["name"]


@pytest.mark.parametrize("title", TITLED)
def test_a_name_is_written_in_any_script(title):
    assert load(RegisterCustomer(), {"name": title})["name"] == title


@pytest.mark.parametrize("person", UNNAMED)
def test_a_person_is_named_by_what_can_be_seen(person):
    assert refused(AssignCustomer, {"to": person}) == ["to"]
    assert refused(RegisterCustomer, {"name": "Li", "owner": person}) == ["owner"]
    assert refused(OpenOpportunity, {"name": "x", "owner": person}) == ["owner"]
    said = {"channel": "phone", "outcome": "reached", "author": person}
    assert refused(LogFollowUp, said) == ["author"]
