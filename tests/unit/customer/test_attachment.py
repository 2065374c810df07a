"""Files of a customer: who may attach, read and remove them."""

from dataclasses import replace

from kernel import NotFound
from kernel.testing import specify
from services.customer.attachment import MOST, attach, readable, remove
from services.customer.customer import CUSTOMER
from services.customer.events import (
    ContactAdded,
    CustomerArchived,
    FileAttached,
    FileRemoved,
)
from tests.unit.customer.examples import EVENING, NOON, OWNED_BY_ANN
from tests.unit.people import ANN, BOB, MAY

given = specify(CUSTOMER)
FILE = FileAttached("c1", "f1", None, "报价单.pdf", "application/pdf", 9, "ab", "ann", NOON)
PERSON = ContactAdded(customer_id="c1", contact_id="k1", name="王芳", by="ann", at=NOON)
ARCHIVED = CustomerArchived("c1", "ann", "已关门", "ann", None, EVENING)
HIS = replace(FILE, contact_id="k1")


def test_a_file_is_attached_to_a_customer_or_to_one_of_its_contacts():
    given(OWNED_BY_ANN).when(attach, ANN, FILE).then(FILE)
    given(OWNED_BY_ANN, PERSON).when(attach, ANN, HIS).then(HIS)


def test_nobody_attaches_to_a_contact_that_is_none():
    given(OWNED_BY_ANN).when(attach, ANN, HIS).refused(NotFound, "not-found")


def test_attached_already_it_is_not_attached_again():
    given(OWNED_BY_ANN, FILE).when(attach, ANN, FILE).then()


def test_the_files_of_a_colleague_s_customer_do_not_exist():
    given(OWNED_BY_ANN).when(attach, BOB, FILE).refused(NotFound, "not-found")
    given(OWNED_BY_ANN, FILE).when(remove, BOB, "f1", NOON).refused(NotFound, "not-found")
    given(OWNED_BY_ANN, FILE).when(readable, BOB, "f1", NOON).refused(NotFound, "not-found")


def test_a_file_is_removed_once():
    given(OWNED_BY_ANN, FILE).when(remove, MAY, "f1", EVENING).then(
        FileRemoved("c1", "f1", "may", EVENING)
    )
    gone = FileRemoved("c1", "f1", "may", EVENING)
    given(OWNED_BY_ANN, FILE, gone).when(remove, ANN, "f1", EVENING).refused(NotFound, "not-found")
    given(OWNED_BY_ANN, FILE, gone).when(readable, ANN, "f1", NOON).refused(NotFound, "not-found")


def test_in_the_archive_files_are_read_and_nothing_else():
    put = (OWNED_BY_ANN, FILE, ARCHIVED)
    assert readable(CUSTOMER.fold(put), ANN, "f1", NOON) == FILE
    given(*put).when(remove, ANN, "f1", EVENING).rejected("archived")
    given(*put).when(attach, ANN, replace(FILE, file_id="f2")).rejected("archived")


def test_there_is_an_end_to_the_files_of_a_customer():
    many = [replace(FILE, file_id=f"f{n}") for n in range(MOST)]
    one_more = replace(FILE, file_id="more")
    given(OWNED_BY_ANN, *many).when(attach, ANN, one_more).rejected("too-many-files")
