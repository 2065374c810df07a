from time import process_time

import pytest
from werkzeug.datastructures import MultiDict

from gateway.customer_shapes import FindCustomers, RegisterCustomer
from gateway.http import Nothing
from gateway.opportunities import OpenOpportunity
from gateway.shape import load, load_query
from kernel.refusal import Invalid


def errors(load, shape, data):
    with pytest.raises(Invalid) as caught:
        load(shape(), data)
    return {error["field"]: error["message"] for error in caught.value.fields["errors"]}


def test_what_is_not_given_is_left_to_the_service():
    sent = {"name": " Li Wei ", "company": None, "remark": " "}

    assert load(RegisterCustomer(), sent) == {"name": "Li Wei"}


def test_all_errors_are_told_at_once_each_with_its_field():
    sent = {"phones": ["1", 2, "3" * 65], "emails": "a@b.cn", "keep_invalid_phones": "yes"}

    found = errors(load, RegisterCustomer, sent)

    assert list(found) == ["emails", "keep_invalid_phones", "name", "phones.1", "phones.2"]


def test_a_nested_error_is_named_by_its_path():
    found = errors(load, OpenOpportunity, {"amount": {"amount": 5, "currency": "CNY", "x": 1}})

    assert list(found) == ["amount.amount", "amount.x"]


def test_an_unknown_field_is_refused_with_what_was_probably_meant():
    found = errors(load, RegisterCustomer, {"name": "Li", "phone": ["1"], "zzz": 1})

    assert "Did you mean `phones`?" in found["phone"]
    assert "There are: company, short_name" in found["zzz"]


@pytest.mark.parametrize("name", ["owner_id", "version", "id", "actor", "command_id", "expected"])
def test_nothing_can_be_assigned_that_is_not_declared(name):
    assert name in errors(load, RegisterCustomer, {"name": "Li", name: "x"})


def test_where_nothing_is_needed_nothing_is_taken():
    assert "leave this out" in errors(load, Nothing, {"by": "bob"})["by"]


def test_a_long_unknown_name_is_not_sent_back_whole():
    [field] = errors(load, RegisterCustomer, {"name": "Li", "x" * 5000: 1})

    assert len(field) == 100


def test_a_thousand_errors_are_not_all_sent_back():
    assert len(errors(load, RegisterCustomer, {f"x{n}": 1 for n in range(1000)})) == 50


def test_a_query_is_read_like_a_body():
    query = MultiDict([("q", " li "), ("limit", "20"), ("after", "customer:1")])

    assert load_query(FindCustomers(), query) == {"q": "li", "limit": 20, "after": ["customer:1"]}


def test_what_may_stand_several_times_is_a_list():
    query = MultiDict([("after", "customer:1"), ("after", "pipeline:2")])

    assert load_query(FindCustomers(), query) == {"after": ["customer:1", "pipeline:2"]}


def test_a_filter_given_twice_is_refused_rather_than_guessed():
    query = MultiDict([("owner", "ann"), ("owner", "bob")])

    assert "give it once" in errors(load_query, FindCustomers, query)["owner"]


def test_a_misspelt_filter_does_not_silently_list_everything():
    assert "`owner`" in errors(load_query, FindCustomers, MultiDict({"owners": "ann"}))["owners"]


def test_ten_thousands_of_unknown_names_do_not_keep_us_busy():
    sent = {"name": "Li"} | {f"phone{n}s": 1 for n in range(60_000)}
    began = process_time()

    assert len(errors(load, RegisterCustomer, sent)) == 50
    assert process_time() - began < 1
