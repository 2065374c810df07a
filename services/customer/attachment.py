"""Attachments: files of a customer and of its contacts, put there and taken away."""

from datetime import datetime

from kernel import NotFound, Rejected
from kernel.context import Context
from services.customer import rights
from services.customer.contact import require_contact
from services.customer.customer import Customer, require_work_on
from services.customer.events import CustomerEvent, FileAttached, FileRemoved

MOST = 100  # of a customer


def may_attach(
    customer: Customer, asker: Context, file_id: str, contact_id: str | None, at: datetime
) -> None:
    """Asked before a byte is taken, and again when all of it has come."""
    require_work_on(asker, customer, at)
    if contact_id is not None:
        require_contact(customer, contact_id)
    if file_id not in customer.files and len(customer.files) >= MOST:
        raise Rejected("too-many-files", f"a customer has at most {MOST} files", limit=MOST)


def attach(customer: Customer, asker: Context, file: FileAttached) -> list[CustomerEvent]:
    may_attach(customer, asker, file.file_id, file.contact_id, file.at)
    return [] if file.file_id in customer.files else [file]


def remove(customer: Customer, asker: Context, file_id: str, at: datetime) -> list[CustomerEvent]:
    require_work_on(asker, customer, at)
    if file_id not in customer.files:
        raise NotFound(what="file", id=file_id)
    return [FileRemoved(customer.id, file_id, asker.actor, at)]


def readable(customer: Customer, asker: Context, file_id: str, at: datetime) -> FileAttached:
    """Who sees the customer reads its files, in the archive as well."""
    rights.require_sight(asker, customer, at)
    if file_id not in customer.files:
        raise NotFound(what="file", id=file_id)
    return customer.files[file_id]
