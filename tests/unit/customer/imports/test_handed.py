"""Rows on their way from the process that reads a file to the one that commits them."""

from io import BytesIO

import pytest

from kernel.sheets import Unreadable
from services.customer.bulk.handed import Died, heard, tell
from services.customer.events import CustomerRegistered
from tests.unit.customer.company import Company
from tests.unit.customer.imports.office import AT, Office, row


@pytest.fixture
def rows():
    return Office(Company()).ask([row(1, owner="ann"), row(2, pool="south"), row(3, phone="1")])[1]


def said(batches):
    out = BytesIO()
    tell(out, batches)
    return out.getvalue()


def test_rows_arrive_as_they_were_read(rows):
    assert list(heard(BytesIO(said([rows[:2], rows[2:]])))) == [rows[:2], rows[2:]]


def test_a_file_that_cannot_be_read_to_its_end_is_refused_behind_what_could_be(rows):
    def broken():
        yield rows
        raise Unreadable("malformed-csv", "a quotation mark is missing")

    hearing = heard(BytesIO(said(broken())))

    assert next(hearing) == rows
    with pytest.raises(Unreadable, match="malformed-csv: a quotation mark"):
        next(hearing)


def test_one_that_wants_too_much_memory_says_so(rows):
    def greedy():
        yield rows
        raise MemoryError

    with pytest.raises(Unreadable, match="too-large"):
        list(heard(BytesIO(said(greedy()))))


@pytest.mark.parametrize("lost", [1, 5, 12])
def test_whose_last_word_is_missing_has_died(rows, lost):
    with pytest.raises(Died):
        list(heard(BytesIO(said([rows])[:-lost])))


def test_a_customer_is_brought_in_at_the_moment_of_its_commit():
    company = Company()
    Office(company).bring([row(1)])
    assert [event.at for event in company.events(CustomerRegistered)] == [AT]
